"""The survey through the running bot: its own intake, handlers, database and outbox."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.app import build_bot, open_ring, settle_memory, started
from bot.intake import Poller
from surveys.store.engine import Store
from surveys.store.interviews import count_interviews
from tests.benchmarks.respondents import Respondents
from tests.support.chat import START, add_open_round, make_settings


async def run_canvass(respondents: Respondents, folder: Path) -> int:
    """Let everybody answer, at a lifted pace; returns how many submitted."""
    settings = make_settings(folder)
    store = await Store.open(settings.database_url)
    ring = open_ring(settings)
    round_ = await add_open_round(store, ring)
    bot = build_bot(settings, store, ring, http=lambda: respondents, clock=lambda: START)
    async with started(bot, store, ring):
        poller = Poller(bot.application.bot, bot.request, bot.worker.inbox.receive)
        parts = (poller.run, bot.worker.run, bot.outbox.run)
        tasks = [asyncio.create_task(part()) for part in parts]
        settle_memory()
        respondents.begin()
        await _until(respondents.finished, tasks)
        await bot.outbox.drain()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    counts = await count_interviews(store, round_.id)
    await store.close()
    return sum(count.with_receipt for count in counts)


async def _until(finished: asyncio.Event, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the event; what ends a part of the bot before it ends the run."""
    waiting = asyncio.create_task(_wait(finished))
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        if task.done():
            task.result()
    waiting.cancel()


async def _wait(finished: asyncio.Event) -> None:
    await finished.wait()
