"""Which chat may be written to next: replies first, messages to many where there is room.

Each chat has a lane with its own pace, one call under way at a time and its messages in order. Over
all lanes there is one limit; a part of its burst is kept for replies, so that somebody who answers
while thousands are written to is served at once.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.outgoing import Outgoing, Show
from bot.pace import Bucket, Pace
from bot.scenes import Rendered
from bot.sending import Result
from surveys.interview import Interview

MOST_LANES = 10_000
ROUNDING = 1e-6
"""Seconds that do not count: a wait too short to change the time would come up for ever."""


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


@dataclass(frozen=True, slots=True)
class Bulk:
    """One of a message to many: sent once at most, and never before a reply that could leave.

    Attributes:
        chat: The chat it goes to.
        rendered: The message.
        done: Told what came of it; not called where it was taken back before it left.
    """

    chat: int
    rendered: Rendered
    done: Callable[[Result], None]


class Lane:
    """What waits for one chat, in order; messages to many come after all replies."""

    __slots__ = (
        "bucket",
        "bulk",
        "bulk_scheduled",
        "busy",
        "not_before",
        "queue",
        "replying",
        "scheduled",
    )

    def __init__(self, pace: Pace, now: float) -> None:
        self.queue: deque[Waiting] = deque()
        self.bulk: deque[Bulk] = deque()
        self.bucket = Bucket(pace.per_chat, pace.burst, now)
        self.busy = False
        self.replying = False
        self.scheduled = False
        self.bulk_scheduled = False
        self.not_before = 0.0

    def is_idle(self, now: float) -> bool:
        """Whether nothing is lost when the lane is forgotten."""
        at_rest = not (self.queue or self.bulk or self.busy) and self.not_before <= now
        return at_rest and self.bucket.is_idle(now)


@dataclass(frozen=True, slots=True)
class Turn:
    """A lane whose next message leaves now; `bulk` where that is one to many."""

    key: bytes
    lane: Lane
    bulk: Bulk | None = None


class Lanes:
    """All lanes, and the limit over them.

    Args:
        pace: Telegram's limits.
        now: Monotonic seconds.
    """

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        burst = max(1.0, pace.overall / 2)
        self._overall = Bucket(pace.overall, burst, now)
        self._reserve = min(burst / 3, burst - 1)
        self._pause_until = 0.0
        self._bulk_pause_until = 0.0
        self._limited: tuple[bytes, float] = (b"", 0.0)
        self._lanes: dict[bytes, Lane] = {}
        self._due: list[tuple[float, int, bytes]] = []
        self._bulk_due: list[tuple[float, int, bytes]] = []
        self._order = 0

    @property
    def has_replies(self) -> bool:
        """Whether a reply waits or is under way."""
        return any(lane.queue for lane in self._lanes.values())

    def add(self, key: bytes, waiting: Waiting, now: float) -> list[Waiting]:
        """Queue a reply; returns those that it makes pointless, taken out of the queue."""
        lane = self._get(key, now)
        overtaken = _supersede(lane, waiting)
        lane.queue.append(waiting)
        if not lane.busy and not lane.scheduled:
            self._schedule(key, lane, now)
        return overtaken

    def add_bulk(self, key: bytes, bulk: Bulk, now: float) -> None:
        """Queue one of a message to many."""
        lane = self._get(key, now)
        lane.bulk.append(bulk)
        if not lane.busy and not lane.bulk_scheduled:
            self._schedule_bulk(key, lane, now)

    def take_back(self) -> list[Bulk]:
        """Take out every message to many that has not left."""
        taken = [bulk for lane in self._lanes.values() for bulk in lane.bulk]
        for lane in self._lanes.values():
            lane.bulk.clear()
            lane.bulk_scheduled = False
        self._bulk_due.clear()
        return taken

    def take(self, now: float, *, with_bulk: bool) -> Turn | float | None:
        """The next turn, counted as sent; else seconds until the next look, None for no need.

        Args:
            now: Monotonic seconds.
            with_bulk: Whether one more of a message to many may be under way.
        """
        pause = self._pause_until - now
        reply = self._due[0][0] - now if self._due else math.inf
        if reply <= 0:
            hold = max(pause, self._overall.wait(now))
            return hold if hold > 0 else self._take_reply(now)
        wait = max(reply, pause)
        while with_bulk and self._bulk_due:
            room = self._overall.wait(now, self._reserve)
            hold = max(pause, self._bulk_pause_until - now, self._bulk_due[0][0] - now, room)
            if hold > 0:
                wait = min(wait, hold)
                break
            turn = self._take_bulk(now)
            if turn is not None:
                return turn
        return None if wait == math.inf else wait

    def release(self, key: bytes, lane: Lane, now: float) -> None:
        """Let a lane go on after a call has ended."""
        lane.busy = lane.replying = False
        if lane.queue:
            self._schedule(key, lane, now)
        elif lane.bulk:
            self._schedule_bulk(key, lane, now)
        elif lane.is_idle(now):
            del self._lanes[key]
        elif len(self._lanes) > MOST_LANES:
            self._forget_idle(now)

    def limit(self, key: bytes, lane: Lane, now: float, seconds: float) -> None:
        """Hold a chat that was refused as too fast, and messages to many; for two, everything."""
        lane.not_before = now + seconds
        self._bulk_pause_until = max(self._bulk_pause_until, now + seconds)
        other, when = self._limited
        if other and other != key and now - when < 1.0:
            self.hold(now + seconds)
        self._limited = (key, now)

    def hold(self, until: float) -> None:
        """Let nothing leave before a moment."""
        self._pause_until = max(self._pause_until, until)

    def _get(self, key: bytes, now: float) -> Lane:
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = Lane(self._pace, now)
        return lane

    def _take_reply(self, now: float) -> Turn:
        key = heapq.heappop(self._due)[2]
        lane = self._lanes[key]
        lane.scheduled = False
        lane.replying = True
        return self._begin(Turn(key, lane), now)

    def _take_bulk(self, now: float) -> Turn | None:
        """The turn of the first lane that is due; None where it cannot go now after all."""
        key = heapq.heappop(self._bulk_due)[2]
        lane = self._lanes[key]
        lane.bulk_scheduled = False
        if lane.queue:
            return None  # it comes up again when the replies, one of them under way, have left
        if max(lane.not_before - now, lane.bucket.wait(now)) > ROUNDING:
            self._schedule_bulk(key, lane, now)
            return None
        return self._begin(Turn(key, lane, lane.bulk.popleft()), now)

    def _begin(self, turn: Turn, now: float) -> Turn:
        turn.lane.busy = True
        self._overall.take(now)
        turn.lane.bucket.take(now)
        return turn

    def _schedule(self, key: bytes, lane: Lane, now: float) -> None:
        # One entry for a lane at a time: a second one would let a message pass its chat's pace.
        lane.scheduled = True
        self._push(self._due, key, lane, now)

    def _schedule_bulk(self, key: bytes, lane: Lane, now: float) -> None:
        if not lane.bulk_scheduled:
            lane.bulk_scheduled = True
            self._push(self._bulk_due, key, lane, now)

    def _push(
        self, heap: list[tuple[float, int, bytes]], key: bytes, lane: Lane, now: float
    ) -> None:
        self._order += 1
        due = max(lane.not_before, now + lane.bucket.wait(now))
        heapq.heappush(heap, (due, self._order, key))

    def _forget_idle(self, now: float) -> None:
        for key in [key for key, lane in self._lanes.items() if lane.is_idle(now)]:
            del self._lanes[key]


def _supersede(lane: Lane, new: Waiting) -> list[Waiting]:
    """Take out an unsent message that the new one makes pointless, keeping its notes."""
    overtaken = []
    head = 1 if lane.replying else 0
    for index in range(len(lane.queue) - 1, head - 1, -1):
        old = lane.queue[index]
        if old.message.interview == new.message.interview and new.interview is not None:
            old.interview = new.interview
        same_place = old.message.edit == new.message.edit and _is_where(old.message)
        if same_place and _is_where(new.message):
            new.message = new.message.after(old.message)
            del lane.queue[index]
            overtaken.append(old)
    return overtaken


def _is_where(message: Outgoing) -> bool:
    """Whether a message only shows where the interview is, so that the latest one is enough."""
    return message.show in {Show.CURRENT, Show.CHANGE_MENU}
