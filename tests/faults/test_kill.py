"""The bot is killed with answers on their way; every one of them counts, once, in order."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.faults.crashing import ON_THE_WAY
from tests.faults.people import PLAIN_ITEMS
from tests.faults.world import assert_exactly_once, open_world

pytestmark = pytest.mark.slow


async def test_nothing_is_lost_or_doubled_wherever_the_bot_is_cut_off(tmp_path: Path) -> None:
    async with open_world(tmp_path, seed=11) as world:
        await world.bot.start()
        await world.add_residents(5, corrects="")
        await world.begin()
        await world.answer(until=PLAIN_ITEMS[0].name)
        await world.bot.kill()
        for resident in world.residents:
            await resident.type_ahead()
        for point in ON_THE_WAY:
            await world.bot.start(("-m", "tests.faults.crashing", point, "run"))
            assert await world.bot.wait() == -signal.SIGKILL, (
                f"{point}: {world.bot.log.read_text('utf-8')}"
            )
        await world.bot.start()
        await world.answer()
        folder = await world.close()
        assert_exactly_once(folder, world.residents)


async def test_what_was_handled_and_comes_again_is_not_handled_again(tmp_path: Path) -> None:
    async with open_world(tmp_path, seed=12) as world:
        await world.bot.start()
        await world.add_residents(3, corrects="")
        await world.begin()
        await world.answer(until=PLAIN_ITEMS[0].name)
        await world.bot.kill()
        for resident in world.residents:
            await resident.type_ahead()
        await world.bot.start(("-m", "tests.faults.crashing", "handled-not-confirmed", "run"))
        assert await world.bot.wait() == -signal.SIGKILL
        assert world.sandbox.service.updates.pending
        await world.bot.start()
        await world.answer()
        assert_exactly_once(await world.close(), world.residents)


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_or_doubled_when_killed_at_any_moment(
    tmp_path: Path, seed: int
) -> None:
    async with open_world(tmp_path, seed=seed) as world:
        await world.add_residents(4)
        await world.add_residents(1, extra=True)
        await world.bot.start()
        await world.begin()
        answering = asyncio.create_task(world.answer())
        for _ in range(3):
            await world.bot.started(world.sandbox)
            await asyncio.sleep(world.random.uniform(0.0, 0.4))
            await world.bot.kill()
            await world.bot.start()
        await answering
        await world.drained()
        folder = await world.close()
        assert_exactly_once(folder, world.residents)
