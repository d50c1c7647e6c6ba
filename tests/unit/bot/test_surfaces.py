"""On a shared phone no answer stays in the chat once it is submitted, stopped or deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.chat import Chat, open_desk

REVIEW = "Please check your answers"
SHOWN_ANSWERS = (REVIEW, "✓", "Very safe\n", "Outside after dark:")


async def type_to_review(chat: Chat) -> None:
    """Answer everything by typing, so that each question is a message of its own."""
    await chat.say("/start")
    await chat.tap("I agree to take part")
    await chat.say("3")
    while not chat.messages[-1].text.startswith(REVIEW):
        await chat.say("1")


def answers_left(chat: Chat) -> list[str]:
    return [
        message.text
        for message in chat.messages
        if any(words in message.text for words in SHOWN_ANSWERS)
        or any("✓" in button["text"] for row in message.buttons for button in row)
    ]


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(("tap", "Submit my answers"), id="submit"),
        pytest.param(("say", "/stop"), id="stop"),
    ],
)
async def test_no_answer_stays_in_the_chat_after_typing(
    last: tuple[str, str], tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await type_to_review(chat)
        await chat.say("3")
        await chat.say("2")
        await chat.say("hello")
        assert answers_left(chat), "the review card is there to be cleared"
        await (chat.tap if last[0] == "tap" else chat.say)(last[1])
        assert answers_left(chat) == []


async def test_no_answer_stays_in_the_chat_after_deleting(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await type_to_review(chat)
        await chat.say("/delete")
        await chat.tap("Yes, delete")
        assert answers_left(chat) == []


async def test_a_marked_answer_is_cleared_where_questions_are_new_messages(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        await chat.tap("Language and display")
        await chat.tap("New message for each question")
        await chat.tap("Done")
        await chat.tap("I agree to take part")
        await chat.tap("18 or over")
        await chat.tap("Yes")
        await chat.tap("Very safe")
        await chat.tap("Back")
        assert answers_left(chat), "the answer given before is marked"
        await chat.tap("Fairly safe")
        assert answers_left(chat) == []
