"""Interviews of open rounds: sealed, and found by pseudonym."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.store.engine import Store
from surveys.store.tables import interviews

PAGE = 500


@dataclass(frozen=True, slots=True)
class StoredInterview:
    """An interview as it is kept.

    Attributes:
        id: Random number from `new_interview_id`; it tells nothing of when the interview began.
        round_id: The round it belongs to.
        pseudonym: What stands for its chat in this round: 16 bytes.
        person: Which of the people on that chat it is, from 1.
        state: The interview with its answers, sealed under the key of the round.
        receipt: Hash of its receipt code once it is submitted.
        mode: How it was answered, such as ``chat`` or ``paper``.
        design_weight: Weight it brings from its sample, where it has one.
        stratum: Stratum it was sampled from, where there is one.
        sample: How the respondent came to be asked: ``open``, ``invited`` or ``imported``.
    """

    id: int
    round_id: int
    pseudonym: bytes
    person: int
    state: bytes
    receipt: bytes | None = None
    mode: str = "chat"
    design_weight: float | None = None
    stratum: str | None = None
    sample: str = "open"


@dataclass(frozen=True, slots=True)
class InterviewCount:
    """How many interviews a round has in one mode, and how many of them have a receipt."""

    mode: str
    total: int
    with_receipt: int


def new_interview_id(random: Callable[[int], bytes]) -> int:
    """A random positive number of 60 bits, so that ids need no round trip and tell no order.

    Args:
        random: Gives that many random bytes; `os.urandom` outside tests.
    """
    return (int.from_bytes(random(8)) >> 4) or 1


async def find_interviews(store: Store, keys: Sequence[tuple[int, bytes]]) -> list[StoredInterview]:
    """All interviews of some chats, each named by round and pseudonym; persons in order."""
    if not keys:
        return []
    chosen = (
        select(*_COLUMNS)
        .where(tuple_(interviews.c.round_id, interviews.c.pseudonym).in_(list(keys)))
        .order_by(interviews.c.round_id, interviews.c.pseudonym, interviews.c.person)
    )
    async with store.read() as connection:
        found = await connection.execute(chosen)
        return [StoredInterview(*row) for row in found]


async def find_interviews_by_receipt(
    store: Store, keys: Sequence[tuple[int, bytes]]
) -> list[StoredInterview]:
    """The interviews that some receipts open, each named by round and hash of the receipt."""
    if not keys:
        return []
    chosen = select(*_COLUMNS).where(
        tuple_(interviews.c.round_id, interviews.c.receipt).in_(list(keys))
    )
    async with store.read() as connection:
        found = await connection.execute(chosen)
        return [StoredInterview(*row) for row in found]


async def iterate_interviews(store: Store, round_id: int) -> AsyncIterator[StoredInterview]:
    """Every interview of a round, by id, a page at a time so that memory stays flat."""
    after = 0
    while True:
        chosen = (
            select(*_COLUMNS)
            .where(interviews.c.round_id == round_id, interviews.c.id > after)
            .order_by(interviews.c.id)
            .limit(PAGE)
        )
        async with store.read() as connection:
            page = [StoredInterview(*row) for row in await connection.execute(chosen)]
        for interview in page:
            yield interview
        if len(page) < PAGE:
            return
        after = page[-1].id


async def count_interviews(store: Store, round_id: int) -> tuple[InterviewCount, ...]:
    """How many interviews a round has, by mode."""
    counted = (
        select(interviews.c.mode, func.count(), func.count(interviews.c.receipt))
        .where(interviews.c.round_id == round_id)
        .group_by(interviews.c.mode)
        .order_by(interviews.c.mode)
    )
    async with store.read() as connection:
        found = await connection.execute(counted)
        return tuple(InterviewCount(*row) for row in found)


async def count_within(connection: AsyncConnection, round_id: int, *, besides: str = "") -> int:
    """How many interviews a round has, as a transaction sees it, besides those of one mode."""
    counted = (
        select(func.count())
        .select_from(interviews)
        .where(interviews.c.round_id == round_id, interviews.c.mode != besides)
    )
    return int((await connection.execute(counted)).scalar_one())


async def delete_round_interviews(
    connection: AsyncConnection, round_id: int, *, mode: str | None = None
) -> int:
    """Delete the interviews of a round within a transaction, or those of one mode; how many."""
    chosen = delete(interviews).where(interviews.c.round_id == round_id)
    if mode is not None:
        chosen = chosen.where(interviews.c.mode == mode)
    return (await connection.execute(chosen)).rowcount


async def delete_by_pseudonym(
    connection: AsyncConnection, round_id: int, pseudonym: bytes, *, unsubmitted: bool
) -> int:
    """Delete what one chat or session has in a round, within a transaction; how many.

    Args:
        connection: The transaction.
        round_id: The round.
        pseudonym: What stands for the chat or session.
        unsubmitted: Only what was never submitted, and so has no receipt.
    """
    chosen = delete(interviews).where(
        interviews.c.round_id == round_id, interviews.c.pseudonym == pseudonym
    )
    if unsubmitted:
        chosen = chosen.where(interviews.c.receipt.is_(None))
    return (await connection.execute(chosen)).rowcount


async def has_submitted(connection: AsyncConnection, round_id: int, pseudonym: bytes) -> bool:
    """Whether one chat or session has submitted answers in a round, as a transaction sees it."""
    chosen = select(func.count()).where(
        interviews.c.round_id == round_id,
        interviews.c.pseudonym == pseudonym,
        interviews.c.receipt.is_not(None),
    )
    return bool((await connection.execute(chosen)).scalar_one())


async def save_interviews(connection: AsyncConnection, saved: Sequence[StoredInterview]) -> None:
    """Write interviews within a transaction, new ones and changed ones alike."""
    if not saved:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(interviews)
    changed = statement.excluded
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[interviews.c.id],
            set_={name: changed[name] for name in _CHANGING},
        ),
        [_values(interview) for interview in saved],
    )


async def insert_interviews(connection: AsyncConnection, added: Sequence[StoredInterview]) -> None:
    """Add many new interviews within a transaction."""
    if added:
        await connection.execute(insert(interviews), [_values(interview) for interview in added])


async def delete_interviews(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Delete interviews within a transaction; those already gone do not matter."""
    if ids:
        await connection.execute(delete(interviews).where(interviews.c.id.in_(ids)))


def _values(interview: StoredInterview) -> dict[str, object]:
    return {column.name: getattr(interview, column.name) for column in _COLUMNS}


_COLUMNS = tuple(interviews.c[name] for name in StoredInterview.__dataclass_fields__)

# Sample, stratum and weight come together, with an invitation code that may be used on the way.
_CHANGING = ("state", "receipt", "mode", "sample", "stratum", "design_weight")
