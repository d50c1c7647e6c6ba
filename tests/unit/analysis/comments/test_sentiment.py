"""The tone of a comment: negation is handled, and no signal is not neutral."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analysis.comments.codebook import Stance
from analysis.comments.sentiment import Sentiment, judge, judge_score, load_feelings, score_words
from analysis.comments.words import split_sentences


def score(text: str) -> float | None:
    return score_words(split_sentences(text), load_feelings())


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("I feel safe", 0.3, 1, id="safe"),
        pytest.param("I don't feel safe", -1, -0.3, id="contraction"),
        pytest.param("I don\u2019t feel very safe", -1, -0.3, id="typographic"),
        pytest.param("not at all good", -1, -0.1, id="two words off"),
        pytest.param("never unsafe", 0.3, 1, id="a denied fear"),
        pytest.param("not good, lovely", -1, 1, id="a comma ends the negation"),
        pytest.param("horrible people", -1, -0.3, id="a word of TextBlob's own"),
    ],
)
def test_words_are_scored_with_what_turns_them(text: str, low: float, high: float) -> None:
    found = score(text)
    assert found is not None
    assert low <= found <= high


def test_a_negation_ends_at_the_comma() -> None:
    turned, kept = score("not good lovely"), score("not good, lovely")
    assert turned is not None
    assert kept is not None
    assert turned < 0 < kept


@pytest.mark.parametrize("text", ["the main road", "young people", "a bench by the bridge", ""])
def test_words_that_tell_no_feeling_are_no_signal(text: str) -> None:
    assert score(text) is None
    assert judge_score(score(text)) is Sentiment.NONE


PROBLEM, HELPS, ASK = (Stance.PROBLEM,), (Stance.PROTECTIVE,), (Stance.ASK,)


@pytest.mark.parametrize(
    ("stances", "found", "afraid", "expected"),
    [
        pytest.param({"cctv": PROBLEM}, 0.9, False, Sentiment.NEGATIVE, id="trouble, kind words"),
        pytest.param({"cctv": HELPS}, None, False, Sentiment.POSITIVE, id="help"),
        pytest.param({"a": PROBLEM, "b": HELPS}, None, False, Sentiment.MIXED, id="both"),
        pytest.param({"positive_safe": HELPS}, -0.5, False, Sentiment.POSITIVE, id="safe"),
        pytest.param({"cctv": ASK}, 0.6, False, Sentiment.NEUTRAL, id="a polite wish"),
        pytest.param({"cctv": ASK}, None, True, Sentiment.NEGATIVE, id="a wish in fear"),
        pytest.param({"other": PROBLEM}, None, False, Sentiment.NONE, id="no signal"),
        pytest.param({"other": PROBLEM}, -0.6, False, Sentiment.NEGATIVE, id="by its words"),
        pytest.param({"other": PROBLEM}, 0.1, False, Sentiment.NEUTRAL, id="near the middle"),
    ],
)
def test_the_tone_follows_what_is_said_and_then_the_words(
    stances: dict[str, Sequence[Stance]], found: float | None, afraid: bool, expected: Sentiment
) -> None:
    assert judge(found, stances, afraid=afraid) is expected
