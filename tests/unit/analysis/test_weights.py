from __future__ import annotations

import numpy as np
import pytest

from analysis.plan import Plan, Weighting
from analysis.weights import describe_weighting, weight_cells
from tests.support.plans import make_grouping, make_plan

SEXES = {"female": 0.5, "male": 0.5}
LEVELS = {"sex": np.array([0, 1], dtype=np.int32)}


def plan(**changes: object) -> Plan:
    weighting = Weighting.model_validate({"rake": ("sex",), **changes})
    return make_plan(groupings=(make_grouping("sex", SEXES),), weighting=weighting)


@pytest.mark.parametrize(
    ("chosen", "people", "words"),
    [
        (plan(), [30, 70], "raked: sex"),
        (plan(rake=()), [30, 70], "none"),
        (plan(min_respondents=200), [30, 70], "not raked: fewer than 200 answers"),
        (plan(trim=5), [30, 70], "raked: sex; trimmed at 5 times the median"),
        (plan(trim=2.5), [30, 70], "raked: sex; trimmed at 2.5 times the median"),
        (plan(trim=5, min_respondents=200), [30, 70], "not raked: fewer than 200 answers"),
        (plan(design=True), [30, 70], "design weight; raked: sex"),
    ],
)
def test_the_weighting_is_told_in_words(chosen: Plan, people: list[float], words: str) -> None:
    counts = np.array(people, dtype=float)
    factors = weight_cells(chosen, LEVELS, counts, counts)
    assert describe_weighting(chosen, factors) == words


def test_a_margin_that_nobody_gave_is_not_said_to_be_met() -> None:
    shares = {"area": {"n": 0.5, "s": 0.5}, "sex": SEXES}
    groupings = tuple(make_grouping(name, of) for name, of in shares.items())
    both = make_plan(groupings=groupings, weighting=Weighting(rake=("sex", "area")))
    people, nobody = np.array([30.0, 70.0]), np.array([-1, -1], dtype=np.int32)
    factors = weight_cells(both, LEVELS | {"area": nobody}, people, people)
    assert describe_weighting(both, factors) == "raked: sex; not raked to area: nobody gave it"
    factors = weight_cells(plan(), {"sex": nobody}, people, people)
    assert describe_weighting(plan(), factors) == "not raked to sex: nobody gave it"


def test_trimmed_weights_are_those_of_the_raking_that_is_told() -> None:
    people = np.array([10.0, 190.0])
    factors = weight_cells(plan(trim=4), LEVELS, people, people)
    assert factors.raking is not None
    assert factors.trimming is not None
    assert factors.raking.error == factors.trimming.margin_error > 0.1
    np.testing.assert_array_equal(factors.raking.factor, factors.factor)
    assert factors.factor[0] <= 4 * factors.factor[1] * (1 + 1e-9)


def test_design_weights_are_trimmed_where_a_round_is_too_small_to_rake() -> None:
    base, people = np.array([1.0] * 9 + [20.0]), np.ones(10)
    levels = {"sex": np.array([0, 1] * 5, dtype=np.int32)}
    factors = weight_cells(plan(trim=5, design=True), levels, base, people)
    assert factors.raking is None
    weight = base * factors.factor
    assert weight.max() <= 5 * np.median(weight)
    assert weight.sum() == pytest.approx(base.sum())
