from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from bot.app import _run_together
from surveys.errors import ServiceError


class Part:
    """A part of the running bot."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.stopped = False

    async def run(self) -> None:
        if self.error:
            raise self.error
        try:
            await asyncio.Event().wait()
        finally:
            self.stopped = True


async def test_one_part_that_cannot_go_on_stops_the_others_and_is_told() -> None:
    lasting, failing = Part(), Part(ServiceError("service.token", "TOKEN", "wrong", "Mend it."))
    with pytest.raises(ServiceError):
        await asyncio.wait_for(_run_together(lasting.run, failing.run), 5)
    assert lasting.stopped


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_all_parts(number: signal.Signals) -> None:
    parts = Part(), Part()
    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), number)
    await asyncio.wait_for(_run_together(*(part.run for part in parts)), 5)
    assert [part.stopped for part in parts] == [True, True]


def test_the_running_bot_is_kept_free_of_statistics_until_they_are_needed() -> None:
    heavy = {"numpy", "pandas", "pyarrow", "matplotlib"}
    loaded = f"import bot.running, sys; print(sorted({heavy} & {{*sys.modules}}))"
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True)
    assert ended.stdout.decode().strip() == "[]"
