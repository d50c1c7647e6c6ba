"""Trimming: weights that are too far from the median are cut, and the rest raked again.

Source: Potter (1990); Valliant, Dever & Kreuter, Practical Tools for Designing and Weighting Survey
Samples, ch. 14. A weight over k times the median of all respondents' weights is cut to it; what was
cut is spread over the others in proportion to their weights; the margins are met again by raking;
and so on, until no weight is over k times the median of the weights as they then are. Worked
number: weights 1, 1, 1, 1 and 8 with k = 5: the last becomes 5, the others (4 + 3)/4 = 1.75.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.plan import Weighting
from analysis.raking import Floats, Margin, find_largest_error, rake

MAX_PASSES = 100
"""Cuts before trimming gives up on the margins: the last one is not raked again."""


@dataclass(frozen=True, slots=True)
class Trimming:
    """The outcome of trimming.

    Attributes:
        limit: Largest weight allowed, as a multiple of the median weight.
        passes: How often weights were cut.
        trimmed: Share of respondents whose weight was cut in any pass, 0-1.
        margin_error: Largest relative distance from a margin that is left.
        finished: False where `MAX_PASSES` were not enough for limit and margins to hold together:
            the limit holds and the margins are missed by `margin_error`.
    """

    limit: float
    passes: int
    trimmed: float
    margin_error: float
    finished: bool


def trim(
    weight: Floats, people: Floats, margins: Sequence[Margin], weighting: Weighting
) -> tuple[Floats, Trimming]:
    """Cut weights over a multiple of the median, and meet the margins again.

    Args:
        weight: Shape (cells,): sums of weights; the people of a cell have the same weight each.
        people: Shape (cells,): respondents.
        margins: What the weights were raked to; empty for weights that were not.
        weighting: How far weights may go, and how margins are met.

    Returns:
        Shape (cells,), the sums of trimmed weights with the same total, and how it went.

    Raises:
        EstimateError: Raking did not converge.
    """
    limit = weighting.trim or np.inf
    cut = np.zeros(len(weight), dtype=np.bool_)
    for passes in range(MAX_PASSES + 1):
        each = np.divide(weight, people, out=np.zeros_like(weight), where=people > 0)
        cap = limit * find_median(each, people)
        over = each > cap * (1 + weighting.tolerance)
        finished = not over.any()
        if finished or passes == MAX_PASSES:
            break
        cut |= over
        weight = _cut(each, people, cap) * people
        if margins:
            weight = _meet(weight, margins, weighting)
    if not finished:
        weight = _cut(each, people, cap) * people
    share = float(people[cut].sum() / people.sum()) if cut.any() else 0.0
    error, _ = find_largest_error(weight, margins)
    return weight, Trimming(limit, passes, share, error, finished)


def find_median(values: Floats, people: Floats) -> float:
    """The median over respondents of a value that is the same within a cell.

    Worked number: 1 for three people and 2 for five is 2; for four people each, 1.5.

    Args:
        values: Shape (cells,).
        people: Shape (cells,): respondents.
    """
    order = np.argsort(values[people > 0], kind="stable")
    ordered = values[people > 0][order]
    upto = np.cumsum(people[people > 0][order])
    middle = [np.floor((upto[-1] - 1) / 2), np.ceil((upto[-1] - 1) / 2)]
    return float(ordered[np.searchsorted(upto, middle, side="right")].mean())


def _meet(weight: Floats, margins: Sequence[Margin], weighting: Weighting) -> Floats:
    raking = rake(
        weight, margins, tolerance=weighting.tolerance, max_iterations=weighting.max_iterations
    )
    return weight * raking.factor


def _cut(each: Floats, people: Floats, cap: float) -> Floats:
    """Cut to the cap and spread what was cut, again where that lifts others over it.

    The total stays.
    """
    total = float(each @ people)
    while (each > cap).any():
        free: npt.NDArray[np.bool_] = each < cap
        each = np.minimum(each, cap)
        held = float(each[free] @ people[free])
        if held == 0:  # more than the cap for everybody: all weights are the same then
            return np.full_like(each, total / people.sum())
        each = np.where(free, each * ((total - float(each[~free] @ people[~free])) / held), each)
    return each
