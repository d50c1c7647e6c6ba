"""What subtraction would give away of themes, and what is withheld so that it does not.

Somebody speaks of several themes, so themes do not add up to the people. Still, everybody who wrote
something has at least one code, and everybody who speaks of a theme says something of it. So a
hidden number is at least the total less the most that all others can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from analysis.comments.codebook import Stance
from analysis.comments.told import FEWEST, HALF, WITHHELD, People, Told, ToldTheme
from analysis.suppression import LEAST_WIDTH

Key = tuple[str, Stance | None]
"""A number: of a theme, or of one of its stances."""
_ANY = 10**9
"""More people than there are."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The base and the themes as they are told."""

    wrote: People
    themes: Mapping[str, ToldTheme]


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
        telling = Telling(telling.wrote if stanced else WITHHELD, themes)
    return telling


def _find_exposed(telling: Telling) -> Iterator[Key]:
    """Hidden numbers that are known too closely."""
    known = find_known(telling)
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
    """Between which numbers each number lies, for somebody who reads what is told."""

    least: dict[Key, int] = field(default_factory=dict)
    most: dict[Key, int] = field(default_factory=dict)
    wrote: tuple[int, int] = (0, _ANY)

    def at(self, key: Key) -> tuple[int, int]:
        """The fewest and the most."""
        return self.least[key], self.most[key]

    def narrow(self, key: Key, least: int, most: int) -> None:
        """Learn that a number lies between these."""
        self.least[key] = max(self.least.get(key, 0), least)
        self.most[key] = min(self.most.get(key, _ANY), most)


def find_known(telling: Telling) -> Known:
    """What can be worked out from all that is told: bounds passed on until nothing changes.

    What binds numbers together is a tree (people, their themes, the stances of each), so that
    passing bounds on finds the same as linear programming does.
    """
    known = Known()
    known.wrote = _bounds(telling.wrote, (0, _ANY))
    for code, theme in telling.themes.items():
        known.narrow((code, None), *_bounds(theme.people, known.wrote))
        for stance, people in theme.stances.items():
            known.narrow((code, stance), *_bounds(people, (0, _ANY)))
    before = None
    while before != (now := (dict(known.least), dict(known.most), known.wrote)):
        before = now
        for code, theme in telling.themes.items():
            _learn_of_stances(known, code, tuple(theme.stances))
        _learn_of_themes(known, tuple(telling.themes))
    return known


def find_rest(known: Known, code: str) -> tuple[int, int]:
    """The fewest and the most who wrote and do not speak of a theme that nearly all speak of.

    Each of them speaks of another one.
    """
    least, most = known.at((code, None))
    others = sum(
        number for (other, stance), number in known.most.items() if stance is None and other != code
    )
    return max(0, known.wrote[0] - most), min(FEWEST - 1, known.wrote[1] - least, others)


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


def _learn_of_stances(known: Known, code: str, stances: tuple[Stance, ...]) -> None:
    """Nobody has a stance who does not speak of the theme, and everybody who does has one."""
    theme: Key = (code, None)
    keys: list[Key] = [(code, stance) for stance in stances]
    if not keys:
        return
    known.narrow(theme, max(known.least[key] for key in keys), sum(known.most[key] for key in keys))
    for key in keys:
        others = sum(known.most[other] for other in keys if other != key)
        known.narrow(key, known.least[theme] - others, known.most[theme])


def _learn_of_themes(known: Known, codes: tuple[str, ...]) -> None:
    """Nobody has a theme who wrote nothing, and everybody who wrote something has one."""
    keys: list[Key] = [(code, None) for code in codes]
    least, most = known.wrote
    total = sum(known.most[key] for key in keys)
    known.wrote = max(least, *(known.least[key] for key in keys)), min(most, total)
    for key in keys:
        known.narrow(key, known.wrote[0] - (total - known.most[key]), known.wrote[1])
