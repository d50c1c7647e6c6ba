"""Reminding in chat, with the real worker, outbox and broadcaster."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.store.broadcasts import find_broadcasts, start_broadcast
from surveys.store.deliveries import count_deliveries
from surveys.store.tables import DeliveryState
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import (
    REMINDER,
    answer,
    ask_to_be_told,
    count_reached,
    publish,
    send_messages,
    tap_staff,
)
from tests.support.staffing import make_staff, open_office


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


async def test_only_those_who_have_not_finished_get_it(desk: Desk, officer: Chat) -> None:
    chats = await ask_to_be_told(desk)
    await answer(chats[0])
    await chats[1].say("/start")
    await chats[1].tap("I agree to take part")
    await officer.say("/remind")
    await officer.tap("Send it to 3 people")
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [0, 1, 1]
    assert await count_deliveries(desk.store, 1) == {
        DeliveryState.SENT: 2,
        DeliveryState.SKIPPED: 1,
    }


async def test_the_message_opens_the_survey(desk: Desk, officer: Chat) -> None:
    chats = await ask_to_be_told(desk)
    await officer.say("/remind")
    await officer.tap("Send it to 3 people")
    await send_messages(desk)
    await chats[0].tap("Open the survey")
    assert "Taking part is your choice" in chats[0].messages[-1].text


async def test_opened_too_late_it_says_so_and_can_still_be_left(desk: Desk, officer: Chat) -> None:
    chats = await ask_to_be_told(desk)
    await officer.say("/remind")
    await officer.tap("Send it to 3 people")
    await send_messages(desk)
    await publish(desk)
    await chats[0].tap("Open the survey")
    assert chats[0].messages[-1].text.startswith("This survey has closed")
    await chats[0].tap("Stop these messages")
    assert chats[0].messages[-1].text.startswith("You will get no message")


async def test_a_double_tap_reminds_once(desk: Desk, officer: Chat) -> None:
    chats = await ask_to_be_told(desk)
    await officer.say("/remind")
    yes = officer.tap_update("Send it to 3 people")
    await desk.receive(yes, dict(yes))
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [1, 1, 1]
    assert len(await find_broadcasts(desk.store)) == 1
    # The second tap was told why, and nothing more happened.
    assert "[broadcast.under-way]" in officer.messages[-1].text


async def test_nothing_is_asked_for_where_nobody_could_be_reminded(
    desk: Desk, officer: Chat
) -> None:
    await officer.say("/remind")
    assert officer.messages[-1].text.startswith("Nobody asked to be told")
    assert officer.messages[-1].buttons == []
    await tap_staff(officer, "tell-reminder-yes", "1")
    assert "[broadcast.nobody]" in officer.messages[-1].text


async def test_several_rounds_are_chosen_from(tmp_path: Path) -> None:
    titles = {"autumn-2026": "", "park-2026": "Park"}
    async with open_desk(tmp_path, titles=titles, partnership=str(PARTNERSHIP)) as desk:
        chat = desk.chat(7700900201)
        await make_staff(chat)
        await ask_to_be_told(desk)
        await chat.say("/remind")
        await chat.tap("park-2026")
        assert "Remind people of round park-2026" in chat.messages[-1].text
        assert not any("Weavers" in message.text for message in chat.messages)


@pytest.mark.parametrize("number", ["", "7", "x", "9" * 30])
async def test_a_made_up_round_is_refused(desk: Desk, officer: Chat, number: str) -> None:
    await tap_staff(officer, "tell-reminder-yes", number)
    assert "[round.unknown]" in officer.messages[-1].text
    assert await find_broadcasts(desk.store) == []


async def test_an_invitation_goes_once_to_everybody_who_has_not_finished(desk: Desk) -> None:
    chats = await ask_to_be_told(desk)
    await answer(chats[0])
    async with open_office(desk) as office:
        await start_broadcast(office.connection, 1, "invitation", office.now)
    for _ in range(2):
        await send_messages(desk)
    assert count_reached(chats, "You asked us to tell you") == [0, 1, 1]
    await chats[1].tap("Open the survey")
    assert "Taking part is your choice" in chats[1].messages[-1].text
