"""The way in: updates are stored before they count, then handled in batches, each exactly once.

A batch is one transaction: the interviews it changed, the messages it sends and the updates it
handled are committed together, so that after a crash either all of it has happened or none of it.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import structlog

from bot.desk.desk import Desk
from bot.desk.errands import Errand, Rows, write_rows
from bot.fieldwork import Fieldwork, LiveRound
from bot.lanes import Waiting
from bot.named import Named, load_named
from bot.outbox import ABOUT, Outbox
from bot.outgoing import SURFACES, Outgoing, Show
from bot.reduction import Reduced, rebuild_update, reduce_update
from bot.residents import Residents, ResidentsApplication
from bot.respondents import as_respondent, as_stored
from bot.sessions import Session, pseudonym_of
from bot.staffbook import StaffBook
from bot.visits import Respondent, Visit
from bot.wording import FALLBACK
from surveys.errors import SecretKeyError, StoreError
from surveys.interview import Interview
from surveys.privacy import KeyRing, TransitKeys
from surveys.quality import BurstWatch
from surveys.staff import PERMITTED, Permission
from surveys.store.batch import Batch, CommittedBatch, Effect, commit_batch, commit_within
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, find_pending, receive
from surveys.store.interviews import StoredInterview, find_interviews
from surveys.store.outbox import OutboxRow

ABOUT_UPDATE = b"inbox"
MOST_UPDATES = 100
RETRY_SECONDS = 0.5
_AGAIN = frozenset({"store.locked", "store.handled-twice"})
"""What keeps an errand from being done without being its fault."""
_REFUSED = "store.not-allowed"
"""What keeps an update from being handled however often it is tried."""

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
        book: Who is staff; kept up to date here.
        desk: Handles what staff do.
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
        book: StaffBook,
        desk: Desk,
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
        self._book = book
        self._desk = desk
        self._residents = residents
        self._application = application
        self._outbox = outbox
        self._clock = clock
        self._random = random
        self._waiting: deque[Arrived] = deque()
        self._wake = asyncio.Event()
        self._unreadable: dict[int, SecretKeyError] = {}
        self._burst = BurstWatch()
        self._alone = self._culprit = 0
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
        try:
            # Read after the updates were stored: a round seen open here had them in time.
            await self._book.refresh()
            await self._fieldwork.refresh(self._store, self._ring, self._book.previews())
            batch = self._next_batch()
            if batch[0].position == self._culprit:
                await self._give_up(batch[0])
            elif self._is_errand(batch[0]):
                await self._run_errand(batch[0])
            else:
                await self.handle(batch)
        except StoreError as error:
            if error.code == "store.handled-twice":
                raise
            # Nothing took effect; the updates stay in the inbox and here, and are tried again.
            log.error("batch.not_committed", code=error.code)
            await asyncio.sleep(RETRY_SECONDS)
            if error.code == _REFUSED:
                # It is the fault of one of them, and each alone shows of which.
                self._culprit = batch[0].position if self._alone else 0
                self._alone = self._alone or len(batch)
            return
        self._alone = max(0, self._alone - len(batch))
        for _ in batch:
            self._waiting.popleft()

    async def _give_up(self, arrived: Arrived) -> None:
        """Leave an update that cannot be handled, and say sorry."""
        details: dict[str, str | int] = {"key": "note-error"}
        sorry = Outgoing(arrived.reduced.chat, Show.PLAIN, FALLBACK, details=details)
        batch = Batch(outbox=[self._as_outbox_row(sorry)], failed=[arrived.position])
        committed = await commit_batch(self._store, batch, int(self._clock().timestamp()))
        self._put(committed, batch, [(sorry, None)])

    def _next_batch(self) -> list[Arrived]:
        """The updates to handle next: an errand of staff alone, residents' many together.

        Of a chat in a session only one, for the session may end with it.
        """
        batch: list[Arrived] = []
        in_session: set[int] = set()
        for arrived in islice(self._waiting, 1 if self._alone else MOST_UPDATES):
            chat = arrived.reduced.chat
            if self._is_errand(arrived):
                return batch or [arrived]
            if self._book.session(chat) is not None:
                if chat in in_session:
                    return batch
                in_session.add(chat)
            batch.append(arrived)
        return batch

    def _is_errand(self, arrived: Arrived) -> bool:
        in_session = self._find_session(arrived) is not None
        return self._desk.is_errand(arrived.reduced, in_session=in_session)

    def _find_session(self, arrived: Arrived) -> Session | None:
        """The session that an update belongs to, while that can go on."""
        session = self._book.session(arrived.reduced.chat)
        if session is None:
            return None
        live = self._fieldwork.rounds.get(session.round)
        return session if session.goes_on(live, arrived.received, arrived.position) else None

    async def _run_errand(self, arrived: Arrived) -> None:
        """Handle an update of a member of staff: all of it in one transaction, or its refusal."""
        errand = self._desk.receive(arrived.reduced, arrived.received)
        await self._desk.prepare(errand)
        now = int(self._clock().timestamp())
        try:
            if errand.refused is not None:
                raise errand.refused
            async with self._store.write() as connection:
                await self._desk.run(errand, connection)
                paused = await self._pause_own(arrived, errand)
                rows = [self._as_outbox_row(message) for message in errand.outgoing]
                batch = Batch(paused, outbox=rows, done=[arrived.position])
                committed = await commit_within(connection, batch, now, self._store.place)
        except Exception as error:  # whatever it is, nothing of it took effect
            if isinstance(error, StoreError) and error.code in _AGAIN:
                raise
            if self._desk.is_stranger(errand, error):
                await self.handle([arrived])
                return
            self._desk.refuse(errand, error)
            rows = [self._as_outbox_row(message) for message in errand.outgoing]
            batch = Batch(outbox=rows, done=[arrived.position])
            committed = await commit_batch(self._store, batch, now)
        self.handled += 1
        await self._desk.catch_up(errand)
        self._put(committed, batch, [(message, None) for message in errand.outgoing])
        await self._desk.follow_up(errand)

    async def _pause_own(self, arrived: Arrived, errand: Errand) -> list[StoredInterview]:
        """Pause what staff are answering for themselves when their chat comes to stand for another.

        So what is typed once that is over, by whomever, is no answer of theirs until they go on.
        """
        kept = errand.who.dialog.session if errand.colleague else None
        if errand.dialog is None or errand.dialog.session in {None, kept}:
            return []
        visit = Visit(
            chat=errand.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork.of_session(None),
            respondents=(await self._load_chats({errand.chat: None}))[errand.chat],
            random=self._random,
        )
        before = [(person, person.interview) for person in visit.respondents]
        visit.attend(None)
        visit.finish(before)
        errand.outgoing[:0] = [message for message, _ in visit.outgoing]
        return [as_stored(person) for person in visit.saved.values()]

    async def tell(self, permission: Permission, text: str, rows: Rows = ()) -> None:
        """Send a text, with buttons below, to all staff who may do something."""
        details: dict[str, str | int] = {"text": text, **write_rows(rows)}
        messages = [
            Outgoing(colleague.chat, Show.STAFF, FALLBACK, details=details)
            for colleague in self._book.everybody()
            if colleague.member.role in PERMITTED[permission]
        ]
        sealed = [self._as_outbox_row(message) for message in messages]
        now = int(self._clock().timestamp())
        batch = Batch(outbox=sealed)
        committed = await commit_batch(self._store, batch, now)
        self._put(committed, batch, [(message, None) for message in messages])

    async def handle(self, batch: Sequence[Arrived]) -> None:
        """Handle stored updates in order, as one transaction."""
        sessions = {arrived.reduced.chat: self._find_session(arrived) for arrived in batch}
        chats = await self._load_chats(sessions)
        named = await load_named(self._store, self._fieldwork, [one.reduced for one in batch])
        effects: list[Effect] = []
        saved: dict[int, Respondent] = {}
        deleted: list[int] = []
        done: list[int] = []
        failed: list[int] = []
        outgoing: list[tuple[Outgoing, Interview | None]] = []
        for arrived in batch:
            chat = arrived.reduced.chat
            visit = await self._visit(arrived, chats[chat], named, sessions[chat])
            (failed if visit.error else done).append(arrived.position)
            saved.update(visit.saved)
            for number in visit.deleted:
                saved.pop(number, None)
                _drop(chats, number)
                named.drop(number)
            deleted.extend(visit.deleted)
            outgoing.extend(visit.outgoing)
            effects.extend(visit.effects)
        rows = [self._as_outbox_row(message) for message, _ in outgoing]
        work = Batch(
            [as_stored(person) for person in saved.values()],
            deleted,
            rows,
            done,
            failed,
            effects,
        )
        committed = await commit_batch(self._store, work, int(self._clock().timestamp()))
        self.handled += len(batch)
        self._put(committed, work, outgoing)

    def _put(
        self,
        committed: CommittedBatch,
        batch: Batch,
        messages: Sequence[tuple[Outgoing, Interview | None]],
    ) -> None:
        """Let the messages of a batch be sent, now that they are committed."""
        self._outbox.put(
            (row.lane, Waiting(number, message, interview))
            for number, row, (message, interview) in zip(
                committed.outbox_ids, batch.outbox, messages, strict=True
            )
        )

    async def _visit(
        self,
        arrived: Arrived,
        respondents: list[Respondent],
        named: Named,
        session: Session | None,
    ) -> Visit:
        visit = Visit(
            chat=arrived.reduced.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork.of_session(session.round if session else None),
            respondents=respondents,
            random=self._random,
            session=session,
            invited=named.invited(arrived.reduced),
            elsewhere=named.elsewhere(arrived.reduced, respondents),
            burst=self._burst,
        )
        if session is None and (lapsed := self._book.session(visit.chat)) is not None:
            await self._leave(visit, arrived.reduced, lapsed)
            return visit
        before = [(person, person.interview, person.receipt) for person in respondents]
        spent = visit.invited is not None and visit.invited.spent
        self._residents.visit = visit
        visit.error = self._unreadable.get(visit.chat) or named.why_unreadable(arrived.reduced)
        if visit.error is None:
            update = rebuild_update(arrived.reduced, self._application.bot)
            await self._application.process_update(update)
        if visit.error is not None:
            self._undo(visit, before, spent=spent)
        stood = [(person, interview) for person, interview, _ in before]
        visit.finish(stood)
        if visit.session is not None and visit.session_is_over(stood):
            visit.leave_no_link()
            visit.effects.append(self._desk.end_session(visit.session, visit.now))
        for message, _ in visit.outgoing:
            if message.show in SURFACES:
                self._outbox.shown.pop(message.interview, None)
        return visit

    async def _leave(self, visit: Visit, reduced: Reduced, session: Session) -> None:
        """End a session that could not go on; what was sent in it is taken for nothing else."""
        query = reduced.update.get("callback_query")
        visit.query = query["id"] if query else ""
        visit.show(Show.PLAIN, key=f"session-lapsed-{session.kind}")
        for card, language in await self._find_cards(session):
            visit.clear(card, language)
        visit.effects.append(self._desk.end_session(session, visit.now))

    def _undo(
        self,
        visit: Visit,
        before: list[tuple[Respondent, Interview, bytes | None]],
        *,
        spent: bool,
    ) -> None:
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
        visit.effects.clear()
        visit.over = False
        if visit.invited is not None:
            visit.invited.spent = spent
        visit.message = 0
        visit.show(Show.CURRENT, visit.focus(), notes=(("note-error", {}),))

    async def show_cards(self, chat: int) -> list[tuple[int, str]]:
        """The messages in a chat of staff that show answers of a session; see `_find_cards`."""
        session = self._book.session(chat)
        return [] if session is None else await self._find_cards(session)

    async def _find_cards(self, session: Session) -> list[tuple[int, str]]:
        """The messages that show answers of a session: the number and language of each."""
        live = self._fieldwork.rounds.get(session.round)
        if live is None:
            return []
        found: list[tuple[int, str]] = []
        key = (live.id, pseudonym_of(live, 0, session))
        for stored in await find_interviews(self._store, [key]):
            interview = _open(stored, live)
            if interview is None:
                continue
            surface = self._outbox.shown.get(stored.id, interview.surface)
            if surface and interview.shows_answers:
                found.append((surface, interview.language))
        return found

    async def _load_chats(
        self, sessions: Mapping[int, Session | None]
    ) -> dict[int, list[Respondent]]:
        """Who has answered from each chat, in one query for the whole batch."""
        owners: dict[tuple[int, bytes], tuple[int, LiveRound]] = {}
        for chat, session in sessions.items():
            seen = self._fieldwork.of_session(session.round if session else None)
            for live in seen.rounds.values():
                owners[live.id, pseudonym_of(live, chat, session)] = (chat, live)
        self._unreadable.clear()
        people: dict[int, list[Respondent]] = {chat: [] for chat in sessions}
        for stored in await find_interviews(self._store, list(owners)):
            chat, live = owners[stored.round_id, stored.pseudonym]
            try:
                person = as_respondent(stored, live)
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


async def find_interview(
    store: Store, fieldwork: Fieldwork, book: StaffBook, message: Outgoing
) -> Interview | None:
    """The interview that a message shows, read from the store; None when it is gone."""
    live = fieldwork.rounds.get(message.round)
    if live is None:
        return None
    key = (live.id, pseudonym_of(live, message.chat, book.session(message.chat)))
    for stored in await find_interviews(store, [key]):
        if stored.id == message.interview:
            return _open(stored, live)
    return None


def _open(stored: StoredInterview, live: LiveRound) -> Interview | None:
    """A stored interview; None for a damaged one, which must not stop everybody else."""
    try:
        return as_respondent(stored, live).interview
    except SecretKeyError as error:
        log.error("interview.unreadable", round=live.round.name, code=error.code)
        return None


def _drop(chats: Mapping[int, list[Respondent]], number: int) -> None:
    """Let no later update of the batch bring back what was deleted, from whichever chat."""
    for people in chats.values():
        people[:] = [person for person in people if person.id != number]


def _chat_of(update: dict[str, Any]) -> int:
    part = next(value for key, value in update.items() if key != "update_id")
    message = part.get("message", part)
    chat: int = message["chat"]["id"]
    return chat
