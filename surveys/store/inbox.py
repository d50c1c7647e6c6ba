"""The inbox: updates that count as received, in the order in which they came.

An update is confirmed to whoever sent it only once it is here. Its payload is sealed under the
transit key and wiped when it has been handled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from surveys.store.engine import Store
from surveys.store.tables import InboxState, inbox


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update as it arrives.

    Attributes:
        update_id: Number that the sender gave it; the same number again is the same update.
        lane: What stands for its chat while it waits; None when it belongs to no chat.
        payload: The reduced update, sealed; None when it is malformed.
        shape: What a malformed update looked like, in the names of its fields only.
    """

    update_id: int
    lane: bytes | None = None
    payload: bytes | None = None
    shape: str | None = None


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that waits to be handled; `received_at` is in seconds since 1970."""

    position: int
    update_id: int
    received_at: int
    lane: bytes | None
    payload: bytes


async def receive(store: Store, rows: Sequence[InboxRow], now: int) -> list[int | None]:
    """Take updates in, all or none; on return they survive a power cut.

    Args:
        store: The open database.
        rows: The updates in the order in which they came.
        now: Seconds since 1970.

    Returns:
        For each row its position, or None when an update of that number is here already.
    """
    if not rows:
        return []
    # The first of two rows with one number is the one that the database keeps.
    first = {row.update_id: index for index, row in reversed(list(enumerate(rows)))}
    async with store.write() as connection:
        positions = await connection.run_sync(
            _insert, [_values(rows[index], now) for index in sorted(first.values())]
        )
    return [
        positions.get(row.update_id) if first[row.update_id] == index else None
        for index, row in enumerate(rows)
    ]


async def find_pending(store: Store, limit: int, after: int = 0) -> list[StoredUpdate]:
    """The updates that wait, oldest first.

    Args:
        store: The open database.
        limit: How many at most.
        after: Only those behind this position.
    """
    chosen = (
        select(*_COLUMNS)
        .where(inbox.c.state == InboxState.PENDING, inbox.c.position > after)
        .order_by(inbox.c.position)
        .limit(limit)
    )
    async with store.read() as connection:
        found = await connection.execute(chosen)
        return [StoredUpdate(*row) for row in found]


async def count_pending(store: Store, up_to: int | None = None) -> int:
    """How many updates wait, at or before a position if one is given."""
    counted = select(func.count()).select_from(inbox).where(inbox.c.state == InboxState.PENDING)
    if up_to is not None:
        counted = counted.where(inbox.c.position <= up_to)
    async with store.read() as connection:
        return int((await connection.execute(counted)).scalar_one())


async def find_last_position(store: Store) -> int:
    """The highest position taken so far; 0 when there is none."""
    async with store.read() as connection:
        return int((await connection.execute(select(func.max(inbox.c.position)))).scalar() or 0)


async def count_malformed(store: Store) -> dict[str, int]:
    """How many malformed updates of each shape came since `forget_duplicates` last forgot."""
    counted = (
        select(inbox.c.shape, func.count())
        .where(inbox.c.state == InboxState.MALFORMED)
        .group_by(inbox.c.shape)
        .order_by(inbox.c.shape)
    )
    async with store.read() as connection:
        found = await connection.execute(counted)
        return {shape or "": count for shape, count in found}


async def forget_duplicates(store: Store, older_than: int) -> int:
    """Forget handled updates received before a time; their numbers may then come again.

    Telegram numbers its updates anew after an idle week, so a number must not be held for longer.

    Returns:
        How many were forgotten. What still waits is never forgotten.
    """
    forgotten = delete(inbox).where(
        inbox.c.state != InboxState.PENDING, inbox.c.received_at < older_than
    )
    async with store.write() as connection:
        return (await connection.execute(forgotten)).rowcount


def _values(row: InboxRow, now: int) -> dict[str, object]:
    state = InboxState.MALFORMED if row.payload is None else InboxState.PENDING
    return {
        "update_id": row.update_id,
        "received_at": now,
        "lane": row.lane,
        "payload": row.payload,
        "state": int(state),
        "shape": row.shape,
    }


def _insert(connection: Connection, values: list[dict[str, object]]) -> dict[int, int]:
    """Insert what is new in one statement: positions by update number."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(inbox)
        .on_conflict_do_nothing(index_elements=[inbox.c.update_id])
        .returning(inbox.c.update_id, inbox.c.position)
    )
    return {row.update_id: row.position for row in connection.execute(statement, values)}


_COLUMNS = tuple(inbox.c[name] for name in StoredUpdate.__dataclass_fields__)
