"""The way out: messages leave in order within a chat, at Telegram's pace, until each has an end.

What waits is in the database; this holds it in memory as well, so that sending needs no reading.
A reply whose outcome is unknown is sent again: an edit repeats harmlessly, and a message seen twice
is better than a question never seen. A message overtaken by a later one for the same place is
dropped. A chat that blocked the bot gets nothing more.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.fieldwork import Fieldwork
from bot.outgoing import SURFACES, Outgoing, Show
from bot.pace import Bucket, Pace
from bot.screens import Rendered, Scene, render
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

log = structlog.get_logger()


class Sends(Protocol):
    """What the outbox needs of a sender."""

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        """Send a message, or edit one."""

    async def acknowledge(self, query: str, text: str) -> Result:
        """Acknowledge a tap."""


class FindsInterviews(Protocol):
    """Finds an interview that is not in memory, after a restart."""

    async def __call__(self, message: Outgoing) -> Interview | None:
        """The interview that a message shows; None when it is gone."""


@dataclass(slots=True)
class Waiting:
    """A message on its way.

    Attributes:
        id: Its number in the store.
        message: What it shows and where.
        interview: The interview that it shows, where that is in memory.
        attempts: How often it was tried.
    """

    id: int
    message: Outgoing
    interview: Interview | None
    attempts: int = 0


class Lane:
    """What waits for one chat, in order."""

    __slots__ = ("bucket", "busy", "not_before", "queue", "scheduled")

    def __init__(self, pace: Pace, now: float) -> None:
        self.queue: deque[Waiting] = deque()
        self.bucket = Bucket(pace.per_chat, pace.burst, now)
        self.busy = False
        self.scheduled = False
        self.not_before = 0.0


class Outbox:
    """Sends what waits.

    Args:
        store: Where messages wait.
        transit: Opens messages that were left by an earlier run.
        sender: Calls the Bot API.
        fieldwork: What rendering draws on.
        find_interview: Finds interviews that are not in memory.
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
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        at_once: int = 100,
    ) -> None:
        self._store = store
        self._transit = transit
        self._sender = sender
        self._fieldwork = fieldwork
        self._find_interview = find_interview
        self._pace = pace or Pace()
        self._clock = clock
        self._at_once = at_once
        self._overall = Bucket(self._pace.overall, max(1.0, self._pace.overall / 2), clock())
        self._pause_until = 0.0
        self._limited: tuple[bytes, float] = (b"", 0.0)
        self._lanes: dict[bytes, Lane] = {}
        self._due: list[tuple[float, int, bytes]] = []
        self._order = 0
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
            lane = self._lanes.get(lane_key)
            if lane is None:
                lane = self._lanes[lane_key] = Lane(self._pace, now)
            self._supersede(lane, waiting)
            lane.queue.append(waiting)
            if not lane.busy and not lane.scheduled:
                self._schedule(lane_key, lane, now)
        self._wake.set()

    async def run(self) -> None:
        """Send what waits, until cancelled."""
        flusher = asyncio.create_task(self._flush_forever())
        try:
            while True:
                pause = self._send_due()
                self._wake.clear()
                try:
                    await asyncio.wait_for(self._wake.wait(), pause)
                except TimeoutError:
                    continue
        finally:
            flusher.cancel()
            await asyncio.gather(flusher, *self._tasks, return_exceptions=True)
            await self.flush()

    async def drain(self) -> None:
        """Wait until nothing waits; `run` must be running."""
        while self._tasks or any(lane.queue for lane in self._lanes.values()):
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

    # -- scheduling -------------------------------------------------------------------------------

    def _send_due(self) -> float | None:
        """Start what may leave now; seconds until the next, None when nothing waits."""
        while self._due:
            now = self._clock()
            if len(self._tasks) >= self._at_once:
                return None
            hold = max(self._pause_until - now, self._due[0][0] - now, self._overall.wait(now))
            if hold > 0:
                return hold
            _, _, key = heapq.heappop(self._due)
            lane = self._lanes[key]
            lane.scheduled = False
            lane.busy = True
            self._overall.take(now)
            lane.bucket.take(now)
            self._start(self._deliver(key, lane))
        return None

    def _schedule(self, key: bytes, lane: Lane, now: float) -> None:
        due = max(lane.not_before, now + lane.bucket.wait(now))
        # One entry for a lane at a time: a second one would let a message pass its chat's pace.
        lane.scheduled = True
        self._order += 1
        heapq.heappush(self._due, (due, self._order, key))

    def _supersede(self, lane: Lane, new: Waiting) -> None:
        """Drop an unsent message that the new one makes pointless, keeping its notes."""
        head = 1 if lane.busy else 0
        for index in range(len(lane.queue) - 1, head - 1, -1):
            old = lane.queue[index]
            if old.message.interview == new.message.interview and new.interview is not None:
                old.interview = new.interview
            same_place = old.message.edit == new.message.edit and _is_where(old.message)
            if same_place and _is_where(new.message):
                new.message = new.message.after(old.message)
                del lane.queue[index]
                self._finish(old, self._dropped)

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
                self._wait(key, lane, now, result.seconds)
            case Outcome.UNKNOWN:
                lane.not_before = now + min(LONGEST_WAIT, 0.25 * 2 ** min(waiting.attempts, 10))
                log.warning("outbox.again", reason=result.reason, attempts=waiting.attempts)
            case Outcome.BLOCKED:
                while lane.queue:
                    self._finish(lane.queue.popleft(), self._dropped)
            case _:
                log.error("outbox.refused", show=waiting.message.show, reason=result.reason)
                self._finish(lane.queue.popleft(), self._dropped)
        lane.busy = False
        if lane.queue:
            self._schedule(key, lane, now)
        elif lane.bucket.is_idle(now) and lane.not_before <= now:
            del self._lanes[key]
        elif len(self._lanes) > 10_000:
            self._forget_idle(now)

    async def _try(self, waiting: Waiting) -> Result:
        message = waiting.message
        interview = waiting.interview
        if interview is None and message.interview:
            interview = await self._find_interview(message)
        rendered = render(Scene(message, self._fieldwork, interview))
        if rendered is None:
            return Result(Outcome.SENT)
        return await self._sender.send(message.chat, rendered, message.edit)

    def _wait(self, key: bytes, lane: Lane, now: float, seconds: float) -> None:
        """Hold the chat that was refused; where two chats are, hold everything."""
        lane.not_before = now + seconds
        other, when = self._limited
        if other and other != key and now - when < 1.0:
            self._pause_until = max(self._pause_until, now + seconds)
        self._limited = (key, now)
        log.warning("outbox.limited", seconds=seconds)

    def _note_surface(self, message: Outgoing, number: int) -> None:
        if number and message.show in SURFACES:
            self.shown[message.interview] = number

    def _finish(self, waiting: Waiting, outcome: list[int]) -> None:
        outcome.append(waiting.id)
        self._unflushed.set()

    def _forget_idle(self, now: float) -> None:
        idle = [key for key, lane in self._lanes.items() if not lane.queue and not lane.busy]
        for key in idle:
            if self._lanes[key].bucket.is_idle(now):
                del self._lanes[key]

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


def _is_where(message: Outgoing) -> bool:
    """Whether a message only shows where the interview is, so that the latest one is enough."""
    return message.show in {Show.CURRENT, Show.CHANGE_MENU}
