from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.withholding import hide_options


@pytest.mark.parametrize(
    ("counts", "known", "least", "expected"),
    [
        pytest.param((12, 30, 40), (), 3, set(), id="none is small: all are shown"),
        pytest.param((2, 9, 40, 30), (), 3, {0, 1}, id="one is small: the next smallest goes too"),
        pytest.param((0, 20, 40, 30), (), 3, {0, 1}, id="nobody is as protected as two people"),
        pytest.param((1, 4, 8, 30, 40), (), 3, {0, 1, 2}, id="until they make ten people"),
        pytest.param((2, 1, 2, 30, 40), (), 3, None, id="too few left once five people need more"),
        pytest.param((9, 30, 40, 20), (), 10, {0, 3}, id="a sensitive item: nine are small"),
        pytest.param((2, 30), (), 3, None, id="of two options nothing can be shown"),
        pytest.param((2, 30, 40), (), 3, None, id="one shown alone would be a remainder"),
        pytest.param((2, 40, 9, 30, 19), ({0, 1},), 3, {0, 1}, id="a measure knows the sum"),
        pytest.param(
            (2, 5, 9, 30, 19), ({0, 1},), 3, {0, 1}, id="a sum that a measure publishes anyway"
        ),
        pytest.param(
            (20, 30, 1, 12, 19), ({0, 1},), 3, {2, 3}, id="the measure's other answers as well"
        ),
        pytest.param(
            (2, 20, 30, 9, 19, 25),
            ({0, 1, 2}, {0, 1}),
            3,
            {0, 1},
            id="two measures know a difference",
        ),
    ],
)
def test_what_is_hidden(
    counts: tuple[int, ...],
    known: tuple[set[int], ...],
    least: int,
    expected: set[int] | None,
) -> None:
    assert hide_options([counts], known, least=least) == expected


def test_an_option_that_all_but_two_gave_is_hidden() -> None:
    chosen, not_chosen = (98, 50, 40, 35), (2, 50, 60, 65)
    assert hide_options([chosen, not_chosen], (), least=3) == frozenset({0, 3})


def test_what_a_larger_group_leaves_is_held_to_the_same() -> None:
    women, men = (9, 25, 60, 35, 7), (17, 58, 52, 18, 1)
    assert hide_options([women], (), least=3) == frozenset()
    assert hide_options([women, men], (), least=3) == frozenset({0, 4})


def test_what_is_hidden_makes_ten_people_in_the_larger_group_as_well() -> None:
    women, men = (2, 9, 30, 40, 50), (1, 4, 30, 40, 50)
    assert hide_options([women, men], (), least=3) == frozenset({0, 1, 2})


def test_an_option_withheld_elsewhere_is_hidden_and_not_alone() -> None:
    assert hide_options([(20, 30, 40, 50)], (), least=3, withheld={2}) == frozenset({0, 2})


@given(
    st.lists(st.integers(0, 60), min_size=3, max_size=7).map(tuple),
    st.sets(st.integers(0, 6), max_size=4),
    st.sampled_from([3, 10]),
)
def test_no_small_count_is_the_difference_of_what_is_known(
    counts: tuple[int, ...], positive: set[int], least: int
) -> None:
    """Whatever sums of hidden options are known, none is of one small option or of few people."""
    size = len(counts)
    inside = {place for place in positive if place < size}
    yes = sum(counts[place] for place in inside)
    published = 0 < len(inside) < size and min(yes, sum(counts) - yes) >= least
    known = [inside] if published else []
    hidden = hide_options([counts], known, least=least)
    if hidden is None:
        return
    assert all(counts[place] >= least for place in range(size) if place not in hidden)
    sets = [inside, set(range(size)) - inside] if published else []
    sums = [set(range(size)), *sets]
    for several in (pair for number in (1, 2) for pair in combinations(sums, number)):
        left = set.intersection(*several) & hidden
        if left and left not in sets:
            assert len(left) >= 2
            assert sum(counts[place] for place in left) >= 10
