"""``/poster``: a venue's own link on a sheet to print; codes for letters never in chat."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from surveys.reach import normalise_invitation_code
from surveys.rounds import Audience, RoundState
from surveys.store.audit import read_entries
from surveys.store.codes import count_codes
from surveys.store.meta import BOT_USERNAME, save_fact
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import find_venues
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import PARTNERSHIP
from tests.support.staffing import make_staff
from tests.support.telegram import Message

OFFICER = 7700900201
NAME = "autumn-2026"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, partnership=str(PARTNERSHIP)) as desk:
        yield desk


@pytest.fixture
async def officer(desk: Desk) -> Chat:
    chat = desk.chat(OFFICER)
    await make_staff(chat)
    return chat


async def change(desk: Desk, **changes: object) -> None:
    round_ = replace(await get_round(desk.store, NAME), **changes)  # type: ignore[arg-type]  # any
    async with desk.store.write() as connection:
        await save_round(connection, round_)


async def add(officer: Chat, *names: str) -> None:
    for name in names:
        await officer.say("/poster")
        await officer.tap("A new venue")
        await officer.say(name)


def pages_of(message: Message) -> list[str]:
    assert message.file is not None
    pages = pypdf.PdfReader(io.BytesIO(message.file.content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


async def test_a_typed_name_becomes_a_venue_with_its_poster(desk: Desk, officer: Chat) -> None:
    await add(officer, "Idea Store")
    [venue] = await find_venues(desk.store, 1)
    poster = officer.messages[-1]
    assert poster.file is not None
    assert poster.file.name == "poster-autumn-2026-idea-store.pdf"
    assert poster.text == f"Idea Store: https://t.me/canvass_test_bot?start=v_{venue.code}"
    [page] = pages_of(poster)
    assert f"t.me/canvass_test_bot?start=v_{venue.code}" in page
    assert "Idea Store" in page


async def test_who_added_a_venue_is_on_record_once(desk: Desk, officer: Chat) -> None:
    await add(officer, "Idea Store", "idea  store")
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    [line] = [entry for entry in entries if entry.action == "venue.add"]
    assert line.who.startswith("S-")
    assert line.who != "terminal"
    assert line.after.startswith("Idea Store (")


async def test_all_venues_come_as_one_pdf_a_page_each(officer: Chat) -> None:
    await add(officer, "Idea Store", "Market")
    await officer.say("/poster")
    await officer.tap("All 2 venues in one PDF")
    first, second = pages_of(officer.messages[-1])
    assert "Idea Store" in first
    assert "Market" in second


async def test_one_of_several_venues_comes_alone(officer: Chat) -> None:
    await add(officer, "Idea Store", "Market")
    await officer.say("/poster")
    await officer.tap("Idea Store")
    [page] = pages_of(officer.messages[-1])
    assert "Idea Store" in page


async def test_the_links_come_as_csv(desk: Desk, officer: Chat) -> None:
    await add(officer, "Library, Example Road")
    await officer.say("/poster")
    await officer.tap("All links as a file (CSV)")
    [venue] = await find_venues(desk.store, 1)
    file = officer.messages[-1].file
    assert file is not None
    link = f"https://t.me/canvass_test_bot?start=v_{venue.code}"
    assert file.content.decode() == f'venue,link\n"Library, Example Road",{link}\n'


async def test_a_venue_whose_name_no_file_can_have_goes_by_its_code(
    desk: Desk, officer: Chat
) -> None:
    await add(officer, "Ωμέγα")
    [venue] = await find_venues(desk.store, 1)
    file = officer.messages[-1].file
    assert file is not None
    assert file.name == f"poster-autumn-2026-{venue.code}.pdf"


async def test_a_name_that_no_font_can_write_is_told(desk: Desk, officer: Chat) -> None:
    await add(officer, "Hall \U00030000")  # CJK extension G, which is in no common font
    assert "[poster.letters]" in officer.messages[-1].text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": RoundState.CLOSED}, "reach.over"),
        ({"audience": Audience.INVITED}, "reach.audience"),
    ],
    ids=["closed", "letters only"],
)
async def test_a_round_that_changed_meanwhile_gets_no_poster(
    desk: Desk, officer: Chat, changes: dict[str, object], code: str
) -> None:
    await officer.say("/poster")
    await officer.tap("A new venue")
    await change(desk, **changes)
    await officer.say("Idea Store")
    assert f"[{code}]" in officer.messages[-1].text
    assert await find_venues(desk.store, 1) == []


async def test_a_button_of_another_venue_is_refused(desk: Desk, officer: Chat) -> None:
    await desk.receive(officer.data_update("+poster-send:1:ZZZZZZ", 1))
    assert "[reach.no-venue]" in officer.messages[-1].text


async def test_without_the_name_of_the_bot_there_are_no_links(desk: Desk, officer: Chat) -> None:
    async with desk.store.write() as connection:
        await save_fact(connection, BOT_USERNAME, "")
    await add(officer, "Idea Store")
    assert "[reach.bot-unknown]" in officer.messages[-1].text
    assert await find_venues(desk.store, 1) == []


async def test_codes_for_letters_are_never_made_in_chat(desk: Desk, officer: Chat) -> None:
    await change(desk, audience=Audience.BOTH)
    await officer.say("/codes")
    told = officer.messages[-1].text
    assert "canvass round codes autumn-2026 --to letters.csv --number 500" in told
    assert not any(normalise_invitation_code(word) for word in told.split())
    assert await count_codes(desk.store, 1) == []
