"""`canvass` that kills itself at a chosen step, as a power cut would.

``python -m tests.faults.crashing POINT run`` runs the bot until the step comes for the first time
that something is at stake, and then ends it with SIGKILL: no handler runs, no buffer is written.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import bot.closing
import bot.intake
import bot.outbox
import bot.worker
import surveys.store.batch
import surveys.store.inbox
from bot.cli import main

Step = Callable[..., Awaitable[Any]]


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(step: Step) -> Step:
    async def dying(store: Any, rows: Any = (), *args: Any, **kwargs: Any) -> Any:
        if _matters(rows):
            _end()
        return await step(store, rows, *args, **kwargs)

    return dying


def _after(step: Step) -> Step:
    async def dying(store: Any, rows: Any, *args: Any, **kwargs: Any) -> Any:
        result = await step(store, rows, *args, **kwargs)
        if _matters(rows):
            _end()
        return result

    return dying


def _matters(rows: Any) -> bool:
    """Whether the step has something to do; a batch does when it handles several updates."""
    return len(rows.done) > 1 if hasattr(rows, "done") else bool(rows)


def _at_once(_: Step) -> Step:
    async def dying(*_: Any, **__: Any) -> None:
        _end()

    return dying


def _within(step: Callable[..., Any]) -> Callable[..., Any]:
    """Dies when the statement is done and its transaction is not."""

    def dying(*args: Any) -> None:
        step(*args)
        _end()

    return dying


def _once_handled(step: Step) -> Step:
    """Dies where the next call would confirm what is handled by then."""

    async def dying(poller: Any) -> Any:
        if poller._offset is not None:
            await asyncio.sleep(1)
            _end()
        return await step(poller)

    return dying


PLACES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "before-storing": (bot.worker, "receive", _before),
    "while-storing": (surveys.store.inbox, "_insert", _within),
    "stored-not-confirmed": (bot.worker, "receive", _after),
    "inside-a-batch": (surveys.store.batch, "_finish", _at_once),
    "committed-not-sent": (bot.worker, "commit_batch", _after),
    "sent-not-recorded": (bot.outbox, "finish_messages", _at_once),
    "handled-not-confirmed": (bot.intake.Poller, "_fetch", _once_handled),
    "frozen-not-deleted": (bot.closing, "finish_closing", _at_once),
}
ON_THE_WAY = tuple(PLACES)[:-2]
"""The points on an update's way in and out, early to late; one batch passes them all."""

if __name__ == "__main__":
    place, name, change = PLACES[sys.argv.pop(1)]
    setattr(place, name, change(getattr(place, name)))
    main()
