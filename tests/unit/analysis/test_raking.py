from __future__ import annotations

import numpy as np
import pytest

from analysis.raking import Margin, build_margin, rake
from surveys.errors import EstimateError
from tests.support.plans import make_grouping

HALVES = {"female": 0.5, "male": 0.5}
BANDS = {"young": 0.2, "middle": 0.3, "old": 0.5}


def margin(name: str, index: list[int], targets: list[float]) -> Margin:
    return Margin(name, np.array(index, dtype=np.int32), np.array(targets), 0.0, ())


def test_a_single_margin_is_met_in_one_step() -> None:
    raking = rake(
        np.array([30.0, 70.0]),
        [margin("sex", [0, 1], [50, 50, 0])],
        tolerance=1e-9,
        max_iterations=1,
    )
    assert raking.factor == pytest.approx([50 / 30, 50 / 70])
    assert raking.iterations == 1


def test_two_margins_are_both_met() -> None:
    base = np.array([10.0, 20.0, 30.0, 40.0])
    margins = [margin("a", [0, 0, 1, 1], [50, 50, 0]), margin("b", [0, 1, 0, 1], [30, 70, 0])]
    raking = rake(base, margins, tolerance=1e-12, max_iterations=500)
    weight = base * raking.factor
    assert [weight[:2].sum(), weight[[0, 2]].sum()] == pytest.approx([50, 30], rel=1e-11)


def test_raking_cells_is_raking_people() -> None:
    random = np.random.default_rng(7)
    people = random.integers(0, [3, 4], size=(500, 2)).astype(np.int32)
    key = people[:, 0] * 4 + people[:, 1]
    targets = ([100.0, 150.0, 250.0, 0.0], [50.0, 100.0, 150.0, 200.0, 0.0])

    def margins(levels: np.ndarray[tuple[int, int], np.dtype[np.int32]]) -> list[Margin]:
        return [margin(str(k), levels[:, k].tolist(), targets[k]) for k in (0, 1)]

    cells = np.stack(np.divmod(np.arange(12, dtype=np.int32), np.int32(4)), axis=1)
    by_cell = rake(
        np.bincount(key, minlength=12).astype(float),
        margins(cells),
        tolerance=1e-12,
        max_iterations=500,
    )
    by_person = rake(np.ones(500), margins(people), tolerance=1e-12, max_iterations=500)
    np.testing.assert_allclose(by_cell.factor[key], by_person.factor, rtol=1e-12)


def test_the_not_given_keep_their_share() -> None:
    level = np.array([0, 1, -1], dtype=np.int32)
    found = build_margin(make_grouping("sex", HALVES), level, np.array([120.0, 60.0, 20.0]))
    assert found.targets.tolist() == [90, 90, 20]
    assert found.not_given == 0.1


def test_a_margin_that_nobody_gave_asks_nothing() -> None:
    level = np.array([-1], dtype=np.int32)
    found = build_margin(make_grouping("sex", HALVES), level, np.array([20.0]))
    assert found.targets.tolist() == [0, 0, 20]


def test_a_level_without_respondents_is_refused_by_name() -> None:
    level = np.array([0], dtype=np.int32)
    with pytest.raises(EstimateError, match=r"margin sex, level male.*[Cc]ollapse"):
        build_margin(make_grouping("sex", HALVES), level, np.array([20.0]))


@pytest.mark.parametrize(
    ("held", "collapse", "targets"),
    [
        ([0.0, 50.0, 50.0], {"young": "middle"}, [0, 50, 50, 0]),
        ([0.0, 0.0, 100.0], {"young": "middle", "middle": "old"}, [0, 0, 100, 0]),
    ],
    ids=["one step", "two steps"],
)
def test_an_empty_level_passes_its_share_on(
    held: list[float], collapse: dict[str, str], targets: list[float]
) -> None:
    level = np.array([0, 1, 2], dtype=np.int32)
    found = build_margin(make_grouping("age", BANDS, collapse), level, np.array(held))
    assert found.targets.tolist() == pytest.approx(targets)
    assert ("young", "middle" if held[1] else "old") in found.collapsed


def test_a_level_of_few_people_shares_a_weight_with_the_next() -> None:
    level = np.array([0, 1, 2, -1], dtype=np.int32)
    grouping = make_grouping("age", BANDS, {"young": "middle"})
    base = np.array([6.0, 44.0, 50.0, 20.0])
    found = build_margin(grouping, level, base, min_level=10)
    assert found.index.tolist() == [1, 1, 2, 3]
    assert found.targets.tolist() == pytest.approx([0, 50, 50, 20])
    assert found.collapsed == (("young", "middle"),)
    raking = rake(base, [found], tolerance=1e-12, max_iterations=5)
    assert raking.factor.tolist() == pytest.approx([1, 1, 1, 1])


def test_people_are_counted_for_a_level_and_not_their_design_weights() -> None:
    level = np.array([0, 1, 2], dtype=np.int32)
    grouping = make_grouping("age", BANDS, {"young": "middle"})
    base, people = np.array([60.0, 44.0, 50.0]), np.array([6.0, 44.0, 50.0])
    assert build_margin(grouping, level, base, people, 10).collapsed == (("young", "middle"),)
    assert build_margin(grouping, level, base, base, 10).collapsed == ()


def test_levels_that_collapse_into_each_other_are_refused_when_both_are_empty() -> None:
    level = np.array([2], dtype=np.int32)
    grouping = make_grouping("age", BANDS, {"young": "middle", "middle": "young"})
    with pytest.raises(EstimateError, match="level young"):
        build_margin(grouping, level, np.array([10.0]))


def test_respondents_without_population_are_refused() -> None:
    grouping = make_grouping("sex", {"female": 1.0, "male": 0.0})
    level = np.array([0, 1], dtype=np.int32)
    with pytest.raises(EstimateError, match="no population"):
        build_margin(grouping, level, np.array([10.0, 10.0]))


def test_margins_that_cannot_both_hold_do_not_converge() -> None:
    # every woman is young and every man is old, so both margins cannot be met
    margins = [margin("sex", [0, 1], [50, 50, 0]), margin("age", [0, 1], [20, 80, 0])]
    with pytest.raises(EstimateError, match="did not converge in 50 iterations"):
        rake(np.array([50.0, 50.0]), margins, tolerance=1e-6, max_iterations=50)
