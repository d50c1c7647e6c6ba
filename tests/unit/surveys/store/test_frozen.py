from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from surveys.answers import Answered, Outside
from surveys.errors import StoreError
from surveys.rounds import COMPARED_WITH, Audience, Purpose, Round, RoundState
from surveys.store import frozen
from surveys.store.columns import codebook_of
from surveys.store.frozen import FieldworkCounts, discard, freeze
from surveys.store.manifest import CodesUsed, load_manifest
from surveys.store.response import FrozenResponse
from tests.support.rights import OWNER_ALONE, find_rights, let_everybody_read
from tests.support.walk import QUESTIONNAIRE, response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROUND = Round(
    id=1,
    name="summer-2026",
    title="",
    questionnaire_hash=QUESTIONNAIRE.hash,
    plan="tower-hamlets-2025",
    plan_hash="f" * 64,
    state=RoundState.CLOSING,
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 6, 30),
    synthetic=True,
)
RESPONSES = [
    response({"safe": Answered(("yes",)), "home": Answered(("north", "W1"))}, minutes=4.0),
    response({"safe": Answered(("no",)), "more": Answered(("Fix the lamp",))}, minutes=7.04),
    response({"safe": Outside("few")}, flags=("straight", "fast"), minutes=5.5),
    response({}, stratum="north", design_weight=1.5),
    response({"more": Answered(("A bench",)), "times": Answered(("2",))}),
    response({"safe": Answered(("yes",)), "home": Answered(("north",))}),
]
FIELDWORK = FieldworkCounts(
    unsubmitted=2,
    break_offs={"times": 1, "safe": 1},
    plan='{"name":"x"}',
    closed_on=date(2026, 7, 2),
    codes=(CodesUsed(stratum="north", design_weight=1.5, issued=20, used=7),),
)


def freeze_in(folder: Path, responses: list[FrozenResponse] = RESPONSES) -> dict[str, bytes]:
    freeze(ROUND, QUESTIONNAIRE, responses, folder, FIELDWORK)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def read(folder: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / "responses.parquet").to_pylist())


