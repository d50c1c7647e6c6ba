"""The bot's unit of work: what some updates did, taking effect as one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import StoreError
from surveys.rounds import LIVE, RoundState
from surveys.store.engine import Store
from surveys.store.interviews import StoredInterview, delete_interviews, save_interviews
from surveys.store.outbox import OutboxRow, insert_messages
from surveys.store.tables import InboxState, inbox, rounds

Effect = Callable[[AsyncConnection], Awaitable[object]]
"""Something more that takes effect with a batch, such as a code that is spent."""

PREVIEW = "preview"
"""Mode of interviews in which staff go through a round before it is launched."""

_BEFORE = frozenset({RoundState.DRAFT, RoundState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Batch:
    """What handling some updates came to.

    Attributes:
        interviews_saved: New and changed interviews, each id at most once. A new one brings an id
            from `new_interview_id`.
        interviews_deleted: Ids of interviews to delete; deleting comes before saving.
        outbox: Messages to send, in this order.
        done: Inbox positions that were handled.
        failed: Inbox positions that could not be handled and are not to be tried again.
        effects: What else takes effect with them, before messages are added.
    """

    interviews_saved: Sequence[StoredInterview] = ()
    interviews_deleted: Sequence[int] = ()
    outbox: Sequence[OutboxRow] = ()
    done: Sequence[int] = ()
    failed: Sequence[int] = ()
    effects: Sequence[Effect] = ()


@dataclass(frozen=True, slots=True)
class CommittedBatch:
    """What the store gave a batch: the ids of its messages, in their order."""

    outbox_ids: tuple[int, ...]


async def commit_batch(store: Store, batch: Batch, now: int) -> CommittedBatch:
    """Let a batch take effect: interviews, messages and updates together, or nothing at all.

    Args:
        store: The open database.
        batch: What handling the updates came to.
        now: Seconds since 1970.

    Raises:
        StoreError: When one of the updates was handled already, a round takes no answers any more
            (``store.round-over``), the tables do not allow what one of them did
            (``store.not-allowed``), or the database cannot be used.
    """
    try:
        async with store.write() as connection:
            return await commit_within(connection, batch, now, store.place)
    except IntegrityError as error:
        raise StoreError(
            "store.not-allowed",
            store.place,
            "the tables do not allow what is to be written",
            "Nothing was changed; the updates are handled again, each alone.",
        ) from error


async def commit_within(
    connection: AsyncConnection, batch: Batch, now: int, place: str
) -> CommittedBatch:
    """Let a batch take effect within a transaction that does more; see `commit_batch`."""
    await _check_rounds(connection, batch.interviews_saved, place)
    await delete_interviews(connection, batch.interviews_deleted)
    await save_interviews(connection, batch.interviews_saved)
    for effect in batch.effects:
        await effect(connection)
    outbox_ids = await insert_messages(connection, batch.outbox, now)
    await _finish(connection, batch.done, InboxState.DONE, place)
    await _finish(connection, batch.failed, InboxState.FAILED, place)
    return CommittedBatch(outbox_ids)


async def _check_rounds(
    connection: AsyncConnection, saved: Sequence[StoredInterview], place: str
) -> None:
    """Refuse to write into a round that was withdrawn, say, since the updates were handled."""
    numbers = {interview.round_id for interview in saved}
    if not numbers:
        return
    chosen = select(rounds.c.id, rounds.c.state).where(rounds.c.id.in_(numbers))
    states = {row.id: RoundState(row.state) for row in await connection.execute(chosen)}
    for interview in saved:
        allowed = _BEFORE if interview.mode == PREVIEW else LIVE
        if states.get(interview.round_id) not in allowed:
            raise StoreError(
                "store.round-over",
                place,
                "a round changed while answers to it were being handled",
                "Nothing was changed; the updates are handled again.",
            )


async def _finish(
    connection: AsyncConnection, positions: Sequence[int], state: InboxState, place: str
) -> None:
    """Mark waiting updates as handled and wipe them; refuse if one is not waiting."""
    if not positions:
        return
    finished = await connection.execute(
        update(inbox)
        .where(inbox.c.position.in_(positions), inbox.c.state == InboxState.PENDING)
        .values(state=int(state), payload=None, lane=None)
    )
    if finished.rowcount != len(positions):
        raise StoreError(
            "store.handled-twice",
            place,
            "an update was handled already",
            "Run only one bot on a database; nothing was changed.",
        )
