"""The file of places of a frozen round, counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analysis.places import PlaceCounts, load_places
from analysis.places.counting import PlaceKind
from surveys.errors import RoundError, StoreError
from tests.support.frozen import write_round


def test_every_line_of_the_file_is_counted(counts: PlaceCounts, frozen: Path) -> None:
    table = pq.read_table(frozen / "places.parquet").to_pylist()
    lines = Counter((one["question"], one["kind"], one["code"]) for one in table)
    assert counts.ways is not None
    found = {
        (one.name, str(kind), code): people
        for one in (counts.ways, *counts.questions)
        for (kind, code), people in one.people.items()
    }
    assert found == lines


def test_a_question_knows_what_could_be_named_and_what_leads_to_it(counts: PlaceCounts) -> None:
    known = {one.name: one for one in counts.questions}
    assert {name: (one.way, one.most) for name, one in known.items()} == {
        "place_kind": ("kind", 5),
        "place_ward": ("ward", 1),
        "place_spot": ("location", 5),
    }
    kinds = Counter(kind for kind, _ in known["place_ward"].labels)
    assert kinds == {PlaceKind.WARD: 20, PlaceKind.AREA: 4}
    assert len(known["place_spot"].labels) > 300
    assert known["place_kind"].labels[PlaceKind.KIND, "park"] == "A park or open space"


def test_a_round_that_asked_for_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoundError) as refused:
        load_places(write_round(tmp_path / "annual", {"after_dark": ["very_safe"]}))
    assert refused.value.code == "places.none"


def test_a_file_that_was_changed_is_refused(tmp_path: Path, frozen: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in frozen.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    table = pq.read_table(copy / "places.parquet")
    pq.write_table(table.slice(1), copy / "places.parquet")
    with pytest.raises(StoreError):
        load_places(copy)
