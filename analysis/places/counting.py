"""The places of a frozen round, counted: exact, and for the program's eyes only.

A line of the file is a place that somebody gave. Nobody gives a place twice in one answer, so lines
of one place are people. Who gave several places cannot be told from the file, nor who gave which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pyarrow.parquet as pq

from surveys.errors import RoundError
from surveys.questionnaire import Kept, Kind, Question, Questionnaire
from surveys.store.apart import PLACE_COLUMNS, PLACES
from surveys.store.manifest import Manifest, load_manifest

ONE_EACH = 1
"""How many places of a kind somebody can give where the question takes one."""


class PlaceKind(StrEnum):
    """What a place is, as a frozen round names it."""

    WAY = "way"
    """No place: how somebody gives one, or that they give none."""
    CELL = "cell"
    WARD = "ward"
    AREA = "area"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """One question on places and how often each of its places was named.

    Attributes:
        text: In the questionnaire's first language.
        labels: Every place that can be named, by kind and code, whether or not anybody did; squares
            have no label of their own.
        people: Kind and code to people; places that nobody named are not there.
        most: How many places one person can give.
        way: The code of the way that leads here; empty for a question that everybody is asked.
    """

    name: str
    text: str
    labels: Mapping[tuple[PlaceKind, str], str]
    people: Mapping[tuple[PlaceKind, str], int]
    most: int
    way: str


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Every place of a round, exactly; what may leave is made of it by `releasing.release_places`.

    Attributes:
        manifest: Of the frozen round.
        digest: SHA-256 of the file of places.
        ways: The question that leads to the others; None where there is none.
        questions: The others, in the order asked.
    """

    manifest: Manifest
    digest: str
    ways: PlaceQuestion | None
    questions: tuple[PlaceQuestion, ...]


def load_places(folder: Path) -> PlaceCounts:
    """Count the places of a frozen round, its files verified against the manifest.

    Raises:
        StoreError: The folder is no frozen round, or a file is not what was frozen.
        RoundError: It was a rehearsal, no places were asked for, or the file holds something else.
    """
    manifest = load_manifest(folder)
    place = f"round {manifest.round!r}"
    if manifest.rehearsal:
        problem = "it was a rehearsal, and no result includes one"
        raise RoundError("round.rehearsal", place, problem, "Count a round put to residents.")
    if not (folder / PLACES).exists():
        problem = "its questionnaire asks for no places"
        raise RoundError("places.none", place, problem, "Count one that asks for some.")
    text = (folder / "questionnaire.json").read_text("utf-8")
    asked = [one for one in Questionnaire.from_canonical(text).questions if one.file is Kept.PLACES]
    counts = _count(folder / PLACES, {one.name for one in asked}, place)
    leading = frozenset().union(*(one.depends_on for one in asked))
    ways = [one for one in asked if one.name in leading]
    first = ways[0] if ways else None
    others = tuple(
        _build(one, counts.get(one.name, {}), first) for one in asked if one.name not in leading
    )
    led = _build(first, counts.get(first.name, {}), first) if first else None
    return PlaceCounts(manifest, manifest.files[PLACES], led, others)


_Counts = Mapping[tuple[PlaceKind, str], int]


def _count(path: Path, known: set[str], place: str) -> Mapping[str, _Counts]:
    """People by question, kind and code."""
    table = pq.read_table(path)
    if table.column_names != list(PLACE_COLUMNS):
        raise _damaged(place, f"its columns are {', '.join(table.column_names)}")
    found: dict[str, Counter[tuple[PlaceKind, str]]] = {}
    for question, kind, code in zip(
        *(table[one].to_pylist() for one in PLACE_COLUMNS), strict=True
    ):
        if question not in known or kind not in set(PlaceKind):
            raise _damaged(place, f"it has a place of {question}, {kind}")
        found.setdefault(question, Counter())[PlaceKind(kind), str(code)] += 1
    return found


def _build(question: Question, people: _Counts, ways: Question | None) -> PlaceQuestion:
    language = next(iter(question.text))
    labels: dict[tuple[PlaceKind, str], str] = {}
    if question.kind is Kind.LOCATION:
        labels = {(PlaceKind.CELL, cell): "" for cell in question.cells}
    elif question.kind is Kind.PLACE:
        for area in question.areas:
            labels[PlaceKind.AREA, area.code] = area.label[language]
            labels |= {(PlaceKind.WARD, one.code): one.label[language] for one in area.wards}
    else:
        kind = PlaceKind.WAY if question is ways else PlaceKind.KIND
        labels = {(kind, one.code): one.label[language] for one in question.options}
    several = question.kind in {Kind.LOCATION, Kind.MULTIPLE}
    most = (question.maximum or len(labels)) if several else ONE_EACH
    return PlaceQuestion(
        question.name, question.text[language], labels, people, int(most), _find_way(question, ways)
    )


def _find_way(question: Question, ways: Question | None) -> str:
    """The answer to the leading question without which this one is not asked."""
    options = ways.options if ways else ()
    named = [one.code for one in options if f"'{one.code}'" in question.relevant]
    return named[0] if len(named) == 1 else ""


def _damaged(place: str, problem: str) -> RoundError:
    return RoundError("places.damaged", place, problem, "Restore the frozen round from a backup.")
