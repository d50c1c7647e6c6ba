"""Waiting until something changes, without missing the change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Signal:
    """Wakes everybody who waits; a waiter then looks at the state for itself.

    A condition would need its lock to notify, and the sandbox changes its state in plain
    functions, so that one call is one step of the event loop.
    """

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        """Wake all that wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait_until(self, reached: Callable[[], bool], timeout_seconds: float) -> bool:
        """Wait until the state is reached or the time is over; tells whether it was reached."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        while not reached():
            remaining = deadline - loop.time()
            if remaining <= 0:
                return False
            try:
                async with asyncio.timeout(remaining):
                    await self._event.wait()
            except TimeoutError:
                return reached()
        return True
