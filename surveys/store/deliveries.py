"""Deliveries: one message of a broadcast to one person, claimed before it is sent.

A message cannot be taken back and has no number of ours that Telegram would know again. So a
delivery is claimed, durably, before it leaves: what is found claimed after a crash may have left,
is listed as unknown and never sent again. Once the outcome is known the chat and the person are
wiped, and only counts are left: at most two reminders are kept by the number of broadcasts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.messages import Broadcast, find_audience
from surveys.store.engine import Store
from surveys.store.subscriptions import unsubscribe_everywhere
from surveys.store.tables import DeliveryState, broadcasts, deliveries, subscriptions

LONGEST_REASON = 200
CRASHED = "the bot ended while this was being sent"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of a broadcast that has not left yet.

    Attributes:
        id: Its number.
        broadcast_id: The broadcast.
        person: Who it goes to: 16 bytes.
        chat: Their chat, sealed.
        language: The language that they read.
        subscribed: Whether they are still on the list.
    """

    id: int
    broadcast_id: int
    person: bytes
    chat: bytes
    language: str
    subscribed: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery; pending where it is certain that it has not left."""

    delivery: Delivery
    state: DeliveryState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnknownDelivery:
    """A message that may have arrived or not, and is not sent again; nobody is named."""

    id: int
    language: str
    reason: str


async def find_waiting(
    connection: AsyncConnection, broadcast: Broadcast, limit: int
) -> list[Delivery]:
    """The next deliveries of a broadcast, as a transaction sees them."""
    topic, about = find_audience(broadcast.kind, broadcast.round_id)
    subscribed = exists().where(
        and_(
            subscriptions.c.person == deliveries.c.person,
            subscriptions.c.topic == topic.value,
            subscriptions.c.round_id == about,
        )
    )
    chosen = (
        select(*_COLUMNS, subscribed.label("subscribed"))
        # In clear, and with a sum that no index knows: so that the index of what waits is used. By
        # broadcast, all its rows would be sorted for each dozen: 22 ms with 20,000 of them.
        .where(deliveries.c.state == literal_column(str(int(DeliveryState.PENDING))))
        .where(deliveries.c.broadcast_id + 0 == broadcast.id)
        .order_by(deliveries.c.id)
        .limit(limit)
    )
    found = await connection.execute(chosen)
    return [Delivery(**row) for row in found.mappings()]


async def claim_deliveries(connection: AsyncConnection, claimed: Sequence[Delivery]) -> None:
    """Claim deliveries within a transaction; only once it is committed may they leave."""
    if claimed:
        await connection.execute(
            update(deliveries)
            .where(deliveries.c.id.in_([delivery.id for delivery in claimed]))
            .values(state=int(DeliveryState.CLAIMED))
        )


async def settle_deliveries(connection: AsyncConnection, settled: Sequence[Settled]) -> None:
    """Record within a transaction what became of deliveries, and wipe those that are over.

    Whoever closed their chat to the bot has left: they are taken off every list. What was given
    back to a broadcast that was stopped meanwhile is skipped with the rest of it.
    """
    groups: dict[tuple[DeliveryState, str], list[int]] = defaultdict(list)
    for one in settled:
        groups[one.state, one.reason[:LONGEST_REASON]].append(one.delivery.id)
    for (state, reason), ids in groups.items():
        values: dict[str, object] = {"state": int(state), "reason": reason}
        if state is not DeliveryState.PENDING:
            values |= {"person": None, "chat": None}
        await connection.execute(update(deliveries).where(deliveries.c.id.in_(ids)).values(values))
    left = [one.delivery.person for one in settled if one.state is DeliveryState.LEFT]
    await unsubscribe_everywhere(connection, left)
    if any(state is DeliveryState.PENDING for state, _ in groups):
        await _skip_stopped(connection)


async def _skip_stopped(connection: AsyncConnection) -> None:
    stopped = select(broadcasts.c.id).where(broadcasts.c.state == "stopped")
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.PENDING)
        .where(deliveries.c.broadcast_id.in_(stopped))
        .values(state=int(DeliveryState.SKIPPED), person=None, chat=None)
    )


async def abandon_claimed(connection: AsyncConnection) -> int:
    """Mark as unknown, within a transaction, what an earlier run claimed; returns how many."""
    abandoned = await connection.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.CLAIMED)
        .values(state=int(DeliveryState.UNKNOWN), reason=CRASHED, person=None, chat=None)
    )
    return abandoned.rowcount


async def release_claimed(connection: AsyncConnection, handed_on: Collection[int]) -> None:
    """Give back, within a transaction, what this run claimed and never handed on to be sent."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.state == DeliveryState.CLAIMED)
        .where(deliveries.c.id.not_in(list(handed_on)))
        .values(state=int(DeliveryState.PENDING))
    )
    await _skip_stopped(connection)


async def is_any_left(connection: AsyncConnection, broadcast_id: int) -> bool:
    """Whether a delivery of a broadcast waits or is being sent, as a transaction sees it."""
    open_states = (int(DeliveryState.PENDING), int(DeliveryState.CLAIMED))
    left = exists().where(
        deliveries.c.broadcast_id == broadcast_id, deliveries.c.state.in_(open_states)
    )
    return bool((await connection.execute(select(left))).scalar())


async def find_languages(store: Store, broadcast_id: int) -> list[str]:
    """The languages in which a broadcast is still to be sent."""
    chosen = (
        select(deliveries.c.language)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .where(deliveries.c.state == DeliveryState.PENDING)
        .distinct()
        .order_by(deliveries.c.language)
    )
    async with store.read() as connection:
        return list((await connection.execute(chosen)).scalars())


async def count_deliveries(store: Store, broadcast_id: int) -> dict[DeliveryState, int]:
    """How many deliveries of a broadcast are in each state."""
    counted = (
        select(deliveries.c.state, func.count())
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.state)
    )
    async with store.read() as connection:
        found = await connection.execute(counted)
        return {DeliveryState(state): count for state, count in found}


async def count_all_deliveries(
    connection: AsyncConnection,
) -> dict[int, dict[DeliveryState, int]]:
    """How many deliveries of each broadcast are in each state, as a transaction sees them."""
    counted = select(deliveries.c.broadcast_id, deliveries.c.state, func.count()).group_by(
        deliveries.c.broadcast_id, deliveries.c.state
    )
    counts: dict[int, dict[DeliveryState, int]] = defaultdict(dict)
    for broadcast_id, state, count in await connection.execute(counted):
        counts[broadcast_id][DeliveryState(state)] = count
    return counts


async def find_unknown(store: Store, broadcast_id: int) -> list[UnknownDelivery]:
    """The deliveries of a broadcast that may have arrived or not."""
    async with store.read() as connection:
        return await find_unknown_within(connection, broadcast_id)


async def find_unknown_within(
    connection: AsyncConnection, broadcast_id: int
) -> list[UnknownDelivery]:
    """The deliveries of a broadcast that may have arrived or not, as a transaction sees them."""
    chosen = (
        select(deliveries.c.id, deliveries.c.language, deliveries.c.reason)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .where(deliveries.c.state == DeliveryState.UNKNOWN)
        .order_by(deliveries.c.id)
    )
    return [UnknownDelivery(*row) for row in await connection.execute(chosen)]


_COLUMNS = tuple(
    deliveries.c[name] for name in Delivery.__dataclass_fields__ if name != "subscribed"
)
