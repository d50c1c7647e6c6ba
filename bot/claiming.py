"""Who gets a message to many, and what it says: claimed in the database before it may leave.

Who has left the list or answered meanwhile is passed over. A message is made once for each
language, before anything is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.fieldwork import Fieldwork
from bot.office import Office
from bot.office.outcomes import finish_messages
from bot.scenes import Rendered
from surveys.errors import SecretKeyError
from surveys.messages import CALLS, Broadcast
from surveys.privacy import ContactKeys
from surveys.sealing import open_contact
from surveys.store.deliveries import (
    Delivery,
    Settled,
    claim_deliveries,
    find_languages,
    find_waiting,
    is_any_left,
    settle_deliveries,
)
from surveys.store.engine import Store, Transaction
from surveys.store.interviews import find_interviews
from surveys.store.tables import DeliveryState

OpensOffice = Callable[[Transaction], Office]
"""Makes what a transaction does an action of the broadcaster's."""

log = structlog.get_logger()


class RendersBroadcast(Protocol):
    """Makes the message of a broadcast in one language; once, however many it goes to."""

    async def __call__(self, broadcast: Broadcast, language: str) -> Rendered:
        """The message; an error pauses the broadcast."""


class FindsFinished(Protocol):
    """Tells which chats need no invitation and no reminder any more."""

    async def __call__(self, round_id: int, chats: Collection[int]) -> Collection[int]:
        """Those of the chats that have finished the round."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that may leave now: where it goes and what it says."""

    delivery: Delivery
    chat: int
    rendered: Rendered


class Claimer:
    """Claims deliveries.

    Args:
        store: The database.
        contacts: Opens the contact list.
        render: Makes messages.
        find_finished: Tells who has answered.
        open_office: Acts in a transaction, so that it is on record.

    Attributes:
        has_more: Whether there may be more to claim at once, because some were passed over.
    """

    def __init__(
        self,
        store: Store,
        contacts: ContactKeys,
        render: RendersBroadcast,
        find_finished: FindsFinished,
        open_office: OpensOffice,
    ) -> None:
        self._store = store
        self._contacts = contacts
        self._render = render
        self._find_finished = find_finished
        self._open_office = open_office
        self._rendered: dict[int, dict[str, Rendered]] = {}
        self.has_more = False

    def forget_others(self, kept: Collection[int]) -> None:
        """Forget the messages of all other broadcasts; once resumed they are made anew."""
        self._rendered = {key: made for key, made in self._rendered.items() if key in kept}

    async def prepare(self, broadcast: Broadcast) -> None:
        """Make the message in each language in which it is still to be sent.

        Raises:
            Exception: Whatever making it raises; nothing was claimed by then.
        """
        if broadcast.id not in self._rendered:
            self._rendered[broadcast.id] = {
                language: await self._render(broadcast, language)
                for language in await find_languages(self._store, broadcast.id)
            }

    async def claim(self, connection: Transaction, broadcast: Broadcast, room: int) -> list[Claim]:
        """Claim the next deliveries within a transaction; without any left, the broadcast is done.

        Args:
            connection: The transaction.
            broadcast: One that is being sent, and prepared.
            room: How many at most.
        """
        if room <= 0:
            return []
        waiting = await find_waiting(connection, broadcast, room)
        if not waiting:
            if not await is_any_left(connection, broadcast.id):
                await finish_messages(self._open_office(connection), broadcast)
                log.info("broadcast.done", broadcast=broadcast.id)
            return []
        chats = {delivery.id: self._open(delivery) for delivery in waiting}
        finished: Collection[int] = ()
        if broadcast.kind in CALLS:
            known = [chat for chat in chats.values() if chat]
            finished = await self._find_finished(broadcast.round_id, known)
        claims, passed = self._sort(broadcast, waiting, chats, finished)
        await settle_deliveries(connection, passed)
        await claim_deliveries(connection, [claim.delivery for claim in claims])
        self.has_more = self.has_more or len(claims) < len(waiting)
        return claims

    def _sort(
        self,
        broadcast: Broadcast,
        waiting: list[Delivery],
        chats: dict[int, int],
        finished: Collection[int],
    ) -> tuple[list[Claim], list[Settled]]:
        """Those that may leave, and those that are passed over for good."""
        claims, passed = [], []
        made = self._rendered[broadcast.id]
        for delivery in waiting:
            chat, rendered = chats[delivery.id], made.get(delivery.language)
            if not chat:
                passed.append(Settled(delivery, DeliveryState.REFUSED, "its chat is unreadable"))
            elif not delivery.subscribed or chat in finished:
                # One state for both, so that nobody is seen to have answered.
                passed.append(Settled(delivery, DeliveryState.SKIPPED))
            elif rendered is None:
                # Given back after the message was made: it is made again before the next claim.
                self._rendered.pop(broadcast.id, None)
            else:
                claims.append(Claim(delivery, chat, rendered))
        return claims, passed

    def _open(self, delivery: Delivery) -> int:
        """The chat of a delivery; 0 where it cannot be read: one damaged row stops nobody else."""
        try:
            return open_contact(self._contacts, delivery.person, delivery.chat)
        except SecretKeyError as error:
            log.error("broadcast.unreadable", broadcast=delivery.broadcast_id, code=error.code)
            return 0


async def find_finished(
    store: Store, fieldwork: Fieldwork, round_id: int, chats: Collection[int]
) -> frozenset[int]:
    """Those of some chats that have submitted an interview of an open round, in one query.

    A round that is not live here yet has had no answer handled here, so nobody has finished it.
    """
    live = fieldwork.rounds.get(round_id)
    if live is None:
        return frozenset()
    chat_of = {live.keys.pseudonym(chat): chat for chat in chats}
    found = await find_interviews(store, [(round_id, pseudonym) for pseudonym in chat_of])
    return frozenset(chat_of[one.pseudonym] for one in found if one.receipt is not None)
