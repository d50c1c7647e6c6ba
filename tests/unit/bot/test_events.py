"""What is said of what just happened: which words stand below, what went, what else can be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from tests.support.chat import Chat, open_desk
from tests.support.questionnaires import load_consultation

HURT = "my ex keeps following me home and has hurt me"


async def begin(chat: Chat, *texts: str) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")
    for text in texts:
        await chat.say(text)


async def go_to_location(chat: Chat) -> None:
    """Skip everything as far as the question for a location."""
    for _ in range(40):
        shown = chat.messages[-1].text
        if "paper clip" in shown:
            return
        asks_where = "place that you want" in shown or "say where it is" in shown
        await chat.say("location" if asks_where else "skip")
        if "need this answer" in chat.messages[-1].text:
            await chat.say("yes" if "16 or over?" in shown else "2")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        pytest.param([], "Below is only what came after it.", id="nothing"),
        pytest.param(["Lamps"], "Below are the words that you sent before it, and", id="words"),
    ],
)
async def test_the_rest_of_a_text_is_told_from_what_was_sent_before(
    before: list[str], said: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat, "3", "2", "don't know", *before)
        await chat.say("Lights! " * 300)
        await chat.say("the end")
        assert chat.messages[-1].text.startswith(said)


async def test_a_permission_that_is_not_asked_for_again_is_not_said_to_be_gone(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat, "3", "2", "don't know", "Lamps", "keep it", "yes", "back", "back")
        await chat.say(HURT)
        await chat.say("keep it")
        note = chat.messages[-1].text.splitlines()[0]
        assert "“May we quote” was removed. We do not ask it again." in note
        assert "no longer asked" not in note
        await chat.say("skip")
        assert "5. May we quote: skipped" in chat.messages[-1].text
        await chat.say("5")
        assert "May we quote your words?" in chat.messages[-1].text


def load_without_choice() -> Questionnaire:
    """A walk whose ward is asked of people whom another question picks: no way leads to it."""
    walk = load_catalogue("digital-walk").model_dump()
    [ward] = [one for one in walk["questions"] if one["name"] == "place_ward"]
    ward["relevant"] = "${age} = 'no'"
    return Questionnaire.model_validate(walk)


@pytest.mark.parametrize(
    ("questionnaire", "other_way"),
    [
        (load_catalogue("safety-consultation"), "Back for another way: “Kind of place”, “Ward”."),
        (load_catalogue("digital-walk"), "Back for another way: “Ward”."),
        (load_consultation(), ""),
        (load_without_choice(), ""),
    ],
    ids=["two", "one", "none", "none that can be chosen"],
)
async def test_a_name_of_a_place_typed_for_a_location_is_told_what_can_be_given_instead(
    questionnaire: Questionnaire, other_way: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path, questionnaire) as desk:
        chat = desk.chat()
        await begin(chat)
        await go_to_location(chat)
        await chat.say("Whitechapel station")
        shown = chat.messages[-1].text
        assert "What you typed was not kept" in shown
        assert other_way in shown
        assert ("another way" in shown) is bool(other_way)
        assert shown.count("250") <= 1