class TestFreezing:
    def test_the_order_of_arrival_leaves_no_trace(self, tmp_path: Path) -> None:
        shuffled = list(RESPONSES)
        random.Random(4).shuffle(shuffled)
        assert shuffled != RESPONSES
        first = freeze_in(tmp_path / "one")
        assert first == freeze_in(tmp_path / "two", shuffled)
        assert sorted(first) == [
            "codebook.json",
            "comments.parquet",
            "manifest.json",
            "plan.json",
            "questionnaire.json",
            "responses.parquet",
        ]

    def test_its_owner_alone_may_read_it(self, tmp_path: Path) -> None:
        with let_everybody_read():
            freeze_in(tmp_path / "out" / "data" / "one")
        assert find_rights(tmp_path / "out" / "data") == OWNER_ALONE
        # what else is in the folder above is for whoever asks for it
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o777

    def test_rows_hold_every_response_in_content_order(self, tmp_path: Path) -> None:
        freeze_in(tmp_path / "round")
        rows = read(tmp_path / "round")
        assert len(rows) == len(RESPONSES)
        assert [(row["safe"], row["home_ward"]) for row in rows] == [
            (".not_asked", ".not_asked"),
            ("no", ".not_asked"),
            ("yes", ".not_given"),
            ("yes", "W1"),
            ("few", ".not_asked"),
            (".not_asked", ".not_asked"),
        ]
        assert rows[-1]["stratum"] == "north"
        assert rows[-1]["design_weight"] == 1.5
        assert rows[0]["stratum"] is None
        assert rows[0]["design_weight"] is None
        assert rows[4]["flags"] == "fast,straight"
        assert {row["questionnaire_version"] for row in rows} == {3}

    def test_the_codebook_describes_every_column_in_order(self, tmp_path: Path) -> None:
        freeze_in(tmp_path / "round")
        codebook = json.loads((tmp_path / "round" / "codebook.json").read_text("utf-8"))
        assert codebook == codebook_of(QUESTIONNAIRE)
        table = pq.read_table(tmp_path / "round" / "responses.parquet")
        assert [column["name"] for column in codebook["columns"]] == table.column_names

    def test_free_text_stands_beside_nothing_else(self, tmp_path: Path) -> None:
        files = freeze_in(tmp_path / "round")
        comments = pq.read_table(tmp_path / "round" / "comments.parquet").to_pylist()
        assert comments == [{"more": "A bench"}, {"more": "Fix the lamp"}]
        assert "Fix the lamp" not in str(read(tmp_path / "round"))
        assert b"Fix the lamp" in files["comments.parquet"]
        assert b"Fix the lamp" not in files["responses.parquet"]

    def test_the_manifest_says_what_was_frozen(self, tmp_path: Path) -> None:
        freeze_in(tmp_path / "round")
        manifest = json.loads((tmp_path / "round" / "manifest.json").read_text("utf-8"))
        files = manifest.pop("files")
        assert set(files) == {path.name for path in (tmp_path / "round").iterdir()} - {
            "manifest.json"
        }
        assert manifest.pop("software")
        assert manifest == {
            "format": 1,
            "round": "summer-2026",
            "synthetic": True,
            "questionnaire": {"name": "walk", "version": 3, "hash": QUESTIONNAIRE.hash},
            "plan": {"name": "tower-hamlets-2025", "hash": "f" * 64},
            "opens_on": "2026-06-01",
            "closes_on": "2026-06-30",
            "closed_on": "2026-07-02",
            "counts": {"submitted": 6, "unsubmitted": 2},
            "break_offs": {"safe": 1, "times": 1},
            "modes": {"chat": 6},
            "median_minutes": 5.5,
            "series": "walk",
            "purpose": "survey",
            "audience": "open",
            "languages": ["en"],
            "title": "Walking",
            "decision": "",
            "rehearsal": False,
            "breaks": {},
            "codes": [{"stratum": "north", "design_weight": 1.5, "issued": 20, "used": 7}],
            "compared_with": "",
        }

    def test_what_later_rounds_are_compared_by_is_frozen(self, tmp_path: Path) -> None:
        round_ = replace(
            ROUND,
            series="walks",
            purpose=Purpose.CONSULTATION,
            audience=Audience.INVITED,
            languages=("en",),
            title="How safe is your walk?",
            decision="The strategy of 2027",
            rehearsal=True,
            breaks={"safe": "Another scale.", "dark": "Moved."},
            checklist={COMPARED_WITH: "summer-2025"},
        )
        freeze(round_, QUESTIONNAIRE, RESPONSES, tmp_path / "round", FIELDWORK)
        manifest = load_manifest(tmp_path / "round")
        assert manifest.series_name == "walks"
        assert (manifest.purpose, manifest.audience) == (Purpose.CONSULTATION, Audience.INVITED)
        assert (manifest.languages, manifest.decision) == (("en",), "The strategy of 2027")
        assert manifest.title == "How safe is your walk?"
        assert manifest.rehearsal
        assert manifest.breaks == {"dark": "Moved.", "safe": "Another scale."}
        assert manifest.compared_with == "summer-2025"

    def test_a_round_frozen_before_series_were_kept_is_read_and_is_the_same(
        self, tmp_path: Path
    ) -> None:
        mine = freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "round", FIELDWORK)
        path = tmp_path / "round" / "manifest.json"
        content = json.loads(path.read_text("utf-8"))
        for name in (
            "title",
            "series",
            "purpose",
            "audience",
            "languages",
            "decision",
            "rehearsal",
        ):
            del content[name]
        del content["breaks"], content["compared_with"]
        path.write_text(json.dumps(content), "utf-8")
        old = load_manifest(tmp_path / "round")
        assert old.series_name == "walk"
        assert (old.rehearsal, old.breaks) == (False, {})
        assert old.is_same_round(mine)
        assert mine.is_same_round(old)
        assert not mine.is_same_round(mine.model_copy(update={"rehearsal": True}))
        assert freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "round", FIELDWORK) == old

    def test_a_round_without_responses_or_plan_can_be_frozen(self, tmp_path: Path) -> None:
        manifest = freeze(
            replace(ROUND, plan="", plan_hash=""),
            QUESTIONNAIRE,
            [],
            tmp_path / "round",
            FieldworkCounts(),
        )
        assert manifest.counts.submitted == 0
        assert manifest.plan is None
        assert manifest.median_minutes is None
        assert "plan.json" not in manifest.files
        assert read(tmp_path / "round") == []


