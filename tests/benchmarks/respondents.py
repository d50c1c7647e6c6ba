"""Many people answering at once, at the HTTP seam of python-telegram-bot.

Telegram is left out and so is the network; what passes the seam is not: updates are the JSON that
Telegram sends (a tap brings the whole message it was made on), and each message sent is answered by
the whole message. The next tap of a person is made from the keyboard that the bot sent last.

Load is a closed loop: so many updates are under way at any time, and each reply lets the next one
come. `getUpdates` answers as soon as there is anything, with at most 100 updates. A tap is late
from the moment at which it could be fetched until its reply is handed to HTTP. Everybody answers
question by question in turn, so that all interviews are open at the same time.
"""

from __future__ import annotations

import asyncio
import json
import time
import zlib
from array import array
from collections import Counter, deque
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.sandbox.entities import list_commands

TOKEN = "7700900000:TEST-token-of-nobody"
MOST_UPDATES = 100
FIRST_CHAT = 7_700_900_001
DATE = 1_793_613_600
SUBMIT = "Submit my answers"
SCREENED_OUT = frozenset({"1. Under 16", "2. No"})

BOT = {"id": 7700900000, "is_bot": True, "first_name": "Canvass", "username": "canvass_test_bot"}


class Respondents(BaseRequest):
    """Telegram as a bot sees it, with people who answer the main path and submit.

    Args:
        people: How many people.
        in_flight: How many updates are under way at any time.
        seed: Decides what people answer.
    """

    def __init__(self, people: int, in_flight: int, seed: int = 1) -> None:
        self.people = people
        self.seconds_late = array("d")
        self.calls: Counter[str] = Counter()
        self.update_bytes = 0
        self.finished = asyncio.Event()
        self._in_flight = in_flight
        self._seed = seed
        self._held: deque[tuple[int, bytes]] = deque()
        self._ready: deque[bytes] = deque()
        self._arrived = asyncio.Event()
        self._under_way: dict[int, float] = {}
        self._submitting: set[int] = set()
        self._unfinished = people
        self._updates = 0
        self._messages = 1000

    def begin(self) -> None:
        """Let the first people send ``/start``; the others follow."""
        for chat in range(FIRST_CHAT, FIRST_CHAT + self.people):
            self._hold(chat, b'"message":' + json.dumps(self._start_message(chat)).encode())
        for _ in range(min(self._in_flight, self.people)):
            self._release()

    # -- the seam of python-telegram-bot ----------------------------------------------------------

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
        now = time.perf_counter()
        name = url.rpartition("/")[2]
        # Whoever makes real requests encodes the parameters in this way.
        parameters = request_data.json_parameters if request_data else {}
        self.calls[name] += 1
        match name:
            case "getUpdates":
                return 200, await self._on_get_updates(parameters)
            case "sendMessage" | "editMessageText":
                return 200, self._on_message(parameters, now)
            case "getMe":
                return 200, json.dumps({"ok": True, "result": BOT}).encode()
            case _:
                return 200, b'{"ok":true,"result":true}'

    async def _on_get_updates(self, parameters: dict[str, str]) -> bytes:
        if not self._ready and int(parameters.get("timeout", 0)):
            self._arrived.clear()
            await self._arrived.wait()
        fetched = [self._ready.popleft() for _ in range(min(MOST_UPDATES, len(self._ready)))]
        return b'{"ok":true,"result":[' + b",".join(fetched) + b"]}"

    def _on_message(self, parameters: dict[str, str], now: float) -> bytes:
        chat = int(parameters["chat_id"])
        edited = int(parameters.get("message_id", 0))
        message: dict[str, Any] = {
            "message_id": edited or self._next_message(),
            "from": BOT,
            "chat": _chat(chat),
            "date": DATE,
            "text": parameters["text"],
        }
        if edited:
            message["edit_date"] = DATE
        if "/" in message["text"]:
            message["entities"] = list_commands(message["text"])
        if "reply_markup" in parameters:
            message["reply_markup"] = json.loads(parameters["reply_markup"])
        written = json.dumps(message).encode()
        since = self._under_way.pop(chat, None)
        if since is not None:
            self.seconds_late.append(now - since)
            self._answer(chat, message, written)
        return b'{"ok":true,"result":' + written + b"}"

    # -- people -----------------------------------------------------------------------------------

    def _answer(self, chat: int, message: dict[str, Any], written: bytes) -> None:
        """Tap a button of the message just received; who has submitted is finished."""
        if chat in self._submitting:
            self._unfinished -= 1
            if not self._unfinished:
                self.finished.set()
        else:
            button = self._choose(chat, message["reply_markup"]["inline_keyboard"])
            if button["text"] == SUBMIT:
                self._submitting.add(chat)
            tail = {
                "id": str(chat * 400_000_009 + self._updates),
                "from": _person(chat),
                "chat_instance": str(-chat * 300_000_007),
                "data": button["callback_data"],
            }
            query = json.dumps(tail).encode()
            self._hold(chat, b'"callback_query":' + query[:-1] + b',"message":' + written + b"}")
        self._release()

    def _choose(self, chat: int, keyboard: list[list[dict[str, str]]]) -> dict[str, str]:
        """Any numbered choice that screens nobody out; where there is none, the first button."""
        buttons = [button for row in keyboard for button in row]
        choices = [
            button
            for button in buttons
            if button["text"][0].isdigit() and button["text"] not in SCREENED_OUT
        ]
        if not choices:
            return buttons[0]
        drawn = zlib.crc32(f"{self._seed} {chat} {buttons[0]['text']} {len(buttons)}".encode())
        return choices[drawn % len(choices)]

    def _hold(self, chat: int, part: bytes) -> None:
        self._updates += 1
        update = b'{"update_id":%d,%b}' % (500_000_000 + self._updates, part)
        self.update_bytes += len(update)
        self._held.append((chat, update))

    def _release(self) -> None:
        """Let the update that waits longest be fetched."""
        if self._held:
            chat, update = self._held.popleft()
            self._ready.append(update)
            self._under_way[chat] = time.perf_counter()
            self._arrived.set()

    def _start_message(self, chat: int) -> dict[str, Any]:
        return {
            "message_id": self._next_message(),
            "from": _person(chat),
            "chat": _chat(chat),
            "date": DATE,
            "text": "/start",
            "entities": [{"offset": 0, "length": 6, "type": "bot_command"}],
        }

    def _next_message(self) -> int:
        self._messages += 1
        return self._messages


def _names(chat: int) -> dict[str, Any]:
    number = chat - FIRST_CHAT
    return {
        "first_name": "Resident",
        "last_name": f"Example {number}",
        "username": f"resident_example_{number}",
    }


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, **_names(chat), "language_code": "en"}


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, **_names(chat), "type": "private"}
