"""The map, its words, the tables behind it and the file for geographic systems."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from analysis.places import (
    PlaceCounts,
    ReleasedPlaces,
    list_place_tables,
    make_map,
    release_places,
    render_geojson,
)
from analysis.places.counting import PlaceKind
from analysis.places.mapping import CLASSES, find_class
from analysis.places.naming import find_centre, name_cell
from analysis.places.outlines import Outline, load_outlines, to_grid
from surveys.errors import RoundError
from surveys.grid import corner_of, snap
from tests.support.consulted import SPOTS
from tests.unit.analysis.places.conftest import make_counts

Outlines = tuple[Outline, ...]


def test_the_map_says_in_words_every_number_that_it_shows(
    released: ReleasedPlaces, outlines: Outlines
) -> None:
    figure = make_map(released, outlines)
    assert figure is not None
    for one in released.cells:
        assert f"{one.code}): about {one.people} people." in figure.alt
    assert figure.alt.startswith("SYNTHETIC: made-up answers\n")
    assert "Places named by at least ten people" in figure.alt
    assert figure.title.endswith("Places that people told us about")
    for words in ("Office for National Statistics", "OS data", "Open Government Licence"):
        assert words in figure.notes[-1]


def test_the_picture_is_the_same_bytes_again_and_has_its_words(
    released: ReleasedPlaces, outlines: Outlines
) -> None:
    figure = make_map(released, outlines)
    assert figure is not None
    svg = figure.draw("svg")
    assert svg == figure.draw("svg")
    root = ET.fromstring(svg)  # our own
    assert root.findtext("{http://www.w3.org/2000/svg}title") == figure.title
    assert figure.alt in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert b"http" not in svg.replace(b"http://www.w3.org", b""), "nothing is fetched"
    png = figure.draw("png")
    assert png == figure.draw("png")
    assert png.startswith(b"\x89PNG")


def test_classes_differ_in_more_than_colour() -> None:
    assert len({one.hatch for one in CLASSES}) == len({one.fill for one in CLASSES}) == 4
    assert [find_class(people).least for people in (10, 15, 20, 75, 80, 400)] == [
        *(10, 10, 20, 40),
        *(80, 80),
    ]


def test_without_a_square_to_show_there_is_no_map(counts: PlaceCounts, outlines: Outlines) -> None:
    released = release_places(make_counts(counts, 200, {"no": 100}, {"0": 30}))
    assert make_map(released, outlines) is None
    assert json.loads(render_geojson(released, outlines))["features"] == []


@pytest.mark.parametrize(
    "function",
    [make_map, render_geojson, list_place_tables],
    ids=["map", "geojson", "tables"],
)
def test_exact_counts_are_not_taken(counts: PlaceCounts, outlines: Outlines, function: Any) -> None:
    with pytest.raises(TypeError, match="only released places"):
        function(counts, outlines)


def test_geojson_is_as_the_standard_asks(released: ReleasedPlaces, outlines: Outlines) -> None:
    content = json.loads(render_geojson(released, outlines))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content
    assert content["synthetic"] is True
    assert len(content["features"]) == len(released.cells)
    for feature, shown in zip(content["features"], released.cells, strict=True):
        assert feature["properties"] == {
            "cell": shown.code,
            "ward": name_cell(shown.code, outlines),
            "people": shown.people,
            "question": "place_spot",
        }
        [ring] = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) == 5
        turns = pairwise(ring)
        area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turns)
        assert area > 0, "counterclockwise"
        longitude, latitude = (sum(one[at] for one in ring[:4]) / 4 for at in (0, 1))
        assert snap(latitude, longitude) == shown.code
        assert to_grid(*ring[0]) == pytest.approx(corner_of(shown.code), abs=0.2)


def test_the_same_places_give_the_same_file(released: ReleasedPlaces, outlines: Outlines) -> None:
    assert render_geojson(released, outlines) == render_geojson(released, outlines)


def test_there_is_a_table_for_each_kind_of_place(
    released: ReleasedPlaces, outlines: Outlines
) -> None:
    tables = {one.name: one for one in list_place_tables(released, outlines)}
    assert {
        "places-place-way",
        "places-place-kind-kind",
        "places-place-ward-ward",
        "places-place-spot-cell",
    } <= tables.keys()
    squares = tables["places-place-spot-cell"]
    assert [row[1] for row in squares.rows] == [one.people for one in released.cells]
    assert squares.title.startswith("SYNTHETIC")
    assert "OS data" in squares.source
    assert all(len(one.tab) <= 31 for one in tables.values())


def test_that_places_are_left_out_is_said_where_some_are(
    released: ReleasedPlaces, outlines: Outlines
) -> None:
    tables = {one.name: one for one in list_place_tables(released, outlines)}
    few = tables["places-place-ward-ward"]
    assert f"{len(few.rows)} of 20 that could be named are shown." in few.notes
    ways = released.ways
    assert ways is not None
    named = len(ways.shown)
    for possible, left_out in ((named, 0), (named + 1, 1)):
        these = replace(ways, possible={PlaceKind.WAY: possible})
        table = list_place_tables(replace(released, ways=these), outlines)[0]
        assert sum("could be named" in one for one in table.notes) == left_out


@pytest.mark.parametrize(
    ("cell", "ward"),
    [
        pytest.param(SPOTS[1], "Bow West", id="inside"),
        pytest.param(SPOTS[2], "Canary Wharf", id="another"),
        pytest.param("E541000N181000", "Blackwall & Cubitt Town", id="outside-the-nearest"),
    ],
)
def test_a_square_is_named_after_the_ward_of_its_middle(
    outlines: Outlines, cell: str, ward: str
) -> None:
    assert name_cell(cell, outlines) == ward


def test_a_name_stands_in_the_middle_of_a_ward() -> None:
    square = Outline("", "", ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0)))
    assert find_centre(square) == (1, 1)


def test_outlines_that_are_not_there_are_told() -> None:
    with pytest.raises(RoundError) as refused:
        load_outlines("atlantis")
    assert refused.value.code == "places.no-outlines"
