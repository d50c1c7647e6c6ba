"""Telegram without a network: the HTTP seam of python-telegram-bot, answered from memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

BOT = {"id": 7700900000, "is_bot": True, "first_name": "Canvass", "username": "canvass_test_bot"}
DEFAULT_SCOPE = "default"
PRIVATE_SCOPE = "all_private_chats"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was uploaded: its name, its media type and its bytes."""

    name: str
    media: str
    content: bytes


@dataclass(slots=True)
class Message:
    """A message of the bot as the chat shows it now; its text is the caption of a file."""

    number: int
    text: str
    buttons: list[list[dict[str, str]]] = field(default_factory=list)
    kind: str = "text"
    file: File | None = None


@dataclass(slots=True)
class Call:
    """One call of the Bot API."""

    method: str
    parameters: dict[str, Any]
    files: dict[str, File] = field(default_factory=dict)


class OfflineTelegram(BaseRequest):
    """Answers calls as Telegram would and keeps what a chat shows.

    Attributes:
        messages: The bot's messages that are still there, by chat and number.
        menus: The commands set, by scope (``default``, ``all_private_chats``, ``chat 123``) and
            language (empty for all).
        blocked: Chats that have blocked the bot: calls to them are refused with 403.
        calls: Every call, until it is taken.
    """

    def __init__(self) -> None:
        self.messages: dict[int, dict[int, Message]] = {}
        self.menus: dict[tuple[str, str], list[str]] = {}
        self.blocked: set[int] = set()
        self.calls: list[Call] = []
        self._files: dict[str, File] = {}
        self._number = 100

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        parameters = dict(request_data.parameters) if request_data else {}
        call = Call(url.rsplit("/", 1)[1], parameters, _read_files(request_data))
        self.calls.append(call)
        if str(parameters.get("chat_id")) in map(str, self.blocked):
            return _refuse(403, "Forbidden: bot was blocked by the user")
        handler = getattr(self, f"_on_{call.method}", None)
        result = handler(call) if handler else True
        if isinstance(result, str):
            return _refuse(400, result)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def take_calls(self) -> list[Call]:
        calls, self.calls = self.calls, []
        return calls

    def menu_of(self, chat: int, language: str = "en") -> list[str]:
        """The commands that a person's phone offers: Telegram's order of scopes and languages."""
        for scope in (f"chat {chat}", PRIVATE_SCOPE, DEFAULT_SCOPE):
            for code in (language, ""):
                if (scope, code) in self.menus:
                    return self.menus[scope, code]
        return []

    def _on_getMe(self, _: Call) -> dict[str, Any]:  # noqa: N802  # Telegram's names
        return BOT

    def _on_sendMessage(self, call: Call) -> dict[str, Any]:  # noqa: N802  # Telegram's name
        return self._post(call, Message(0, call.parameters["text"]))

    def _on_sendPhoto(self, call: Call) -> dict[str, Any] | str:  # noqa: N802  # Telegram's name
        return self._post_file(call, "photo")

    def _on_sendDocument(self, call: Call) -> dict[str, Any] | str:  # noqa: N802  # Telegram's name
        return self._post_file(call, "document")

    def _on_editMessageText(self, call: Call) -> dict[str, Any] | str:  # noqa: N802  # Telegram's name
        before = self._find(call)
        text, buttons = call.parameters["text"], _buttons(call.parameters)
        if before is None:
            return "Bad Request: message to edit not found"
        if before.kind != "text":
            return "Bad Request: there is no text in the message to edit"
        if before.text == text and before.buttons == buttons:
            return "Bad Request: message is not modified"
        return self._put(call, Message(before.number, text, buttons))

    def _on_deleteMessage(self, call: Call) -> bool | str:  # noqa: N802  # Telegram's name
        message = self._find(call)
        if message is None:
            return "Bad Request: message to delete not found"
        del self.messages[int(call.parameters["chat_id"])][message.number]
        return True

    def _on_setMyCommands(self, call: Call) -> bool:  # noqa: N802  # Telegram's name
        commands = _decode(call.parameters["commands"])
        assert all(1 <= len(command["description"]) <= 256 for command in commands)
        self.menus[_audience(call)] = [command["command"] for command in commands]
        return True

    def _on_deleteMyCommands(self, call: Call) -> bool:  # noqa: N802  # Telegram's name
        self.menus.pop(_audience(call), None)
        return True

    def _post_file(self, call: Call, kind: str) -> dict[str, Any] | str:
        """A new message with a file: uploaded with the call, or known by its file_id."""
        known = str(call.parameters.get(kind, ""))
        file = call.files.get(kind) or self._files.get(known)
        if file is None:
            return "Bad Request: wrong file identifier/HTTP URL specified"
        known = f"file-{len(self._files) + 1}" if kind in call.files else known
        self._files[known] = file
        message = Message(0, call.parameters.get("caption") or "", kind=kind, file=file)
        part = {"file_id": known, "file_unique_id": known, "width": 640, "height": 480}
        return self._post(call, message) | {kind: [part] if kind == "photo" else part}

    def _post(self, call: Call, message: Message) -> dict[str, Any]:
        self._number += 1
        message.number, message.buttons = self._number, _buttons(call.parameters)
        return self._put(call, message)

    def _put(self, call: Call, message: Message) -> dict[str, Any]:
        chat = int(call.parameters["chat_id"])
        longest = 4096 if message.kind == "text" else 1024
        assert len(message.text) <= longest
        assert message.text or message.kind != "text"
        self.messages.setdefault(chat, {})[message.number] = message
        return {"message_id": message.number, "date": 1, "chat": {"id": chat, "type": "private"}}

    def _find(self, call: Call) -> Message | None:
        chat = self.messages.get(int(call.parameters["chat_id"]), {})
        return chat.get(int(call.parameters["message_id"]))


def scope_of(call: Call) -> str:
    """Whose menu a call sets or takes away: ``default``, ``all_private_chats``, ``chat 123``."""
    scope = _decode(call.parameters.get("scope")) or {"type": DEFAULT_SCOPE}
    return " ".join(str(scope[key]) for key in ("type", "chat_id") if key in scope)


def _audience(call: Call) -> tuple[str, str]:
    return scope_of(call), str(call.parameters.get("language_code") or "")


def _read_files(data: RequestData | None) -> dict[str, File]:
    parts = data.multipart_data if data else {}
    return {
        name: File(filename, media, content if isinstance(content, bytes) else content.read())
        for name, (filename, content, media) in parts.items()
    }


def _decode(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _refuse(status: int, description: str) -> tuple[int, bytes]:
    answer = {"ok": False, "error_code": status, "description": description}
    return status, json.dumps(answer).encode()


def _buttons(parameters: dict[str, Any]) -> list[list[dict[str, str]]]:
    markup = _decode(parameters.get("reply_markup"))
    if not markup:
        return []
    rows: list[list[dict[str, str]]] = markup["inline_keyboard"]
    assert all(
        1 <= len(button["callback_data"].encode()) <= 64
        for row in rows
        for button in row
        if "url" not in button
    )
    return rows
