"""Reading who has answered: one damaged interview holds up nobody else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from surveys.store.tables import interviews
from tests.support.chat import Chat, open_desk


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


async def test_one_interview_that_cannot_be_read_holds_up_nobody_else(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        damaged, other = desk.chat(), desk.chat(7700900456)
        await begin(damaged)
        async with desk.store.write() as connection:
            await connection.execute(update(interviews).values(state=b"damaged"))
        await begin(other)
        await desk.receive(damaged.message_update(text="3"), other.message_update(text="3"))
        assert "went wrong" in damaged.messages[-1].text
        assert "Question 2 of 16" in other.messages[-1].text
