"""A round's measures: estimates beside their baseline, change and target, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from analysis.change import LEVEL, MIN_BASE_VERDICT, Change, estimate_change, holm
from analysis.context import find_baseline, list_notes
from analysis.dataset import open_round
from analysis.earlier import estimate_earlier
from analysis.estimates import Share
from analysis.groups import GroupKey
from analysis.ledger import Ledger
from analysis.method import describe_method, list_apart
from analysis.plan import Measure, Plan
from analysis.protecting import protect
from analysis.rounds import Estimated, Figure, check_round, estimate_round
from analysis.rows import ChangeShown, Results, Row, SeriesShown
from analysis.series import History, find_break
from analysis.shown import Status
from analysis.targets import Earlier, Standing, show_target

RowKey = tuple[str, GroupKey]
"""Measure, and the group of people."""

_NO_SHARE: dict[str, Any] = {field.name: None for field in fields(Share)} | {"base": 0}


def estimate_measures(
    round_folder: Path,
    plan: Plan,
    baseline_folders: Sequence[Path] = (),
    *,
    ledger: Ledger | None = None,
) -> Results:
    """Every row of a plan for one frozen round.

    Args:
        round_folder: The frozen round.
        plan: What to measure.
        baseline_folders: Earlier rounds, the earliest first (`dataset.find_earlier_rounds`). Each
            row takes as its baseline, of those that asked its item in the same way, the first with
            an adequate base (100), or else the first.
        ledger: What was published before. With it the figures are audited, so that they can be
            released; without it they are for staff only.

    Raises:
        StoreError: A folder is no frozen round, or was changed.
        RoundError: A round was a rehearsal.
        PlanRefused: The plan names items, columns or codes that the round has not.
        EstimateError: Weights are missing or not used, modes are mixed, or raking is refused.
    """
    opened = open_round(round_folder)
    check_round(opened, plan)
    now = estimate_round(opened, plan)
    before, history = estimate_earlier(plan, opened, baseline_folders)
    if ledger is None:
        return build_results(plan, now, before, history)
    before = [protect(one, plan, ledger)[0] for one in before]
    now, audit = protect(now, plan, ledger)
    return replace(build_results(plan, now, before, history), audit=audit)


def build_results(
    plan: Plan, now: Estimated, before: Sequence[Estimated], history: History
) -> Results:
    """Join a round with the earlier ones and with the history of its series into rows."""
    standings = _find_standings(plan, now, before, history)
    method = describe_method(plan, now)
    around = ((method.caution,) if method.caution else (), list_apart(now))
    rows = [
        _build_row(plan, measure, figure, standings[measure.name, key], around, history)
        for measure in plan.measures
        for key, figure in now.figures[measure.name].items()
    ]
    manifest = now.dataset.manifest
    return Results(
        round=manifest.round,
        plan=plan.name,
        questionnaire=manifest.questionnaire.model_dump(),
        synthetic=manifest.synthetic,
        series=_show_series(plan, history),
        method=method,
        rows=tuple(rows),
    )


def find_earlier(
    now: Estimated,
    before: Sequence[Estimated],
    measure: Measure,
    key: GroupKey,
    history: History,
) -> Earlier | None:
    """The first earlier round with an adequate base for the row, or else the first with it.

    A round that breaks the series is found only where none is of the same series.
    """
    found: list[Earlier] = []
    for one in before:
        figure = one.figures.get(measure.name, {}).get(key)
        if figure:
            share = figure.share if figure.status is Status.RELEASED else None
            base = figure.share.base if figure.share else 0
            manifest = one.dataset.manifest
            found.append(
                Earlier(
                    manifest.round,
                    manifest.ended_on,
                    base,
                    share,
                    find_break(now, one, measure.item),
                    history.is_broken_since(manifest.round, measure),
                )
            )
    series = [earlier for earlier in found if earlier.comparable] or found
    adequate = [earlier for earlier in series if earlier.base >= MIN_BASE_VERDICT]
    return next(iter(adequate or series), None)


def _show_series(plan: Plan, history: History) -> SeriesShown:
    breaks = (one for measure in plan.measures for one in history.list_breaks(measure))
    return SeriesShown(history.manifests[-1].series_name, history.rounds, tuple(breaks))


def _find_standings(
    plan: Plan, now: Estimated, before: Sequence[Estimated], history: History
) -> dict[RowKey, Standing]:
    """Every row beside its past; companions have none."""
    standings: dict[RowKey, Standing] = {}
    for measure in plan.measures:
        for key, figure in now.figures[measure.name].items():
            earlier = (
                None if measure.companion else find_earlier(now, before, measure, key, history)
            )
            standings[measure.name, key] = Standing(
                share=figure.share,
                earlier=earlier,
                today=now.dataset.manifest.ended_on,
                change=_find_change(figure, earlier),
                clear=False,
                indicative=now.open_sample,
            )
    return _mark_clear(standings)


def _find_change(figure: Figure, earlier: Earlier | None) -> Change | None:
    if figure.share is None or figure.status is not Status.RELEASED:
        return None
    if earlier is None or earlier.share is None or not earlier.comparable:
        return None
    return estimate_change(figure.share, earlier.share)


def _mark_clear(standings: Mapping[RowKey, Standing]) -> dict[RowKey, Standing]:
    """Which changes are clear: for each group of people, Holm over all measures."""
    marked = dict(standings)
    families: dict[GroupKey, dict[RowKey, float]] = {}
    for row, standing in standings.items():
        if standing.change:
            families.setdefault(row[1], {})[row] = standing.change.p_value
    for family in families.values():
        for row, adjusted in zip(family, holm(list(family.values())), strict=True):
            marked[row] = replace(marked[row], clear=adjusted < LEVEL)
    return marked


def _build_row(
    plan: Plan,
    measure: Measure,
    figure: Figure,
    standing: Standing,
    around: tuple[Sequence[str], Sequence[str]],
    history: History,
) -> Row:
    """A figure as a row; `around` is what is read before and after the own notes of a headline."""
    group, share, change = figure.group, figure.share, standing.change
    domain = plan.get_domain(group.domain)
    first, last = around if group.breakdown is None else ((), ())
    target = (
        measure.target if measure.target and group.is_headline_of(measure.target.domain) else None
    )
    return Row(
        measure=measure.name,
        domain=group.domain,
        breakdown=group.breakdown,
        category=group.category,
        status=figure.status,
        weighting=figure.arm.weighting,
        **(asdict(share) if share else _NO_SHARE),
        baseline=find_baseline(measure, group, standing.earlier),
        change=ChangeShown(*change.limits, clear=standing.clear) if change else None,
        target=show_target(target, plan, domain, standing) if target else None,
        measure_label=measure.label,
        group_label=group.label,
        companion=measure.companion,
        sample=figure.arm.sample,
        notes=(*first, *list_notes(plan, measure, figure, standing, history), *last),
    )
