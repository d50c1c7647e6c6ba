"""The contact list: who asked to be told of next rounds, or of the results of one.

It is kept apart from interviews, under another key, and nothing joins the two. A person is a keyed
hash and the chat is sealed; ids are random, so that they do not tell who joined when.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.messages import Topic
from surveys.store.engine import Store
from surveys.store.tables import subscriptions

PAGE = 500


@dataclass(frozen=True, slots=True)
class Subscription:
    """One thing that one person asked to be told of.

    Attributes:
        id: Random number from `new_interview_id`.
        person: What stands for the chat on the contact list: 16 bytes.
        topic: What it is.
        round_id: The round whose results are meant; 0 for next rounds.
        chat: The chat, sealed (see `surveys.sealing.seal_contact`).
        language: The language that the person reads.
    """

    id: int
    person: bytes
    topic: Topic
    round_id: int
    chat: bytes
    language: str


async def subscribe(connection: AsyncConnection, subscription: Subscription) -> None:
    """Put a person on the list within a transaction; once there, only the language changes."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(subscriptions).values(_values(subscription))
    changed = {"chat": statement.excluded.chat, "language": statement.excluded.language}
    columns = [subscriptions.c.person, subscriptions.c.topic, subscriptions.c.round_id]
    await connection.execute(statement.on_conflict_do_update(index_elements=columns, set_=changed))


async def unsubscribe(
    connection: AsyncConnection,
    person: bytes,
    topic: Topic | None = None,
    round_id: int | None = None,
) -> int:
    """Take a person off the list within a transaction; returns how many entries there were.

    Args:
        connection: The transaction.
        person: Who leaves.
        topic: What they leave; everything by default.
        round_id: The round whose results they leave; all of the topic by default.
    """
    gone = delete(subscriptions).where(subscriptions.c.person == person)
    if topic is not None:
        gone = gone.where(subscriptions.c.topic == topic.value)
    if round_id is not None:
        gone = gone.where(subscriptions.c.round_id == round_id)
    return (await connection.execute(gone)).rowcount


async def unsubscribe_everywhere(connection: AsyncConnection, persons: Sequence[bytes]) -> None:
    """Take people whose chats are closed to the bot off every list, within a transaction."""
    if persons:
        gone = delete(subscriptions).where(subscriptions.c.person.in_(persons))
        await connection.execute(gone)


async def forget_subscriptions(connection: AsyncConnection, round_id: int) -> int:
    """Forget who asked for the results of a round, within a transaction; returns how many."""
    gone = delete(subscriptions).where(
        subscriptions.c.topic == Topic.RESULTS.value, subscriptions.c.round_id == round_id
    )
    return (await connection.execute(gone)).rowcount


async def find_subscriptions(store: Store, person: bytes) -> list[Subscription]:
    """Everything that a person asked to be told of."""
    chosen = (
        select(*_COLUMNS)
        .where(subscriptions.c.person == person)
        .order_by(subscriptions.c.topic, subscriptions.c.round_id)
    )
    async with store.read() as connection:
        return [_subscription_of(row) for row in await connection.execute(chosen)]


async def count_subscribers(store: Store, topic: Topic, round_id: int = 0) -> int:
    """How many people asked to be told of something."""
    counted = (
        select(func.count())
        .select_from(subscriptions)
        .where(subscriptions.c.topic == topic.value, subscriptions.c.round_id == round_id)
    )
    async with store.read() as connection:
        return int((await connection.execute(counted)).scalar_one())


async def iterate_subscriptions(
    store: Store, topic: Topic, round_id: int = 0
) -> AsyncIterator[Subscription]:
    """Everybody who asked to be told of something, by id, a page at a time."""
    after = 0
    while True:
        chosen = (
            select(*_COLUMNS)
            .where(
                subscriptions.c.topic == topic.value,
                subscriptions.c.round_id == round_id,
                subscriptions.c.id > after,
            )
            .order_by(subscriptions.c.id)
            .limit(PAGE)
        )
        async with store.read() as connection:
            page = [_subscription_of(row) for row in await connection.execute(chosen)]
        for subscription in page:
            yield subscription
        if len(page) < PAGE:
            return
        after = page[-1].id


def _values(subscription: Subscription) -> dict[str, object]:
    values = {column.name: getattr(subscription, column.name) for column in _COLUMNS}
    return values | {"topic": subscription.topic.value}


def _subscription_of(row: Row[Any]) -> Subscription:
    values = row._asdict()
    return Subscription(**{**values, "topic": Topic(values["topic"])})


_COLUMNS = tuple(subscriptions.c[name] for name in Subscription.__dataclass_fields__)
