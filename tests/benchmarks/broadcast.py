"""An invitation to thousands at Telegram's pace, while residents answer: all over HTTP.

The sandbox keeps its strict limits in this process; the bot is `canvass run` in one of its own. The
round is launched as an officer launches it, and everybody on the contact list is invited. Residents
answer all the while, one after another at so many phones. A reply is late from a tap or from Start
until the phone shows the change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from analysis.plan_loading import load_plan
from bot.resident import Resident
from bot.sandbox import ChatView, LocalLine, Pace, Phone
from bot.synthetic import PersonaMaker
from tests.benchmarks.variant import percentile
from tests.faults.field import ROUND, Field, open_field
from tests.faults.people import ANNUAL

MESSAGES = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")
LONGEST = 1800.0
TARGETS = (
    ("messages a second in all", "messages_a_second", 28.0, False),
    ("refused as too many (429)", "too_many", 0.0, True),
    ("ms until 99 of 100 replies are shown", "p99_ms", 1000.0, True),
)


class TimedPhone(Phone):
    """A phone whose owner thinks before each tap, and which notes how long each reply takes."""

    late: list[float]
    random: random.Random
    _since: float = 0.0

    async def wait(self, *arguments: Any, **named: Any) -> ChatView:
        """Wait as a phone does; the first change after a tap is the reply to it."""
        view = await super().wait(*arguments, **named)
        if self._since:
            self.late.append(time.perf_counter() - self._since)
            self._since = 0.0
        return view

    async def _act(self, action: str, **values: Any) -> None:
        # People read before they tap; so nobody's own chat is what holds up the reply.
        await asyncio.sleep(self.random.uniform(1.5, 4.0))
        self._since = time.perf_counter()
        await super()._act(action, **values)


async def keep_answering(field: Field, maker: PersonaMaker, seed: int, late: list[float]) -> None:
    """Let one resident after another answer, until cancelled."""
    draws = random.Random(seed)
    while True:
        phone = await TimedPhone.create(LocalLine(field.sandbox.service), "Resident")
        phone.late, phone.random = late, draws
        await Resident(phone, maker.draw(), ANNUAL).answer(ROUND)


async def measure(subscribers: int, residents: int, folder: Path) -> dict[str, Any]:
    """Send one invitation to everybody and say how it went."""
    late: list[float] = []
    rates = {"send_rate": 30.0, "send_rate_per_chat": 1.0}
    async with open_field(folder, told=subscribers, **rates) as field:
        calls = field.sandbox.service.calls
        await field.launch()
        field.sandbox.service.pacer.set_pace(Pace())
        await field.bot.start()
        await field.bot.started(field.sandbox)
        async with asyncio.timeout(LONGEST):
            await reached(field, 1)
            maker = PersonaMaker(ANNUAL, load_plan(field.settings.plan), seed=1)
            answering = [
                asyncio.create_task(keep_answering(field, maker, seed, late))
                for seed in range(residents)
            ]
            calls.clear()
            before, began = field.messages().total(), time.perf_counter()
            await reached(field, subscribers)
        seconds = time.perf_counter() - began
        sent = sum(calls.count(method, 200) for method in MESSAGES)
        too_many = sum(number for (_, status), number in calls.counts.items() if status == 429)
        twice = sum(count > 1 for count in field.messages().values())
        for task in answering:
            task.cancel()
        ended = await asyncio.gather(*answering, return_exceptions=True)
        await field.bot.stop()
    failed = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
    late.sort()
    return {
        "subscribers": subscribers,
        "residents": residents,
        "seconds": round(seconds, 1),
        "messages_a_second": round(sent / seconds, 2),
        "broadcast_a_second": round((subscribers - before) / seconds, 2),
        "too_many": too_many,
        "twice": twice,
        "failed": len(failed),
        "replies": len(late),
        "p50_ms": round(1000 * percentile(late, 0.50), 1),
        "p99_ms": round(1000 * percentile(late, 0.99), 1),
        "max_ms": round(1000 * late[-1], 1),
    }


async def reached(field: Field, number: int) -> None:
    """Wait until so many messages have come to those on the list."""
    while field.messages().total() < number:  # noqa: ASYNC110  # a look at each call would slow it
        await asyncio.sleep(0.25)


def run_broadcast(chosen: argparse.Namespace) -> int:
    """Measure and report; 1 when a target is missed, or somebody was written to twice."""
    console = Console(stderr=chosen.json)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        measured = asyncio.run(measure(chosen.people, chosen.residents, Path(folder)))
    table = Table("Target", "Wanted", "Measured", "Reached", title="One invitation to everybody")
    missed = measured["twice"] + measured["failed"]
    for text, name, bound, at_most in TARGETS:
        value = measured[name]
        is_reached = value <= bound if at_most else value >= bound
        missed += not is_reached
        wanted = f"{'≤' if at_most else '≥'} {bound:g}"
        table.add_row(text, wanted, f"{value:g}", "yes" if is_reached else "no")
    console.print(table)
    console.print(", ".join(f"{name} {value}" for name, value in measured.items()))
    if chosen.json:
        sys.stdout.write(json.dumps(measured) + "\n")
    return 1 if missed else 0
