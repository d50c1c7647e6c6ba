"""The tree of letters finds what a plain list of words finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.redaction import words
from surveys.redaction.words import any_of

LETTERS = "abisk.-"
TYPED = LETTERS + "ABISK\u0130\u0131\u017f\u212a "
LISTS = [
    name for name, value in vars(words).items() if name.isupper() and isinstance(value, frozenset)
]


def find(pattern: str, text: str) -> list[str]:
    return re.findall(rf"(?:{pattern})", text, re.IGNORECASE)


def list_plainly(listed: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(listed, key=lambda word: (-len(word), word))))


@given(
    st.frozensets(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=8),
    st.text(TYPED, max_size=20),
)
def test_a_tree_finds_what_the_list_of_its_words_finds(listed: frozenset[str], text: str) -> None:
    assert find(any_of(listed), text) == find(list_plainly(listed), text)


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_our_lists_is_found_however_its_letters_are_typed(name: str) -> None:
    listed: frozenset[str] = getattr(words, name)
    text = " ".join(sorted({*listed, *map(str.upper, listed), *map(str.title, listed)}))
    text += text.replace("s", "\u017f").replace("i", "\u0131").replace("k", "\u212a")
    assert find(any_of(listed), text) == find(list_plainly(listed), text)
    assert all(re.fullmatch(any_of(listed), word, re.IGNORECASE) for word in listed)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("constables", ["constables"], id="the longest that stands"),
        pytest.param("constab", ["con"], id="a short one where a long one is cut"),
        pytest.param("con", ["con"], id="a word that begins another"),
        pytest.param("co", [], id="not a part of one"),
    ],
)
def test_of_words_that_begin_alike_the_longest_is_found(text: str, found: list[str]) -> None:
    assert find(any_of(["con", "constable", "constables"]), text) == found
