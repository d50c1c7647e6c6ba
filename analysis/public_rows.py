"""A measure's row as it is published: rounded, or blank with all that could give it back."""

from __future__ import annotations

from dataclasses import replace

from analysis.change import Verdict
from analysis.claims import round_to_5, share_digits
from analysis.comparing import Told, round_change, round_target
from analysis.effective import round_design_effect, round_effective
from analysis.rounding import round_limits, round_share
from analysis.rows import Baseline, ChangeShown, Row, TargetShown
from analysis.shown import Point, Previous, Status


def blank_row(row: Row) -> Row:
    """Everything that could give a withheld figure back is withheld with it."""
    return replace(
        row,
        estimate=None,
        standard_error=None,
        ci_low=None,
        ci_high=None,
        base=None,
        effective_base=None,
        interval=None,
        unweighted=None,
        all_asked=None,
        baseline=None,
        change=None,
        target=_blank_target(row.target, Verdict.TOO_FEW) if row.target else None,
        design_effect=None,
        calibrated_error=None,
        bootstrap_error=None,
        previous=None,
        cautions=(),
        history=tuple(map(_release_point, row.history)),
    )


def _release_point(point: Point) -> Point:
    """A figure of an earlier round, rounded as it was there."""
    if point.status is not Status.RELEASED:
        return replace(point, estimate=None, ci_low=None, ci_high=None, base=None)
    base = point.base or 0
    low, high = round_limits(point.estimate, base, point.ci_low, point.ci_high)
    return replace(
        point,
        estimate=round_share(point.estimate, share_digits(base)),
        ci_low=low,
        ci_high=high,
        base=None if point.base is None else round_to_5(point.base),
    )


def _round_previous(previous: Previous, row: Row) -> Previous:
    before = Told(previous.value, previous.base or 0)
    changed = round_change(previous, _find_told(row), before)
    public = before.round()
    return replace(
        changed, value=public.estimate, base=None if previous.base is None else public.base
    )


def hide_earlier(row: Row) -> Row:
    """What was withheld in its own round is withheld here, with all that it was compared by."""
    if row.baseline and row.baseline.status is not Status.RELEASED:
        told = (Verdict.TOO_FEW, Verdict.NO_BASELINE)
        target = _blank_target(row.target, *told) if row.target else None
        row = replace(row, baseline=None, change=None, target=target)
    if row.previous and row.previous.status is not Status.RELEASED:
        row = replace(row, previous=None)
    return row


def _blank_target(target: TargetShown, *told: Verdict) -> TargetShown:
    """Without what rests on a figure; of the verdicts only those that may be told."""
    relative, points = target.verdict_relative, target.verdict_points
    return replace(
        target,
        relative_value=None,
        points_value=None,
        line_relative=None,
        line_points=None,
        verdict_relative=relative if relative in told else None,
        verdict_points=points if points in told else None,
    )


def round_row(row: Row, *, told: bool) -> Row:
    """A released row, rounded.

    Args:
        row: At full precision.
        told: Whether what tells how uneven the weights are may be told (see `effective`).
    """
    base = row.base or 0
    digits = share_digits(base)
    low, high = round_limits(row.estimate, base, row.ci_low, row.ci_high)
    return replace(
        row,
        estimate=round_share(row.estimate, digits),
        standard_error=None,
        ci_low=low,
        ci_high=high,
        base=round_to_5(base),
        effective_base=round_effective(row.effective_base, told=told),
        unweighted=round_share(row.unweighted, digits),
        all_asked=round_share(row.all_asked, digits),
        baseline=_round_baseline(row.baseline) if row.baseline else None,
        change=_round_change(row.change, row) if row.change else None,
        target=round_target(row.target, _find_baseline(row)) if row.target else None,
        design_effect=round_design_effect(row, told=told),
        calibrated_error=None,
        bootstrap_error=None,
        previous=_round_previous(row.previous, row) if row.previous else None,
        history=tuple(map(_release_point, row.history)),
    )


def _round_baseline(baseline: Baseline) -> Baseline:
    """Another survey's figure is already public and stays as it was published."""
    if baseline.published:
        return baseline
    base = baseline.base or 0
    return replace(baseline, value=round(baseline.value, share_digits(base)), base=round_to_5(base))


def _round_change(change: ChangeShown, row: Row) -> ChangeShown | None:
    baseline = _find_baseline(row)
    return None if baseline is None else round_change(change, _find_told(row), baseline)


def _find_told(row: Row) -> Told:
    return Told(row.estimate or 0, row.base or 0)


def _find_baseline(row: Row) -> Told | None:
    """The baseline that a row is tested against."""
    if row.baseline is None or not row.baseline.same_method:
        return None
    return Told(row.baseline.value, row.baseline.base or 0)
