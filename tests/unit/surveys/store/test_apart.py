"""What a frozen round keeps apart: comments and places that lead to no response."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from surveys.answers import Answer, Answered, Missing, NonResponse, Slot
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState
from surveys.store import apart
from surveys.store.apart import COMMENTS, PLACES, collect_apart
from surveys.store.columns import codebook_of
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.questionnaires import load_all, load_apart

if TYPE_CHECKING:
    from pathlib import Path

FORM = load_apart()
DAYS = date(2026, 11, 1), date(2026, 11, 30)
ROUND = Round(1, "autumn", "", FORM.hash, "", "", RoundState.CLOSING, *DAYS)
SKIPPED = Missing(NonResponse.SKIPPED)
A, B, C, D = FORM.by_name["spot"].cells


def give(**answers: str | tuple[str, ...] | Answer) -> dict[str, Slot]:
    return {
        name: Answered((one,))
        if isinstance(one, str)
        else Answered(one)
        if isinstance(one, tuple)
        else one
        for name, one in answers.items()
    }


PEOPLE = [
    give(lives="yes", drawn=("noise", "theft"), noise="3", theft="1", focus="Mend the lamp",
         quote="yes", where="spot", spot=(C, A)),
    give(lives="no", drawn=("noise", "litter"), noise="1", litter="2", focus="A bench",
         quote="no", where="no"),
    give(lives="yes", drawn=("theft", "litter"), theft=SKIPPED, litter="1", focus=SKIPPED,
         where="kind", sort=("street", "park")),
    give(lives="yes", drawn=("noise", "theft"), noise="2", theft="2", focus="A bench",
         quote=SKIPPED, where="ward", part=("north", "n_b")),
    give(lives="no", drawn=("noise", "theft"), noise="2", theft="2", where="ward", part=("north",)),
    give(lives="no", drawn=("noise", "theft"), noise="2", theft="2", where="spot", spot=(A,)),
    give(lives="no", drawn=("noise", "theft"), where=SKIPPED, age="old"),
]  # fmt: skip


def freeze_in(
    folder: Path, people: list[dict[str, Slot]], form: Questionnaire = FORM
) -> dict[str, bytes]:
    responses = [FrozenResponse("en", "chat", "open", slots) for slots in people]
    round_ = replace(ROUND, questionnaire_hash=form.hash)
    freeze(round_, form, responses, folder, FieldworkCounts())
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / name).to_pylist())


def test_a_line_for_each_person_who_wrote_and_none_for_others(tmp_path: Path) -> None:
    freeze_in(tmp_path / "round", PEOPLE)
    assert read(tmp_path / "round", COMMENTS) == [
        {"focus": "A bench", "quote": None},
        {"focus": "A bench", "quote": "no"},
        {"focus": "Mend the lamp", "quote": "yes"},
    ]


def test_a_line_for_each_place_and_for_the_way_it_was_given(tmp_path: Path) -> None:
    freeze_in(tmp_path / "round", PEOPLE)
    lines = [tuple(line.values()) for line in read(tmp_path / "round", PLACES)]
    assert lines == [
        ("part", "area", "north"),
        ("part", "ward", "n_b"),
        ("sort", "kind", "park"),
        ("sort", "kind", "street"),
        ("spot", "cell", A),
        ("spot", "cell", A),
        ("spot", "cell", C),
        ("where", "way", "kind"),
        ("where", "way", "no"),
        ("where", "way", "spot"),
        ("where", "way", "spot"),
        ("where", "way", "ward"),
        ("where", "way", "ward"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, seed: int) -> None:
    shuffled = list(PEOPLE)
    random.Random(seed).shuffle(shuffled)
    assert freeze_in(tmp_path / "one", PEOPLE) == freeze_in(tmp_path / "two", shuffled)


def test_who_wrote_what_or_was_where_cannot_be_told_from_the_files(tmp_path: Path) -> None:
    """Whoever gave which comment and place, the files are the same to the last byte."""
    answers = [{k: v for k, v in p.items() if FORM.by_name[k].file == "answers"} for p in PEOPLE]
    others = [{k: v for k, v in p.items() if FORM.by_name[k].file != "answers"} for p in PEOPLE]
    frozen = set()
    for number, shift in enumerate((0, 1, 4)):
        turned = others[shift:] + others[:shift]
        people = [{**one, **other} for one, other in zip(answers, turned, strict=True)]
        files = freeze_in(tmp_path / str(number), people)
        frozen.add(tuple(content for name, content in files.items() if name != "manifest.json"))
    assert len(frozen) == 1


def test_no_file_has_a_column_that_another_has(tmp_path: Path) -> None:
    freeze_in(tmp_path / "round", PEOPLE)
    columns = [
        set(pq.read_table(tmp_path / "round" / name).column_names)
        for name in ("responses.parquet", COMMENTS, PLACES)
    ]
    assert columns[1:] == [{"focus", "quote"}, {"question", "kind", "code"}]
    assert not any(one & other for one, other in itertools.combinations(columns, 2))
    held = {column["name"] for column in codebook_of(FORM)["columns"]}  # type: ignore[attr-defined]  # a list
    assert held == columns[0]


def test_words_and_squares_stand_in_their_own_file_alone(tmp_path: Path) -> None:
    files = freeze_in(tmp_path / "round", PEOPLE)
    read_back = {
        name: str(read(tmp_path / "round", name)) for name in files if name.endswith(".parquet")
    }
    for word, own in (("Mend the lamp", COMMENTS), (C, PLACES), ("n_b", PLACES)):
        assert [name for name, text in read_back.items() if word in text] == [own]


def test_a_drawn_issue_has_those_who_were_asked_as_its_base(tmp_path: Path) -> None:
    freeze_in(tmp_path / "round", PEOPLE)
    rows = read(tmp_path / "round", "responses.parquet")
    for name, base in (("noise", 5), ("theft", 5), ("litter", 2)):
        asked = [row for row in rows if row[name] != ".not_asked"]
        assert {row[f"drawn__{name}"] for row in asked} == {"1"}
        assert len(asked) == base


def test_a_round_without_comments_or_places_has_the_files_and_no_lines(tmp_path: Path) -> None:
    freeze_in(tmp_path / "round", [])
    assert read(tmp_path / "round", COMMENTS) == []
    assert read(tmp_path / "round", PLACES) == []


@pytest.mark.parametrize(("name", "form"), load_all().items())
def test_only_a_questionnaire_that_asks_for_them_has_the_files(
    name: str, form: Questionnaire
) -> None:
    asks = {"every-kind": {COMMENTS}, "annual-perception": set(), "event-poll": set()}
    files = {one.name for one in collect_apart(form, [])}
    assert files == asks.get(name, {COMMENTS, PLACES})


def test_the_files_in_the_order_they_came_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of order above fails where nothing is sorted: it can tell."""
    monkeypatch.setattr(apart.Apart, "sort", lambda _: None)
    first = freeze_in(tmp_path / "one", PEOPLE)
    assert first != freeze_in(tmp_path / "two", PEOPLE[::-1])
