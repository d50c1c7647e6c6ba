"""Coming to a round by a venue or a letter: counted, let in once, and never told of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bot.taking_part
from bot.tokens import Token
from bot.visits import Visit
from surveys.rounds import Audience
from surveys.store.codes import count_codes
from surveys.store.interviews import StoredInterview, iterate_interviews
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import find_venues
from tests.support.chat import Chat, Desk, open_desk
from tests.support.dumping import dump, dump_bytes
from tests.support.letters import ROUND, change_audience, post_letter, put_venue

FIRST = "I agree to take part"


async def read_rows(desk: Desk) -> list[StoredInterview]:
    number = (await get_round(desk.store, ROUND)).id
    return [row async for row in iterate_interviews(desk.store, number)]


async def count_started(desk: Desk) -> list[int]:
    number = (await get_round(desk.store, ROUND)).id
    return [venue.started for venue in await find_venues(desk.store, number)]


async def count_spent(desk: Desk) -> int:
    number = (await get_round(desk.store, ROUND)).id
    return sum(count.spent for count in await count_codes(desk.store, number))


def labels_of(chat: Chat) -> list[str]:
    return [button["text"] for row in chat.messages[-1].buttons for button in row]


async def test_a_venue_is_counted_once_when_somebody_agrees_and_stands_beside_no_answer(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        link, other = await put_venue(desk, "Idea Store"), await put_venue(desk, "Market")
        chat, without = desk.chat(), desk.chat(7700900456)
        await chat.start(link)
        await chat.tap("Language and display")
        await chat.tap("New message for each question")
        await chat.tap("Done")
        assert await count_started(desk) == [0, 0]
        tap = chat.tap_update(FIRST)
        await desk.receive(tap, {"callback_query": {**tap["callback_query"], "id": "1"}})
        assert await count_started(desk) == [1, 0]
        await chat.start(other)
        assert await count_started(desk) == [1, 0]
        await without.start()
        await without.tap(FIRST)
        first, second = await read_rows(desk)
        assert (first.sample, first.stratum, first.mode) == (second.sample, None, second.mode)
        assert link.removeprefix("v_").encode() not in await dump_bytes_besides_venues(desk)


async def dump_bytes_besides_venues(desk: Desk) -> bytes:
    rows = (await dump(desk.store, {"venues"})).values()
    cells = (cell for table in rows for row in table for cell in row)
    return b" ".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)


async def test_an_unknown_venue_leads_to_the_survey_like_no_venue(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.start("v_ZZZZZZ")
        await chat.tap(FIRST)
        assert len(await read_rows(desk)) == 1


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param(lambda code: code, id="as printed"),
        pytest.param(lambda code: code.lower().replace("-", ""), id="small, no dashes"),
        pytest.param(lambda code: f" {code.replace('-', '  ')} ", id="spaces"),
        pytest.param(
            lambda code: code.replace("0", "O").replace("1", "l"), id="letters for digits"
        ),
        pytest.param(
            lambda code: f"/start i_{code.replace('-', '').replace('1', 'I').lower()}", id="link"
        ),
    ],
)
async def test_a_code_lets_one_person_in_with_stratum_and_weight(
    spelled: Callable[[str], str], tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        await change_audience(desk, Audience.INVITED)
        code = ""
        while not {"0", "1"} <= set(code):
            code, _ = await post_letter(desk, "E1", 1.5)
        chat = desk.chat()
        await chat.say(spelled(code))
        assert await count_spent(desk) == 0
        await chat.tap(FIRST)
        [row] = await read_rows(desk)
        assert (row.sample, row.stratum, row.design_weight) == ("invited", "E1", 1.5)
        assert await count_spent(desk) == 1


async def test_of_a_code_nothing_is_left_in_clear(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_desk(tmp_path) as desk:
        code, link = await post_letter(desk, "E1", 1.5)
        await change_audience(desk, Audience.BOTH)
        chat = desk.chat()
        await chat.start(link)
        await chat.say(code)
        await chat.tap(FIRST)
        await chat.say(code)
        everything = await dump_bytes(desk.store) + capsys.readouterr().out.encode()
        for spelling in (code, code.replace("-", ""), code.lower()):
            assert spelling.encode() not in everything


async def test_a_code_lets_nobody_into_a_round_that_invites_nobody(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await change_audience(desk, Audience.BOTH)
        code, link = await post_letter(desk, "E1", 1.5)
        await change_audience(desk, Audience.OPEN)
        chat = desk.chat()
        for attempt in (chat.start(link), chat.say(code)):
            await attempt
            assert FIRST not in labels_of(chat)
        await chat.start()
        await chat.tap(FIRST)
        [row] = await read_rows(desk)
        assert (row.sample, row.stratum, row.design_weight) == ("open", None, None)
        assert await count_spent(desk) == 0


@pytest.mark.parametrize(
    ("field", "mark"), [("synthetic", "SYNTHETIC"), ("rehearsal", "REHEARSAL")]
)
async def test_what_is_no_real_round_is_marked_and_asks_only_who_names_it(
    tmp_path: Path, field: str, mark: str
) -> None:
    async with open_desk(tmp_path) as desk:
        marked: dict[str, Any] = {field: True}
        made = await get_round(desk.store, ROUND)
        async with desk.store.write() as connection:
            await save_round(connection, replace(made, **marked))
        venue = await put_venue(desk, "Idea Store Example")
        chat = desk.chat()
        await chat.start()
        assert chat.messages[-1].text.startswith("No survey is open")
        for payload in (ROUND, venue):
            await chat.start(payload)
            assert chat.messages[-1].text.startswith(f"{mark}: this is a trial")
        await chat.tap(FIRST)
        assert len(await read_rows(desk)) == 1
        await chat.start()  # begun, it is found again without its name
        assert labels_of(chat)


async def test_of_two_who_use_one_code_together_one_is_let_in(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await change_audience(desk, Audience.INVITED)
        _, link = await post_letter(desk, "E1", 1.5)
        chats = [desk.chat(7700900123 + number) for number in range(3)]
        for chat in chats:
            await chat.start(link)
        await desk.receive(*(chat.tap_update(FIRST) for chat in chats))
        assert len(await read_rows(desk)) == 1
        said = [chat.messages[-1].text.split(".")[0] for chat in chats]
        assert said[0].startswith("Question 1 of 16")
        assert said[1:] == ["That code has been used"] * 2


async def test_a_code_whose_use_failed_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path) as desk:
        await change_audience(desk, Audience.INVITED)
        _, link = await post_letter(desk, "E1", 1.5)
        chat, other = desk.chat(), desk.chat(7700900456)
        for one in (chat, other):
            await one.start(link)
        whole = bot.taking_part._begin

        def begin(visit: Visit, token: Token) -> None:
            whole(visit, token)
            if visit.chat == chat.number:
                raise RuntimeError

        monkeypatch.setattr(bot.taking_part, "_begin", begin)
        await desk.receive(chat.tap_update(FIRST), other.tap_update(FIRST))
        [row] = await read_rows(desk)
        assert row.sample == "invited"
        assert other.messages[-1].text.startswith("Question 1 of 16")
        assert await count_spent(desk) == 1


async def test_people_with_letters_of_their_own_share_a_phone(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await change_audience(desk, Audience.INVITED)
        letters = [await post_letter(desk, f"E{number}", float(number)) for number in (1, 2)]
        chat = desk.chat()
        for code, _ in letters:
            await chat.say(code)
            await chat.tap(FIRST)
            await chat.say("/stop")
        strata = sorted((row.person, row.stratum) for row in await read_rows(desk))
        assert strata == [(1, "E1"), (2, "E2")]
        # Their letters lead both of them back to where they stopped; nobody else gets in.
        await chat.say(letters[0][0])
        assert labels_of(chat)[0] == "Go on"
        await chat.tap("Someone else on this phone")
        await chat.tap(FIRST)
        assert "goes to people who got a letter" in chat.messages[-1].text
        assert len(await read_rows(desk)) == 2


@pytest.mark.parametrize(
    ("audience", "begins", "says"),
    [
        pytest.param(Audience.OPEN, True, FIRST, id="open"),
        pytest.param(Audience.BOTH, True, FIRST, id="both"),
        pytest.param(Audience.INVITED, False, "got a letter", id="invited"),
    ],
)
async def test_without_a_code_people_get_in_where_everybody_is_asked(
    audience: Audience, begins: bool, says: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.start()
        first = chat.messages[-1]
        await change_audience(desk, audience)
        for payload in ("", ROUND):
            await chat.start(payload)
            assert says in f"{chat.messages[-1].text} {labels_of(chat)}"
        await chat.tap(FIRST, first)
        assert [row.sample for row in await read_rows(desk)] == (["open"] if begins else [])
