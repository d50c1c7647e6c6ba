"""Who stands outside the base of an item: the shares of its "outside" answers and "don't know"."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.cells import CodeCounts, Response, classify
from analysis.columns import Column
from analysis.estimates import Floats
from analysis.plan import Measure
from analysis.suppression import MIN_HIDDEN

_ANSWERED = (Response.YES, Response.NO, Response.DONT_KNOW, Response.OUTSIDE)


def describe_outside(
    counts: CodeCounts,
    column: Column,
    measure: Measure,
    factor: Floats,
    members: npt.NDArray[np.bool_],
) -> str:
    """The weighted shares in words, in whole per cent and for 10 people or more.

    Only an item with answers outside it is described; its "don't know" comes along. The share is of
    everybody in the domain who gave one of the item's answers. Worked number: 60 agree, 20
    disagree, 15 say too few people and 5 don't know: "too few people 15 %".

    Args:
        counts: The answers to the measure's item.
        column: The item.
        measure: The measure on it.
        factor: Shape (cells,): what multiplies the base weights in each cell.
        members: Shape (cells,): which cells belong to the domain.
    """
    if "outside" not in column.kinds.values():
        return ""
    classes = classify(column, measure)
    inside = members.astype(np.float64)
    people = dict(zip(counts.codes, inside @ counts.count, strict=True))
    held = dict(zip(counts.codes, (inside * factor) @ counts.weight, strict=True))
    total = sum(held[code] for code in counts.codes if classes[code] in _ANSWERED)
    parts = [
        f"{label} {100 * held[code] / total:.0f} %"
        for code, label, _ in column.values
        if classes[code] in {Response.OUTSIDE, Response.DONT_KNOW}
        and people.get(code, 0) >= MIN_HIDDEN
    ]
    return f"Outside the base, of all who answered: {', '.join(parts)}." if parts else ""
