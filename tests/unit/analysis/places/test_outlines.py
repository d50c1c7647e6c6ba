"""Ward outlines: those that ship, and another partnership's from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.places import ReleasedPlaces, list_place_tables, make_map, render_geojson
from analysis.places.outlines import ATTRIBUTION, MOST_POINTS, load_outlines
from surveys.errors import RoundError

SHIPPED = Path("surveys/catalogue/outlines/tower-hamlets.geojson")
SQUARE = [[[-0.08, 51.5], [-0.02, 51.5], [-0.02, 51.55], [-0.08, 51.55], [-0.08, 51.5]]]
ONS = {"WD24CD": "E05000001", "WD24NM": "Sample ward"}


def ward(properties: Any = ONS, kind: str = "Polygon", coordinates: Any = SQUARE) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(folder: Path, *wards: Any, **more: Any) -> str:
    path = folder / "wards.geojson"
    content = {"type": "FeatureCollection", "features": list(wards), **more}
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


def test_a_file_of_the_ons_is_read_with_its_own_columns(tmp_path: Path) -> None:
    [found] = load_outlines(write(tmp_path, ward()))
    assert (found.code, found.name, found.attribution) == ("E05000001", "Sample ward", ATTRIBUTION)
    assert found.holds((535000, 181000))
    assert not found.holds((530000, 181000))


def test_others_outlines_are_told_with_their_own_source_everywhere(
    tmp_path: Path, released: ReleasedPlaces
) -> None:
    plain = {"code": "X1", "name": "Made-up ward"}
    file = write(tmp_path, ward(plain), attribution="Outlines: made up for a test.")
    outlines = load_outlines(file)
    figure = make_map(released, outlines)
    assert figure is not None
    assert figure.notes[-1] == "Outlines: made up for a test."
    assert "Made-up ward (E535000N181250)" in figure.alt
    content = json.loads(render_geojson(released, outlines))
    assert content["attribution"] == "Outlines: made up for a test."
    assert {one["properties"]["ward"] for one in content["features"]} == {"Made-up ward"}
    sources = [one.source for one in list_place_tables(released, outlines)]
    assert sources[-1].endswith("Outlines: made up for a test.")
    everything = f"{figure.alt}{content}{sources}"
    assert "Office for National Statistics" not in everything


def test_wards_stand_in_the_order_of_their_codes(tmp_path: Path) -> None:
    later = ward({"WD24CD": "E05000002", "WD24NM": "Another"})
    found = load_outlines(write(tmp_path, later, ward()))
    assert [one.code for one in found] == ["E05000001", "E05000002"]


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    first = load_outlines(write(tmp_path, ward()))
    second = load_outlines(write(tmp_path, ward({**ONS, "WD24NM": "Renamed"})))
    assert (first[0].name, second[0].name) == ("Sample ward", "Renamed")


OPEN = [[[-0.08, 51.5], [-0.02, 51.5], [-0.02, 51.55], [-0.08, 51.55]]]
FLAT = [[[-0.08, 51.5], [-0.02, 51.5], [-0.05, 51.5], [-0.08, 51.5]]]
BOW_TIE = [[[-0.08, 51.5], [-0.02, 51.55], [-0.02, 51.5], [-0.08, 51.55], [-0.08, 51.5]]]
LOPSIDED = [[[-0.08, 51.5], [-0.02, 51.55], [-0.02, 51.5], [-0.08, 51.51], [-0.08, 51.5]]]
COMB = [[[-0.08 + 0.06 * (n % 2), 51.5 + n / 1e5] for n in range(5000)]]
COMB[0] += [[-0.1, 51.6], COMB[0][0]]
SWAPPED = [[[north, east] for east, north in SQUARE[0]]]
ELSEWHERE = [[[150, -33], [151, -33], [151, -34], [150, -33]]]
HUGE = [[[10**400, 51.5], *SQUARE[0][1:]]]
METRES = [[[535000, 181000], [536000, 181000], [536000, 182000], [535000, 181000]]]


@pytest.mark.parametrize(
    ("wards", "wrong"),
    [
        ([], "it has no wards"),
        ([ward({"name": "Sample ward"})], "a ward has no code, or no name"),
        ([ward({"code": "X1", "name": "Sample ward"})], "it does not say whose outlines they are"),
        ([ward(kind="MultiPolygon", coordinates=[SQUARE])], "Sample ward is a MultiPolygon"),
        ([ward(coordinates=OPEN)], "the border of Sample ward is not closed"),
        ([ward(coordinates=METRES)], "positions that are no longitude and latitude"),
        ([ward(coordinates=[])], "it is no GeoJSON of ward outlines"),
        ([ward(coordinates=[[["x", "y"]]])], "it is no GeoJSON of ward outlines"),
        ([ward(), ward()], "two wards have the code E05000001"),
        ([ward(coordinates=FLAT)], "the border of Sample ward holds no area"),
        ([ward(coordinates=[[[0, 51.5]] * 4])], "the border of Sample ward holds no area"),
        ([ward(coordinates=BOW_TIE)], "holds no area, or crosses itself"),
        ([ward(coordinates=LOPSIDED)], "the border of Sample ward crosses itself"),
        ([ward(coordinates=COMB)], "Sample ward is too intricate: use generalised outlines"),
        ([ward(coordinates=SWAPPED)], "not in Great Britain.*latitude before longitude"),
        ([ward(coordinates=ELSEWHERE)], "not in Great Britain"),
        ([ward(coordinates=HUGE)], "it is no GeoJSON of ward outlines"),
        ([ward({**ONS, "WD24NM": "W" * 101})], "name of over 100 characters"),
        ([ward({**ONS, "WD24CD": "E" * 101})], "code of over 100 characters"),
        ([ward({**ONS, "WD24NM": "a\x00b"})], "name with characters that cannot be shown"),
        ([ward({**ONS, "WD24NM": "a\ud800"})], "name with characters that cannot be shown"),
        ([{"type": "Feature"}], "it is no GeoJSON of ward outlines"),
        ([7], "it is no GeoJSON of ward outlines"),
    ],
    ids=[
        *("none", "no code", "no source", "parts", "open", "metres", "no ring", "no numbers"),
        *(
            "same code twice",
            "flat",
            "a point",
            "bow-tie",
            "lopsided",
            "comb",
            "swapped",
            "elsewhere",
            "huge number",
        ),
        *("long name", "long code", "control", "half a character", "no geometry", "no feature"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_is_wrong(
    tmp_path: Path, wards: list[Any], wrong: str
) -> None:
    with pytest.raises(RoundError, match=wrong) as refused:
        load_outlines(write(tmp_path, *wards))
    assert refused.value.code == "places.outlines-refused"


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b"no json", b'{"features": null}'])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wards.json"
    path.write_bytes(content)
    with pytest.raises(RoundError, match="it is no GeoJSON of ward outlines"):
        load_outlines(str(path))


@pytest.mark.parametrize("name", ["no-such-area", "no/such/file", "nowhere.geojson"])
def test_what_is_not_there_is_told(name: str) -> None:
    with pytest.raises(RoundError) as refused:
        load_outlines(name)
    assert refused.value.code == "places.no-outlines"
    assert name in str(refused.value)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(RoundError, match="it is no text in UTF-8"):
        load_outlines(str(path))


def test_those_that_ship_are_the_ons_and_their_name_leads_nowhere_else() -> None:
    found = load_outlines("tower-hamlets")
    assert len(found) == len(json.loads(SHIPPED.read_text("utf-8"))["features"]) == 20
    assert {one.attribution for one in found} == {ATTRIBUTION}
    with pytest.raises(RoundError, match="cannot be read"):
        load_outlines("../outlines/tower-hamlets")


@pytest.mark.parametrize(
    ("source", "wrong"),
    [("S" * 1001, "source of over 1000 characters"), ("a\ud800", "source with characters")],
    ids=["long", "half a character"],
)
def test_a_source_that_no_map_can_tell_is_refused(tmp_path: Path, source: str, wrong: str) -> None:
    file = write(tmp_path, ward({"code": "X1", "name": "Made-up"}), attribution=source)
    with pytest.raises(RoundError, match=wrong):
        load_outlines(file)


def test_lines_and_spaces_of_names_are_made_one(tmp_path: Path) -> None:
    [found] = load_outlines(write(tmp_path, ward({**ONS, "WD24NM": " Sample\n\u00a0ward "})))
    assert found.name == "Sample ward"


@pytest.mark.parametrize("wards", [1, 50], ids=["one ward", "many wards"])
def test_more_points_than_a_map_needs_are_refused_at_once(tmp_path: Path, wards: int) -> None:
    many = MOST_POINTS // wards + 1
    ring = [[-0.2 + 0.4 * n / many, 51.4 + 0.2 * (n % 2)] for n in range(many)]
    found = [ward({**ONS, "WD24CD": f"E{n}"}, coordinates=[[*ring, ring[0]]]) for n in range(wards)]
    with pytest.raises(RoundError, match=r"over 20000 points.*generalised"):
        load_outlines(write(tmp_path, *found))


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wards.geojson"
    path.write_text("[" * 200_000, "utf-8")
    with pytest.raises(RoundError, match="it is no GeoJSON of ward outlines"):
        load_outlines(str(path))
