"""Rounds open and close on their days while the bot runs, each once, however late it is.

A round that was to open while no bot ran opens at the next start, before any update is handled. One
whose last day passed while no bot ran is closed then: what came after its last day never counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

import structlog

from bot.closing import close_round
from bot.desk.approving import describe_request, request_rows
from bot.desk.errands import Rows
from bot.fieldwork import key_name
from bot.office import TERMINAL, Office
from bot.office.ending import begin_close, destroy_files
from bot.office.launching import open_now, unschedule
from bot.settings import Settings
from bot.wording import FALLBACK, load_wording
from surveys.errors import CanvassError
from surveys.privacy import KeyRing
from surveys.rounds import Round, RoundState, london_date
from surveys.staff import Permission
from surveys.store.approvals import find_pending
from surveys.store.engine import Store, Transaction
from surveys.store.rounds import find_rounds, get_plan, get_round_by_id

TICK_SECONDS = 20.0
TIMETABLE = "timetable"
"""Who acts when a day has come."""

log = structlog.get_logger()


class Tell(Protocol):
    """Tells all staff who may do something."""

    async def __call__(self, permission: Permission, text: str, rows: Rows = ()) -> None:
        """Send them a text with buttons below."""


class Timetable:
    """Opens and closes rounds on their days.

    Args:
        settings: Settings.
        store: The database.
        ring: Keys.
        tell: Tells staff what was done.
        clock: The time.
        random: Gives random bytes.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        ring: KeyRing,
        tell: Tell,
        *,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self._settings = settings
        self._store = store
        self._ring = ring
        self._tell = tell
        self._clock = clock
        self._random = random
        self._announced: set[int] = set()

    async def run(self) -> None:
        """Look at the clock now and then, until cancelled."""
        while True:
            await self.open_due()
            await self.close_due()
            await self.announce()
            await asyncio.sleep(TICK_SECONDS)

    async def open_due(self) -> None:
        """Open what is due. It needs no worker, so it comes before the first update is handled."""
        today = london_date(self._clock())
        for round_ in await find_rounds(self._store):
            if round_.state is not RoundState.SCHEDULED or round_.opens_on > today:
                continue
            missed = round_.closes_on < today
            await self._safely(round_, self._miss if missed else self._open)

    async def close_due(self) -> None:
        """Close what is over, and take up closings and withdrawals that were interrupted."""
        today = london_date(self._clock())
        for round_ in await find_rounds(self._store):
            over = round_.state is RoundState.OPEN and round_.closes_on < today
            if over or round_.state is RoundState.CLOSING:
                await self._safely(round_, self._close)
            elif round_.state is RoundState.WITHDRAWN and self._has_files(round_):
                await self._safely(round_, self._destroy)

    async def announce(self) -> None:
        """Show officers what the terminal asks approval for; once, and again after a start."""
        async with self._store.read() as connection:
            waiting = await find_pending(connection)
        for approval in waiting:
            if approval.requested_by != TERMINAL or approval.id in self._announced:
                continue
            self._announced.add(approval.id)
            async with self._store.read() as connection:
                round_ = await get_round_by_id(connection, approval.round_id)
            text, rows = describe_request(approval, round_), request_rows(approval)
            await self._tell(Permission.APPROVE, text, rows)

    async def _safely(self, round_: Round, work: Callable[[Round], Awaitable[None]]) -> None:
        """One round that cannot go on must not hold up the others; it is tried again."""
        try:
            await work(round_)
        except CanvassError as error:
            log.error("timetable.again", round=round_.name, code=error.code)

    async def _open(self, round_: Round) -> None:
        async with self._store.write() as connection:
            await open_now(self._office(connection), round_)
        log.info("round.opened", round=round_.name)
        await self._say("timetable-opened", round_)

    async def _miss(self, round_: Round) -> None:
        """A round whose days went by without a bot was never put to anybody: a draft again."""
        async with self._store.write() as connection:
            office = self._office(connection)
            await unschedule(office, round_.name)
            await office.record("round.missed", round_.name, f"until {round_.closes_on}", "draft")
        log.error("round.missed", round=round_.name)
        await self._say("timetable-missed", round_)

    async def _close(self, round_: Round) -> None:
        if round_.state is RoundState.OPEN:
            async with self._store.write() as connection:
                await begin_close(self._office(connection), round_.name, early=False)
        plan = await get_plan(self._store, round_.plan_hash) if round_.plan_hash else None
        await close_round(
            self._settings,
            self._store,
            self._ring,
            round_.name,
            plan=plan,
            who=TIMETABLE,
        )
        log.info("round.closed", round=round_.name)
        await self._say("timetable-closed", round_)

    async def _destroy(self, round_: Round) -> None:
        destroy_files(self._settings, self._ring, round_)

    def _has_files(self, round_: Round) -> bool:
        folder = self._settings.data_dir / round_.name
        return folder.exists() or self._ring.find(key_name(round_)) is not None

    async def _say(self, key: str, round_: Round) -> None:
        await self._tell(Permission.OPEN, load_wording(FALLBACK)(key, name=round_.name))

    def _office(self, connection: Transaction) -> Office:
        return Office(
            connection, self._ring, self._settings, TIMETABLE, self._clock(), self._random
        )
