"""Rounds open and close on their days while the bot runs, each once, however late it is.

A round that was to open while no bot ran opens at the next start, before any update is handled. One
whose last day passed while no bot ran is closed then: what came after its last day never counted.
A round that lacks on its first day what it had at its launch stays scheduled, staff are told why,
and it opens late once that is mended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Protocol

import structlog

from bot.closing import close_round
from bot.desk.approving import describe_request, request_rows
from bot.desk.errands import Rows
from bot.fieldwork import key_name
from bot.office import TERMINAL, Office
from bot.office.ending import begin_close, destroy_files, find_files
from bot.office.launching import open_scheduled, unschedule
from bot.settings import Settings
from bot.wording import FALLBACK, load_wording
from surveys.errors import CanvassError, StoreError
from surveys.keyring import KeyRing
from surveys.rounds import Round, RoundState, london_date
from surveys.staff import Permission
from surveys.store.approvals import find_pending
from surveys.store.engine import Store, Transaction
from surveys.store.plans import get_plan
from surveys.store.rounds import find_rounds, find_rounds_within

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
        self._refused: dict[int, date] = {}

    async def run(self) -> None:
        """Look at the clock now and then, until cancelled."""
        while True:
            for work in (self.open_due, self.close_due, self.announce):
                try:
                    await work()
                except CanvassError as error:
                    log.error("timetable.again", code=error.code)
            await asyncio.sleep(TICK_SECONDS)

    async def open_due(self) -> None:
        """Open what is due. It needs no worker, so it comes before the first update is handled."""
        for round_ in await find_rounds(self._store):
            if self._is_missed(round_):
                await self._safely(round_, self._miss)
            elif self._is_due(round_):
                await self._safely(round_, self._open)

    async def close_due(self) -> None:
        """Close what is over, and take up closings and withdrawals that were interrupted."""
        for round_ in await find_rounds(self._store):
            if self._is_over(round_):
                await self._safely(round_, self._close)
            elif round_.state is RoundState.WITHDRAWN and self._has_files(round_):
                await self._safely(round_, self._destroy)

    async def announce(self) -> None:
        """Show officers what the terminal asks approval for; once, and again after a start."""
        async with self._store.read() as connection:
            waiting = await find_pending(connection)
        rounds = {round_.id: round_ for round_ in await find_rounds(self._store)}
        for approval in waiting:
            round_ = rounds.get(approval.round_id)  # none where it was deleted meanwhile
            known = approval.requested_by != TERMINAL or approval.id in self._announced
            if known or round_ is None:
                continue
            text, rows = describe_request(approval, round_), request_rows(approval)
            await self._tell(Permission.APPROVE, text, rows)
            self._announced.add(approval.id)

    async def _safely(self, round_: Round, work: Callable[[Round], Awaitable[None]]) -> None:
        """One round that cannot go on must not hold up the others; it is tried again."""
        try:
            await work(round_)
        except CanvassError as error:
            log.error("timetable.again", round=round_.name, code=error.code)

    # -- whose time has come; asked again within the transaction, for staff act meanwhile ----------

    def _is_due(self, round_: Round) -> bool:
        begun = round_.opens_on <= london_date(self._clock())
        return round_.state is RoundState.SCHEDULED and begun and not self._is_missed(round_)

    def _is_missed(self, round_: Round) -> bool:
        over = round_.closes_on < london_date(self._clock())
        return round_.state is RoundState.SCHEDULED and over

    def _is_over(self, round_: Round) -> bool:
        over = round_.closes_on < london_date(self._clock())
        return round_.state is RoundState.CLOSING or (round_.state is RoundState.OPEN and over)

    # -- what is done ------------------------------------------------------------------------------

    async def _open(self, round_: Round) -> None:
        try:
            async with self._store.write() as connection:
                now = await _find_again(connection, round_)
                if now is None or not self._is_due(now):
                    return
                await open_scheduled(self._office(connection), now)
        except StoreError:
            raise
        except CanvassError as error:
            await self._refuse(round_, error)
            return
        log.info("round.opened", round=round_.name)
        await self._say("timetable-opened", round_)

    async def _refuse(self, round_: Round, error: CanvassError) -> None:
        """Tell staff why a round cannot open; once a day, and again after a start."""
        log.error("round.not-opened", round=round_.name, code=error.code)
        today = london_date(self._clock())
        if self._refused.get(round_.id) != today:
            await self._say("timetable-not-opened", round_, why=str(error))
            self._refused[round_.id] = today

    async def _miss(self, round_: Round) -> None:
        """A round whose days went by without a bot was never put to anybody: a draft again."""
        async with self._store.write() as connection:
            now = await _find_again(connection, round_)
            if now is None or not self._is_missed(now):
                return
            office = self._office(connection)
            await unschedule(office, round_.name)
            await office.record("round.missed", round_.name, f"until {round_.closes_on}", "draft")
        log.error("round.missed", round=round_.name)
        await self._say("timetable-missed", round_)

    async def _close(self, round_: Round) -> None:
        async with self._store.write() as connection:
            now = await _find_again(connection, round_)
            if now is None or not self._is_over(now):
                return
            if now.state is RoundState.OPEN:
                await begin_close(self._office(connection), now.name, early=False)
        plan = await get_plan(self._store, round_.plan_hash) if round_.plan_hash else None
        await close_round(
            self._settings,
            self._store,
            self._ring,
            round_.name,
            plan=plan,
            who=TIMETABLE,
            clock=self._clock,
        )
        log.info("round.closed", round=round_.name)
        await self._say("timetable-closed", round_)

    async def _destroy(self, round_: Round) -> None:
        await destroy_files(self._settings, self._ring, round_)

    def _has_files(self, round_: Round) -> bool:
        left = find_files(self._settings, round_)
        return bool(left) or self._ring.find(key_name(round_)) is not None

    async def _say(self, key: str, round_: Round, **about: str) -> None:
        await self._tell(Permission.OPEN, load_wording(FALLBACK)(key, name=round_.name, **about))

    def _office(self, connection: Transaction) -> Office:
        return Office(
            connection, self._ring, self._settings, TIMETABLE, self._clock(), self._random
        )


async def _find_again(connection: Transaction, round_: Round) -> Round | None:
    """A round as it is within a transaction; None where it was deleted meanwhile."""
    rounds = await find_rounds_within(connection)
    return next((one for one in rounds if one.id == round_.id), None)
