"""Roundabout ways of saying no are read as the plain ones."""

from __future__ import annotations

import pytest

from analysis.comments.codebook import Plainly
from analysis.comments.coding import code_comment
from analysis.comments.sentiment import Sentiment
from analysis.comments.turning import Turning
from analysis.comments.words import split_sentences
from tests.support.consultation import load_themes

SAFE = {"positive_safe": "protective"}
AFRAID = {"unsafe_unspecified": "problem"}


def said(text: str) -> dict[str, str]:
    return {one.code: " ".join(one.stances) for one in code_comment(text, load_themes()).codes}


@pytest.mark.parametrize(
    "text",
    [
        "Never felt so unsafe in my life",
        "I never felt so unsafe walking home",
        "I have never been so scared",
        "Never in my life have I felt so unsafe",
        "Never been more afraid",
        "I have never felt less safe",
        "Far from safe here",
        "Far from safe",
        "It is anything but safe",
        "Nowhere near safe",
        "By no means safe",
        "I don't think it is safe",
        "I can't say I feel safe",
        "I wouldn't call it safe",
    ],
)
def test_fear_is_not_read_as_its_denial(text: str) -> None:
    assert said(text) == AFRAID
    assert code_comment(text, load_themes()).sentiment is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "I have never felt safer",
        "I have never felt so safe",
        "I wouldn't say it's unsafe",
        "I don't think it's dangerous",
        "I wouldn't call it unsafe",
        "Never felt unsafe",
        "Hardly any crime here",
        "Very little crime round here",
        "Hardly ever any trouble",
    ],
)
def test_feeling_safe_is_not_read_as_fear_or_nothing(text: str) -> None:
    assert said(text) == SAFE
    assert code_comment(text, load_themes()).sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I don't think the council does enough about rubbish",
            {"fly_tipping_litter": "problem"},
        ),
        ("I don't think we need more police", {"police_presence": "problem"}),
        ("I don't think more cameras would help", {"cctv": "problem"}),
        ("I don't think there are enough police", {"police_presence": "problem"}),
        ("Hardly any police", {"police_presence": "problem"}),
        ("I'd not say it's unsafe, I'd say it's full of litter", {"fly_tipping_litter": "problem"}),
    ],
)
def test_what_is_not_thought_is_denied(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("I don't think so", "i do not think so", id="no clause"),
        pytest.param("do not think about it as it is", "do not think about it as it is", id="noun"),
        pytest.param("far from the park", "far from the park", id="a distance"),
        pytest.param("far from safe", "not safe", id="phrase"),
        pytest.param("never so bad", "never so bad", id="never, without a verb"),
        pytest.param("never felt so bad", "felt so bad", id="never so"),
        pytest.param("I don't think, it is dark", "i do not think , it is dark", id="comma"),
        pytest.param("not think it is", "not think it is", id="no verb that holds the not"),
        pytest.param("would not call it bad", "would call it not bad", id="call"),
        pytest.param("do not think police help", "do think police not help", id="before"),
    ],
)
def test_a_sentence_is_said_plainly_where_a_phrase_is_met(text: str, plain: str) -> None:
    turning = Turning(
        load_themes().model_copy(
            update={
                "plainly": (
                    Plainly(said=("far from",), means="not", before=("safe",)),
                    Plainly(said=("never",), means="", before=("felt so",)),
                )
            }
        )
    )
    assert [" ".join(turning.say_plainly(one)) for one in split_sentences(text)] == [plain]
