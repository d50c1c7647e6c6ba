"""What redaction promises of any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.redaction import Redacted, redact

PIECES = st.sampled_from(
    [
        *("my name is ", "Mr ", "Rubina", "Khatun", "PC ", "1234", "I'm ", "this is ", "thanks, "),
        *("07700 900123", "flat ", "34 Example Road", "E1 4ZZ", "AB12 CDE", "QQ 12 34 56 C"),
        *(
            "@",
            "someone",
            ".org",
            "insta: ",
            "[name]",
            "[phone]",
            "[",
            "]",
            "regards ",
            "his number ",
        ),
        *(", ", " and ", "\n", "- ", "a", "A", "0", "ম", "\u200d", "one two ", "SHOUT", "THE "),
    ]
)
TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))
HOSTILE = [
    "1",
    "@",
    " ",
    "\n",
    "my name is ",
    "flat ",
    "[",
    "(",
    "[[]",
    "a",
    "A ",
    "0O",
    "a@b.",
    "pc 1 ",
    "o 7 o ",
    "PC ",
    "Mr A-B12 a ",
    "\u0410\u0412 ",
]
LONGEST_SECONDS = 1.5
"""Five times what the slowest 10,000 characters need."""

MOST_GROWTH = 10
"""Four times the text needs four times as long; a quadratic search would need sixteen times."""


@given(TEXT)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)

    assert redact(once.text) == Redacted(once.text)


@given(TEXT)
def test_every_find_is_a_token_of_the_text(text: str) -> None:
    once = redact(text)

    tokens = {"personal_number": "[number]"}
    at = 0
    for kind in once.found:
        token = tokens.get(kind, f"[{kind}]")
        assert token in once.text[at:]
        at = once.text.index(token, at) + 1


@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_ten_thousand_characters_are_redacted_at_once(unit: str) -> None:
    assert _measure_seconds(unit, 10_000) < LONGEST_SECONDS


@pytest.mark.parametrize(
    "unit",
    ["1", " ", "a@b.", "my name is ", "pc 1 ", "o 7 o ", "PC ", "Md. ", "Rafi\n[name]\n"],
    ids=repr,
)
def test_a_longer_text_needs_no_more_than_its_share(unit: str) -> None:
    assert _measure_seconds(unit, 16_000) < MOST_GROWTH * _measure_seconds(unit, 4_000)


def _measure_seconds(unit: str, length: int) -> float:
    """The shortest of two runs, in time of the processor."""
    text = (unit * length)[:length]
    seconds = []
    for _ in range(2):
        start = time.process_time()
        redact(text)
        seconds.append(time.process_time() - start)
    return min(seconds)


def test_all_kinds_are_named_in_the_order_of_the_text() -> None:
    text = (
        "PC 1234 Smith came to flat 12, 34 Example Road E1 4ZZ. My name is Rubina Khatun, "
        "07700 900123, a@example.org, https://example.org, @someone, QQ 12 34 56 C, AB12 CDE."
    )

    redacted = redact(text)

    assert redacted.text == (
        "[officer] came to [address] [postcode]. My name is [name], "
        "[phone], [email], [link], [handle], [number], [vehicle]."
    )
    assert redacted.found == (
        "officer", "address", "postcode", "name", "phone", "email", "link", "handle",
        "personal_number", "vehicle",
    )  # fmt: skip


def test_tokens_that_somebody_typed_stay_and_are_not_counted() -> None:
    text = "my number is [phone] and [name] lives in [address], ring 07700 900123"

    assert redact(text) == Redacted(
        "my number is [phone] and [name] lives in [address], ring [phone]", ("phone",)
    )


@pytest.mark.parametrize("text", ["", " ", "\n", "🙂", "[", "[name"])
def test_texts_with_nothing_in_them_stay(text: str) -> None:
    assert redact(text) == Redacted(text)


def test_invisible_characters_do_not_hide_a_number() -> None:
    assert redact("07\u200b700\u202e 900\u2060123").text == "[phone]"
