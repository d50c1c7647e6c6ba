"""What leaves of places is in the ledger, and never says two numbers of one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.disclosure import release
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.places import PlaceCounts, ReleasedPlaces, record_places, release_places
from analysis.results import render_json
from surveys.errors import EstimateError
from tests.support.consulted import load_consultation_plan
from tests.unit.analysis.places.conftest import make_counts


def test_every_number_is_recorded_once(released: ReleasedPlaces, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    first = record_places(ledger, released, load_consultation_plan(), "places")
    assert record_places(ledger, released, load_consultation_plan(), "places") == first
    [entry] = ledger.find(released.round)
    said = {(one.question, one.kind, one.code): one.people for one in entry.places}
    assert said.items() >= {
        (("place_spot", "cell", one.code), one.people) for one in released.cells
    }
    assert entry.figures == ()


def test_other_numbers_of_the_same_places_are_refused(
    released: ReleasedPlaces, counts: PlaceCounts, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path)
    record_places(ledger, released, load_consultation_plan(), "places")
    other = release_places(make_counts(counts, 600, {"no": 300, "ward": 100}, {"0": 40}))
    with pytest.raises(EstimateError) as refused:
        record_places(ledger, other, load_consultation_plan(), "places")
    assert refused.value.code == "ledger.other-places"


def test_exact_counts_are_not_recorded(counts: PlaceCounts, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="only released places"):
        record_places(Ledger(tmp_path), counts, load_consultation_plan(), "places")  # type: ignore[arg-type]  # tried


def test_places_that_left_change_nothing_of_the_measures(
    released: ReleasedPlaces, frozen: Path, tmp_path: Path
) -> None:
    ledger, plan = Ledger(tmp_path), load_consultation_plan()
    small = plan.model_copy(
        update={"measures": plan.measures[:2], "tabulations": (), "equality": ()}
    )
    before = release(estimate_measures(frozen, small, ledger=ledger))
    record_places(ledger, released, plan, "places")
    after = release(estimate_measures(frozen, small, ledger=ledger))
    assert render_json(after) == render_json(before)
    assert after.audit.releases == 0
