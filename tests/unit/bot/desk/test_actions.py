"""What was done about the results, in chat: typed, seen as people get it, then sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.store.broadcasts import find_broadcasts
from surveys.store.rounds import get_round
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import answer, count_reached, publish, send_messages, tap_staff
from tests.support.staffing import make_staff

DONE = "New lights in the park (MADE UP)."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    example = str(PARTNERSHIP)
    async with open_desk(tmp_path, partnership=example, second_approval=False) as desk:
        yield desk


@pytest.fixture
async def officer(desk: Desk) -> Chat:
    chat = desk.chat(7700900201)
    await make_staff(chat)
    return chat


@pytest.fixture
async def chats(desk: Desk) -> list[Chat]:
    chat = desk.chat()
    await answer(chat)
    await chat.tap("Send me the results")
    await publish(desk)
    return [chat]


async def test_what_is_sent_is_what_was_seen(desk: Desk, officer: Chat, chats: list[Chat]) -> None:
    await officer.say("/actions")
    await officer.say(DONE)
    seen = next(message for message in officer.messages if DONE in message.text)
    await officer.tap("Send it to 1 person")
    await send_messages(desk)
    got = chats[0].messages[-1]
    assert got.text == seen.text
    assert [[b["text"] for b in row] for row in got.buttons] == [
        [b["text"] for b in row] for row in seen.buttons
    ]


async def test_nothing_is_kept_before_it_is_confirmed(
    desk: Desk, officer: Chat, chats: list[Chat]
) -> None:
    await officer.say("/actions")
    await officer.say(DONE)
    assert (await get_round(desk.store, "autumn-2026")).actions == {}
    await officer.tap("No, leave it")
    await send_messages(desk)
    assert (await get_round(desk.store, "autumn-2026")).actions == {}
    assert count_reached(chats, DONE) == [0]


async def test_words_that_are_too_long_can_be_typed_again(
    desk: Desk, officer: Chat, chats: list[Chat]
) -> None:
    await officer.say("/actions")
    await officer.say("x" * 2001)
    assert "[messages.actions]" in officer.messages[-1].text
    await officer.say(DONE)
    await officer.tap("Send it to 1 person")
    assert (await get_round(desk.store, "autumn-2026")).actions == {"en": DONE}


async def test_a_button_of_an_earlier_conversation_sends_nothing(
    desk: Desk, officer: Chat, chats: list[Chat]
) -> None:
    await tap_staff(officer, "tell-actions-yes", "1")
    assert "[messages.no-draft]" in officer.messages[-1].text
    assert await find_broadcasts(desk.store) == []


async def test_a_forged_button_shows_no_words_that_nobody_approved(tmp_path: Path) -> None:
    async with open_desk(tmp_path, partnership=str(PARTNERSHIP)) as desk:
        chat, officer = desk.chat(), desk.chat(7700900201)
        await make_staff(officer)
        await answer(chat)
        await chat.tap("Send me the results")
        await publish(desk)
        await officer.say("/actions")
        await officer.say(DONE)
        await tap_staff(officer, "actions-correct", "1")
        assert "[messages.not-approved]" in officer.messages[-1].text
        await officer.tap("Ask a second officer to approve it", officer.messages[-2])
        await officer.say("/actions")
        await officer.say("Something else")
        await tap_staff(officer, "actions-correct", "1")
        assert "[messages.waits]" in officer.messages[-1].text
        assert (await get_round(desk.store, "autumn-2026")).actions == {}
