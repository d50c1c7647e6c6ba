"""Telegram without a network: the HTTP seam of python-telegram-bot, answered from memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from telegram.request import BaseRequest, RequestData

BOT = {"id": 7700900000, "is_bot": True, "first_name": "Canvass", "username": "canvass_test_bot"}


@dataclass(slots=True)
class Message:
    """A message of the bot as the chat shows it now."""

    number: int
    text: str
    buttons: list[list[dict[str, str]]] = field(default_factory=list)


@dataclass(slots=True)
class Call:
    """One call of the Bot API."""

    method: str
    parameters: dict[str, Any]


class OfflineTelegram(BaseRequest):
    """Answers calls as Telegram would and keeps what a chat shows."""

    def __init__(self) -> None:
        self.messages: dict[int, dict[int, Message]] = {}
        self.calls: list[Call] = []
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
        name = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append(Call(name, parameters))
        handler = getattr(self, f"_on_{name}", None)
        result = handler(parameters) if handler else True
        if isinstance(result, str):
            return 400, json.dumps({"ok": False, "error_code": 400, "description": result}).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def take_calls(self) -> list[Call]:
        calls, self.calls = self.calls, []
        return calls

    def _on_getMe(self, _: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # Telegram's names
        return BOT

    def _on_sendMessage(self, parameters: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        self._number += 1
        return self._put(parameters, self._number)

    def _on_editMessageText(self, parameters: dict[str, Any]) -> dict[str, Any] | str:  # noqa: N802
        number = int(parameters["message_id"])
        before = self.messages.get(int(parameters["chat_id"]), {}).get(number)
        if before is None:
            return "Bad Request: message to edit not found"
        if before.text == parameters["text"] and before.buttons == _buttons(parameters):
            return "Bad Request: message is not modified"
        return self._put(parameters, number)

    def _put(self, parameters: dict[str, Any], number: int) -> dict[str, Any]:
        chat = int(parameters["chat_id"])
        assert 1 <= len(parameters["text"]) <= 4096
        message = Message(number, parameters["text"], _buttons(parameters))
        self.messages.setdefault(chat, {})[number] = message
        return {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}}


def _buttons(parameters: dict[str, Any]) -> list[list[dict[str, str]]]:
    markup = parameters.get("reply_markup")
    if not markup:
        return []
    rows: list[list[dict[str, str]]] = (json.loads(markup) if isinstance(markup, str) else markup)[
        "inline_keyboard"
    ]
    assert all(1 <= len(button["callback_data"].encode()) <= 64 for row in rows for button in row)
    return rows
