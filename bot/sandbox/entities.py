"""Text as Telegram counts and marks it: UTF-16 lengths, HTML marks, commands."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.sandbox.refusals import bad_request

_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?\b")
_TOKEN = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:\s[^<>]*)?)>|<")
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts characters."""
    if text.isascii():
        return len(text)
    return len(text) + sum(letter > "\uffff" for letter in text)


def list_commands(text: str) -> list[dict[str, Any]]:
    """The commands in what a person typed, as the entities that Telegram sends with it."""
    return [
        {
            "type": "bot_command",
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for found in _COMMAND.finditer(text)
    ]


def parse_text(text: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities; leading and trailing blanks go, as at Telegram.

    Raises:
        ApiError: 400 for marks that do not parse, or a mode that the sandbox does not know.
    """
    if not parse_mode:
        return text.strip(), []
    if parse_mode.lower() != "html":
        raise bad_request(f'sandbox: parse_mode "{parse_mode}" is not supported here; use HTML')
    visible, entities = _parse_html(text)
    blanks = utf16_length(visible) - utf16_length(visible.lstrip())
    shifted = [{**entity, "offset": max(0, entity["offset"] - blanks)} for entity in entities]
    return visible.strip(), shifted


def _parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Take Telegram's HTML apart."""
    parts: list[str] = []
    open_tags: list[tuple[str, dict[str, Any]]] = []
    entities: list[dict[str, Any]] = []
    length = end = 0
    for token in _TOKEN.finditer(text):
        plain = html.unescape(text[end : token.start()])
        parts.append(plain)
        length += utf16_length(plain)
        end = token.end()
        place = len(text[: token.start()].encode())
        closing, tag = bool(token.group(1)), (token.group(2) or "").lower()
        if tag not in _KINDS:
            raise _unparsable(f'unsupported start tag "{tag}" at byte offset {place}')
        if not closing:
            open_tags.append((tag, _open_entity(tag, token.group(3), length)))
            continue
        if not open_tags or open_tags[-1][0] != tag:
            raise _unparsable(f"unexpected end tag at byte offset {place}")
        entity = open_tags.pop()[1]
        entity["length"] = length - entity["offset"]
        if entity["length"]:
            entities.append(entity)
    if open_tags:
        raise _unparsable(f'can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    parts.append(html.unescape(text[end:]))
    return "".join(parts), sorted(entities, key=lambda entity: int(entity["offset"]))


def _open_entity(tag: str, attributes: str, offset: int) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": _KINDS[tag], "offset": offset, "length": 0}
    if tag == "a" and (found := _HREF.search(attributes)):
        entity["url"] = html.unescape(next(group for group in found.groups() if group is not None))
    return entity


def _unparsable(problem: str) -> Exception:
    return bad_request(f"can't parse entities: {problem}")
