"""Each arm of a round with weights of its own.

What an arm beside the headline needs is never a reason to refuse the round: where its answers
cannot be weighted as the plan says, they are told as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.cells import Cells, build_cells
from analysis.plan import Plan
from analysis.samples import INVITED, Arm
from analysis.weights import Floats, Raking, describe_weighting, weight_cells
from surveys.errors import EstimateError

NOT_WEIGHTED = "none: too few, or too uneven, to be weighted as the plan says"


@dataclass(frozen=True, slots=True)
class WeightedArm:
    """An arm of a round with its own weights.

    Attributes:
        rows: Eligible respondents, the n of the design.
        ineligible: Respondents outside the plan's population.
        raking: None where the plan asks for none, or the arm is too small for it.
        weighting: How it is weighted, in words.
    """

    arm: Arm
    rows: int
    ineligible: int
    raking: Raking | None
    weighting: str

    @property
    def sample(self) -> str:
        """How its respondents came to be asked, such as ``invited``."""
        return ", ".join(sorted(self.arm.samples))


@dataclass(frozen=True, slots=True)
class Weighed:
    """An arm while its figures are made; `factor` multiplies the base weights of each cell."""

    account: WeightedArm
    cells: Cells
    factor: Floats


def weigh(plan: Plan, arm: Arm, *, apart: bool = False) -> Weighed:
    """Weigh an arm as the plan says.

    Answers that stand apart come without design weights as a rule, and codes that were sent with
    equal chances bring none, for all weights would be the same.
    """
    weighting = plan.weighting
    if not arm.weighted and (apart or INVITED in arm.samples):
        weighting = weighting.model_copy(update={"design": False})
    own = plan.model_copy(update={"weighting": weighting})
    cells = build_cells(arm.answers, own)
    wanted = bool(weighting.rake) and cells.rows >= weighting.min_respondents
    raking = weight_cells(own, cells.levels, cells.base_weight) if wanted else None
    equal = plan.weighting.design and not weighting.design and INVITED in arm.samples
    words = describe_weighting(own, raking, equal=equal)
    factor = raking.factor if raking else np.ones_like(cells.base_weight)
    account = WeightedArm(arm, cells.rows, cells.ineligible, raking, words)
    return Weighed(account, cells, factor)


def weigh_apart(plan: Plan, arm: Arm) -> Weighed:
    """Weigh an arm that stands apart; where that is refused, the others must not suffer."""
    try:
        return weigh(plan, arm, apart=True)
    except EstimateError:
        plain = plan.weighting.model_copy(update={"design": False, "rake": ()})
        weighed = weigh(plan.model_copy(update={"weighting": plain}), arm, apart=True)
        return replace(weighed, account=replace(weighed.account, weighting=NOT_WEIGHTED))
