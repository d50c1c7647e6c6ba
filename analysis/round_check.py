"""Whether a round can be measured by a plan at all; what cannot is refused with the remedy."""

from __future__ import annotations

from analysis.dataset import Dataset
from analysis.plan import Plan
from analysis.plan_check import Columns, find_column_faults
from analysis.plan_crossings import find_crossing_faults
from analysis.samples import ASSISTED, CHAT
from surveys.errors import EstimateError, PlanRefused, RoundError


def check_round(dataset: Dataset, plan: Plan) -> None:
    """See that the plan says what it does with the round's weights and modes.

    Raises:
        EstimateError: The round has design weights that the plan does not use, or mixes chat with
            other modes without the plan saying so. What an interviewer took is no reason: it stands
            apart.
    """
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    if leaves_weights(dataset, plan):
        raise EstimateError(
            "weights.not-used",
            place,
            "the answers have design weights and the plan does not use them",
            "Put `design: true` into the plan's weighting.",
        )
    modes = find_modes(dataset) - {ASSISTED}
    if CHAT in modes and len(modes) > 1 and not plan.weighting.pool_modes:
        raise EstimateError(
            "round.mixed-modes",
            place,
            f"it mixes {', '.join(sorted(modes))}, and people answer these differently",
            "Keep a round for each mode, or put `pool_modes: true` into the plan's weighting.",
        )


def leaves_weights(dataset: Dataset, plan: Plan) -> bool:
    """Whether the answers have design weights that the plan does not use."""
    return not plan.weighting.design and dataset.find_design_weights() is not None


def find_modes(dataset: Dataset) -> frozenset[str]:
    """The modes that anybody answered in."""
    return frozenset(mode for mode, people in dataset.manifest.modes.items() if people)


def check_columns(dataset: Dataset, plan: Plan) -> None:
    """See that the round has what the plan names, and that it crosses no place with ethnic groups.

    Raises:
        PlanRefused: With all that is missing or crossed.
    """
    columns: Columns = {
        name: None if column.open_ended else frozenset(column.kinds)
        for name, column in dataset.columns.items()
    }
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    places = [name for name, column in dataset.columns.items() if column.is_place]
    faults = find_column_faults(plan, columns, place)
    if faults := [*faults, *find_crossing_faults(plan, place, places)]:
        raise PlanRefused(place, faults)


def refuse_empty(dataset: Dataset, plan: Plan) -> RoundError:
    """That nobody of the plan's population finished an interview."""
    nobody = "nobody finished an interview in it, so nothing can be measured, told or published"
    remedy = "Ask again in a new round; this one stays on record, or is withdrawn."
    if dataset.size:
        nobody = f"none of its {dataset.size} finished interviews is of the plan's population"
        remedy = (
            "Measure a round that people of the population answered, or correct `eligible` in the "
            "plan."
        )
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    return RoundError("round.no-answers", place, nobody, remedy)
