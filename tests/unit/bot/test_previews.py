"""Previews: an officer answers a round not yet launched, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.dialogs import Dialog
from bot.sessions import Session, SessionKind
from surveys.rounds import Round
from surveys.staff import dialog_about
from surveys.store.interviews import delete_round_interviews
from surveys.store.rounds import open_round
from surveys.store.tables import staff
from tests.support.annual import MAIN
from tests.support.chat import Chat, open_desk
from tests.support.sessions import INTERVIEWER, TITLE, add_draft, find_session, read_rows
from tests.support.staffing import make_staff


async def preview(chat: Chat, round_: Round) -> None:
    """As the wizard begins it."""
    session = Session(SessionKind.PREVIEW, round_.id, b"p" * 16, "", round_.questionnaire_hash)
    await put_session(chat, session)
    await chat.say("/start")


async def put_session(chat: Chat, session: Session) -> None:
    book = chat.desk.bot.book
    await book.refresh()
    colleague = book.find(chat.number)
    assert colleague is not None
    code = colleague.member.code
    sealed = book.keys.sealer.seal(Dialog(session=session).write(), dialog_about(code))
    async with chat.desk.store.write() as connection:
        await connection.execute(update(staff).where(staff.c.code == code).values(dialog=sealed))


@pytest.mark.parametrize("how", ["finished", "ended", "declined", "screened out"])
async def test_of_a_preview_nothing_is_kept(how: str, tmp_path: Path) -> None:
    async with open_desk(tmp_path, titles={}) as desk:
        chat, resident = desk.chat(INTERVIEWER), desk.chat()
        await make_staff(chat)
        round_ = await add_draft(desk)
        await preview(chat, round_)
        assert chat.messages[-1].text.startswith("PREVIEW")
        await resident.say("/start draft")
        assert resident.messages[-1].text.startswith("No survey is open")
        if how == "declined":
            await chat.tap("Not now")
        else:
            await chat.tap("I agree to take part")
            assert len((await read_rows(desk, "draft"))["preview"]) == 1
        if how == "screened out":
            await chat.tap("Under 16")
        elif how != "declined":
            for text in MAIN:
                await chat.say(text)
            await chat.tap("Submit my answers")
            await (chat.tap("No, thank you") if how == "finished" else chat.say("/end"))
        assert await read_rows(desk, "draft") == {}
        assert await find_session(desk) is None
        assert desk.bot.worker._reception._burst._rounds == {}


async def test_a_launch_ends_the_previews_under_way(tmp_path: Path) -> None:
    async with open_desk(tmp_path, titles={}) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat)
        round_ = await add_draft(desk)
        await preview(chat, round_)
        first = chat.messages[-1]
        await chat.tap("I agree to take part")
        question = chat.messages[-1]
        async with desk.store.write() as connection:
            await delete_round_interviews(connection, round_.id, mode="preview")
        await open_round(desk.store, "draft", desk.clock())
        await chat.tap("18 or over", question)
        await chat.tap("I agree to take part", first) if first.buttons else None
        assert await read_rows(desk, "draft") == {}
        await chat.say("/start")
        assert chat.messages[-1].text.startswith(TITLE)
        await chat.tap("I agree to take part")
        assert set(await read_rows(desk, "draft")) == {"chat"}
