"""Cutting an update down to what answering needs, before anything of it is written.

Telegram sends a name, a username, a language and more with every update. None of it is needed, so
none of it passes: a reduced update is built from a short list of fields, never copied and pruned.
Content that is not text or a tap is reduced to its kind ("voice"), a location to the square of
250 m that it lies in, and words that are no answer (a caption, an edit) to the kinds of danger they
tell of, so that help can be shown. An update that is not what the Bot API promises is reduced to
its shape (key names and types), never kept raw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Update, User

from surveys.grid import snap
from surveys.safeguarding import find_cues

LONGEST_TEXT = 4096
LONGEST_DATA = 64
_LARGEST_ID = 2**52
_NOBODY = User(0, "", is_bot=False)
"""Who tapped, where python-telegram-bot wants to know: nothing of it was kept."""

_CONTENTS = (
    "animation", "audio", "contact", "dice", "document", "game", "location", "paid_media", "photo",
    "poll", "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip

CONTENT = "canvass_content"
"""The kind of what was sent, where it was neither text nor a tap."""

CELL = "canvass_cell"
"""The square of a location that was sent (see `surveys.grid`)."""

CUES = "canvass_cues"
"""What words that are not kept tell of (see `surveys.safeguarding`)."""

_KNOWN_KEYS = frozenset(
    {
        "callback_query", "chat", "data", "date", "edited_message", "entities", "from", "id",
        "message", "message_id", "text", "type", "update_id", *_CONTENTS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is kept of an update until it is handled.

    Attributes:
        update_id: Telegram's number of the update.
        chat: The private chat it came from.
        update: The update in the Bot API's own shape, reduced.
    """

    update_id: int
    chat: int
    update: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """An update that is not handled, only counted.

    Attributes:
        update_id: Telegram's number of it; None when even that is missing.
        shape: Names and types of what it held; no values.
    """

    update_id: int | None
    shape: str


def reduce_update(raw: object) -> Reduced | Refused:
    """The part of a raw update that answering needs, or its shape."""
    if not isinstance(raw, dict) or not _is_id(raw.get("update_id")):
        return refuse_update(raw)
    update_id: int = raw["update_id"]
    for kind, reduce_part in _REDUCERS.items():
        if kind in raw:
            part = raw[kind]
            reduced = reduce_part(part) if isinstance(part, dict) else None
            if reduced is not None:
                chat, kept = reduced
                return Reduced(update_id, chat, {"update_id": update_id, kind: kept})
    return refuse_update(raw)


def refuse_update(raw: object) -> Refused:
    """The shape of a raw update, with its number where it has one."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return Refused(number if _is_id(number) else None, describe_shape(raw))


def rebuild_update(reduced: Reduced, bot: Bot) -> Update:
    """The reduced update as python-telegram-bot has it.

    Nearly all updates are taps, and only so much of them is there: put together here they cost a
    third of what reading them as if they were whole does.
    """
    query = reduced.update.get("callback_query")
    if query is None:
        return Update.de_json(reduced.update, bot)
    message = InaccessibleMessage(Chat(reduced.chat, Chat.PRIVATE), query["message"]["message_id"])
    tap = CallbackQuery(query["id"], _NOBODY, "", message=message, data=query["data"])
    return Update(reduced.update_id, callback_query=tap)


def describe_shape(value: object, depth: int = 2) -> str:
    """Key names known to the Bot API and types of values; never a value itself."""
    if isinstance(value, dict):
        if depth == 0:
            return "object"
        keys = sorted(key for key in value if isinstance(key, str) and key in _KNOWN_KEYS)
        parts = [f"{key}:{describe_shape(value[key], depth - 1)}" for key in keys[:12]]
        others = len(value) - len(keys)
        return "{" + ",".join([*parts, *([f"+{others}"] if others else [])]) + "}"
    if isinstance(value, list):
        return "array"
    return {str: "text", bool: "flag", int: "integer", float: "number"}.get(type(value), "nothing")


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST_ID


def _private_chat(message: Mapping[str, Any]) -> int | None:
    chat = message.get("chat")
    if not isinstance(chat, dict) or chat.get("type") != "private" or not _is_id(chat.get("id")):
        return None
    number: int = chat["id"]
    return number


def _reduce_message(message: Mapping[str, Any]) -> tuple[int, dict[str, Any]] | None:
    chat = _private_chat(message)
    if chat is None or not _is_id(message.get("message_id")):
        return None
    kept = _bare_message(chat, message["message_id"])
    text = message.get("text")
    if isinstance(text, str):
        kept["text"] = text[:LONGEST_TEXT]
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0][:LONGEST_TEXT])
            kept["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    else:
        kept[CONTENT] = next((name for name in _CONTENTS if name in message), "other")
        cell = _find_cell(message)
        kept |= ({CELL: cell} if cell else {}) | _reduce_words(message)
    return chat, kept


def _reduce_edit(message: Mapping[str, Any]) -> tuple[int, dict[str, Any]] | None:
    """Of an edit only the fact remains: what was answered stands.

    A live location is edited all the time, by the phone: that one is told from words.
    """
    chat = _private_chat(message)
    if chat is None or not _is_id(message.get("message_id")):
        return None
    kept = {**_bare_message(chat, message["message_id"]), "edit_date": 1}
    if "location" in message:
        kept[CONTENT] = "location"
    return chat, kept | _reduce_words(message)


def _reduce_words(message: Mapping[str, Any]) -> dict[str, Any]:
    """Of words that are no answer, what they tell of; nothing where that is nothing."""
    words = [message[name] for name in ("text", "caption") if isinstance(message.get(name), str)]
    cues = find_cues("\n".join(words)[:LONGEST_TEXT]) if words else ()
    return {CUES: list(cues)} if cues else {}


def _find_cell(message: Mapping[str, Any]) -> str | None:
    """The square of a location, sent by itself or with a venue; no finer place is read again."""
    venue = message.get("venue")
    inside = venue.get("location") if isinstance(venue, dict) else None
    location = message.get("location") or inside
    if not isinstance(location, dict):
        return None
    latitude, longitude = location.get("latitude"), location.get("longitude")
    return snap(latitude, longitude) if _is_angle(latitude) and _is_angle(longitude) else None


def _is_angle(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 360


def _reduce_tap(query: Mapping[str, Any]) -> tuple[int, dict[str, Any]] | None:
    message, number, data = query.get("message"), query.get("id"), query.get("data")
    if not isinstance(message, dict) or not isinstance(number, str) or not isinstance(data, str):
        return None
    chat = _private_chat(message)
    if chat is None or not _is_id(message.get("message_id")) or len(data) > LONGEST_DATA:
        return None
    kept = _bare_message(chat, message["message_id"])
    return chat, {"id": number[:64], "chat_instance": "", "data": data, "message": kept}


def _bare_message(chat: int, message_id: int) -> dict[str, Any]:
    # The date is required by the Bot API's shape; a real one would say when somebody answered.
    return {"message_id": message_id, "date": 1, "chat": {"id": chat, "type": "private"}}


_REDUCERS = {
    "callback_query": _reduce_tap,
    "message": _reduce_message,
    "edited_message": _reduce_edit,
}
"""Kinds of update that residents' chats can hold. Others are refused and counted."""
