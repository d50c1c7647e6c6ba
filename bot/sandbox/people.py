"""What people do on their phones, and the updates that Telegram makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.chats import Chat, Message
from bot.sandbox.entities import list_commands
from bot.sandbox.keyboards import find_button, list_buttons
from bot.sandbox.messages import describe_message
from bot.sandbox.service import Service
from bot.sandbox.uploads import Upload

_LINK = re.compile(r"(?:https://)?t\.me/(?P<bot>\w+)(?:\?start=(?P<payload>.*))?")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_FILE = {"file_id": "sandbox-file", "file_unique_id": "sandbox"}
_ATTACHMENTS: dict[str, Any] = {
    "sticker": {
        **_FILE,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "photo": [{**_FILE, "width": 640, "height": 480}],
    "voice": {**_FILE, "duration": 3},
    "document": {**_FILE, "file_name": "document.pdf"},
    "location": {"latitude": 51.5155, "longitude": -0.0332},
    "contact": {"phone_number": "+447700900123", "first_name": "Sandbox"},
}


class PhoneError(Exception):
    """Raised when a person tries what their phone would not let them."""


def get_chat(service: Service, user_id: int) -> Chat:
    """The chat of a person.

    Raises:
        PhoneError: When nobody has this id.
    """
    try:
        return service.chats.get_chat(user_id)
    except KeyError:
        raise PhoneError(f"there is no user {user_id}; add one first") from None


def send_text(service: Service, user_id: int, text: str) -> int | None:
    """Type a text; commands in it are marked as Telegram marks them. Gives the update's id."""
    entities = list_commands(text)
    content = {"text": text, "entities": entities} if entities else {"text": text}
    return _send(service, user_id, content)


def follow_link(service: Service, user_id: int, link: str) -> int | None:
    """Follow a link to the bot and press Start, as from a QR code or a letter.

    Raises:
        PhoneError: When the link leads elsewhere, or carries what Telegram would not carry.
    """
    found = _LINK.fullmatch(link)
    if found is None or found["bot"] != service.bot_user["username"]:
        raise PhoneError(f"{link} does not lead to @{service.bot_user['username']}")
    return send_start(service, user_id, found["payload"] or "")


def send_start(service: Service, user_id: int, payload: str = "") -> int | None:
    """Press Start, after a link with a payload or without.

    Raises:
        PhoneError: When a link cannot carry the payload.
    """
    if not _PAYLOAD.fullmatch(payload):
        raise PhoneError(f"a link carries 0-64 letters, digits, _ and -, not {payload!r}")
    return send_text(service, user_id, f"/start {payload}".rstrip())


def send_attachment(
    service: Service, user_id: int, kind: str, fields: dict[str, Any] | None = None
) -> int | None:
    """Send a sticker, photo, voice message, document, location or contact.

    Args:
        service: The sandbox.
        user_id: Whose phone.
        kind: One of the kinds.
        fields: Fields to put in place of the usual ones; ``caption`` goes under the media.

    Raises:
        PhoneError: For another kind.
    """
    if kind not in _ATTACHMENTS:
        raise PhoneError(f"no attachment {kind!r}; there are {', '.join(_ATTACHMENTS)}")
    rest = dict(fields or {})
    caption = {"caption": rest.pop("caption")} if "caption" in rest else {}
    usual = _ATTACHMENTS[kind]
    media = [{**usual[0], **rest}] if isinstance(usual, list) else {**usual, **rest}
    return _send(service, user_id, {kind: media, **caption})


def edit_text(
    service: Service, user_id: int, text: str, message_id: int | None = None
) -> int | None:
    """Edit one of one's own messages, the last one unless it is named.

    Raises:
        PhoneError: When there is no such message.
    """
    chat = get_chat(service, user_id)
    own = [message for message in chat.list_messages() if not message.by_bot]
    matching = [message for message in own if message_id in (None, message.message_id)]
    if not matching:
        raise PhoneError("there is no message of one's own to edit")
    message = matching[-1]
    message.change({"text": text}, None, int(service.clock.wall()))
    return service.updates.add("edited_message", describe_message(service, chat, message))


