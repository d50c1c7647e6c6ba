"""Calling the Bot API, and what came of a call."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.scenes import Rendered

_LINKS = {"is_disabled": True}
"""No link previews: Telegram would fetch the page, and a phone would show it."""
MOST_FILES = 8
"""How many uploaded files are known again, so that each is uploaded once."""
BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""What fails while no byte of the request has been written."""


LEAVING = ("bot was blocked by the user", "user is deactivated")
"""What Telegram says of a chat whose owner closed it to the bot."""


class Outcome(StrEnum):
    """What came of sending a message; not sent is certain, unknown may have arrived.

    Blocked is that somebody left, in Telegram's own words. No chat can mean that they deleted their
    account, or that the token is another bot's.
    """

    SENT = "sent"
    BLOCKED = "blocked"
    NO_CHAT = "no_chat"
    REFUSED = "refused"
    WAIT = "wait"
    NOT_SENT = "not_sent"
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
        if code == 200 and url.endswith(("/sendMessage", "/sendPhoto", "/sendDocument")):
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
    """A message just sent, as little more than its number and the file that it carries."""
    result = reply.get("result")
    result = result if isinstance(result, dict) else {}
    kept: dict[str, Any] = {name: result[name] for name in ("photo", "document") if name in result}
    kept["message_id"] = result.get("message_id", 0)
    kept |= {"date": 1, "chat": {"id": 0, "type": "private"}}
    return json.dumps({"ok": True, "result": kept}).encode()


class Sender:
    """Sends rendered messages and acknowledges taps."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._files: dict[bytes, str] = {}

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        """Send a message, or edit one; where the edit is refused, send it anew.

        For whatever reason: a receipt code must not be lost with the message it was to replace. A
        picture or a document is always sent anew, for it cannot take the place of a text.
        """
        extra = {"reply_markup": rendered.markup} if rendered.markup is not None else {}
        file = rendered.photo or (rendered.document[1] if rendered.document else b"")
        try:
            if file:
                return await self._send_file(chat, rendered, file, extra)
            return await self._send_text(chat, rendered.text, edit, extra)
        except TelegramError as error:
            result = read_error(error)
            if result.outcome is Outcome.REFUSED and (edit or self._files.pop(file, "")):
                # With a file it is the number of an earlier upload that Telegram no longer knows.
                return await self.send(chat, rendered, 0)
            return result

    async def _send_text(self, chat: int, text: str, edit: int, extra: dict[str, Any]) -> Result:
        extra = {"link_preview_options": _LINKS, **extra}
        if edit:
            await self._bot.edit_message_text(text, chat_id=chat, message_id=edit, api_kwargs=extra)
            return SENT
        sent = await self._bot.send_message(chat, text, api_kwargs=extra)
        return Result(Outcome.SENT, message=sent.message_id)

    async def _send_file(
        self, chat: int, rendered: Rendered, file: bytes, extra: dict[str, Any]
    ) -> Result:
        """Send a picture or a document, uploaded the first time and named by its number after."""
        caption = rendered.text or None
        known = self._files.get(file)
        if rendered.photo:
            shown = known or InputFile(file, "picture.png")
            sent = await self._bot.send_photo(chat, shown, caption=caption, api_kwargs=extra)
            number = sent.photo[-1].file_id if sent.photo else ""
        else:
            name = rendered.document[0] if rendered.document else ""
            shown = known or InputFile(file, name)
            sent = await self._bot.send_document(chat, shown, caption=caption, api_kwargs=extra)
            number = sent.document.file_id if sent.document else ""
        if number and not known:
            self._files[file] = number
            if len(self._files) > MOST_FILES:
                del self._files[next(iter(self._files))]
        return Result(Outcome.SENT, message=sent.message_id)

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
            return _read_forbidden(error.message)
        case BadRequest():
            return _read_bad_request(error.message)
        case InvalidToken():
            return Result(Outcome.NOT_SENT, reason="the token is refused")
        case _ if isinstance(error.__cause__, BEFORE_SENDING):
            return Result(Outcome.NOT_SENT, reason=type(error.__cause__).__name__)
        case _:
            return Result(Outcome.UNKNOWN, reason=type(error).__name__)


def _read_forbidden(message: str) -> Result:
    """A 403 is leaving only in these words: others, or something in between, send it to anybody."""
    left = any(words in message.casefold() for words in LEAVING)
    return Result(Outcome.BLOCKED if left else Outcome.REFUSED, reason=message)


def _read_bad_request(message: str) -> Result:
    said = message.casefold()
    if "message is not modified" in said:
        return SENT
    if "chat not found" in said:
        return Result(Outcome.NO_CHAT, reason=message)
    return Result(Outcome.REFUSED, reason=message)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
