"""Borders that cross themselves: found whatever their shape, and no other is called one."""

from __future__ import annotations

from math import cos, pi, sin
from time import perf_counter

import pytest

from analysis.places.crossing import TooIntricateError, crosses_itself
from analysis.places.outlines import load_outlines

Ring = list[tuple[float, float]]

SQUARE: Ring = [(0, 0), (4, 0), (4, 4), (0, 4)]
LOPSIDED: Ring = [(0, 0), (4, 3), (4, 0), (0, 1)]
LOOP: Ring = [(0, 0), (4, 0), (4, 4), (2, 4), (2, -1), (1, -1), (1, 4), (0, 4)]
AT_A_CORNER: Ring = [(0, 0), (2, 2), (4, 4), (4, 0), (2, 2), (0, 5)]
AT_A_SIDE: Ring = [(0, 0), (4, 0), (4, 4), (2, 0), (2, -2), (0, -2), (-2, 2)]
TWICE_ROUND: Ring = [(0, 0), (4, 0), (4, 4), (0, 4), (0.5, 0.5), (3, 0.5), (3, 5), (-1, 5)]
TOUCHES: Ring = [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)]
TOUCHES_A_CORNER: Ring = [(0, 0), (2, 2), (4, 0), (4, 4), (2, 2), (0, 4)]
REPEATED: Ring = [(0, 0), (0, 0), (4, 0), (4, 4), (4, 4), (0, 4), (0, 0)]
CORRIDOR: Ring = [(0, 0), (4, 0), (4, 4), (6, 4), (8, 4), (8, 8), (6, 4), (4, 4), (0, 4)]


def close(ring: Ring) -> Ring:
    return [*ring, ring[0]]


def star(points: int, step: int) -> Ring:
    return [
        (cos(2 * pi * step * n / points), sin(2 * pi * step * n / points)) for n in range(points)
    ]


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize(
    ("ring", "crosses"),
    [
        pytest.param(SQUARE, False, id="square"),
        pytest.param(star(400, 1), False, id="circle"),
        pytest.param(TOUCHES, False, id="a corner on a side"),
        pytest.param(TOUCHES_A_CORNER, False, id="two corners meet"),
        pytest.param(REPEATED, False, id="the same corner repeated"),
        pytest.param(CORRIDOR, False, id="there and back by one line"),
        pytest.param(LOPSIDED, True, id="lopsided bow-tie"),
        pytest.param(LOOP, True, id="a strip through a side"),
        pytest.param(AT_A_CORNER, True, id="crosses in a corner"),
        pytest.param(AT_A_SIDE, True, id="a corner on the side it crosses"),
        pytest.param(TWICE_ROUND, True, id="twice round"),
        pytest.param(star(401, 200), True, id="star"),
    ],
)
def test_a_border_that_crosses_itself_is_known(
    ring: Ring, *, crosses: bool, turn: int, backwards: bool
) -> None:
    """Wherever it begins, whichever way round, and however small."""
    around = ring[turn:] + ring[:turn]
    around = around[::-1] if backwards else around
    small = [(-0.05 + x / 1000, 51.5 + y / 1000) for x, y in around]
    assert crosses_itself(close(around)) is crosses
    assert crosses_itself(close(small)) is crosses


def test_a_border_with_more_points_than_a_ward_has_is_seen_at_once() -> None:
    wavy = [
        ((1 + 0.01 * (n % 2)) * x, (1 + 0.01 * (n % 2)) * y)
        for n, (x, y) in enumerate(star(20_000, 1))
    ]
    began = perf_counter()
    assert not crosses_itself(close(wavy))
    assert perf_counter() - began < 5


def test_what_would_take_minutes_is_given_up() -> None:
    comb = [(float(n % 2), n / 20_000) for n in range(20_000)]
    with pytest.raises(TooIntricateError):
        crosses_itself(close([*comb, (-1.0, 2.0)]))


def test_the_wards_that_ship_cross_nothing() -> None:
    assert not any(crosses_itself(one.ring) for one in load_outlines("tower-hamlets"))
