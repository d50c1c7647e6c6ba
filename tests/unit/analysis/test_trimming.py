from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from analysis.plan import Weighting
from analysis.raking import Margin, rake
from analysis.trimming import MAX_PASSES, find_median, trim

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]

TARGETS = (
    np.array([250.0, 250.0, 0.0]),
    np.array([170.0, 210.0, 120.0, 0.0]),
)
SHARES = ((0.7, 0.3), (0.42, 0.48, 0.1))


def margin(name: str, index: Integers, targets: Floats) -> Margin:
    return Margin(name, index, targets, 0.0, ())


def list_margins(first: Integers, second: Integers) -> list[Margin]:
    return [margin("first", first, TARGETS[0]), margin("second", second, TARGETS[1])]


def weighting(trim_at: float) -> Weighting:
    return Weighting(rake=("first", "second"), trim=trim_at, tolerance=1e-12)


def trim_people(
    levels: tuple[Integers, Integers], weight: Floats, limit: float
) -> tuple[Floats, float]:
    """Person by person and margin by margin, as the definition reads; and whose weight was cut."""
    weight = rake_people(levels, weight)
    cut = np.zeros(len(weight), dtype=np.bool_)
    for _ in range(MAX_PASSES):
        if (weight <= limit * np.median(weight) * (1 + 1e-12)).all():
            return weight, float(cut.mean())
        cut |= weight > limit * np.median(weight) * (1 + 1e-12)
        cap, total = limit * float(np.median(weight)), float(weight.sum())
        while (weight > cap).any():
            weight = np.minimum(weight, cap)
            free = weight < cap
            excess = total - float(weight.sum())
            weight[free] += excess * weight[free] / float(weight[free].sum())
        weight = rake_people(levels, weight)
    raise AssertionError("the example cannot be trimmed")


def rake_people(levels: tuple[Integers, Integers], weight: Floats) -> Floats:
    weight = weight.copy()
    for _ in range(100):
        for codes, targets in zip(levels, TARGETS, strict=True):
            for level in np.unique(codes):
                who = codes == level
                weight[who] *= targets[level] / weight[who].sum()
    return weight


def draw(seed: int) -> tuple[Integers, Integers]:
    random = np.random.default_rng(seed)
    first, second = (random.choice(len(p), 500, p=p).astype(np.int32) for p in SHARES)
    return first, second


def test_the_worked_number_of_the_module() -> None:
    weight, found = trim(np.array([1.0, 1, 1, 1, 8]), np.ones(5), (), Weighting(trim=5))
    assert weight == pytest.approx([1.75] * 4 + [5])
    assert (found.passes, found.trimmed, found.finished) == (1, 0.2, True)


@pytest.mark.parametrize(
    ("values", "people", "median"),
    [([1, 2], [3, 5], 2), ([2, 1], [4, 4], 1.5), ([1, 9, 2], [2, 0, 1], 1), ([7], [1], 7)],
    ids=["more of one", "halves", "a cell of nobody", "one person"],
)
def test_the_median_is_over_people(values: list[int], people: list[int], median: float) -> None:
    found = find_median(np.array(values, dtype=float), np.array(people, dtype=float))
    assert found == median


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cells_are_trimmed_as_people_one_by_one_are(seed: int) -> None:
    levels = draw(seed)
    key = levels[0] * 3 + levels[1]
    people = np.bincount(key, minlength=6).astype(float)
    first, second = np.divmod(np.arange(6, dtype=np.int32), np.int32(3))
    margins, chosen = list_margins(first, second), weighting(5)
    raked = people * rake(people, margins, tolerance=1e-12, max_iterations=1000).factor
    weight, found = trim(raked, people, margins, chosen)
    expected, cut = trim_people(levels, np.ones(500), 5)
    np.testing.assert_allclose((weight / people)[key], expected, rtol=1e-9)
    assert found.passes > 1
    assert found.finished
    assert found.trimmed == cut > 0
    assert found.margin_error < 1e-12


@pytest.mark.parametrize("seed", [4, 5])
def test_people_with_weights_of_their_own_are_trimmed_one_by_one(seed: int) -> None:
    levels = draw(seed)
    base = np.random.default_rng(seed).lognormal(0, 0.7, 500)
    base *= 500 / base.sum()
    margins = list_margins(*levels)
    raked = base * rake(base, margins, tolerance=1e-12, max_iterations=1000).factor
    weight, found = trim(raked, np.ones(500), margins, weighting(6))
    expected, cut = trim_people(levels, base, 6)
    np.testing.assert_allclose(weight, expected, rtol=1e-9)
    assert found.trimmed == cut > 0
    assert weight.max() <= 6 * np.median(weight) * (1 + 1e-9)


def test_whoever_was_cut_once_counts_as_trimmed() -> None:
    # 19 and 16 are over twice the median, 7; after raking again only the first of them is
    index = np.array([0, 0, 0, 1, 1, 1, 1], dtype=np.int32)
    weight = np.array([2.0, 19, 3, 7, 16, 11, 5])
    chosen = Weighting(rake=("half",), trim=2)
    _, found = trim(weight, np.ones(7), [margin("half", index, np.array([24.0, 39, 0]))], chosen)
    assert found.passes > 1
    assert found.trimmed == pytest.approx(2 / 7)


def test_weights_near_each_other_are_left_alone() -> None:
    weight, found = trim(np.array([1.0, 2, 3]), np.ones(3), (), Weighting(trim=2))
    assert weight.tolist() == [1, 2, 3]
    assert (found.passes, found.trimmed, found.margin_error) == (0, 0.0, 0.0)


def test_a_limit_that_the_margins_do_not_allow_is_kept_and_their_error_told() -> None:
    # half of the population in 10 of 500 answers asks for weights of 49 times the others'
    people = np.array([10.0, 490.0])
    margins = [margin("sex", np.array([0, 1], dtype=np.int32), np.array([250.0, 250, 0]))]
    raked = people * np.array([25.0, 250 / 490])
    weight, found = trim(raked, people, margins, weighting(5))
    each = weight / people
    assert each[0] <= 5 * each[1] * (1 + 1e-9)
    assert weight.sum() == pytest.approx(500)
    assert not found.finished
    assert found.passes == MAX_PASSES
    assert found.margin_error == pytest.approx(abs(weight[0] - 250) / 250)
    assert found.margin_error > 0.5
    assert found.trimmed == 0.02


def test_more_than_the_limit_for_everybody_is_the_same_for_everybody() -> None:
    weight, found = trim(np.array([1.0, 1, 1, 97]), np.ones(4), (), Weighting(trim=2))
    assert weight.tolist() == [25] * 4
    assert found.finished
