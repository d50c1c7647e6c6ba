"""A made-up population with the margins of the plan, where every share is known.

Its people are counted in cells: the levels of the plan's raked margins and a temper, which no
margin knows of. What they answer depends on all of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from analysis.plan import Plan
from analysis.raking import Floats, build_margin, rake

TEMPERS = 2
"""At ease and worried: half of every cell each."""

MEASURES = 9
"""As many as the plan has with a change."""

_SEED = 20260501
_EAGER = {"sex": 0.4, "age_band": 0.9, "ethnic_group": 0.7, "area": 0.4}
"""Between the most and the least eager level of a margin to take part, on the log scale."""


@dataclass(frozen=True, slots=True)
class Population:
    """Shares of people, and of those who agree.

    Attributes:
        levels: Margin to shape (cells,): the level of each cell.
        share: Shape (cells,): of all people; adds up to 1.
        agree: Shape (measures, cells): of the people of a cell.
        women, worried: Shape (cells,).
        eager: Shape (cells,): how much likelier than others the people of a cell take part. It is
            a product of one factor for each margin, so that raking can undo it.
    """

    plan: Plan
    levels: Mapping[str, npt.NDArray[np.int32]]
    share: Floats
    agree: Floats
    women: npt.NDArray[np.bool_]
    worried: npt.NDArray[np.bool_]
    eager: Floats

    @property
    def members(self) -> npt.NDArray[np.bool_]:
        """Shape (domains, cells): everybody, and women."""
        return np.array([np.ones_like(self.women), self.women])

    def find_truth(self) -> Floats:
        """Shape (measures, domains): the true shares."""
        inside = self.members * self.share
        return np.asarray(self.agree @ inside.T / inside.sum(axis=1))


def make_population(plan: Plan) -> Population:
    """The population for a plan; the same every time."""
    random = np.random.default_rng(_SEED)
    groupings = [plan.get_grouping(name) for name in plan.weighting.rake]
    sizes = [len(one.levels) for one in groupings]
    index = np.array(list(product(*map(range, sizes), range(TEMPERS))), dtype=np.int32).T
    levels = {one.name: index[place] for place, one in enumerate(groupings)}
    # groups live unevenly over the areas and are of different ages, within the census margins
    uneven = np.zeros(index.shape[1])
    for place in (1, 3):
        pairs = 0.5 * random.standard_normal((sizes[place], sizes[2]))
        uneven += pairs[index[place], index[2]]
    base = np.exp(uneven)
    margins = [build_margin(one, levels[one.name], base) for one in groupings]
    share = base * rake(base, margins, tolerance=1e-12, max_iterations=1000).factor
    women = levels["sex"] == [one.code for one in groupings[0].levels].index("female")
    worried = index[-1] == 1
    logit = np.linspace(0.2, 1.6, MEASURES)[:, None] - 0.4 * women - 1.2 * worried
    eager = np.zeros(index.shape[1])
    for place, (one, size) in enumerate(zip(groupings, sizes, strict=True)):
        logit += 0.25 * random.standard_normal((MEASURES, size))[:, index[place]]
        eager += np.linspace(_EAGER[one.name] / 2, -_EAGER[one.name] / 2, size)[index[place]]
    agree = 1 / (1 + np.exp(-logit))
    return Population(plan, levels, share / share.sum(), agree, women, worried, np.exp(eager))
