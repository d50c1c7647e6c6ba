"""Invitation codes, as keyed hashes: what each brings to an interview, and whether it is spent.

No row leads to an interview. Whoever holds the letters learns at most whether a code was used, and
once the key of the round is destroyed not even that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.store.engine import Store
from surveys.store.tables import codes


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that is issued, as it is kept."""

    hash: bytes
    stratum: str | None = None
    design_weight: float | None = None


@dataclass(frozen=True, slots=True)
class StoredCode:
    """What a code brings: its stratum, its design weight, and whether it was used."""

    stratum: str | None
    design_weight: float | None
    spent: bool


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many codes share a stratum and a weight, and how many of them are spent."""

    stratum: str | None
    design_weight: float | None
    issued: int
    spent: int


async def add_codes(connection: AsyncConnection, round_id: int, rows: Sequence[NewCode]) -> None:
    """Add codes within a transaction.

    Raises:
        IntegrityError: When the round has one of them already.
    """
    # By hash, as good as shuffled: rows in the order of the letters would tell which is whose.
    ordered = sorted(rows, key=lambda row: row.hash)
    values = [
        {
            "round_id": round_id,
            "hash": row.hash,
            "stratum": row.stratum,
            "design_weight": row.design_weight,
        }
        for row in ordered
    ]
    if values:
        await connection.execute(insert(codes), values)


async def find_codes(
    store: Store, keys: Sequence[tuple[int, bytes]]
) -> dict[tuple[int, bytes], StoredCode]:
    """The codes that exist among some, each named by round and hash."""
    if not keys:
        return {}
    async with store.read() as connection:
        return await find_codes_within(connection, keys)


async def find_codes_within(
    connection: AsyncConnection, keys: Sequence[tuple[int, bytes]]
) -> dict[tuple[int, bytes], StoredCode]:
    """`find_codes` within a transaction."""
    chosen = select(
        codes.c.round_id, codes.c.hash, codes.c.stratum, codes.c.design_weight, codes.c.spent
    ).where(tuple_(codes.c.round_id, codes.c.hash).in_(list(keys)))
    found = await connection.execute(chosen)
    return {(round_id, hash_): StoredCode(*brought) for round_id, hash_, *brought in found}


async def spend_code(connection: AsyncConnection, round_id: int, code_hash: bytes) -> bool:
    """Spend a code within a transaction.

    Returns:
        Whether it was there to be spent: False when it is unknown or was spent before.
    """
    spent = (
        update(codes)
        .where(codes.c.round_id == round_id, codes.c.hash == code_hash, codes.c.spent.is_(False))
        .values(spent=True)
    )
    return (await connection.execute(spent)).rowcount == 1


async def count_codes(store: Store, round_id: int) -> list[CodeCount]:
    """How many codes of a round were issued and spent, by stratum and weight."""
    async with store.read() as connection:
        return await count_codes_within(connection, round_id)


async def count_codes_within(connection: AsyncConnection, round_id: int) -> list[CodeCount]:
    """`count_codes` within a transaction."""
    grouping = (codes.c.stratum, codes.c.design_weight)
    counted = (
        select(*grouping, func.count(), func.count().filter(codes.c.spent.is_(True)))
        .where(codes.c.round_id == round_id)
        .group_by(*grouping)
        .order_by(*grouping)
    )
    return [CodeCount(*row) for row in await connection.execute(counted)]


async def delete_codes(connection: AsyncConnection, round_id: int) -> int:
    """Delete the codes of a round within a transaction; how many there were.

    For a round that is closed or withdrawn: count them first if the numbers are to be kept.
    """
    return (await connection.execute(delete(codes).where(codes.c.round_id == round_id))).rowcount
