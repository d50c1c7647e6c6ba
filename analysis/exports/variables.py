"""Columns of a respondents' file: codes, their labels, and the numbers that SPSS has for them.

Substantive answers are numbered in the order offered, or keep their number where they are numbers.
What is missing is told apart, in the customary numbers from 90 to 99, which SPSS takes for one
range of user-missing values: a variable can have no more than three separate ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.columns import Coded, Column
from analysis.exports.anonymity import NOT_GIVEN, WITHHELD, Characteristic, Index
from surveys.errors import EstimateError
from surveys.questionnaire import OptionKind

MISSING_RANGE = (90, 99)
_SUBSTANTIVE = str(OptionKind.SUBSTANTIVE)
_NUMBERS = {
    "withheld": 94,
    "not_given": 95,
    "not_asked": 96,
    str(OptionKind.DONT_KNOW): 97,
    str(OptionKind.PREFER_NOT_TO_SAY): 98,
    "skipped": 99,
}
"""The kind of a missing answer to its number; a second option of a kind has the next free one."""
_FREE = (93, 92, 91, 90)
_WITHHELD_CODE, _NOT_GIVEN_CODE = ".withheld", ".no_answer"


@dataclass(frozen=True, slots=True)
class Coding:
    """One code of a variable.

    Attributes:
        kind: What it means for a base, as in the round's codebook.
        number: What SPSS has for it.
    """

    code: str
    label: str
    kind: str
    number: int

    @property
    def is_missing(self) -> bool:
        """Whether it is user-missing."""
        return self.number >= MISSING_RANGE[0]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the file.

    Attributes:
        part: ``characteristic`` or ``answer``.
        codings: Every code that it may hold.
        index: Shape (respondents,): the position of each one's code in `codings`.
    """

    name: str
    label: str
    part: str
    codings: tuple[Coding, ...]
    index: Index


def code_answers(name: str, column: Column, coded: Coded) -> Field:
    """The answers to one item.

    Raises:
        EstimateError: It has too many options to number them below the missing ones.
    """
    codings = _number(name, column.values)
    position = {one.code: at for at, one in enumerate(codings)}
    lookup = np.array([position[code] for code in coded.codes], dtype=np.int32)
    index = lookup[coded.index] if len(lookup) else coded.index
    return Field(name, column.text, "answer", codings, index)


def code_characteristic(one: Characteristic) -> Field:
    """A characteristic after generalising."""
    values = [(category.code, category.label, _SUBSTANTIVE) for category in one.categories]
    codings = (
        *_number(one.name, values),
        Coding(_NOT_GIVEN_CODE, "Not given or not asked", "not_given", _NUMBERS["not_given"]),
        Coding(_WITHHELD_CODE, "Withheld, to protect people", "withheld", _NUMBERS["withheld"]),
    )
    last = len(codings)
    index = np.where(one.index == NOT_GIVEN, last - 2, one.index)
    index = np.where(one.index == WITHHELD, last - 1, index).astype(np.int32)
    return Field(one.name, one.label, "characteristic", codings, index)


def _number(name: str, values: Sequence[tuple[str, str, str]]) -> tuple[Coding, ...]:
    substantive = [code for code, _, kind in values if kind == _SUBSTANTIVE]
    numbers = _number_substantive(substantive)
    free, taken = list(_FREE), set[str]()
    for code, _, kind in values:
        if kind == _SUBSTANTIVE:
            continue
        first = kind in _NUMBERS and kind not in taken
        if not (first or free):
            raise _too_many(name)
        numbers[code] = _NUMBERS[kind] if first else free.pop(0)
        taken.add(kind)
    if any(numbers[code] >= MISSING_RANGE[0] for code in substantive):
        raise _too_many(name)
    return tuple(Coding(code, label, kind, numbers[code]) for code, label, kind in values)


def _number_substantive(codes: Sequence[str]) -> dict[str, int]:
    """Numbers as they are, where all are; else the order offered, from 1."""
    if codes and all(code.isascii() and code.isdecimal() for code in codes):
        return {code: int(code) for code in codes}
    return {code: number for number, code in enumerate(codes, start=1)}


def _too_many(name: str) -> EstimateError:
    return EstimateError(
        "export.too-many-options",
        f"column {name}",
        "its options cannot be numbered below 90, where missing answers begin",
        "Share this round as released tables, or take the question out of the plan's round.",
    )


def label_values(one: Field) -> Mapping[int, str]:
    """Number to label, for SPSS."""
    return {coding.number: coding.label for coding in one.codings}
