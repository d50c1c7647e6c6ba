"""What a square is called, so that a map can be read without seeing it."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from analysis.places.outlines import Outline, Point
from surveys.grid import SIDE, corner_of


def find_middle(cell: str) -> Point:
    """The middle of a square, in metres."""
    east, north = corner_of(cell)
    return east + SIDE / 2, north + SIDE / 2


def find_centre(outline: Outline) -> Point:
    """The centre of a ward's area, in metres.

    Source: the centroid of a polygon, by the signed areas of the triangles that its sides make with
    one corner. Worked number: of the square from 0 to 2 it is 1, 1.
    """
    (x0, y0), area, x, y = outline.ring[0], 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(outline.ring, outline.ring[1:], strict=False):
        part = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        area, x, y = area + part, x + part * (x0 + x1 + x2), y + part * (y0 + y1 + y2)
    return x / (3 * area), y / (3 * area)


def name_cell(cell: str, outlines: Sequence[Outline]) -> str:
    """The ward that the middle of a square lies in, or on whose border it lies.

    Worked number: the middle of E535000N181250 is 535,125 east and 181,375 north.
    """
    middle = find_middle(cell)
    for one in outlines:
        if one.holds(middle):
            return one.name
    # a square of the borough whose middle is in the river or over the border
    return min(outlines, key=lambda one: _find_distance(one, middle)).name


def _find_distance(outline: Outline, point: Point) -> float:
    return min(hypot(x - point[0], y - point[1]) for x, y in outline.ring)
