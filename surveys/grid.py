"""The squares of 250 m that a location is reduced to before anything of it is written.

A square is named by its south-west corner in metres of the British National Grid (EPSG:27700), as
``E534250N182000``. Nothing finer is ever kept, and nothing at all of a location off the grid.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproj import Transformer

SIDE = 250
"""Metres."""

OFF_THE_GRID = "outside"
"""What a location outside Great Britain is reduced to."""

_CELL = re.compile(r"E(\d{6})N(\d{6,7})")
_EAST = (0, 700_000)
_NORTH = (0, 1_300_000)


def is_cell(name: str) -> bool:
    """Whether a text names a square."""
    found = _CELL.fullmatch(name)
    return found is not None and all(int(metres) % SIDE == 0 for metres in found.groups())


def corner_of(cell: str) -> tuple[int, int]:
    """Easting and northing of a square's south-west corner, in metres.

    Raises:
        ValueError: The text names no square.
    """
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError("not a square of the grid")
    return int(found[1]), int(found[2])


def snap(latitude: float, longitude: float) -> str:
    """The square that a location lies in, or `OFF_THE_GRID`.

    Args:
        latitude: Degrees north, WGS 84, as phones give it.
        longitude: Degrees east.

    The shift between WGS 84 and the British datum is good to a few metres without grid files,
    which is far less than a square.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return OFF_THE_GRID
    if not (49 <= latitude <= 61.5 and -9.5 <= longitude <= 2.5):
        return OFF_THE_GRID
    east, north = _to_grid().transform(longitude, latitude)
    if not (_EAST[0] <= east < _EAST[1] and _NORTH[0] <= north < _NORTH[1]):
        return OFF_THE_GRID
    return name_cell(east, north)


def name_cell(east: float, north: float) -> str:
    """The square around a point of the grid, given in metres."""
    return f"E{int(east // SIDE) * SIDE:06d}N{int(north // SIDE) * SIDE:06d}"


@lru_cache(maxsize=1)
def _to_grid() -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415  # heavy, and needed for a location alone

    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
