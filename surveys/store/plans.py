"""The plans that rounds serve, each kept under its hash."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import StoreError
from surveys.store.engine import Store
from surveys.store.tables import (
    plans,
)


async def save_plan(store: Store, name: str, content_hash: str, body: str) -> None:
    """Keep a plan under its hash; one that is here already stays as it is."""
    async with store.write() as connection:
        await save_plan_within(connection, name, content_hash, body)


async def save_plan_within(
    connection: AsyncConnection, name: str, content_hash: str, body: str
) -> None:
    """Keep a plan within a transaction; see `save_plan`."""
    known = select(plans.c.hash).where(plans.c.hash == content_hash)
    if (await connection.execute(known)).scalar() is None:
        await connection.execute(insert(plans).values(hash=content_hash, name=name, body=body))


async def get_plan(store: Store, content_hash: str) -> str:
    """The body of the plan with that hash.

    Raises:
        StoreError: When it is not there.
    """
    async with store.read() as connection:
        return await get_plan_within(connection, content_hash)


async def get_plan_within(connection: AsyncConnection, content_hash: str) -> str:
    """The body of the plan with that hash, as a transaction sees it."""
    chosen = select(plans.c.body).where(plans.c.hash == content_hash)
    body = (await connection.execute(chosen)).scalar()
    if body is None:
        raise StoreError(
            "store.plan",
            "the database",
            f"the plan {content_hash[:12]} is missing",
            "Restore the latest backup.",
        )
    return str(body)
