"""Quotes: part of the comment, approved, allowed, and nothing about the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.comments.cells import CellError
from analysis.comments.codebook import Stance
from analysis.comments.quotes import (
    Quote,
    ReleasedQuotes,
    check_quote,
    list_quotes,
    release_quotes,
)
from analysis.comments.recoding import approve_quote, check_still_holds, withdraw_quote
from analysis.comments.records import Coding, Correction, Corrections, Decision, RiskState
from analysis.comments.releasing import ReleasedThemes, release_themes
from analysis.comments.risks import decide_risk
from analysis.comments.room import MOST_OF_FEW
from analysis.comments.themes import count_themes
from analysis.comments.told import tell
from surveys.errors import CommentsRefused, RoundError
from tests.support.consultation import Wrote, code_round, find_said

COMMENT = "I don't feel safe here,\nbut the park is fine."
DOUBTFUL = "comments.quote-doubtful"
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

    @pytest.mark.parametrize(
        ("quote", "where", "wanted"),
        [
            ("[...] feel safe here,", "the end", "[...] feel safe here, [...]"),
            ("the park is fine.", "the beginning", "[...] the park is fine."),
            ("feel safe here,", "both ends", "[...] feel safe here, [...]"),
        ],
        ids=["end", "beginning", "both"],
    )
    def test_where_only_a_gap_is_not_marked_it_says_which_and_what_to_write(
        self, quote: str, where: str, wanted: str
    ) -> None:
        with pytest.raises(CellError) as caught:
            check_quote(quote, COMMENT)
        assert caught.value.problem.endswith(f"left out at {where}, and it does not say so")
        assert caught.value.remedy == f"Write “{wanted}”."
        assert check_quote(wanted, COMMENT)

    def test_of_other_changes_it_says_how_words_are_left_out(self) -> None:
        with pytest.raises(CellError) as caught:
            check_quote("I feel safe", COMMENT)
        assert "left out at" not in caught.value.problem
        assert caught.value.remedy.startswith("Copy the comment and write [...]")

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
            ReleasedQuotes("a", True, {}, {}, object.__new__(object))  # type: ignore[arg-type]  # tried

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

    @pytest.mark.parametrize(
        "way",
        [
            (RiskState.PASSED_ON, RiskState.NO_ACTION),
            (RiskState.PASSED_ON, RiskState.NEW, RiskState.NO_ACTION),
        ],
    )
    def test_what_was_ever_passed_on_is_not_quoted(
        self, tmp_path: Path, way: tuple[RiskState, ...]
    ) -> None:
        coding = make(tmp_path, [("My ex follows me home and has hurt me.", "", "yes")])
        [said] = coding.drafted.comments
        for state in way:
            decided = decide_risk(coding, said.number, state, "")
            coding = replace(coding, decisions={one.number: one for one in decided.comments})
        assert coding.find_state(said.number) is RiskState.NO_ACTION
        assert not release_quotes(coding, release(coding)).by_theme

    def test_under_few_people_there_are_few_quotes(self, tmp_path: Path) -> None:
        coding = make(tmp_path, LIGHTS)
        themes = release(coding)
        assert len(release_quotes(coding, themes).by_theme["lighting"]) == MOST_OF_FEW
        left_out = [quote for quote in list_quotes(coding, themes) if quote.left_out]
        assert len(left_out) == len(LIGHTS) - MOST_OF_FEW

    @pytest.mark.parametrize("under", ["cctv", "lighting"])
    def test_whatever_it_stands_under_a_quote_counts_for_all_its_codes(
        self, tmp_path: Path, under: str
    ) -> None:
        people = [(f"More street lights in area {one} please", "", "yes") for one in range(30)]
        both = [(f"More street lights and more CCTV, area {one}", "", "yes") for one in range(9)]
        coding = code_round(tmp_path, [*people, *both])
        approved = {
            said.number: Correction(number=said.number, quote=said.text, quote_theme=under)
            for said in coding.drafted.comments
            if "cctv" in said.codes
        }
        assert len(approved) == 9
        coding = replace(coding, corrections=approved)
        quotes = release_quotes(coding, release(coding)).by_theme
        assert {code: len(texts) for code, texts in quotes.items()} == {under: MOST_OF_FEW}
        left_out = {one.left_out for one in list_quotes(coding, release(coding)) if one.left_out}
        assert left_out == {"no more quotes may speak of cctv, because so few people do"}

    def test_a_stance_of_few_people_is_quoted_as_rarely(self, tmp_path: Path) -> None:
        asked = [(f"More street lights in area {one} please", "", "yes") for one in range(30)]
        troubled = [(f"The lights in area {one} are broken", "", "yes") for one in range(8)]
        others = [(f"More CCTV in area {one}", "", "yes") for one in range(20)]
        coding = code_round(tmp_path, [*asked, *troubled, *others])
        approved = {
            said.number: Correction(number=said.number, quote=said.text)
            for said in coding.drafted.comments
            if Stance.PROBLEM in said.codes.get("lighting", ())
        }
        assert len(approved) == 8
        coding = replace(coding, corrections=approved)
        assert len(release_quotes(coding, release(coding)).by_theme["lighting"]) == MOST_OF_FEW

    def test_what_nearly_all_speak_of_few_quotes_leave_out(self, tmp_path: Path) -> None:
        others = [(f"More CCTV in area {one}", "", "yes") for one in range(40)]
        both = [(f"More CCTV and street lights in area {one}", "", "yes") for one in range(5)]
        coding = code_round(tmp_path, [*others, *both, *LIGHTS])
        approved = {
            said.number: Correction(number=said.number, quote=said.text)
            for said in coding.drafted.comments
            if "cctv" not in said.codes
        }
        assert len(approved) == len(LIGHTS)
        coding = replace(coding, corrections=approved)
        told = {one.code: one.people.say() for one in release(coding).themes}
        assert (told["cctv"], told["lighting"]) == ("all but fewer than 10", "15")
        assert len(release_quotes(coding, release(coding)).by_theme["lighting"]) == MOST_OF_FEW
        left_out = {one.left_out for one in list_quotes(coding, release(coding)) if one.left_out}
        assert left_out == {"no more quotes may leave cctv out, because so few people do"}

    @pytest.mark.parametrize(
        ("second", "most"), [("n/a", MOST_OF_FEW - 1), ("", MOST_OF_FEW)], ids=["twice", "once"]
    )
    def test_what_is_known_of_a_few_already_leaves_less_room(
        self, tmp_path: Path, second: str, most: int
    ) -> None:
        coding = make(tmp_path, [*LIGHTS, ("nothing", second, "")])
        themes = release(coding)
        told = {"lighting": tell(8), "cctv": tell(10)}
        two = tuple(
            replace(one, people=told[one.code]) for one in themes.themes if one.code in told
        )
        # 13 wrote at least, and 12 at most speak of cctv: one at least speaks of lighting; where
        # everybody wrote once, that is one of those quoted, who do not speak of cctv
        themes = replace(themes, wrote=tell(15), themes=two)
        assert len(release_quotes(coding, themes).by_theme["lighting"]) == most

    def test_the_codes_that_each_leaves_with_are_known(self, tmp_path: Path) -> None:
        text = "More street lights and more CCTV"
        coding = make(tmp_path, [(text, "", "yes"), (text, "", "yes"), *LIGHTS[:1]])
        first = min(said.number for said in coding.drafted.comments if said.text == text)
        recoded = coding.corrections[first].model_copy(update={"codes": {"cctv": (Stance.ASK,)}})
        coding = replace(coding, corrections={**coding.corrections, first: recoded})
        quotes = release_quotes(coding, release(coding))
        assert quotes.codes == {
            text: ("cctv (ask)", "lighting (ask); cctv (ask)"),
            LIGHTS[0][0]: ("lighting (ask)",),
        }

    def test_a_comment_that_says_nothing_is_not_quoted(self, tmp_path: Path) -> None:
        coding = make(tmp_path, [("nothing", "", "yes"), *LIGHTS[:2]])
        assert release_quotes(coding, release(coding)).by_theme.keys() == {"lighting"}

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
            ("no police", "The alley is dark and there is [...] police.", "", DOUBTFUL),
        ],
    )
    def test_what_cannot_be_quoted_is_refused(
        self, tmp_path: Path, words: str, quote: str, theme: str, code: str
    ) -> None:
        coding = code_round(tmp_path)
        with pytest.raises(RoundError) as refused:
            approve_quote(coding, find_said(coding, words).number, quote, theme)
        assert refused.value.code == code

    def test_what_is_doubtful_is_approved_only_despite_it(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path)
        number = find_said(coding, "no police").number
        quote = "[...] there is [...] police."
        [given] = approve_quote(coding, number, quote, "", despite=True).comments
        assert given.quote == quote

    def test_a_description_of_a_person_is_never_approved(self, tmp_path: Path) -> None:
        coding = code_round(tmp_path, [("More lights. 21, Somali, Female", "", "yes")])
        [said] = coding.drafted.comments
        with pytest.raises(RoundError, match="describes a person"):
            approve_quote(coding, said.number, "", "", despite=True)
        assert approve_quote(coding, said.number, "More lights. [...]", "").comments

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
