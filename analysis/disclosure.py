"""The gate between estimates and anything that leaves: only a `Released` may be rendered.

`release` blanks what may not be published and rounds the rest, so that no decimal gives an exact
count away. `Internal` is the one explicit way past it, for staff eyes; exports never take it.

What this guards against (`suppression`): figures on few people, and few people worked out by taking
a breakdown's categories from their whole, or one domain from another around it, within a measure
of a round. What it does not: sums across several breakdowns or measures at once, which takes an
audit by linear programming; the difference of two rounds or of two plans over the same answers; and
for small bases a rounded share with its rounded interval can still give the exact counts of a
group that is itself large enough to be published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.change import Verdict
from analysis.rows import Baseline, ChangeShown, Method, Results, Row, TargetShown
from analysis.shown import (
    Distribution,
    LevelCompared,
    MeanShown,
    OptionShown,
    Point,
    Previous,
    Provenance,
    Status,
    TookPart,
)
from analysis.suppression import MIN_HIDDEN
from surveys.errors import EstimateError

FINE_BASE = 1000


class _Pass:
    """Held by this module alone, so that nothing else can make a `Released`."""


_PASS = _Pass()


@dataclass(frozen=True, slots=True)
class Released:
    """Results that have passed disclosure control. Only `release` makes one."""

    results: Results
    passed: _Pass

    def __post_init__(self) -> None:
        if self.passed is not _PASS:
            raise TypeError("only analysis.disclosure.release makes released results")


@dataclass(frozen=True, slots=True)
class Internal:
    """Results at full precision, unsuppressed, for staff eyes only."""

    results: Results


def release(results: Results) -> Released:
    """What may be published of a round's results.

    Raises:
        EstimateError: The disclosure audit has not run on them.
    """
    if results.audit is None:
        raise EstimateError(
            "release.not-audited",
            f"round {results.round}",
            "the disclosure audit has not run on these results",
            "Estimate them with the ledger of what was published.",
        )
    rows = tuple(
        _round_row(row) if row.status is Status.RELEASED else _blank_row(row)
        for row in results.rows
    )
    public = replace(
        results,
        rows=rows,
        method=_round_method(results.method),
        distributions=tuple(map(_release_distribution, results.distributions)),
        took_part=_round_took_part(results.took_part) if results.took_part else None,
        provenance=_round_provenance(results.provenance) if results.provenance else None,
    )
    return Released(public, _PASS)


def _release_distribution(one: Distribution) -> Distribution:
    if one.status is not Status.RELEASED:
        options = tuple(_blank_option(replace(o, status=one.status)) for o in one.options)
        mean = _blank_mean(one.mean) if one.mean else None
        return replace(one, base=None, effective_base=None, options=options, mean=mean)
    base = one.base or 0
    digits = _digits(base)
    return replace(
        one,
        base=round_to_5(base),
        effective_base=None if one.effective_base is None else round_to_5(one.effective_base),
        options=tuple(
            _round_option(option, digits)
            if option.status is Status.RELEASED
            else _blank_option(option)
            for option in one.options
        ),
        mean=_round_mean(one) if one.mean else None,
    )


def _blank_option(option: OptionShown) -> OptionShown:
    return replace(option, estimate=None, ci_low=None, ci_high=None, unweighted=None)


def _round_option(option: OptionShown, digits: int) -> OptionShown:
    return replace(
        option,
        estimate=_share(option.estimate, digits),
        ci_low=_share(option.ci_low, digits),
        ci_high=_share(option.ci_high, digits),
        unweighted=_share(option.unweighted, digits),
    )


def _blank_mean(mean: MeanShown) -> MeanShown:
    return replace(mean, estimate=None, standard_error=None, ci_low=None, ci_high=None)


def _round_mean(one: Distribution) -> MeanShown | None:
    """To a tenth of a scale's point; withheld where an option is, which it would help to find."""
    assert one.mean is not None, "asked for where there is one"
    if any(option.status is not Status.RELEASED for option in one.options):
        return _blank_mean(one.mean)
    return replace(
        one.mean,
        estimate=_share(one.mean.estimate, 1),
        standard_error=None,
        ci_low=_share(one.mean.ci_low, 1),
        ci_high=_share(one.mean.ci_high, 1),
    )


def _round_took_part(shown: TookPart) -> TookPart:
    return replace(
        shown,
        groupings=tuple(
            replace(
                grouping,
                answers=None if grouping.answers is None else round_to_5(grouping.answers),
                levels=tuple(map(_round_level, grouping.levels)),
            )
            for grouping in shown.groupings
        ),
        effective_base=(None if shown.effective_base is None else round_to_5(shown.effective_base)),
        largest_weight=None if shown.largest_weight is None else round(shown.largest_weight, 1),
        trimmed=_share(shown.trimmed, 2),
        margin_error=_share(shown.margin_error, 2),
    )


def _round_level(level: LevelCompared) -> LevelCompared:
    if level.hidden:
        return replace(level, people=None, unweighted=None, weighted=None)
    return replace(
        level,
        people=None if level.people is None else round_to_5(level.people),
        unweighted=_share(level.unweighted, 2),
        weighted=_share(level.weighted, 2),
    )


