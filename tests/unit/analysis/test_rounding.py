from __future__ import annotations

from math import sqrt

import pytest

from analysis.claims import round_to_5
from analysis.estimates import estimate_interval
from analysis.rounding import round_limits


def find_limits(yes: int, base: int, design_effect: float = 1.0) -> tuple[float, float]:
    """The exact limits in a round of 200 respondents."""
    share = yes / base
    error = sqrt(design_effect * 200 / 199 * share * (1 - share) / base)
    return estimate_interval(share, error, base, base / design_effect)[:2]


@pytest.mark.parametrize("design_effect", [1.0, 1.01])
def test_the_limits_of_an_unweighted_share_tell_no_more_than_it_does(design_effect: float) -> None:
    told: dict[tuple[int, float], set[object]] = {}
    for base in range(30, 130):
        for yes in range(3, base - 2):
            limits = round_limits(yes / base, base, *find_limits(yes, base, design_effect))
            told.setdefault((round_to_5(base), round(yes / base, 2)), set()).add(limits)
    assert {len(limits) for limits in told.values()} == {1}


def test_they_are_near_the_exact_ones() -> None:
    for base in range(30, 130):
        for yes in range(3, base - 2):
            exact = find_limits(yes, base)
            shown = round_limits(yes / base, base, *exact)
            assert shown == pytest.approx(exact, abs=0.021)


def test_the_limits_of_a_weighted_share_are_its_own() -> None:
    exact = find_limits(31, 50, design_effect=1.8)
    assert round_limits(0.62, 50, *exact) == (round(exact[0], 2), round(exact[1], 2))


def test_the_worked_number() -> None:
    assert round_limits(31 / 50, 50, *find_limits(31, 50)) == (0.48, 0.75)
    assert round_limits(32 / 52, 52, *find_limits(32, 52)) == (0.48, 0.75)


def test_where_there_is_no_share_there_are_no_limits() -> None:
    assert round_limits(None, 0, None, None) == (None, None)
