"""All estimates of one round, before they are set beside an earlier round or a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.cells import Cells, build_cells, tally
from analysis.dataset import Dataset
from analysis.estimates import Floats, Share, count_domains, estimate_share
from analysis.groups import COMPONENT, Group, GroupKey, list_groups
from analysis.outside import describe_outside
from analysis.plan import Measure, Plan
from analysis.plan_check import Columns, find_column_faults
from analysis.rows import Status
from analysis.suppression import Case, decide
from analysis.weights import Raking, weight_cells
from surveys.errors import EstimateError, PlanRefused

CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate and whether it may be published; no share where nobody answered.

    Attributes:
        outside: Who stands outside its base, in words; empty where that is not to be told.
    """

    group: Group
    share: Share | None
    status: Status
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Estimated:
    """A round's figures by measure and group.

    Attributes:
        samples: How respondents came to be asked: open, invited or imported.
        unused_weights: It has design weights that the plan does not use.
        raking: None where the plan asks for none, or the round is too small for it.
    """

    dataset: Dataset
    rows: int
    ineligible: int
    samples: frozenset[str]
    unused_weights: bool
    raking: Raking | None
    figures: Mapping[str, Mapping[GroupKey, Figure]]

    @property
    def open_sample(self) -> bool:
        """Anybody could take part, so that targets are only indicative."""
        return "open" in self.samples

    @property
    def modes(self) -> frozenset[str]:
        """How it was answered: chat, assisted, paper, telephone and so on."""
        return find_modes(self.dataset)


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
        samples=frozenset(dataset.get_coded("sample").codes),
        unused_weights=leaves_weights(dataset, plan),
        raking=raking,
        figures=figures,
    )


def check_round(dataset: Dataset, plan: Plan) -> None:
    """See that the plan says what it does with the round's weights and modes.

    Raises:
        EstimateError: The round has design weights that the plan does not use, or mixes chat with
            other modes without the plan saying so.
    """
    place = f"plan {plan.name} on round {dataset.manifest.round}"
    if leaves_weights(dataset, plan):
        raise EstimateError(
            "weights.not-used",
            place,
            "the answers have design weights and the plan does not use them",
            "Put `design: true` into the plan's weighting.",
        )
    modes = find_modes(dataset)
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
            domain=group.domain,
            breakdown=group.breakdown,
            people=int.from_bytes(np.packbits(group.cells).tobytes()),
            yes=count.yes,
            no=count.no,
            parts=group.breakdown != COMPONENT,
        )
        for group, count in zip(groups, counts, strict=True)
    ]
    sensitive = measure.sensitive or dataset.columns[measure.item].sensitive
    statuses = decide(cases, sensitive=sensitive)
    figures = {
        group.key: Figure(group, estimate_share(count), status)
        for group, count, status in zip(groups, counts, statuses, strict=True)
    }
    for key, figure in figures.items():
        if figure.group.breakdown is None and figure.status is Status.RELEASED:
            words = describe_outside(dataset, cells, measure, factor, figure.group.cells)
            figures[key] = replace(figure, outside=words)
    return figures
