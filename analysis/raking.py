"""Raking: weights that make a sample meet its population's margins.

Source: Deming & Stephan (1940), iterative proportional fitting; Deville, Särndal & Sautory (1993).
Weights are constant within a cell, so raking cells is raking people. Worked number: a sample of
30 women and 70 men raked to 50 : 50 gives women the factor 50/30 = 1.667.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.collapsing import collapse
from analysis.plan import Grouping
from surveys.errors import EstimateError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Margin:
    """One margin as raking needs it.

    Attributes:
        index: Shape (cells,): the level of each cell, or the one that it is weighted together
            with; the last level is "not given".
        targets: Shape (levels + 1,): the weight that each level must reach; all margins have the
            same total.
        not_given: Share of the base weight in the level "not given", 0-1.
        collapsed: Levels with too few respondents, and the level they are weighted together with.
    """

    name: str
    index: npt.NDArray[np.int32]
    targets: Floats
    not_given: float
    collapsed: tuple[tuple[str, str], ...]

    @property
    def is_met(self) -> bool:
        """Whether it asks for anything: it does not where nobody gave the characteristic."""
        return bool(self.targets[:-1].any())


@dataclass(frozen=True, slots=True)
class Raking:
    """The outcome of raking.

    Attributes:
        factor: Shape (cells,): what multiplies every base weight in the cell.
        iterations: Rounds over all margins that were needed.
        error: Largest relative distance from a margin that is left.
        margins: The margins that were met.
    """

    factor: Floats
    iterations: int
    error: float
    margins: tuple[Margin, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The margins that anybody gave."""
        return tuple(one.name for one in self.margins if one.is_met)


def build_margin(
    grouping: Grouping,
    level: npt.NDArray[np.int32],
    base: Floats,
    people: Floats | None = None,
    min_level: int = 1,
) -> Margin:
    """Targets for one margin.

    Respondents who did not give the characteristic keep their share of the base weight; the
    population's levels share the rest. Worked number: of 200 respondents 20 did not say their
    sex; with a population 50 % female the target for women is 0.5 x 180 = 90.

    A level with fewer than `min_level` respondents is weighted together with the next one along
    `collapse_into`, and with the one after that where both are still too few. Worked number: 6
    young and 44 middle-aged people, 20 and 30 % of the population, together count for 50 % of it.
    Where no level is left to collapse into, a level of a few people is weighted by itself.

    Args:
        grouping: Its levels and their shares of the population.
        level: Shape (cells,): the level of each cell, -1 for none.
        base: Shape (cells,): sums of base weights.
        people: Shape (cells,): respondents; those of the base where everybody weighs one.
        min_level: Respondents that a level needs to be weighted by itself; 1 for anybody.

    Raises:
        EstimateError: A level of the population has no respondents and nowhere to collapse, or
            there are respondents in a level without population.
    """
    count = len(grouping.levels)
    index = np.where(level < 0, np.int32(count), level).astype(np.int32)
    held = np.bincount(index, base, minlength=count + 1).astype(np.float64)
    counted = np.bincount(index, base if people is None else people, minlength=count + 1)
    heirs = collapse(grouping, counted[:count].astype(np.float64), min_level)
    index = np.append(heirs, np.int32(count))[index]
    population = np.array([grouping.shares[one.code] for one in grouping.levels], dtype=np.float64)
    shares = np.bincount(heirs, population, minlength=count).astype(np.float64)
    total = float(held.sum())
    targets = np.append(shares * (total - held[count]), held[count])
    codes = [one.code for one in grouping.levels]
    taken = [(codes[at], codes[heir]) for at, heir in enumerate(heirs) if heir != at]
    return Margin(grouping.name, index, targets, float(held[count] / total), tuple(taken))


def rake(
    base: Floats, margins: Sequence[Margin], *, tolerance: float, max_iterations: int
) -> Raking:
    """Adjust cells to one margin after another until all are met.

    Stops when max |sum of weights - target| / target over all margins and levels is below
    `tolerance`.

    Raises:
        EstimateError: `max_iterations` rounds were not enough; the worst margin is named.
    """
    weight = base.astype(np.float64)
    error, worst = 0.0, ""
    for iteration in range(max_iterations + 1):
        error, worst = find_largest_error(weight, margins)
        if error < tolerance:
            factor = np.divide(weight, base, out=np.zeros_like(weight), where=base > 0)
            return Raking(factor, iteration, error, tuple(margins))
        for margin in margins:
            held = np.bincount(margin.index, weight, minlength=len(margin.targets))
            ratio = np.divide(margin.targets, held, out=np.zeros_like(held), where=held > 0)
            weight = weight * ratio[margin.index]
    raise EstimateError(
        "weights.not-converged",
        f"margin {worst}",
        f"raking did not converge in {max_iterations} iterations; the margin is still "
        f"{error:.2g} off",
        "Collapse small levels of this margin, rake to fewer margins, or raise max_iterations.",
    )


def find_largest_error(weight: Floats, margins: Sequence[Margin]) -> tuple[float, str]:
    """The largest relative distance of any level from its target, and the margin it is in."""
    error, worst = 0.0, ""
    for margin in margins:
        held = np.bincount(margin.index, weight, minlength=len(margin.targets))
        asked = margin.targets > 0
        distance = np.abs(held - margin.targets)[asked] / margin.targets[asked]
        if distance.size and float(distance.max()) > error:
            error, worst = float(distance.max()), margin.name
    return error, worst
