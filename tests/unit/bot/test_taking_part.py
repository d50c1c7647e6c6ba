"""Who is at the phone: going on after stopping, and somebody else in between."""

from __future__ import annotations

from pathlib import Path

from tests.support.annual import MAIN, begin_chat, labels_of
from tests.support.chat import open_desk


async def test_starting_again_after_stopping_shows_no_answer_until_somebody_goes_on(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        for text in MAIN:
            await chat.say(text)
        await chat.say("/stop")
        await chat.say("/start")
        assert "You have stopped" in chat.messages[-1].text
        assert labels_of(chat) == ["Go on", "Someone else on this phone", "Delete my answers"]
        await chat.tap("Go on")
        assert chat.messages[-1].text.startswith("Please check your answers")


async def test_somebody_else_can_answer_while_another_has_stopped(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        await chat.say("3")
        for _ in range(3):
            await chat.say("/stop")
            await chat.tap("Someone else on this phone")
            await chat.tap("I agree to take part")
            assert chat.messages[-1].text.startswith("Question 1 of 16")
        await chat.say("/start")
        assert chat.messages[-1].text.startswith("Question 1 of 16")
        await chat.say("/stop")
        await chat.tap("Someone else on this phone")
        assert chat.messages[-1].text.startswith("Four people have answered")
