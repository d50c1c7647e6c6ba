"""Messages to many: claimed, handed to the outbox a few at a time, recorded, and never sent twice.

A message that cannot be repeated harmlessly is claimed in a committed transaction before it leaves.
Few are claimed at a time, so that a crash leaves few of which nobody knows. What certainly did not
leave is sent later; what may have left is listed and not sent again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog

from bot.claiming import Claim, Claimer, FindsFinished, OpensOffice, RendersBroadcast
from bot.course import TAKEN_BACK, Course, Line, Noted, as_settled
from bot.lanes import Bulk
from bot.office.outcomes import halt_messages
from bot.outbox import Outbox
from bot.sending import Outcome, Result
from surveys.errors import CanvassError, StoreError
from surveys.messages import (
    USUAL_HOURS,
    Broadcast,
    BroadcastState,
    Hours,
    is_current,
    sending_allowed,
)
from surveys.privacy import ContactKeys
from surveys.staff import Permission
from surveys.store.broadcasts import find_broadcasts
from surveys.store.deliveries import (
    Delivery,
    abandon_claimed,
    find_languages,
    release_claimed,
    settle_deliveries,
)
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds

MOST_CLAIMED = 12
TOP_UP = 6
SETTLE_SECONDS = 0.2
POLL_SECONDS = 5.0
LAST_SECONDS = 10.0

Tells = Callable[[Permission, str], Awaitable[None]]
"""Tells all staff who may do something."""

log = structlog.get_logger()


class Broadcaster:
    """Sends what was started, one broadcaster to a database.

    Args:
        store: The database.
        contacts: Opens the contact list.
        outbox: What sends.
        render: Makes messages.
        find_finished: Tells who has answered.
        hours: When messages may leave, in London.
        open_office: Acts in a transaction, so that it is on record.
        tell: Tells staff what was paused.
        clock: The time.
    """

    def __init__(
        self,
        store: Store,
        contacts: ContactKeys,
        outbox: Outbox,
        render: RendersBroadcast,
        find_finished: FindsFinished,
        hours: Hours = USUAL_HOURS,
        *,
        open_office: OpensOffice,
        tell: Tells,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._claimer = Claimer(store, contacts, render, find_finished, open_office)
        self._hours = hours
        self._open_office = open_office
        self._tell = tell
        self._clock = clock
        self._under_way: dict[int, Delivery] = {}
        self._results: list[Noted] = []
        self._line = Line()
        self._courses: defaultdict[int, Course] = defaultdict(Course)
        self._news: list[str] = []
        self._recovered = False
        self._uncertain = False
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at once: a broadcast was started, paused or stopped."""
        self._wake.set()

    async def run(self) -> None:
        """Send what is to be sent, until cancelled."""
        try:
            while True:
                try:
                    pause = await self.tick()
                except CanvassError as error:
                    # Whether the last transaction took effect is not known: see `_settle`.
                    self._uncertain = True
                    log.error("broadcast.not_recorded", code=error.code)
                    pause = POLL_SECONDS
                # Not wait_for, which can swallow the cancellation that ends this.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
                self._wake.clear()
        finally:
            await self._leave()

    async def tick(self) -> float:
        """Record what was sent and hand on what may leave; seconds until the next look."""
        now = self._clock()
        self._claimer.has_more = False
        if not self._recovered:
            await self._recover()
        sending = await self._look(now)
        if {delivery.broadcast_id for delivery in self._under_way.values()} - {
            broadcast.id for broadcast in sending
        }:
            self._take_back()
        most, least = (MOST_CLAIMED, TOP_UP) if self._line.is_tried else (1, 1)
        room = most - self._count_leaving()
        if self._results or self._uncertain or (sending and room >= least):
            await self._prepare(sending)
            await self._settle(sending, room)
        while self._news:
            await self._tell(Permission.CONTROL_MESSAGES, self._news[0])
            del self._news[0]
        if self._claimer.has_more:
            return 0.0
        held = (self._line.hold_until - now).total_seconds()
        idle = min(POLL_SECONDS, held) if held > 0 else POLL_SECONDS
        return SETTLE_SECONDS if self._count_leaving() else idle

    def _count_leaving(self) -> int:
        """How many were handed on and have no outcome yet."""
        leavers = sum(len(course.leavers) for course in self._courses.values())
        return len(self._under_way) - len(self._results) - leavers

    async def _look(self, now: datetime) -> list[Broadcast]:
        """The broadcasts of which more may leave now; those that must not go on are halted."""
        may = sending_allowed(now, self._hours) and now >= self._line.hold_until
        if not may and not any(course.find_fault() for course in self._courses.values()):
            return []
        sending = await self._find_sending(now)
        for number, course in list(self._courses.items()):
            goes_on = any(broadcast.id == number for broadcast in sending)
            if not goes_on or await self._is_last(number, course):
                self._results += course.end()
        return sending if may else []

    async def _is_last(self, number: int, course: Course) -> bool:
        """Whether nothing more is sent that could show whether somebody has left."""
        waits = {key for key, one in self._under_way.items() if one.broadcast_id == number}
        only = bool(course.leavers) and waits == {one.id for one, _ in course.leavers}
        return only and not await find_languages(self._store, number)

    async def _recover(self) -> None:
        """List what an earlier run was sending when it ended."""
        async with self._store.write() as connection:
            unknown = await abandon_claimed(connection)
        self._recovered = True
        if unknown:
            log.warning("broadcast.unknown", count=unknown)

    async def _find_sending(self, now: datetime) -> list[Broadcast]:
        """The broadcasts to go on with; one that its round has overtaken is stopped."""
        found = await find_broadcasts(self._store, state=BroadcastState.SENDING)
        rounds = {round_.id: round_ for round_ in await find_rounds(self._store)} if found else {}
        sending = []
        for broadcast in found:
            if fault := self._courses[broadcast.id].find_fault():
                await self._halt(broadcast, BroadcastState.PAUSED, fault)
            elif not is_current(rounds[broadcast.round_id], broadcast.kind, now):
                await self._halt(broadcast, BroadcastState.STOPPED, "round")
            else:
                sending.append(broadcast)
        self._claimer.forget_others({broadcast.id for broadcast in sending})
        return sending

    async def _halt(self, broadcast: Broadcast, state: BroadcastState, why: str) -> None:
        async with self._store.write() as connection:
            told = await halt_messages(self._open_office(connection), broadcast, state, why)
        if told and state is BroadcastState.PAUSED:
            self._news.append(told)
        log.warning("broadcast.halted", broadcast=broadcast.id, state=state.value, why=why)

    async def _prepare(self, sending: list[Broadcast]) -> None:
        """Make messages before anything is locked; a broadcast whose message fails is paused."""
        for broadcast in list(sending):
            try:
                await self._claimer.prepare(broadcast)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001  # nobody's message is lost by it
                await self._halt(broadcast, BroadcastState.PAUSED, type(error).__name__)
                sending.remove(broadcast)

    async def _settle(self, sending: Sequence[Broadcast], room: int) -> None:
        """Record results and claim more, as one transaction; then hand on what was claimed."""
        results = list(self._results)
        claims: list[Claim] = []
        async with self._store.write() as connection:
            if self._uncertain:
                await release_claimed(connection, self._under_way)
            await settle_deliveries(connection, [as_settled(*result) for result in results])
            for broadcast in sending:
                claims += await self._claimer.claim(connection, broadcast, room - len(claims))
        self._uncertain = False
        del self._results[: len(results)]
        for delivery, _ in results:
            self._under_way.pop(delivery.id, None)
        self._under_way |= {claim.delivery.id: claim.delivery for claim in claims}
        self._outbox.put_bulk(
            Bulk(claim.chat, claim.rendered, partial(self._on_done, claim.delivery))
            for claim in claims
        )

    def _on_done(self, delivery: Delivery, result: Result) -> None:
        """Take note of what came of a message; it is recorded with the next transaction."""
        if result is TAKEN_BACK:
            self._results.append((delivery, result))
            return
        course = self._courses[delivery.broadcast_id]
        self._results += course.note(delivery, result)
        seconds = self._line.note(result, self._clock())
        if seconds:
            # Before the outbox can hand on the next one, which would meet the same end.
            self._take_back()
            log.warning("broadcast.unreachable", reason=result.reason, seconds=seconds)
        enough = len(self._results) >= TOP_UP or not self._count_leaving()
        if enough or course.find_fault() or result.outcome is not Outcome.SENT:
            self._wake.set()

    def _take_back(self) -> None:
        """Give back what was claimed and has not left."""
        for bulk in self._outbox.take_back():
            bulk.done(TAKEN_BACK)

    async def _leave(self) -> None:
        """End in order: nothing that was never sent is left claimed, and results are recorded."""
        self._take_back()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                while self._count_leaving():
                    self._wake.clear()
                    await self._wake.wait()
        for course in self._courses.values():
            self._results += course.end()
        self._uncertain = True  # what a cancelled transaction claimed was never handed on
        try:
            await self._settle((), 0)
        except CanvassError as error:
            log.error("broadcast.not_recorded", code=error.code)
