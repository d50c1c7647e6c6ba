"""``/progress``: text, then a picture with its words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from surveys.rounds import RoundState
from surveys.staff import Role
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import add_venue
from tests.support.answering import give_answers, plan_round
from tests.support.chat import Chat, Desk, open_desk
from tests.support.staffing import make_staff

OFFICER = 7700900201


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    titles = {"autumn-2026": "", "park-2026": "Safety in the park"}
    async with open_desk(tmp_path, titles=titles) as desk:
        await plan_round(desk)
        yield desk


@pytest.fixture
async def officer(desk: Desk) -> Chat:
    chat = desk.chat(OFFICER)
    await make_staff(chat, Role.OFFICER)
    return chat


async def put(desk: Desk, name: str, state: RoundState) -> None:
    round_ = await get_round(desk.store, name)
    async with desk.store.write() as connection:
        await save_round(connection, replace(round_, state=state))


async def test_of_several_rounds_one_is_chosen(officer: Chat) -> None:
    await officer.say("/progress")
    assert officer.messages[-1].text == "Progress of which round?"
    await officer.tap("park-2026: open")
    assert officer.messages[-1].text.startswith("park-2026: open")


async def test_the_only_one_in_the_field_is_shown_at_once(desk: Desk, officer: Chat) -> None:
    await put(desk, "park-2026", RoundState.WITHDRAWN)
    await officer.say("/progress")
    assert "autumn-2026: open" in officer.messages[0].text


async def test_words_that_fit_stand_under_the_picture(desk: Desk, officer: Chat) -> None:
    await give_answers(desk, 30)
    await officer.say("/progress")
    await officer.tap("autumn-2026: open")
    *_, text, picture = officer.messages
    assert text.text.startswith("autumn-2026: open")
    assert (text.kind, picture.kind) == ("text", "photo")
    assert picture.file is not None
    assert picture.file.content.startswith(b"\x89PNG")
    assert "about 55 in 100 answers" in picture.text or "in 100 residents" in picture.text


async def test_words_that_do_not_fit_are_a_message_of_their_own(desk: Desk, officer: Chat) -> None:
    await give_answers(desk, 700)
    await officer.say("/progress")
    await officer.tap("autumn-2026: open")
    *_, picture, words = officer.messages
    assert picture.kind == "photo"
    assert "next message" in picture.text
    assert len(words.text) > 1024
    assert words.text.startswith("Sex: Female about")


async def test_more_than_a_message_holds_is_cut_at_a_line(desk: Desk, officer: Chat) -> None:
    round_ = await get_round(desk.store, "autumn-2026")
    async with desk.store.write() as connection:
        for place in range(120):
            await add_venue(connection, round_.id, f"CODE{place:03}", f"Venue of number {place:03}")
    await officer.say("/progress")
    await officer.tap("autumn-2026: open")
    *lines, last = officer.messages[1].text.splitlines()
    assert last == "There is more: canvass round progress autumn-2026"
    assert lines[-1].endswith("fewer than 10")


async def test_a_round_that_never_opened_is_refused(desk: Desk, officer: Chat) -> None:
    await put(desk, "park-2026", RoundState.DRAFT)
    number = (await get_round(desk.store, "park-2026")).id
    await desk.receive(officer.data_update(f"+progress:{number}", 1))
    assert "[round.no-turnout]" in officer.messages[-1].text


async def test_where_nothing_was_ever_open_it_says_so(desk: Desk, officer: Chat) -> None:
    for name in ("autumn-2026", "park-2026"):
        await put(desk, name, RoundState.WITHDRAWN)
    await officer.say("/progress")
    assert officer.messages[-1].text == "No round is or was open yet."
