"""Each arm of a round with weights of its own.

What an arm beside the headline needs is never a reason to refuse the round: where its answers
cannot be weighted as the plan says, they are told as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isclose

import numpy as np
import numpy.typing as npt

from analysis.cells import Cells, build_cells
from analysis.plan import Plan
from analysis.raking import Floats, Raking
from analysis.samples import INVITED, Arm
from analysis.trimming import Trimming, find_median
from analysis.weights import describe_weighting, weight_cells
from surveys.errors import EstimateError

NOT_WEIGHTED = "none: too few, or too uneven, to be weighted as the plan says"


@dataclass(frozen=True, slots=True)
class Replication:
    """What came of drawing respondents again (see `analysis.replicates`).

    Attributes:
        failed: Replicates that could not be weighted: raking was refused or did not converge.
    """

    replicates: int
    failed: int
    seed: int


@dataclass(frozen=True, slots=True)
class WeightedArm:
    """An arm of a round with its own weights.

    Attributes:
        rows: Eligible respondents, the n of the design.
        ineligible: Respondents outside the plan's population.
        raking: None where the plan asks for none, or the arm is too small for it.
        weighting: How it is weighted, in words.
        effective_base: Kish's effective number of all eligible respondents.
        largest_weight: Largest weight as a multiple of the median one; None without respondents.
        trimming: None where the plan asks for none, or no weights differ.
        replication: What came of drawing respondents again; None where that was not asked for.
    """

    arm: Arm
    rows: int
    ineligible: int
    raking: Raking | None
    weighting: str
    effective_base: float
    largest_weight: float | None
    trimming: Trimming | None
    replication: Replication | None = None

    @property
    def sample(self) -> str:
        """How its respondents came to be asked, such as ``invited``."""
        return ", ".join(sorted(self.arm.samples))


@dataclass(frozen=True, slots=True)
class Weighed:
    """An arm while its figures are made.

    Attributes:
        plan: What it was weighted by: the round's plan, or with less weighting where the arm
            could not be weighted as that says.
        factor: Shape (cells,): what multiplies the base weights in each cell.
        ends: Shape (2, cells): the smallest and the largest final weight in each cell.
    """

    plan: Plan
    account: WeightedArm
    cells: Cells
    factor: Floats
    ends: Floats

    def is_plain(self, members: npt.NDArray[np.bool_]) -> bool:
        """Whether everybody in some cells counts alike.

        Weighted shares of them are then plain ones, which tell numbers of people. Worked example:
        raked to sex alone, so are those of women, and those of everybody are not.

        Args:
            members: Shape (cells,): which cells belong.
        """
        low, high = self.ends[:, members & (self.cells.people > 0)]
        return not len(low) or isclose(low.min(), high.max(), rel_tol=1e-9)


def weigh(plan: Plan, arm: Arm, *, apart: bool = False, resampled: bool = False) -> Weighed:
    """Weigh an arm as the plan says.

    Answers that stand apart come without design weights as a rule, and codes that were sent with
    equal chances bring none, for all weights would be the same.

    Args:
        plan: What the weights are made by.
        arm: The respondents.
        apart: The arm stands beside that of the headline figures.
        resampled: Respondents will be drawn again from it (see `analysis.replicates`).
    """
    weighting = plan.weighting
    if not arm.weighted and (apart or INVITED in arm.samples):
        weighting = weighting.model_copy(update={"design": False})
    own = plan.model_copy(update={"weighting": weighting})
    persons = weighting.design and (resampled or weighting.trim is not None)
    cells = build_cells(arm.answers, own, persons=persons)
    factors = weight_cells(own, cells.levels, cells.base_weight, cells.people)
    equal = plan.weighting.design and not weighting.design and INVITED in arm.samples
    weight, people = _list_weights(cells, factors.factor)
    account = WeightedArm(
        arm=arm,
        rows=cells.rows,
        ineligible=cells.ineligible,
        raking=factors.raking,
        weighting=describe_weighting(own, factors, equal=equal),
        effective_base=_find_effective_base(weight, people),
        largest_weight=float(weight.max() / find_median(weight, people)) if cells.rows else None,
        trimming=factors.trimming,
    )
    return Weighed(own, account, cells, factors.factor, _find_ends(cells, factors.factor))


def weigh_apart(plan: Plan, arm: Arm, *, resampled: bool = False) -> Weighed:
    """Weigh an arm that stands apart; where that is refused, the others must not suffer."""
    try:
        return weigh(plan, arm, apart=True, resampled=resampled)
    except EstimateError:
        plain = plan.weighting.model_copy(update={"design": False, "rake": ()})
        weighed = weigh(plan.model_copy(update={"weighting": plain}), arm, apart=True)
        return replace(weighed, account=replace(weighed.account, weighting=NOT_WEIGHTED))


def _find_ends(cells: Cells, factor: Floats) -> Floats:
    """Shape (2, cells): the smallest and the largest weight of anybody in each cell."""
    if cells.weights is None:
        return np.stack([factor, factor])
    ends = np.stack([np.full(len(factor), np.inf), np.zeros(len(factor))])
    kept = cells.key >= 0
    np.minimum.at(ends[0], cells.key[kept], cells.weights[kept])
    np.maximum.at(ends[1], cells.key[kept], cells.weights[kept])
    return ends * factor


def _list_weights(cells: Cells, factor: Floats) -> tuple[Floats, Floats]:
    """Final weights and who has each: by cell, or by person where they differ within one."""
    if cells.weights is None:
        return factor, cells.people
    kept = cells.key >= 0
    weight = cells.weights[kept] * factor[cells.key[kept]]
    return weight, np.ones_like(weight)


def _find_effective_base(weight: Floats, people: Floats) -> float:
    """Kish's (sum w)^2 / sum w^2. Worked number: weights 1, 1 and 4 are worth 36/18 = 2 people."""
    return float((weight @ people) ** 2 / (weight**2 @ people)) if len(weight) else 0.0
