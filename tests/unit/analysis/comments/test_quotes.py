"""Quotes: part of the comment, approved, allowed, and nothing about the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.cells import CellError
from analysis.comments.quotes import (
    MOST_OF_FEW,
    Quote,
    ReleasedQuotes,
    check_quote,
    list_quotes,
    release_quotes,
)
from analysis.comments.recoding import approve_quote, check_still_holds, withdraw_quote
from analysis.comments.records import Coding, Correction, Corrections, Decision, RiskState
from analysis.comments.releasing import ReleasedThemes, release_themes
from analysis.comments.themes import count_themes
from surveys.errors import CommentsRefused, RoundError
from tests.support.consultation import Wrote, code_round, find_said

COMMENT = "I don't feel safe here,\nbut the park is fine."
LIGHTS = tuple((f"More street lights in area {number} please", "", "yes") for number in range(8))


def release(coding: Coding) -> ReleasedThemes:
    return release_themes(count_themes(coding))


def approve_all(coding: Coding) -> Coding:
    corrections = {
        said.number: Correction(number=said.number, checked=True, quote=said.text)
        for said in coding.drafted.comments
    }
    return replace(coding, corrections=corrections)


def make(folder: Path, people: Sequence[Wrote]) -> Coding:
    return approve_all(code_round(folder, people))


class TestPart:
    @pytest.mark.parametrize(
        "quote",
        [
            COMMENT,
            "I don't feel safe here, but the park is fine.",
            "[...] the park is fine.",
            "I don't feel safe here, [...]",
            "[...] feel safe here, [...] park [...]",
            "I […] fine.",
            "I don't feel safe here,[...]",
        ],
    )
    def test_words_may_be_left_out_where_it_is_said(self, quote: str) -> None:
        assert check_quote(quote, COMMENT)

    @pytest.mark.parametrize(
        "quote",
        [
            "feel safe here, but the park is fine.",
            "I don't feel safe here",
            "I feel safe here, but the park is fine.",
            "[...] park [...] safe [...]",
            "[...] par [...]",
            "I don't feel SAFE here, but the park is fine.",
            "[...]",
            "",
            "[...] the park is fine. fine.",
            "I don't [...] I don't feel safe here, but the park is fine.",
        ],
        ids=[
            "beginning left out",
            "end left out",
            "a negation left out",
            "order changed",
            "half a word",
            "shouted",
            "nothing",
            "empty",
            "said twice at the end",
            "said twice at the beginning",
        ],
    )
    def test_nothing_else_may_be_changed(self, quote: str) -> None:
        with pytest.raises(CellError, match="not part of the comment"):
            check_quote(quote, COMMENT)

    def test_a_quote_of_many_pieces_is_checked_at_once(self) -> None:
        comment = "a " * 2000
        with pytest.raises(CellError):
            check_quote("[...] a " * 500 + "[...] b", comment)


class TestReleased:
    def test_nothing_but_words_goes_with_a_quote(self, tmp_path: Path) -> None:
        coding = make(tmp_path, LIGHTS[:2])
        quotes = release_quotes(coding, release(coding))
        assert quotes.by_theme.keys() == {"lighting"}
        assert set(quotes.by_theme["lighting"]) == {text for text, _, _ in LIGHTS[:2]}

    def test_only_the_gate_makes_them(self) -> None:
        with pytest.raises(TypeError, match="release_quotes"):
            ReleasedQuotes("a", True, {}, object.__new__(object))  # type: ignore[arg-type]  # tried

    def test_who_did_not_allow_it_is_not_quoted_whatever_was_approved(self, tmp_path: Path) -> None:
        coding = make(tmp_path, [("More street lights please", "", "no")])
        themes = release(coding)
        assert release_quotes(coding, themes).by_theme == {}
        [quote] = list_quotes(coding, themes)
        assert "did not allow" in quote.left_out

    def test_who_was_not_asked_is_not_quoted(self, tmp_path: Path) -> None:
        coding = make(tmp_path, [("More street lights please", "", "")])
        assert release_quotes(coding, release(coding)).by_theme == {}

    def test_what_an_analyst_did_not_approve_is_not_quoted(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path, LIGHTS[:1])
        assert release_quotes(coding, release(coding)).by_theme == {}

    def test_a_comment_passed_on_later_is_quoted_no_more(self, tmp_path: Path) -> None:
        coding = make(tmp_path, [("My ex follows me home and has hurt me.", "", "yes")])
        [said] = coding.drafted.comments
        settled = Decision(number=said.number, state=RiskState.NO_ACTION)
        quoted = replace(coding, decisions={said.number: settled})
        assert release_quotes(quoted, release(quoted)).by_theme
        passed = settled.model_copy(update={"state": RiskState.PASSED_ON})
        later = replace(coding, decisions={said.number: passed})
        assert not release_quotes(later, release(later)).by_theme

    def test_under_few_people_there_are_few_quotes(self, tmp_path: Path) -> None:
        coding = make(tmp_path, LIGHTS)
        themes = release(coding)
        assert len(release_quotes(coding, themes).by_theme["lighting"]) == MOST_OF_FEW
        left_out = [quote for quote in list_quotes(coding, themes) if quote.left_out]
        assert len(left_out) == len(LIGHTS) - MOST_OF_FEW

    def test_their_order_is_not_that_of_the_comments(self, tmp_path: Path) -> None:
        people = [(f"More street lights in area {one} please", "", "yes") for one in range(30)]
        coding = make(tmp_path, people)
        quoted = release_quotes(coding, release(coding)).by_theme["lighting"]
        assert sorted(quoted) != list(quoted)
        assert release_quotes(coding, release(coding)).by_theme["lighting"] == quoted


class TestApproving:
    def test_one_quote_is_approved_and_withdrawn_again(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        said = find_said(coding, "no police")
        given = approve_quote(coding, said.number, "The alley is dark [...]", "lighting")
        assert given.comments == (
            Correction(number=said.number, quote="The alley is dark [...]", quote_theme="lighting"),
        )
        after = replace(coding, corrections={said.number: given.comments[0]})
        assert withdraw_quote(after, said.number).comments == ()
        [quote] = list_quotes(after, release(after))
        assert quote == Quote(said.number, "lighting", "The alley is dark [...]")

    @pytest.mark.parametrize(
        ("words", "quote", "theme", "code"),
        [
            ("dealers are back", "", "", "comments.quote-not-allowed"),
            ("no police", "No police", "", "comments.quote-changed"),
            ("no police", "", "cctv", "comments.quote-theme"),
        ],
    )
    def test_what_cannot_be_quoted_is_refused(
        self, tmp_path: Path, words: str, quote: str, theme: str, code: str
    ) -> None:
        coding = code_round(tmp_path)
        with pytest.raises(RoundError) as refused:
            approve_quote(coding, find_said(coding, words).number, quote, theme)
        assert refused.value.code == code

    def test_there_has_to_be_such_a_comment(self, tmp_path: Path) -> None:
        with pytest.raises(RoundError, match="there is no comment 99"):
            withdraw_quote(code_round(tmp_path), 99)


class TestCodedAnew:
    def keep(self, coding: Coding, **said: object) -> Corrections:
        number = find_said(coding, "no police").number
        correction = Correction.model_validate({"number": number, **said})
        return Corrections(frozen=coding.drafted.frozen, comments=(correction,))

    def test_corrections_that_still_fit_are_kept(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        kept = self.keep(coding, codes={"cctv": ["ask"]}, quote="The alley [...]")
        check_still_holds(coding.drafted, kept)

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"codes": {"lamps": ["ask"]}}, "comments.code-gone"),
            ({"quote": "The street is dark [...]"}, "comments.quote-changed"),
        ],
        ids=["a code that is gone", "words that were redacted since"],
    )
    def test_corrections_that_no_longer_fit_are_told(
        self, tmp_path: Path, said: dict[str, object], code: str
    ) -> None:
        coding = code_round(tmp_path)
        with pytest.raises(CommentsRefused) as refused:
            check_still_holds(coding.drafted, self.keep(coding, **said))
        assert refused.value.code == code
