"""Respondents counted into cells, and the answers to an item counted within them.

A cell is one combination of the plan's grouping levels and domain memberships. Raked weights are
constant within a cell, so everything after this module works on at most a few thousand rows,
whatever the number of respondents, and agrees with the individual records to the last digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from analysis.columns import Coded, Column
from analysis.plan import Condition, Measure, Plan
from surveys.errors import EstimateError, RoundError

NOT_GIVEN = -1
"""The level index of respondents who are in none of a grouping's levels."""

Key = tuple[str, str]
"""A membership: a domain's name and the code of one of its components, or an empty code."""


class Response(IntEnum):
    """What an answer does to the base of its item."""

    YES = 0
    NO = 1
    DONT_KNOW = 2
    REFUSED = 3
    OUTSIDE = 4
    NOT_ASKED = 5


_BY_KIND = {
    "substantive": Response.NO,
    "dont_know": Response.DONT_KNOW,
    "prefer_not_to_say": Response.REFUSED,
    "skipped": Response.REFUSED,
    "outside": Response.OUTSIDE,
    "not_asked": Response.NOT_ASKED,
    "not_given": Response.REFUSED,
}


class Answers(Protocol):
    """What counting needs of a round."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The codebook."""

    @property
    def size(self) -> int:
        """How many respondents there are."""

    def get_coded(self, name: str) -> Coded:
        """The codes of one column."""

    def find_design_weights(self) -> npt.NDArray[np.float64] | None:
        """Design weights, NaN where a row has none; None without any."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The respondents of a round, by cell.

    Attributes:
        rows: Eligible respondents, the n of the design.
        ineligible: Respondents outside the plan's population, counted nowhere else.
        levels: Grouping to shape (cells,): index of the level, `NOT_GIVEN` for none.
        members: Domain (and component) to shape (cells,): whether the cell belongs.
        base_weight: Shape (cells,): sum of design weights, or of ones.
        key: Shape (respondents,): the cell of each respondent; -1 for the ineligible.
        weights: Shape (respondents,): design weights; None where all are one.
    """

    rows: int
    ineligible: int
    levels: Mapping[str, npt.NDArray[np.int32]]
    members: Mapping[Key, npt.NDArray[np.bool_]]
    base_weight: npt.NDArray[np.float64]
    key: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to one item by cell and `Response`; each array has shape (cells, 6).

    Attributes:
        count: Respondents.
        weight: Sum of base weights.
        weight_squared: Sum of squared base weights.
    """

    count: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]
    weight_squared: npt.NDArray[np.float64]


def build_cells(answers: Answers, plan: Plan) -> Cells:
    """Count respondents into cells of the plan's groupings and domains.

    Raises:
        EstimateError: The plan asks for design weights that are missing or not positive.
    """
    facts = _Facts(answers)
    eligible = facts.meets(plan.eligible) if plan.eligible else None
    attributes = _attributes(facts, plan)
    key, labels = _combine(attributes, facts.size)
    if eligible is not None:
        key = np.where(eligible, key, np.int32(-1))
    kept = key >= 0
    weights = _design_weights(answers, kept) if plan.weighting.design else None
    cells = labels.shape[1]
    base = None if weights is None else weights[kept]
    names = list(attributes)
    return Cells(
        rows=int(kept.sum()),
        ineligible=int((~kept).sum()),
        levels={n: labels[i] - 1 for i, n in enumerate(names) if isinstance(n, str)},
        members={n: labels[i] == 1 for i, n in enumerate(names) if isinstance(n, tuple)},
        base_weight=np.bincount(key[kept], base, minlength=cells).astype(np.float64),
        key=key,
        weights=weights,
    )


def tally(answers: Answers, cells: Cells, measure: Measure) -> Tally:
    """Count the answers to a measure's item by cell and `Response`.

    Raises:
        EstimateError: A positive code is not a substantive answer.
        RoundError: The answers have a code that the codebook has not.
    """
    classes = classify(answers.columns[measure.item], measure)
    coded = answers.get_coded(measure.item)
    try:
        lookup = np.array([classes[code] for code in coded.codes], dtype=np.int32)
    except KeyError as error:
        raise RoundError(
            "round.codebook",
            measure.item,
            f"the answers have a code {error.args[0]} that the codebook has not",
            "Restore the frozen round from a backup.",
        ) from error
    kept = cells.key >= 0
    bins = (cells.key * np.int32(len(Response)) + lookup[coded.index])[kept]
    shape = (len(cells.base_weight), len(Response))
    count = np.bincount(bins, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
    if cells.weights is None:
        return Tally(count, count, count)
    weights = cells.weights[kept]
    weight, squared = (
        np.bincount(bins, sizes, minlength=count.size).reshape(shape).astype(np.float64)
        for sizes in (weights, weights**2)
    )
    return Tally(count, weight, squared)


class _Facts:
    """Conditions over coded columns; each column is read once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._read: dict[str, Coded] = {}
        self.size = answers.size

    def meets(self, condition: Condition) -> npt.NDArray[np.bool_]:
        """Shape (respondents,): who has one of the codes in one of the columns."""
        met = np.zeros(self.size, dtype=np.bool_)
        for name, codes in condition.items():
            column = self._column(name)
            met |= np.isin(column.codes, codes)[column.index] if column.codes else False
        return met

    def _column(self, name: str) -> Coded:
        if name not in self._read:
            self._read[name] = self._answers.get_coded(name)
        return self._read[name]


