"""The wards as lines on the British National Grid, and squares as corners in degrees."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.places.crossing import TooIntricateError, crosses_itself
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
"""Has to stand with every picture and file that outlines of the ONS are in."""

_ONS = re.compile(r"WD\d\d(CD|NM)")
"""Code and name of a ward in files of the Open Geography Portal, such as ``WD24CD``."""

_FEWEST_POINTS = 4
"""Of a closed ring (RFC 7946, 3.1.6)."""

MOST_POINTS = 20_000
"""Of all wards of a file; the generalised outlines of a borough have some hundreds."""

_LEAST_AREA = 1e-9
"""Square degrees, about 8 square metres in London: a border that holds less is a line or a point,
or crosses itself so that its parts cancel."""

_LONGEST_NAME, _LONGEST_SOURCE = 100, 1000
_GREAT_BRITAIN = (-9.5, 2.5), (49.0, 61.5)
"""Longitudes and latitudes for which the British National Grid is of use, as in `surveys.grid`."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A ward.

    Attributes:
        ring: Its border in metres; the last point is the first.
        attribution: Whose outline it is, in the words that its licence asks for.
    """

    code: str
    name: str
    ring: tuple[Point, ...]
    attribution: str = ATTRIBUTION

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside, by the number of borders to its right."""
        x, y = point
        crossed = 0
        for (x0, y0), (x1, y1) in zip(self.ring, self.ring[1:], strict=False):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                crossed += 1
        return crossed % 2 == 1


def load_outlines(name: str) -> tuple[Outline, ...]:
    """The wards of an area, in the order of their codes.

    Args:
        name: A name of outlines that ship, or a GeoJSON file of polygons in degrees whose features
            have ``code`` and ``name``, with their source as ``attribution`` beside the features;
            or, as the ONS has them, ``WD24CD`` and ``WD24NM`` of any year.

    Raises:
        RoundError: There are no outlines of this name, or they cannot be read.
    """
    if Path(name).name == name and not Path(name).suffix:
        return _load_shipped(name)
    try:
        text = Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise RoundError(
            "places.no-outlines",
            f"outlines {name}",
            f"the file cannot be read ({why})",
            "Name a GeoJSON file of ward outlines.",
        ) from error
    return _read(text, name)


def list_attributions(outlines: Sequence[Outline]) -> tuple[str, ...]:
    """What has to stand with every picture and file that the outlines are in."""
    return tuple(dict.fromkeys(one.attribution for one in outlines))


@lru_cache(maxsize=4)
def _load_shipped(name: str) -> tuple[Outline, ...]:
    path = resources.files("surveys") / "catalogue" / "outlines" / f"{name}.geojson"
    if not path.is_file():
        problem = "there are no ward outlines of this name"
        remedy = "Name those of your partnership as a GeoJSON file."
        raise RoundError("places.no-outlines", f"outlines {name}", problem, remedy)
    return _read(path.read_text("utf-8"), name, ATTRIBUTION)


def _read(text: str, name: str, source: str = "") -> tuple[Outline, ...]:
    """The wards of a file.

    Args:
        text: The file.
        name: What it was asked for by.
        source: Whose outlines they are where the file does not say it.
    """
    try:
        content = json.loads(text)
        source = _tidy(str(content.get("attribution", source)), "source", _LONGEST_SOURCE)
        _check_size(content["features"])
        found = [_read_ward(one, source) for one in content["features"]]
        _check_codes(found)
    except (LookupError, TypeError, ValueError, AttributeError, *_TOO_MUCH) as error:
        said = str(error) if isinstance(error, _Refused) else "it is no GeoJSON of ward outlines"
        raise _refuse(name, said) from error
    if not found:
        raise _refuse(name, "it has no wards")
    return tuple(sorted(found, key=lambda one: one.code))


class _Refused(ValueError):
    """What is wrong with a ward, in words."""


_TOO_MUCH = (RecursionError, OverflowError)
"""Brackets inside brackets without end, and numbers that are too large."""


def _check_size(wards: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what would take minutes to draw, before any of it is read."""
    if sum(len(one["geometry"]["coordinates"][0]) for one in wards) > MOST_POINTS:
        raise _Refused(f"the wards have over {MOST_POINTS} points: use generalised outlines")


def _check_codes(wards: Sequence[Outline]) -> None:
    for code, times in Counter(one.code for one in wards).items():
        if times > 1:
            raise _Refused(f"two wards have the code {code}")


def _tidy(text: str, what: str, longest: int) -> str:
    """Words that stand in pictures and files, in one line."""
    tidy = " ".join(text.split())
    if len(tidy) > longest:
        raise _Refused(f"there is a {what} of over {longest} characters")
    if not tidy.isprintable():
        raise _Refused(f"there is a {what} with characters that cannot be shown")
    return tidy


def _read_ward(feature: Mapping[str, Any], source: str) -> Outline:
    told = {str(key): str(value) for key, value in feature["properties"].items()}
    ons = {found[1]: told[key] for key in told if (found := _ONS.fullmatch(key))}
    code = _tidy(told.get("code") or ons.get("CD", ""), "code", _LONGEST_NAME)
    name = _tidy(told.get("name") or ons.get("NM", ""), "name", _LONGEST_NAME)
    source = source or (ATTRIBUTION if ons else "")
    if not code or not name:
        raise _Refused("a ward has no code, or no name")
    if not source:
        raise _Refused("it does not say whose outlines they are (`attribution` beside `features`)")
    if feature["geometry"]["type"] != "Polygon":
        raise _Refused(f"{name} is a {feature['geometry']['type']}, and one polygon is needed")
    return Outline(code, name, _read_ring(feature["geometry"], name), source)


def _read_ring(geometry: Mapping[str, Any], name: str) -> tuple[Point, ...]:
    """The border of a ward in metres; holes in it are left out."""
    points = [(float(one[0]), float(one[1])) for one in geometry["coordinates"][0]]
    if len(points) < _FEWEST_POINTS or points[0] != points[-1]:
        raise _Refused(f"the border of {name} is not closed")
    for longitude, latitude in points:
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            raise _Refused(f"{name} has positions that are no longitude and latitude")
        if not all(map(_is_between, (longitude, latitude), _GREAT_BRITAIN)):
            raise _Refused(
                f"{name} is not in Great Britain; longitude comes first, and a file that has "
                "latitude before longitude has to be turned round"
            )
    if _measure_area(points) < _LEAST_AREA:
        raise _Refused(f"the border of {name} holds no area, or crosses itself")
    try:
        if crosses_itself(points):
            raise _Refused(f"the border of {name} crosses itself")
    except TooIntricateError as error:
        raise _Refused(f"{name} is too intricate: use generalised outlines") from error
    return tuple(to_grid(*point) for point in points)


def _is_between(degrees: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= degrees <= ends[1]


def _measure_area(ring: Sequence[Point]) -> float:
    """What a closed ring holds (the shoelace formula), from its first corner for exactness."""
    first = ring[0]
    corners = [(x - first[0], y - first[1]) for x, y in ring]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(corners))) / 2


def _refuse(name: str, problem: str) -> RoundError:
    return RoundError(
        "places.outlines-refused",
        f"outlines {name}",
        problem,
        "Use a GeoJSON file of polygons in degrees (WGS 84), each with code and name, as the Open "
        "Geography Portal of the ONS has them.",
    )


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
