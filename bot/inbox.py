"""The inbox: updates are stored here before they count, and wait here to be handled."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.reduction import Reduced, Refused, reduce_update, refuse_update
from surveys.privacy import TransitKeys
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, find_pending, receive

ABOUT_UPDATE = b"inbox"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Arrived:
    """A stored update: its place in the inbox, when it came, and what was kept of it."""

    position: int
    received: datetime
    reduced: Reduced


class Inbox:
    """Takes updates in, one inbox to a database.

    Args:
        store: The database.
        updates: Keys of updates that wait.
        clock: The time.

    Attributes:
        waiting: What is stored and not handled, in order.
        wake: Set when more has come.
    """

    def __init__(self, store: Store, updates: TransitKeys, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._updates = updates
        self._clock = clock
        self.waiting: deque[Arrived] = deque()
        self.wake = asyncio.Event()

    async def load(self) -> int:
        """Take up updates that an earlier run stored and did not handle; returns how many."""
        after = count = 0
        while page := await find_pending(self._store, 500, after):
            for stored in page:
                update = json.loads(self._updates.open(stored.payload, ABOUT_UPDATE))
                reduced = Reduced(stored.update_id, _chat_of(update), update)
                received = datetime.fromtimestamp(stored.received_at, UTC)
                self.waiting.append(Arrived(stored.position, received, reduced))
            after, count = page[-1].position, count + len(page)
        self.wake.set()
        return count

    async def receive(self, raw_updates: Sequence[object]) -> int:
        """Store updates as they come from Telegram; once this returns they may be confirmed.

        Returns:
            How many were new and are to be handled.
        """
        reductions = [_reduce(raw) for raw in raw_updates]
        kept = [reduction for reduction in reductions if reduction.update_id is not None]
        if len(kept) < len(reductions):
            # Without a number they cannot be told apart, so there is nothing to store.
            log.warning("update.unnumbered", count=len(reductions) - len(kept))
        rows = [self._as_row(reduction) for reduction in kept]
        received = self._clock()
        positions = await receive(self._store, rows, int(received.timestamp()))
        new = [
            Arrived(position, received, reduction)
            for position, reduction in zip(positions, kept, strict=True)
            if position is not None and isinstance(reduction, Reduced)
        ]
        self.waiting.extend(new)
        self.wake.set()
        return len(new)

    def _as_row(self, reduction: Any) -> InboxRow:
        if not isinstance(reduction, Reduced):
            log.warning("update.malformed", shape=reduction.shape)
            return InboxRow(reduction.update_id, shape=reduction.shape)
        written = json.dumps(reduction.update, separators=(",", ":")).encode()
        return InboxRow(
            reduction.update_id,
            lane=self._updates.lane(reduction.chat),
            payload=self._updates.seal(written, ABOUT_UPDATE),
        )


def _reduce(raw: object) -> Reduced | Refused:
    """What is kept of an update; one that it fails on is counted by its shape, as a malformed one.

    The others that came with it are stored all the same.
    """
    try:
        return reduce_update(raw)
    except Exception as error:  # noqa: BLE001  # whatever it is, no other update waits for it
        log.error("update.not_reduced", error=type(error).__name__)
        return refuse_update(raw)


def _chat_of(update: dict[str, Any]) -> int:
    part = next(value for key, value in update.items() if key != "update_id")
    message = part.get("message", part)
    chat: int = message["chat"]["id"]
    return chat
