"""Messages to many in chat: how far they are, holding back, stopping, and unknown outcomes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk.table import COMMANDS, TAPS
from surveys.messages import BroadcastState
from surveys.staff import Permission, Role
from surveys.store.broadcasts import find_broadcasts
from surveys.store.deliveries import claim_deliveries, find_waiting
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import (
    REMINDER,
    ask_to_be_told,
    count_reached,
    send_messages,
    states,
    tap_staff,
)
from tests.support.staffing import make_staff


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


async def begin(desk: Desk, officer: Chat) -> list[Chat]:
    chats = await ask_to_be_told(desk)
    await officer.say("/remind")
    await officer.tap("Send it to 3 people")
    return chats


async def test_paused_nothing_leaves_and_resumed_nobody_is_missed(
    desk: Desk, officer: Chat
) -> None:
    chats = await begin(desk, officer)
    await officer.say("/messages")
    await officer.tap("Pause 1")
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [0, 0, 0]
    await officer.tap("Resume 1")
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [1, 1, 1]


async def test_stopping_asks_once_and_is_for_good(desk: Desk, officer: Chat) -> None:
    chats = await begin(desk, officer)
    await officer.say("/messages")
    await officer.tap("Stop 1")
    assert "3 messages wait" in officer.messages[-1].text
    assert await states(desk) == [BroadcastState.SENDING]
    await officer.tap("Yes, stop 1 for good")
    await tap_staff(officer, "messages-resume", "1", "")
    assert "[broadcast.move]" in officer.messages[-1].text
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [0, 0, 0]
    assert await states(desk) == [BroadcastState.STOPPED]


async def test_what_an_earlier_run_was_sending_is_listed_and_not_sent_again(
    desk: Desk, officer: Chat
) -> None:
    chats = await begin(desk, officer)
    [broadcast] = await find_broadcasts(desk.store)
    async with desk.store.write() as connection:
        waiting = await find_waiting(connection, broadcast, 2)
        await claim_deliveries(connection, waiting)
    await send_messages(desk)
    assert sorted(count_reached(chats, REMINDER)) == [0, 0, 1]
    await officer.say("/messages")
    assert "2 unknown" in officer.messages[-1].text
    await officer.tap("Unknown outcomes of 1")
    text = officer.messages[-1].text
    assert "not sent again" in text
    for delivery in waiting:
        assert f"{delivery.id}: the bot ended while this was being sent" in text
    assert not any(str(chat.number) in text for chat in chats)


async def test_officers_are_told_what_paused_itself_and_can_resume_it(
    desk: Desk, officer: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = desk.chat(7700900301)
    await make_staff(analyst, Role.ANALYST)
    chats = await begin(desk, officer)

    async def broken(*_: object) -> None:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(desk.bot.broadcaster._claimer, "_render", broken)
        await send_messages(desk)
    assert await states(desk) == [BroadcastState.PAUSED]
    told = [one.text for one in officer.messages if "were paused by themselves" in one.text]
    assert len(told) == 1
    assert "/messages" in told[0]
    assert not analyst.messages
    await officer.say("/messages")
    await officer.tap("Resume 1")
    await send_messages(desk)
    assert count_reached(chats, REMINDER) == [1, 1, 1]


@pytest.mark.parametrize(
    "name", ["messages-pause", "messages-stop", "messages-stop-yes", "messages-see-unknown"]
)
@pytest.mark.parametrize("number", ["", "2", "x", "9" * 30])
async def test_a_made_up_number_is_refused(
    desk: Desk, officer: Chat, name: str, number: str
) -> None:
    await begin(desk, officer)
    await tap_staff(officer, name, number, "")
    assert "[broadcast.unknown]" in officer.messages[-1].text
    assert await states(desk) == [BroadcastState.SENDING]


@pytest.mark.parametrize(
    ("entries", "names", "permission"),
    [
        (COMMANDS, ["messages"], Permission.CONTROL_MESSAGES),
        (COMMANDS, ["remind"], Permission.REMIND),
        (COMMANDS, ["actions"], Permission.WRITE_ACTIONS),
        (TAPS, ["tell-reminder", "tell-reminder-yes"], Permission.REMIND),
        (TAPS, ["tell-actions-yes", "actions-correct"], Permission.WRITE_ACTIONS),
        (TAPS, ["tell-results-yes"], Permission.PUBLISH),
    ],
)
def test_who_may_do_what(entries: Any, names: list[str], permission: Permission) -> None:
    assert {entries[name].permission for name in names} == {permission}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.INTERVIEWER])
@pytest.mark.parametrize("command", ["/messages", "/remind", "/actions"])
async def test_other_roles_are_refused(desk: Desk, role: Role, command: str) -> None:
    chat = desk.chat(7700900301)
    await make_staff(chat, role)
    await chat.say(command)
    assert "[staff.not-permitted]" in chat.messages[-1].text
