"""The second officer approves a launch, and the bot is killed in the middle of it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.sandbox import ChatView
from surveys.rounds import RoundState
from surveys.store.tables import DeliveryState
from tests.faults.field import open_field

pytestmark = pytest.mark.slow

TOLD = 5


def shows(words: str) -> Callable[[ChatView], bool]:
    """Whether the bot says this, in a text or on a button."""
    return lambda view: any(
        words in (message.text, *message.labels) or message.text.startswith(words)
        for message in view.messages
        if message.by_bot
    )


@pytest.mark.parametrize(
    "point", ["inside-an-errand", "inside-an-opening", "errand-not-followed-up"]
)
async def test_an_approval_that_was_killed_opens_the_round_once(tmp_path: Path, point: str) -> None:
    async with open_field(tmp_path, told=TOLD, second_approval=True) as field:
        await field.launch()
        assert (await field.round()).state is RoundState.DRAFT
        await field.bot.start()
        await field.officer.wait(shows("Approve"), 20)
        assert await field.bot.stop() == 0
        await field.officer.tap("Approve")

        await field.bot.start(("-m", "tests.faults.crashing", point, "run"))
        assert await field.bot.wait() == -signal.SIGKILL, field.bot.log.read_text("utf-8")
        committed = point == "errand-not-followed-up"
        state = RoundState.OPEN if committed else RoundState.DRAFT
        assert (await field.round()).state is state
        assert len(await field.broadcasts()) == committed
        await field.bot.start()

        await field.until_done()
        await field.officer.wait(shows("Approved"), 20)
        trail = await field.trail()
        assert (trail["launch.approve"], trail["round.open"]) == (1, 1)
        counts, unknown = await field.deliveries()
        assert (counts, unknown) == ({DeliveryState.SENT: TOLD}, [])
        assert set(field.messages().values()) == {1}
