"""Calling the Bot API: what each refusal means, no message lost, and each file uploaded once."""

from __future__ import annotations

from typing import Any, cast

import httpx
import pytest
from telegram import Bot, Message
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.sandbox import DEFAULT_TOKEN, FaultRule, Sandbox
from bot.sandbox.faults import FaultKind
from bot.scenes import Rendered
from bot.sending import LeanRequest, Outcome, Result, Sender, read_error

RECEIPT = Rendered("Your receipt code: 0000-0000-00", None)


class RefusingBot:
    """Refuses edits, and new messages too where told to."""

    def __init__(self, edits: TelegramError, messages: TelegramError | None = None) -> None:
        self.edits = edits
        self.messages = messages
        self.sent: list[str] = []

    async def edit_message_text(self, *_: Any, **__: Any) -> None:
        raise self.edits

    async def send_message(self, _: int, text: str, **__: Any) -> Message:
        if self.messages is not None:
            raise self.messages
        self.sent.append(text)
        return cast("Message", type("Sent", (), {"message_id": 7}))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Message to edit not found", id="deleted"),
        pytest.param("Message can't be edited", id="too old"),
        pytest.param("MESSAGE_ID_INVALID", id="invalid"),
        pytest.param("Inline keyboard expected", id="anything else"),
    ],
)
async def test_a_refused_edit_is_sent_as_a_new_message(said: str) -> None:
    bot = RefusingBot(BadRequest(said))
    result = await Sender(cast("Bot", bot)).send(1, RECEIPT, edit=5)
    assert (result.outcome, result.message) == (Outcome.SENT, 7)
    assert bot.sent == [RECEIPT.text]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        pytest.param(BadRequest("Message is not modified: x"), Outcome.SENT, id="the same"),
        pytest.param(BadRequest("Chat not found"), Outcome.NO_CHAT, id="no chat"),
        pytest.param(Forbidden("bot was blocked by the user"), Outcome.BLOCKED, id="blocked"),
        pytest.param(RetryAfter(3), Outcome.WAIT, id="too many"),
        pytest.param(TimedOut(), Outcome.UNKNOWN, id="no answer"),
    ],
)
async def test_an_edit_that_was_not_refused_sends_nothing_more(
    error: TelegramError, outcome: Outcome
) -> None:
    bot = RefusingBot(error)
    assert (await Sender(cast("Bot", bot)).send(1, RECEIPT, edit=5)).outcome is outcome
    assert bot.sent == []


@pytest.mark.parametrize("edit", [0, 5], ids=["new", "after a refused edit"])
async def test_a_refused_new_message_stays_refused(edit: int) -> None:
    bot = RefusingBot(BadRequest("Message can't be edited"), BadRequest("Text is too long"))
    result = await Sender(cast("Bot", bot)).send(1, RECEIPT, edit)
    assert (result.outcome, result.reason) == (Outcome.REFUSED, "Text is too long")


