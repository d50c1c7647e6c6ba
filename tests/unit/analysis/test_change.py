from __future__ import annotations

from datetime import date
from math import log, sqrt

import pytest

from analysis.change import (
    Reading,
    Verdict,
    elapsed_share,
    estimate_change,
    find_verdict,
    holm,
)
from analysis.estimates import Share


def share(estimate: float, error: float = 0.02) -> Share:
    return Share(
        estimate=estimate,
        standard_error=error,
        ci_low=0,
        ci_high=1,
        interval="logit",
        base=500,
        effective_base=400,
        unweighted=estimate,
        all_asked=estimate,
    )


@pytest.mark.parametrize(
    ("now", "before", "points", "relative"),
    [(0.69, 0.72, -3, -0.0417), (0.92, 0.87, 5, 0.0575), (0.65, 0.83, -18, -0.2169)],
    ids=["69 after 72", "92 after 87", "65 after 83"],
)
def test_points_and_per_cent_are_told_apart(
    now: float, before: float, points: float, relative: float
) -> None:
    change = estimate_change(share(now), share(before))
    assert change.points == pytest.approx(points)
    assert change.relative == pytest.approx(relative, abs=5e-5)


def test_women_after_dark_2013_14_against_2007_08() -> None:
    # +2.9 points, SE 1.90: 95 % -0.8 to +6.7; ratio 1.055, 0.987 to 1.127
    before = 0.5673 - 0.0294
    error_before = sqrt(0.0190**2 - 0.0174**2)
    change = estimate_change(share(0.5673, 0.0174), share(before, error_before))
    assert [change.points, change.points_low, change.points_high] == pytest.approx(
        [2.9, -0.8, 6.7], abs=0.05
    )
    assert change.relative == pytest.approx(0.055, abs=5e-4)
    assert change.p_value > 0.05


def test_the_relative_interval_is_symmetric_in_logs() -> None:
    change = estimate_change(share(0.55, 0.015), share(0.5, 0.02))
    assert change.relative_low is not None
    assert change.relative_high is not None
    error = sqrt((0.015 / 0.55) ** 2 + (0.02 / 0.5) ** 2)
    assert log(1 + change.relative_high) - log(1.1) == pytest.approx(1.959964 * error, rel=1e-6)
    assert log(1.1) - log(1 + change.relative_low) == pytest.approx(1.959964 * error, rel=1e-6)


def test_nothing_can_be_relative_to_nothing() -> None:
    change = estimate_change(share(0.1), share(0.0))
    assert (change.relative, change.relative_low, change.relative_high) == (None, None, None)
    assert change.points == pytest.approx(10)


def test_no_change_at_all_is_no_evidence() -> None:
    assert estimate_change(share(1.0, 0), share(1.0, 0)).p_value == 1


@pytest.mark.parametrize(
    ("given", "adjusted"),
    [
        ([], []),
        ([0.03], [0.03]),
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.5, 0.9], [1.0, 1.0]),
        ([0.04, 0.04], [0.08, 0.08]),
    ],
    ids=["none", "one", "three", "capped at 1", "ties"],
)
def test_holm(given: list[float], adjusted: list[float]) -> None:
    assert holm(given) == pytest.approx(adjusted)


def verdict(
    low: float | None,
    high: float | None,
    asked: float = 0.1,
    estimate: float = 0.52,
    downward: bool = False,
    elapsed: float = 0.5,
) -> Verdict:
    reading = Reading(low, high, asked, 0.5 + asked / 2)
    return find_verdict(
        reading, estimate=estimate, baseline=0.5, downward=downward, elapsed=elapsed
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (verdict(0.10, 0.2), Verdict.MET),
        (verdict(0.11, 0.2, elapsed=1), Verdict.MET),
        (verdict(-0.1, 0.0999, elapsed=1), Verdict.NOT_MET),
        (verdict(-0.1, 0.1, elapsed=1), Verdict.NOT_SHOWN),
        (verdict(0.09, 0.2, elapsed=1), Verdict.NOT_SHOWN),
        (verdict(-0.1, 0.05, estimate=0.525), Verdict.ON_TRACK),
        (verdict(-0.1, 0.05, estimate=0.5249), Verdict.NOT_SHOWN),
        (verdict(-0.1, 0.05, estimate=0.6, downward=True), Verdict.NOT_SHOWN),
        (verdict(None, None, elapsed=1), Verdict.NOT_SHOWN),
        (verdict(0.0001, 0.1, asked=0), Verdict.MET),
        (verdict(0.0, 0.1, asked=0, elapsed=1), Verdict.NOT_SHOWN),
        (verdict(-0.1, -0.01, asked=0, elapsed=1), Verdict.NOT_MET),
        (verdict(-0.1, 0.1, asked=0, estimate=0.5), Verdict.ON_TRACK),
    ],
    ids=[
        "lower limit reaches it",
        "reached after the deadline",
        "upper limit below it",
        "upper limit at it",
        "lower limit just short",
        "on the line",
        "under the line",
        "clearly downward",
        "no interval",
        "any increase, above 0",
        "any increase, from 0",
        "any increase, a fall",
        "any increase, level",
    ],
)
def test_verdicts_go_by_the_interval(found: Verdict, expected: Verdict) -> None:
    assert found is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 1), 0.0),
        (date(2027, 4, 1), 365 / 730),
        (date(2028, 3, 30), 729 / 730),
        (date(2028, 3, 31), 1.0),
        (date(2029, 1, 1), 1.0),
    ],
)
def test_time_passes_from_the_baseline_to_the_deadline(today: date, expected: float) -> None:
    assert elapsed_share(date(2026, 4, 1), today, date(2028, 3, 31)) == pytest.approx(expected)
