"""A round's measures: estimates beside their baseline, change and target, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from analysis.clearing import keep_clear
from analysis.context import (
    find_baseline,
    list_notes,
    show_change,
    show_previous,
    show_printed,
    show_published,
)
from analysis.dataset import open_round
from analysis.distributing import tabulate
from analysis.earlier import estimate_earlier
from analysis.estimates import Share
from analysis.groups import Group
from analysis.ledger import Ledger
from analysis.method import describe_method, describe_provenance, list_apart, warn_thin
from analysis.plan import Measure, Plan
from analysis.protecting import protect
from analysis.round_check import check_round
from analysis.rounds import Estimated, Figure, estimate_round
from analysis.rows import Results, Row, SeriesShown, TargetShown
from analysis.samples import APART
from analysis.scorecard import build_scorecard
from analysis.series import History
from analysis.shown import Status
from analysis.standings import Past, find_standings, list_past, list_points
from analysis.targets import Standing, show_target
from analysis.took_part import describe, find_cautions, find_row_cautions

_NO_SHARE: dict[str, Any] = {field.name: None for field in fields(Share)} | {"base": 0}


@dataclass(frozen=True, slots=True)
class _Around:
    """What all rows of a round have in common.

    Attributes:
        first, last: What is read before and after the own notes of a headline.
        cautions: Why no headline of each arm may stand without qualification.
    """

    plan: Plan
    now: Estimated
    history: History
    first: tuple[str, ...]
    last: tuple[str, ...]
    cautions: tuple[tuple[str, ...], ...]


def estimate_measures(
    round_folder: Path,
    plan: Plan,
    baseline_folders: Sequence[Path] = (),
    *,
    ledger: Ledger | None = None,
    replicates: int = 0,
    seed: int = 1,
) -> Results:
    """Every row of a plan for one frozen round, and what stands beside the rows.

    Args:
        round_folder: The frozen round.
        plan: What to measure.
        baseline_folders: Earlier rounds, the earliest first (`dataset.find_earlier_rounds`). Each
            row takes as its baseline, of those that asked its item in the same way, the first with
            an adequate base (100), or else the first; and as its previous round the last.
        ledger: What was published before. With it the figures are audited, so that they can be
            released; without it they are for staff only.
        replicates: Bootstrap replicates for a standard error beside; 0 for none.
        seed: Of the replicates.

    Raises:
        StoreError: A folder is no frozen round, or was changed.
        RoundError: A round was a rehearsal, or nobody of the plan's population finished an
            interview in this one.
        PlanRefused: The plan names items, columns or codes that the round has not.
        EstimateError: Weights are missing or not used, modes are mixed, or raking is refused.
    """
    opened = open_round(round_folder)
    check_round(opened, plan)
    now = _look_around(plan, estimate_round(opened, plan, replicates=replicates, seed=seed))
    before, history = estimate_earlier(plan, opened, baseline_folders)
    before = [keep_clear(plan, one) for one in before]
    if ledger is None:
        return build_results(plan, now, before, history, seed=seed)
    before = [protect(one, plan, ledger)[0] for one in before]
    now, audit = protect(now, plan, ledger)
    return replace(build_results(plan, now, before, history, seed=seed), audit=audit)


def _look_around(plan: Plan, now: Estimated) -> Estimated:
    """A round with what is protected with it, and without figures of groups that are not clear."""
    shown = replace(now, distributions=tabulate(plan, now))
    return keep_clear(plan, replace(shown, took_part=describe(plan, shown)))


def build_results(
    plan: Plan, now: Estimated, before: Sequence[Estimated], history: History, *, seed: int = 1
) -> Results:
    """Join a round with the earlier ones and with the history of its series into rows.

    Args:
        plan: The plan of the round.
        now: The round, protected.
        before: The earlier rounds, protected, the earliest first.
        history: Of the series.
        seed: Of the replicates.
    """
    rows = _build_rows(plan, now, before, history)
    manifest = now.dataset.manifest
    return Results(
        round=manifest.round,
        plan=plan.name,
        questionnaire=manifest.questionnaire.model_dump(),
        synthetic=manifest.synthetic,
        series=_show_series(plan, history),
        method=describe_method(plan, now),
        rows=rows,
        distributions=now.distributions,
        took_part=now.took_part,
        equality=now.equality,
        targets=build_scorecard(plan, rows),
        context=show_published(plan),
        printed=show_printed(plan),
        provenance=describe_provenance(plan, now, seed),
    )


def _show_series(plan: Plan, history: History) -> SeriesShown:
    breaks = (one for measure in plan.measures for one in history.list_breaks(measure))
    return SeriesShown(history.manifests[-1].series_name, history.rounds, tuple(breaks))


def _build_rows(
    plan: Plan, now: Estimated, before: Sequence[Estimated], history: History
) -> tuple[Row, ...]:
    caution = warn_thin(plan, now)
    around = _Around(
        plan,
        now,
        history,
        first=(caution,) if caution else (),
        last=list_apart(now),
        cautions=tuple(find_cautions(plan, now, arm) for arm in range(len(now.arms))),
    )
    pasts = {one.name: list_past(now, before, one, history) for one in plan.measures}
    standings = find_standings(plan, now, pasts)
    return tuple(
        _build_row(around, measure, figure, standings[measure.name, key], pasts[measure.name])
        for measure in plan.measures
        for key, figure in now.figures[measure.name].items()
    )


def _build_row(
    around: _Around, measure: Measure, figure: Figure, standing: Standing, past: Sequence[Past]
) -> Row:
    plan, group, share = around.plan, figure.group, figure.share
    headline = group.breakdown is None
    notes = list_notes(plan, measure, figure, standing, around.history)
    return Row(
        measure=measure.name,
        domain=group.domain,
        breakdown=group.breakdown,
        category=group.category,
        status=figure.status,
        weighting=figure.arm.weighting,
        **(asdict(share) if share else _NO_SHARE),
        baseline=find_baseline(measure, group, standing.earlier),
        change=show_change(standing),
        target=_find_target(plan, measure, group, standing),
        measure_label=measure.label,
        group_label=group.label,
        companion=measure.companion,
        sample=figure.arm.sample,
        notes=(*around.first, *notes, *around.last) if headline else tuple(notes),
        previous=show_previous(standing.step),
        cautions=_find_cautions(around, figure),
        history=list_points(around.now, figure, past) if headline and not measure.companion else (),
    )


def _find_cautions(around: _Around, figure: Figure) -> tuple[str, ...]:
    """Those of a headline, of whichever arm; parts of breakdowns have none."""
    if figure.group.breakdown not in {None, *APART} or figure.status is not Status.RELEASED:
        return ()
    arm = next(at for at, one in enumerate(around.now.arms) if one is figure.arm)
    return find_row_cautions(figure.share, around.cautions[arm])


def _find_target(
    plan: Plan, measure: Measure, group: Group, standing: Standing
) -> TargetShown | None:
    """The target of a measure beside the headline of its domain; nowhere else."""
    target = measure.target
    if target is None or not group.is_headline_of(target.domain):
        return None
    return show_target(target, plan, plan.get_domain(group.domain), standing)
