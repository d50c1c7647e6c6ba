"""Whether a border crosses itself, so that nobody could say what lies inside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, hypot, tau

Point = tuple[float, float]

MOST_COMPARED = 5_000_000
"""Pairs of sides looked at, which takes a second or two; the border of a ward needs hundreds."""

_CLOSE = 1e-9
"""Degrees, a tenth of a millimetre: a corner that near to a side lies on it."""


class TooIntricateError(ValueError):
    """A border with more pairs of sides that could cross than are looked at."""


def crosses_itself(ring: Sequence[Point]) -> bool:
    """Whether two sides of a closed ring cross; touching in a corner is no crossing.

    Sides are taken from west to east, and each is compared with those that it overlaps.

    Raises:
        TooIntricateError: More than `MOST_COMPARED` pairs of sides overlap.
    """
    corners = [one for one, following in pairwise(ring) if one != following]
    boxes = sorted(_bound(corners, at) for at in range(len(corners)))
    compared = 0
    beside: list[tuple[float, float, float, float, int]] = []
    for box in boxes:
        beside = [one for one in beside if one[1] >= box[0]]
        compared += len(beside)
        if compared > MOST_COMPARED:
            raise TooIntricateError
        for other in beside:
            overlaps = other[2] <= box[3] and box[2] <= other[3]
            if overlaps and _cross(corners, other[4], box[4]):
                return True
        beside.append(box)
    return False


def _bound(corners: Sequence[Point], at: int) -> tuple[float, float, float, float, int]:
    """West, east, south and north of the side that begins at a corner, and the corner."""
    (x0, y0), (x1, y1) = corners[at], corners[(at + 1) % len(corners)]
    return min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), at


def _cross(corners: Sequence[Point], one: int, other: int) -> bool:
    """Whether two sides cross, between their ends or where one of them begins."""
    count = len(corners)
    if (one - other) % count in {1, count - 1}:
        return False
    a, b = corners[one], corners[(one + 1) % count]
    c, d = corners[other], corners[(other + 1) % count]
    c_side, d_side = _side(a, b, c), _side(a, b, d)
    a_side, b_side = _side(c, d, a), _side(c, d, b)
    if c_side and d_side and a_side and b_side:
        return c_side != d_side and a_side != b_side
    if a == c:
        return _interleave(a, (corners[one - 1], b), (corners[other - 1], d))
    if not c_side and c != b and _lies_on(a, b, c):
        return _side(a, b, corners[other - 1]) * d_side < 0
    if not a_side and a != d and _lies_on(c, d, a):
        return _side(c, d, corners[one - 1]) * b_side < 0
    return False


def _side(start: Point, end: Point, point: Point) -> int:
    """1 left of the line from start to end, -1 right of it, 0 on it."""
    (x0, y0), (x1, y1), (x, y) = start, end, point
    distance = ((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) / hypot(x1 - x0, y1 - y0)
    return 0 if abs(distance) < _CLOSE else 1 if distance > 0 else -1


def _lies_on(start: Point, end: Point, point: Point) -> bool:
    """Whether a point of the line through start and end lies between them."""
    return all(
        min(one, other) <= value <= max(one, other)
        for one, other, value in zip(start, end, point, strict=True)
    )


def _interleave(middle: Point, one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether a border that comes twice by a corner crosses there, by the directions around it."""
    start, end, *others = (atan2(y - middle[1], x - middle[0]) for x, y in (*one, *other))
    if {start, end} & set(others):
        return False
    within = [(angle - start) % tau < (end - start) % tau for angle in others]
    return within[0] != within[1]
