"""Messages to many, with the bot killed in the middle: nobody twice, and what is unknown listed."""

from __future__ import annotations

import asyncio
import random
import signal
from pathlib import Path

import pytest

from bot.broadcasting import MOST_CLAIMED
from surveys.rounds import RoundState
from surveys.store.deliveries import CRASHED
from surveys.store.tables import DeliveryState
from tests.faults.field import Field, open_field

pytestmark = pytest.mark.slow

CRASHING = ("-m", "tests.faults.crashing")
TOLD = 60


async def die(field: Field, point: str) -> None:
    """Run the bot until it dies at this point."""
    await field.bot.start((*CRASHING, point, "run"))
    ended = await field.bot.wait()
    assert ended == -signal.SIGKILL, f"{point}: {field.bot.log.read_text('utf-8')}"


async def assert_nobody_twice(field: Field, kills: int = 1) -> int:
    """Everybody was sent it once, but for those few of whom nobody knows; returns how many.

    An unknown one may have arrived or not, and is not sent again; everybody else has it.
    """
    await field.until_done()
    counts, unknown = await field.deliveries()
    assert set(counts) <= {DeliveryState.SENT, DeliveryState.UNKNOWN}, counts
    assert sum(counts.values()) == TOLD
    assert len(unknown) == counts.get(DeliveryState.UNKNOWN, 0) <= kills * MOST_CLAIMED
    assert {one.reason for one in unknown} <= {CRASHED}
    messages = field.messages()
    assert set(messages.values()) <= {0, 1}, "somebody was written to twice"
    assert sum(messages.values()) >= counts[DeliveryState.SENT]
    assert sum(count == 0 for count in messages.values()) <= len(unknown)
    return len(unknown)


@pytest.mark.parametrize("point", ["claimed-not-sent", "bulk-sent-not-recorded"])
async def test_an_invitation_is_never_repeated_wherever_the_bot_is_cut_off(
    tmp_path: Path, point: str
) -> None:
    async with open_field(tmp_path, told=TOLD) as field:
        await field.launch()
        assert (await field.round()).state is RoundState.OPEN
        await die(field, point)
        reached = field.messages().total()
        assert 0 < reached < TOLD, "it was to be cut off in the middle"
        await field.bot.start()

        assert await assert_nobody_twice(field) > 0

        assert await field.bot.stop() == 0
        before = field.messages()
        await field.bot.start()
        await field.bot.started(field.sandbox)
        await asyncio.sleep(1)  # time in which it could be sent again
        assert field.messages() == before
        assert len(await field.broadcasts()) == 1


async def test_nobody_is_invited_twice_when_killed_at_any_moment(tmp_path: Path) -> None:
    async with open_field(tmp_path, told=TOLD, send_rate=15) as field:
        await field.launch()
        moments = random.Random(7)
        kills = 0
        while kills < 3:
            before = field.messages().total()
            await field.bot.start()
            wanted = before + moments.randint(2, 12)
            await field.until_reached(wanted)
            await asyncio.sleep(moments.uniform(0, 0.05))
            await field.bot.kill()
            kills += 1
        assert field.messages().total() < TOLD, "it was to be cut off in the middle"
        await field.bot.start()

        await assert_nobody_twice(field, kills)
