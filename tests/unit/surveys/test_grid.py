"""Locations become squares of the British National Grid, and which squares are the borough's."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from pyproj import Transformer

from surveys import grid
from surveys.grid import OFF_THE_GRID, SIDE, corner_of, is_cell, name_cell, snap
from surveys.loading import load_catalogue

CATALOGUE = Path(grid.__file__).parent / "catalogue"
OUTLINES = CATALOGUE / "outlines" / "tower-hamlets.geojson"
SQUARES = load_catalogue("safety-consultation").by_name["place_spot"].cells
LATTICE, FIRST = 25.0, 12.5
"""Metres between the points that are looked up, and from a square's edge to its first ones, as the
head of the file of squares says."""

# Ordnance Survey, OSTN15-OSGM15 developer pack, test points: latitude and longitude (ETRS89),
# easting and northing (m). Crown copyright, Open Government Licence.
TEST_POINTS = [
    pytest.param(51.48936564950, -0.11992557180, 530624.974, 178388.464, id="TP09, Lambeth"),
    pytest.param(51.37447025550, 1.44454730409, 639821.835, 169565.858, id="TP07, North Foreland"),
    pytest.param(51.89436637350, 0.89724327012, 599445.590, 225722.826, id="TP11, Colchester"),
    pytest.param(53.80021519630, -1.66379168242, 422242.186, 433818.701, id="TP20, Leeds"),
]


@pytest.mark.parametrize(("latitude", "longitude", "east", "north"), TEST_POINTS)
def test_a_location_is_within_five_metres_of_what_ordnance_survey_publishes(
    latitude: float, longitude: float, east: float, north: float
) -> None:
    found = grid._to_grid().transform(longitude, latitude)
    assert math.dist(found, (east, north)) < 5
    assert snap(latitude, longitude) == name_cell(east, north)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        pytest.param(23.81, 90.41, id="Dhaka"),
        pytest.param(53.35, -6.26, id="Dublin"),
        pytest.param(48.85, 2.35, id="Paris"),
        pytest.param(-51.5, -0.05, id="the other hemisphere"),
        pytest.param(51.5, 359.95, id="degrees past a half turn"),
        pytest.param(0.0, 0.0, id="no fix"),
        pytest.param(math.nan, 0.0, id="not a number"),
        pytest.param(51.5, math.inf, id="endless"),
        pytest.param(90.0, 0.0, id="a pole"),
    ],
)
def test_a_location_in_another_country_is_none_of_the_boroughs_squares(
    latitude: float, longitude: float
) -> None:
    found = snap(latitude, longitude)
    assert found == OFF_THE_GRID or is_cell(found)
    assert found not in set(SQUARES)


def test_every_location_within_a_square_is_the_same_square() -> None:
    back = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    east, north = corner_of(SQUARES[100])
    for right, up in [(1, 1), (SIDE - 1, 1), (1, SIDE - 1), (SIDE - 1, SIDE - 1), (125, 125)]:
        longitude, latitude = back.transform(east + right, north + up)
        assert snap(latitude, longitude) == SQUARES[100]
    for right, up in [(-1, 1), (SIDE + 1, 1), (1, -1), (1, SIDE + 1)]:
        longitude, latitude = back.transform(east + right, north + up)
        assert snap(latitude, longitude) != SQUARES[100]


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("E534250N182000", True),
        ("E534250N1182000", True),
        ("E534251N182000", False),
        ("E534250N182001", False),
        ("E534250", False),
        ("534250,182000", False),
        ("E534250N182000\n", False),
        ("", False),
    ],
)
def test_a_square_is_named_by_its_corner(name: str, *, sound: bool) -> None:
    assert is_cell(name) is sound
    if sound:
        assert name_cell(*corner_of(name)) == name


def test_what_names_no_square_has_no_corner() -> None:
    with pytest.raises(ValueError, match="not a square"):
        corner_of("E5N1")


def test_the_squares_are_those_with_some_point_inside_a_ward() -> None:
    """The file is made again from the outlines, with nothing of `surveys.grid` but the names."""
    wards = list(_wards())
    assert len(wards) == 20
    found = set(chain.from_iterable(map(_squares_of, wards)))
    assert sorted(found) == sorted(SQUARES)
    assert len(SQUARES) == 375


def _wards() -> Iterator[list[Outline]]:
    """The outlines of each ward, in metres of the grid."""
    to_grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    for feature in json.loads(OUTLINES.read_text("utf-8"))["features"]:
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        polygons = geometry["coordinates"] if several else [geometry["coordinates"]]
        for polygon in polygons:
            assert len(polygon) == 1, "no ward has a hole"
        rings = [[to_grid.transform(*point[:2]) for point in polygon[0]] for polygon in polygons]
        yield [Outline(ring, closed=True) for ring in rings]


def _squares_of(ward: list[Outline]) -> set[str]:
    squares: set[str] = set()
    for ring in ward:
        extents = ring.get_extents()
        left, low = (edge // SIDE * SIDE + FIRST for edge in (extents.xmin, extents.ymin))
        points = [
            (east, north)
            for east in np.arange(left, extents.xmax, LATTICE)
            for north in np.arange(low, extents.ymax, LATTICE)
        ]
        inside = ring.contains_points(points)
        squares |= {name_cell(*point) for point, is_in in zip(points, inside, strict=True) if is_in}
    return squares
