"""The earlier rounds of a series, measured by the plan of the latest as far as they can be.

A questionnaire and a plan change over the years. A round that cannot be counted by the latest plan
is set aside, for all measures or for some, and the rows say so: it must not hinder the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analysis.dataset import Dataset, open_round
from analysis.plan import Measure, Plan
from analysis.rounds import Estimated, estimate_round
from analysis.series import Aside, History
from surveys.errors import PlanRefused, RoundError


def estimate_earlier(
    plan: Plan, now: Dataset, folders: Sequence[Path]
) -> tuple[list[Estimated], History]:
    """The earlier rounds that can be measured by a plan, and the history of their series.

    Args:
        plan: The plan of the round that is measured.
        now: That round.
        folders: The earlier rounds, the earliest first.

    Raises:
        StoreError: A folder is no frozen round, or was changed.
        RoundError: One of them was a rehearsal.
        EstimateError: Weights are missing, or raking is refused.
    """
    estimated: list[Estimated] = []
    datasets: list[Dataset] = []
    aside: list[Aside] = []
    for folder in folders:
        dataset = open_round(folder)
        datasets.append(dataset)
        known = [measure for measure in plan.measures if _has_answers(dataset, measure)]
        name = dataset.manifest.round
        aside += [
            Aside(measure.name, name, "other answers were offered")
            for measure in plan.measures
            if measure.item in dataset.columns and measure not in known
        ]
        if not known:
            continue
        try:
            estimated.append(estimate_round(dataset, _reduce(plan, known)))
        except PlanRefused as refused:
            why = f"the plan's groups cannot be formed in it ({refused.faults[0].problem})"
            aside += [Aside(measure.name, name, why) for measure in known]
        except RoundError as refused:
            if refused.code != "round.no-answers":
                raise
            why = "nobody of the plan's population answered it"
            aside += [Aside(measure.name, name, why) for measure in known]
    datasets.append(now)
    counted = {one.manifest.round: one.find_counted() for one in datasets if one.manifest.breaks}
    return estimated, History(tuple(one.manifest for one in datasets), tuple(aside), counted)


def _reduce(plan: Plan, known: Sequence[Measure]) -> Plan:
    """A plan of what an earlier round is asked for: these measures and nothing beside them."""
    left_out = {"earlier_targets": (), "tabulations": ()}
    return plan.model_copy(update={"measures": tuple(known), **left_out})


def _has_answers(dataset: Dataset, measure: Measure) -> bool:
    """Whether a round asked the item of a measure and offered every answer that it counts."""
    column = dataset.columns.get(measure.item)
    return column is not None and (column.open_ended or {*measure.positive} <= {*column.kinds})
