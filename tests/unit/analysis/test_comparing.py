from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from analysis.change import Verdict, estimate_change
from analysis.comparing import Told, round_change, round_target
from analysis.plan import Fit
from analysis.rows import ChangeShown, TargetShown


def list_told(base: int, share: float) -> list[Told]:
    """Everything that is published as this share of this base."""
    return [
        told
        for size in range(base - 2, base + 3)
        for yes in range(size + 1)
        if (told := Told(yes / size, size)).round() == Told(share, base)
    ]


def change(now: Told, before: Told, *, wider: float = 1.0) -> ChangeShown:
    """The exact change; `wider` than without weights."""
    one = estimate_change(now, before)
    half = wider * (one.points_high - one.points_low) / 2
    ratio, factor = 1 + (one.relative or 0), 1.2
    limits = (one.relative_low, one.relative_high)
    if wider != 1.0:
        limits = (ratio / factor - 1, ratio * factor - 1)
    return ChangeShown(
        *(one.points, one.points - half, one.points + half),
        *(one.relative, *limits),
        clear=False,
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [((300, 0.55), (300, 0.5)), ((100, 0.31), (55, 0.02)), ((1005, 0.501), (150, 0.4))],
)
def test_an_unweighted_change_is_the_same_whatever_the_counts(
    now: tuple[int, float], before: tuple[int, float]
) -> None:
    pairs = list(product(list_told(*now), list_told(*before)))
    assert len(pairs) > 4
    assert len({round_change(change(*pair), *pair) for pair in pairs}) == 1


def test_a_public_change_is_that_of_the_shares_beside_it() -> None:
    shown = round_change(
        change(Told(0.5534, 298), Told(0.4966, 298)), Told(0.5534, 298), Told(0.4966, 298)
    )
    assert (shown.points, shown.points_low, shown.points_high) == (5, -3, 13)
    assert (shown.relative, shown.relative_low, shown.relative_high) == (0.1, -0.06, 0.28)


def test_a_public_change_on_few_answers_is_as_wide_as_their_number_asks() -> None:
    now, before = Told(0.6, 30), Told(0.4, 30)
    shown = round_change(change(now, before), now, before)
    # 12.65 points of standard error: R's qt(0.975, 29) makes 25.9 of them, and 1.96 would make 24.8
    assert (shown.points_low, shown.points, shown.points_high) == (-6, 20, 46)


def test_a_weighted_change_keeps_the_width_of_its_interval() -> None:
    now, before = Told(0.5534, 298), Told(0.4966, 298)
    shown = round_change(change(now, before, wider=1.5), now, before)
    exact = change(now, before, wider=1.5)
    half = (exact.points_high - exact.points_low) / 2
    assert (shown.points_low, shown.points_high) == (round(5 - half), round(5 + half))
    assert (shown.relative_low, shown.relative_high) == (round(1.1 / 1.2 - 1, 2), 0.32)


def test_a_thousand_answers_in_both_rounds_allow_a_tenth_of_a_point() -> None:
    now, before = Told(0.5534, 1204), Told(0.4966, 1300)
    assert round_change(change(now, before), now, before).points == 5.6
    coarse = Told(0.4966, 997)
    assert round_change(change(now, coarse), now, coarse).points == 5


@pytest.mark.parametrize("now", [0.004, 0.997], ids=["nearly nobody", "nearly everybody"])
def test_a_share_that_is_rounded_to_an_end_has_an_interval(now: float) -> None:
    one, before = Told(now, 900), Told(0.4966, 900)
    shown = round_change(change(one, before), one, before)
    assert shown.points_low < shown.points < shown.points_high


def test_nothing_is_relative_to_what_is_rounded_to_nobody() -> None:
    now, before = Told(0.1, 900), Told(0.004, 900)
    shown = round_change(change(now, before), now, before)
    assert (shown.relative, shown.relative_low, shown.relative_high) == (None, None, None)


def make_target(baseline: float, elapsed: float = 0.4, increase: float = 0.1) -> TargetShown:
    relative, points = baseline * (1 + increase), baseline + increase
    return TargetShown(
        *("10%", "plan", Fit.EXACT, "x", increase, relative, points, date(2028, 3, 31)),
        *(Verdict.ON_TRACK, Verdict.ON_TRACK, True, ""),
        line_relative=baseline + elapsed * (relative - baseline),
        line_points=baseline + elapsed * (points - baseline),
    )


def test_a_target_is_set_from_the_baseline_as_it_is_published() -> None:
    found = {
        round_target(make_target(told.estimate), told).line_points for told in list_told(300, 0.5)
    }
    assert found == {0.54}
    told = Told(0.5045, 333)
    shown = round_target(make_target(told.estimate), told)
    assert (shown.relative_value, shown.points_value) == (0.55, 0.6)
    assert (shown.line_relative, shown.line_points) == (0.52, 0.54)
    assert shown.verdict_relative is Verdict.ON_TRACK


def test_any_increase_has_its_line_at_the_baseline() -> None:
    told = Told(0.5045, 333)
    shown = round_target(make_target(told.estimate, increase=0.0), told)
    assert (shown.line_relative, shown.relative_value) == (0.5, 0.5)


def test_without_a_baseline_a_target_has_no_values() -> None:
    shown = round_target(make_target(0.5), None)
    assert (shown.relative_value, shown.points_value) == (None, None)
    assert (shown.line_relative, shown.line_points) == (None, None)


def test_a_reading_over_everybody_goes_by_the_published_baseline() -> None:
    shown = round_target(make_target(0.9045), Told(0.9045, 333))
    assert (shown.relative_value, shown.points_value) == (0.99, 1.0)
    assert round_target(make_target(0.9052), Told(0.9052, 333)).points_value is None
