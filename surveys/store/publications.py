"""The released results of rounds as they were published."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.store.engine import Store
from surveys.store.tables import (
    publications,
)


async def save_publication(connection: AsyncConnection, round_id: int, body: str) -> None:
    """Keep the released results of a round as they are published, within a transaction."""
    await connection.execute(insert(publications).values(round_id=round_id, body=body))


async def delete_publication(connection: AsyncConnection, round_id: int) -> None:
    """Forget the published results of a round, where there are any, within a transaction."""
    await connection.execute(delete(publications).where(publications.c.round_id == round_id))


async def find_publication_within(connection: AsyncConnection, round_id: int) -> str:
    """The published results of a round, as a transaction sees them; empty where there are none."""
    chosen = select(publications.c.body).where(publications.c.round_id == round_id)
    return str((await connection.execute(chosen)).scalar() or "")


async def find_publications(store: Store) -> dict[int, str]:
    """The published results by the numbers of their rounds."""
    async with store.read() as connection:
        found = await connection.execute(select(publications.c.round_id, publications.c.body))
        return {row.round_id: row.body for row in found}
