"""What residents meet: the first screen, the length of the way, and whose answers are whose."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.screens import LONGEST_MESSAGE
from surveys.store.rounds import begin_closing
from tests.support.chat import Chat, open_desk
from tests.support.questionnaires import load_every_kind

MAIN = ("3", "1", *"122222222", "1", "3", "6", "5")
"""One way through the main part of the annual survey, typed: up to the review card."""


async def begin_chat(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


async def answer_main(chat: Chat) -> str:
    """Answer and submit the main part; returns the receipt code."""
    for text in MAIN:
        await chat.say(text)
    await chat.tap("Submit my answers")
    thanks = next(m.text for m in reversed(chat.messages) if "receipt code" in m.text)
    return thanks.split("Your receipt code: ")[1].split()[0]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("the council, the police and others", id="who asks"),
        pytest.param("Tower Hamlets Community Safety Partnership", id="by name"),
        pytest.param("2025-2029 plan", id="for what plan"),
        pytest.param("Taking part is your choice", id="voluntary"),
        pytest.param("five minutes", id="how long"),
        pytest.param("skip questions and stop at any time", id="skip and stop"),
        pytest.param("no name, username or phone number", id="nothing that names you"),
        pytest.param(
            "planned for 30 November 2026, we keep a scrambled code", id="code until a date"
        ),
        pytest.param("change or delete your answers", id="change or delete"),
        pytest.param("The police get totals, never your answers", id="what the police get"),
        pytest.param("Telegram, and anyone who has your phone, can see", id="who can see"),
        pytest.param("Nobody reads it live. In danger call 999", id="danger"),
        pytest.param("Other ways to take part", id="other ways"),
        pytest.param("/privacy", id="privacy"),
    ],
)
async def test_the_first_screen_says_what_people_need_to_know(said: str, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        [first] = chat.messages
        assert said in first.text
        assert len(first.text.split()) <= 120


async def test_the_main_path_has_at_most_16_questions_and_20_taps(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        taps, questions = 0, set[str]()
        wanted = ["I agree to take part", "18 or over", "Submit my answers"]
        while "receipt code" not in "".join(message.text for message in chat.messages):
            labels = [button["text"] for row in chat.messages[-1].buttons for button in row]
            if chat.messages[-1].text.startswith("Question"):
                questions.add(chat.messages[-1].text.splitlines()[0])
            preferred = [label for label in labels if any(w in label for w in wanted)]
            await chat.tap((preferred or labels)[0])
            taps += 1
        assert len(questions) == 16
        assert taps <= 20


async def test_the_longest_review_card_fits_one_message(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        receipt = ""
        while "You have finished" not in chat.messages[-1].text:
            rows = [row[0]["text"] for row in chat.messages[-1].buttons if len(row) == 1]
            choices = [label for label in rows if label[:1].isdigit()]
            safe = [label for label in choices if label not in {"1. Under 16", "2. No"}]
            await chat.tap(max(safe, key=len) if safe else rows[0])
            found = [m.text for m in chat.messages if "Your receipt code: " in m.text]
            receipt = found[0].split("Your receipt code: ")[1].split()[0] if found else ""
        await chat.say(receipt)
        assert len(re.findall(r"^\d+\. ", chat.messages[-1].text, re.MULTILINE)) > 20
        assert len(chat.messages[-1].text) < LONGEST_MESSAGE


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


async def test_what_is_typed_is_about_the_survey_shown_last(tmp_path: Path) -> None:
    titles = {"autumn-2026": "", "park-2026": "Park"}
    async with open_desk(tmp_path, titles=titles) as desk:
        chat = desk.chat()
        for name in titles:
            await chat.say(f"/start {name}")
            await chat.tap("I agree to take part")
        await chat.say("/start autumn-2026")
        await chat.tap("Go on")
        await chat.say("3")
        assert chat.messages[-1].text.startswith("Question 2 of 16")
        await chat.say("/start park-2026")
        await chat.tap("Go on")
        assert chat.messages[-1].text.startswith("Question 1 of 16")


async def test_a_receipt_of_another_chat_opens_nothing(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other = desk.chat(), desk.chat(7700900456)
        await begin_chat(chat)
        receipt = await answer_main(chat)
        await begin_chat(other)
        await answer_main(other)
        await other.say(receipt)
        assert other.messages[-1].text.startswith("That code fits no answers")


async def test_after_submitting_no_message_shows_an_answer(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        for label in ("18 or over", "Yes", *["Skip"] * 9, "Female", "Skip", "Skip", "Skip"):
            await chat.tap(label)
        await chat.tap("Submit my answers")
        for text in ("/start", "/help", "/stop", "hello", "3", "/delete"):
            await chat.say(text)
        await chat.tap("No, keep them")
        shown = "\n".join(message.text for message in chat.messages)
        assert "Female" not in shown
        assert "✓" not in str([message.buttons for message in chat.messages])


async def test_a_command_is_never_an_answer(tmp_path: Path) -> None:
    async with open_desk(tmp_path, load_every_kind()) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        await chat.tap("Continue")
        await chat.tap("Yes, I have read this")
        for _ in range(3):
            await chat.tap("Skip")
        while "Anything else?" not in chat.messages[-1].text:
            label = "Submit my answers" if "check" in chat.messages[-1].text else "Skip"
            label = "Yes, one more minute" if "more?" in chat.messages[-1].text else label
            await chat.tap(label)
        await chat.say("/unknown")
        assert "Nobody reads messages here." in chat.messages[-1].text
        await chat.say("Better lights,\x00 please")
        await chat.tap("Continue")
        assert "Better lights, please" in chat.messages[-1].text


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


def labels_of(chat: Chat) -> list[str]:
    """The buttons of the newest message."""
    return [button["text"] for row in chat.messages[-1].buttons for button in row]


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
        await chat.tap("Yes, one more minute")
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


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        pytest.param(
            {"autumn-2026": ""},
            "when the survey is closed, after 30 November 2026 (the planned last day). Until then",
            id="open",
        ),
        pytest.param({}, "when the survey is closed. Until then", id="no round"),
    ],
)
async def test_the_privacy_notice_says_until_when_and_who_sees_what(
    titles: dict[str, str], said: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path, titles=titles) as desk:
        chat = desk.chat()
        await chat.say("/privacy")
        [notice] = chat.messages
        assert f"the key is destroyed {said}" in notice.text
        assert (
            "Analysts at London Borough of Tower Hamlets see answers without any link to you. "
            "The police get totals, never answers."
        ) in notice.text


async def test_a_question_with_an_answer_can_be_kept_or_left_unanswered(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin_chat(chat)
        await chat.say("3")
        await chat.say("1")
        await chat.say("1")
        await chat.tap("Back")
        assert labels_of(chat)[-4:] == ["Back", "Keep answer", "Skip", "Stop"]
        assert len(chat.messages[-1].buttons[-1]) == 4
        await chat.tap("Back")
        assert labels_of(chat)[-3:] == ["Back", "Keep answer", "Stop"], "it is required"
