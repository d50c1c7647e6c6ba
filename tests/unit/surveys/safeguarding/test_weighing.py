"""What a text weighs, on weights made up for this file and on those that ship."""

from __future__ import annotations

import math
import time
from pathlib import Path

import pytest

from surveys.errors import RefusedFile
from surveys.safeguarding.reading import read_words
from surveys.safeguarding.weighing import (
    MOST_PARTS,
    SLOW,
    Weights,
    list_parts,
    list_sentences,
    load_weights,
)

MADE_UP = Weights(
    base=-1.0,
    least=0.5,
    texts="",
    pieces={
        "he": 1.0,
        "came": 0.0,
        "| he": 1.0,
        "he came": 2.0,
        "| he came": 0.5,
        "lights": -3.0,
        "~_mar": 1.5,
        "gone |": 0.5,
    },
)


def weigh(text: str) -> float:
    return MADE_UP.weigh(read_words(text))


def test_pieces_are_words_and_two_and_three_in_a_row() -> None:
    (pieces,) = list_sentences(read_words("He hit me"), {"he", "hit", "me"})
    assert pieces == {
        "he", "hit", "me",
        "| he", "he hit", "hit me", "me |",
        "| he hit", "he hit me", "hit me |",
    }  # fmt: skip


def test_a_word_that_was_not_counted_is_read_by_its_letters() -> None:
    (pieces,) = list_sentences(read_words("he hitt me"), {"he", "me"})
    assert {piece for piece in pieces if piece.startswith("~")} == {"~_hit", "~hitt", "~itt_"}


def test_no_piece_reaches_over_the_end_of_a_sentence() -> None:
    first, second = list_sentences(read_words("it is. over"), set())
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
        pytest.param("he came", (1 + 0 + 1 + 2 + 0.5) / 5**0.5 - 1, id="two and three in a row"),
        pytest.param("mar mart", 1.5 - 1, id="letters of two words"),
    ],
)
def test_a_text_weighs_the_sum_of_its_pieces_by_how_many_are_known(
    text: str, expected: float
) -> None:
    assert weigh(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("before", "parts"), [(1, 3), (3, 4 + 3 + 1), (40, 16)], ids=["a sentence", "three", "no end"]
)
def test_what_harms_weighs_a_little_less_the_more_is_written_around_it(
    before: int, parts: int
) -> None:
    lost = weigh("He came") - weigh("The lights are out. " * before + "He came")
    assert lost == pytest.approx(SLOW * math.log(parts))
    assert lost <= SLOW * math.log(MOST_PARTS)


def test_what_is_told_in_two_sentences_is_weighed_together() -> None:
    assert weigh("He. Mar") > max(weigh("He"), weigh("Mar"))


@pytest.mark.parametrize(
    "text", ["he", "he. mar", "he. lights. mar", "mar. he. lights. he came"], ids=str
)
def test_a_text_weighs_what_its_heaviest_part_does(text: str) -> None:
    sentences = list_sentences(read_words(text), MADE_UP.pieces)
    parts = list_parts([one & MADE_UP.pieces.keys() for one in sentences])
    sums = [sum(MADE_UP.pieces[one] for one in part) / len(part) ** 0.5 for part in parts if part]
    assert weigh(text) == pytest.approx(max(sums) + MADE_UP.base - SLOW * math.log(len(parts)))


@pytest.mark.parametrize(("sentences", "parts"), [(0, 1), (1, 1), (2, 3), (3, 6)])
def test_parts_are_sentences_neighbours_and_last_the_whole(sentences: int, parts: int) -> None:
    found = list_parts([{str(one)} for one in range(sentences)])
    assert len(found) == parts
    assert found[-1] == {str(one) for one in range(sentences)}


def test_a_text_raises_a_card_from_the_least_sum_on() -> None:
    assert MADE_UP.sounds_like_harm(read_words("mar mar mar"))
    assert not MADE_UP.sounds_like_harm(read_words("mar mar lights"))


def test_one_word_or_two_raise_none_whatever_they_weigh() -> None:
    assert MADE_UP.weigh(read_words("mar. mar")) >= MADE_UP.least - SLOW * math.log(3)
    assert not MADE_UP.sounds_like_harm(read_words("mar"))
    assert not MADE_UP.sounds_like_harm(read_words("mar mar"))
    assert not MADE_UP.sounds_like_harm(read_words("mar mar 2 7 11"))


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
