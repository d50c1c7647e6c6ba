"""Counts that may be shown, with an attack on what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from analysis.claims import round_to_5
from analysis.masking import Hidden, hide_counts, is_given_away

FEW, PROTECTS = Hidden.FEW, Hidden.PROTECTS


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((10, 10, 10), {}),
        ((262, 141), {}),
        ((262, 9), {"b": FEW, "a": PROTECTS}),
        ((262, 141, 7), {"c": FEW, "b": PROTECTS}),
        ((100, 100, 60, 0), {"d": FEW, "c": PROTECTS}),
        ((52, 121, 118, 64, 31, 7), {"f": FEW}),
        ((200, 100, 50, 30, 14, 2, 3), {"f": FEW, "g": FEW}),
        ((5, 5, 5), {"a": FEW, "b": FEW, "c": FEW}),
    ],
    ids=str,
)
def test_counts_under_ten_are_hidden_and_protected(
    counts: tuple[int, ...], hidden: dict[str, Hidden]
) -> None:
    assert hide_counts(name(counts)) == hidden


def name(counts: tuple[int, ...]) -> dict[str, int]:
    return dict(zip("abcdefgh", counts, strict=False))


def test_where_hiding_all_does_not_help_nothing_is_shown() -> None:
    assert hide_counts({"women": 10, "men": 3}) is None
    assert hide_counts({"a": 9, "b": 9, "c": 9}) is None  # their total gives all of them away


def attack(
    exact: Mapping[str, int], hidden: Mapping[str, Hidden], within: int = 2
) -> dict[str, set[int]]:
    """Every value that each count under 10 can have, for who knows the total exactly.

    Counts that are shown are known within 2, or exactly where `within` is 0.
    """
    total = sum(exact.values())
    shown = [
        round_to_5(count) if within else count
        for code, count in exact.items()
        if code not in hidden
    ]
    few = [code for code, why in hidden.items() if why is FEW]
    protecting = len(hidden) - len(few)
    lefts = {
        total - sum(one) for one in product(*(range(c - within, c + within + 1) for c in shown))
    }
    found: dict[str, set[int]] = {code: set() for code in few}
    for values in product(range(10), repeat=len(few)):
        rest = {left - sum(values) for left in lefts}
        most = min(shown, default=total) + within
        fits = any(
            10 * protecting <= one <= most * protecting if protecting else one == 0 for one in rest
        )
        if fits:
            for code, value in zip(few, values, strict=True):
                found[code].add(value)
    return found


@pytest.mark.parametrize("others", [(), (23,), (23, 47), (61, 88, 140)], ids=len)
@pytest.mark.parametrize("second", range(0, 40, 3))
@pytest.mark.parametrize("first", range(10))
def test_any_count_under_ten_stays_possible(
    first: int, second: int, others: tuple[int, ...]
) -> None:
    exact = name((first, second, *others))
    for within in (2, 0):
        hidden = hide_counts(exact, rounded=within > 0)
        if hidden is not None:
            found = attack(exact, hidden, within)
            assert all(values == set(range(10)) for values in found.values())


@pytest.mark.parametrize(
    ("smaller", "larger", "given_away"),
    [(45, 50, True), (50, 50, True), (40, 50, False), (9, 12, False), (10, 19, True)],
)
def test_two_counts_of_which_one_is_part_of_the_other_tell_the_rest(
    smaller: int, larger: int, given_away: bool
) -> None:
    assert is_given_away(smaller, larger) is given_away
