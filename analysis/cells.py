"""Respondents counted into cells, and the answers to an item counted within them.

A cell is one combination of the plan's grouping levels and domain memberships. Raked weights are
constant within a cell, so everything after this module works on at most a few thousand rows,
whatever the number of respondents, and agrees with the individual records to the last digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from analysis.columns import Answers, Column
from analysis.combinations import combine, iterate_blocks
from analysis.plan import Measure, Plan
from analysis.profiles import UNMARKED, Profiles
from surveys.errors import EstimateError, RoundError

NOT_GIVEN = -1
"""The level index of respondents who are in none of a grouping's levels."""

Key = tuple[str, str]
"""A membership: a domain's name and the code of one of its components, or an empty code."""

UNFLAGGED: Key = ("", "unflagged")
"""Membership of answers without a mark of quality; there in rounds where any answer has one."""

_Attributes = dict[str | Key, npt.NDArray[np.int32]]


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


@dataclass(frozen=True, slots=True)
class Cells:
    """The respondents of a round, by cell.

    Attributes:
        rows: Eligible respondents, the n of the design.
        ineligible: Respondents outside the plan's population, counted nowhere else.
        levels: Grouping to shape (cells,): index of the level, `NOT_GIVEN` for none.
        members: Domain (and component) to shape (cells,): whether the cell belongs.
        people: Shape (cells,): respondents.
        base_weight: Shape (cells,): sum of design weights, or of ones.
        key: Shape (respondents,): the cell of each respondent; -1 for the ineligible.
        weights: Shape (respondents,): design weights; None where all are one.
    """

    rows: int
    ineligible: int
    levels: Mapping[str, npt.NDArray[np.int32]]
    members: Mapping[Key, npt.NDArray[np.bool_]]
    people: npt.NDArray[np.float64]
    base_weight: npt.NDArray[np.float64]
    key: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Answers to one item by cell and code; each array has shape (cells, codes).

    Attributes:
        codes: The codes that anybody gave.
        count: Respondents.
        weight: Sum of base weights.
        weight_squared: Sum of squared base weights.
    """

    codes: tuple[str, ...]
    count: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]
    weight_squared: npt.NDArray[np.float64]


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


def build_cells(answers: Answers, plan: Plan, *, persons: bool = False) -> Cells:
    """Count respondents into cells of the plan's groupings and domains.

    Args:
        answers: The round, or an arm of it.
        plan: Its groupings, domains and weighting.
        persons: Make each respondent a cell of their own, for what is not the same within a cell:
            trimmed or resampled weights where people brought different ones.

    Raises:
        EstimateError: The plan asks for design weights that are missing or not positive.
    """
    profiles = Profiles(answers, plan)
    attributes = _attributes(profiles, plan)
    eligible = np.flatnonzero(profiles.meets(plan.eligible)).astype(np.int32)
    parts = ((one, eligible) for one in attributes.values())
    found = combine(parts, len(eligible))
    number, labels = found.number(), found.labels
    cell = np.full(profiles.size, -1, dtype=np.int32)
    cell[eligible] = number
    key = profiles.renumber(cell)
    people = np.zeros(labels.shape[1])
    np.add.at(people, number, profiles.people[eligible])
    rows = int(people.sum())
    kept = key >= 0
    weights = _design_weights(answers, kept) if plan.weighting.design else None
    if persons:
        labels = labels[:, key[kept]]
        key[kept] = np.arange(labels.shape[1], dtype=np.int32)
        people = np.ones(labels.shape[1])
    base = people.copy()
    if weights is not None:
        base = np.zeros(len(people))
        np.add.at(base, key[kept], weights[kept])
    names = list(attributes)
    return Cells(
        rows=rows,
        ineligible=answers.size - rows,
        levels={n: labels[i] - 1 for i, n in enumerate(names) if isinstance(n, str)},
        members={n: labels[i] == 1 for i, n in enumerate(names) if isinstance(n, tuple)},
        people=people,
        base_weight=base,
        key=key,
        weights=weights,
    )


def count_codes(answers: Answers, cells: Cells, item: str) -> CodeCounts:
    """Count the answers to an item by cell and code."""
    coded = answers.get_coded(item)
    width, shape = len(coded.codes), (len(cells.people), len(coded.codes))
    # the ineligible fall into the bins before those of the first cell
    bins = width * (shape[0] + 1)

    def count(sizes: npt.NDArray[np.float64] | None) -> npt.NDArray[np.float64]:
        counted = np.zeros(bins)
        for block in iterate_blocks(len(cells.key), bins):
            place = (cells.key[block] + np.int32(1)) * np.int32(width) + coded.index[block]
            counted += np.bincount(place, None if sizes is None else sizes[block], minlength=bins)
        return counted[width:].reshape(shape)

    people = count(None)
    if cells.weights is None:
        return CodeCounts(coded.codes, people, people, people)
    return CodeCounts(coded.codes, people, count(cells.weights), count(cells.weights**2))


def tally(counts: CodeCounts, column: Column, measure: Measure) -> Tally:
    """Add the answers to a measure's item up by `Response`.

    Raises:
        EstimateError: A positive code is not a substantive answer.
        RoundError: The answers have a code that the codebook has not.
    """
    classes = classify(column, measure)
    if unknown := [code for code in counts.codes if code not in classes]:
        raise RoundError(
            "round.codebook",
            measure.item,
            f"the answers have a code {unknown[0]} that the codebook has not",
            "Restore the frozen round from a backup.",
        )
    response = np.array([classes[code] for code in counts.codes], dtype=np.intp)
    adding = (response[:, None] == np.arange(len(Response))).astype(np.float64)
    people = counts.count @ adding
    if counts.weight is counts.count:
        return Tally(people, people, people)
    return Tally(people, counts.weight @ adding, counts.weight_squared @ adding)


def _attributes(profiles: Profiles, plan: Plan) -> _Attributes:
    """Level of every grouping (0 for none) and membership of every domain, by profile."""
    attributes: _Attributes = {}
    for grouping in plan.groupings:
        level = np.zeros(profiles.size, dtype=np.int32)
        # the first level that fits holds, so levels are laid down from the last
        for index, one in reversed(list(enumerate(grouping.levels, start=1))):
            level[profiles.meets(one.when)] = index
        attributes[grouping.name] = level
    for domain in plan.domains:
        parts = [profiles.meets(part.when) for part in domain.components]
        for part, component in zip(parts, domain.components, strict=True):
            attributes[domain.name, component.code] = part.astype(np.int32)
        union = np.logical_or.reduce(parts) if parts else profiles.meets(domain.when)
        attributes[domain.name, ""] = union.astype(np.int32)
    if profiles.marked:
        attributes[UNFLAGGED] = profiles.meets(UNMARKED).astype(np.int32)
    return attributes


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
