"""Calling the Bot API, and what came of a call."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.screens import Rendered

_LINKS = {"is_disabled": True}
"""No link previews: Telegram would fetch the page, and a phone would show it."""


class Outcome(StrEnum):
    """What came of sending a message."""

    SENT = "sent"
    BLOCKED = "blocked"
    REFUSED = "refused"
    WAIT = "wait"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a call.

    Attributes:
        outcome: What it was.
        seconds: How long Telegram asks to wait; 0 where it does not.
        reason: Telegram's own words, which name no person; empty where all went well.
        message: Number of the new message that was sent; 0 for an edit.
    """

    outcome: Outcome
    seconds: float = 0.0
    reason: str = ""
    message: int = 0


SENT = Result(Outcome.SENT)


class LeanRequest(BaseRequest):
    """HTTP to Telegram that builds no objects nobody needs.

    Messages just sent are not read back, but for the number of a new one: they hold names that have
    no business here, and building them costs as much as handling an update. Updates are kept as raw
    JSON for `take_updates`, so that one that is malformed cannot spoil the others of its call.

    Args:
        inner: Makes the requests.
    """

    def __init__(self, inner: BaseRequest) -> None:
        self._inner = inner
        self._updates: list[object] = []

    @property
    def read_timeout(self) -> float | None:
        """Seconds that a reply may take."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Make ready for requests."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        await self._inner.shutdown()

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the request; see `telegram.request.BaseRequest.do_request`."""
        code, payload = await self._inner.do_request(url, *args, **kwargs)
        if code == 200 and url.endswith("/editMessageText"):
            return code, b'{"ok":true,"result":true}'
        if code == 200 and url.endswith("/sendMessage"):
            return code, _only_number(self.parse_json_payload(payload))
        if code == 200 and url.endswith("/getUpdates"):
            result = self.parse_json_payload(payload).get("result")
            self._updates = result if isinstance(result, list) else []
            return code, b'{"ok":true,"result":[]}'
        return code, payload

    def take_updates(self) -> list[object]:
        """The updates of the last call, as raw JSON; once."""
        updates, self._updates = self._updates, []
        return updates


def _only_number(reply: dict[str, Any]) -> bytes:
    """A message just sent, as little more than its number."""
    result = reply.get("result")
    number = result.get("message_id", 0) if isinstance(result, dict) else 0
    chat = {"id": 0, "type": "private"}
    kept = {"message_id": number, "date": 1, "chat": chat}
    return json.dumps({"ok": True, "result": kept}).encode()


class Sender:
    """Sends rendered messages and acknowledges taps."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        """Send a message, or edit one; where the edit is refused, send it anew.

        For whatever reason: a receipt code must not be lost with the message it was to replace.
        """
        extra: dict[str, Any] = {"link_preview_options": _LINKS}
        if rendered.markup is not None:
            extra["reply_markup"] = rendered.markup
        try:
            if edit:
                await self._bot.edit_message_text(
                    rendered.text, chat_id=chat, message_id=edit, api_kwargs=extra
                )
            else:
                sent = await self._bot.send_message(chat, rendered.text, api_kwargs=extra)
                return Result(Outcome.SENT, message=sent.message_id)
        except TelegramError as error:
            result = read_error(error)
            if result.outcome is Outcome.REFUSED and edit:
                return await self.send(chat, rendered, 0)
            return result
        return SENT

    async def acknowledge(self, query: str, text: str) -> Result:
        """Stop the waiting sign on a tapped button, with a short text where there is one."""
        try:
            await self._bot.answer_callback_query(query, text=text[:200] or None)
        except TelegramError as error:
            return read_error(error)
        return SENT


def read_error(error: TelegramError) -> Result:
    """What an error of the Bot API means for the message."""
    match error:
        case RetryAfter():
            return Result(Outcome.WAIT, _seconds(error), "too many requests")
        case Forbidden():
            return Result(Outcome.BLOCKED, reason=error.message)
        case BadRequest():
            return _read_bad_request(error.message)
        case _:
            return Result(Outcome.UNKNOWN, reason=type(error).__name__)


def _read_bad_request(message: str) -> Result:
    said = message.casefold()
    if "message is not modified" in said:
        return SENT
    if "chat not found" in said:
        return Result(Outcome.BLOCKED, reason=message)
    return Result(Outcome.REFUSED, reason=message)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
