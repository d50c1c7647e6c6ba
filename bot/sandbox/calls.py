"""The log of what the bot asked for, so that tests and people can look."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.signals import Signal


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot.

    Attributes:
        method: The method, with Telegram's capitals.
        parameters: What was sent, decoded; uploads as their names and sizes.
        status: The HTTP status of the answer; 0 where the connection was cut.
        description: Why the call was refused, or what fault it met; empty otherwise.
        at: Monotonic seconds when the answer was ready.
    """

    method: str
    parameters: Mapping[str, Any]
    status: int
    description: str
    at: float


class CallLog:
    """The last calls and the counts of all of them.

    Attributes:
        counts: How many calls there were by method and status.
        added: Fired with each call, for those who wait for one.
    """

    def __init__(self, keep: int = 10_000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self.counts: Counter[tuple[str, int]] = Counter()
        self.added = Signal()

    def add(self, call: Call) -> None:
        """Keep one call."""
        self._calls.append(call)
        self.counts[call.method, call.status] += 1
        self.added.fire()

    def clear(self) -> None:
        """Forget all calls and counts."""
        self._calls.clear()
        self.counts.clear()

    def list_calls(self, method: str | None = None) -> list[Call]:
        """The kept calls in order, of one method or of all."""
        return [call for call in self._calls if method is None or call.method == method]

    def count(self, method: str, status: int | None = None) -> int:
        """How many calls of a method there were, with one status or with any."""
        return sum(
            number
            for (name, code), number in self.counts.items()
            if name == method and status in (None, code)
        )
