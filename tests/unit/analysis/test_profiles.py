"""Combinations are numbered as sorting them would, however many there could be."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.profiles import combine


@pytest.mark.parametrize(
    ("size", "values"),
    [
        pytest.param(500, [2, 3], id="few that could occur"),
        pytest.param(3000, [10, 1, 10, 7, 10, 10, 10, 10], id="more than there is room for"),
        pytest.param(3, [40_000, 50_000, 2], id="one part that fills the room"),
        pytest.param(70_000, [5, 6, 20], id="more people than are numbered at once"),
        pytest.param(4, [], id="nothing that tells them apart"),
        pytest.param(0, [3, 2], id="nobody"),
    ],
)
def test_combinations_are_numbered_in_lexical_order(size: int, values: list[int]) -> None:
    random = np.random.default_rng(1)
    index = [random.integers(0, count, size).astype(np.int32) for count in values]
    # a table says which value each code stands for; here it turns them round
    tables = [np.arange(count, dtype=np.int32)[::-1].copy() for count in values]
    key, labels, people = combine(zip(tables, index, strict=True), size)
    rows = np.array([table[one] for table, one in zip(tables, index, strict=True)])
    rows = rows.reshape(len(values), size)
    assert (labels[:, key] == rows).all()
    assert np.bincount(key, minlength=labels.shape[1]).tolist() == people.tolist()
    assert (people > 0).all()
    found = [tuple(label) for label in labels.T.tolist()]
    assert found == sorted(set(found))
