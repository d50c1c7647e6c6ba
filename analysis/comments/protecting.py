"""What subtraction would give away of themes, and what is withheld so that it does not.

Somebody speaks of several themes, so themes do not add up to the people. Still, everybody who wrote
something has at least one code, and everybody who speaks of a theme says something of it. So a
hidden number is at least the total less the most that all others can be.

And a comment in another language, or of what has no theme, has no other code. So whoever wrote
once is of one kind: of all who wrote, those who speak of themes are who is left. A hidden theme has
no more people than they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from analysis.comments.codebook import OTHER, UNTRANSLATED, Stance
from analysis.comments.records import Codes
from analysis.comments.told import FEWEST, HALF, WITHHELD, People, Told, ToldTheme
from analysis.suppression import LEAST_WIDTH

Key = tuple[str, Stance | None]
"""A number: of a theme, or of one of its stances."""
WROTE: Key = ("who wrote", None)
SPEAK: Key = ("who speak of any theme", None)
_BESIDE_NOTHING = (OTHER, UNTRANSLATED)
"""Codes that a comment has by themselves."""
_ANY = 10**9
"""More people than there are."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The base and the themes as they are told.

    Attributes:
        each: Most comments that one person wrote. People were asked for as many at least, so by the
            questionnaire a reader knows no more than by this.
    """

    wrote: People
    themes: Mapping[str, ToldTheme]
    each: int


def protect(telling: Telling) -> Telling:
    """The same with more withheld, until every hidden number stays wide enough.

    A number below 10 must not be known to lie within fewer than `LEAST_WIDTH` of 9; of all but
    fewer than 10, how few the others are is such a number. Where a stance
    would be, all stances of its theme go; where a theme would be, all themes and the base. Less
    would not do: who knows that a number is missing because of its neighbour learns from that how
    small both are, and has what was to be hidden.
    """
    while exposed := tuple(_find_exposed(telling)):
        themes = dict(telling.themes)
        stanced = {code for code, stance in exposed if stance is not None}
        for code in stanced or themes:
            withheld = themes[code].people if stanced else WITHHELD
            themes[code] = replace(themes[code], people=withheld, stances={})
        telling = replace(telling, wrote=telling.wrote if stanced else WITHHELD, themes=themes)
    return telling


def _find_exposed(telling: Telling) -> Iterator[Key]:
    """Hidden numbers that are known too closely."""
    known = find_known(telling)
    alone = [telling.themes[code] for code in _BESIDE_NOTHING if code in telling.themes]
    # of people who wrote twice: who speaks of a theme is one of the few whom one of the two lacks
    if len(alone) > 1 and all(theme.people.told is Told.NEARLY_ALL for theme in alone):
        yield OTHER, None
    for code, theme in telling.themes.items():
        for stance, people in ((None, theme.people), *theme.stances.items()):
            least, most = known.at((code, stance))
            if people.told is Told.NEARLY_ALL:
                least, most = find_rest(known, code)
            if people.told in {Told.FEW, Told.NEARLY_ALL} and most - least < LEAST_WIDTH:
                yield code, stance


# -- what a reader knows ---------------------------------------------------------------------------


@dataclass(slots=True)
class Known:
    """Between which numbers each number lies, for somebody who reads what is told.

    Attributes:
        bounds: The fewest and the most.
    """

    bounds: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def at(self, key: Key) -> tuple[int, int]:
        """The fewest and the most."""
        return self.bounds[key]

    def narrow(self, key: Key, least: int, most: int) -> None:
        """Learn that a number lies between these."""
        before = self.bounds.get(key, (0, _ANY))
        self.bounds[key] = max(before[0], least), min(before[1], most)

    @property
    def is_possible(self) -> bool:
        """Whether there are such numbers."""
        return all(least <= most for least, most in self.bounds.values())


@dataclass(frozen=True, slots=True)
class _Group:
    """People, of whom everybody is in one part at least, and in `each` of the parts at most."""

    whole: Key
    parts: tuple[Key, ...]
    each: int


def list_keys(codes: Codes) -> Iterator[Key]:
    """The numbers in which somebody counts who wrote one comment with these codes."""
    yield WROTE
    if not set(codes) <= {*_BESIDE_NOTHING}:
        yield SPEAK
    for code, stances in codes.items():
        yield from ((code, stance) for stance in (None, *stances))


def find_known(telling: Telling, quoted: Mapping[Key, int] | None = None) -> Known:
    """What can be worked out from all that is told: bounds passed on until nothing changes.

    What binds numbers together is a tree (people, their themes, the stances of each), so that
    passing bounds on finds the same as linear programming does.

    Analysts may give what has no theme to a comment beside a theme. Where what is told cannot be
    otherwise, a reader sees that they did, and learns nothing from how many wrote how often.

    Args:
        telling: What is told.
        quoted: How many people are quoted of whom all codes are known, by the numbers in which they
            count. The bounds are those of everybody else then: what holds of all holds of them.
    """
    known = _pass_on(telling, telling.each, quoted or {})
    return known if known.is_possible else _pass_on(telling, _ANY, quoted or {})


def find_rest(known: Known, code: str, quoted: int = 0) -> tuple[int, int]:
    """The fewest and the most who wrote and do not speak of a theme that nearly all speak of.

    Args:
        known: What is known of the people.
        code: The theme.
        quoted: How many more of them there are, of whom `known` is not.
    """
    (fewest, everybody), (least, most) = known.at(WROTE), known.at((code, None))
    return max(0, fewest - most), min(FEWEST - 1 - quoted, everybody - least)


def _pass_on(telling: Telling, each: int, quoted: Mapping[Key, int]) -> Known:
    known = Known()
    wrote = _bounds(telling.wrote, (0, _ANY))
    told = {WROTE: wrote, SPEAK: (0, wrote[1])}
    for code, theme in telling.themes.items():
        told[code, None] = _bounds(theme.people, wrote)
        told |= {(code, one): _bounds(people, wrote) for one, people in theme.stances.items()}
    for key, (least, most) in told.items():
        known.narrow(key, least - quoted.get(key, 0), most - quoted.get(key, 0))
    groups = tuple(_list_groups(telling.themes, each))
    before = None
    while known.is_possible and before != (now := dict(known.bounds)):
        before = now
        for group in groups:
            _learn(known, group)
    return known


def _list_groups(themes: Mapping[str, ToldTheme], each: int) -> Iterator[_Group]:
    """Who wrote by kind, who speaks of themes by theme, and who speaks of each by stance."""
    alone = tuple((code, None) for code in _BESIDE_NOTHING if code in themes)
    spoken = tuple((code, None) for code in themes if (code, None) not in alone)
    yield _Group(WROTE, (SPEAK, *alone), each)
    yield _Group(SPEAK, spoken, _ANY)
    for code, theme in themes.items():
        if theme.stances:
            yield _Group((code, None), tuple((code, one) for one in theme.stances), _ANY)


def _learn(known: Known, group: _Group) -> None:
    """Pass bounds on between people and the parts of them."""
    for key in group.parts:
        known.narrow(key, 0, known.at(group.whole)[1])
    bounds = [known.at(key) for key in group.parts]
    total = sum(least for least, _ in bounds), sum(most for _, most in bounds)
    fewest = max((least for least, _ in bounds), default=0)
    known.narrow(group.whole, max(fewest, -(-total[0] // group.each)), total[1])
    least, most = known.at(group.whole)
    for key, own in zip(group.parts, bounds, strict=True):
        others = total[0] - own[0], total[1] - own[1]
        known.narrow(key, least - others[1], group.each * most - others[0])


def _bounds(people: People, of: tuple[int, int]) -> tuple[int, int]:
    match people.told:
        case Told.FEW:
            return 0, FEWEST - 1
        case Told.NEARLY_ALL:
            return max(FEWEST, of[0] - FEWEST + 1), of[1]
        case Told.WITHHELD:
            return 0, of[1]
        case Told.COUNT:
            number = people.number or 0
            return max(FEWEST, number - HALF), number + HALF
