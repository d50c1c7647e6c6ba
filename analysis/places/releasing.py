"""The gate for places: only a `ReleasedPlaces` may be drawn, tabulated or written to a file.

A place is shown where at least ten people named it, as their number to the nearest 5. Of every
other place nothing is said, neither whether anybody named it nor how many such places there are.

What somebody could work out who knows the rule, and why it does not get far. A place that is not
shown was named by 0 to 9 people. A total would tell more: where 22 people at most named a ward, and
the ward shown holds 18 of them at least, all others were named by 4 at most. The totals that there
are are how people gave a place (the ways), which bound what can be named that way, and how many
took part, which bounds the ways. So for every question the most that is left for a hidden place is
worked out from what is shown, at the ends of its rounding; where that is under 5, none of its
places is shown. None, because to leave out a part says why: of a ward that is shown, the way that
leads to it cannot be missing for any other reason. And where the ways go, so does all that they
lead to. Where nothing of a question is shown, nobody may have named anything. Nothing bounds a
hidden place from below: anybody can choose a way and then name nothing.

Every decision depends on rounded numbers alone, and what is shown says all that it was made from.
`tests/unit/analysis/places` tries it by linear programming, and by going through every round that
there could be behind each output.

What it does not guard against: somebody who knows all but a few of those who named a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from analysis.claims import round_to_5
from analysis.masking import THRESHOLD
from analysis.places.counting import PlaceCounts, PlaceKind, PlaceQuestion
from analysis.suppression import LEAST_WIDTH

_ROUNDED_BY = 2
"""How far the nearest multiple of 5 can be from a whole number."""


class _Pass:
    """Held by this module alone, so that nothing else can make a `ReleasedPlaces`."""


_PASS = _Pass()


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place that may be shown.

    Attributes:
        label: Empty for a square, which is named by its code.
        people: Who named it, to the nearest 5.
    """

    kind: PlaceKind
    code: str
    label: str
    people: int

    def __post_init__(self) -> None:
        """Nothing that the rule would not have passed."""
        if self.people < THRESHOLD or self.people % 5:
            raise ValueError("a count is shown to the nearest 5, from 10")


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """What may be shown of one question.

    Attributes:
        shown: The most named first, then by code.
        possible: How many places could be named, of each kind.
    """

    name: str
    text: str
    shown: tuple[PlaceShown, ...]
    possible: Mapping[PlaceKind, int]

    def find(self, kind: PlaceKind) -> tuple[PlaceShown, ...]:
        """Those of one kind."""
        return tuple(one for one in self.shown if one.kind is kind)


@dataclass(frozen=True, slots=True)
class ReleasedPlaces:
    """Places that have passed the gate. Only `release_places` makes them.

    Attributes:
        respondents: Who took part in the round, to the nearest 5; None where fewer than 10.
        ways: How people gave a place; None where the questionnaire does not ask.
        digest: SHA-256 of the file of places that was counted.
    """

    round: str
    title: str
    questionnaire: str
    opens_on: date
    ended_on: date
    synthetic: bool
    respondents: int | None
    ways: QuestionShown | None
    questions: tuple[QuestionShown, ...]
    answers: str
    digest: str
    passed: _Pass

    def __post_init__(self) -> None:
        """See that the gate made it."""
        if self.passed is not _PASS:
            raise TypeError("only analysis.places.release_places makes released places")

    @property
    def cells(self) -> tuple[PlaceShown, ...]:
        """The squares that may be shown, of all questions."""
        return tuple(one for each in self.questions for one in each.find(PlaceKind.CELL))


def release_places(counts: PlaceCounts) -> ReleasedPlaces:
    """What may be published of a round's places.

    Worked number: 23 people named a square, 9 another one; the first is shown as 25 people, the
    second not at all.
    """
    manifest = counts.manifest
    submitted = manifest.counts.submitted
    gate = _Gate(counts, round_to_5(submitted) + _ROUNDED_BY)
    return ReleasedPlaces(
        round=manifest.round,
        title=manifest.title or manifest.round,
        questionnaire=manifest.questionnaire.name,
        opens_on=manifest.opens_on,
        ended_on=manifest.ended_on,
        synthetic=manifest.synthetic,
        respondents=round_to_5(submitted) if submitted >= THRESHOLD else None,
        ways=gate.show(counts.ways) if counts.ways else None,
        questions=tuple(map(gate.show, counts.questions)),
        answers=manifest.files.get("responses.parquet", ""),
        digest=counts.digest,
        passed=_PASS,
    )


_Key = tuple[PlaceKind, str]


class _Gate:
    """Which places are shown.

    Attributes:
        shown: Question to the places shown, each with its number to the nearest 5.
    """

    def __init__(self, counts: PlaceCounts, most: int) -> None:
        self._counts = counts
        self._most = most
        every = [*([counts.ways] if counts.ways else []), *counts.questions]
        self.shown: dict[str, dict[_Key, int]] = {
            one.name: {
                key: round_to_5(people) for key, people in one.people.items() if people >= THRESHOLD
            }
            for one in every
        }
        narrow = [one for one in every if self._is_narrow(one)]
        gone = every if counts.ways in narrow else narrow
        self.shown |= {one.name: {} for one in gone}

    def show(self, question: PlaceQuestion) -> QuestionShown:
        """A question as it may be shown."""
        kept = self.shown[question.name]
        order = sorted(kept, key=lambda key: (-kept[key], *key))
        places = (PlaceShown(*key, question.labels.get(key, ""), kept[key]) for key in order)
        kinds = [kind for kind, _ in question.labels]
        possible = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
        return QuestionShown(question.name, question.text, tuple(places), possible)

    def _is_narrow(self, question: PlaceQuestion) -> bool:
        """Whether what is shown leaves too little room for a place that is not."""
        shown = self.shown[question.name]
        hidden = len(question.labels) > len(shown)
        return bool(shown) and hidden and self._find_room(question) < LEAST_WIDTH

    def _find_room(self, question: PlaceQuestion) -> int:
        """The most people that can have named a place that is not shown."""
        if question is self._counts.ways:
            return self._most - sum(self._list_chosen().values())
        named = sum(map(_least, self.shown[question.name].values()))
        return self._find_most(question) * question.most - named

    def _find_most(self, question: PlaceQuestion) -> int:
        """The most people who can have answered a question at all."""
        ways = self._counts.ways
        if not question.way or ways is None:
            return self._most
        others = sum(least for way, least in self._list_chosen().items() if way != question.way)
        total = self.shown[ways.name].get((PlaceKind.WAY, question.way), self._most)
        return min(self._most - others, total + _ROUNDED_BY)

    def _list_chosen(self) -> Mapping[str, int]:
        """The fewest people who chose each way that is shown, by what it says and led to."""
        ways = self._counts.ways
        chosen = {code: _least(n) for (_, code), n in self.shown[ways.name].items()} if ways else {}
        for one in self._counts.questions:
            if one.way in chosen:
                named = sum(map(_least, self.shown[one.name].values()))
                chosen[one.way] = max(chosen[one.way], ceil(named / one.most))
        return chosen


def _least(count: int) -> int:
    """The fewest people behind a number that is shown; ten and more are, so 10 is 10 to 12."""
    return max(count - _ROUNDED_BY, THRESHOLD)
