"""What a running bot does every minute: renew keys, forget what is old, tell what is overdue."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.fieldwork import Fieldwork, key_name
from bot.staffbook import StaffBook
from surveys.errors import CanvassError
from surveys.keyring import KeyRing
from surveys.privacy import TransitKeys
from surveys.rounds import FROZEN, LIVE, RoundState, london_date
from surveys.store.engine import Store
from surveys.store.inbox import (
    count_malformed,
    count_pending,
    find_last_position,
    forget_duplicates,
)
from surveys.store.invitations import forget_expired
from surveys.store.outbox import count_pending_messages, find_last_message, forget_messages
from surveys.store.rounds import find_rounds

TICK_SECONDS = 60.0
KEY_AGE = timedelta(minutes=10)
_OVER = FROZEN | {RoundState.WITHDRAWN}
KEPT = timedelta(hours=48)
"""How long the number of an update is remembered: Telegram numbers anew after an idle week."""

log = structlog.get_logger()


@dataclass(slots=True)
class Retiring:
    """Earlier keys of one kind, and the last thing that one of them can have sealed.

    Attributes:
        keys: The keys.
        find_last: The number of the last thing so far.
        count_waiting: How many things up to a number still wait.
        mark: That number, once everything sealed under earlier keys is surely stored.
    """

    keys: TransitKeys
    find_last: Callable[[Store], Awaitable[int]]
    count_waiting: Callable[[Store, int], Awaitable[int]]
    mark: int | None = None

    async def tick(self, store: Store) -> None:
        """Destroy the earlier keys once nothing that waits needs them.

        What is being sealed while a key is renewed is stored within seconds; so the mark is set one
        tick after.
        """
        if not self.keys.has_earlier:
            return
        if self.mark is None:
            self.mark = await self.find_last(store)
        if await self.count_waiting(store, self.mark) == 0:
            self.keys.destroy_earlier()
            self.mark = None


class Housekeeping:
    """Keeps a running bot tidy.

    Args:
        store: The database.
        ring: Keys of rounds.
        fieldwork: The live rounds.
        book: Who is staff.
        updates: Keys of updates that wait.
        messages: Keys of messages that wait.
        clock: The time.
    """

    def __init__(
        self,
        store: Store,
        ring: KeyRing,
        fieldwork: Fieldwork,
        book: StaffBook,
        updates: TransitKeys,
        messages: TransitKeys,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._ring = ring
        self._fieldwork = fieldwork
        self._book = book
        self._clock = clock
        self._retiring = (
            Retiring(updates, find_last_position, count_pending),
            Retiring(messages, find_last_message, count_pending_messages),
        )
        self._renewed = clock()
        self._live: set[int] = set()

    async def run(self) -> None:
        """Tidy up now and every minute, until cancelled."""
        while True:
            try:
                await self.tick()
            except CanvassError as error:
                log.error("housekeeping.again", code=error.code)
            await asyncio.sleep(TICK_SECONDS)

    async def tick(self) -> None:
        """Tidy up once."""
        now = self._clock()
        before = int((now - KEPT).timestamp())
        await forget_duplicates(self._store, before)
        await forget_messages(self._store, before)
        async with self._store.write() as connection:
            await forget_expired(connection, now)
        await self._book.refresh()
        await self._fieldwork.refresh(self._store, self._ring, self._book.previews())
        for retiring in self._retiring:
            await retiring.tick(self._store)
        await self._sweep(now)
        if self._is_renewal_due(now):
            for retiring in self._retiring:
                retiring.keys.renew()
                retiring.mark = None
            self._renewed = now
            await self._checkpoint()
        elif self._book.sessions_ended:
            # What led from a chat to the answers of a session is wiped; not yet in the log.
            await self._checkpoint()

    async def _checkpoint(self) -> None:
        self._book.sessions_ended = False
        await self._store.checkpoint()

    def _is_renewal_due(self, now: datetime) -> bool:
        """Every ten minutes, and at once when a round has closed."""
        live = set(self._fieldwork.rounds)
        closed = self._live - live
        self._live = live
        return bool(closed) or now - self._renewed >= KEY_AGE

    async def _sweep(self, now: datetime) -> None:
        """Destroy keys of closed rounds that a crash left, and tell which rounds are overdue."""
        today = london_date(now)
        for round_ in await find_rounds(self._store):
            if round_.state in _OVER:
                self._ring.destroy(key_name(round_))
            elif round_.state in LIVE and round_.closes_on < today:
                log.warning("round.overdue", round=round_.name, remedy="canvass round close")
        if malformed := await count_malformed(self._store):
            log.info("inbox.malformed", count=sum(malformed.values()), shapes=len(malformed))
