"""Which levels of a margin are weighted together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from analysis.collapsing import collapse
from surveys.errors import EstimateError
from tests.support.plans import make_grouping

SHARES = {"a": 0.2, "b": 0.2, "c": 0.3, "d": 0.3}
ON = {"a": "b", "b": "c", "c": "d"}
IN_PAIRS = {"a": "b", "b": "a", "c": "d", "d": "c"}


@pytest.mark.parametrize(
    ("collapse_into", "people", "heirs"),
    [
        (ON, [10, 10, 10, 10], [0, 1, 2, 3]),
        (ON, [9, 10, 10, 10], [1, 1, 2, 3]),
        (ON, [4, 5, 90, 90], [2, 2, 2, 3]),
        (ON, [4, 6, 90, 90], [1, 1, 2, 3]),
        (ON, [90, 4, 5, 90], [0, 3, 3, 3]),
        (ON, [90, 90, 90, 9], [0, 1, 2, 3]),
        (IN_PAIRS, [4, 5, 90, 3], [1, 1, 2, 2]),
        (IN_PAIRS, [0, 9, 3, 90], [1, 1, 3, 3]),
        ({}, [9, 1, 90, 90], [0, 1, 2, 3]),
        (ON, [0, 0, 0, 0], [0, 1, 2, 3]),
    ],
    ids=[
        "enough in each",
        "one with few",
        "together still too few",
        "together enough",
        "in the middle",
        "the last one has nowhere to go",
        "each into the other",
        "nobody in one",
        "nowhere to go",
        "nobody gave it",
    ],
)
def test_levels_of_few_people_go_with_the_next(
    collapse_into: Mapping[str, str], people: list[int], heirs: list[int]
) -> None:
    grouping = make_grouping("age", SHARES, collapse_into)
    assert collapse(grouping, np.array(people, dtype=float), 10).tolist() == heirs


def test_with_one_as_the_least_only_levels_with_nobody_go() -> None:
    grouping = make_grouping("age", SHARES, ON)
    assert collapse(grouping, np.array([0.0, 1, 2, 3]), 1).tolist() == [1, 1, 2, 3]


def test_a_level_with_nobody_and_nowhere_to_go_is_refused() -> None:
    grouping = make_grouping("age", SHARES, {"a": "b"})
    with pytest.raises(EstimateError, match="level a"):
        collapse(grouping, np.array([0.0, 0, 90, 90]), 10)


def test_a_level_without_population_is_nobodys_to_take_over() -> None:
    grouping = make_grouping("age", SHARES | {"a": 0.0, "d": 0.5}, ON)
    assert collapse(grouping, np.array([0.0, 90, 90, 90]), 10).tolist() == [0, 1, 2, 3]
    with pytest.raises(EstimateError, match="no population"):
        collapse(grouping, np.array([1.0, 90, 90, 90]), 10)
