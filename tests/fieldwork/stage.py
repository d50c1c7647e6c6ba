"""Where a run is played: the sandbox, the installation, the bot, the terminal and everybody."""

from __future__ import annotations

import asyncio
import random
import shlex
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from analysis.plan_loading import load_plan
from bot.rounds import opened
from bot.sandbox import Pace, Sandbox
from bot.sandbox.calls import CallLog
from bot.settings import Settings
from bot.synthetic import PersonaMaker
from surveys.messages import BroadcastState
from surveys.store.broadcasts import find_broadcasts
from surveys.store.deliveries import find_unknown
from tests.faults.people import ANNUAL
from tests.faults.processes import BotProcess, make_environment, make_settings
from tests.fieldwork.crowd import Respondent
from tests.fieldwork.record import Record
from tests.fieldwork.staff import Colleague
from tests.support.launching import PARTNERSHIP

STAFF = ("Administrator", "Officer 1", "Officer 2", "Interviewer")
LONGEST_COMMAND = 60.0
MOST_CALLS = 500_000
LONGEST_NOTE = 5000


@dataclass(slots=True)
class Stage:
    """Everything of one run.

    Attributes:
        folder: Where the installation is.
        sandbox: What stands for Telegram.
        settings: Settings of the installation.
        bot: The bot, a process of its own.
        record: What is written down.
        staff: Staff by what the record calls them.
        personas: Draws who residents are and what they answer.
        random: Draws everything else.
        residents: Everybody with a phone of their own, in the order in which they came.
        links: The links of posters, by venue.
    """

    folder: Path
    sandbox: Sandbox
    settings: Settings
    bot: BotProcess
    record: Record
    staff: dict[str, Colleague]
    personas: PersonaMaker
    random: random.Random
    residents: list[Respondent] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    async def add_resident(self, link: str = "", *wants: str) -> Respondent:
        """Somebody with a phone; they have not begun.

        Args:
            link: The link that they follow.
            *wants: What they ask to be sent once they have finished: ``results``, ``rounds``.
        """
        phone = await self.sandbox.add_phone(f"Resident {len(self.residents) + 1}")
        drawn = random.Random(self.random.random())
        persona = self.personas.draw()
        resident = Respondent(phone, drawn, corrects="", persona=persona, link=link, wants=wants)
        self.residents.append(resident)
        return resident

    def meet_again(self, resident: Respondent, place: int) -> Respondent:
        """The same person before the next round; every second one will ask for its results."""
        wants = ("results",) if place % 2 else ()
        drawn = random.Random(self.random.random())
        again = Respondent(
            resident.phone,
            drawn,
            corrects="",
            persona=resident.persona,
            wants=wants,
        )
        self.residents[self.residents.index(resident)] = again
        return again

    async def canvass(self, *arguments: str, shown: bool = True) -> str:
        """Run a command in the terminal and write it down; returns what it printed.

        Raises:
            AssertionError: When it fails.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *arguments),
            cwd=self.folder,
            env=make_environment(self.settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        async with asyncio.timeout(LONGEST_COMMAND):
            out, _ = await process.communicate()
        printed = out.decode().replace(str(self.folder), ".")
        assert process.returncode == 0, f"canvass {shlex.join(arguments)}: {printed}"
        if shown:
            command = shlex.join(arguments).replace(str(self.folder), ".")
            self.record.runs(f"canvass {command}", printed)
        return printed

    def pass_a_year(self, name: str) -> None:
        """Let a round be a year older than it is."""
        with closing(sqlite3.connect(self.folder / "canvass.db")) as database:
            (row,) = database.execute(
                "SELECT opens_on, closes_on FROM rounds WHERE name = ?", [name]
            ).fetchall()
            earlier = [str(date.fromisoformat(day) - timedelta(days=364)) for day in row]
            database.execute(
                "UPDATE rounds SET opens_on = ?, closes_on = ? WHERE name = ?", [*earlier, name]
            )
            database.commit()

    async def die(self, point: str, told: str) -> None:
        """Let the bot run until it is killed at a point (see `tests.faults.crashing`)."""
        await self.bot.start(("-m", "tests.faults.crashing", point, "run"))
        ended = await self.bot.wait(LONGEST_COMMAND)
        assert ended == -signal.SIGKILL, f"{point}: status {ended}"
        self.record.remark(told)

    async def count_unknown(self) -> int:
        """How many messages to many have an outcome that nobody knows."""
        async with opened(self.settings) as (store, _):
            found = await find_broadcasts(store)
            return sum([len(await find_unknown(store, one.id)) for one in found])

    async def until_sent(self, kind: str) -> None:
        """Wait until nobody is left to be sent a message of a kind."""
        async with asyncio.timeout(LONGEST_COMMAND):
            while True:
                async with opened(self.settings) as (store, _):
                    found = await find_broadcasts(store)
                of_kind = [one for one in found if one.kind.value == kind]
                if of_kind and all(one.state is BroadcastState.DONE for one in of_kind):
                    return
                await asyncio.sleep(0.1)


@asynccontextmanager
async def open_stage(folder: Path, *, seed: int = 1) -> AsyncIterator[Stage]:
    """The sandbox, and the bot at work in an empty installation."""
    async with Sandbox(pace=Pace.unlimited(), seed=seed) as sandbox:
        sandbox.service.calls = CallLog(keep=MOST_CALLS)  # all of them: they are counted afterwards
        record = Record()
        staff = {label: Colleague(label, await sandbox.add_phone(label), record) for label in STAFF}
        settings = make_settings(
            folder,
            sandbox.url,
            partnership=str(PARTNERSHIP),
            sending_hours="0-24",
            admin_telegram_ids=str(staff["Administrator"].phone.user_id),
        )
        bot = BotProcess(settings, folder)
        plan = load_plan(settings.plan)
        personas = PersonaMaker(ANNUAL, plan, seed)
        drawn = random.Random(seed)
        stage = Stage(folder, sandbox, settings, bot, record, staff, personas, drawn)
        await bot.start()
        try:
            await bot.started(sandbox)
            yield stage
        except BaseException as error:
            error.add_note(f"{record.write()[-LONGEST_NOTE:]}\n{bot.log.read_text('utf-8')}")
            raise
        finally:
            await bot.kill()
