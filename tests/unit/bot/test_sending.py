"""Calling the Bot API: what each refusal means, and that a refused edit loses no message."""

from __future__ import annotations

from typing import Any, cast

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.screens import Rendered
from bot.sending import Outcome, Sender

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
        pytest.param(BadRequest("Chat not found"), Outcome.BLOCKED, id="no chat"),
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
