"""Broadcasts: messages to everybody who asked for them, from start to end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import RoundError
from surveys.messages import (
    Broadcast,
    BroadcastKind,
    BroadcastState,
    check_broadcast,
    check_broadcast_move,
    find_audience,
)
from surveys.rounds import Round
from surveys.store.engine import Store
from surveys.store.rounds import get_round_within
from surveys.store.tables import DeliveryState, broadcasts, deliveries, rounds, subscriptions


async def start_broadcast(
    connection: AsyncConnection, round_id: int, kind: str, now: datetime
) -> Broadcast:
    """Start a broadcast within a transaction, to everybody who is on its list at this moment.

    Args:
        connection: The transaction.
        round_id: The round that it is about.
        kind: One of `BroadcastKind`.
        now: The present moment.

    Raises:
        RoundError: When it cannot be sent now, or was sent already; nothing is changed.
    """
    kind = BroadcastKind(kind)
    round_ = await _get_round(connection, round_id)
    check_broadcast(round_, kind, await find_broadcasts_within(connection, round_id), now)
    values = {
        "round_id": round_id,
        "kind": kind.value,
        "state": BroadcastState.SENDING.value,
        "created_at": int(now.timestamp()),
    }
    added = await connection.execute(insert(broadcasts).values(values).returning(broadcasts.c.id))
    number = int(added.scalar_one())
    if await _snapshot(connection, number, kind, round_id) == 0:
        # Nobody is on the list: there is nothing to send, and it is no fault of the round.
        await set_broadcast_state(connection, number, BroadcastState.DONE)
    return await get_broadcast(connection, number)


async def count_recipients(connection: AsyncConnection, round_id: int, kind: str) -> int:
    """How many people are on the list of a broadcast of this kind, as a transaction sees it."""
    topic, about = find_audience(BroadcastKind(kind), round_id)
    counted = (
        select(func.count())
        .select_from(subscriptions)
        .where(subscriptions.c.topic == topic.value, subscriptions.c.round_id == about)
    )
    return int((await connection.execute(counted)).scalar_one())


async def _snapshot(
    connection: AsyncConnection, number: int, kind: BroadcastKind, round_id: int
) -> int:
    topic, about = find_audience(kind, round_id)
    columns = ["broadcast_id", "person", "chat", "language", "state"]
    chosen = (
        select(
            literal(number),
            subscriptions.c.person,
            subscriptions.c.chat,
            subscriptions.c.language,
            literal(int(DeliveryState.PENDING)),
        )
        .where(subscriptions.c.topic == topic.value, subscriptions.c.round_id == about)
        # In the order of the list, a row that was wiped could be told by its neighbours.
        .order_by(func.random())
    )
    return (await connection.execute(insert(deliveries).from_select(columns, chosen))).rowcount


async def get_broadcast(connection: AsyncConnection, number: int) -> Broadcast:
    """The broadcast of that number, as a transaction sees it.

    Raises:
        RoundError: When there is none.
    """
    found = await connection.execute(_chosen().where(broadcasts.c.id == number))
    row = found.one_or_none()
    if row is None:
        raise RoundError(
            "broadcast.unknown",
            f"broadcast {number}",
            "there is no broadcast of that number",
            "See the messages of the round for their numbers.",
        )
    return _broadcast_of(row)


async def move_broadcast(connection: AsyncConnection, number: int, to: BroadcastState) -> Broadcast:
    """Pause, resume or stop a broadcast within a transaction; stopping is for good.

    Raises:
        RoundError: When there is no such broadcast, or it cannot be brought to that state.
    """
    check_broadcast_move(await get_broadcast(connection, number), to)
    await set_broadcast_state(connection, number, to)
    return await get_broadcast(connection, number)


async def set_broadcast_state(
    connection: AsyncConnection, number: int, state: BroadcastState
) -> None:
    """Record how far a broadcast has come, within a transaction; what stopping leaves is wiped."""
    await connection.execute(
        update(broadcasts).where(broadcasts.c.id == number).values(state=state.value)
    )
    if state is BroadcastState.STOPPED:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.broadcast_id == number)
            .where(deliveries.c.state == DeliveryState.PENDING)
            .values(state=int(DeliveryState.SKIPPED), person=None, chat=None)
        )


async def find_broadcasts_within(
    connection: AsyncConnection, round_id: int | None = None
) -> list[Broadcast]:
    """Broadcasts, of one round or of all, the earliest first, as a transaction sees them."""
    chosen = _chosen()
    if round_id is not None:
        chosen = chosen.where(broadcasts.c.round_id == round_id)
    return [_broadcast_of(row) for row in await connection.execute(chosen)]


async def find_broadcasts(
    store: Store, round_id: int | None = None, state: BroadcastState | None = None
) -> list[Broadcast]:
    """Broadcasts, the earliest first; of one round or in one state where that is asked."""
    chosen = _chosen()
    if round_id is not None:
        chosen = chosen.where(broadcasts.c.round_id == round_id)
    if state is not None:
        chosen = chosen.where(broadcasts.c.state == state.value)
    async with store.read() as connection:
        return [_broadcast_of(row) for row in await connection.execute(chosen)]


async def _get_round(connection: AsyncConnection, round_id: int) -> Round:
    named = await connection.execute(select(rounds.c.name).where(rounds.c.id == round_id))
    return await get_round_within(connection, str(named.scalar() or f"number {round_id}"))


def _chosen() -> Select[Any]:
    return select(*_COLUMNS).order_by(broadcasts.c.id)


def _broadcast_of(row: Row[Any]) -> Broadcast:
    values = row._asdict()
    values["kind"] = BroadcastKind(values["kind"])
    values["state"] = BroadcastState(values["state"])
    return Broadcast(**values)


_COLUMNS = tuple(broadcasts.c[name] for name in Broadcast.__dataclass_fields__)
