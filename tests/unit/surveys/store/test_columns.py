"""How an answer stands in the columns of its question, and what each value means."""

from __future__ import annotations

from typing import Any

import pytest

from surveys.answers import Answered, Missing, NonResponse, NotAsked, Outside, Slot
from surveys.errors import StoreError
from surveys.store.columns import codebook_of, columns_of
from surveys.store.response import Rows
from tests.support.walk import QUESTIONNAIRE, response

SKIPPED = Missing(NonResponse.SKIPPED)
REFUSED = Missing(NonResponse.PREFER_NOT_TO_SAY)
UNSURE = Missing(NonResponse.DONT_KNOW, "not_sure")
NAMES = [
    "understood",
    "safe",
    "where__park",
    "where__bus",
    "first__1",
    "first__2",
    "times",
    "home_area",
    "home_ward",
]


class TestCells:
    @pytest.mark.parametrize(
        ("name", "slot", "cells"),
        [
            ("understood", Answered(("yes",)), ["yes"]),
            ("understood", SKIPPED, [".skipped"]),
            ("safe", Answered(("no",)), ["no"]),
            ("safe", Outside("few"), ["few"]),
            ("safe", Missing(NonResponse.DONT_KNOW, "unknown"), ["unknown"]),
            ("safe", Missing(NonResponse.DONT_KNOW), ["unknown"]),
            ("safe", SKIPPED, [".skipped"]),
            ("safe", NotAsked(), [".not_asked"]),
            ("where", Answered(("bus",)), ["0", "1"]),
            ("where", Answered(("bus", "park")), ["1", "1"]),
            ("where", Missing(NonResponse.PREFER_NOT_TO_SAY, "refuse"), ["refuse", "refuse"]),
            ("where", SKIPPED, [".skipped", ".skipped"]),
            ("first", Answered(("c", "a")), ["c", "a"]),
            ("first", Answered(("b",)), ["b", ".skipped"]),
            ("first", NotAsked(), [".not_asked", ".not_asked"]),
            ("times", Answered(("3.5",)), ["3.5"]),
            ("times", REFUSED, ["prefer_not_to_say"]),
            ("home", Answered(("south", "W2")), ["south", "W2"]),
            ("home", Answered(("south",)), ["south", ".not_given"]),
            ("home", UNSURE, ["dont_know", "dont_know"]),
            ("home", REFUSED, ["prefer_not_to_say", "prefer_not_to_say"]),
            ("home", SKIPPED, [".skipped", ".skipped"]),
        ],
    )
    def test_every_kind_of_answer_has_its_place(
        self, name: str, slot: Slot, cells: list[str]
    ) -> None:
        columns = columns_of(QUESTIONNAIRE)
        assert [column.name for column in columns] == NAMES
        row = Rows(QUESTIONNAIRE, columns).row(response({name: slot}))
        held = dict(zip(NAMES, row[-len(NAMES) :], strict=True))
        own = [column.name for column in columns if column.question.name == name]
        assert [held.pop(column) for column in own] == cells
        assert set(held.values()) == {".not_asked"}

    @pytest.mark.parametrize(
        ("name", "slot"),
        [
            pytest.param("safe", Answered(("maybe",)), id="no such option"),
            pytest.param("safe", Answered(()), id="nothing"),
            pytest.param("safe", Answered(("yes", "no")), id="two for one"),
            pytest.param("where", Answered(("taxi",)), id="no such option among several"),
            pytest.param("first", Answered(("a", "b", "c")), id="more ranks than asked"),
            pytest.param("home", Answered(("west",)), id="no such area"),
            pytest.param("safe", REFUSED, id="a refusal that is not offered"),
        ],
    )
    def test_an_answer_that_is_not_offered_is_refused_without_quoting_it(
        self, name: str, slot: Slot
    ) -> None:
        rows = Rows(QUESTIONNAIRE, columns_of(QUESTIONNAIRE))
        with pytest.raises(StoreError, match=name) as refused:
            rows.row(response({name: slot}))
        assert refused.value.code == "store.no-such-answer"
        assert "taxi" not in str(refused.value)


class TestCodebook:
    def test_it_gives_each_value_its_meaning_for_a_base(self) -> None:
        columns: Any = codebook_of(QUESTIONNAIRE)["columns"]
        by_name = {column["name"]: column for column in columns}
        safe = by_name["safe"]
        assert safe["text"] == "After dark. safe?"
        assert {value["code"]: value["kind"] for value in safe["values"]} == {
            "yes": "substantive",
            "no": "substantive",
            "few": "outside",
            "unknown": "dont_know",
            ".skipped": "skipped",
            ".not_asked": "not_asked",
        }
        assert by_name["times"]["sensitive"] is True
        assert by_name["mode"]["question"] is None
        wards = {value["code"]: value["kind"] for value in by_name["home_ward"]["values"]}
        assert wards[".not_given"] == "not_given"
        chosen = {value["code"]: value["kind"] for value in by_name["where__bus"]["values"]}
        assert chosen["refuse"] == "prefer_not_to_say"
