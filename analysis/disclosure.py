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
from analysis.rows import Baseline, ChangeShown, Method, Results, Row, Status, TargetShown
from analysis.suppression import MIN_HIDDEN

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
    """What may be published of a round's results."""
    rows = tuple(
        _round_row(row) if row.status is Status.RELEASED else _blank_row(row)
        for row in results.rows
    )
    public = replace(results, rows=rows, method=_round_method(results.method))
    return Released(public, _PASS)


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
    )


def _blank_target(target: TargetShown) -> TargetShown:
    return replace(
        target,
        relative_value=None,
        points_value=None,
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
