"""A sandbox, an open round, the bot in a process of its own, and residents."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bot.app import now_utc
from bot.rounds import close_for_good, new_round, open_for_answers
from bot.sandbox import Pace, Sandbox
from bot.settings import Settings
from surveys.rounds import london_date
from tests.faults.people import ANNUAL, Resident
from tests.faults.processes import BotProcess, make_settings
from tests.support.launching import DECISION, PARTNERSHIP, ready_checklist

ROUND = "autumn"
NOT_ASKED = ".not_asked"


@dataclass(slots=True)
class World:
    """Everything of one test."""

    folder: Path
    sandbox: Sandbox
    settings: Settings
    bot: BotProcess
    random: random.Random
    residents: list[Resident] = field(default_factory=list)

    async def add_residents(self, number: int, **values: Any) -> list[Resident]:
        """People who have not begun."""
        for _ in range(number):
            phone = await self.sandbox.add_phone(f"Resident {len(self.residents)}")
            self.residents.append(Resident(phone, random.Random(self.random.random()), **values))
        return self.residents[-number:]

    async def answer(self, until: str = "") -> None:
        """Let all residents answer side by side."""
        async with asyncio.TaskGroup() as group:
            for resident in self.residents:
                group.create_task(resident.answer(until))

    async def begin(self) -> None:
        """Let all residents press Start."""
        for resident in self.residents:
            await resident.begin()

    async def close(self) -> Path:
        """Close the round."""
        async with asyncio.timeout(60):
            return await close_for_good(self.settings, ROUND, lambda _: None)

    async def drained(self) -> None:
        """Wait until every update is stored by the bot."""
        assert await self.sandbox.service.updates.wait_empty(30)


@asynccontextmanager
async def open_world(folder: Path, *, seed: int = 1, **values: Any) -> AsyncIterator[World]:
    """An open round of the annual survey, and the bot, not yet started."""
    async with Sandbox(pace=Pace.unlimited(), seed=seed) as sandbox:
        settings = make_settings(folder, sandbox.url, **{"partnership": str(PARTNERSHIP), **values})
        await open_round(settings)
        bot = BotProcess(settings, folder)
        try:
            yield World(folder, sandbox, settings, bot, random.Random(seed))
        finally:
            await bot.kill()


async def open_round(settings: Settings, name: str = ROUND) -> None:
    """Make and open a round of the annual survey."""
    today = london_date(now_utc())
    last = today + timedelta(days=20)
    await new_round(
        settings,
        name,
        ANNUAL,
        settings.plan,
        title="",
        opens_on=today,
        closes_on=last,
        decision=DECISION,
        checklist=ready_checklist(),
    )
    await open_for_answers(settings, name)


def frozen_answers(folder: Path) -> list[dict[str, str]]:
    """The answers of a frozen round, without what was never asked."""
    table = pq.read_table(folder / "responses.parquet").to_pylist()
    about = {"questionnaire_version", "language", "mode", "sample", "stratum"}
    about |= {"design_weight", "flags"}
    return [
        {name: cell for name, cell in row.items() if name not in about and cell != NOT_ASKED}
        for row in table
    ]


def assert_exactly_once(folder: Path, residents: list[Resident]) -> None:
    """The frozen answers are what the residents answered last, each resident's once."""
    count = Counter(tuple(sorted(row.items())) for row in frozen_answers(folder))
    wanted = Counter(tuple(sorted(resident.row().items())) for resident in residents)
    assert count == wanted
