"""What residents meet: the first screen, the length of the way, and whose answers are whose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.screens import LONGEST_MESSAGE
from tests.support.annual import begin_chat, labels_of
from tests.support.chat import open_desk
from tests.support.questionnaires import load_every_kind


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
            label = "Yes, go on" if "more?" in chat.messages[-1].text else label
            await chat.tap(label)
        await chat.say("/unknown")
        assert "Nobody reads messages here." in chat.messages[-1].text
        await chat.say("Better lights,\x00 please")
        await chat.tap("Keep it")
        await chat.tap("Continue")
        assert "Better lights, please" in chat.messages[-1].text


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
