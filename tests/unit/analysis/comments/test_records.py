"""Comments of a frozen round, what is kept of them, and the queue of risks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.agreeing import compare_readings
from analysis.comments.drafting import PASSES, draft_coding
from analysis.comments.records import (
    CODING,
    CORRECTIONS,
    Coding,
    Correction,
    Corrections,
    Decision,
    RiskState,
    load_coding,
    render_record,
)
from analysis.comments.risks import decide_risk, list_risks
from analysis.comments.store import comments_folder, read_comments
from surveys.errors import CanvassError, EstimateError, RoundError, StoreError
from tests.support.consultation import (
    NAME,
    PEOPLE,
    code_round,
    find_said,
    freeze_comments,
    load_themes,
)
from tests.support.frozen import write_round


class TestFrozen:
    def test_each_text_is_a_comment_and_people_keep_theirs_together(self, tmp_path: Path) -> None:
        written = read_comments(freeze_comments(tmp_path))
        assert [one.number for one in written.comments] == list(range(1, 10))
        twice = [one for one in written.comments if "dark" in one.text]
        assert len(twice) == 2
        assert len({one.respondent for one in twice}) == 1

    def test_the_order_in_which_people_came_changes_nothing(self, tmp_path: Path) -> None:
        one = read_comments(freeze_comments(tmp_path / "a"))
        other = read_comments(freeze_comments(tmp_path / "b", PEOPLE[::-1]))
        assert one == other

    def test_permission_is_what_was_answered(self, tmp_path: Path) -> None:
        written = read_comments(freeze_comments(tmp_path))
        refused = [one.text for one in written.comments if not one.may_quote]
        assert refused == ["=1+1 the dealers are back on the stairs"]

    def test_a_changed_file_is_refused(self, tmp_path: Path) -> None:
        folder = freeze_comments(tmp_path)
        (folder / "comments.parquet").write_bytes(b"other")
        with pytest.raises(StoreError, match="not what was frozen"):
            read_comments(folder)

    def test_a_rehearsal_has_no_results(self, tmp_path: Path) -> None:
        with pytest.raises(RoundError, match="rehearsal"):
            read_comments(freeze_comments(tmp_path, rehearsal=True))

    def test_a_round_without_comments_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(RoundError, match="asks for no comments"):
            read_comments(write_round(tmp_path / "annual", {"a": ["x"]}))


class TestDrafted:
    def test_progress_adds_up(self, tmp_path: Path) -> None:
        written = read_comments(freeze_comments(tmp_path))
        steps: list[int] = []
        draft_coding(written, load_themes(), steps.append)
        assert sum(steps) == PASSES * len(written.comments)

    def test_what_later_rules_find_is_taken_out_too(self, tmp_path: Path) -> None:
        people = [("More cctv, call 07700 900123", "", "yes")]
        coding = code_round(tmp_path, people)
        assert coding.drafted.comments[0].text == "More cctv, call [phone]"

    def test_the_same_comments_give_the_same_bytes(self, tmp_path: Path) -> None:
        one, other = code_round(tmp_path / "a"), code_round(tmp_path / "b")
        assert render_record(one.drafted) == render_record(other.drafted)


def keep(folder: Path, coding: Coding, *, frozen: str = "") -> None:
    folder.mkdir(parents=True)
    corrections = Corrections(
        frozen=frozen or coding.drafted.frozen, comments=(Correction(number=1, checked=True),)
    )
    (folder / CODING).write_bytes(render_record(coding.drafted))
    (folder / CORRECTIONS).write_bytes(render_record(corrections))


class TestKept:
    def test_what_was_kept_comes_back(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        folder = comments_folder(tmp_path, NAME)
        keep(folder, coding)
        found = load_coding(folder)
        assert found.drafted == coding.drafted
        assert found.corrections[1].checked
        assert (coding.version, len(found.version)) == ("none", 8)

    def test_without_coding_it_is_said_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(RoundError, match="canvass comments code"):
            load_coding(tmp_path / "none")

    @pytest.mark.parametrize("damage", ["cut", "other"])
    def test_a_damaged_file_is_refused(self, tmp_path: Path, damage: str) -> None:
        folder = comments_folder(tmp_path, NAME)
        keep(folder, code_round(tmp_path), frozen="0" * 64 if damage == "other" else "")
        if damage == "cut":
            path = folder / CODING
            path.write_bytes(path.read_bytes()[:100])
        with pytest.raises(StoreError) as refused:
            load_coding(folder)
        assert refused.value.code == "comments.damaged"


class TestRisks:
    def test_comments_with_a_cue_are_in_the_queue(self, tmp_path: Path) -> None:
        queue = list_risks(code_round(tmp_path))
        assert [one.said.text for one in queue] == ["My ex follows me home and has hurt me."]
        assert queue[0].cues
        assert queue[0].state is RiskState.NEW

    def test_what_an_analyst_marks_joins_it_after_urgent_ones(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        number = find_said(coding, "street lighting").number
        marked = replace(coding, corrections={number: Correction(number=number, risk=True)})
        assert [one.said.number for one in list_risks(marked)][1:] == [number]

    def test_what_is_decided_comes_last(self, tmp_path: Path) -> None:
        people = [("My ex follows me home and has hurt me.", "", "yes")] * 2
        coding = code_round(tmp_path, people)
        decisions = decide_risk(coding, 1, RiskState.PASSED_ON, "told the lead")
        decided = replace(coding, decisions={one.number: one for one in decisions.comments})
        assert [one.said.number for one in list_risks(decided)] == [2, 1]
        assert list_risks(decided)[1].note == "told the lead"

    def test_a_decision_changes_and_the_others_stay(self, tmp_path: Path) -> None:
        people = [("My ex follows me home and has hurt me.", "", "yes")] * 2
        coding = code_round(tmp_path, people)
        held = {1: Decision(number=1, state=RiskState.PASSED_ON)}
        decisions = decide_risk(replace(coding, decisions=held), 2, RiskState.NO_ACTION, "")
        assert [one.state for one in decisions.comments] == ["passed_on", "no_action"]

    @pytest.mark.parametrize(
        ("number", "note", "code"),
        [
            (1, "", "risks.not-in-queue"),
            (99, "", "risks.not-in-queue"),
            (5, "rang Mrs Example on 07700 900123", "risks.personal-note"),
        ],
        ids=["no cue", "no comment", "personal"],
    )
    def test_what_cannot_be_decided_is_refused(
        self, tmp_path: Path, number: int, note: str, code: str
    ) -> None:
        coding = code_round(tmp_path)
        with pytest.raises(CanvassError) as refused:
            decide_risk(coding, number, RiskState.PASSED_ON, note)
        assert refused.value.code == code


class TestAgreement:
    def test_only_comments_that_were_read_count(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        lit, dark = find_said(coding, "street lighting"), find_said(coding, "no police")
        given = (
            Correction(number=lit.number, checked=True),
            Correction.model_validate(
                {"number": dark.number, "checked": True, "blind": True, "codes": {"cctv": ["ask"]}}
            ),
        )
        read = replace(coding, corrections={one.number: one for one in given})
        compared = compare_readings(read)
        assert (compared.read, compared.blind) == (2, 1)
        assert compared.codes.by_code["lighting"].both == 1
        assert compared.codes.by_code["lighting"].extra == 1
        assert compared.codes.by_code["cctv"].missed == 1
        assert compare_readings(read, blind=True).read == 1

    def test_sentiment_is_compared_where_an_analyst_gave_it(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        said = find_said(coding, "no police")
        given = Correction(number=said.number, checked=True, sentiment=said.sentiment)
        compared = compare_readings(replace(coding, corrections={said.number: given}))
        assert compared.sentiment is not None
        assert (compared.feelings, compared.sentiment.agreed) == (1, 1.0)

    def test_where_nobody_read_anything_it_is_said_so(self, tmp_path: Path) -> None:
        with pytest.raises(EstimateError, match="no analyst has read"):
            compare_readings(code_round(tmp_path))
