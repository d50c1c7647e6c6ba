"""Student's t and the normal, against R."""

from __future__ import annotations

import pytest

from analysis.distributions import t_quantile, two_sided_p

# R 4: 2 * pt(-t, df), made with format(..., digits = 16)
_P_VALUES = {
    (1, 0.5): 0.7048327646991336,
    (1, 4): 0.1559582607547386,
    (1.5, 2.1): 0.2113454355294381,
    (10, 1.96): 0.07843624024769974,
    (30.2, 2.1): 0.04418499425084778,
    (186, 0.5): 0.6176660909664942,
    (186.6, 2.1): 0.03707301848591252,
    (999, 1.96): 0.05027346273381004,
    (999, 4): 6.801470983803914e-05,
    (1000, 0.5): 0.617185080833875,
    (1000, 4): 6.800991920878148e-05,
    (5000, 2.1): 0.03577881828223606,
    (10**6, 1.96): 0.0499960675852698,
}
# R 4: qt(0.975, df)
_QUANTILES = {
    1.5: 6.016663104427929,
    30.2: 2.041705455039728,
    186.6: 1.972758576226363,
    999.4: 1.962340508438335,
    5000: 1.960438551706507,
}


@pytest.mark.parametrize(("df", "t"), _P_VALUES)
def test_p_values_are_those_of_r(df: float, t: float) -> None:
    expected = _P_VALUES[df, t]
    assert two_sided_p(t, df) == pytest.approx(expected, rel=1e-11)
    assert two_sided_p(-t, df) == two_sided_p(t, df)


@pytest.mark.parametrize(("df", "expected"), _QUANTILES.items())
def test_degrees_of_freedom_need_not_be_whole(df: float, expected: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("df", [1, 5, 30, 186.6, 999, 1000, 1000.5, 4000])
def test_a_quantile_is_passed_as_often_as_it_says(df: float) -> None:
    assert two_sided_p(t_quantile(0.975, df), df) == pytest.approx(0.05, rel=1e-10)


def test_no_distance_is_never_passed_by_chance() -> None:
    assert [two_sided_p(0, df) for df in (1, 50, 5000)] == [1, 1, 1]
