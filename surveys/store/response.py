"""A response as it is frozen, and what it holds in each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import assert_never

from surveys.answers import NOT_ASKED as NOT_ASKED_SLOT
from surveys.answers import Answered, Missing, NonResponse, NotAsked, Outside, Slot
from surveys.errors import StoreError
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.store.columns import (
    NOT_ASKED,
    NOT_GIVEN,
    SKIPPED,
    Column,
    substantive_options,
)

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class FrozenResponse:
    """A submitted response without anything that could tell whose it is.

    Attributes:
        language: Language of the interview.
        mode: How it was answered: chat, assisted, paper, telephone and so on.
        sample: How the respondent came to be asked: open, invited or imported.
        slots: What it holds for each question; a question without a slot was not asked.
        stratum: Stratum of the sample, where there is one.
        design_weight: Weight from the sample design, where there is one.
        flags: Marks of quality.
        minutes: How long it took, where known; only the round's median is kept.
    """

    language: str
    mode: str
    sample: str
    slots: Mapping[str, Slot]
    stratum: str | None = None
    design_weight: float | None = None
    flags: Sequence[str] = ()
    minutes: float | None = None


class Rows:
    """Turns responses to one questionnaire into rows."""

    def __init__(self, questionnaire: Questionnaire, columns: Sequence[Column]) -> None:
        self._version = questionnaire.version
        # Columns stand question by question, and each question has at least one of them.
        self._groups = tuple(
            _Group(question, tuple(group))
            for question, group in groupby(columns, key=attrgetter("question"))
        )

    def row(self, response: FrozenResponse) -> tuple[Cell, ...]:
        """The response as one row: what it is, then its answers.

        Raises:
            StoreError: When an answer is none that its question offers.
        """
        answers = chain.from_iterable(
            group.cells(response.slots.get(group.question.name, NOT_ASKED_SLOT))
            for group in self._groups
        )
        return (
            self._version,
            response.language,
            response.mode,
            response.sample,
            response.stratum,
            response.design_weight,
            ",".join(sorted(response.flags)),
            *answers,
        )


def sort_key(row: Sequence[Cell]) -> tuple[tuple[bool, str | int | float], ...]:
    """Content order: the same responses in the same order, however they arrived."""
    return tuple((cell is not None, cell if cell is not None else "") for cell in row)


class _Group:
    """The columns of one question."""

    def __init__(self, question: Question, columns: tuple[Column, ...]) -> None:
        self.question = question
        self._codes = tuple(option.code for option in substantive_options(question))
        self._allowed = tuple(
            None if question.kind is Kind.NUMBER else frozenset(c.codes()) for c in columns
        )

    def cells(self, slot: Slot) -> Sequence[str]:
        """What each of the columns holds.

        Raises:
            StoreError: When the answer is none that the question offers.
        """
        cells = self._cells(slot)
        offered = len(cells) == len(self._allowed) and all(
            allowed is None or cell in allowed
            for cell, allowed in zip(cells, self._allowed, strict=True)
        )
        if not offered:
            raise StoreError(
                "store.no-such-answer",
                f"question {self.question.name!r}",
                "a response holds an answer that the question does not offer",
                "Restore the questionnaire that the round was opened with; nothing was frozen.",
            )
        return cells

    def _cells(self, slot: Slot) -> Sequence[str]:
        match slot:
            case Answered(values):
                return self._answered(values)
            case Outside(code):
                cell = code
            case Missing(NonResponse.SKIPPED, _):
                cell = SKIPPED
            case Missing(reason, code):
                cell = self._refusal(reason, code)
            case NotAsked():
                cell = NOT_ASKED
            case _:
                assert_never(slot)
        return [cell] * len(self._allowed)

    def _answered(self, values: tuple[str, ...]) -> Sequence[str]:
        match self.question.kind:
            case Kind.MULTIPLE | Kind.DRAW:
                if not set(values) <= set(self._codes):
                    return ()
                return ["1" if code in values else "0" for code in self._codes]
            case Kind.RANKING:
                return [*values, *[SKIPPED] * (len(self._allowed) - len(values))]
            case Kind.PLACE:
                return [*values, *[NOT_GIVEN] * (2 - len(values))]
            case _:
                return values

    def _refusal(self, reason: NonResponse, code: str) -> str:
        """The option tapped, else the one that says so, else the reason itself.

        A place and a number can be refused without an option for it.
        """
        if self.question.option(code) is not None:
            return code
        saying_so = (o.code for o in self.question.options if o.kind.value == reason.value)
        return next(saying_so, reason.value)
