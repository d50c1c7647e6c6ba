"""Change between two independent rounds, and what it says about a target.

Points are percentage points, 100 (p1 - p0); relative change is a share, p1/p0 - 1. Plans say "10 %
increase" and mean either, so both are always computed and shown. Two intervals that overlap are
not a test; the test here is of the difference, adjusted over all measures by Holm's method.

Standard errors are themselves estimates, from as many answers as there are: with the normal's 1.96
any increase counted as met in 2.55 % of 40,000 pairs of rounds of 400 between which nothing had
changed (women, in points; `tests/simulations`). So interval and test take Student's t: 2.48 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp, sqrt
from typing import Protocol

from analysis.distributions import t_quantile, two_sided_p
from analysis.estimates import CONFIDENCE

LEVEL = 0.05
MIN_BASE_VERDICT = 100
_ROUNDING = 1e-12


class Estimate(Protocol):
    """A share with its standard error, 0-1, and what both rest on."""

    @property
    def estimate(self) -> float:
        """The share."""

    @property
    def standard_error(self) -> float:
        """Its standard error."""

    @property
    def effective_base(self) -> float:
        """Kish's effective base; 0 where it is not known."""


class Verdict(StrEnum):
    """What a round shows about a target, under one reading of it."""

    MET = "met"
    ON_TRACK = "on_track"
    NOT_MET = "not_met"
    NOT_SHOWN = "not_shown"
    TOO_FEW = "too_few"
    NO_BASELINE = "no_baseline"


@dataclass(frozen=True, slots=True)
class Change:
    """A change with 95 % intervals.

    Attributes:
        points, points_low, points_high: Percentage points.
        relative, relative_low, relative_high: Share of the earlier value; None where it is 0.
        p_value: Two-sided, before any adjustment.
    """

    points: float
    points_low: float
    points_high: float
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    p_value: float

    @property
    def limits(
        self,
    ) -> tuple[float, float, float, float | None, float | None, float | None]:
        """Everything but the p-value, in order."""
        return (
            self.points,
            self.points_low,
            self.points_high,
            self.relative,
            self.relative_low,
            self.relative_high,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a target, in the units of its change.

    Attributes:
        low, high: The interval of the change so far; None where it cannot be had.
        asked: The change that the target asks for; 0 for any increase.
        value: The share that has to be reached by the deadline, 0-1.
    """

    low: float | None
    high: float | None
    asked: float
    value: float


def estimate_change(now: Estimate, before: Estimate) -> Change:
    """The change from one independent round to another.

    Source: SE of the difference sqrt(SE1^2 + SE0^2); for the ratio Katz et al. (1978) with the
    delta method, SE(ln(p1/p0)) = sqrt((SE1/p1)^2 + (SE0/p0)^2), limits (p1/p0) exp(+/- t SE) - 1.
    Both with Student's t on the degrees of freedom of `find_df`, and so is the p-value.
    Worked number: 0.55 (SE 0.015, effective base 1,100) after 0.50 (SE 0.02, 625): 5 points,
    0.09 to 9.91; relative 0.10, 0.0002 to 0.2097.
    """
    df = find_df(now, before)
    t = t_quantile((1 + CONFIDENCE) / 2, df)
    difference = now.estimate - before.estimate
    error = sqrt(now.standard_error**2 + before.standard_error**2)
    relative = _relative(now, before, t)
    return Change(
        points=100 * difference,
        points_low=100 * (difference - t * error),
        points_high=100 * (difference + t * error),
        relative=relative[0],
        relative_low=relative[1],
        relative_high=relative[2],
        p_value=two_sided_p(difference / error, df) if error > 0 else float(difference == 0),
    )


def find_df(now: Estimate, before: Estimate) -> float:
    """Degrees of freedom of a change: the smaller effective base less 1, at least 1.

    An effective base that is not known (0) leaves the other. Source: those of Welch (1947) for two
    means are never fewer, and more only as far as both standard errors are equally well known; the
    effective base, because an error of uneven weights rests on fewer answers than there are. Worked
    number: 400 and 187.6 give 186.6.
    """
    known = [one.effective_base for one in (now, before) if one.effective_base]
    return max(1.0, min(known, default=0) - 1)


def _relative(
    now: Estimate, before: Estimate, t: float
) -> tuple[float | None, float | None, float | None]:
    if before.estimate == 0:
        return None, None, None
    ratio = now.estimate / before.estimate
    if now.estimate == 0:
        return -1.0, None, None
    error = sqrt(
        (now.standard_error / now.estimate) ** 2 + (before.standard_error / before.estimate) ** 2
    )
    return ratio - 1, ratio * exp(-t * error) - 1, ratio * exp(t * error) - 1


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values for having looked at all of them.

    Source: Holm (1979): in ascending order p_(k) * (m - k + 1), made non-decreasing, at most 1.
    Worked number: 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06.
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, p_values[index] * (len(p_values) - rank)))
        adjusted[index] = largest
    return adjusted


def find_verdict(
    reading: Reading, *, estimate: float, baseline: float, downward: bool, elapsed: float | None
) -> Verdict:
    """The verdict on one reading of a target, where both bases suffice.

    Args:
        reading: What is asked, and the change so far.
        estimate: This round's share, 0-1.
        baseline: The earlier round's share, 0-1.
        downward: The change is clear and downward.
        elapsed: Share of the time from the baseline to the deadline that has passed, 0-1; 1 when
            the deadline has passed, None where there is none.

    Met if the lower limit of the change reaches the target (for a target of any increase: lies
    above 0). Not met if the upper limit stays below it once the deadline has passed. On track
    before the deadline if the estimate is on or above the straight line from the baseline to the
    target and the change is not clearly downward. Else not shown. Without a deadline it is met or
    not shown. Worked number: baseline 0.50,
    target 0.55, half the time gone: 0.525 or more is on track.
    """
    if reading.low is not None and _reaches(reading.low, reading.asked):
        return Verdict.MET
    if elapsed is None:
        return Verdict.NOT_SHOWN
    if elapsed >= 1:
        short = reading.high is not None and reading.high < reading.asked
        return Verdict.NOT_MET if short else Verdict.NOT_SHOWN
    on_line = estimate >= find_line(baseline, reading.value, elapsed) - _ROUNDING
    return Verdict.ON_TRACK if on_line and not downward else Verdict.NOT_SHOWN


def read_values(
    increase: float | None, baseline: float | None
) -> tuple[float | None, float | None]:
    """The share to reach, as a relative increase and as an increase in points.

    A reading that asks for more than everybody is impossible and gives None. Worked number: 10 %
    on a baseline of 0.58 is 0.638 read relatively and 0.68 read as points.
    """
    if increase is None or baseline is None:
        return None, None
    relative, points = baseline * (1 + increase), baseline + increase
    return (relative if relative <= 1 else None), (points if points <= 1 else None)


def find_line(baseline: float, value: float, elapsed: float) -> float:
    """Where the straight line from a baseline to the share to reach is, 0-1.

    Worked number: from 0.50 to 0.55 with half the time gone, 0.525.
    """
    return baseline + elapsed * (value - baseline)


def _reaches(low: float, asked: float) -> bool:
    return low > 0 if asked == 0 else low >= asked


def elapsed_share(baseline_on: date, today: date, deadline: date) -> float:
    """How much of the time from the baseline to the deadline has passed, 0-1.

    The last day of the plan counts as passed: fieldwork that closes on it is the last that counts.
    """
    whole = (deadline - baseline_on).days
    return min(1.0, max(0.0, (today - baseline_on).days / whole)) if whole > 0 else 1.0
