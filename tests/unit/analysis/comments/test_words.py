"""A comment becomes the same words however it was typed."""

from __future__ import annotations

import pytest

from analysis.comments.words import MOST_WORDS, PAUSE, TAKEN_OUT, has_letters, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("I don't", [["i", "do", "not"]], id="straight apostrophe"),
        pytest.param("I don\u2019t", [["i", "do", "not"]], id="typographic apostrophe"),
        pytest.param("I dont", [["i", "do", "not"]], id="no apostrophe"),
        pytest.param("can't won't cannot", [["can", "not", "will", "not", "can", "not"]], id="can"),
        pytest.param(
            "it's the council's", [["it", "is", "the", "council"]], id="is and possessive"
        ),
        pytest.param("fly-tipping", [["fly", "tipping"]], id="hyphen"),
        pytest.param("anti\u2011social", [["anti", "social"]], id="hard hyphen"),
        pytest.param("safe \u2013 mostly", [["safe"], ["mostly"]], id="dash"),
        pytest.param("no police. No lights!", [["no", "police"], ["no", "lights"]], id="sentences"),
        pytest.param("gyms e.g. outdoor", [["gyms", "eg", "outdoor"]], id="abbreviation"),
        pytest.param("2.30 a.m.", [["2", "30", "am"]], id="time"),
        pytest.param("N/A", [["na"]], id="not applicable"),
        pytest.param("safe but dark", [["safe"], [PAUSE, "dark"]], id="but"),
        pytest.param("bins, rats", [["bins", PAUSE, "rats"]], id="comma"),
        pytest.param("1. bins\n2. rats", [["1"], ["bins"], ["2"], ["rats"]], id="lines"),
        pytest.param("call [name] now", [["call", TAKEN_OUT, "now"]], id="detail taken out"),
        pytest.param("li\u200bghts", [["lights"]], id="invisible character"),
        pytest.param("\uff23\uff23\uff34\uff36", [["cctv"]], id="wide letters"),
        pytest.param("", [], id="empty"),
        pytest.param("\U0001f600 !!", [], id="emoji and signs"),
    ],
)
def test_a_comment_is_read_as_plain_words(text: str, sentences: list[list[str]]) -> None:
    assert [list(words) for words in split_sentences(text)] == sentences


def test_a_run_of_words_without_end_is_cut() -> None:
    assert max(map(len, split_sentences("police " * 1000))) == MOST_WORDS
    assert sum(map(len, split_sentences("police " * 1000))) == 1000


@pytest.mark.parametrize(
    ("text", "expected"), [("[name] [phone]", False), ("\U0001f4a1 12", False), ("ok", True)]
)
def test_details_taken_out_and_signs_are_no_letters(text: str, expected: bool) -> None:
    assert has_letters(text) is expected
