"""An interviewer at work: taking answers, and what is then kept of them."""

from __future__ import annotations

import re
from datetime import date

from bot.fieldwork import key_name
from bot.sessions import Session
from surveys.interview import Interview
from surveys.loading import load_catalogue
from surveys.privacy import RoundKeys
from surveys.rounds import Round, RoundState
from surveys.sealing import open_interview
from surveys.store.interviews import StoredInterview, iterate_interviews
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, get_round
from tests.support.annual import MAIN
from tests.support.chat import Chat, Desk
from tests.support.letters import ROUND

INTERVIEWER = 7700900401
TITLE = "Community safety survey"
ANSWERS = re.compile(r"✓|Please check your answers")


async def enter(chat: Chat) -> None:
    """Choose the survey of which to take answers."""
    await chat.say("/interview")
    await chat.tap(TITLE)


async def reach_card(chat: Chat) -> None:
    """Begin with one person and answer up to the review card."""
    await enter(chat)
    await chat.tap("I agree to take part")
    for text in MAIN:
        await chat.say(text)


async def take_answers(chat: Chat) -> str:
    """Take one person's answers to the end; returns the receipt code."""
    await reach_card(chat)
    await chat.tap("Submit my answers")
    receipt = find_receipt(chat)
    await chat.tap("No, thank you")
    return receipt


def find_receipt(chat: Chat) -> str:
    """The receipt code that the chat was shown last."""
    thanks = next(m.text for m in reversed(chat.messages) if "Receipt code" in m.text)
    return thanks.split("Receipt code: ")[1].split()[0]


async def read_rows(desk: Desk, name: str = ROUND) -> dict[str, list[StoredInterview]]:
    """The interviews of a round, by mode."""
    rows: dict[str, list[StoredInterview]] = {}
    async for row in iterate_interviews(desk.store, (await get_round(desk.store, name)).id):
        rows.setdefault(row.mode, []).append(row)
    return rows


async def open_row(desk: Desk, row: StoredInterview) -> Interview:
    """An interview as it is kept, opened with the key of its round."""
    round_ = await get_round(desk.store, ROUND)
    keys = RoundKeys(desk.ring.get(key_name(round_)))
    return open_interview(keys, row.round_id, row.pseudonym, row.person, row.state)


async def find_session(desk: Desk) -> Session | None:
    """The session that the interviewer's chat is in."""
    await desk.bot.book.refresh()
    return desk.bot.book.session(INTERVIEWER)


def shown_answers(chat: Chat) -> list[str]:
    """What the chat still shows of answers."""
    shown = [f"{message.text} {message.buttons}" for message in chat.messages]
    return [text for text in shown if ANSWERS.search(text)]


async def add_draft(desk: Desk, name: str = "draft") -> Round:
    """A round that is still a draft, with its key."""
    questionnaire = load_catalogue("annual-perception")
    await save_questionnaire(desk.store, questionnaire)
    days = date(2026, 11, 1), date(2026, 11, 30)
    draft = Round(0, name, "", questionnaire.hash, "", "", RoundState.DRAFT, *days)
    added = await add_round(desk.store, draft)
    desk.ring.create(key_name(added))
    return added
