"""Once people were told all that they asked for, it is forgotten that they asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.office.messaging import control_messages
from bot.office.outcomes import BROADCASTER, finish_messages, forget_told, halt_messages
from surveys.messages import Broadcast, BroadcastKind, BroadcastState, Topic
from surveys.rounds import Round, RoundState
from surveys.store.broadcasts import get_broadcast, start_broadcast
from surveys.store.subscriptions import count_subscribers
from tests.support.subscribers import add_subscribers
from tests.unit.bot.office.conftest import Workplace

PEOPLE = range(7_000_000_001, 7_000_000_004)
RESULTS, ACTIONS = BroadcastKind.RESULTS, BroadcastKind.ACTIONS
DONE, STOPPED = "done", "stopped"


async def published(workplace: Workplace) -> Round:
    round_ = await workplace.draft()
    await add_subscribers(workplace.store, PEOPLE, Topic.RESULTS, round_.id)
    await add_subscribers(workplace.store, PEOPLE, Topic.RESULTS, round_.id + 1)
    await add_subscribers(workplace.store, PEOPLE)
    told = {"en": "New lights (MADE UP)."}
    day = date(2026, 11, 20)
    return await workplace.put(round_, state=RoundState.PUBLISHED, published_on=day, actions=told)


async def start(workplace: Workplace, round_: Round, kind: BroadcastKind) -> Broadcast:
    async with workplace.office() as office:
        return await start_broadcast(office.connection, round_.id, kind, office.now)


async def end(workplace: Workplace, broadcast: Broadcast, how: str) -> None:
    async with workplace.office(BROADCASTER) as office:
        if how == DONE:
            await finish_messages(office, broadcast)
        elif how == STOPPED:
            await control_messages(office, "winter", broadcast.id, BroadcastState.STOPPED)
        else:
            await halt_messages(office, broadcast, BroadcastState.STOPPED, "round")


async def listed(workplace: Workplace, round_: Round) -> list[int]:
    """How many are listed for these results, for those of another round, and for next rounds."""
    return [
        await count_subscribers(workplace.store, Topic.RESULTS, round_.id),
        await count_subscribers(workplace.store, Topic.RESULTS, round_.id + 1),
        await count_subscribers(workplace.store, Topic.ROUNDS),
    ]


@pytest.mark.parametrize("order", [(RESULTS, ACTIONS), (ACTIONS, RESULTS)])
@pytest.mark.parametrize("last", [DONE, STOPPED, "stopped by itself"])
async def test_the_list_of_a_round_is_forgotten_once_both_messages_are_over(
    workplace: Workplace, order: tuple[BroadcastKind, BroadcastKind], last: str
) -> None:
    round_ = await published(workplace)
    await end(workplace, await start(workplace, round_, order[0]), DONE)
    assert await listed(workplace, round_) == [3, 3, 3]
    second = await start(workplace, round_, order[1])
    assert await listed(workplace, round_) == [3, 3, 3]
    await end(workplace, second, last)
    assert await listed(workplace, round_) == [0, 3, 3]
    forgotten = [line for line in await workplace.trail() if line[1] == "subscriptions.forget"]
    assert forgotten == [(BROADCASTER, "subscriptions.forget", "winter", "3 people", "0 people")]


async def test_the_list_is_kept_while_one_of_them_is_paused(workplace: Workplace) -> None:
    round_ = await published(workplace)
    await end(workplace, await start(workplace, round_, RESULTS), DONE)
    second = await start(workplace, round_, ACTIONS)
    async with workplace.office(BROADCASTER) as office:
        await halt_messages(office, second, BroadcastState.PAUSED, "unknown")
        await forget_told(office, round_.id)
    assert await listed(workplace, round_) == [3, 3, 3]


async def test_what_staff_paused_meanwhile_stays_as_it_is(workplace: Workplace) -> None:
    round_ = await published(workplace)
    seen = await start(workplace, round_, RESULTS)
    async with workplace.office() as office:
        await control_messages(office, "winter", seen.id, BroadcastState.PAUSED)
    before = await workplace.trail()
    async with workplace.office(BROADCASTER) as office:
        assert await halt_messages(office, seen, BroadcastState.STOPPED, "round") == ""
        assert (await get_broadcast(office.connection, seen.id)).state is BroadcastState.PAUSED
    assert await workplace.trail() == before
