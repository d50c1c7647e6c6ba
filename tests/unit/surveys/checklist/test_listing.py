"""What each line asks for, and whose word it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.checklist import DRAFT, FROM_EITHER, SHORTER, check_ready, list_items
from surveys.errors import RoundError
from surveys.rounds import CONSULTATION_DAYS, Purpose
from tests.support.checklist import ANNUAL, CONTACTS, PARTNERSHIP, draft, list_missing, make_walk
from tests.support.launching import ready_round


@pytest.mark.parametrize("name", FROM_EITHER)
def test_each_line_of_the_partnership_is_needed(name: str) -> None:
    without = PARTNERSHIP.model_copy(update={name: " "})
    assert list(list_missing(ready_round(draft()), without)) == [name]


@pytest.mark.parametrize("name", FROM_EITHER)
def test_a_round_can_have_its_own_line_instead(name: str) -> None:
    without = PARTNERSHIP.model_copy(update={name: ""})
    round_ = ready_round(draft())
    own = replace(round_, checklist={**round_.checklist, name: "example.org/winter"})
    assert list_missing(own, without) == {}
    shown = {item.name: item.what for item in list_items(own, PARTNERSHIP, CONTACTS, ANNUAL)}
    assert shown[name] == "example.org/winter"


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        pytest.param({"decision": ""}, "decision", id="decision"),
        pytest.param({"checklist": {"language:en": "A. Post"}}, "equality", id="equality"),
        pytest.param({"checklist": {"equality": "E-1"}}, "language:en", id="language"),
    ],
)
def test_what_an_officer_records_is_needed(changes: dict[str, object], lacks: str) -> None:
    round_ = replace(ready_round(draft()), **changes)  # type: ignore[arg-type]  # any field
    assert list(list_missing(round_)) == [lacks]


def test_no_round_signs_off_for_the_partnership() -> None:
    unsigned = PARTNERSHIP.model_copy(update={"confirmed": False})
    round_ = ready_round(draft())
    round_ = replace(round_, checklist={**round_.checklist, "confirmed": "yes"})
    assert list(list_missing(round_, unsigned)) == ["confirmed"]


@pytest.mark.parametrize("word", ["TBC", "tbd.", "?", " - ", "n/a", "todo"])
def test_a_mark_that_something_is_to_come_is_not_it(word: str) -> None:
    partnership = PARTNERSHIP.model_copy(update={"dpia": word})
    assert list(list_missing(ready_round(draft()), partnership)) == ["dpia"]


@pytest.mark.parametrize(
    ("page", "fits"),
    [
        pytest.param("example.org/survey", True, id="page"),
        pytest.param("https://www.example.org/a/b?c=1", True, id="address"),
        pytest.param("our website", False, id="words"),
        pytest.param("example", False, id="no domain"),
    ],
)
def test_the_councils_page_is_a_web_address(page: str, fits: bool) -> None:
    partnership = PARTNERSHIP.model_copy(update={"council_page": page})
    expected = {} if fits else {"council_page": f"'{page}' is no web address"}
    assert list_missing(ready_round(draft()), partnership) == expected


def test_every_language_of_the_round_is_signed_off() -> None:
    walk = make_walk()
    round_ = ready_round(draft(), languages=["en"])
    both = ("en", "bn")
    assert list(list_missing(round_, questionnaire=walk, chat_languages=both)) == ["language:bn"]
    only = replace(round_, languages=("en",))
    assert list_missing(only, questionnaire=walk, chat_languages=both) == {}


@pytest.mark.parametrize(
    ("languages", "question", "chat", "problem"),
    [
        pytest.param(
            ("en", "so"), {}, ("en", "so"), "the questionnaire is not in 'so'", id="unknown"
        ),
        pytest.param(
            ("en", "bn"),
            {"text": {"en": "After dark?", "bn": " "}, "why": {"en": "Because"}},
            ("en", "bn"),
            "the questionnaire lacks dark text; dark why",
            id="question",
        ),
        pytest.param(("en", "bn"), {}, ("en",), "the chat's own words are not in 'bn'", id="chat"),
    ],
)
def test_no_signature_makes_an_incomplete_translation_complete(
    languages: tuple[str, ...], question: dict[str, object], chat: tuple[str, ...], problem: str
) -> None:
    round_ = ready_round(draft(languages=languages))
    walk = make_walk(**question)
    found = list_missing(round_, questionnaire=walk, chat_languages=chat)
    assert found == {f"language:{languages[1]}": problem}
    with pytest.raises(RoundError, match=f"Complete it, or leave '{languages[1]}' out"):
        check_ready(round_, PARTNERSHIP, CONTACTS, walk, chat_languages=chat)


def test_a_consultation_shorter_than_proposed_needs_its_reason_in_writing() -> None:
    short = draft(purpose=Purpose.CONSULTATION, minimum_days=CONSULTATION_DAYS - 1)
    assert SHORTER in list_missing(short)
    reason = {SHORTER: "the fund closes in March"}
    assert SHORTER not in list_missing(replace(short, checklist=reason))
    assert SHORTER not in list_missing(replace(short, minimum_days=CONSULTATION_DAYS))
    assert SHORTER not in list_missing(replace(short, purpose=Purpose.SURVEY))


@pytest.mark.parametrize(
    ("page", "lacks"),
    [
        pytest.param("https://example.org/draft", False, id="a-page"),
        pytest.param("", False, id="none-is-told-and-hinders-nothing"),
        pytest.param("ask at the desk", True, id="no-page"),
    ],
)
def test_a_consultation_says_where_its_draft_can_be_read(page: str, lacks: bool) -> None:
    round_ = draft(purpose=Purpose.CONSULTATION, checklist={DRAFT: page})
    assert (DRAFT in list_missing(round_)) == lacks
    [line] = [one for one in list_items(round_, PARTNERSHIP, CONTACTS, ANNUAL) if one.name == DRAFT]
    assert line.what
    assert page.strip() or f"none is named, as '{DRAFT}'" in line.what
