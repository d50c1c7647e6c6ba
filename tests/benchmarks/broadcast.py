"""A message to thousands while others answer: ``python -m tests.benchmarks.broadcast``.

The bot as people run it, in a process of its own, over HTTP, at Telegram's pace. The sandbox keeps
that pace as well: whoever is faster gets 429. So this measures how close the bot comes to the limit
without meeting it, and how long somebody who answers meanwhile waits for the next question: from
the tap until the phone shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox import Pace
from bot.sandbox.calls import CallLog
from surveys.messages import BroadcastState
from tests.faults.field import Field, open_field
from tests.faults.people import Resident

MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText"})
THINKS_SECONDS = (2.0, 4.0)
LONGEST = 1800.0
TOO_MANY = 429


@dataclass(slots=True)
class Timed(Resident):
    """A resident who thinks before each tap, and looks at the clock.

    Attributes:
        waited: Seconds from each tap until what follows was shown.
    """

    waited: list[float] = field(default_factory=list)
    _tapped_at: float = 0.0

    async def _step(self, until: str) -> bool:
        view = await self.phone.wait(self._can_go_on, LONGEST)
        if self._tapped_at:
            self.waited.append(time.perf_counter() - self._tapped_at)
        if self._ended(view):
            return True
        await asyncio.sleep(self.random.uniform(*THINKS_SECONDS))
        self._tapped_at = time.perf_counter()
        await self._go_on(view)
        return False


async def measure(folder: Path, people: int, answering: int) -> dict[str, float]:
    """Launch a round that tells so many people while so many others answer it all the time."""
    rates = {"send_rate": 30.0, "send_rate_per_chat": 1.0}
    async with open_field(folder, told=people, pace=Pace(), **rates) as field_:
        calls = field_.sandbox.service.calls = CallLog(keep=1_000_000)
        await field_.launch()
        await field_.bot.start()
        await field_.bot.started(field_.sandbox)
        waited: list[float] = []
        crowd = [asyncio.create_task(_answer(field_, waited, n)) for n in range(answering)]
        async with asyncio.timeout(LONGEST):
            while (await field_.broadcasts())[0].state is BroadcastState.SENDING:  # noqa: ASYNC110
                await asyncio.sleep(1)
        for one in crowd:
            one.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        sent = [call for call in calls.list_calls() if call.method in MESSAGES]
        told = {phone.user_id for phone in field_.told}
        bulk = [call.at for call in sent if int(call.parameters["chat_id"]) in told]
        during = [call for call in sent if bulk[0] <= call.at <= bulk[-1] and call.status == 200]
        seconds = bulk[-1] - bulk[0]
        repeated = sum(number > 1 for number in field_.messages().values())
        return {
            "people": people,
            "seconds": seconds,
            "messages_per_second": len(during) / seconds,
            "broadcast_per_second": len(bulk) / seconds,
            "too_many": sum(call.status == TOO_MANY for call in sent),
            "repeated": repeated,
            "answers": len(waited),
            "median_seconds": statistics.median(waited),
            "p99_seconds": statistics.quantiles(waited, n=100)[98],
            "longest_seconds": max(waited),
        }


async def _answer(field_: Field, waited: list[float], number: int) -> None:
    """One resident after another answers to the end."""
    drawn = random.Random(number)  # a benchmark, nothing secret
    await asyncio.sleep(drawn.uniform(*THINKS_SECONDS) * number / 4)
    while True:
        phone = await field_.sandbox.add_phone("Resident")
        resident = Timed(phone, drawn, corrects="", waited=waited)
        await resident.begin()
        while not await resident._step(""):
            pass


def main() -> int:
    """Measure and report; 1 when the aims are missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.broadcast")
    parser.add_argument("--people", type=int, default=5000, help="people who are told")
    parser.add_argument("--answering", type=int, default=20, help="people who answer meanwhile")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="canvass-broadcast-") as folder:
        found = asyncio.run(measure(Path(folder), chosen.people, chosen.answering))
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    quick = found["messages_per_second"] >= 28 and found["p99_seconds"] < 1
    return 0 if quick and found["too_many"] == found["repeated"] == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
