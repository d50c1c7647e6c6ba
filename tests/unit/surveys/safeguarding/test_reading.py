from __future__ import annotations

import pytest

from surveys.safeguarding.reading import (
    EDGE,
    find_slip_key,
    list_forms,
    list_readings,
    read_words,
)


def read(text: str) -> str:
    """The words with a bar for each edge."""
    return " ".join(word or "|" for word in read_words(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("He HIT me", "| he hit me |", id="capitals"),
        pytest.param("I don’t, can't", "| i dont cant |", id="apostrophes of both kinds"),
        pytest.param("No. Help!!! Now\nplease", "| no | help | now | please |", id="sentences"),
        pytest.param("ra\u200bped ra\u00adped", "| raped raped |", id="invisible characters"),
        pytest.param("\u202eraped\u202c", "| raped |", id="direction controls"),
        pytest.param("ｋｎｉｆｅ 𝐤𝐧𝐢𝐟𝐞", "| knife knife |", id="letters of other forms"),
        pytest.param("r*ped f@ggot", "| rped faggot |", id="masked letters"),
        pytest.param("r a p e d by him", "| raped by him |", id="letters apart"),
        pytest.param("I a m", "| i a m |", id="few single letters stay"),
        pytest.param("আমি আর বাঁচতে চাই না।", "| আমি আর বাঁচতে চাই না |", id="Bengali"),
        pytest.param("ক্‌ষ", "| ক্ষ |", id="Bengali without its joiner"),
        pytest.param("🙂 !!! 🙂", "|", id="no words"),
        pytest.param("", "|", id="nothing"),
    ],
)
def test_a_text_is_read_as_plain_words(text: str, words: str) -> None:
    assert read(text) == words


def test_edges_stand_around_every_sentence() -> None:
    words = read_words("one. two")
    assert words == [EDGE, "one", EDGE, "two", EDGE]


@pytest.mark.parametrize(
    ("word", "form"),
    [("heeelp", "help"), ("killll", "kill"), ("n1gger", "nigger"), ("kn1fe", "knife")],
)
def test_held_down_keys_and_digits_for_letters_have_their_plain_form(word: str, form: str) -> None:
    assert form in list_forms(word)


def test_a_number_keeps_its_digits() -> None:
    assert list_forms("101") == ["101"]


@pytest.mark.parametrize(
    ("word", "slip"),
    [("boyfriend", "boyfreind"), ("harassed", "harrased"), ("strangled", "strnagled")],
)
def test_a_slip_has_the_key_of_its_word(word: str, slip: str) -> None:
    assert find_slip_key(word) == find_slip_key(slip) != ""


def test_a_short_word_has_no_key_since_its_slips_are_other_words() -> None:
    assert find_slip_key("beat") == ""


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        pytest.param("he hits me", ["| he hits me |"], id="one line"),
        pytest.param("he hits\nme", ["| he hits | me |", "| he hits me |"], id="one break"),
        pytest.param("he hits\r\nme", ["| he hits | me |", "| he hits me |"], id="of Windows"),
        pytest.param("he hits\n \nme", ["| he hits | me |"], id="an empty line"),
        pytest.param("he. me\nok", ["| he | me | ok |", "| he | me ok |"], id="and a full stop"),
    ],
)
def test_a_line_break_is_a_sentences_end_and_none(text: str, readings: list[str]) -> None:
    found = [" ".join(word or "|" for word in words) for words in list_readings(text)]
    assert list(dict.fromkeys(found)) == readings
