"""`canvass` that kills itself at a chosen step, as a power cut would.

``python -m tests.faults.crashing POINT run`` runs the bot until the step comes for the first time
that something is at stake, and then ends it with SIGKILL: no handler runs, no buffer is written.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import bot.broadcasting
import bot.closing
import bot.desk.desk
import bot.inbox
import bot.intake
import bot.office.launching
import bot.outbox
import bot.timetable
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


def _once_done(step: Step) -> Step:
    """Dies when the step is done, whatever came of it."""

    async def dying(*args: Any, **kwargs: Any) -> None:
        await step(*args, **kwargs)
        _end()

    return dying


def _at_call(number: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Dies where a step that is no coroutine would come for that time: in the middle of many."""

    def change(step: Callable[..., Any]) -> Callable[..., Any]:
        calls = itertools.count(1)

        def dying(*args: Any, **kwargs: Any) -> Any:
            if next(calls) == number:
                _end()
            return step(*args, **kwargs)

        return dying

    return change


def _once_handled(step: Step) -> Step:
    """Dies where the next call would confirm what is handled by then."""

    async def dying(poller: Any) -> Any:
        if poller._offset is not None:
            await asyncio.sleep(1)
            _end()
        return await step(poller)

    return dying


PLACES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "before-storing": (bot.inbox, "receive", _before),
    "while-storing": (surveys.store.inbox, "_insert", _within),
    "stored-not-confirmed": (bot.inbox, "receive", _after),
    "inside-a-batch": (surveys.store.batch, "_finish", _at_once),
    "committed-not-sent": (bot.worker, "commit_batch", _after),
    "sent-not-recorded": (bot.outbox, "finish_messages", _at_once),
    "handled-not-confirmed": (bot.intake.Poller, "_fetch", _once_handled),
    "frozen-not-deleted": (bot.closing, "finish_closing", _at_once),
    # a message to many
    "claimed-not-sent": (bot.outbox.Outbox, "put_bulk", _at_call(4)),
    "bulk-sent-not-recorded": (bot.broadcasting.Broadcaster, "_on_done", _at_call(20)),
    # what staff do in chat
    "inside-an-errand": (bot.worker, "commit_within", _at_once),
    "errand-not-followed-up": (bot.desk.desk.Desk, "follow_up", _at_once),
    # opening and closing
    "inside-an-opening": (bot.office.launching, "start_broadcast", _once_done),
    "opened-not-told": (bot.timetable.Timetable, "_say", _at_once),
    "closing-not-frozen": (bot.timetable, "close_round", _at_once),
    "closed-key-left": (bot.closing, "_freeze", _once_done),
}
ON_THE_WAY = tuple(PLACES)[:6]
"""The points on an update's way in and out, early to late; one batch passes them all."""

if __name__ == "__main__":
    place, name, change = PLACES[sys.argv.pop(1)]
    setattr(place, name, change(getattr(place, name)))
    main()
