"""What synthetic residents of the demo write and where they say that something is. All MADE UP."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from surveys.grid import snap
from surveys.questionnaire import Kind, Model, Question, Questionnaire

BANK = Path(__file__).parent / "synthetic-comments.yaml"

LONG = "long"
"""Stands in the file for a text of more characters than any question keeps."""

CASES_EVERY = 60
"""After so many residents the cases of the file come again."""

WRITES = 0.65
MOST_SPOTS = 2
ELSEWHERE = 0.3
HOT_SPOTS = 5

Spot = tuple[float, float]
"""Latitude and longitude, in degrees."""

ABROAD: Spot = (48.8566, 2.3522)

_BOX = ((51.484, 51.546), (-0.081, 0.011))
"""Degrees north and east between which squares are looked for."""


class Case(Model):
    """What somebody types at one question; see the file."""

    name: str
    texts: tuple[str, ...]
    keep: bool = True
    help: bool = False
    planted: tuple[str, ...] = ()


class Bank(Model):
    """The file of made-up comments."""

    ordinary: tuple[str, ...]
    cases: tuple[Case, ...]


@lru_cache
def load_bank() -> Bank:
    """The made-up comments that ship."""
    return TypeAdapter(Bank).validate_python(yaml.safe_load(BANK.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types at a question about words.

    Attributes:
        texts: One message after the other.
        keep: Whether what is shown in the end is kept; else it is left out.
    """

    texts: tuple[str, ...]
    keep: bool = True


class Pen:
    """Draws what residents write.

    Args:
        questionnaire: What they are asked.
        seed: The same seed gives the same words.
    """

    def __init__(self, questionnaire: Questionnaire, seed: int) -> None:
        asked = [one for one in questionnaire.questions if one.kind is Kind.TEXT]
        self._names = [one.name for one in asked]
        self._bank = load_bank()
        self._random = random.Random(f"{seed} words")  # noqa: S311  # a demo, nothing secret
        self._written = 0

    def write(self) -> Mapping[str, Typed]:
        """What the next resident types, by question; nothing at those that are skipped."""
        first = self._written % CASES_EVERY * len(self._names)
        self._written += 1
        cases = self._bank.cases[first : first + len(self._names)]
        given = {name: _type_case(case) for name, case in zip(self._names, cases, strict=False)}
        for name in self._names[len(cases) :]:
            if self._random.random() < WRITES:
                given[name] = Typed((self._random.choice(self._bank.ordinary),))
        return given


def _type_case(case: Case) -> Typed:
    longest = "The lamps have to be repaired. " * 120
    return Typed(tuple(longest if text == LONG else text for text in case.texts), case.keep)


class Map:
    """Draws where residents say that something is: at a few spots mostly, and anywhere else.

    Args:
        questionnaire: Whose squares count.
        seed: The same seed gives the same spots.
    """

    def __init__(self, questionnaire: Questionnaire, seed: int) -> None:
        self._asked = [one for one in questionnaire.questions if one.kind is Kind.LOCATION]
        self._random = random.Random(f"{seed} places")  # noqa: S311  # a demo, nothing secret
        self._hot = {
            one.name: [self._find_spot(one) for _ in range(HOT_SPOTS)] for one in self._asked
        }

    def point(self) -> Mapping[str, tuple[Spot, ...]]:
        """The locations that the next resident sends, by question; one in ten sends one abroad."""
        return {one.name: self._point_at(one) for one in self._asked}

    def _point_at(self, question: Question) -> tuple[Spot, ...]:
        abroad = (ABROAD,) if self._random.random() < 0.1 else ()
        count = self._random.randint(1, MOST_SPOTS)
        spots = dict.fromkeys(self._draw(question) for _ in range(count))
        return (*abroad, *spots)

    def _draw(self, question: Question) -> Spot:
        if self._random.random() < ELSEWHERE:
            return self._find_spot(question)
        return self._random.choice(self._hot[question.name])

    def _find_spot(self, question: Question) -> Spot:
        """A point in one of the squares that count."""
        north, east = _BOX
        while True:
            spot = self._random.uniform(*north), self._random.uniform(*east)
            if snap(*spot) in question.cells:
                return spot
