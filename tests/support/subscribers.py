"""People on the contact list of a test, and what became of messages to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from surveys.messages import Broadcast, Topic
from surveys.privacy import ContactKeys
from surveys.rounds import Round, RoundState
from surveys.sealing import seal_contact
from surveys.store.broadcasts import find_broadcasts
from surveys.store.engine import Store
from surveys.store.interviews import new_interview_id
from surveys.store.rounds import save_round
from surveys.store.subscriptions import Subscription, subscribe

CONTACTS = ContactKeys(bytes(range(32)))
RANDOM = Random(5)


def subscription(
    chat: int, topic: Topic = Topic.ROUNDS, round_id: int = 0, language: str = "en"
) -> Subscription:
    person, sealed = seal_contact(CONTACTS, chat)
    number = new_interview_id(RANDOM.randbytes)
    return Subscription(number, person, topic, round_id, sealed, language)


async def add_subscribers(
    store: Store,
    chats: Iterable[int],
    topic: Topic = Topic.ROUNDS,
    round_id: int = 0,
    language: str = "en",
) -> None:
    async with store.write() as connection:
        for chat in chats:
            await subscribe(connection, subscription(chat, topic, round_id, language))


async def put_in_state(store: Store, round_: Round, state: RoundState) -> Round:
    async with store.write() as connection:
        return await save_round(connection, replace(round_, state=state))


async def only_broadcast(store: Store) -> Broadcast:
    [broadcast] = await find_broadcasts(store)
    return broadcast
