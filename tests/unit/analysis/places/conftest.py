"""A made-up consultation with places, frozen once for all tests here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.places import PlaceCounts, ReleasedPlaces, load_places, release_places
from analysis.places.counting import PlaceKind
from analysis.places.outlines import Outline, load_outlines
from tests.support.consulted import freeze_consultation


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_consultation(tmp_path_factory.mktemp("places") / "autumn")


@pytest.fixture(scope="session")
def counts(frozen: Path) -> PlaceCounts:
    return load_places(frozen)


@pytest.fixture(scope="session")
def released(counts: PlaceCounts) -> ReleasedPlaces:
    return release_places(counts)


@pytest.fixture(scope="session")
def outlines() -> tuple[Outline, ...]:
    return load_outlines("tower-hamlets")


def make_counts(
    counts: PlaceCounts, submitted: int, ways: Mapping[str, int], wards: Mapping[str, int]
) -> PlaceCounts:
    """The same round with other numbers: of people, of ways, and of wards; no other places.

    A ward is named by its position among all.
    """
    assert counts.ways is not None
    spread = {(PlaceKind.WAY, code): people for code, people in ways.items()}
    questions = []
    for one in counts.questions:
        codes = [key for key in one.labels if key[0] is PlaceKind.WARD]
        people = {codes[int(at)]: number for at, number in wards.items()} if codes else {}
        questions.append(replace(one, people=people))
    manifest = counts.manifest
    manifest = manifest.model_copy(
        update={"counts": manifest.counts.model_copy(update={"submitted": submitted})}
    )
    return replace(
        counts,
        manifest=manifest,
        ways=replace(counts.ways, people=spread),
        questions=tuple(questions),
    )
