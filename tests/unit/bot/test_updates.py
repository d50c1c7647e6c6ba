"""Asking to be told, and leaving: by a tap, by blocking the bot, and never for somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.messages import Topic
from surveys.privacy import CONTACTS_KEY, ContactKeys
from surveys.rounds import RoundState
from surveys.store.rounds import get_round
from surveys.store.subscriptions import find_subscriptions
from tests.support.chat import Chat, Desk, add_open_round, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.messaging import answer
from tests.support.staffing import make_staff
from tests.support.subscribers import put_in_state

RESULTS, ROUNDS = (Topic.RESULTS, 1), (Topic.ROUNDS, 0)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, partnership=str(PARTNERSHIP)) as desk:
        yield desk


async def lists(chat: Chat) -> list[tuple[Topic, int]]:
    """What a chat is on the list for."""
    keys = ContactKeys(chat.desk.ring.get(CONTACTS_KEY))
    found = await find_subscriptions(chat.desk.store, keys.person(chat.number))
    return [(one.topic, one.round_id) for one in found]


async def tap_data(chat: Chat, value: str) -> None:
    """A tap that carries whatever its sender likes."""
    newest = chat.messages[-1].number if chat.messages else 1
    await chat.desk.receive(chat.data_update(f"t.0..0..{value}", newest))


async def test_each_list_is_joined_and_left_apart(desk: Desk) -> None:
    chat = desk.chat()
    await answer(chat)
    finished = chat.messages[-1]
    assert await lists(chat) == []
    await chat.tap("Send me the results", finished)
    assert await lists(chat) == [RESULTS]
    await chat.tap("Tell me about next surveys", finished)
    assert await lists(chat) == [RESULTS, ROUNDS]
    await chat.tap("No results of Community safety survey")
    assert await lists(chat) == [ROUNDS]


async def test_tapping_twice_changes_nothing_more(desk: Desk) -> None:
    chat = desk.chat()
    await answer(chat)
    tap = chat.tap_update("Send me the results")
    await desk.receive(tap, dict(tap))
    assert await lists(chat) == [RESULTS]
    leave = chat.tap_update("No results of Community safety survey")
    await desk.receive(leave, dict(leave))
    assert await lists(chat) == []


@pytest.mark.parametrize(
    "value",
    [
        "results/1",
        "results/0",
        "results/2",
        "results/",
        "results/-1",
        "results/+1",
        "results/٣",
        "results/" + "9" * 40,
        "rounds/1",
        "rounds/" + "9" * 40,
        "rounds",
        "nothing/0",
        "",
        "-",
    ],
)
async def test_a_made_up_tap_of_somebody_who_never_took_part_joins_nothing(
    desk: Desk, value: str
) -> None:
    chat = desk.chat()
    await tap_data(chat, value)
    assert await lists(chat) == []
    assert desk.bot.worker.handled == 1


@pytest.mark.parametrize("value", ["-results/" + "9" * 40, "-rounds/7", "-results/-1", "-x/1"])
async def test_a_made_up_tap_that_leaves_does_no_harm(desk: Desk, value: str) -> None:
    chat = desk.chat()
    await answer(chat)
    await chat.tap("Send me the results")
    await tap_data(chat, value)
    assert await lists(chat) == [RESULTS]


async def test_results_are_offered_only_once_answers_are_submitted(desk: Desk) -> None:
    chat = desk.chat()
    await chat.say("/start")
    await chat.tap("I agree to take part")
    await chat.say("3")
    await tap_data(chat, "results/1")
    assert await lists(chat) == []


async def test_results_of_one_round_are_not_those_of_another(desk: Desk) -> None:
    await add_open_round(desk.store, desk.ring, name="park-2026", title="Park")
    chat = desk.chat()
    await chat.say("/start autumn-2026")
    await chat.tap("I agree to take part")
    await chat.say("3")
    while not chat.messages[-1].text.startswith("Please check your answers"):
        await chat.say("1")
    await chat.tap("Submit my answers")
    await tap_data(chat, "results/2")
    assert await lists(chat) == []


async def test_leaving_works_when_the_round_is_long_closed(desk: Desk) -> None:
    chat = desk.chat()
    await answer(chat)
    finished = chat.messages[-1]
    await chat.tap("Send me the results", finished)
    round_ = await get_round(desk.store, "autumn-2026")
    await put_in_state(desk.store, round_, RoundState.CLOSED)
    await chat.tap("Tell me about next surveys", finished)
    await tap_data(chat, "-results/1")
    assert await lists(chat) == [ROUNDS]
    await tap_data(chat, "results/1")
    assert await lists(chat) == [ROUNDS]


@pytest.mark.parametrize("label", ["/updates", "/help"])
async def test_blocking_the_bot_is_leaving_whatever_was_to_be_sent(desk: Desk, label: str) -> None:
    chat, other = desk.chat(), desk.chat(7700900124)
    for each in (chat, other):
        await answer(each)
        finished = each.messages[-1]
        await each.tap("Send me the results", finished)
        await each.tap("Tell me about next surveys", finished)
    chat.block()
    await chat.say(label)
    assert await lists(chat) == []
    assert await lists(other) == [RESULTS, ROUNDS]


async def interview_somebody(chat: Chat) -> None:
    """Begin to take the answers of somebody else in a chat of staff."""
    await chat.say("/interview")
    await chat.tap("Community safety survey")
    await chat.tap("I agree to take part")


async def test_in_an_interview_for_somebody_else_nobody_is_put_on_a_list(desk: Desk) -> None:
    chat = desk.chat()
    await make_staff(chat)
    await interview_somebody(chat)
    for value in ("rounds/0", "results/1"):
        await tap_data(chat, value)
    assert await lists(chat) == []


async def test_in_an_interview_for_somebody_else_the_owner_can_leave_unseen(desk: Desk) -> None:
    chat = desk.chat()
    await make_staff(chat)
    await tap_data(chat, "rounds/0")
    await interview_somebody(chat)
    await chat.say("/updates")
    assert chat.messages[-1].text.startswith("Messages can be asked for only in")
    shown = [message.text for message in chat.messages]
    await tap_data(chat, "-rounds/0")
    assert await lists(chat) == []
    # Nothing of what the chat's owner is told of is shown to whoever is being asked.
    assert [message.text for message in chat.messages] == shown


async def test_the_list_keeps_the_language_of_the_answers(desk: Desk) -> None:
    chat = desk.chat()
    await answer(chat)
    await chat.tap("Tell me about next surveys")
    keys = ContactKeys(desk.ring.get(CONTACTS_KEY))
    [subscription] = await find_subscriptions(desk.store, keys.person(chat.number))
    assert subscription.language == "en"
