"""How sessions end: nothing is mixed up, nothing links, and what is gone is no obstacle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.desk.errands import Errand
from bot.desk.tokens import StaffToken
from bot.dialogs import open_dialog
from bot.fieldwork import key_name
from bot.office import TERMINAL, Office
from bot.office.drafts import delete_draft
from bot.office.ending import begin_close, withdraw
from bot.office.people import SETTINGS, remove, sync_administrators
from bot.respondents import Respondent
from bot.visits import Visit
from surveys.interview import Interview
from surveys.privacy import STAFF_KEY, RoundKeys, StaffKeys
from surveys.rounds import LONDON, RoundState, london_date
from surveys.sealing import open_interview
from surveys.staff import Role, dialog_about
from surveys.store.audit import read_entries
from surveys.store.rounds import get_round
from surveys.store.staff import change_role, get_member
from surveys.store.tables import interviews
from tests.support.annual import MAIN
from tests.support.chat import Chat, Desk, make_settings, open_desk
from tests.support.letters import ROUND
from tests.support.sessions import (
    ANSWERS,
    INTERVIEWER,
    add_draft,
    enter,
    find_session,
    reach_card,
    read_rows,
    take_answers,
)
from tests.support.staffing import make_staff, open_office

TWO = {"aa": "Round A", "bb": "Round B"}


async def read_own(desk: Desk, name: str) -> Interview:
    """What the only chat that answers a round for itself has answered."""
    round_ = await get_round(desk.store, name)
    keys = RoundKeys(desk.ring.get(key_name(round_)))
    [row] = (await read_rows(desk, name))["chat"]
    return open_interview(keys, round_.id, row.pseudonym, row.person, row.state)


async def read_lines(desk: Desk, *actions: str) -> list[tuple[str, str, str]]:
    """Who did what to what, of some actions of the audit trail."""
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [(one.who, one.action, one.subject) for one in entries if one.action in actions]


async def open_both(chat: Chat) -> None:
    """Stand at the first question of one's own interview in B, and of somebody else's in A."""
    await chat.say("/start bb")
    await chat.tap("I agree to take part")
    await chat.say("/interview")
    await chat.tap("Round A")
    await chat.tap("I agree to take part")
    await chat.say("3")


@pytest.mark.parametrize("how", ["closing", "/cancel", "/rounds", "/end"])
async def test_what_is_typed_when_a_session_is_over_is_no_answer_of_ones_own(
    how: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path, titles=TWO) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await open_both(chat)
        if how == "/end":
            await chat.say(how)
        else:
            async with open_office(desk) as office:
                await begin_close(office, "aa", early=True)
            if how.startswith("/"):
                await chat.say(how)
        before = len(chat.messages)
        await chat.say("3")
        assert len(chat.messages) == before + 1, "one word on it, and nothing of one's own"
        await chat.say("3")
        assert (await read_own(desk, "bb")).answers == {}
        said = " ".join(message.text for message in chat.messages[before:])
        assert ("This interview is over" in said) is (how != "/end")
        assert "You have stopped." in said
        assert await find_session(desk) is None
        await chat.tap("Go on")
        await chat.say("3")
        assert len((await read_own(desk, "bb")).answers) == 1


async def test_a_session_pauses_ones_own_interview_and_clears_its_card(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await chat.say("/start")
        await chat.tap("I agree to take part")
        for text in MAIN:
            await chat.say(text)
        own = await read_own(desk, ROUND)
        await enter(chat)
        assert not any(ANSWERS.search(message.text) for message in chat.messages)
        paused = await read_own(desk, ROUND)
        assert (own.paused, paused.paused) == (False, True)
        assert paused.answers == own.answers


async def test_a_tap_in_a_session_that_is_over_is_acknowledged_and_does_nothing(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await enter(chat)
        await chat.tap("I agree to take part")
        desk.clock.now += timedelta(days=30)
        rows = await read_rows(desk)
        calls = await desk.receive(chat.tap_update("18 or over"))
        assert sorted(call.method for call in calls) == ["answerCallbackQuery", "sendMessage"]
        assert chat.messages[-1].text.startswith("This interview is over")
        assert await read_rows(desk) == rows


@pytest.mark.parametrize("how", ["removed", "taken out of the settings"])
async def test_a_previewed_draft_that_is_gone_keeps_nobody_among_the_staff(
    how: str, tmp_path: Path
) -> None:
    named = "" if how == "removed" else str(INTERVIEWER)
    async with open_desk(tmp_path, admin_telegram_ids=named) as desk:
        chat = desk.chat(INTERVIEWER)
        code = (await make_staff(chat, Role.OFFICER)).code if how == "removed" else ""
        draft = await add_draft(desk)
        tap = StaffToken("round-preview", (str(draft.id),)).write()
        await desk.receive(chat.data_update(tap, 1))
        assert await find_session(desk) is not None
        async with open_office(desk) as office:
            await delete_draft(office, draft.name)
        async with desk.store.write() as connection:
            settings, who = make_settings(tmp_path), TERMINAL if code else SETTINGS
            office = Office(connection, desk.ring, settings, who, desk.clock(), desk.random)
            await (remove(office, code) if code else sync_administrators(office))
        await desk.bot.book.refresh()
        assert desk.bot.book.find(INTERVIEWER) is None


def meanwhile(desk: Desk, act: Callable[[], Awaitable[object]]) -> None:
    """Let something happen between taking an errand up and its transaction."""
    prepare = desk.bot.desk.prepare

    async def late(errand: Errand) -> None:
        await prepare(errand)
        await act()

    desk.bot.desk.prepare = late  # type: ignore[method-assign]  # act in between


@pytest.mark.parametrize("change", ["removed", "interviewer now"])
async def test_an_errand_under_way_of_somebody_removed_takes_no_effect(
    change: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        member = await make_staff(chat, Role.OFFICER)
        round_ = await get_round(desk.store, ROUND)

        async def act() -> None:
            async with open_office(desk) as office:
                if change == "removed":
                    await remove(office, member.code)
                else:
                    role = Role.INTERVIEWER
                    await change_role(office.connection, member.code, role, member.employer)

        meanwhile(desk, act)
        tap = StaffToken("round-close-yes", (str(round_.id),)).write()
        await desk.receive(chat.data_update(tap, 5))
        assert (await get_round(desk.store, ROUND)).state is RoundState.OPEN
        assert await read_lines(desk, "round.close") == []
        assert ("staff no more" in chat.messages[-1].text) is (change == "removed")


async def test_of_answers_an_interviewer_took_the_day_is_kept_and_no_time(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        await chat.tap("Submit my answers")
        round_ = await get_round(desk.store, ROUND)
        keys = RoundKeys(desk.ring.get(key_name(round_)))
        for step in (None, "No, thank you"):
            if step:
                await chat.tap(step)
            [row] = (await read_rows(desk))["assisted"]
            taken = open_interview(keys, round_.id, row.pseudonym, row.person, row.state)
            began = datetime.fromtimestamp(taken.began, LONDON)
            assert began.date() == london_date(desk.clock.now)
            assert began.time() == time()
            assert (taken.minutes or 0) > 0


async def test_what_staff_key_opens_leads_to_no_answer(tmp_path: Path) -> None:
    """The conversation as any log or backup may hold it, and all keys but the round's."""
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        member = await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        keys = StaffKeys(desk.ring.get(STAFF_KEY))
        async with desk.store.write() as connection:
            stored = await get_member(connection, member.code)
        assert stored.dialog is not None
        opened = keys.sealer.open(stored.dialog, dialog_about(member.code))
        session = open_dialog(keys, stored.dialog, member.code).session
        assert session is not None
        [row] = (await read_rows(desk))["assisted"]
        assert row.pseudonym.hex().encode() not in opened
        assert row.pseudonym != session.nonce
        round_ = await get_round(desk.store, ROUND)
        assert row.pseudonym == RoundKeys(desk.ring.get(key_name(round_))).session_pseudonym(
            session.nonce
        )


