"""What is typed at the question whether to delete does what its buttons do, or is asked again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.deleting import DeleteQuestions, Meant, read_meant
from bot.outgoing import Show
from bot.visits import Visit
from bot.wording import load_wording
from surveys.store.interviews import count_interviews
from tests.support.annual import answer_main, begin_chat, labels_of
from tests.support.chat import Chat, Desk, open_desk
from tests.support.post import START, fieldwork

CHAT = 7700900123
WORDS = load_wording("en")
GONE = "Deleted. None of those answers"
AGAIN = "Nothing is deleted yet."
KEPT = "Your answers are kept."


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def finish(desk: Desk) -> Chat:
    chat = desk.chat()
    await begin_chat(chat)
    await answer_main(chat)
    await chat.tap("No, thank you")
    return chat


async def count(desk: Desk) -> int:
    return sum(one.total for one in await count_interviews(desk.store, 1))


@pytest.mark.parametrize(
    ("text", "alone", "awake", "several"),
    [
        ("yes", Meant.ONE, Meant.UNCLEAR, Meant.UNCLEAR),
        ("Yes!", Meant.ONE, Meant.UNCLEAR, Meant.UNCLEAR),
        ("delete", Meant.ONE, Meant.UNCLEAR, Meant.UNCLEAR),
        ("Yes, delete", Meant.ONE, Meant.ONE, Meant.UNCLEAR),
        ("delete my answers", Meant.ONE, Meant.ONE, Meant.UNCLEAR),
        ("ok", Meant.UNCLEAR, Meant.UNCLEAR, Meant.UNCLEAR),
        ("no", Meant.NOTHING, Meant.NOTHING, Meant.NOTHING),
        ("cancel", Meant.NOTHING, Meant.NOTHING, Meant.NOTHING),
        ("No, keep them", Meant.NOTHING, Meant.NOTHING, Meant.NOTHING),
        ("don’t delete", Meant.NOTHING, Meant.NOTHING, Meant.NOTHING),
        ("delete only that set", None, None, Meant.ONE),
        ("Delete all of them", None, None, Meant.ALL),
        ("3", None, None, None),
        ("the dealers should be deleted", None, None, None),
        ("", None, None, None),
    ],
)
def test_words_are_read_as_the_buttons_or_are_unclear(
    text: str, alone: Meant | None, awake: Meant | None, several: Meant | None
) -> None:
    assert read_meant(text, WORDS, several=False, awake=False) is alone
    assert read_meant(text, WORDS, several=False, awake=True) is awake
    assert read_meant(text, WORDS, several=True, awake=False) is several


@pytest.mark.parametrize("word", ["yes", "delete", "Yes, delete."])
async def test_who_is_done_deletes_by_a_word(desk: Desk, word: str) -> None:
    chat = await finish(desk)
    await chat.say("/delete")
    await chat.say(word)
    assert chat.messages[-1].text.startswith(GONE)
    assert await count(desk) == 0


@pytest.mark.parametrize("word", ["no", "cancel", "No, keep them"])
async def test_a_word_keeps_answers_and_the_survey_goes_on(desk: Desk, word: str) -> None:
    chat = desk.chat()
    await begin_chat(chat)
    await chat.say("3")
    await chat.say("/delete")
    await chat.say(word)
    assert [one.text[:11] for one in chat.messages[-2:]] == [KEPT[:11], "Question 2 "]
    assert await count(desk) == 1


@pytest.mark.parametrize("word", ["yes", "delete", "ok"])
async def test_where_a_word_could_be_an_answer_it_deletes_nothing_and_is_none(
    desk: Desk, word: str
) -> None:
    chat = desk.chat()
    await begin_chat(chat)
    await chat.say("3")  # then whether they live here: yes or no
    await chat.say("/delete")
    await chat.say(word)
    assert chat.messages[-1].text.startswith(AGAIN)
    assert labels_of(chat) == ["Yes, delete", "No, keep them"]
    await chat.say("yes, delete")
    assert chat.messages[-1].text.startswith(GONE)
    assert await count(desk) == 0


async def test_of_several_sets_only_the_words_of_a_button_delete(desk: Desk) -> None:
    chat = await finish(desk)
    await chat.tap("Someone else on this phone")
    await chat.tap("I agree to take part")
    await chat.say("/delete")
    await chat.say("yes")
    assert chat.messages[-1].text.startswith(AGAIN)
    await chat.say("delete only that set")
    assert await count(desk) == 1


@pytest.mark.parametrize("between", ["/help", "3", "/privacy"])
async def test_after_anything_else_a_word_is_no_answer_to_the_question(
    desk: Desk, between: str
) -> None:
    chat = await finish(desk)
    await chat.say("/delete")
    await chat.say(between)
    await chat.say("yes")
    assert await count(desk) == 1


async def test_another_chat_was_not_asked(desk: Desk) -> None:
    chat, other = await finish(desk), desk.chat(7700900456)
    await begin_chat(other)
    await chat.say("/delete")
    await other.say("yes, delete")
    assert await count(desk) == 2


class TestHandledAgain:
    def ask(self, questions: DeleteQuestions, position: int) -> None:
        visit = Visit(CHAT, position, START, fieldwork(), [], bytes)
        visit.show(Show.DELETE_CONFIRM, count=1)
        questions.note(visit)

    def test_an_update_finds_what_it_found_before(self) -> None:
        questions = DeleteQuestions()
        self.ask(questions, 5)
        assert questions.find(CHAT, 7) == questions.find(CHAT, 7) == (0, 1)
        self.ask(questions, 7)
        assert questions.find(CHAT, 7) == (0, 1)
        assert questions.find(CHAT, 8) == (0, 1)
        assert questions.find(CHAT, 9) is None

    def test_what_came_before_the_question_is_no_answer_to_it(self) -> None:
        questions = DeleteQuestions()
        self.ask(questions, 5)
        assert questions.find(CHAT, 5) is None
        assert questions.find(CHAT, 4) is None

    def test_a_chat_of_staff_at_work_was_asked_nothing(self) -> None:
        questions = DeleteQuestions()
        self.ask(questions, 5)
        questions.forget(CHAT)
        assert questions.find(CHAT, 6) is None
