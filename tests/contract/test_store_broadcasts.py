"""What every store must keep of the contact list, of broadcasts and of their deliveries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from surveys.errors import RoundError, SecretKeyError
from surveys.messages import Broadcast, BroadcastKind, BroadcastState, Topic
from surveys.rounds import Round, RoundState
from surveys.sealing import open_contact, seal_contact
from surveys.store.broadcasts import (
    count_recipients,
    find_broadcasts,
    get_broadcast,
    move_broadcast,
    start_broadcast,
)
from surveys.store.deliveries import (
    CRASHED,
    Delivery,
    Settled,
    abandon_claimed,
    claim_deliveries,
    count_all_deliveries,
    count_deliveries,
    find_languages,
    find_unknown,
    find_waiting,
    is_any_left,
    release_claimed,
    settle_deliveries,
)
from surveys.store.engine import Store
from surveys.store.subscriptions import (
    count_subscribers,
    find_subscriptions,
    forget_subscriptions,
    iterate_subscriptions,
    subscribe,
    unsubscribe,
)
from surveys.store.tables import DeliveryState, deliveries, subscriptions
from tests.support.stores import MOMENT
from tests.support.subscribers import CONTACTS, add_subscribers, put_in_state, subscription

INVITATION, REMINDER = BroadcastKind.INVITATION, BroadcastKind.REMINDER
FINAL = [DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.REFUSED, DeliveryState.SKIPPED]


async def start(
    store: Store, round_: Round, kind: BroadcastKind = INVITATION, days: int = 0
) -> Broadcast:
    async with store.write() as connection:
        return await start_broadcast(connection, round_.id, kind, MOMENT + timedelta(days=days))


async def waiting(store: Store, broadcast: Broadcast, limit: int = 100) -> list[Delivery]:
    async with store.read() as connection:
        return await find_waiting(connection, broadcast, limit)


async def claim(store: Store, broadcast: Broadcast, limit: int = 100) -> list[Delivery]:
    async with store.write() as connection:
        found = await find_waiting(connection, broadcast, limit)
        await claim_deliveries(connection, found)
        return found


async def settle(store: Store, *settled: Settled) -> None:
    async with store.write() as connection:
        await settle_deliveries(connection, settled)


async def move(store: Store, broadcast: Broadcast, to: BroadcastState) -> Broadcast:
    async with store.write() as connection:
        return await move_broadcast(connection, broadcast.id, to)


def chats_of(found: list[Delivery]) -> set[int]:
    return {open_contact(CONTACTS, one.person, one.chat) for one in found}


async def wiped(store: Store) -> set[tuple[bool, bool]]:
    """Whether person and chat are gone, of every delivery that is over."""
    chosen = select(deliveries.c.person, deliveries.c.chat).where(deliveries.c.state > 1)
    async with store.read() as connection:
        return {(row[0] is None, row[1] is None) for row in await connection.execute(chosen)}


class TestContactList:
    async def test_a_subscription_reads_back_and_names_its_chat_only_to_the_key(
        self, store: Store
    ) -> None:
        added = subscription(7, Topic.RESULTS, 3, "bn")
        async with store.write() as connection:
            await subscribe(connection, added)
        assert await find_subscriptions(store, added.person) == [added]
        assert open_contact(CONTACTS, added.person, added.chat) == 7
        with pytest.raises(SecretKeyError):
            open_contact(CONTACTS, seal_contact(CONTACTS, 8)[0], added.chat)

    async def test_asking_twice_changes_the_language_and_adds_nobody(self, store: Store) -> None:
        await add_subscribers(store, [7], language="en")
        await add_subscribers(store, [7], language="bn")
        [found] = await find_subscriptions(store, CONTACTS.person(7))
        assert found.language == "bn"

    async def test_each_topic_is_asked_for_and_left_apart(self, store: Store) -> None:
        person = CONTACTS.person(7)
        await add_subscribers(store, [7, 8])
        await add_subscribers(store, [7], Topic.RESULTS, 3)
        await add_subscribers(store, [7], Topic.RESULTS, 4)
        async with store.write() as connection:
            assert await unsubscribe(connection, person, Topic.RESULTS, 3) == 1
        left = [(one.topic, one.round_id) for one in await find_subscriptions(store, person)]
        assert left == [(Topic.RESULTS, 4), (Topic.ROUNDS, 0)]
        async with store.write() as connection:
            assert await unsubscribe(connection, person) == 2
        assert await find_subscriptions(store, person) == []
        assert await count_subscribers(store, Topic.ROUNDS) == 1

    async def test_the_list_of_one_round_is_forgotten_and_no_other(self, store: Store) -> None:
        await add_subscribers(store, [7, 8], Topic.RESULTS, 3)
        await add_subscribers(store, [7], Topic.RESULTS, 4)
        await add_subscribers(store, [7])
        async with store.write() as connection:
            assert await forget_subscriptions(connection, 3) == 2
        assert await count_subscribers(store, Topic.RESULTS, 3) == 0
        assert await count_subscribers(store, Topic.RESULTS, 4) == 1
        assert await count_subscribers(store, Topic.ROUNDS) == 1

    async def test_everybody_of_a_topic_is_found_whatever_the_page(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("surveys.store.subscriptions.PAGE", 3)
        await add_subscribers(store, range(1, 8))
        await add_subscribers(store, [99], Topic.RESULTS, 3)
        found = [one async for one in iterate_subscriptions(store, Topic.ROUNDS)]
        assert {open_contact(CONTACTS, one.person, one.chat) for one in found} == set(range(1, 8))
        assert len(found) == 7


class TestStarting:
    async def test_everybody_on_the_list_at_that_moment_is_to_get_it(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1, 2, 3])
        await add_subscribers(store, [9], Topic.RESULTS, round_.id)
        async with store.read() as connection:
            assert await count_recipients(connection, round_.id, INVITATION) == 3
        broadcast = await start(store, round_)
        await add_subscribers(store, [4])
        assert broadcast.state is BroadcastState.SENDING
        assert await find_broadcasts(store, round_.id, BroadcastState.SENDING) == [broadcast]
        assert chats_of(await waiting(store, broadcast)) == {1, 2, 3}

    async def test_results_go_to_those_who_asked_for_this_round(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1])
        await add_subscribers(store, [2], Topic.RESULTS, round_.id)
        await add_subscribers(store, [3], Topic.RESULTS, round_.id + 1)
        await put_in_state(store, round_, RoundState.PUBLISHED)
        broadcast = await start(store, round_, BroadcastKind.RESULTS)
        assert chats_of(await waiting(store, broadcast)) == {2}

    async def test_a_second_tap_starts_nothing(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1])
        await start(store, round_)
        with pytest.raises(RoundError) as refused:
            await start(store, round_)
        assert refused.value.code == "broadcast.under-way"
        assert len(await find_broadcasts(store)) == 1

    async def test_two_reminders_reach_everybody_and_no_third_is_started(
        self, store: Store, round_: Round
    ) -> None:
        for days in (0, 1):
            broadcast = await start(store, round_, REMINDER, days)
            assert broadcast.state is BroadcastState.DONE  # for nobody is on the list
        with pytest.raises(RoundError) as refused:
            await start(store, round_, REMINDER, 2)
        assert refused.value.code == "broadcast.again"

    async def test_a_round_that_is_not_there_is_told(self, store: Store, round_: Round) -> None:
        with pytest.raises(RoundError) as refused:
            async with store.write() as connection:
                await start_broadcast(connection, round_.id + 1, INVITATION, MOMENT)
        assert refused.value.code == "round.unknown"

    async def test_the_order_of_the_list_is_not_kept(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, range(1, 41))
        async with store.read() as connection:
            listed = select(subscriptions.c.person).order_by(subscriptions.c.id)
            persons = list((await connection.execute(listed)).scalars())
        found = await waiting(store, await start(store, round_))
        assert [one.person for one in found] != persons
        assert sorted(one.person for one in found) == sorted(persons)


class TestDeliveries:
    async def test_what_is_claimed_is_not_found_again(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1, 2, 3])
        broadcast = await start(store, round_)
        claimed = await claim(store, broadcast, 2)
        assert len(claimed) == 2
        assert chats_of(await waiting(store, broadcast)) == {1, 2, 3} - chats_of(claimed)

    @pytest.mark.parametrize("state", FINAL)
    async def test_once_it_is_over_nobody_is_named(
        self, store: Store, round_: Round, state: DeliveryState
    ) -> None:
        await add_subscribers(store, [1])
        broadcast = await start(store, round_)
        [delivery] = await claim(store, broadcast)
        await settle(store, Settled(delivery, state, "a reason" * 100))
        assert await count_deliveries(store, broadcast.id) == {state: 1}
        assert await wiped(store) == {(True, True)}
        assert len(await find_subscriptions(store, CONTACTS.person(1))) == 1

    async def test_whoever_left_is_taken_off_every_list(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1, 2])
        await add_subscribers(store, [1], Topic.RESULTS, 9)
        broadcast = await start(store, round_)
        [gone] = [one for one in await claim(store, broadcast) if chats_of([one]) == {1}]
        await settle(store, Settled(gone, DeliveryState.LEFT, "blocked"))
        assert await find_subscriptions(store, CONTACTS.person(1)) == []
        assert len(await find_subscriptions(store, CONTACTS.person(2))) == 1

    async def test_what_did_not_leave_waits_again(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1])
        broadcast = await start(store, round_)
        [delivery] = await claim(store, broadcast)
        await settle(store, Settled(delivery, DeliveryState.PENDING))
        assert await waiting(store, broadcast) == [delivery]

    async def test_after_a_crash_what_was_claimed_is_listed_and_not_found(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1, 2, 3])
        broadcast = await start(store, round_)
        claimed = await claim(store, broadcast, 2)
        async with store.write() as connection:
            assert await abandon_claimed(connection) == 2
        unknown = await find_unknown(store, broadcast.id)
        assert [one.id for one in unknown] == [one.id for one in claimed]
        assert {one.reason for one in unknown} == {CRASHED}
        assert len(await waiting(store, broadcast)) == 1
        assert await wiped(store) == {(True, True)}

    async def test_what_was_claimed_and_never_handed_on_is_given_back(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1, 2, 3])
        broadcast = await start(store, round_)
        first, *others = await claim(store, broadcast)
        async with store.write() as connection:
            await release_claimed(connection, {first.id})
        assert await waiting(store, broadcast) == others

    async def test_who_left_since_is_seen(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1, 2])
        broadcast = await start(store, round_)
        async with store.write() as connection:
            await unsubscribe(connection, CONTACTS.person(1), Topic.ROUNDS)
        found = {chats_of([one]).pop(): one for one in await waiting(store, broadcast)}
        assert (found[1].subscribed, found[2].subscribed) == (False, True)

    async def test_who_still_waits_for_other_results_has_left_these(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1], Topic.RESULTS, round_.id)
        await add_subscribers(store, [1], Topic.RESULTS, round_.id + 1)
        await put_in_state(store, round_, RoundState.PUBLISHED)
        broadcast = await start(store, round_, BroadcastKind.RESULTS)
        async with store.write() as connection:
            await unsubscribe(connection, CONTACTS.person(1), Topic.RESULTS, round_.id)
        assert [one.subscribed for one in await waiting(store, broadcast)] == [False]

    async def test_languages_are_those_still_to_be_sent(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1], language="en")
        await add_subscribers(store, [2], language="bn")
        broadcast = await start(store, round_)
        assert await find_languages(store, broadcast.id) == ["bn", "en"]
        await claim(store, broadcast)
        assert await find_languages(store, broadcast.id) == []
        async with store.read() as connection:
            assert await is_any_left(connection, broadcast.id)


class TestPausingAndStopping:
    async def test_a_broadcast_is_paused_and_resumed(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1])
        broadcast = await start(store, round_)
        paused = await move(store, broadcast, BroadcastState.PAUSED)
        assert paused.state is BroadcastState.PAUSED
        assert await find_broadcasts(store, state=BroadcastState.SENDING) == []
        await move(store, broadcast, BroadcastState.SENDING)
        assert chats_of(await waiting(store, broadcast)) == {1}

    async def test_stopping_wipes_what_waits_and_what_is_given_back(
        self, store: Store, round_: Round
    ) -> None:
        await add_subscribers(store, [1, 2, 3])
        broadcast = await start(store, round_)
        [sent, back] = await claim(store, broadcast, 2)
        await move(store, broadcast, BroadcastState.STOPPED)
        assert await waiting(store, broadcast) == []
        await settle(store, Settled(sent, DeliveryState.SENT))
        await settle(store, Settled(back, DeliveryState.PENDING))
        counts = await count_deliveries(store, broadcast.id)
        async with store.write() as connection:
            assert await count_all_deliveries(connection) == {broadcast.id: counts}
        assert counts == {DeliveryState.SENT: 1, DeliveryState.SKIPPED: 2}
        assert await wiped(store) == {(True, True)}

    async def test_a_stopped_one_is_over_for_good(self, store: Store, round_: Round) -> None:
        await add_subscribers(store, [1])
        broadcast = await start(store, round_)
        await move(store, broadcast, BroadcastState.STOPPED)
        with pytest.raises(RoundError) as refused:
            await move(store, broadcast, BroadcastState.SENDING)
        assert refused.value.code == "broadcast.move"
        with pytest.raises(RoundError) as again:
            await start(store, round_, days=1)
        assert again.value.code == "broadcast.again"

    async def test_a_number_that_is_none_is_told(self, store: Store) -> None:
        with pytest.raises(RoundError) as refused:
            async with store.read() as connection:
                await get_broadcast(connection, 5)
        assert refused.value.code == "broadcast.unknown"
