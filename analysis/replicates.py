"""The bootstrap: respondents drawn again, weighted anew each time, and every share estimated.

Source: Efron & Tibshirani (1993), ch. 6; weights made anew in every replicate as in Kolenikov
(2010), Stata Journal 10 (2). A replicate draws as many respondents as there are, with replacement.
Cells are drawn first (multinomial) and the answers to each item within them, which is the same as
drawing people. Worked number: 60 of 100 agree, unweighted: the standard error is
sqrt(0.6 * 0.4 / 100) = 0.0490, but for the chance of the draws (0.0011 with 1,000 replicates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from analysis.arms import Replication, Weighed
from analysis.cells import Cells, Response, Tally
from analysis.raking import Floats
from analysis.weights import weight_cells
from surveys.errors import EstimateError

MAX_FAILED = 0.1
"""Share of replicates that may fail to be weighted before no standard error is given."""

_Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Item:
    """One item that is estimated in every replicate.

    Attributes:
        tally: Answers by cell and response.
        members: Shape (domains, cells): which cells belong to each domain.
    """

    tally: Tally
    members: npt.NDArray[np.bool_]


def resample(
    weighed: Weighed, items: Mapping[str, Item], *, replicates: int, seed: int
) -> tuple[Replication, dict[str, list[float | None]]]:
    """The standard error of every share from replicates of an arm.

    Args:
        weighed: The arm; where it has design weights, with each person as a cell.
        items: Name to item; all are estimated in the same replicates. The draws of one do not
            depend on which others there are.
        replicates: How many, at least 2.
        seed: Decides the draws.

    Returns:
        What came of the replicates, and for each item the standard errors of its domains in
        order: None for all where more than a tenth of the replicates could not be weighted, and
        for a domain that nobody answered in some replicate.
    """
    cells, chance = weighed.cells, np.random.default_rng(seed)
    draws = {name: np.random.default_rng([seed, crc32(name.encode())]) for name in items}
    shares: dict[str, list[Floats]] = {name: [] for name in items}
    each = cells.base_weight / cells.people
    failed = 0
    for _ in range(replicates):
        drawn = chance.multinomial(cells.rows, cells.people / cells.rows)
        people = drawn.astype(np.float64)
        try:
            factors = weight_cells(weighed.plan, cells.levels, people * each, people)
        except EstimateError:
            failed += 1
            continue
        for name, item in items.items():
            shares[name].append(_estimate(item, cells, drawn, each * factors.factor, draws[name]))
    replication = Replication(replicates, failed, seed)
    if replicates - failed < 2 or failed > MAX_FAILED * replicates:
        return replication, {name: [None] * len(item.members) for name, item in items.items()}
    return replication, {name: _find_errors(np.array(found)) for name, found in shares.items()}


def _estimate(
    item: Item, cells: Cells, drawn: _Integers, weight: Floats, chance: np.random.Generator
) -> Floats:
    """Shape (domains,): the share in each domain of one replicate, NaN where nobody answered."""
    yes, no = (item.tally.count[:, one] for one in (Response.YES, Response.NO))
    agreed = chance.binomial(drawn, yes / cells.people)
    others = cells.people - yes
    disagreed = chance.binomial(
        drawn - agreed, np.divide(no, others, out=np.zeros_like(no), where=others > 0)
    )
    inside = item.members.astype(np.float64)
    agreeing, answering = inside @ (weight * agreed), inside @ (weight * (agreed + disagreed))
    return np.divide(agreeing, answering, out=np.full_like(agreeing, np.nan), where=answering > 0)


def _find_errors(shares: Floats) -> list[float | None]:
    """The standard deviation over replicates (rows) of each domain (columns)."""
    errors = shares.std(axis=0, ddof=1)
    return [None if np.isnan(one) else float(one) for one in errors]
