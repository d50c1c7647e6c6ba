"""What a text weighs, on weights made up for this file and on those that ship."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from surveys.errors import RefusedFile
from surveys.safeguarding.reading import read_words
from surveys.safeguarding.weighing import Weights, list_sentences, load_weights

MADE_UP = Weights(
    base=-1.0,
    least=0.5,
    texts="",
    pieces={"he": 1.0, "| he": 1.0, "he came": 2.0, "lights": -3.0, "~_mar": 1.5, "gone |": 0.5},
)


def weigh(text: str) -> float:
    return MADE_UP.weigh(read_words(text))


def test_pieces_are_words_pairs_and_four_letters_in_a_row() -> None:
    (pieces,) = list_sentences(read_words("He hit me"))
    assert pieces == {
        "he", "hit", "me",
        "| he", "he hit", "hit me", "me |",
        "~_he_", "~_hit", "~hit_", "~_me_",
    }  # fmt: skip


def test_no_piece_reaches_over_the_end_of_a_sentence() -> None:
    first, second = list_sentences(read_words("it is. over"))
    assert "is |" in first
    assert "| over" in second
    assert not {"is over", "~_is_over"} & (first | second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", -1.0, id="nothing typed"),
        pytest.param("bins", -1.0, id="nothing known"),
        pytest.param("he", (1 + 1) / 2**0.5 - 1, id="a word and the beginning"),
        pytest.param("he he he", (1 + 1) / 2**0.5 - 1, id="each piece counts once"),
        pytest.param("he came", (1 + 1 + 2) / 3**0.5 - 1, id="a pair"),
        pytest.param("mar mart", 1.5 - 1, id="letters of two words"),
    ],
)
def test_a_text_weighs_the_sum_of_its_pieces_by_how_many_are_known(
    text: str, expected: float
) -> None:
    assert weigh(text) == pytest.approx(expected)


def test_what_harms_weighs_the_same_at_the_end_of_a_long_comment() -> None:
    before = "The lights are out. Nobody mends the lights. " * 20
    assert weigh(before + "He came") == pytest.approx(weigh("He came"))


def test_what_is_told_in_two_sentences_is_weighed_together() -> None:
    assert weigh("He. Mar. Lights") == weigh("He. Mar") > max(weigh("He"), weigh("Mar"))


def test_a_text_raises_a_card_from_the_least_sum_on() -> None:
    assert MADE_UP.sounds_like_harm(read_words("mar mar"))
    assert not MADE_UP.sounds_like_harm(read_words("mar lights"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            "(texts),ab\n(base),0\nhe,1\n", "has no row '(least)'", id="a named row is missing"
        ),
        pytest.param(
            "(texts),ab\n(base),0\n(least),1\nhe,much\n",
            "weights.csv, line 4: is no piece",
            id="no number",
        ),
        pytest.param(
            "(texts),ab\n(base),0\n(least),1\nhe\n",
            "weights.csv, line 4: is no piece",
            id="no weight",
        ),
    ],
)
def test_a_file_with_a_mistake_is_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "weights.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RefusedFile, match=r"tests\.comments weights") as refused:
        load_weights(path)
    assert refused.value.code == "cues.weights"
    assert told in str(refused.value)


@pytest.mark.parametrize("sign", ["a", "a b ", "é. ", "\n", "he hit me "])
def test_the_longest_message_is_weighed_in_no_time_that_matters(sign: str) -> None:
    words = read_words(sign * (4096 // len(sign)))
    weights = load_weights()
    start = time.thread_time()
    weights.weigh(words)
    assert time.thread_time() - start < 0.25
