"""Messages to many in chat, with the real worker, outbox and broadcaster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import bot.broadcasting
from bot.desk.table import COMMANDS, TAPS
from bot.desk.tokens import StaffToken
from bot.reminding import control, remind, show_messages, tell_actions
from surveys.errors import RoundError
from surveys.messages import BroadcastState
from surveys.staff import Permission, Role
from surveys.store.broadcasts import find_broadcasts
from surveys.store.deliveries import claim_deliveries, count_deliveries, find_waiting
from surveys.store.rounds import get_round
from surveys.store.tables import DeliveryState
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import PATIENCE, answer, publish, send_messages, states
from tests.support.staffing import make_staff

REMINDER = "The survey is still open until"
PEOPLE = range(7700900110, 7700900113)
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


async def ask_to_be_told(desk: Desk, value: str = "rounds/0") -> list[Chat]:
    chats = [desk.chat(number) for number in PEOPLE]
    for chat in chats:
        await desk.receive(chat.data_update(f"t.0..0..{value}", 1))
    return chats


async def tap(chat: Chat, name: str, *arguments: str) -> None:
    """Tap a button of staff by what it carries."""
    await chat.desk.receive(chat.data_update(StaffToken(name, arguments).write(), 1))


def reached(chats: list[Chat], words: str = REMINDER) -> list[int]:
    return [sum(words in message.text for message in chat.messages) for chat in chats]


class TestReminding:
    async def test_only_those_who_have_not_finished_get_it(self, desk: Desk, officer: Chat) -> None:
        chats = await ask_to_be_told(desk)
        await answer(chats[0])
        await chats[1].say("/start")
        await chats[1].tap("I agree to take part")
        await officer.say("/remind")
        await officer.tap("Send it to 3 people")
        await send_messages(desk)
        assert reached(chats) == [0, 1, 1]
        assert await count_deliveries(desk.store, 1) == {
            DeliveryState.SENT: 2,
            DeliveryState.SKIPPED: 1,
        }

    async def test_the_message_opens_the_survey(self, desk: Desk, officer: Chat) -> None:
        chats = await ask_to_be_told(desk)
        await officer.say("/remind")
        await officer.tap("Send it to 3 people")
        await send_messages(desk)
        await chats[0].tap("Open the survey")
        assert "Taking part is your choice" in chats[0].messages[-1].text

    async def test_opened_too_late_it_says_so_and_can_still_be_left(
        self, desk: Desk, officer: Chat
    ) -> None:
        chats = await ask_to_be_told(desk)
        await officer.say("/remind")
        await officer.tap("Send it to 3 people")
        await send_messages(desk)
        await publish(desk)
        await chats[0].tap("Open the survey")
        assert chats[0].messages[-1].text.startswith("This survey has closed")
        await chats[0].tap("Stop these messages")
        assert chats[0].messages[-1].text.startswith("You will get no message")

    async def test_a_double_tap_reminds_once(self, desk: Desk, officer: Chat) -> None:
        chats = await ask_to_be_told(desk)
        await officer.say("/remind")
        yes = officer.tap_update("Send it to 3 people")
        await desk.receive(yes, dict(yes))
        await send_messages(desk)
        assert reached(chats) == [1, 1, 1]
        assert len(await find_broadcasts(desk.store)) == 1
        # The second tap was told why, and nothing more happened.
        assert "[broadcast.under-way]" in officer.messages[-1].text

    async def test_nothing_is_asked_for_where_nobody_could_be_reminded(
        self, desk: Desk, officer: Chat
    ) -> None:
        await officer.say("/remind")
        assert officer.messages[-1].text.startswith("Nobody asked to be told")
        assert officer.messages[-1].buttons == []
        await tap(officer, "tell-reminder-yes", "1")
        assert "[broadcast.nobody]" in officer.messages[-1].text

    async def test_several_rounds_are_chosen_from(self, tmp_path: Path) -> None:
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
    async def test_a_made_up_round_is_refused(self, desk: Desk, officer: Chat, number: str) -> None:
        await tap(officer, "tell-reminder-yes", number)
        assert "[round.unknown]" in officer.messages[-1].text
        assert await find_broadcasts(desk.store) == []


class TestActions:
    @pytest.fixture
    async def chats(self, desk: Desk) -> list[Chat]:
        chat = desk.chat(PEOPLE[0])
        await answer(chat)
        await chat.tap("Send me the results")
        await publish(desk)
        return [chat]

    async def test_what_is_sent_is_what_was_seen(
        self, desk: Desk, officer: Chat, chats: list[Chat]
    ) -> None:
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
        self, desk: Desk, officer: Chat, chats: list[Chat]
    ) -> None:
        await officer.say("/actions")
        await officer.say(DONE)
        assert (await get_round(desk.store, "autumn-2026")).actions == {}
        await officer.tap("No, leave it")
        await send_messages(desk)
        assert (await get_round(desk.store, "autumn-2026")).actions == {}
        assert reached(chats, DONE) == [0]

    async def test_words_that_are_too_long_can_be_typed_again(
        self, desk: Desk, officer: Chat, chats: list[Chat]
    ) -> None:
        await officer.say("/actions")
        await officer.say("x" * 2001)
        assert "[messages.actions]" in officer.messages[-1].text
        await officer.say(DONE)
        await officer.tap("Send it to 1 person")
        assert (await get_round(desk.store, "autumn-2026")).actions == {"en": DONE}

    async def test_a_button_of_an_earlier_conversation_sends_nothing(
        self, desk: Desk, officer: Chat, chats: list[Chat]
    ) -> None:
        await tap(officer, "tell-actions-yes", "1")
        assert "[messages.no-draft]" in officer.messages[-1].text
        assert await find_broadcasts(desk.store) == []


class TestControl:
    async def begin(self, desk: Desk, officer: Chat) -> list[Chat]:
        chats = await ask_to_be_told(desk)
        await officer.say("/remind")
        await officer.tap("Send it to 3 people")
        return chats

    async def test_paused_nothing_leaves_and_resumed_nobody_is_missed(
        self, desk: Desk, officer: Chat
    ) -> None:
        chats = await self.begin(desk, officer)
        await officer.say("/messages")
        await officer.tap("Pause 1")
        await send_messages(desk)
        assert reached(chats) == [0, 0, 0]
        await officer.tap("Resume 1")
        await send_messages(desk)
        assert reached(chats) == [1, 1, 1]

    async def test_stopping_asks_once_and_is_for_good(self, desk: Desk, officer: Chat) -> None:
        chats = await self.begin(desk, officer)
        await officer.say("/messages")
        await officer.tap("Stop 1")
        assert "3 messages wait" in officer.messages[-1].text
        assert await states(desk) == [BroadcastState.SENDING]
        await officer.tap("Yes, stop 1 for good")
        await tap(officer, "messages-resume", "1", "")
        assert "[broadcast.move]" in officer.messages[-1].text
        await send_messages(desk)
        assert reached(chats) == [0, 0, 0]
        assert await states(desk) == [BroadcastState.STOPPED]

    async def test_what_an_earlier_run_was_sending_is_listed_and_not_sent_again(
        self, desk: Desk, officer: Chat
    ) -> None:
        chats = await self.begin(desk, officer)
        [broadcast] = await find_broadcasts(desk.store)
        async with desk.store.write() as connection:
            waiting = await find_waiting(connection, broadcast, 2)
            await claim_deliveries(connection, waiting)
        await send_messages(desk)
        assert sorted(reached(chats)) == [0, 0, 1]
        await officer.say("/messages")
        assert "2 unknown" in officer.messages[-1].text
        await officer.tap("Unknown outcomes of 1")
        text = officer.messages[-1].text
        assert "not sent again" in text
        for delivery in waiting:
            assert f"{delivery.id}: the bot ended while this was being sent" in text
        assert not any(str(chat.number) in text for chat in chats)

    @pytest.mark.parametrize(
        "name", ["messages-pause", "messages-stop", "messages-stop-yes", "messages-see-unknown"]
    )
    @pytest.mark.parametrize("number", ["", "2", "x", "9" * 30])
    async def test_a_made_up_number_is_refused(
        self, desk: Desk, officer: Chat, name: str, number: str
    ) -> None:
        await self.begin(desk, officer)
        await tap(officer, name, number, "")
        assert "[broadcast.unknown]" in officer.messages[-1].text
        assert await states(desk) == [BroadcastState.SENDING]


class TestTerminal:
    async def test_a_running_bot_takes_up_what_the_terminal_began(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bot.broadcasting, "POLL_SECONDS", 0.05)
        chats = await ask_to_be_told(desk)
        running = asyncio.create_task(desk.bot.broadcaster.run())
        try:
            await asyncio.sleep(0.1)
            lines = await self._remind(desk, monkeypatch)
            assert lines[0].endswith("goes to 3 people while the bot runs")
            async with asyncio.timeout(PATIENCE):
                await self._until_done(desk)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert reached(chats) == [1, 1, 1]

    async def test_it_tells_how_far_messages_are_and_controls_them(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await ask_to_be_told(desk)
        settings = desk.settings
        assert await show_messages(settings, "autumn-2026") == [
            "No message was sent about round autumn-2026 yet."
        ]
        await self._remind(desk, monkeypatch)
        for word, state in (("pause", "paused"), ("resume", "sending"), ("stop", "stopped")):
            told = await control(settings, "autumn-2026", 1, word)
            assert told == f"messages 1 (reminder) are now {state}"
            lines = await show_messages(settings, "autumn-2026")
            assert lines[0].splitlines()[0].endswith(f": {state}")
        with pytest.raises(RoundError) as refused:
            await control(settings, "autumn-2026", 1, "resume")
        assert refused.value.code == "broadcast.move"

    async def test_it_says_what_was_done(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self._at(desk, monkeypatch)
        await publish(desk)
        said = [f"en={DONE}"]
        name, settings = "autumn-2026", desk.settings
        [shown] = await tell_actions(settings, name, said, send=False, correct=False)
        assert shown.endswith(DONE)
        assert (await get_round(desk.store, name)).actions == {}
        [kept] = await tell_actions(settings, name, said, send=True, correct=False)
        assert kept.startswith("kept; nobody asked")
        assert (await get_round(desk.store, name)).actions == {"en": DONE}
        await tell_actions(settings, name, ["en=Other words"], send=False, correct=True)
        assert (await get_round(desk.store, name)).actions == {"en": "Other words"}

    async def _until_done(self, desk: Desk) -> None:
        for _ in count():
            if await states(desk) == [BroadcastState.DONE]:
                return
            await asyncio.sleep(0.02)

    async def _remind(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        self._at(desk, monkeypatch)
        return await remind(desk.settings, "autumn-2026")

    def _at(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.rounds.now_utc", desk.clock)


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
