"""The wards as lines on the British National Grid, and squares as corners in degrees."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from surveys.errors import RoundError
from surveys.grid import SIDE, corner_of

if TYPE_CHECKING:
    from pyproj import Transformer

Point = tuple[float, float]
"""Easting and northing in metres, or longitude and latitude in degrees."""

ATTRIBUTION = (
    "Ward outlines: Office for National Statistics, licensed under the Open Government Licence "
    "v.3.0. Contains OS data © Crown copyright and database right."
)
"""Has to stand with every picture and file that the outlines are in."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A ward.

    Attributes:
        ring: Its border in metres; the last point is the first.
    """

    code: str
    name: str
    ring: tuple[Point, ...]

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside, by the number of borders to its right."""
        x, y = point
        crossed = 0
        for (x0, y0), (x1, y1) in zip(self.ring, self.ring[1:], strict=False):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                crossed += 1
        return crossed % 2 == 1


@lru_cache(maxsize=4)
def load_outlines(name: str) -> tuple[Outline, ...]:
    """The wards of an area that ships, in the order of their codes.

    Raises:
        RoundError: There are no outlines of this name.
    """
    path = resources.files("surveys") / "catalogue" / "outlines" / f"{name}.geojson"
    if not path.is_file():
        problem = "there are no ward outlines of this name"
        raise RoundError("places.no-outlines", f"outlines {name}", problem, "Add their GeoJSON.")
    content = json.loads(path.read_text("utf-8"))
    found = [
        Outline(
            str(one["properties"]["code"]),
            str(one["properties"]["name"]),
            tuple(to_grid(*point[:2]) for point in one["geometry"]["coordinates"][0]),
        )
        for one in content["features"]
    ]
    return tuple(sorted(found, key=lambda one: one.code))


def to_grid(longitude: float, latitude: float) -> Point:
    """Metres east and north of a point in degrees."""
    east, north = _between("EPSG:4326", "EPSG:27700").transform(longitude, latitude)
    return float(east), float(north)


def list_corners(cell: str) -> tuple[Point, ...]:
    """The corners of a square in metres, counterclockwise from the south-west."""
    east, north = corner_of(cell)
    return (east, north), (east + SIDE, north), (east + SIDE, north + SIDE), (east, north + SIDE)


def to_degrees(point: Point) -> Point:
    """Longitude and latitude (WGS 84) of a point in metres."""
    longitude, latitude = _between("EPSG:27700", "EPSG:4326").transform(*point)
    return float(longitude), float(latitude)


@lru_cache(maxsize=2)
def _between(source: str, target: str) -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415  # heavy, and needed for maps alone

    return Transformer.from_crs(source, target, always_xy=True)