def tap(
    service: Service,
    user_id: int,
    *,
    label: str | None = None,
    index: int | None = None,
    message_id: int | None = None,
    stale: bool = False,
) -> int | None:
    """Tap a button, found by its label (or how it begins) or its place, latest message first.

    Args:
        service: The sandbox.
        user_id: Whose phone.
        label: The button's text, or its beginning.
        index: The button's place on its keyboard, from 0.
        message_id: The message it is under; any when not given.
        stale: Tap on a keyboard that is gone by now, as a phone that lags behind would show it.

    Raises:
        PhoneError: When no such button is to be seen; names those that are.
    """
    chat = get_chat(service, user_id)
    _require_unblocked(chat)
    for message, markup in _list_keyboards(chat, message_id, stale=stale):
        button = find_button(markup, label, index)
        if button is not None:
            return _press(service, chat, message, button)
    button = find_button(chat.reply_keyboard, label, index)
    if button is not None and message_id is None and not stale:
        if button.get("request_location"):
            return send_attachment(service, user_id, "location")
        if button.get("request_contact"):
            return send_attachment(service, user_id, "contact")
        return send_text(service, user_id, button["text"])
    keyboards = [markup for _, markup in _list_keyboards(chat, message_id, stale=stale)]
    seen = [button["text"] for markup in keyboards for button in list_buttons(markup)]
    raise PhoneError(f"no button {label if index is None else index!r}; there are {seen}")


def get_file(service: Service, user_id: int, message_id: int | None = None) -> Upload:
    """The photo or document of a message, the bot's latest unless it is named.

    Raises:
        PhoneError: When there is none.
    """
    for message in reversed(list(get_chat(service, user_id).list_messages())):
        if message.upload is not None and message_id in (None, message.message_id):
            return message.upload
    raise PhoneError("no photo or document of the bot is to be seen")


def set_blocked(service: Service, user_id: int, *, blocked: bool) -> int | None:
    """Block or unblock the bot."""
    chat = get_chat(service, user_id)
    chat.blocked = blocked
    member = {"user": service.bot_user, "status": "member"}
    kicked = {"user": service.bot_user, "status": "kicked", "until_date": 0}
    return service.updates.add(
        "my_chat_member",
        {
            "chat": chat.user.as_chat(),
            "from": chat.user.as_user(),
            "date": int(service.clock.wall()),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        },
    )


def _send(service: Service, user_id: int, content: dict[str, Any]) -> int | None:
    chat = get_chat(service, user_id)
    _require_unblocked(chat)
    chat.started = True
    date = int(service.clock.wall())
    message = Message(service.chats.next_message_id(), date, by_bot=False, content=content)
    chat.messages[message.message_id] = message
    return service.updates.add("message", describe_message(service, chat, message))


def _press(service: Service, chat: Chat, message: Message, button: dict[str, Any]) -> int | None:
    """Make a callback query of a button; other buttons tell the bot nothing."""
    if "callback_data" not in button:
        return None
    query = {
        "id": service.open_query(chat.user.user_id),
        "from": chat.user.as_user(),
        "message": describe_message(service, chat, message),
        "chat_instance": str(-chat.user.user_id),
        "data": button["callback_data"],
    }
    return service.updates.add("callback_query", query)


def _list_keyboards(
    chat: Chat, message_id: int | None, *, stale: bool
) -> Iterator[tuple[Message, dict[str, Any]]]:
    """The inline keyboards to be seen, or with ``stale`` those that are gone; latest first."""
    for message in reversed(chat.messages.values()):
        if message_id not in (None, message.message_id):
            continue
        if stale:
            gone = [*message.old_markups, *([message.markup] if message.deleted else [])]
            yield from ((message, markup) for markup in reversed(gone) if markup)
        elif message.markup is not None and not message.deleted:
            yield message, message.markup


def _require_unblocked(chat: Chat) -> None:
    if chat.blocked:
        raise PhoneError("this person has blocked the bot; unblock it first")
