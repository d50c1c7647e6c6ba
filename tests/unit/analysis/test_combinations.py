"""Combinations are numbered as sorting them would, however many there could be."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.combinations import Combinations, Numbers, combine

Parts = list[tuple[Numbers, Numbers]]


def draw(size: int, tables: list[list[int]]) -> Parts:
    """For each table, which of its digits each of the people has."""
    random = np.random.default_rng(1)
    return [
        (np.array(table, dtype=np.int32), random.integers(0, len(table), size).astype(np.int32))
        for table in tables
    ]


def check(found: Combinations, parts: Parts, size: int) -> None:
    """See that everybody has their own values, and that each combination is there once."""
    key = found.number()
    rows = np.array([table[index] for table, index in parts]).reshape(len(parts), size)
    assert (found.labels[:, key] == rows).all()
    assert np.bincount(key, minlength=len(found.people)).tolist() == found.people.tolist()
    assert (found.people > 0).all()
    labels = [tuple(label) for label in found.labels.T.tolist()]
    assert labels == sorted(set(labels))


@pytest.mark.parametrize(
    ("size", "counts"),
    [
        pytest.param(500, [2, 3], id="few that could occur"),
        pytest.param(3000, [10, 1, 10, 7, 10, 10, 10, 10], id="more than there is room for"),
        pytest.param(3, [40_000, 50_000, 2], id="one part that fills the room"),
        pytest.param(70_000, [5, 6, 20], id="more people than are numbered at once"),
        pytest.param(4, [], id="nothing that tells them apart"),
        pytest.param(0, [3, 2], id="nobody"),
    ],
)
def test_combinations_are_numbered_in_lexical_order(size: int, counts: list[int]) -> None:
    # a table says which value each digit stands for; here it turns them round
    parts = draw(size, [list(range(count))[::-1] for count in counts])
    check(combine(parts, size), parts, size)


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param([[2, 0, 1, 0], [1, 0]], id="two digits of four"),
        pytest.param([[0, 0, 0, 1, 0, 0], [1, 0]], id="most digits"),
        pytest.param([[0, 0, 0], [0]], id="all digits"),
        pytest.param([[1, 0, 1]] * 12, id="more than there is room for"),
    ],
)
def test_digits_that_stand_for_the_same_value_make_one_combination(tables: list[list[int]]) -> None:
    parts = draw(2000, tables)
    check(combine(parts, 2000), parts, 2000)


def test_each_person_is_given_what_is_given_for_their_combination() -> None:
    parts = draw(100, [[0, 1, 1], [1, 0]])
    found = combine(parts, 100)
    sums = found.labels.sum(axis=0, dtype=np.int32)
    wanted = sum(table[index] for table, index in parts)
    assert found.renumber(sums).tolist() == np.asarray(wanted).tolist()


def test_parts_without_values_combine_for_nobody() -> None:
    empty = np.zeros(0, dtype=np.int32)
    found = combine([(empty, empty), (empty, empty)], 0)
    assert (found.labels.shape, found.number().shape) == ((2, 0), (0,))
