"""Corrections from a sheet: all of it, or every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.comments.correcting import read_corrections
from analysis.comments.recoding import approve_quote
from analysis.comments.records import (
    Coding,
    Correction,
    Corrections,
    Decision,
    RiskState,
    find_version,
)
from analysis.comments.sentiment import Sentiment
from analysis.comments.sheet import Heading, list_rows
from analysis.comments.sheet_reading import SheetRow
from surveys.errors import CommentsRefused
from tests.support.consultation import code_round, find_said

NAME = "sheet.xlsx"


@pytest.fixture(scope="module")
def coding(tmp_path_factory: pytest.TempPathFactory) -> Coding:
    return code_round(tmp_path_factory.mktemp("data"))


def make_rows(coding: Coding, *, blind: bool = False) -> list[SheetRow]:
    return [
        SheetRow(f"{NAME}, row {number}", cells)
        for number, cells in enumerate(list_rows(coding, blind=blind), start=2)
    ]


def fill(coding: Coding, words: str, *, blind: bool = False, **typed: str) -> list[SheetRow]:
    """The rows, with this typed beside the comment with these words in it."""
    rows = make_rows(coding, blind=blind)
    [row] = [row for row in rows if words in row.cells[Heading.TEXT]]
    row.cells.update({Heading[name.upper()]: text for name, text in typed.items()})
    return rows


def correct(coding: Coding, words: str, *, blind: bool = False, **typed: str) -> Correction:
    found = read_corrections(coding, fill(coding, words, blind=blind, **typed), NAME)
    [correction] = found.comments
    return correction


def refuse(coding: Coding, rows: list[SheetRow]) -> list[str]:
    with pytest.raises(CommentsRefused) as refused:
        read_corrections(coding, rows, NAME)
    return [fault.code for fault in refused.value.faults]


class TestTaken:
    def test_corrected_codes_win(self, coding: Coding) -> None:
        given = correct(coding, "street lighting", codes="cctv (ask)")
        said = find_said(coding, "street lighting")
        corrected = replace(coding, corrections={said.number: given})
        assert list(corrected.codes_of(said)) == ["cctv"]
        assert list(coding.codes_of(said)) == ["lighting"]

    def test_who_gives_codes_has_read_the_comment(self, coding: Coding) -> None:
        assert correct(coding, "street lighting", codes="cctv (ask)").checked

    def test_checked_alone_leaves_the_machines_codes(self, coding: Coding) -> None:
        given = correct(coding, "street lighting", checked="yes")
        assert (given.checked, given.codes) == (True, None)

    def test_sentiment_risk_and_note_are_kept(self, coding: Coding) -> None:
        given = correct(coding, "street lighting", sentiment="Mixed", risk="yes", note=" why ")
        assert (given.sentiment, given.risk, given.note) == (Sentiment.MIXED, True, "why")

    def test_a_shortened_quote_is_kept_with_its_theme(self, coding: Coding) -> None:
        given = correct(
            coding,
            "no police",
            approved="yes",
            quote="The alley is dark [...]",
            quote_theme="lighting",
        )
        assert (given.quote, given.quote_theme) == ("The alley is dark [...]", "lighting")

    def test_approved_without_words_is_the_whole_comment(self, coding: Coding) -> None:
        given = correct(coding, "no police", approved="yes")
        assert given.quote == "The alley is dark and there is no police."

    def test_rows_may_be_sorted(self, coding: Coding) -> None:
        rows = fill(coding, "street lighting", checked="yes")
        assert read_corrections(coding, rows[::-1], NAME) == read_corrections(coding, rows, NAME)

    def test_what_is_emptied_is_corrected_no_more(self, coding: Coding) -> None:
        said = find_said(coding, "street lighting")
        before = replace(
            coding, corrections={said.number: Correction(number=said.number, checked=True)}
        )
        rows = fill(before, "street lighting", checked="")
        assert read_corrections(before, rows, NAME).comments == ()

    def test_codes_of_a_blind_sheet_are_blind(self, coding: Coding) -> None:
        assert correct(coding, "street lighting", blind=True, codes="lighting (ask)").blind
        assert not correct(coding, "street lighting", codes="lighting (ask)").blind

    def test_the_same_sheet_twice_is_taken_twice(self, coding: Coding) -> None:
        rows = fill(coding, "street lighting", checked="yes")
        first = read_corrections(coding, rows, NAME)
        after = replace(
            coding,
            corrections={one.number: one for one in first.comments},
            version=find_version(first),
        )
        assert read_corrections(after, rows, NAME) == first


Change = Callable[[Coding, list[SheetRow]], object]
LIGHT = "street lighting"


def change(words: str, heading: Heading, text: str) -> Change:
    def do(coding: Coding, rows: list[SheetRow]) -> None:
        [row] = [row for row in rows if words in row.cells[Heading.TEXT]]
        row.cells[heading] = text

    return do


def origin(part: int, text: str) -> Change:
    def do(coding: Coding, rows: list[SheetRow]) -> None:
        for row in rows:
            parts = row.cells[Heading.BATCH].split()
            parts[part] = text
            row.cells[Heading.BATCH] = " ".join(parts)

    return do


def approve(words: str, quote: str = "", under: str = "") -> Change:
    def do(coding: Coding, rows: list[SheetRow]) -> None:
        change(words, Heading.QUOTE, quote)(coding, rows)
        change(words, Heading.QUOTE_THEME, under)(coding, rows)
        change(words, Heading.APPROVED, "yes")(coding, rows)

    return do


REFUSED: dict[str, tuple[Change, str]] = {
    "another round": (origin(0, "spring-2026"), "comments.other-round"),
    "other comments": (origin(1, "00000000"), "comments.other-comments"),
    "another codebook": (origin(2, "00000000"), "comments.other-codebook"),
    "no origin": (change(LIGHT, Heading.BATCH, ""), "comments.other-round"),
    "unknown code": (change(LIGHT, Heading.CODES, "lamps (ask)"), "comments.unknown-code"),
    "changed text": (change(LIGHT, Heading.TEXT, "street lighting!"), "comments.text-changed"),
    "a row less": (lambda _, rows: rows.pop(), "comments.missing-row"),
    "a row twice": (lambda _, rows: rows.append(rows[0]), "comments.number-twice"),
    "a row more": (change(LIGHT, Heading.NUMBER, "99"), "comments.unknown-number"),
    "neither yes nor no": (change(LIGHT, Heading.CHECKED, "ok"), "comments.yes-or-no"),
    "sentiment": (change(LIGHT, Heading.SENTIMENT, "angry"), "comments.unknown-sentiment"),
    "quote that changes words": (
        approve(LIGHT, "Worse street lighting [...]"),
        "comments.quote-changed",
    ),
    "quote turned round": (
        approve("no police", "The alley is dark and there is [...] police."),
        "comments.quote-doubtful",
    ),
    "quote not allowed": (approve("dealers are back"), "comments.quote-not-allowed"),
    "quote at risk": (approve("My ex follows"), "comments.quote-at-risk"),
    "quote not approved": (change(LIGHT, Heading.QUOTE, "x"), "comments.quote-not-approved"),
    "quote under another theme": (approve(LIGHT, "", "cctv"), "comments.quote-theme"),
    "a name in the note": (
        change(LIGHT, Heading.NOTE, "ask Mrs Example on 07700 900123"),
        "comments.personal-note",
    ),
}


class TestRefused:
    @pytest.mark.parametrize("name", REFUSED)
    def test_what_does_not_fit_is_refused(self, coding: Coding, name: str) -> None:
        do, code = REFUSED[name]
        rows = make_rows(coding)
        do(coding, rows)
        assert code in refuse(coding, rows)

    def test_all_faults_are_told_at_once_each_with_its_cell(self, coding: Coding) -> None:
        rows = make_rows(coding)
        for row in rows[:3]:
            row.cells[Heading.CODES] = "lamps (ask)"
        with pytest.raises(CommentsRefused) as refused:
            read_corrections(coding, rows, NAME)
        places = [fault.place for fault in refused.value.faults]
        assert places == [f"{NAME}, row {number}, column codes" for number in (2, 3, 4)]
        assert all(fault.remedy for fault in refused.value.faults)

    def test_rows_that_are_missing_are_told_as_runs(self, coding: Coding) -> None:
        rows = make_rows(coding)
        del rows[1:4]
        with pytest.raises(CommentsRefused, match="comments 2 to 4 are missing"):
            read_corrections(coding, rows, NAME)

    def test_checked_on_a_blind_sheet_needs_codes(self, coding: Coding) -> None:
        rows = fill(coding, LIGHT, blind=True, checked="yes")
        assert refuse(coding, rows) == ["comments.blind-unsaid"]

    def test_a_sheet_made_before_other_corrections_is_refused(self, coding: Coding) -> None:
        rows = fill(coding, LIGHT, checked="yes")
        other = find_said(coding, "no police")
        meanwhile = Corrections(
            frozen=coding.drafted.frozen,
            comments=(Correction(number=other.number, checked=True),),
        )
        after = replace(
            coding,
            corrections={other.number: meanwhile.comments[0]},
            version=find_version(meanwhile),
        )
        assert refuse(after, rows) == ["comments.moved-on"]

    @pytest.mark.parametrize(
        ("state", "refused"),
        [(RiskState.NO_ACTION, False), (RiskState.PASSED_ON, True), (RiskState.NEW, True)],
        ids=str,
    )
    def test_a_comment_of_the_queue_is_quoted_once_nothing_is_to_be_done(
        self, coding: Coding, state: RiskState, refused: bool
    ) -> None:
        said = find_said(coding, "My ex follows")
        decided = replace(
            coding, decisions={said.number: Decision(number=said.number, state=state)}
        )
        rows = make_rows(decided)
        approve("My ex follows")(decided, rows)
        if refused:
            assert refuse(decided, rows) == ["comments.quote-at-risk"]
        else:
            assert read_corrections(decided, rows, NAME).comments[0].quote == said.text

    def test_a_quote_approved_despite_doubts_comes_back_as_it_is(self, coding: Coding) -> None:
        said = find_said(coding, "no police")
        quote = "The alley is dark and there is [...] police."
        given = approve_quote(coding, said.number, quote, "", despite=True)
        approved = replace(coding, corrections={said.number: given.comments[0]})
        assert read_corrections(approved, make_rows(approved), NAME).comments == given.comments

    def test_marking_a_risk_and_quoting_it_do_not_go_together(self, coding: Coding) -> None:
        rows = fill(coding, LIGHT, approved="yes", risk="yes")
        assert refuse(coding, rows) == ["comments.quote-at-risk"]
