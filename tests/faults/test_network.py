"""What networks, Telegram and other programs do to the bot; every answer counts all the same."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox import FaultRule
from bot.sandbox.faults import FaultKind
from tests.faults.people import PLAIN_ITEMS
from tests.faults.world import World, assert_exactly_once, open_world

pytestmark = pytest.mark.slow


async def test_cuts_errors_limits_and_repeats_neither_lose_nor_double_an_answer(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, seed=5) as world:
        await world.bot.start()
        await world.bot.started(world.sandbox)
        for kind in (FaultKind.CUT, FaultKind.ERROR, FaultKind.LOST, FaultKind.TOO_MANY):
            chance = 0.02 if kind is FaultKind.TOO_MANY else 0.03
            for method in ("send*", "edit*", "answer*", "getUpdates"):
                world.sandbox.service.faults.add(
                    FaultRule(kind, method, count=None, probability=chance)
                )
        await world.add_residents(6)
        await world.begin()
        repeating = asyncio.create_task(_repeat(world))
        await world.answer()
        repeating.cancel()
        world.sandbox.service.faults.clear()
        await world.drained()
        met = {call.status for call in world.sandbox.service.calls.list_calls()}
        assert {0, 429, 502} <= met
        assert_exactly_once(await world.close(), world.residents)


async def test_another_program_holding_the_database_only_delays(tmp_path: Path) -> None:
    async with open_world(tmp_path, seed=6) as world:
        await world.bot.start()
        await world.add_residents(3, corrects="")
        await world.begin()
        await world.answer(until=PLAIN_ITEMS[0].name)
        world.sandbox.service.faults.add(FaultRule(FaultKind.SLOW, "send*", count=None, delay=1))
        for resident in world.residents:
            await resident.type_ahead()
        await asyncio.sleep(0.4)  # the answers are committed, the replies on their way
        with closing(sqlite3.connect(tmp_path / "canvass.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(1.2)  # the replies have arrived, and that is to be recorded
            for resident in world.residents:
                await resident.phone.send("/help")
            await asyncio.sleep(6)  # longer than the bot waits for the database
            other.execute("ROLLBACK")
        world.sandbox.service.faults.clear()
        await world.answer()
        await _sent(tmp_path)
        assert_exactly_once(await world.close(), world.residents)


async def test_sigterm_stops_the_bot_while_a_poll_hangs(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.bot.start()
        await world.bot.started(world.sandbox)
        await asyncio.sleep(0.3)
        began = time.monotonic()
        assert await world.bot.stop(5) == 0
        assert time.monotonic() - began < 3
        assert "bot.stopped" in world.bot.log.read_text("utf-8")


async def test_sigterm_stops_the_bot_while_replies_wait_and_they_are_sent_later(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        await world.bot.start()
        await world.bot.started(world.sandbox)
        faults = world.sandbox.service.faults
        faults.add(FaultRule(FaultKind.TOO_MANY, "send*", count=None, retry_after=60))
        await world.add_residents(1)
        await world.begin()
        await world.drained()
        await asyncio.sleep(0.3)
        assert await world.bot.stop(5) == 0
        faults.clear()
        await world.bot.start()
        await world.answer(until=PLAIN_ITEMS[0].name)


async def _repeat(world: World) -> None:
    """Deliver the latest update again and again."""
    while True:
        await asyncio.sleep(0.05)
        world.sandbox.service.updates.repeat()


async def _sent(folder: Path) -> None:
    """Wait until the database knows of no message that is still to be sent."""
    async with asyncio.timeout(10):
        while True:
            with closing(sqlite3.connect(folder / "canvass.db")) as database:
                waiting = database.execute(
                    "SELECT count(*) FROM outbox WHERE payload IS NOT NULL"
                ).fetchone()
            if waiting == (0,):
                return
            await asyncio.sleep(0.1)
