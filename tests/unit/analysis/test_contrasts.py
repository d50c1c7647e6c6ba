"""A group against everybody else: the statistic, and when there are too few answers to say."""

from __future__ import annotations

import pytest

from analysis.contrasts import Side, add_up, estimate_contrast


def test_the_worked_number_of_its_docstring() -> None:
    found = estimate_contrast(Side(60, 100), Side(200, 500))
    assert found is not None
    assert found.difference == pytest.approx(0.2)
    assert found.p_value == pytest.approx(0.00037, abs=5e-6)


def test_it_says_the_same_of_both_sides() -> None:
    one = estimate_contrast(Side(60, 100), Side(200, 500))
    other = estimate_contrast(Side(200, 500), Side(60, 100))
    assert one is not None
    assert other is not None
    assert (one.difference, one.p_value) == (-other.difference, other.p_value)


def test_equal_shares_are_no_difference() -> None:
    found = estimate_contrast(Side(20, 50), Side(80, 200))
    assert found is not None
    assert found.difference == 0
    assert found.p_value == pytest.approx(1)


@pytest.mark.parametrize(
    ("group", "others", "enough"),
    [
        pytest.param(Side(15, 29), Side(200, 500), False, id="29-answers-are-too-few"),
        pytest.param(Side(15, 30), Side(200, 500), True, id="30-are-enough"),
        pytest.param(Side(200, 500), Side(15, 29), False, id="too-few-others"),
        pytest.param(Side(0, 30), Side(20, 500), False, id="under-5-expected-to-say-yes"),
        pytest.param(Side(30, 30), Side(480, 500), False, id="under-5-expected-to-say-no"),
        pytest.param(Side(0, 30), Side(120, 500), True, id="nobody-said-yes-of-those-expected"),
    ],
)
def test_too_few_goes_by_both_sides_together(group: Side, others: Side, enough: bool) -> None:
    assert (estimate_contrast(group, others) is not None) is enough


def test_nobody_of_30_is_not_certain_of_anything() -> None:
    # divided by the two estimated errors this would be t = -11
    found = estimate_contrast(Side(0, 30), Side(100, 500))
    assert found is not None
    assert found.p_value > 0.005


def test_sides_are_added_up() -> None:
    assert add_up([Side(1, 2), Side(3, 4)]) == Side(4, 6)
    assert add_up([]) == Side(0, 0)
