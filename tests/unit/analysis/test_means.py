from __future__ import annotations

import numpy as np
import pytest

from analysis.means import estimate_mean

POINTS = (1.0, 3.0, 5.0)


def test_the_worked_number() -> None:
    weight = np.array([30.0, 40.0, 30.0])
    mean = estimate_mean(POINTS, 100, weight, weight, 100)
    assert mean is not None
    found = (mean.estimate, mean.standard_error, mean.ci_low, mean.ci_high)
    assert found == pytest.approx((3, 0.155700, 2.691057, 3.308943), abs=1e-6)


def test_weights_move_the_mean_and_widen_its_interval() -> None:
    # the same hundred people, those who score 5 with weight 2
    weight, squared = np.array([30.0, 40.0, 60.0]), np.array([30.0, 40.0, 120.0])
    mean = estimate_mean(POINTS, 100, weight, squared, 100)
    assert mean is not None
    assert mean.estimate == pytest.approx((30 + 120 + 300) / 130)
    people = np.repeat(POINTS, [30, 40, 30])
    each = np.repeat([1.0, 1.0, 2.0], [30, 40, 30])
    residual = each * (people - mean.estimate) / each.sum()
    by_person = np.sqrt(100 / 99 * ((residual - residual.mean()) ** 2).sum())
    assert mean.standard_error == pytest.approx(by_person)


def test_of_nobody_there_is_no_mean() -> None:
    assert estimate_mean(POINTS, 0, np.zeros(3), np.zeros(3), 100) is None


def test_of_one_person_there_is_no_interval() -> None:
    one = np.array([0.0, 1.0, 0.0])
    mean = estimate_mean(POINTS, 1, one, one, 100)
    assert mean is not None
    assert (mean.estimate, mean.standard_error, mean.ci_low, mean.ci_high) == (3, None, None, None)
