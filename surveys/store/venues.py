"""Venues: the places where a round is put to people, counted apart from every answer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.store.engine import Store
from surveys.store.tables import venues


@dataclass(frozen=True, slots=True)
class Venue:
    """A place with a poster.

    Attributes:
        code: What its link carries.
        name: What staff call it.
        started: How many interviews were begun through its link.
    """

    code: str
    name: str
    started: int = 0


async def add_venue(connection: AsyncConnection, round_id: int, code: str, name: str) -> Venue:
    """Add a venue within a transaction.

    Raises:
        IntegrityError: When a venue of any round has that code.
    """
    await connection.execute(insert(venues).values(round_id=round_id, code=code, name=name))
    return Venue(code, name)


async def find_venues(store: Store, round_id: int) -> list[Venue]:
    """The venues of a round, by name."""
    async with store.read() as connection:
        return await find_venues_within(connection, round_id)


async def find_venues_within(connection: AsyncConnection, round_id: int) -> list[Venue]:
    """`find_venues` within a transaction."""
    chosen = (
        select(venues.c.code, venues.c.name, venues.c.started)
        .where(venues.c.round_id == round_id)
        .order_by(venues.c.name, venues.c.code)
    )
    found = await connection.execute(chosen)
    return [Venue(*row) for row in found]


async def find_all_venues(store: Store) -> dict[int, dict[str, str]]:
    """The names of all venues by their codes, for each round."""
    chosen = select(venues.c.round_id, venues.c.code, venues.c.name).order_by(venues.c.code)
    found: dict[int, dict[str, str]] = {}
    async with store.read() as connection:
        for round_id, code, name in await connection.execute(chosen):
            found.setdefault(round_id, {})[code] = name
    return found


async def count_venue_start(connection: AsyncConnection, round_id: int, code: str) -> bool:
    """Count one more interview begun at a venue, within a transaction.

    Only the sum is kept: neither who it was nor when.

    Returns:
        Whether the round has such a venue.
    """
    counted = (
        update(venues)
        .where(venues.c.round_id == round_id, venues.c.code == code)
        .values(started=venues.c.started + 1)
    )
    return (await connection.execute(counted)).rowcount == 1
