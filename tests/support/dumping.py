"""Everything in a database, for tests of what must not change and of what must not be there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from surveys.store.engine import Store
from surveys.store.tables import metadata

QUEUES = frozenset({"inbox", "outbox"})
"""What comes in and goes out whatever is done."""


async def dump(store: Store, besides: Collection[str] = QUEUES) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table besides some, by table."""
    async with store.read() as connection:
        return {
            table.name: sorted(map(tuple, await connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in besides
        }


async def dump_bytes(store: Store) -> bytes:
    """All that any row holds, one after another."""
    return b" ".join(
        value if isinstance(value, bytes) else str(value).encode()
        for rows in (await dump(store, ())).values()
        for row in rows
        for value in row
    )
