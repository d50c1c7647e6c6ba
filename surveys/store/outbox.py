"""The outbox: messages that wait to be sent, committed together with what they reply to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.store.engine import Store
from surveys.store.tables import OutboxState, outbox


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message to be sent: its lane and its sealed content."""

    lane: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message that waits to be sent."""

    id: int
    lane: bytes
    payload: bytes


async def insert_messages(
    connection: AsyncConnection, rows: Sequence[OutboxRow], now: int
) -> tuple[int, ...]:
    """Add messages within a transaction; their ids grow in the order given."""
    if not rows:
        return ()
    statement = outbox.insert().returning(outbox.c.id)
    values = [
        {
            "lane": row.lane,
            "payload": row.payload,
            "state": int(OutboxState.PENDING),
            "created_at": now,
        }
        for row in rows
    ]
    # Rows of one INSERT are numbered in their order, though RETURNING may list them in another.
    # Asking SQLAlchemy for that order would insert them one by one: 20 ms for 100 rows, not 1 ms.
    return tuple(sorted((await connection.execute(statement, values)).scalars()))


async def find_pending_messages(store: Store, limit: int, after: int = 0) -> list[StoredMessage]:
    """The messages that wait, oldest first.

    Args:
        store: The open database.
        limit: How many at most.
        after: Only those with a higher id.
    """
    chosen = (
        select(outbox.c.id, outbox.c.lane, outbox.c.payload)
        .where(outbox.c.state == OutboxState.PENDING, outbox.c.id > after)
        .order_by(outbox.c.id)
        .limit(limit)
    )
    async with store.read() as connection:
        found = await connection.execute(chosen)
        return [StoredMessage(*row) for row in found]


async def finish_messages(
    store: Store,
    done: Sequence[int] = (),
    dropped: Sequence[int] = (),
    unknown: Sequence[int] = (),
) -> None:
    """Record what became of messages and wipe them.

    Args:
        store: The open database.
        done: Sent.
        dropped: Not sent, on purpose: overtaken by a later edit, or the chat is closed to us.
        unknown: Perhaps sent; never to be sent again.
    """
    outcomes = (
        (done, OutboxState.DONE),
        (dropped, OutboxState.DROPPED),
        (unknown, OutboxState.UNKNOWN),
    )
    async with store.write() as connection:
        for ids, state in outcomes:
            if ids:
                await connection.execute(
                    update(outbox)
                    .where(outbox.c.id.in_(ids))
                    .values(state=int(state), lane=None, payload=None)
                )


async def count_messages(store: Store) -> dict[OutboxState, int]:
    """How many messages are in each state."""
    counted = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    async with store.read() as connection:
        found = await connection.execute(counted)
        return {OutboxState(state): count for state, count in found}


async def count_pending_messages(store: Store, up_to: int | None = None) -> int:
    """How many messages wait, at or below an id if one is given."""
    counted = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.PENDING)
    if up_to is not None:
        counted = counted.where(outbox.c.id <= up_to)
    async with store.read() as connection:
        return int((await connection.execute(counted)).scalar_one())


async def find_last_message(store: Store) -> int:
    """The highest id of a message so far; 0 when there is none."""
    async with store.read() as connection:
        return int((await connection.execute(select(func.max(outbox.c.id)))).scalar() or 0)


async def forget_messages(store: Store, older_than: int) -> int:
    """Forget messages made before a time that no longer wait; returns how many."""
    forgotten = delete(outbox).where(
        outbox.c.state != OutboxState.PENDING, outbox.c.created_at < older_than
    )
    async with store.write() as connection:
        return (await connection.execute(forgotten)).rowcount
