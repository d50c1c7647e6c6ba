"""The annual survey in chat, from agreeing to a receipt code."""

from __future__ import annotations

from tests.support.chat import Chat

MAIN = ("3", "1", *"122222222", "1", "3", "6", "5")
"""One way through the main part of the annual survey, typed: up to the review card."""


async def begin_chat(chat: Chat) -> None:
    """Agree to take part."""
    await chat.say("/start")
    await chat.tap("I agree to take part")


async def answer_main(chat: Chat) -> str:
    """Answer and submit the main part; returns the receipt code."""
    for text in MAIN:
        await chat.say(text)
    await chat.tap("Submit my answers")
    thanks = next(m.text for m in reversed(chat.messages) if "receipt code" in m.text)
    return thanks.split("Your receipt code: ")[1].split()[0]


def labels_of(chat: Chat) -> list[str]:
    """The buttons of the newest message."""
    return [button["text"] for row in chat.messages[-1].buttons for button in row]