def _round_provenance(provenance: Provenance) -> Provenance:
    modes = [mode for mode, people in provenance.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(provenance, modes=dict.fromkeys(modes))


def _blank_row(row: Row) -> Row:
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
        target=_blank_target(row.target) if row.target else None,
        design_effect=None,
        calibrated_error=None,
        bootstrap_error=None,
        previous=None,
        history=tuple(map(_release_point, row.history)),
    )


def _release_point(point: Point) -> Point:
    """A figure of an earlier round, rounded as it was there."""
    if point.status is not Status.RELEASED:
        return replace(point, estimate=None, ci_low=None, ci_high=None, base=None)
    digits = _digits(point.base or 0)
    return replace(
        point,
        estimate=_share(point.estimate, digits),
        ci_low=_share(point.ci_low, digits),
        ci_high=_share(point.ci_high, digits),
        base=None if point.base is None else round_to_5(point.base),
    )


def _round_previous(previous: Previous, base: int) -> Previous:
    digits = _digits(min(base, previous.base or 0))
    return replace(
        previous,
        value=round(previous.value, _digits(previous.base or 0)),
        base=None if previous.base is None else round_to_5(previous.base),
        points=round(previous.points, digits - 2),
        points_low=round(previous.points_low, digits - 2),
        points_high=round(previous.points_high, digits - 2),
        relative=_share(previous.relative, digits),
        relative_low=_share(previous.relative_low, digits),
        relative_high=_share(previous.relative_high, digits),
    )


def _blank_target(target: TargetShown) -> TargetShown:
    return replace(
        target,
        relative_value=None,
        points_value=None,
        line_relative=None,
        line_points=None,
        verdict_relative=_only_too_few(target.verdict_relative),
        verdict_points=_only_too_few(target.verdict_points),
    )


def _only_too_few(verdict: Verdict | None) -> Verdict | None:
    return verdict if verdict is Verdict.TOO_FEW else None


def _round_row(row: Row) -> Row:
    base = row.base or 0
    digits = _digits(base)
    return replace(
        row,
        estimate=_share(row.estimate, digits),
        standard_error=None,
        ci_low=_share(row.ci_low, digits),
        ci_high=_share(row.ci_high, digits),
        base=round_to_5(base),
        effective_base=None if row.effective_base is None else round_to_5(row.effective_base),
        unweighted=_share(row.unweighted, digits),
        all_asked=_share(row.all_asked, digits),
        baseline=_round_baseline(row.baseline) if row.baseline else None,
        change=_round_change(row.change, _change_digits(row)) if row.change else None,
        target=_round_target(row.target, _change_digits(row)) if row.target else None,
        design_effect=None if row.design_effect is None else round(row.design_effect, 1),
        calibrated_error=None,
        bootstrap_error=None,
        previous=_round_previous(row.previous, base) if row.previous else None,
        history=tuple(map(_release_point, row.history)),
    )


def _round_baseline(baseline: Baseline) -> Baseline:
    """Another survey's figure is already public and stays as it was published."""
    if baseline.published:
        return baseline
    base = baseline.base or 0
    return replace(baseline, value=round(baseline.value, _digits(base)), base=round_to_5(base))


def _round_change(change: ChangeShown, digits: int) -> ChangeShown:
    return replace(
        change,
        points=round(change.points, digits - 2),
        points_low=round(change.points_low, digits - 2),
        points_high=round(change.points_high, digits - 2),
        relative=_share(change.relative, digits),
        relative_low=_share(change.relative_low, digits),
        relative_high=_share(change.relative_high, digits),
    )


def _round_target(target: TargetShown, digits: int) -> TargetShown:
    return replace(
        target,
        relative_value=_share(target.relative_value, digits),
        points_value=_share(target.points_value, digits),
        line_relative=_share(target.line_relative, digits),
        line_points=_share(target.line_points, digits),
    )


def _round_method(method: Method) -> Method:
    modes = [mode for mode, people in method.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(
        method,
        respondents=round_to_5(method.respondents),
        ineligible=None,
        modes=dict.fromkeys(modes),
        arms=tuple(
            replace(
                arm,
                modes=tuple(mode for mode in arm.modes if mode in modes),
                respondents=_round_count(arm.respondents),
            )
            for arm in method.arms
        ),
        flags={flag: _round_count(count) for flag, count in method.flags.items()},
        codes_used=None if method.codes_used is None else _round_count(method.codes_used),
        raking_iterations=None,
        raking_error=None,
        not_given={name: round(share, 2) for name, share in method.not_given.items()},
    )


def _change_digits(row: Row) -> int:
    """A change is no finer than the coarser of its two rounds."""
    bases = [row.base or 0]
    if row.baseline and row.baseline.same_method:
        bases.append(row.baseline.base or 0)
    return _digits(min(bases))


def _digits(base: int) -> int:
    return 3 if base >= FINE_BASE else 2


def _share(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _round_count(count: int | str) -> int | str:
    """To the nearest 5, or in words where it is of too few people to be told."""
    if isinstance(count, str):
        return count
    return round_to_5(count) if count >= MIN_HIDDEN else f"fewer than {MIN_HIDDEN}"


def round_to_5(count: float) -> int:
    """The nearest multiple of 5, halves upwards. Worked number: 1,127 gives 1,125."""
    return int(count / 5 + 0.5) * 5
