"""How fast a bot may write: the limits that Telegram publishes for messages.

Source: Telegram's FAQ for bots names about 30 messages a second overall and one a second in a
chat, with short bursts let through; the exact limits are not published. Both are kept as token
buckets here: a bucket holds ``burst`` tokens and refills at ``rate`` a second. Worked example: at
one a second with a burst of 5, the sixth message within the same instant waits 1 second.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Pace:
    """The limits themselves.

    Attributes:
        overall_rate: Messages a second over all chats.
        overall_burst: Messages that may go at once over all chats.
        chat_rate: Messages a second in one chat.
        chat_burst: Messages that may go at once in one chat.
        lifted: Whether no limit holds at all, as the demo wants it.
    """

    overall_rate: float = 30.0
    overall_burst: int = 30
    chat_rate: float = 1.0
    chat_burst: int = 5
    lifted: bool = False

    @classmethod
    def unlimited(cls) -> Pace:
        """No limit at all."""
        return cls(lifted=True)


class Bucket:
    """One token bucket, counted when it is looked at."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = float(burst)
        self._at = now

    def wait(self, now: float) -> float:
        """Seconds until one token is there; 0 when one is there now."""
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        # A token that is short by a rounding error is there.
        return max(0.0, (1.0 - self._tokens) / self._rate) if self._tokens < 1.0 - 1e-9 else 0.0

    def take(self) -> None:
        """Use one token."""
        self._tokens -= 1.0


class Pacer:
    """Holds a bot to a pace; sends and edits count alike."""

    def __init__(self, pace: Pace, now: Callable[[], float]) -> None:
        self._now = now
        self._overall = Bucket(pace.overall_rate, pace.overall_burst, now())
        self._chats: dict[int, Bucket] = {}
        self.pace = pace

    def set_pace(self, pace: Pace) -> None:
        """Change the limits; all buckets begin full again."""
        self.pace = pace
        self._overall = Bucket(pace.overall_rate, pace.overall_burst, self._now())
        self._chats.clear()

    def take(self, chat_id: int) -> None:
        """Count one message to a chat.

        Raises:
            ApiError: 429 when either limit is used up; a refused message does not count.
        """
        if self.pace.lifted:
            return
        now = self._now()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = Bucket(self.pace.chat_rate, self.pace.chat_burst, now)
            self._chats[chat_id] = chat
        wait = max(self._overall.wait(now), chat.wait(now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._overall.take()
        chat.take()
