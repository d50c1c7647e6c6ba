"""The options of an item counted by cell, for its distribution.

An item has one column, or, where people could choose several of its options, a column for each
option (``1`` where chosen) or for each rank (the code of the option that has it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from analysis.cells import Cells, CodeCounts, count_codes
from analysis.columns import Answers, Column
from analysis.plan import Tabulation
from surveys.errors import EstimateError

Floats = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]

SUBSTANTIVE = "substantive"
DONT_KNOW = "dont_know"
_CHOSEN = "1"
_NOT_CHOSEN = "0"


@dataclass(frozen=True, slots=True)
class OptionTally:
    """Answers to one item by cell and option.

    Attributes:
        text: The question.
        options: Code and label of each substantive answer, in the order offered.
        sensitive: The questionnaire marks the item so.
        count, weight, squared: Shape (cells, options + 1): respondents, sums of base weights and
            of their squares; in the last place everybody with a substantive answer.
        dont_know: Shape (cells, 2): respondents who did not know, and sums of their base weights.
    """

    text: str
    options: tuple[tuple[str, str], ...]
    sensitive: bool
    count: Floats
    weight: Floats
    squared: Floats
    dont_know: Floats


def tally_options(answers: Answers, cells: Cells, tabulation: Tabulation) -> OptionTally:
    """Count the answers to a tabulation's item.

    Raises:
        EstimateError: The item has no options that could be told one by one.
    """
    columns = find_columns(answers.columns, tabulation)
    text, options = _name_options(columns, tabulation)
    if not options:
        raise EstimateError(
            "tabulation.no-options",
            f"tabulation {tabulation.name}",
            f"{tabulation.item} has no options to be told one by one",
            "Name an item with options, and give `chosen: true` where several could be chosen.",
        )
    if tabulation.chosen:
        *masks, unsure = _read_chosen(answers, columns, [code for code, _ in options])
        sums = _sum_masks(cells, masks)
        (people, weight, _) = _sum_masks(cells, [unsure])
        dont_know = np.hstack([people, weight])
    else:
        counts = count_codes(answers, cells, columns[0].name)
        sums = _sum_codes(counts, [code for code, _ in options])
        dont_know = _sum_unsure(counts, columns[0])
    return OptionTally(text, options, any(one.sensitive for one in columns), *sums, dont_know)


_Known = TypeVar("_Known")


def find_columns(columns: Mapping[str, _Known], tabulation: Tabulation) -> tuple[_Known, ...]:
    """What is known of a tabulation's columns, in their order; empty where there are none."""
    if tabulation.chosen:
        start = f"{tabulation.item}__"
        return tuple(known for name, known in columns.items() if name.startswith(start))
    return (columns[tabulation.item],) if tabulation.item in columns else ()


def _name_options(
    columns: Sequence[Column], tabulation: Tabulation
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question, and its substantive options."""
    if not columns:
        return "", ()
    first = columns[0]
    offered = tuple((code, label) for code, label, kind in first.values if kind == SUBSTANTIVE)
    if not tabulation.chosen:
        return first.text, offered
    if not _has_column_each(columns):
        return first.text.removesuffix(" (rank 1)"), offered
    codes = [column.name.removeprefix(f"{tabulation.item}__") for column in columns]
    question, labels = split_texts([column.text for column in columns])
    return question, tuple(zip(codes, labels or codes, strict=True))


def _has_column_each(columns: Sequence[Column]) -> bool:
    """Whether each option has a column that says whether it was chosen; else each rank has one."""
    codes = {code for code, kind in columns[0].kinds.items() if kind == SUBSTANTIVE}
    return codes == {_CHOSEN, _NOT_CHOSEN}


def split_texts(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The question and the labels of columns whose texts are ``question (label)``.

    The question is as long as it can be with whole labels. Worked example: ``Which (if any)? (Noise
    (at night))`` is the question ``Which (if any)?`` and the label ``Noise (at night)``. Labels
    are empty where the texts are not of this form.
    """
    places = [at for at in range(len(texts[0])) if texts[0].startswith(" (", at)]
    for at in reversed(places):
        start = texts[0][: at + 2]
        labels = tuple(one[len(start) : -1] for one in texts)
        alike = all(one.startswith(start) and one.endswith(")") for one in texts)
        if alike and all(_is_balanced(label) for label in labels):
            return texts[0][:at], labels
    return texts[0], ()


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _read_chosen(
    answers: Answers, columns: Sequence[Column], codes: Sequence[str]
) -> tuple[_Mask, ...]:
    """Who chose each option, at whatever rank; who gave any substantive answer; who did not know.

    Each has shape (respondents,). A respondent counts once, however often an option was named.
    """
    each = _has_column_each(columns)
    chosen = [np.zeros(answers.size, dtype=np.bool_) for _ in codes]
    answered = np.zeros(answers.size, dtype=np.bool_)
    unsure = np.zeros(answers.size, dtype=np.bool_)
    for position, column in enumerate(columns):
        coded = answers.get_coded(column.name)
        for index, code in enumerate(coded.codes):
            named = coded.index == index
            if column.kinds.get(code) == DONT_KNOW:
                unsure |= named
            if column.kinds.get(code) != SUBSTANTIVE:
                continue
            answered |= named
            if each and code == _CHOSEN:
                chosen[position] |= named
            elif not each:
                chosen[codes.index(code)] |= named
    return (*chosen, answered, unsure & ~answered)


def _sum_masks(cells: Cells, masks: Sequence[_Mask]) -> tuple[Floats, Floats, Floats]:
    """Respondents, base weights and their squares by cell, for groups that may overlap."""
    size, eligible = len(cells.people), cells.key >= 0
    kept = [mask & eligible for mask in masks]

    def add_up(power: int) -> Floats:
        sizes = None if cells.weights is None else cells.weights**power
        return np.stack(
            [
                np.bincount(cells.key[mask], None if sizes is None else sizes[mask], size)
                for mask in kept
            ],
            axis=1,
        ).astype(np.float64)

    count = np.stack([np.bincount(cells.key[mask], minlength=size) for mask in kept], axis=1)
    people = count.astype(np.float64)
    return (people, people, people) if cells.weights is None else (people, add_up(1), add_up(2))


def _sum_codes(counts: CodeCounts, codes: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """The same for the codes of one column, which exclude each other."""
    places = {code: place for place, code in enumerate(codes)}
    adding = np.zeros((len(counts.codes), len(codes) + 1))
    for row, code in enumerate(counts.codes):
        if code in places:
            adding[row, [places[code], len(codes)]] = 1
    people = counts.count @ adding
    if counts.weight is counts.count:
        return people, people, people
    return people, counts.weight @ adding, counts.weight_squared @ adding


def _sum_unsure(counts: CodeCounts, column: Column) -> Floats:
    """Shape (cells, 2): who said that they did not know, and the sums of their base weights."""
    unsure = [column.kinds.get(code) == DONT_KNOW for code in counts.codes]
    sums = (counts.count[:, unsure].sum(axis=1), counts.weight[:, unsure].sum(axis=1))
    return np.stack(sums, axis=1)
