"""Who stands outside the base of an item: the shares of its "outside" answers and "don't know"."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.cells import Answers, Cells, Response, classify
from analysis.estimates import Floats
from analysis.plan import Measure
from analysis.suppression import MIN_HIDDEN

_ANSWERED = (Response.YES, Response.NO, Response.DONT_KNOW, Response.OUTSIDE)


def describe_outside(
    answers: Answers,
    cells: Cells,
    measure: Measure,
    factor: Floats,
    members: npt.NDArray[np.bool_],
) -> str:
    """The weighted shares in words, in whole per cent and for 10 people or more.

    Only an item with answers outside it is described; its "don't know" comes along. The share is of
    everybody in the domain who gave one of the item's answers. Worked number: 60 agree, 20
    disagree, 15 say too few people and 5 don't know: "too few people 15 %".

    Args:
        answers: The round.
        cells: Its cells.
        measure: The measure on the item.
        factor: Shape (cells,): what multiplies the base weights in each cell.
        members: Shape (cells,): which cells belong to the domain.
    """
    column = answers.columns[measure.item]
    if "outside" not in column.kinds.values():
        return ""
    classes = classify(column, measure)
    coded = answers.get_coded(measure.item)
    kept = (cells.key >= 0) & np.append(members, False)[cells.key]
    key, index = cells.key[kept], coded.index[kept]
    weight = factor[key] * (1 if cells.weights is None else cells.weights[kept])
    people = dict(zip(coded.codes, np.bincount(index, minlength=len(coded.codes)), strict=True))
    held = dict(zip(coded.codes, np.bincount(index, weight, len(coded.codes)), strict=True))
    total = sum(held[code] for code in coded.codes if classes[code] in _ANSWERED)
    parts = [
        f"{label} {100 * held[code] / total:.0f} %"
        for code, label, _ in column.values
        if classes[code] in {Response.OUTSIDE, Response.DONT_KNOW}
        and people.get(code, 0) >= MIN_HIDDEN
    ]
    return f"Outside the base, of all who answered: {', '.join(parts)}." if parts else ""
