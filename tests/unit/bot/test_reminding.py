"""Messages from the terminal: begun, looked at and stopped, beside a running bot or without."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

import bot.broadcasting
from bot.reminding import control, remind, show_messages, tell_actions
from surveys.errors import RoundError
from surveys.messages import BroadcastState
from surveys.store.rounds import get_round
from tests.support.chat import Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import (
    PATIENCE,
    REMINDER,
    ask_to_be_told,
    count_reached,
    publish,
    states,
)

DONE = "New lights in the park (MADE UP)."


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    example = str(PARTNERSHIP)
    async with open_desk(tmp_path, partnership=example, second_approval=False) as desk:
        monkeypatch.setattr("bot.rounds.now_utc", desk.clock)
        yield desk


async def test_a_running_bot_takes_up_what_the_terminal_began(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.broadcasting, "POLL_SECONDS", 0.05)
    chats = await ask_to_be_told(desk)
    running = asyncio.create_task(desk.bot.broadcaster.run())
    try:
        await asyncio.sleep(0.1)
        lines = await remind(desk.settings, "autumn-2026")
        assert lines[0].endswith("goes to 3 people while the bot runs")
        async with asyncio.timeout(PATIENCE):
            await _until_done(desk)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert count_reached(chats, REMINDER) == [1, 1, 1]


async def test_it_tells_how_far_messages_are_and_controls_them(desk: Desk) -> None:
    await ask_to_be_told(desk)
    settings = desk.settings
    assert await show_messages(settings, "autumn-2026") == [
        "No message was sent about round autumn-2026 yet."
    ]
    await remind(desk.settings, "autumn-2026")
    for word, state in (("pause", "paused"), ("resume", "sending"), ("stop", "stopped")):
        told = await control(settings, "autumn-2026", 1, word)
        assert told == f"messages 1 (reminder) are now {state}"
        lines = await show_messages(settings, "autumn-2026")
        assert lines[0].splitlines()[0].endswith(f": {state}")
    with pytest.raises(RoundError) as refused:
        await control(settings, "autumn-2026", 1, "resume")
    assert refused.value.code == "broadcast.move"


async def test_it_says_what_was_done(desk: Desk) -> None:
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


async def _until_done(desk: Desk) -> None:
    for _ in count():
        if await states(desk) == [BroadcastState.DONE]:
            return
        await asyncio.sleep(0.02)
