"""The way in: updates that are stored are handled in batches, each exactly once.

A batch is one transaction: the interviews it changed, the messages it sends and the updates it
handled are committed together, so that after a crash either all of it has happened or none of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

import structlog

from bot.chats import Chats, drop
from bot.desk.desk import Desk
from bot.desk.errands import Rows, write_rows
from bot.fieldwork import Fieldwork
from bot.inbox import Arrived, Inbox
from bot.lanes import Waiting
from bot.named import load_named
from bot.outbox import ABOUT, Outbox
from bot.outgoing import Outgoing, Show
from bot.reception import Reception
from bot.residents import Residents, ResidentsApplication
from bot.respondents import Respondent, as_stored
from bot.sessions import Session
from bot.staffbook import StaffBook
from bot.wording import FALLBACK
from surveys.errors import CanvassError, StoreError
from surveys.interview import Interview
from surveys.keyring import KeyRing
from surveys.privacy import TransitKeys
from surveys.staff import PERMITTED, Permission
from surveys.store.batch import Batch, CommittedBatch, Effect, commit_batch, commit_within
from surveys.store.engine import Store
from surveys.store.outbox import OutboxRow

MOST_UPDATES = 100
RETRY_SECONDS = 0.5
_AGAIN = frozenset({"store.locked", "store.handled-twice"})
"""What keeps an errand from being done without being its fault."""
_REFUSED = "store.not-allowed"
"""What keeps an update from being handled however often it is tried."""

log = structlog.get_logger()


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

    Attributes:
        inbox: Where updates come in and wait.
        handled: How many updates were handled.
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
        self._messages = messages
        self._fieldwork = fieldwork
        self._book = book
        self._desk = desk
        self._outbox = outbox
        self._clock = clock
        self.inbox = Inbox(store, updates, clock)
        self._chats = Chats(store, fieldwork, outbox.shown)
        self._reception = Reception(
            fieldwork, book, desk, residents, application, outbox, self._chats, random=random
        )
        self._alone = self._culprit = 0
        self.handled = 0

    async def run(self) -> None:
        """Handle what waits, until cancelled."""
        while True:
            await self.inbox.wake.wait()
            self.inbox.wake.clear()
            while self.inbox.waiting:
                await self._handle_some()

    async def drain(self) -> None:
        """Handle everything that waits now."""
        while self.inbox.waiting:
            await self._handle_some()

    async def _handle_some(self) -> None:
        try:
            # Read after the updates were stored: a round seen open here had them in time.
            await self._book.refresh()
            await self._fieldwork.refresh(self._store, self._ring, self._book.previews())
            batch = self._next_batch()
            if batch[0].position == self._culprit:
                await self._give_up(batch[0])
            elif not await self._try(batch):
                return
        except StoreError as error:
            if error.code == "store.handled-twice":
                raise
            # Nothing took effect; the updates stay in the inbox and here, and are tried again.
            log.error("batch.not_committed", code=error.code)
            await asyncio.sleep(RETRY_SECONDS)
            if error.code == _REFUSED:
                self._suspect(batch)
            return
        self._alone = max(0, self._alone - len(batch))
        for _ in batch:
            self.inbox.waiting.popleft()

    async def _try(self, batch: Sequence[Arrived]) -> bool:
        """Handle a batch; False where it fails on what nobody foresaw, and nothing took effect.

        The bot goes on: updates of everybody else must not wait for the one that it fails on.
        """
        try:
            if self._is_errand(batch[0]):
                await self._run_errand(batch[0])
            else:
                await self.handle(batch)
        except CanvassError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it is
            log.error("batch.failed", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
            self._suspect(batch)
            return False
        return True

    def _suspect(self, batch: Sequence[Arrived]) -> None:
        """It is the fault of one of a batch, and each alone shows of which."""
        self._culprit = batch[0].position if self._alone else 0
        self._alone = self._alone or len(batch)

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
        for arrived in islice(self.inbox.waiting, 1 if self._alone else MOST_UPDATES):
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
        card = self._reception.make_staff_card(arrived)
        now = int(self._clock().timestamp())
        try:
            if errand.refused is not None:
                raise errand.refused
            async with self._store.write() as connection:
                await self._desk.run(errand, connection)
                paused = await self._reception.pause_own(arrived, errand)
                errand.outgoing[:0] = card
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
            errand.outgoing[:0] = card
            rows = [self._as_outbox_row(message) for message in errand.outgoing]
            batch = Batch(outbox=rows, done=[arrived.position])
            committed = await commit_batch(self._store, batch, now)
        self.handled += 1
        await self._desk.catch_up(errand)
        self._put(committed, batch, [(message, None) for message in errand.outgoing])
        await self._desk.follow_up(errand)

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
        chats = await self._chats.load(sessions)
        named = await load_named(self._store, self._fieldwork, [one.reduced for one in batch])
        effects: list[Effect] = []
        saved: dict[int, Respondent] = {}
        deleted: list[int] = []
        done: list[int] = []
        failed: list[int] = []
        outgoing: list[tuple[Outgoing, Interview | None]] = []
        for arrived in batch:
            chat = arrived.reduced.chat
            visit = await self._reception.visit(arrived, chats[chat], named, sessions[chat])
            (failed if visit.error else done).append(arrived.position)
            saved.update(visit.saved)
            for number in visit.deleted:
                saved.pop(number, None)
                drop(chats, number)
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

    async def show_cards(self, chat: int) -> list[tuple[int, str]]:
        """The messages in a chat of staff that show answers of its session."""
        session = self._book.session(chat)
        return [] if session is None else await self._chats.find_cards(session)

    def _as_outbox_row(self, message: Outgoing) -> OutboxRow:
        payload = self._messages.seal(message.write(), ABOUT)
        return OutboxRow(self._messages.lane(message.chat), payload)
