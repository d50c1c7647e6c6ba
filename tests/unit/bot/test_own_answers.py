"""Seeing, changing and deleting what was answered, with a receipt code or without."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from surveys.store.closings import begin_closing
from tests.support.annual import MAIN, answer_main, begin_chat, labels_of
from tests.support.chat import open_desk


async def test_answers_opened_by_receipt_are_the_ones_that_delete_concerns(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        receipt = await answer_main(chat)
        await chat.tap("No, thank you")
        await chat.tap("Someone else on this phone")
        await chat.tap("I agree to take part")
        await chat.say("3")
        await chat.say(receipt.lower().replace("-", " "))
        assert "Please check your answers" in chat.messages[-1].text
        await chat.say("/delete")
        await chat.tap("Delete only that set")
        await chat.say("/start")
        await chat.tap("Go on")
        assert chat.messages[-1].text.startswith("Question 2 of 16")
        await chat.say(receipt)
        assert "check your answers" not in chat.messages[-1].text


async def test_a_receipt_of_another_chat_opens_nothing(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other = desk.chat(), desk.chat(7700900456)
        await begin_chat(chat)
        receipt = await answer_main(chat)
        await begin_chat(other)
        await answer_main(other)
        await other.say(receipt)
        assert other.messages[-1].text.startswith("That code fits no answers")


async def test_a_slip_on_the_way_back_does_not_erase_answers(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        for text in MAIN:
            await chat.say(text)
        await chat.tap("Change an answer")
        await chat.tap("Age")
        await chat.tap("Under 16")
        assert chat.messages[-1].text.startswith("That answer would end the survey and delete all")
        assert "1. Under 16 ✓" in labels_of(chat)
        await chat.tap("Back")
        await chat.tap("Keep answer")
        assert chat.messages[-1].text.startswith("Please check your answers")
        await chat.say("2")
        await chat.say("2")
        await chat.say("2")
        assert "so it ends here" in chat.messages[-1].text


async def test_deleting_from_a_stopped_card_concerns_that_card(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        await chat.say("3")
        await chat.say("/stop")
        stopped = chat.messages[-1]
        await chat.tap("Someone else on this phone")
        await chat.tap("I agree to take part")
        await chat.say("3")
        await chat.tap("Delete my answers", stopped)
        assert "the set that was stopped before the end" in chat.messages[-1].text
        await chat.tap("Delete only that set")
        await chat.say("/start")
        assert chat.messages[-1].text.startswith("Question 2 of 16")
        await chat.say("/delete")
        assert chat.messages[-1].text.startswith("Delete all your answers in this chat?")


async def test_a_receipt_code_in_the_middle_of_the_extra_part_loses_nothing(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        receipt = await answer_main(chat)
        await chat.tap("Yes, go on")
        await chat.say("1")
        await chat.say(receipt)
        assert chat.messages[-1].text.startswith("You are in the middle of the extra questions.")
        assert "Question 2 of" in chat.messages[-1].text
        await chat.say("/stop")
        await chat.say(receipt)
        assert chat.messages[-1].text.startswith("You are in the middle of the extra questions.")
        await chat.tap("Go on")
        assert "Question 2 of" in chat.messages[-1].text


ENDED = "This survey has ended. Your answers can no longer be changed."
COUNTING = "The survey is being closed and the answers are being counted."


@pytest.mark.parametrize(
    ("closing", "after_code", "after_delete"),
    [
        pytest.param(False, ENDED, "Delete all your answers in this chat?", id="last day over"),
        pytest.param(True, COUNTING, COUNTING, id="closing"),
    ],
)
async def test_after_the_last_day_nothing_untrue_is_said_of_saved_answers(
    closing: bool, after_code: str, after_delete: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        receipt = await answer_main(chat)
        offer = chat.messages[-1]
        desk.clock.now += timedelta(days=30)
        if closing:
            await begin_closing(desk.store, "autumn-2026")
        await chat.say(receipt)
        assert chat.messages[-1].text.startswith(after_code)
        await chat.say("/delete")
        assert chat.messages[-1].text.startswith(after_delete)
        await chat.say("0000-0000-00")
        assert chat.messages[-1].text.startswith("That code fits no answers")
        await chat.tap("No, thank you", offer)
        now = next(message.text for message in chat.messages if message.number == offer.number)
        assert now.startswith("This survey has closed" if closing else ENDED)


async def test_a_tap_to_delete_while_answers_are_counted_says_so(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        await answer_main(chat)
        await chat.say("/delete")
        await begin_closing(desk.store, "autumn-2026")
        await chat.tap("Yes, delete")
        assert chat.messages[-1].text.startswith(COUNTING)
