from __future__ import annotations

from datetime import date
from math import log, sqrt

import numpy as np
import pytest

from analysis.change import (
    LEVEL,
    Reading,
    Verdict,
    elapsed_share,
    estimate_change,
    find_df,
    find_verdict,
    holm,
)
from analysis.estimates import Share


def share(estimate: float, error: float = 0.02, effective: float = 400) -> Share:
    return Share(
        estimate=estimate,
        standard_error=error,
        ci_low=0,
        ci_high=1,
        interval="logit",
        base=500,
        effective_base=effective,
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
    # R: qt(0.975, 399)
    assert log(1 + change.relative_high) - log(1.1) == pytest.approx(1.965927 * error, rel=1e-6)
    assert log(1.1) - log(1 + change.relative_low) == pytest.approx(1.965927 * error, rel=1e-6)


def test_the_worked_number() -> None:
    change = estimate_change(share(0.55, 0.015, 1100), share(0.5, 0.02, 625))
    assert (change.points_low, change.points_high) == pytest.approx((0.09, 9.91), abs=0.005)
    assert (change.relative_low, change.relative_high) == pytest.approx((0.0002, 0.2097), abs=5e-5)
    assert change.p_value == pytest.approx(2 * 0.02296660561, rel=1e-8)  # R: pt(-2, 624)


@pytest.mark.parametrize(
    ("now", "before", "df"),
    [
        (400, 187.6, 186.6),
        (187.6, 400, 186.6),
        (1, 500, 1),
        (1.4, 500, 1),
        (350, 0, 349),
        (0, 350, 349),
        (0, 0, 1),
    ],
    ids=[
        "the earlier round",
        "this round",
        "one answer",
        "hardly more",
        "earlier one not known",
        "this one not known",
        "neither known",
    ],
)
def test_the_round_with_the_smaller_effective_base_decides_the_degrees_of_freedom(
    now: float, before: float, df: float
) -> None:
    assert find_df(share(0.5, effective=now), share(0.5, effective=before)) == pytest.approx(df)


@pytest.mark.parametrize("effective", [25, 105, 400, 2000])
@pytest.mark.parametrize("points", [3, 4.6, 5.4, 5.8, 6.2, 9], ids="{} points".format)
def test_the_interval_leaves_no_change_out_exactly_where_the_test_finds_one(
    effective: float, points: float
) -> None:
    change = estimate_change(
        share(0.5 + points / 100, 0.02, effective), share(0.5, 0.02, effective + 60)
    )
    assert (change.points_low > 0) == (change.p_value < LEVEL)


def test_where_nothing_changed_an_increase_is_found_in_two_and_a_half_of_a_hundred_rounds() -> None:
    """Means of 12 normal answers each, beside a round so large that it adds next to no error.

    With the normal's 1.96 it would be 3.8 in 100.
    """
    draws, size = 10_000, 12
    answers = np.random.default_rng(20261121).normal(0.5, 0.1, (draws, size))
    errors = answers.std(axis=1, ddof=1) / sqrt(size)
    rounds = zip(answers.mean(axis=1).tolist(), errors.tolist(), strict=True)
    before = share(0.5, 1e-6, 1e6)
    changes = [estimate_change(share(mean, error, size), before) for mean, error in rounds]
    chance = 3 * sqrt(0.025 * 0.975 / draws)
    assert np.mean([one.points_low > 0 for one in changes]) == pytest.approx(0.025, abs=chance)
    assert np.mean([one.points_high < 0 for one in changes]) == pytest.approx(0.025, abs=chance)
    assert np.mean([one.p_value < LEVEL for one in changes]) == pytest.approx(0.05, abs=2 * chance)


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
