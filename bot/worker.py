"""The way in: updates are stored before they count, then handled in batches, each exactly once.

A batch is one transaction: the interviews it changed, the messages it sends and the updates it
handled are committed together, so that after a crash either all of it has happened or none of it.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.fieldwork import Fieldwork, LiveRound
from bot.outbox import ABOUT, Outbox, Waiting
from bot.outgoing import SURFACES, Outgoing, Show
from bot.reduction import Reduced, rebuild_update, reduce_update
from bot.residents import Residents, ResidentsApplication
from bot.visits import Respondent, Visit
from surveys.errors import SecretKeyError, StoreError
from surveys.interview import Interview
from surveys.privacy import KeyRing, TransitKeys
from surveys.sealing import open_interview, seal_interview
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, find_pending, receive
from surveys.store.interviews import StoredInterview, find_interviews
from surveys.store.outbox import OutboxRow

ABOUT_UPDATE = b"inbox"
MOST_UPDATES = 100
RETRY_SECONDS = 0.5

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Arrived:
    """A stored update: its place in the inbox, when it came, and what was kept of it."""

    position: int
    received: datetime
    reduced: Reduced


class Worker:
    """Takes updates in and handles them, one worker to a database.

    Args:
        store: The database.
        ring: Keys of rounds.
        updates: Keys of updates that wait.
        messages: Keys of messages that wait.
        fieldwork: The live rounds; kept up to date here.
        residents: The handlers.
        application: The python-telegram-bot application that they are registered with.
        outbox: Where messages go once they are committed.
        clock: The time.
        random: Gives random bytes.
    """

    def __init__(
        self,
        store: Store,
        ring: KeyRing,
        updates: TransitKeys,
        messages: TransitKeys,
        fieldwork: Fieldwork,
        residents: Residents,
        application: ResidentsApplication,
        outbox: Outbox,
        *,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
    ) -> None:
        self._store = store
        self._ring = ring
        self._updates = updates
        self._messages = messages
        self._fieldwork = fieldwork
        self._residents = residents
        self._application = application
        self._outbox = outbox
        self._clock = clock
        self._random = random
        self._waiting: deque[Arrived] = deque()
        self._wake = asyncio.Event()
        self._unreadable: dict[int, SecretKeyError] = {}
        self.handled = 0

    # -- taking in --------------------------------------------------------------------------------

    async def load(self) -> int:
        """Take up updates that an earlier run stored and did not handle; returns how many."""
        after = count = 0
        while page := await find_pending(self._store, 500, after):
            for stored in page:
                update = json.loads(self._updates.open(stored.payload, ABOUT_UPDATE))
                reduced = Reduced(stored.update_id, _chat_of(update), update)
                received = datetime.fromtimestamp(stored.received_at, UTC)
                self._waiting.append(Arrived(stored.position, received, reduced))
            after, count = page[-1].position, count + len(page)
        self._wake.set()
        return count

    async def receive(self, raw_updates: Sequence[object]) -> int:
        """Store updates as they come from Telegram; once this returns they may be confirmed.

        Returns:
            How many were new and are to be handled.
        """
        reductions = [reduce_update(raw) for raw in raw_updates]
        kept = [reduction for reduction in reductions if reduction.update_id is not None]
        if len(kept) < len(reductions):
            # Without a number they cannot be told apart, so there is nothing to store.
            log.warning("update.unnumbered", count=len(reductions) - len(kept))
        rows = [self._as_row(reduction) for reduction in kept]
        received = self._clock()
        positions = await receive(self._store, rows, int(received.timestamp()))
        new = [
            Arrived(position, received, reduction)
            for position, reduction in zip(positions, kept, strict=True)
            if position is not None and isinstance(reduction, Reduced)
        ]
        self._waiting.extend(new)
        self._wake.set()
        return len(new)

    def _as_row(self, reduction: Any) -> InboxRow:
        if not isinstance(reduction, Reduced):
            log.warning("update.malformed", shape=reduction.shape)
            return InboxRow(reduction.update_id, shape=reduction.shape)
        written = json.dumps(reduction.update, separators=(",", ":")).encode()
        return InboxRow(
            reduction.update_id,
            lane=self._updates.lane(reduction.chat),
            payload=self._updates.seal(written, ABOUT_UPDATE),
        )

    # -- handling ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Handle what waits, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                await self._handle_some()

    async def drain(self) -> None:
        """Handle everything that waits now."""
        while self._waiting:
            await self._handle_some()

    async def _handle_some(self) -> None:
        batch = [self._waiting[index] for index in range(min(MOST_UPDATES, len(self._waiting)))]
        try:
            await self.handle(batch)
        except StoreError as error:
            if error.code == "store.handled-twice":
                raise
            # Nothing took effect; the updates stay in the inbox and here, and are tried again.
            log.error("batch.not_committed", code=error.code)
            await asyncio.sleep(RETRY_SECONDS)
            return
        for _ in batch:
            self._waiting.popleft()

    async def handle(self, batch: Sequence[Arrived]) -> None:
        """Handle stored updates in order, as one transaction."""
        # Read after the updates were stored: a round seen open here had them in time.
        await self._fieldwork.refresh(self._store, self._ring)
        chats = await self._load_chats({arrived.reduced.chat for arrived in batch})
        saved: dict[int, Respondent] = {}
        deleted: list[int] = []
        done: list[int] = []
        failed: list[int] = []
        outgoing: list[tuple[Outgoing, Interview | None]] = []
        for arrived in batch:
            visit = await self._visit(arrived, chats[arrived.reduced.chat])
            (failed if visit.error else done).append(arrived.position)
            saved.update(visit.saved)
            for number in visit.deleted:
                saved.pop(number, None)
            deleted.extend(visit.deleted)
            outgoing.extend(visit.outgoing)
        rows = [self._as_outbox_row(message) for message, _ in outgoing]
        committed = await commit_batch(
            self._store,
            Batch([_as_stored(person) for person in saved.values()], deleted, rows, done, failed),
            int(self._clock().timestamp()),
        )
        self.handled += len(batch)
        self._outbox.put(
            (row.lane, Waiting(number, message, interview))
            for number, row, (message, interview) in zip(
                committed.outbox_ids, rows, outgoing, strict=True
            )
        )

    async def _visit(self, arrived: Arrived, respondents: list[Respondent]) -> Visit:
        visit = Visit(
            chat=arrived.reduced.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork,
            respondents=respondents,
            random=self._random,
        )
        before = [(person, person.interview, person.receipt) for person in respondents]
        self._residents.visit = visit
        visit.error = self._unreadable.get(visit.chat)
        if visit.error is None:
            update = rebuild_update(arrived.reduced, self._application.bot)
            await self._application.process_update(update)
        if visit.error is not None:
            self._undo(visit, before)
        visit.finish([(person, interview) for person, interview, _ in before])
        for message, _ in visit.outgoing:
            if message.show in SURFACES:
                self._outbox.shown.pop(message.interview, None)
        return visit

    def _undo(self, visit: Visit, before: list[tuple[Respondent, Interview, bytes | None]]) -> None:
        """Leave everything as it was before an update that we failed on, and say sorry."""
        error = visit.error
        trace = error.__traceback__ if error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
        # The error's text could quote what somebody wrote; its kind and place cannot.
        log.error("update.failed", error=type(error).__name__, place=place)
        for person, interview, receipt in before:
            person.interview, person.receipt = interview, receipt
        visit.respondents[:] = [person for person, _, _ in before]
        visit.saved.clear()
        visit.deleted.clear()
        visit.outgoing.clear()
        visit.message = 0
        visit.show(Show.CURRENT, visit.focus(), notes=(("note-error", {}),))

    async def _load_chats(self, chats: set[int]) -> dict[int, list[Respondent]]:
        """Who has answered from each chat, in one query for the whole batch."""
        owners: dict[tuple[int, bytes], tuple[int, LiveRound]] = {
            (live.id, live.keys.pseudonym(chat)): (chat, live)
            for live in self._fieldwork.rounds.values()
            for chat in chats
        }
        self._unreadable.clear()
        people: dict[int, list[Respondent]] = {chat: [] for chat in chats}
        for stored in await find_interviews(self._store, list(owners)):
            chat, live = owners[stored.round_id, stored.pseudonym]
            try:
                person = _as_respondent(stored, live)
            except SecretKeyError as error:
                # One damaged row must not stop everybody else.
                log.error("interview.unreadable", round=live.round.name, code=error.code)
                self._unreadable[chat] = error
                continue
            if (number := self._outbox.shown.get(person.id)) is not None:
                person.interview = replace(person.interview, surface=number)
            people[chat].append(person)
        return people

    def _as_outbox_row(self, message: Outgoing) -> OutboxRow:
        payload = self._messages.seal(message.write(), ABOUT)
        return OutboxRow(self._messages.lane(message.chat), payload)


async def find_interview(store: Store, fieldwork: Fieldwork, message: Outgoing) -> Interview | None:
    """The interview that a message shows, read from the store; None when it is gone."""
    live = fieldwork.rounds.get(message.round)
    if live is None:
        return None
    key = (live.id, live.keys.pseudonym(message.chat))
    for stored in await find_interviews(store, [key]):
        if stored.id == message.interview:
            return _as_respondent(stored, live).interview
    return None


def _as_respondent(stored: StoredInterview, live: LiveRound) -> Respondent:
    interview = open_interview(live.keys, live.id, stored.pseudonym, stored.person, stored.state)
    return Respondent(stored.id, live, stored.pseudonym, stored.person, interview, stored.receipt)


def _as_stored(person: Respondent) -> StoredInterview:
    return StoredInterview(
        id=person.id,
        round_id=person.live.id,
        pseudonym=person.pseudonym,
        person=person.person,
        state=seal_interview(
            person.live.keys, person.live.id, person.pseudonym, person.person, person.interview
        ),
        receipt=person.receipt,
    )


def _chat_of(update: dict[str, Any]) -> int:
    part = next(value for key, value in update.items() if key != "update_id")
    message = part.get("message", part)
    chat: int = message["chat"]["id"]
    return chat
