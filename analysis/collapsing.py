"""Which levels of a margin are weighted together, because too few people are in one of them.

A level of few people has large weights, or none at all; and from how uneven all weights are the
number of people in a level that has weights of its own can be had (see `analysis.effective`). So a
level with too few goes together with another one, as the plan names it, before anything is raked:
no weight depends any more on how many of the people of both are in which.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from analysis.plan import Grouping
from surveys.errors import EstimateError


def collapse(
    grouping: Grouping, people: npt.NDArray[np.float64], min_level: int
) -> npt.NDArray[np.int32]:
    """The level that each level of a margin is weighted as: itself, or the one it goes with.

    Levels are taken in the order of the plan. One with fewer than `min_level` people goes with the
    next along `collapse_into`, further while all of them together are still too few, and stays as
    it is where the chain ends. A margin that nobody gave is left alone, for it asks nothing.
    Worked number: of 4, 5 and 90 people in levels that collapse each into the next, all three are
    weighted as the last; of 4 and 5 that collapse into each other, both as the second.

    Args:
        grouping: Its levels, their shares of the population, and where they collapse.
        people: Shape (levels,): respondents.
        min_level: Respondents that a level needs to be weighted by itself; 1 for anybody.

    Returns:
        Shape (levels,), a position each.

    Raises:
        EstimateError: Nobody is in a level of the population, nor in those along its
            `collapse_into`; or somebody is in a level without population.
    """
    heirs = np.arange(len(people), dtype=np.int32)
    if not people.any():
        return heirs
    for at, level in enumerate(grouping.levels):
        share = grouping.shares[level.code]
        if people[at] and not share:
            raise _refuse_population(grouping, level.code)
        if not share:
            continue
        for heir in _list_heirs(grouping, at):
            together = heirs == heirs[at]
            if people[together].sum() >= min_level:
                break
            heirs[together] = heirs[heir]
        if not people[heirs == heirs[at]].any():
            raise _refuse_empty(grouping, level.code)
    return heirs


def _list_heirs(grouping: Grouping, at: int) -> Iterator[int]:
    """The positions along `collapse_into` from a level, each once."""
    codes = [level.code for level in grouping.levels]
    seen = {at}
    while after := grouping.levels[at].collapse_into:
        at = codes.index(after)
        if at in seen:
            return
        seen.add(at)
        yield at


def _refuse_population(grouping: Grouping, code: str) -> EstimateError:
    return EstimateError(
        "weights.no-population",
        f"margin {grouping.name}, level {code}",
        "there are respondents but no population",
        "Correct the population counts, or the level's condition.",
    )


def _refuse_empty(grouping: Grouping, code: str) -> EstimateError:
    return EstimateError(
        "weights.empty-level",
        f"margin {grouping.name}, level {code}",
        "the population has this level but no respondent is in it",
        "Collapse it into a similar level (`collapse_into` in the plan), or leave the margin out "
        "of raking.",
    )
