"""Text as Telegram counts and marks it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import list_commands, parse_text, utf16_length
from bot.sandbox.refusals import ApiError


@given(st.text())
def test_length_is_that_of_utf16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


COMMANDS: dict[str, tuple[str, list[tuple[int, int]]]] = {
    "alone": ("/start", [(0, 6)]),
    "with-payload": ("/start abc-1", [(0, 6)]),
    "with-bot": ("/help@canvass_bot now", [(0, 17)]),
    "after-emoji": ("😀 /stop", [(3, 5)]),
    "two": ("/a then /b", [(0, 2), (8, 2)]),
    "inside-a-word": ("and/or 1/2", []),
    "slash-alone": ("/ start", []),
}


@pytest.mark.parametrize(("text", "places"), COMMANDS.values(), ids=COMMANDS)
def test_commands_are_marked_where_telegram_marks_them(
    text: str, places: list[tuple[int, int]]
) -> None:
    assert [(mark["offset"], mark["length"]) for mark in list_commands(text)] == places


HTML: dict[str, tuple[str, str, list[dict[str, Any]]]] = {
    "plain": ("a &lt; b &amp; c", "a < b & c", []),
    "bold": ("x <b>y</b>", "x y", [{"type": "bold", "offset": 2, "length": 1}]),
    "nested": (
        "<b>a<i>b</i></b>",
        "ab",
        [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 1}],
    ),
    "link": (
        'see <a href="https://example.org/?a=1&amp;b=2">it</a>',
        "see it",
        [{"type": "text_link", "offset": 4, "length": 2, "url": "https://example.org/?a=1&b=2"}],
    ),
    "blanks-around": (
        "\n <u>a</u> \n",
        "a",
        [{"type": "underline", "offset": 0, "length": 1}],
    ),
    "after-emoji": ("😀<s>a</s>", "😀a", [{"type": "strikethrough", "offset": 2, "length": 1}]),
}


@pytest.mark.parametrize(("text", "visible", "entities"), HTML.values(), ids=HTML)
def test_html_becomes_text_and_entities(
    text: str, visible: str, entities: list[dict[str, Any]]
) -> None:
    assert parse_text(text, "HTML") == (visible, entities)


@pytest.mark.parametrize(
    "text", ["<b>a", "a</b>", "<b><i>a</b></i>", "<p>a</p>", "1 < 2"], ids=lambda text: text
)
def test_html_that_does_not_parse_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities"):
        parse_text(text, "html")


def test_without_a_mode_marks_are_letters() -> None:
    assert parse_text(" <b>a</b> ", None) == ("<b>a</b>", [])


def test_a_mode_that_is_not_known_here_is_refused_rather_than_shown_raw() -> None:
    with pytest.raises(ApiError, match="parse_mode"):
        parse_text("*a*", "MarkdownV2")
