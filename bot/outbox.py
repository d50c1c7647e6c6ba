"""The way out: messages leave in order within a chat, at Telegram's pace, until each has an end.

What waits is in the database; this holds it in memory as well, so that sending needs no reading.
A reply whose outcome is unknown is sent again: an edit repeats harmlessly, and a message seen twice
is better than a question never seen. A message overtaken by a later one for the same place is
dropped. A chat that blocked the bot gets nothing more. Messages to many people come from
`bot.broadcasting`, leave where no reply is due, and are handed back to it with their outcome.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from typing import Protocol

import structlog

from bot.fieldwork import Fieldwork
from bot.lanes import Bulk, Lane, Lanes, Turn, Waiting
from bot.outgoing import SURFACES, Outgoing, Show
from bot.pace import Pace
from bot.scenes import Rendered, Scene
from bot.screens import render
from bot.sending import Outcome, Result
from bot.wording import load_wording
from surveys.errors import StoreError
from surveys.interview import Interview
from surveys.privacy import TransitKeys
from surveys.store.engine import Store
from surveys.store.outbox import find_pending_messages, finish_messages

ABOUT = b"outbox"
PAGE = 500
LONGEST_WAIT = 60.0
FLUSH_SECONDS = 0.05
RETRY_SECONDS = 0.5
MOST_BULK = 8
"""Calls of a message to many that may be under way together: half of the connections are left."""

log = structlog.get_logger()


class Sends(Protocol):
    """What the outbox needs of a sender."""

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        """Send a message, or edit one."""

    async def acknowledge(self, query: str, text: str) -> Result:
        """Acknowledge a tap."""


Left = Callable[[int], Awaitable[None]]
"""Told of a chat that is closed to the bot."""

Make = Callable[[Outgoing], Awaitable[Rendered | None]]
"""Makes a message at the moment of sending; None where there is nothing to show."""


class FindsInterviews(Protocol):
    """Finds an interview that is not in memory, after a restart."""

    async def __call__(self, message: Outgoing) -> Interview | None:
        """The interview that a message shows; None when it is gone."""


class Outbox:
    """Sends what waits.

    Args:
        store: Where messages wait.
        transit: Opens messages that were left by an earlier run.
        sender: Calls the Bot API.
        fieldwork: What rendering draws on.
        find_interview: Finds interviews that are not in memory.
        makers: Makes what is not rendered from interviews: pictures, and lists read from the store.
        on_left: Told of each chat that has blocked the bot.
        pace: Telegram's limits.
        clock: Monotonic seconds.
        at_once: How many calls may be under way together.

    Attributes:
        counts: How often each outcome came.
        shown: For interviews whose latest message was a new one, its number.
    """

    def __init__(
        self,
        store: Store,
        transit: TransitKeys,
        sender: Sends,
        fieldwork: Fieldwork,
        find_interview: FindsInterviews,
        *,
        makers: Mapping[Show, Make] | None = None,
        on_left: Left | None = None,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        at_once: int = 100,
    ) -> None:
        self._store = store
        self._transit = transit
        self._sender = sender
        self._fieldwork = fieldwork
        self._find_interview = find_interview
        self._makers = makers or {}
        self._on_left = on_left
        self._clock = clock
        self._at_once = at_once
        self._lanes = Lanes(pace or Pace(), clock())
        self._bulk_under_way = 0
        self._done: list[int] = []
        self._dropped: list[int] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._unflushed = asyncio.Event()
        self._quiet = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self.shown: dict[int, int] = {}

    async def load(self) -> int:
        """Take up what an earlier run left waiting; returns how many messages."""
        after = count = 0
        while page := await find_pending_messages(self._store, PAGE, after):
            for stored in page:
                message = Outgoing.read(self._transit.open(stored.payload, ABOUT))
                lane = self._transit.lane(message.chat)
                # The tap was acknowledged then, or is too old to be now.
                self.put([(lane, Waiting(stored.id, message, None))], acknowledge=False)
            after, count = page[-1].id, count + len(page)
        return count

    def put(self, entries: Iterable[tuple[bytes, Waiting]], *, acknowledge: bool = True) -> None:
        """Queue messages that are committed."""
        now = self._clock()
        for lane_key, waiting in entries:
            if acknowledge and waiting.message.query:
                self._start(self._acknowledge(waiting.message))
            for overtaken in self._lanes.add(lane_key, waiting, now):
                self._finish(overtaken, self._dropped)
        self._wake.set()

    def put_bulk(self, messages: Iterable[Bulk]) -> None:
        """Queue messages to many people, claimed and committed by whoever hands them in."""
        now = self._clock()
        for bulk in messages:
            self._lanes.add_bulk(self._transit.lane(bulk.chat), bulk, now)
        self._wake.set()

    def take_back(self) -> list[Bulk]:
        """Give back the messages to many people that have not left; it is certain of these."""
        return self._lanes.take_back()

    async def run(self) -> None:
        """Send what waits, until cancelled."""
        flusher = asyncio.create_task(self._flush_forever())
        try:
            while True:
                pause = self._send_due()
                self._wake.clear()
                # Not wait_for, which can swallow the cancellation that ends this.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
        finally:
            flusher.cancel()
            await asyncio.gather(flusher, *self._tasks, return_exceptions=True)
            await self.flush()

    async def drain(self) -> None:
        """Wait until no reply waits; `run` must be running."""
        while self._tasks or self._lanes.has_replies:
            self._quiet.clear()
            await self._quiet.wait()
        await self.flush()

    async def flush(self) -> None:
        """Record what was sent and wipe it."""
        done, self._done = self._done, []
        dropped, self._dropped = self._dropped, []
        if done or dropped:
            try:
                await finish_messages(self._store, done=done, dropped=dropped)
            except BaseException:
                self._done[:0], self._dropped[:0] = done, dropped
                raise

    def _send_due(self) -> float | None:
        """Start what may leave now; seconds until the next, None when nothing waits."""
        while len(self._tasks) < self._at_once:
            with_bulk = self._bulk_under_way < MOST_BULK
            turn = self._lanes.take(self._clock(), with_bulk=with_bulk)
            if not isinstance(turn, Turn):
                return turn
            if turn.bulk is None:
                self._start(self._deliver(turn.key, turn.lane))
            else:
                self._bulk_under_way += 1
                self._start(self._deliver_bulk(turn, turn.bulk))
        return None

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbox.failed", error=type(error).__name__)
        self._wake.set()
        self._quiet.set()

    # -- delivering -------------------------------------------------------------------------------

    async def _acknowledge(self, message: Outgoing) -> None:
        text = load_wording(message.language)(message.toast) if message.toast else ""
        # Too late or refused: the tap was handled all the same.
        await self._sender.acknowledge(message.query, text)

    async def _deliver(self, key: bytes, lane: Lane) -> None:
        waiting = lane.queue[0]
        waiting.attempts += 1
        try:
            result = await self._try(waiting)
        except Exception as error:  # noqa: BLE001  # one message must not hold up a chat for ever
            log.error("outbox.not_rendered", show=waiting.message.show, error=type(error).__name__)
            result = Result(Outcome.REFUSED, reason=type(error).__name__)
        self.counts[result.outcome] += 1
        now = self._clock()
        match result.outcome:
            case Outcome.SENT:
                self._note_surface(waiting.message, result.message)
                self._finish(lane.queue.popleft(), self._done)
            case Outcome.WAIT:
                self._lanes.limit(key, lane, now, result.seconds)
                log.warning("outbox.limited", seconds=result.seconds)
            case Outcome.UNKNOWN | Outcome.NOT_SENT:
                lane.not_before = now + min(LONGEST_WAIT, 0.25 * 2 ** min(waiting.attempts, 10))
                log.warning("outbox.again", reason=result.reason, attempts=waiting.attempts)
            case Outcome.BLOCKED | Outcome.NO_CHAT:
                while lane.queue:
                    self._finish(lane.queue.popleft(), self._dropped)
                if result.outcome is Outcome.BLOCKED and self._on_left is not None:
                    self._start(self._tell_left(self._on_left, waiting.message.chat))
            case _:
                log.error("outbox.refused", show=waiting.message.show, reason=result.reason)
                self._finish(lane.queue.popleft(), self._dropped)
        self._lanes.release(key, lane, now)

    async def _tell_left(self, on_left: Left, chat: int) -> None:
        """Leaving by blocking is recorded apart, so that it holds up no message."""
        try:
            await on_left(chat)
        except StoreError as error:
            # The next message to this chat shows it again.
            log.error("outbox.leaving_not_recorded", code=error.code)

    async def _deliver_bulk(self, turn: Turn, bulk: Bulk) -> None:
        try:
            result = await self._sender.send(bulk.chat, bulk.rendered, 0)
        except Exception as error:  # noqa: BLE001  # it may have left: it is not sent again
            log.error("outbox.bulk_failed", error=type(error).__name__)
            result = Result(Outcome.UNKNOWN, reason=type(error).__name__)
        now = self._clock()
        if result.outcome is Outcome.WAIT:
            # Nobody else wrote to this chat just now, so the limit over all chats was met.
            self._lanes.hold(now + result.seconds)
            log.warning("outbox.limited", seconds=result.seconds)
        self._bulk_under_way -= 1
        self._lanes.release(turn.key, turn.lane, now)
        bulk.done(result)

    async def _try(self, waiting: Waiting) -> Result:
        message = waiting.message
        make = self._makers.get(message.show)
        if make is not None:
            made = await make(message)
            if made is None:
                return Result(Outcome.SENT)
            return await self._sender.send(message.chat, made, message.edit)
        interview = waiting.interview
        if interview is None and message.interview:
            interview = await self._find_interview(message)
        rendered = render(Scene(message, self._fieldwork, interview))
        if rendered is None:
            return Result(Outcome.SENT)
        return await self._sender.send(message.chat, rendered, message.edit)

    def _note_surface(self, message: Outgoing, number: int) -> None:
        if number and message.show in SURFACES:
            self.shown[message.interview] = number

    def _finish(self, waiting: Waiting, outcome: list[int]) -> None:
        outcome.append(waiting.id)
        self._unflushed.set()

    async def _flush_forever(self) -> None:
        while True:
            await self._unflushed.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._unflushed.clear()
            try:
                await self.flush()
            except StoreError as error:
                # Nothing is lost: it is recorded with what follows, or sent again after a restart.
                log.error("outbox.not_recorded", code=error.code)
                self._unflushed.set()
                await asyncio.sleep(RETRY_SECONDS)