class TestRepeating:
    def test_freezing_the_same_again_changes_nothing(self, tmp_path: Path) -> None:
        first = freeze_in(tmp_path / "round")
        assert freeze_in(tmp_path / "round", RESPONSES[::-1]) == first
        assert [path.name for path in tmp_path.iterdir()] == ["round"]

    def test_a_closing_taken_up_on_another_day_by_another_version_finishes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "round", FIELDWORK)
        monkeypatch.setattr(frozen, "version", lambda _: "999")
        later = replace(FIELDWORK, closed_on=date(2026, 7, 9))
        assert freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "round", later) == first
        assert load_manifest(tmp_path / "round") == first

    @pytest.mark.parametrize(
        ("closed_on", "ended_on"),
        [(date(2026, 6, 9), date(2026, 6, 9)), (date(2026, 7, 2), date(2026, 6, 30)), (None, None)],
        ids=["closed early", "closed late", "unknown"],
    )
    def test_fieldwork_ends_when_it_was_closed_but_no_later_than_planned(
        self, tmp_path: Path, closed_on: date | None, ended_on: date | None
    ) -> None:
        when = replace(FIELDWORK, closed_on=closed_on)
        manifest = freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "round", when)
        assert manifest.ended_on == (ended_on or ROUND.closes_on)

    def test_what_an_interrupted_freezing_left_is_swept_away(self, tmp_path: Path) -> None:
        (tmp_path / "round.partial").mkdir()
        (tmp_path / "round.partial" / "responses.parquet").write_bytes(b"half a fi")
        (tmp_path / "round.partial" / "stray").write_bytes(b"")
        freeze_in(tmp_path / "round")
        assert [path.name for path in tmp_path.iterdir()] == ["round"]
        load_manifest(tmp_path / "round")

    def test_a_frozen_round_with_other_content_is_never_touched(self, tmp_path: Path) -> None:
        first = freeze_in(tmp_path / "round")
        with pytest.raises(StoreError) as refused:
            freeze_in(tmp_path / "round", RESPONSES[:3])
        assert refused.value.code == "store.frozen-differs"
        assert {path.name: path.read_bytes() for path in (tmp_path / "round").iterdir()} == first

    def test_a_folder_that_is_no_frozen_round_is_never_touched(self, tmp_path: Path) -> None:
        (tmp_path / "round").mkdir()
        (tmp_path / "round" / "thesis.txt").write_text("years of work")
        with pytest.raises(StoreError) as refused:
            freeze_in(tmp_path / "round")
        assert refused.value.code == "store.frozen-damaged"
        assert (tmp_path / "round" / "thesis.txt").read_text() == "years of work"

    def test_what_was_just_frozen_can_be_discarded_and_nothing_else(self, tmp_path: Path) -> None:
        mine = freeze(ROUND, QUESTIONNAIRE, RESPONSES, tmp_path / "mine", FIELDWORK)
        freeze(ROUND, QUESTIONNAIRE, RESPONSES[:3], tmp_path / "other", FIELDWORK)
        discard(tmp_path / "other", mine)
        discard(tmp_path / "nowhere", mine)
        discard(tmp_path / "mine", mine)
        assert [path.name for path in tmp_path.iterdir()] == ["other"]
        freeze_in(tmp_path / "mine", RESPONSES[1:])


class TestVerifying:
    @pytest.mark.parametrize(
        "harm",
        [
            pytest.param(lambda rows: rows.pop(), id="a row lost"),
            pytest.param(lambda rows: rows.append(rows[0]), id="a row doubled"),
            pytest.param(lambda rows: rows.reverse(), id="rows in another order"),
            pytest.param(
                lambda rows: rows.__setitem__(0, (*rows[0][:-1], "W2")), id="an answer changed"
            ),
        ],
    )
    def test_what_does_not_read_back_the_same_is_not_a_frozen_round(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        harm: Callable[[list[object]], object],
    ) -> None:
        write = frozen._write_tables

        def write_badly(folder: Path, columns: Any, content: Any) -> None:
            harmed = replace(content, rows=list(content.rows))
            harm(harmed.rows)
            write(folder, columns, harmed)

        monkeypatch.setattr(frozen, "_write_tables", write_badly)
        with pytest.raises(StoreError) as refused:
            freeze_in(tmp_path / "round")
        assert refused.value.code == "store.not-verified"
        assert not (tmp_path / "round").exists()

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file where the folder should be")
        with pytest.raises(StoreError) as refused:
            freeze_in(tmp_path / "data" / "round")
        assert refused.value.code == "store.not-frozen"

    @pytest.mark.parametrize(
        "harm",
        [
            pytest.param(lambda folder: (folder / "codebook.json").unlink(), id="a file missing"),
            pytest.param(lambda folder: (folder / "extra").touch(), id="a file added"),
            pytest.param(
                lambda folder: (folder / "codebook.json").write_text("{}"), id="a file altered"
            ),
            pytest.param(lambda folder: (folder / "manifest.json").unlink(), id="no manifest"),
            pytest.param(
                lambda folder: (folder / "manifest.json").write_text("{}"), id="an empty manifest"
            ),
        ],
    )
    def test_a_folder_that_was_tampered_with_is_told(
        self, tmp_path: Path, harm: Callable[[Path], object]
    ) -> None:
        freeze_in(tmp_path / "round")
        load_manifest(tmp_path / "round")
        harm(tmp_path / "round")
        with pytest.raises(StoreError) as refused:
            load_manifest(tmp_path / "round")
        assert refused.value.code == "store.frozen-damaged"
