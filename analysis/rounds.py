"""All estimates of one round, before they are set beside an earlier round or a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.cells import Cells, build_cells, tally
from analysis.dataset import Dataset
from analysis.estimates import Floats, Share, count_domains, estimate_share
from analysis.groups import Group, GroupKey, list_groups
from analysis.plan import Measure, Plan
from analysis.plan_check import Columns, find_column_faults
from analysis.rows import Status
from analysis.suppression import Case, decide
from analysis.weights import Raking, weight_cells
from surveys.errors import EstimateError, PlanRefused


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate and whether it may be published; no share where nobody answered."""

    group: Group
    share: Share | None
    status: Status


@dataclass(frozen=True, slots=True)
class Estimated:
    """A round's figures by measure and group.

    Attributes:
        open_sample: Anybody could take part, so that targets are only indicative.
        raking: None where the plan asks for none, or the round is too small for it.
    """

    dataset: Dataset
    rows: int
    ineligible: int
    open_sample: bool
    raking: Raking | None
    figures: Mapping[str, Mapping[GroupKey, Figure]]


def estimate_round(dataset: Dataset, plan: Plan) -> Estimated:
    """Every figure of the plan in one round.

    Raises:
        PlanRefused: The plan names items, columns or codes that the round has not.
        EstimateError: Weights are missing, or raking is refused.
    """
    check_columns(dataset, plan)
    cells = build_cells(dataset, plan)
    weighting = plan.weighting
    wanted = bool(weighting.rake) and cells.rows >= weighting.min_respondents
    raking = weight_cells(plan, cells.levels, cells.base_weight) if wanted else None
    factor = raking.factor if raking else np.ones_like(cells.base_weight)
    figures = {
        measure.name: _estimate(dataset, plan, measure, cells, factor) for measure in plan.measures
    }
    return Estimated(
        dataset=dataset,
        rows=cells.rows,
        ineligible=cells.ineligible,
        open_sample="open" in dataset.get_coded("sample").codes,
        raking=raking,
        figures=figures,
    )


def check_columns(dataset: Dataset, plan: Plan) -> None:
    """See that the round has what the plan names; raises `PlanRefused` with all that is missing."""
    columns: Columns = {
        name: None if column.open_ended else frozenset(column.kinds)
        for name, column in dataset.columns.items()
    }
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    if faults := find_column_faults(plan, columns, place):
        raise PlanRefused(place, faults)


def keep_known_measures(plan: Plan, dataset: Dataset) -> Plan:
    """The plan without the measures whose item an earlier round did not ask."""
    known = tuple(measure for measure in plan.measures if measure.item in dataset.columns)
    if not known:
        raise EstimateError(
            "baseline.no-items",
            f"round {dataset.manifest.round}",
            "it asked none of the plan's items",
            "Choose another baseline.",
        )
    return plan.model_copy(update={"measures": known, "earlier_targets": ()})


def _estimate(
    dataset: Dataset, plan: Plan, measure: Measure, cells: Cells, factor: Floats
) -> dict[GroupKey, Figure]:
    groups = list_groups(plan, measure, cells)
    members = np.array([group.cells for group in groups])
    counts = count_domains(tally(dataset, cells, measure), factor, members, cells.rows)
    cases = [
        Case(
            table=(group.domain, group.breakdown) if group.breakdown else None,
            people=group.cells.tobytes(),
            yes=count.yes,
            no=count.no,
        )
        for group, count in zip(groups, counts, strict=True)
    ]
    sensitive = measure.sensitive or dataset.columns[measure.item].sensitive
    statuses = decide(cases, sensitive=sensitive)
    return {
        group.key: Figure(group, estimate_share(count), status)
        for group, count, status in zip(groups, counts, statuses, strict=True)
    }