def _attributes(facts: _Facts, plan: Plan) -> dict[str | Key, npt.NDArray[np.int16]]:
    """Level of every grouping (0 for none) and membership of every domain, per respondent."""
    attributes: dict[str | Key, npt.NDArray[np.int16]] = {}
    for grouping in plan.groupings:
        level = np.zeros(facts.size, dtype=np.int16)
        # the first level that fits holds, so levels are laid down from the last
        for index, one in reversed(list(enumerate(grouping.levels, start=1))):
            level[facts.meets(one.when)] = index
        attributes[grouping.name] = level
    for domain in plan.domains:
        parts = [facts.meets(part.when) for part in domain.components]
        for part, component in zip(parts, domain.components, strict=True):
            attributes[domain.name, component.code] = part.astype(np.int16)
        union = np.logical_or.reduce(parts) if parts else _members(facts, domain.when)
        attributes[domain.name, ""] = union.astype(np.int16)
    return attributes


def _members(facts: _Facts, condition: Condition) -> npt.NDArray[np.bool_]:
    return facts.meets(condition) if condition else np.ones(facts.size, dtype=np.bool_)


def _combine(
    attributes: Mapping[str | Key, npt.NDArray[np.int16]], size: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Number the combinations that occur.

    Returns:
        Shape (respondents,), the combination of each, and shape (attributes, combinations), its
        values. Combinations are in lexical order, so they do not depend on the order of rows.
    """
    key = np.zeros(size, dtype=np.int32)
    labels = np.zeros((0, 1), dtype=np.int32)
    for values in attributes.values():
        radix = int(values.max(initial=0)) + 1
        key = key * np.int32(radix) + values
        present = np.flatnonzero(np.bincount(key, minlength=labels.shape[1] * radix))
        renumber = np.zeros(labels.shape[1] * radix, dtype=np.int32)
        renumber[present] = np.arange(len(present), dtype=np.int32)
        key = renumber[key]
        old, value = np.divmod(present.astype(np.int32), np.int32(radix))
        labels = np.vstack([labels[:, old], value[None, :]])
    return key, labels


def _design_weights(answers: Answers, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    if not kept.any():
        return np.ones(len(kept))
    weights = answers.find_design_weights()
    if weights is None:
        raise EstimateError(
            "weights.missing",
            "design_weight",
            "no answer has a design weight",
            "Import the weights, or take `design` out of the plan's weighting.",
        )
    usable = np.isfinite(weights) & (weights > 0)
    if wrong := int((kept & ~usable).sum()):
        raise EstimateError(
            "weights.not-positive",
            "design_weight",
            f"{wrong} answers have no positive design weight",
            "Give every answer a weight, or import the others into another round.",
        )
    return weights


def classify(column: Column, measure: Measure) -> dict[str, Response]:
    """What each code of an item does to a measure's base.

    Raises:
        EstimateError: A positive code is not a substantive answer.
    """
    classes = {code: _BY_KIND[kind] for code, kind in column.kinds.items()}
    for code in measure.positive:
        if classes.get(code) is not Response.NO:
            raise EstimateError(
                "measure.positive",
                f"measure {measure.name}",
                f"{code} is not a substantive answer to {column.name}",
                "Correct the positive codes in the plan.",
            )
        classes[code] = Response.YES
    return classes