async def test_the_log_is_emptied_within_a_minute_of_a_session(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await desk.bot.housekeeping.tick()
        await enter(chat)
        log = tmp_path / "canvass.db-wal"
        await desk.bot.housekeeping.tick()
        assert log.stat().st_size > 0
        await chat.say("/end")
        await desk.bot.housekeeping.tick()
        assert log.stat().st_size == 0


ENDS = {
    "submitted": (["Submit my answers", "No, thank you"], ["interview.begin"]),
    "not submitted": (["/end"], ["interview.begin", "interview.end"]),
}


@pytest.mark.parametrize("how", ENDS)
async def test_the_end_of_an_interview_is_recorded_where_nothing_is_kept_of_it(
    how: str, tmp_path: Path
) -> None:
    steps, expected = ENDS[how]
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        member = await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        for step in steps:
            await (chat.say(step) if step.startswith("/") else chat.tap(step))
        lines = await read_lines(desk, "interview.begin", "interview.end")
        assert lines == [(member.code, action, ROUND) for action in expected]


@pytest.mark.parametrize("how", ["/end", "Not now"])
async def test_a_preview_has_a_line_for_its_beginning_and_its_end(how: str, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        member = await make_staff(chat)
        draft = await add_draft(desk)
        tap = StaffToken("round-preview", (str(draft.id),)).write()
        await desk.receive(chat.data_update(tap, 1))
        await (chat.say(how) if how.startswith("/") else chat.tap(how))
        assert await read_lines(desk, "preview.begin", "preview.end") == [
            (member.code, "preview.begin", "draft"),
            (member.code, "preview.end", "draft"),
        ]


async def test_a_damaged_row_does_not_stop_the_bot_when_its_receipt_is_typed(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat, person, other = desk.chat(INTERVIEWER), desk.chat(), desk.chat(7700900999)
        await make_staff(chat, Role.INTERVIEWER)
        receipt = await take_answers(chat)
        async with desk.store.write() as connection:
            await connection.execute(update(interviews).values(state=b"damaged" * 8))
        await desk.receive(person.message_update(text=receipt), other.message_update(text="/start"))
        assert person.messages[-1].text.startswith("Something went wrong on our side.")
        assert "I agree to take part" in str(other.messages[-1].buttons)


async def test_a_damaged_row_does_not_stop_the_bot_when_its_session_ends(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        async with desk.store.write() as connection:
            await connection.execute(update(interviews).values(state=b"damaged" * 8))
        desk.clock.now += timedelta(days=30)
        await chat.say("3")
        assert chat.messages[-1].text.startswith("This interview is over")
        assert await find_session(desk) is None


async def test_nothing_is_written_into_a_round_that_was_just_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.RETRY_SECONDS", 0.0)
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        await chat.tap("I agree to take part")
        await chat.say(MAIN[0])
        load = desk.bot.worker._chats.load

        async def late(sessions: Any) -> Any:
            found = await load(sessions)
            desk.bot.worker._chats.load = load  # type: ignore[method-assign]  # once
            async with open_office(desk) as office:
                await withdraw(office, ROUND, "A reason")
            return found

        desk.bot.worker._chats.load = late  # type: ignore[method-assign]  # in between
        await chat.say(MAIN[1])
        assert (await get_round(desk.store, ROUND)).state is RoundState.WITHDRAWN
        assert await read_rows(desk) == {}
        assert not chat.messages[-1].text.startswith("Question")


async def test_an_update_that_the_tables_refuse_is_given_up_and_the_others_are_handled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.RETRY_SECONDS", 0.0)
    async with open_desk(tmp_path) as desk:
        bad, good = desk.chat(), desk.chat(7700900999)
        for chat in (bad, good):
            await chat.say("/start")
        # Two interviews of the same person: what the tables do not allow.
        begin = Visit.begin

        def twice(visit: Visit, *args: Any, **values: Any) -> Respondent:
            begun = begin(visit, *args, **values)
            if visit.chat == bad.number:
                visit.saved[1] = replace(begun, id=1)
            return begun

        monkeypatch.setattr(Visit, "begin", twice)
        agree = "I agree to take part"
        await desk.receive(bad.tap_update(agree), good.tap_update(agree))
        assert good.messages[-1].text.startswith("Question 1")
        assert bad.messages[-1].text.startswith("Something went wrong on our side.")
        assert len((await read_rows(desk))["chat"]) == 1
        await good.say(MAIN[0])
        assert good.messages[-1].text.startswith("Question 2")
