"""Messages to many in tests: people who answer and ask to be told, and letting messages go out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from bot.desk.tokens import StaffToken
from bot.publications import Message, Publication
from surveys.messages import BroadcastState
from surveys.rounds import Round, RoundState
from surveys.store.broadcasts import find_broadcasts
from surveys.store.publications import save_publication
from surveys.store.rounds import get_round, save_round
from tests.support.chat import Chat, Desk
from tests.support.telegram import Call

PATIENCE = 20.0
PEOPLE = range(7700900110, 7700900113)
REMINDER = "The survey is still open until"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
"""A picture of one pixel."""

FOUND = "Results: Community safety survey\nWomen who feel safe after dark: 52 % (MADE UP)."


async def answer(chat: Chat) -> None:
    """Answer the annual survey by typing, submit, and leave out the extra part."""
    await chat.say("/start")
    await chat.tap("I agree to take part")
    await chat.say("3")
    while not chat.messages[-1].text.startswith("Please check your answers"):
        await chat.say("1")
    await chat.tap("Submit my answers")
    await chat.tap("No, thank you")


async def ask_to_be_told(desk: Desk) -> list[Chat]:
    """Three people who asked in an earlier round to be told of the next."""
    chats = [desk.chat(number) for number in PEOPLE]
    for chat in chats:
        await desk.receive(chat.data_update("t.0..0..rounds/0", 1))
    return chats


def count_reached(chats: list[Chat], words: str) -> list[int]:
    """How often each chat got a message with these words."""
    return [sum(words in message.text for message in chat.messages) for chat in chats]


async def tap_staff(chat: Chat, name: str, *arguments: str) -> None:
    """Tap a button of staff by what it carries, whether it was shown or not."""
    await chat.desk.receive(chat.data_update(StaffToken(name, arguments).write(), 1))


async def send_messages(desk: Desk) -> list[Call]:
    """Let everything go out that may go out now; returns the calls of it."""
    desk.telegram.take_calls()
    broadcaster = desk.bot.broadcaster
    async with asyncio.timeout(PATIENCE):
        idle = 0
        while idle < 3:
            pause = await broadcaster.tick()
            await asyncio.sleep(0.001)
            await desk.bot.outbox.drain()
            busy = broadcaster._under_way or broadcaster._results or not pause
            idle = 0 if busy else idle + 1
    return desk.telegram.take_calls()


async def publish(desk: Desk, name: str = "autumn-2026", text: str = FOUND) -> Round:
    """Make a round one whose results are published, with a picture of one pixel."""
    round_ = await get_round(desk.store, name)
    body = Publication({}, {"en": Message(text, PICTURE)}, "", "0").write()
    published = replace(round_, state=RoundState.PUBLISHED, published_on=date(2026, 12, 5))
    async with desk.store.write() as connection:
        await save_publication(connection, round_.id, body)
        return await save_round(connection, published)


async def states(desk: Desk) -> list[BroadcastState]:
    """How far all broadcasts are, the earliest first."""
    return [one.state for one in await find_broadcasts(desk.store)]