def failed(error: TelegramError, cause: Exception) -> TelegramError:
    """An error as python-telegram-bot raises it from one of httpx."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        pytest.param(
            failed(NetworkError(""), httpx.ConnectError("")), Outcome.NOT_SENT, id="connect"
        ),
        pytest.param(
            failed(TimedOut(), httpx.ConnectTimeout("")), Outcome.NOT_SENT, id="connect timeout"
        ),
        pytest.param(failed(TimedOut(), httpx.PoolTimeout("")), Outcome.NOT_SENT, id="pool"),
        pytest.param(InvalidToken(), Outcome.NOT_SENT, id="token revoked"),
        pytest.param(failed(TimedOut(), httpx.ReadTimeout("")), Outcome.UNKNOWN, id="read timeout"),
        pytest.param(failed(TimedOut(), httpx.WriteTimeout("")), Outcome.UNKNOWN, id="write"),
        pytest.param(failed(NetworkError(""), httpx.ReadError("")), Outcome.UNKNOWN, id="reset"),
        pytest.param(
            failed(NetworkError(""), httpx.RemoteProtocolError("")), Outcome.UNKNOWN, id="cut off"
        ),
        pytest.param(NetworkError("Bad Gateway"), Outcome.UNKNOWN, id="5xx"),
    ],
)
def test_only_what_never_reached_the_network_is_certainly_not_sent(
    error: TelegramError, outcome: Outcome
) -> None:
    assert read_error(error).outcome is outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Forbidden: bot was blocked by the user", Outcome.BLOCKED),
        ("Forbidden: user is deactivated", Outcome.BLOCKED),
        ("Forbidden: bot can't initiate conversation with a user", Outcome.REFUSED),
        ("Forbidden: bots can't send messages to bots", Outcome.REFUSED),
        ("Forbidden (403). Parsing the server response b'<html>' failed", Outcome.REFUSED),
    ],
)
def test_only_telegrams_own_words_for_it_are_leaving(said: str, outcome: Outcome) -> None:
    assert read_error(Forbidden(said)) == Result(outcome, reason=said)


async def test_over_http_a_closed_door_is_told_from_a_lost_answer() -> None:
    async with Sandbox(specification=None) as sandbox:
        phone = await sandbox.add_phone()
        await phone.start()
        async with ExtBot(DEFAULT_TOKEN, base_url=sandbox.base_url) as bot:
            sender = Sender(bot)
            sandbox.service.faults.add(FaultRule(FaultKind.LOST, method="sendMessage"))
            lost = await sender.send(phone.user_id, RECEIPT, 0)
            sandbox.service.faults.add(FaultRule(FaultKind.ERROR, method="sendMessage"))
            failed_there = await sender.send(phone.user_id, RECEIPT, 0)
            await sandbox.stop()
            closed = await sender.send(phone.user_id, RECEIPT, 0)
    outcomes = [lost.outcome, failed_there.outcome, closed.outcome]
    assert outcomes == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.NOT_SENT]


PICTURE = Rendered("How safe people feel", None, photo=b"\x89PNG picture")
FILE = Rendered("Codes", {"inline_keyboard": []}, document=("codes.csv", b"code\n1\n"))


@pytest.mark.parametrize(
    ("rendered", "method", "part"),
    [
        pytest.param(PICTURE, "sendPhoto", "photo", id="picture"),
        pytest.param(FILE, "sendDocument", "document", id="document"),
    ],
)
async def test_a_file_is_uploaded_once_and_then_named(
    rendered: Rendered, method: str, part: str
) -> None:
    async with Sandbox() as sandbox:
        phones = [await sandbox.add_phone() for _ in range(3)]
        for phone in phones:
            await phone.start()
        request = LeanRequest(HTTPXRequest())
        async with ExtBot(DEFAULT_TOKEN, base_url=sandbox.base_url, request=request) as bot:
            sender = Sender(bot)
            results = [await sender.send(phone.user_id, rendered, 5) for phone in phones]
        calls = sandbox.service.calls.list_calls(method)
        views = [await phone.read() for phone in phones]
    assert [result.outcome for result in results] == [Outcome.SENT] * 3
    assert [str(call.parameters[part]).startswith("sandbox-") for call in calls] == [
        False,
        True,
        True,
    ]
    assert [view.last.text for view in views] == [rendered.text] * 3
    assert [view.last.message_id for view in views] == [result.message for result in results]


async def test_an_upload_that_is_no_longer_known_is_made_again() -> None:
    class Forgetful:
        def __init__(self) -> None:
            self.sent: list[object] = []

        async def send_photo(self, _: int, photo: object, **__: Any) -> Message:
            self.sent.append(photo)
            if len(self.sent) == 2:
                raise BadRequest("Wrong file identifier/http url specified")
            size = type("Size", (), {"file_id": f"known-{len(self.sent)}"})
            return cast("Message", type("Sent", (), {"message_id": 7, "photo": [size]}))

    bot = Forgetful()
    sender = Sender(cast("Bot", bot))
    for _ in range(3):
        assert (await sender.send(1, PICTURE, 0)).outcome is Outcome.SENT
    kinds = [photo if isinstance(photo, str) else "upload" for photo in bot.sent]
    assert kinds == ["upload", "known-1", "upload", "known-3"]
