"""Rounds: how they are added, found, changed, opened and deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import RoundError
from surveys.round_checks import check_new, check_open
from surveys.rounds import Audience, Purpose, Round, RoundState
from surveys.store.engine import Store
from surveys.store.meta import LAST_DELETED_ROUND, find_fact, save_fact
from surveys.store.tables import (
    approvals,
    codes,
    interviews,
    rounds,
    venues,
)


async def add_round(store: Store, round_: Round) -> Round:
    """Add a round as a draft and return it with its id.

    Raises:
        RoundError: When its name or dates cannot be used, or the name is taken.
    """
    async with store.write() as connection:
        return await add_round_within(connection, round_)


async def add_round_within(connection: AsyncConnection, round_: Round) -> Round:
    """Add a round as a draft within a transaction; see `add_round`."""
    check_new(round_)
    draft = replace(round_, state=RoundState.DRAFT, closing_position=None)
    values = _values(draft)
    del values["id"]
    taken = select(rounds.c.id).where(rounds.c.name == round_.name)
    if (await connection.execute(taken)).scalar() is not None:
        raise RoundError(
            "round.exists",
            f"round {round_.name!r}",
            "there is a round of that name",
            "Choose another name; the name of a round is never used again.",
        )
    values["id"] = await _find_next_id(connection)
    await connection.execute(insert(rounds).values(values))
    return replace(draft, id=values["id"])


async def _find_next_id(connection: AsyncConnection) -> int:
    """A number that no round had, deleted ones included: buttons in old messages carry it."""
    highest = (await connection.execute(select(func.max(rounds.c.id)))).scalar()
    deleted = await find_fact(connection, LAST_DELETED_ROUND)
    return max(int(highest or 0), int(deleted or 0)) + 1


async def delete_round(connection: AsyncConnection, round_: Round) -> None:
    """Delete a round that never had answers, with all that belongs to it, within a transaction."""
    for table in (interviews, venues, codes, approvals):
        await connection.execute(delete(table).where(table.c.round_id == round_.id))
    await connection.execute(delete(rounds).where(rounds.c.id == round_.id))
    before = await find_fact(connection, LAST_DELETED_ROUND)
    await save_fact(connection, LAST_DELETED_ROUND, str(max(int(before or 0), round_.id)))


async def get_round(store: Store, name: str) -> Round:
    """The round of that name.

    Raises:
        RoundError: When there is none.
    """
    async with store.read() as connection:
        return await get_round_within(connection, name)


async def get_round_within(connection: AsyncConnection, name: str) -> Round:
    """The round of that name, as a transaction sees it.

    Raises:
        RoundError: When there is none.
    """
    row = (await connection.execute(select(*_COLUMNS).where(rounds.c.name == name))).one_or_none()
    if row is None:
        raise RoundError(
            "round.unknown",
            f"round {name!r}",
            "there is no round of that name",
            "See the rounds with `canvass round list`.",
        )
    return _round_of(row)


async def get_round_by_id(connection: AsyncConnection, number: int) -> Round:
    """The round of that number, as a transaction sees it.

    Raises:
        RoundError: When there is none, such as a draft that was deleted.
    """
    round_ = await find_round_by_id(connection, number)
    if round_ is None:
        raise RoundError(
            "round.unknown",
            f"round number {number}",
            "it is not there any more",
            "See the rounds with `canvass round list`.",
        )
    return round_


async def find_round_by_id(connection: AsyncConnection, number: int) -> Round | None:
    """The round of that number, or None when there is none."""
    chosen = select(*_COLUMNS).where(rounds.c.id == number)
    row = (await connection.execute(chosen)).one_or_none()
    return None if row is None else _round_of(row)


async def find_rounds_within(connection: AsyncConnection) -> list[Round]:
    """All rounds, in the order in which they were made, as a transaction sees them."""
    rows = await connection.execute(select(*_COLUMNS).order_by(rounds.c.id))
    return [_round_of(row) for row in rows]


async def find_rounds(store: Store, state: RoundState | None = None) -> list[Round]:
    """All rounds, or those in one state, in the order in which they were made."""
    chosen = select(*_COLUMNS).order_by(rounds.c.id)
    if state is not None:
        chosen = chosen.where(rounds.c.state == state.value)
    async with store.read() as connection:
        return [_round_of(row) for row in await connection.execute(chosen)]


async def open_round(store: Store, name: str, now: datetime) -> Round:
    """Open a draft.

    Raises:
        RoundError: When it is not a draft, or its last date is past.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        check_open(round_, now)
        return await save_round(connection, replace(round_, state=RoundState.OPEN))


async def save_round(connection: AsyncConnection, round_: Round) -> Round:
    """Write everything that may change of a round, within a transaction, and return the round."""
    values = _values(round_)
    changed = {name: values[name] for name in values if name not in {"id", "name"}}
    await connection.execute(update(rounds).where(rounds.c.id == round_.id).values(changed))
    return round_


def _values(round_: Round) -> dict[str, Any]:
    values = {name: getattr(round_, name) for name in Round.__dataclass_fields__}
    for name in _STATES:
        values[name] = values[name].value
    for name in _MAPPINGS:
        values[name] = json.dumps(dict(values[name]), ensure_ascii=False, sort_keys=True)
    values["languages"] = ",".join(round_.languages)
    return values


def _round_of(row: Row[Any]) -> Round:
    values = row._asdict()
    for name, kind in _STATES.items():
        values[name] = kind(values[name])
    for name in _MAPPINGS:
        values[name] = json.loads(values[name])
    values["languages"] = tuple(filter(None, values["languages"].split(",")))
    return Round(**values)


_COLUMNS = tuple(rounds.c[name] for name in Round.__dataclass_fields__)
_STATES: dict[str, type[StrEnum]] = {
    "state": RoundState,
    "purpose": Purpose,
    "audience": Audience,
}
_MAPPINGS = ("checklist", "breaks", "actions")
