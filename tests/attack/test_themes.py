"""Somebody who knows the rules tries to work out hidden numbers of themes by linear programming.

Written apart from `analysis.comments.protecting` on purpose: what binds the numbers together is
put to a solver, and read from what is printed.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import highspy
import pytest

from analysis.comments.codebook import OTHER, UNTRANSLATED, Stance
from analysis.comments.protecting import Telling
from analysis.comments.releasing import ReleasedThemes, release_themes, render_said
from analysis.comments.room import Room
from analysis.comments.themes import ThemeCount, Themes
from analysis.comments.told import ToldTheme, tell

NARROWEST = 5
MANY = 10_000.0
FEW = "fewer than 10"


TEMPTING = (5, 6, 7, 8, 9, 10, 12, 17, 22, 32)
"""Few people, and numbers that are rounded down as far as can be."""


def make_round(seed: int) -> Themes:
    """A made-up round: few themes and few people, where subtraction gives most away.

    Of one in three the last theme is what fits no other, of which no stance is told.
    """
    rng = random.Random(seed)
    themes = make_parted(rng) if seed % 2 else make_mixed(rng)
    if seed % 3:
        return themes
    return replace(themes, themes=(*themes.themes[:-1], replace(themes.themes[-1], code=OTHER)))


def make_parted(rng: random.Random) -> Themes:
    """Everybody speaks of one theme and says one thing of it."""
    counts = [
        [rng.choice((0, *TEMPTING)) for _ in range(rng.choice((1, 2, 3)))]
        for _ in range(rng.randint(2, 4))
    ]
    themes = [(sum(own), *own, 0, 0)[:4] for own in counts if sum(own)]
    return make_themes(sum(map(sum, counts)), themes, *make_beside(rng, sum(map(sum, counts))))


def make_mixed(rng: random.Random) -> Themes:
    """People speak of several themes and say several things of them."""
    chances = [rng.choice([0.03, 0.1, 0.3, 0.8]) for _ in range(rng.randint(2, 6))]
    people = rng.randint(12, 140)
    counts = [[0, 0, 0, 0] for _ in chances]
    for _ in range(people):
        theirs = [own for own, chance in zip(counts, chances, strict=True) if rng.random() < chance]
        for own in theirs or [rng.choice(counts)]:
            said = [at for at in (1, 2, 3) if rng.random() < (0.6, 0.15, 0.3)[at - 1]]
            for at in (0, *(said or [1])):
                own[at] += 1
    return make_themes(people, counts, *make_beside(rng, people))


Person = dict[str, tuple[Stance, ...]]


def make_alone(seed: int) -> Themes:
    """Most speak of what has no theme or write in another language; each wrote once, or twice."""
    rng = random.Random(seed)
    each = rng.choice((1, 1, 2))
    comments = draw_comments(rng)
    people: list[Person] = []
    while comments:
        wrote = [comments.pop() for _ in range(min(len(comments), rng.randint(1, each)))]
        people.append({code: said for comment in wrote for code, said in comment.items()})
    return count_people(people, each, *make_beside(rng, len(people)))


def draw_comments(rng: random.Random) -> list[Person]:
    """Comments in no order: in another language, of what has no theme, and of a few themes."""
    themes = [f"t{number}" for number in range(rng.randint(1, 4))]
    kinds: list[Sequence[str]] = [(OTHER,)] * rng.choice((0, 4, *TEMPTING, 47, 92))
    kinds += [(UNTRANSLATED,)] * rng.choice((0, 4, *TEMPTING, 47, 92))
    kinds += [rng.sample(themes, rng.randint(1, len(themes))) for _ in range(rng.randint(10, 30))]
    rng.shuffle(kinds)
    return [{code: draw_stances(rng, code) for code in kind} for kind in kinds]


def draw_stances(rng: random.Random, code: str) -> tuple[Stance, ...]:
    said = [
        one for one, often in zip(Stance, (0.6, 0.15, 0.3), strict=True) if rng.random() < often
    ]
    return () if code == UNTRANSLATED else tuple(said or [Stance.PROBLEM])


def count_people(people: Sequence[Person], each: int, empty: int = 0, read: int = 0) -> Themes:
    """Who says what of what, in people."""
    told = tuple(
        ThemeCount(
            code,
            "",
            sum(code in person for person in people),
            {one: sum(one in person.get(code, ()) for person in people) for one in Stance},
        )
        for code in sorted({code for person in people for code in person})
    )
    return Themes("made-up", True, len(people), empty, read, told, "", "", "none", each)


def make_beside(rng: random.Random, people: int) -> tuple[int, int]:
    """People who wrote nothing that says anything, and people whom an analyst read."""
    empty = rng.choice((0, 4, 9, *TEMPTING))
    wrote = people + empty
    return empty, rng.choice((0, rng.randint(0, wrote), max(0, wrote - rng.randint(0, 4)), wrote))


def make_themes(
    people: int, counts: Iterable[Sequence[int]], empty: int = 0, read: int = 0, each: int = 2
) -> Themes:
    themes = tuple(
        ThemeCount(f"t{number}", "", own[0], dict(zip(Stance, own[1:], strict=True)))
        for number, own in enumerate(counts)
    )
    return Themes("made-up", True, people, empty, read, themes, "", "", "none", each)


def attack(themes: Themes) -> Attacker:
    """An attacker of a round of which everybody who took part wrote something."""
    return Attacker(release_themes(themes), themes.wrote + themes.empty, themes.each)


class Attacker:
    """What is printed of a round, and of how many took part in it, as equations.

    Args:
        released: What is printed.
        took_part: How many took part.
        each: How many texts each was asked for: one in another language, or of what has no theme,
            has no other code.
        quoted: What people are quoted with who wrote nothing else.
    """

    def __init__(
        self, released: ReleasedThemes, took_part: int, each: int, quoted: Sequence[Person] = ()
    ) -> None:
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # has no annotations
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._printed: list[str] = []
        self._quoted = quoted
        self._among: list[int] = []
        self._wrote = self._add(released.wrote.say(), len(quoted))
        self._learn_beside(json.loads(render_said(released, {})), tell(took_part).say())
        themes = {one.code: self._learn(one) for one in released.themes}
        alone = [themes.pop(code) for code in (OTHER, UNTRANSLATED) if code in themes]
        speak = self._add("", sum(not {OTHER, UNTRANSLATED} & set(one) for one in quoted))
        # who speaks of themes is one who speaks of any of them
        for theme in themes.values():
            self._bind({speak: 1.0, theme: -1.0}, 0.0, MANY)
        self._bind({speak: -1.0} | dict.fromkeys(themes.values(), 1.0), 0.0, MANY)
        # everybody who wrote something has a code, and no more codes than texts where one is alone
        self._bind({self._wrote: 1.0, speak: -1.0}, 0.0, MANY)
        kinds = dict.fromkeys((speak, *alone), 1.0)
        self._bind({self._wrote: -1.0} | kinds, 0.0, MANY)
        self._bind({self._wrote: float(each)} | dict.fromkeys(kinds, -1.0), 0.0, MANY)

    def _learn_beside(self, printed: Mapping[str, str], took_part: str) -> None:
        empty, read, everybody = (
            self._add(said) for said in (printed.get("empty", ""), printed["read"], took_part)
        )
        self._add_row({everybody: 1.0, self._wrote: -1.0, empty: -1.0}, 0.0, MANY)
        unread = self._add("")
        self._add_row({self._wrote: 1.0, empty: 1.0, read: -1.0, unread: -1.0}, 0.0, 0.0)
        if printed["read"] == "everybody":
            self._add_row({unread: 1.0}, 0.0, 0.0)
        elif printed["read"] == "half or more":
            self._add_row({read: 1.0, unread: -1.0}, 0.0, MANY)
            self._add_row({unread: 1.0}, 1.0, MANY)
        elif printed["read"] == "fewer than half":
            self._add_row({unread: 1.0, read: -1.0}, 1.0, MANY)
            self._add_row({read: 1.0}, 1.0, MANY)

    def _learn(self, one: ToldTheme) -> int:
        code, said = one.code, one.people.say()
        among = sum(code in person for person in self._quoted)
        theme = self._add(said, among)
        # of all but fewer than 10, how few the others are is hidden as well
        hidden = FEW if said.startswith("all but") else ""
        rest = self._add(hidden, len(self._quoted) - among)
        self._bind({self._wrote: 1.0, theme: -1.0, rest: -1.0}, 0.0, 0.0)
        own = [
            self._add(people.say(), sum(stance in person.get(code, ()) for person in self._quoted))
            for stance, people in one.stances.items()
        ]
        for stance in own:
            self._bind({theme: 1.0, stance: -1.0}, 0.0, MANY)
        if own:
            # everybody who speaks of a theme says something of it
            self._bind({theme: -1.0} | dict.fromkeys(own, 1.0), 0.0, MANY)
        return theme

    def _add(self, said: str, quoted: int = 0) -> int:
        """A number as it is printed, of which so many are quoted."""
        low, high = 0.0, MANY
        if said == FEW:
            high = 9.0
        elif said.isdecimal():
            low, high = max(10.0, float(said) - 2), float(said) + 2
        self._solver.addVar(max(low, quoted), high)
        self._among.append(quoted)
        self._printed.append(said)
        return len(self._printed) - 1

    def _bind(self, row: dict[int, float], low: float, high: float) -> None:
        """What holds of people holds of those who are not quoted: of the others all is known."""
        known = sum(self._among[at] * times for at, times in row.items())
        self._add_row(row, low + known, high + known)

    def _add_row(self, row: dict[int, float], low: float, high: float) -> None:
        self._solver.addRow(low, high, len(row), list(row), list(row.values()))

    def list_widths(self) -> Iterator[float]:
        """How closely each number that is printed as few is known."""
        for unknown, said in enumerate(self._printed):
            if said != FEW:
                continue
            ends = []
            for sign in (1.0, -1.0):
                for at in range(len(self._printed)):
                    self._solver.changeColCost(at, sign * (at == unknown))
                self._solver.run()
                assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
                ends.append(sign * self._solver.getInfo().objective_function_value)
            yield ends[1] - ends[0]


@pytest.mark.parametrize("make", [make_round, make_alone])
@pytest.mark.parametrize("start", range(0, 400, 100))
def test_no_hidden_number_is_known_within_five(make: Callable[[int], Themes], start: int) -> None:
    for seed in range(start, start + 100):
        widths = list(attack(make(seed)).list_widths())
        assert min(widths, default=NARROWEST) >= NARROWEST - 1e-6, seed


def test_no_hidden_number_is_known_within_five_beside_all_quotes_that_leave() -> None:
    several = 0
    for seed in range(300):
        rng = random.Random(seed)
        people = draw_comments(rng)
        released = release_themes(count_people(people, 1))
        room = Room(Telling(released.wrote, {one.code: one for one in released.themes}, 1))
        quoted = [person for person in people if not room.take(person)]
        several += len(quoted) > 20
        widths = list(Attacker(released, len(people), 1, quoted).list_widths())
        assert min(widths, default=NARROWEST) >= NARROWEST - 1e-6, seed
    assert several > 10


def test_what_is_printed_is_true_of_every_round() -> None:
    for seed in range(200):
        themes = make_round(seed)
        for real, told in zip(themes.themes, release_themes(themes).themes, strict=True):
            if told.people.number is not None:
                assert abs(real.people - told.people.number) <= 2
                assert real.people >= 10
            if told.people.say() == FEW:
                assert real.people < 10


def test_the_rules_alone_would_give_numbers_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.comments.releasing.protect", lambda telling: telling)
    exposed = sum(
        min(attack(make_round(seed)).list_widths(), default=9.0) < NARROWEST for seed in range(400)
    )
    assert exposed > 0


# -- all rounds that print the same ----------------------------------------------------------------
# Linear programming reads what is printed and not why the rest is missing. Who knows the rule goes
# through all rounds, and keeps those that would print just this.

Numbers = tuple[int, ...]
Lines = tuple[str, ...]


def list_stanced() -> Iterator[tuple[Numbers, Themes]]:
    """A theme of about 30 in a round where everybody speaks of others, too."""
    others = [(3900, 3900, 0, 0)] * 2
    ends = (*range(10), 10, 12, 13, 17, 18, 22, 23, 27, 28, 32)
    for people in range(28, 33):
        for stances in product(ends, repeat=3):
            if max(stances) <= people <= sum(stances):
                yield stances, make_themes(4000, [(people, *stances), *others])


def list_themed() -> Iterator[tuple[Numbers, Themes]]:
    """Three themes with all numbers of people, of which all say the same."""
    for counts in product((*range(10), 10, 12, 13, 17), repeat=3):
        for people in range(max(*counts, 10), sum(counts) + 1):
            yield counts, make_themes(people, [(one, one, 0, 0) for one in counts])


def list_read() -> Iterator[tuple[Numbers, Themes]]:
    """Themes, people who said nothing, and as good as everybody read by an analyst."""
    for counts in product(range(10, 13), range(18, 23), range(10)):
        for people in range(max(36, *counts), min(sum(counts), 44) + 1):
            for empty in (0, 10, 11, 12):
                total = people + empty
                for read in (0, total // 4, *range(total - 5, total + 1)):
                    themes = make_themes(people, [(one, one, 0, 0) for one in counts], empty, read)
                    yield counts, themes


def list_alone() -> Iterator[tuple[Numbers, Themes]]:
    """Everybody wrote once: of two themes, of what has none, or in another language."""
    for counts in product((*range(10), 10, 12), (0, 3, 6, 9, 10)):
        for other, untranslated in product(range(13), (10, 12, 13, 17)):
            for speak in range(max(counts), sum(counts) + 1):
                two = [(one, one, 0, 0) for one in counts]
                alone = ((other, other, 0, 0), (untranslated, 0, 0, 0))
                made = make_themes(speak + other + untranslated, (*two, *alone), each=1)
                codes = (*(one.code for one in made.themes[:2]), OTHER, UNTRANSLATED)
                told = zip(made.themes, codes, strict=True)
                themes = tuple(replace(theme, code=code) for theme, code in told)
                yield (*counts, other, untranslated), replace(made, themes=themes)


def print_all(released: ReleasedThemes) -> Lines:
    said = json.loads(render_said(released, {}))
    themes = said.pop("themes")
    return (str(said), *(one["people"] for one in themes))


def print_stances(released: ReleasedThemes) -> Lines:
    first = released.themes[0]
    told = (first.stances.get(stance) for stance in Stance)
    return (first.people.say(), *(people.say() if people else "" for people in told))


def print_themes(released: ReleasedThemes) -> Lines:
    return (released.wrote.say(), *(one.people.say() for one in released.themes))


@pytest.mark.parametrize(
    ("rounds", "printed"),
    [
        (list_stanced, print_stances),
        (list_themed, print_themes),
        (list_read, print_all),
        (list_alone, print_themes),
    ],
    ids=["stances of a theme", "themes", "themes beside who was read", "everybody wrote once"],
)
def test_no_hidden_number_is_known_from_all_rounds_that_print_the_same(
    rounds: Callable[[], Iterator[tuple[Numbers, Themes]]],
    printed: Callable[[ReleasedThemes], Lines],
) -> None:
    possible: dict[Lines, list[Numbers]] = {}
    for numbers, themes in rounds():
        possible.setdefault(printed(release_themes(themes)), []).append(numbers)
    for lines, worlds in possible.items():
        for said, values in zip(lines[1:], zip(*worlds, strict=True), strict=True):
            assert said != FEW or max(values) - min(values) >= NARROWEST, lines
