"""The bot's queue of updates: they come again until an offset confirms them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.refusals import OTHER_POLL, ApiError
from bot.sandbox.signals import Signal

# Types that Telegram sends only to bots that ask for them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

_LONGEST_POLL = 50  # seconds; Telegram shortens longer ones


@dataclass(frozen=True, slots=True)
class Update:
    """One update as it goes over the wire.

    Attributes:
        update_id: Its number.
        body: The whole update as JSON.
        repeated: Whether it is sent once more although it was confirmed.
    """

    update_id: int
    body: bytes
    repeated: bool = False


class Updates:
    """Updates waiting for the bot, oldest first.

    Attributes:
        arrived: Fired with each new update.
        confirmed: Fired when updates may have been confirmed or delivered.
    """

    def __init__(self, first_id: int = 1) -> None:
        self._next_id = first_id
        self._waiting: deque[Update] = deque()
        self._past: deque[Update] = deque(maxlen=1_000)
        self._allowed: frozenset[str] | None = None
        self._poll = 0
        self._closed = False
        self.arrived = Signal()
        self.confirmed = Signal()

    @property
    def pending(self) -> int:
        """How many updates are not confirmed."""
        return len(self._waiting)

    @property
    def allowed(self) -> list[str] | None:
        """The types that the bot asked for, or None for the usual ones."""
        return sorted(self._allowed) if self._allowed else None

    def allow(self, types: Sequence[str] | None) -> None:
        """Set the types of update to come; None keeps, an empty list means the usual ones."""
        if types is not None:
            self._allowed = frozenset(types)

    def add(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot does not want its type."""
        wanted = kind in self._allowed if self._allowed else kind not in _ON_REQUEST
        return self.add_raw({kind: payload}) if wanted else None

    def add_raw(self, update: dict[str, Any]) -> int:
        """Queue an update as it stands, malformed or not; numbered unless it has a number."""
        if isinstance(update.get("update_id"), int):
            update_id: int = update["update_id"]
        else:
            update_id = self._next_id
            update = {"update_id": update_id, **update}
        self._next_id = max(self._next_id, update_id + 1)
        queued = Update(update_id, json.dumps(update).encode())
        self._waiting.append(queued)
        self._past.append(queued)
        self.arrived.fire()
        return update_id

    def repeat(self, update_id: int | None = None) -> int:
        """Deliver an update once more, confirmed or not; the latest unless a number is given.

        Raises:
            LookupError: When there was no such update lately.
        """
        matching = [past for past in self._past if update_id in (None, past.update_id)]
        if not matching:
            raise LookupError("there was no such update")
        again = matching[-1]
        self._waiting.appendleft(Update(again.update_id, again.body, repeated=True))
        self.arrived.fire()
        return again.update_id

    def peek(self, limit: int) -> list[Update]:
        """The oldest unconfirmed updates."""
        return [self._waiting[index] for index in range(min(limit, len(self._waiting)))]

    def confirm(self, offset: int) -> None:
        """Forget updates before an offset; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif offset > 0:
            self._waiting = deque(
                update for update in self._waiting if update.repeated or update.update_id >= offset
            )
        self.confirmed.fire()

    def drop(self, update: Update) -> None:
        """Forget one update, as delivered or given up; it may be gone already."""
        if update in self._waiting:
            self._waiting.remove(update)
        self.confirmed.fire()

    async def wait_empty(self, timeout_seconds: float = 5.0) -> bool:
        """Wait until every update is confirmed; tells whether that happened in time."""
        return await self.confirmed.wait_until(lambda: not self._waiting, timeout_seconds)

    def drop_all(self) -> None:
        """Forget all waiting updates."""
        self._waiting.clear()
        self.confirmed.fire()

    def open(self) -> None:
        """Let polls hang."""
        self._closed = False

    def close(self) -> None:
        """End the poll that hangs; none will hang until opened again."""
        self._closed = True
        self.arrived.fire()

    async def poll(self, offset: int, limit: int, timeout_seconds: float) -> list[bytes]:
        """The next updates, waiting for one when there is none.

        A second poll ends the first, as at Telegram: the newer one stays.

        Raises:
            ApiError: 409 when another poll began meanwhile.
        """
        self._poll += 1
        this_poll = self._poll
        self.arrived.fire()
        self.confirm(offset)
        await self.arrived.wait_until(
            lambda: bool(self._waiting) or self._closed or self._poll != this_poll,
            min(timeout_seconds, _LONGEST_POLL),
        )
        if self._poll != this_poll:
            raise ApiError(409, OTHER_POLL)
        batch = self.peek(limit)
        for update in batch:
            if update.repeated:
                self.drop(update)
        return [update.body for update in batch]
