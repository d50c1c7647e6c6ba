"""Messages to many: claimed, handed to the outbox a few at a time, recorded, and never sent twice.

A message that cannot be repeated harmlessly is claimed in a committed transaction before it leaves.
Few are claimed at a time, so that a crash leaves few of which nobody knows. What certainly did not
leave is sent later; what may have left is listed and not sent again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from bot.claiming import Claim, Claimer, FindsFinished, RendersBroadcast
from bot.lanes import Bulk
from bot.outbox import Outbox
from bot.sending import Outcome, Result
from surveys.errors import StoreError
from surveys.messages import (
    USUAL_HOURS,
    Broadcast,
    BroadcastState,
    Hours,
    is_current,
    sending_allowed,
)
from surveys.privacy import ContactKeys
from surveys.store.broadcasts import find_broadcasts, set_broadcast_state
from surveys.store.deliveries import (
    Delivery,
    Settled,
    abandon_claimed,
    release_claimed,
    settle_deliveries,
)
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds
from surveys.store.tables import DeliveryState

MOST_CLAIMED = 12
TOP_UP = 6
SETTLE_SECONDS = 0.2
POLL_SECONDS = 5.0
LONGEST_HOLD = 60.0
LAST_SECONDS = 10.0
MOST_REFUSED = 10
"""Refusals in a row after which a broadcast is paused: then it is the message that is wrong."""

STATES = {
    Outcome.SENT: DeliveryState.SENT,
    Outcome.BLOCKED: DeliveryState.LEFT,
    Outcome.REFUSED: DeliveryState.REFUSED,
    Outcome.UNKNOWN: DeliveryState.UNKNOWN,
    Outcome.WAIT: DeliveryState.PENDING,
    Outcome.NOT_SENT: DeliveryState.PENDING,
}
TAKEN_BACK = Result(Outcome.NOT_SENT)
EARLIEST = datetime.min.replace(tzinfo=UTC)

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
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._claimer = Claimer(store, contacts, render, find_finished)
        self._hours = hours
        self._clock = clock
        self._under_way: dict[int, Delivery] = {}
        self._results: list[tuple[Delivery, Result]] = []
        self._refused: Counter[int] = Counter()
        self._failures = 0
        self._hold_until = EARLIEST
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
                except StoreError as error:
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
        may = sending_allowed(now, self._hours) and now >= self._hold_until
        if not self._recovered:
            await self._recover()
        sending = await self._find_sending(now) if may else []
        if {delivery.broadcast_id for delivery in self._under_way.values()} - {
            broadcast.id for broadcast in sending
        }:
            self._take_back()
        room = MOST_CLAIMED - len(self._under_way) + len(self._results)
        if self._results or self._uncertain or (sending and room >= TOP_UP):
            await self._prepare(sending)
            await self._settle(sending, room)
        if self._claimer.has_more:
            return 0.0
        held = (self._hold_until - now).total_seconds()
        idle = min(POLL_SECONDS, held) if held > 0 else POLL_SECONDS
        return SETTLE_SECONDS if self._under_way else idle

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
            if self._refused[broadcast.id] >= MOST_REFUSED:
                await self._set_state(broadcast, BroadcastState.PAUSED, "refused")
            elif not is_current(rounds[broadcast.round_id], broadcast.kind, now):
                await self._set_state(broadcast, BroadcastState.STOPPED, "round")
            else:
                sending.append(broadcast)
        self._claimer.forget_others({broadcast.id for broadcast in sending})
        return sending

    async def _set_state(self, broadcast: Broadcast, state: BroadcastState, why: str) -> None:
        async with self._store.write() as connection:
            await set_broadcast_state(connection, broadcast.id, state)
        self._refused.pop(broadcast.id, None)
        log.warning("broadcast.halted", broadcast=broadcast.id, state=state.value, why=why)

    async def _prepare(self, sending: list[Broadcast]) -> None:
        """Make messages before anything is locked; a broadcast whose message fails is paused."""
        for broadcast in list(sending):
            try:
                await self._claimer.prepare(broadcast)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001  # nobody's message is lost by it
                await self._set_state(broadcast, BroadcastState.PAUSED, type(error).__name__)
                sending.remove(broadcast)

    async def _settle(self, sending: Sequence[Broadcast], room: int) -> None:
        """Record results and claim more, as one transaction; then hand on what was claimed."""
        results = list(self._results)
        claims: list[Claim] = []
        async with self._store.write() as connection:
            if self._uncertain:
                await release_claimed(connection, self._under_way)
            await settle_deliveries(connection, [_settled(*result) for result in results])
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
        self._results.append((delivery, result))
        if result is TAKEN_BACK:
            return
        now = self._clock()
        match result.outcome:
            case Outcome.SENT:
                self._failures = 0
                self._refused.pop(delivery.broadcast_id, None)
            case Outcome.REFUSED:
                self._refused[delivery.broadcast_id] += 1
            case Outcome.WAIT:
                self._hold_until = max(self._hold_until, now + timedelta(seconds=result.seconds))
            case Outcome.NOT_SENT if now >= self._hold_until:
                self._failures = min(self._failures + 1, 10)
                seconds = min(LONGEST_HOLD, 0.5 * 2**self._failures)
                self._hold_until = now + timedelta(seconds=seconds)
                log.warning("broadcast.unreachable", reason=result.reason, seconds=seconds)
            case _:
                pass
        enough = len(self._results) >= min(TOP_UP, len(self._under_way))
        if enough or STATES[result.outcome] is DeliveryState.PENDING:
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
                while len(self._results) < len(self._under_way):
                    self._wake.clear()
                    await self._wake.wait()
        self._uncertain = True  # what a cancelled transaction claimed was never handed on
        try:
            await self._settle((), 0)
        except StoreError as error:
            log.error("broadcast.not_recorded", code=error.code)


def _settled(delivery: Delivery, result: Result) -> Settled:
    state = STATES[result.outcome]
    reason = result.reason if state is not DeliveryState.PENDING else ""
    return Settled(delivery, state, "" if state is DeliveryState.SENT else reason)
