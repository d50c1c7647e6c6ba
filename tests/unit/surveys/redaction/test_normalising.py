"""Kept text has nothing in it that cannot be seen, and loses nothing that can."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.interview.choices import readable
from surveys.redaction import clean
from surveys.redaction.normalising import searchable

CLEANED = {
    "zero width": ("07700\u200b900", "07700900"),
    "bidirectional": ("\u202eabc\u202c", "abc"),
    "control": ("a\x00b\x07c", "abc"),
    "broken code point": ("a\ud83db", "ab"),
    "tab": ("a\tb", "a b"),
    "separator of lines": ("a\u2028b", "a\nb"),
    "full width": ("\uff21\uff22\uff13", "AB3"),
    "mathematical": ("\U0001d7d8\U0001d7df", "07"),
    "keycap": ("0\ufe0f\u20e37", "07"),
    "struck digit": ("0\u03377", "07"),
    "joiner between plain letters": ("a\u200db", "ab"),
    "joiner in a hidden letter": ("\U0001d400\u200d\U0001d401", "AB"),
    "line break kept": ("a\nb", "a\nb"),
    "accent kept": ("Zoe\u0308", "Zoe\u0308"),
    "emoji kept": ("💡 ❤\ufe0f", "💡 ❤\ufe0f"),
}
PASSES = {
    "Bengali": "রাস্তায় আলো নেই, রাতে হাঁটতে ভালো লাগে না",
    "Bengali with a joiner": "র\u200d্যাব আসে না",
    "Arabic": "لا يوجد ضوء في الشارع",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Somali": "dhallinyarada waxay u baahan yihiin naadi",
}
TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("aA0@.\u200d\u200c\u0301\u20e3\U0001d7d8কখ \n"))
)


@pytest.mark.parametrize(("text", "kept"), CLEANED.values(), ids=CLEANED)
def test_only_what_can_be_seen_is_kept(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_other_scripts_pass_unharmed(text: str) -> None:
    assert clean(text) == text


@given(TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXT)
def test_nothing_invisible_is_left_but_joiners_between_letters(text: str) -> None:
    hidden = {one for one in clean(text) if unicodedata.category(one) in {"Cf", "Cc", "Cs", "Co"}}

    assert hidden <= {"\n", "\u200c", "\u200d"}


@given(TEXT)
def test_the_copy_to_search_in_is_as_long_as_the_text(text: str) -> None:
    assert len(searchable(clean(text))) == len(clean(text))


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("\u041cy h\u043euse", "My house"),
        ("\u0415\u0031 4ZZ", "E1 4ZZ"),
        ("\u0410\u0412 \u0434\u043e\u043c", "AB \u0434\u043e\u043c"),
        ("\u0441\u043e \u0434\u043e\u043c", "\u0441\u043e \u0434\u043e\u043c"),
        ("CCTV \u0434\u043e\u043c", "CCTV \u0434\u043e\u043c"),
    ],
    ids=["mixed", "beside a digit", "capitals", "a small word of its language", "a foreign word"],
)
def test_letters_that_only_look_latin_are_searched_as_latin(text: str, copy: str) -> None:
    assert searchable(text) == copy


def test_an_interview_reads_text_as_redaction_keeps_it() -> None:
    assert readable(" no\u200b lights\x00 ") == "no lights"
