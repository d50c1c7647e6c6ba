"""Telegram's limits on sending: messages a second in all, and within one chat.

Limits as the platform states them: about 30 messages a second overall and about one a second to
the same chat, short bursts passing (core.telegram.org/bots/faq). Acknowledging a tap is no message.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast messages may leave. A rate of 0 lifts the limit.

    Attributes:
        overall: Messages a second in all.
        per_chat: Messages a second to one chat, in the long run.
        burst: Messages to one chat that may leave at once.
    """

    overall: float = 30.0
    per_chat: float = 1.0
    burst: int = 3


LIFTED = Pace(overall=0.0, per_chat=0.0)


class Bucket:
    """A leaky bucket: tells how long to wait before the next message.

    Attributes:
        rate: Messages a second; 0 for no limit.
        burst: Messages that may leave at once.
    """

    __slots__ = ("_level", "_seen", "burst", "rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self._level = 0.0
        self._seen = now

    def wait(self, now: float, reserve: float = 0.0) -> float:
        """Seconds until one more message may leave; 0 when it may leave now.

        Args:
            now: Monotonic seconds.
            reserve: How much of the burst is to be left for others.
        """
        if self.rate == 0:
            return 0.0
        excess = self._drained(now) + 1 - (self.burst - reserve)
        return max(0.0, excess / self.rate)

    def take(self, now: float) -> None:
        """Count one message as sent."""
        self._level = self._drained(now) + 1
        self._seen = now

    def is_idle(self, now: float) -> bool:
        """Whether nothing sent so far matters any more."""
        return self.rate == 0 or self._drained(now) <= 0

    def _drained(self, now: float) -> float:
        return max(0.0, self._level - (now - self._seen) * self.rate)
