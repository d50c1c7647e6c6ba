"""Keyboards under messages: read, checked in Telegram's words, and found by their labels."""

from __future__ import annotations

from typing import Any

from bot.sandbox.refusals import bad_request

_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")


def read_markup(markup: Any, *, inline_only: bool = False) -> dict[str, Any] | None:
    """Check a ``reply_markup``; None when there is none, or no button in it.

    Raises:
        ApiError: 400 when it is not one of the four kinds, or a button cannot be shown.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    kinds = [kind for kind in _KINDS if kind in markup]
    if not kinds:
        if markup:
            raise bad_request("sandbox: reply_markup is none of the four kinds")
        return None
    if kinds[0] != "inline_keyboard":
        if inline_only:
            raise bad_request("inline keyboard expected")
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        problem = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        raise bad_request(problem)
    for row in rows:
        for button in row:
            _check_button(button)
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("sandbox: an inline keyboard button has no text")
    if len(_ACTIONS.intersection(button)) != 1:
        problem = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {problem}")
    data = button.get("callback_data")
    if "callback_data" in button and not (
        isinstance(data, str) and 1 <= len(data.encode("utf-8", "surrogatepass")) <= 64
    ):
        raise bad_request("BUTTON_DATA_INVALID")


def list_buttons(markup: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The buttons of an inline or a reply keyboard, row by row, as objects."""
    if markup is None:
        return []
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return [
        {"text": button} if isinstance(button, str) else button for row in rows for button in row
    ]


def find_button(
    markup: dict[str, Any] | None, label: str | None, index: int | None
) -> dict[str, Any] | None:
    """A button by its label, by a label that begins so, or by its place from 0."""
    buttons = list_buttons(markup)
    if index is not None:
        return buttons[index] if 0 <= index < len(buttons) else None
    exact = [button for button in buttons if button["text"] == label]
    begins = [button for button in buttons if label and button["text"].startswith(label)]
    return next(iter(exact or begins), None)
