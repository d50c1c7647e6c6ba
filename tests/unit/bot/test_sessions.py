"""Interviewer mode: a chat stands for somebody else, and nothing leads to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bot.closing import close_round
from bot.desk.tokens import StaffToken
from bot.fieldwork import key_name
from bot.office.people import remove, sync_administrators
from surveys.interview import Stage
from surveys.privacy import RoundKeys
from surveys.rounds import Audience
from surveys.staff import Role
from surveys.store.closings import begin_closing
from surveys.store.rounds import get_round, save_round
from tests.support.annual import MAIN
from tests.support.chat import Desk, open_desk, run_desk
from tests.support.dumping import dump, dump_bytes
from tests.support.letters import ROUND, change_audience, post_letter, put_venue
from tests.support.sessions import (
    INTERVIEWER,
    enter,
    find_receipt,
    find_session,
    open_row,
    reach_card,
    read_rows,
    shown_answers,
    take_answers,
)
from tests.support.staffing import make_staff, open_office


async def test_several_people_one_after_another_have_nothing_in_common(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        for _ in range(3):
            await take_answers(chat)
        rows = (await read_rows(desk))["assisted"]
        assert len({row.pseudonym for row in rows}) == 3
        assert len({row.receipt for row in rows}) == 3
        assert {(row.person, row.sample) for row in rows} == {(1, "open")}
        assert shown_answers(chat) == []


async def test_the_interviewers_own_answers_are_untouched_and_nothing_leads_to_the_others(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await chat.say("/start")
        await chat.tap("I agree to take part")
        await chat.say("3")
        await chat.say("/stop")
        own = (await read_rows(desk))["chat"]
        before = await dump(desk.store, {"inbox", "outbox", "interviews", "audit", "meta"})
        await take_answers(chat)
        rows = await read_rows(desk)
        [taken] = rows["assisted"]
        assert rows["chat"] == own
        assert await dump(desk.store, {"inbox", "outbox", "interviews", "audit", "meta"}) == before
        everything = await dump_bytes(desk.store)
        assert everything.count(taken.pseudonym) == 1
        assert everything.count(str(taken.id).encode()) == 1
        keys = RoundKeys(desk.ring.get(key_name(await get_round(desk.store, ROUND))))
        assert taken.pseudonym != keys.pseudonym(INTERVIEWER) == own[0].pseudonym
        interview = await open_row(desk, taken)
        assert (interview.stage, interview.tag, interview.surface) == (Stage.FINISHED, "", 0)
        await desk.bot.book.refresh()
        colleague = desk.bot.book.find(INTERVIEWER)
        assert colleague is not None
        assert colleague.dialog.is_empty
        await chat.say("/start")
        await chat.tap("Go on")
        await chat.say("1")
        assert chat.messages[-1].text.startswith("Question 3 of 16")


async def test_what_a_receipt_is_for_is_not_shown_to_the_interviewer(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        await chat.tap("Submit my answers")
        for _ in range(2):
            await chat.say(find_receipt(chat))
            assert chat.messages[-1].text.startswith("These answers were taken by an interviewer.")
            await chat.tap("No, keep them")
            await chat.say("/start")
            if "more minute" in chat.messages[-1].text:
                await chat.tap("No, thank you")
        assert shown_answers(chat) == []


async def test_the_receipt_stays_the_same_after_the_extra_part(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        await chat.tap("Submit my answers")
        [before] = (await read_rows(desk))["assisted"]
        await chat.tap("Yes, go on")
        while "check your answers" not in chat.messages[-1].text:
            await chat.tap("Skip")
        await chat.tap("Submit my answers")
        [after] = (await read_rows(desk))["assisted"]
        assert after.receipt == before.receipt
        assert (await open_row(desk, after)).submitted == ("main", "more")
        assert chat.messages[-1].text.startswith("Finished.")
        assert not any(message.buttons for message in chat.messages[-1:])
        other = desk.chat()
        await other.say(find_receipt(chat))
        await other.tap("Yes, delete")
        assert await read_rows(desk) == {}


ENDINGS = {
    "ended": "/end",
    "deleted": "/delete",
    "not a resident": "2",
}


@pytest.mark.parametrize("how", ENDINGS)
async def test_an_interview_that_ends_before_submitting_leaves_no_trace(
    how: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        if how == "not a resident":
            await chat.tap("Change an answer")
            await chat.tap("Lives here")
            await chat.say("2")
        await chat.say(ENDINGS[how])
        if how == "deleted":
            await chat.tap("Yes, delete")
        assert await read_rows(desk) == {}
        assert await find_session(desk) is None
        assert shown_answers(chat) == []
        await chat.say("/interview")
        assert chat.messages[-1].text.startswith("Before you begin")


async def test_old_buttons_of_an_interview_do_nothing_to_the_interviewers_own(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await chat.say("/start")
        await chat.tap("I agree to take part")
        own_screen = chat.messages[-1]
        await enter(chat)
        first_screen = chat.messages[-1]
        stale = [chat.data_update(one["callback_data"], first_screen.number)
                 for row in first_screen.buttons for one in row]  # fmt: skip
        await chat.tap("I agree to take part")
        buttons = [b for row in chat.messages[-1].buttons for b in row]
        stale += [chat.data_update(b["callback_data"], chat.messages[-1].number) for b in buttons]
        await chat.say("/stop")
        buttons = [b for row in chat.messages[-1].buttons for b in row]
        stale += [chat.data_update(b["callback_data"], chat.messages[-1].number) for b in buttons]
        await chat.say("/end")
        rows = await read_rows(desk)
        texts = [message.text for message in chat.messages]
        for tap in stale:
            calls = await desk.receive(tap)
            assert [call.method for call in calls] == ["answerCallbackQuery"]
        assert await read_rows(desk) == rows
        assert [message.text for message in chat.messages] == texts
        # And a button of one's own does nothing in an interview.
        await enter(chat)
        await chat.tap("18 or over", own_screen)
        assert (await read_rows(desk)) == rows


async def test_the_last_tap_twice_leaves_what_is_shown(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await chat.say("/start")
        await chat.tap("I agree to take part")
        await reach_card(chat)
        await chat.tap("Submit my answers")
        receipt = find_receipt(chat)
        last = chat.tap_update("No, thank you")
        again = {"callback_query": {**last["callback_query"], "id": "1"}}
        await desk.receive(last, again)
        assert chat.messages[-1].text.startswith("Finished. Please say thank you.")
        assert find_receipt(chat) == receipt


async def test_nothing_is_lost_when_the_bot_is_started_again_between_steps(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await enter(chat)
        await chat.tap("I agree to take part")
        for number, text in enumerate(MAIN):
            async with run_desk(desk.settings, desk.store, desk.ring, seed=number) as later:
                later._number = 10_000 * (number + 1)
                said = await later.chat(INTERVIEWER).say(text)
                assert any(call.method == "sendMessage" for call in said)
        [row] = (await read_rows(desk))["assisted"]
        interview = await open_row(desk, row)
        assert (interview.stage, len(interview.answers)) == (Stage.REVIEWING, 15)


async def test_the_end_can_be_told_after_a_crash_though_nothing_leads_to_the_interview(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        await chat.tap("Submit my answers")
        await desk.bot.worker.inbox.receive([{"update_id": 9, **chat.tap_update("No, thank you")}])
        desk.bot.outbox.put = lambda *_, **__: None  # type: ignore[method-assign]  # the crash
        await desk.bot.worker.drain()
        async with run_desk(desk.settings, desk.store, desk.ring) as later:
            await later.bot.outbox.drain()
            [last] = later.chat(INTERVIEWER).messages
            assert last.text.startswith("Finished. Please say thank you.")


async def test_a_removed_interviewer_keeps_nothing_of_the_interview_under_way(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, admin_telegram_ids="7700900501") as desk:
        boss, chat = desk.chat(7700900501), desk.chat(INTERVIEWER)
        await make_boss(desk)
        member = await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        assert shown_answers(chat)
        await boss.say("/colleagues")
        await boss.tap(f"Remove {member.code}")
        tap = boss.tap_update(f"Yes, remove {member.code}")
        submit = chat.tap_update("Submit my answers")
        await desk.receive(tap, submit)
        assert await read_rows(desk) == {}
        assert shown_answers(chat) == []
        assert await find_session(desk) is None


async def make_boss(desk: Desk) -> None:
    async with open_office(desk) as office:
        await sync_administrators(office)


async def test_removal_at_the_terminal_deletes_what_was_not_submitted(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        member = await make_staff(chat, Role.INTERVIEWER)
        await take_answers(chat)
        await reach_card(chat)
        async with open_office(desk) as office:
            await remove(office, member.code)
        [row] = (await read_rows(desk))["assisted"]
        assert row.receipt is not None
        await chat.tap("Submit my answers")
        assert len((await read_rows(desk))["assisted"]) == 1


@pytest.mark.parametrize("how", ["last day over", "closing"])
async def test_a_round_that_ends_ends_the_interviews_taken_for_it(how: str, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        rows = await read_rows(desk)
        if how == "closing":
            await begin_closing(desk.store, ROUND)
        else:
            desk.clock.now += timedelta(days=30)
        await chat.say("3")
        assert await read_rows(desk) == rows
        assert shown_answers(chat) == []
        await chat.say("/interview")
        assert chat.messages[-1].text == "No survey is open now."
        assert await find_session(desk) is None


async def test_an_interview_counts_for_no_venue_and_uses_no_code(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await change_audience(desk, Audience.BOTH)
        venue = await put_venue(desk, "Idea Store")
        code, letter = await post_letter(desk, "E1", 1.5)
        await enter(chat)
        for text in (code, f"/start {letter}"):
            await chat.say(text)
            assert chat.messages[-1].text.startswith("Codes of letters cannot be used")
        await chat.start(venue)
        await chat.tap("I agree to take part")
        kept = await dump(desk.store)
        assert [row[-1] for row in kept["venues"]] == [0]
        assert [row[-1] for row in kept["codes"]] == [False]
        assert [row.sample for row in (await read_rows(desk))["assisted"]] == ["open"]


async def test_a_round_for_invited_people_takes_no_answers_from_others(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        await change_audience(desk, Audience.INVITED)
        await chat.say("/interview")
        assert chat.messages[-1].text == "No survey is open now."
        number = (await get_round(desk.store, ROUND)).id
        forged = StaffToken("interview-begin", (str(number),)).write()
        await desk.receive(chat.data_update(forged, 1))
        assert "it goes to people who got a letter" in chat.messages[-1].text
        assert await find_session(desk) is None


async def test_surveys_of_one_title_can_be_told_apart_and_trials_come_last(tmp_path: Path) -> None:
    async with open_desk(tmp_path, titles={"trial": "", "north": "", "south": ""}) as desk:
        chat = desk.chat(INTERVIEWER)
        await make_staff(chat, Role.INTERVIEWER)
        trial = await get_round(desk.store, "trial")
        async with desk.store.write() as connection:
            await save_round(connection, replace(trial, rehearsal=True))
        await chat.say("/interview")
        assert [row[0]["text"] for row in chat.messages[-1].buttons] == [
            "Community safety survey (north)",
            "Community safety survey (south)",
            "REHEARSAL Community safety survey (trial)",
        ]


@pytest.mark.parametrize("first", ["interviewer", "person"])
async def test_a_receipt_deletes_also_while_the_extra_part_is_being_answered(
    first: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat, person = desk.chat(INTERVIEWER), desk.chat()
        await make_staff(chat, Role.INTERVIEWER)
        await reach_card(chat)
        await chat.tap("Submit my answers")
        await person.say(find_receipt(chat))
        yes = person.tap_update("Yes, delete")
        again = {"callback_query": {**yes["callback_query"], "id": "2"}}
        accept = chat.tap_update("Yes, go on")
        typed = chat.message_update(text="1")
        both = (accept, yes) if first == "interviewer" else (yes, accept)
        await desk.receive(*both, again, typed)
        assert await read_rows(desk) == {}
        assert person.messages[-1].text == "Those answers are deleted already."


@pytest.mark.parametrize(
    ("state", "said"),
    [
        pytest.param("open", "These answers were taken by an interviewer.", id="open"),
        pytest.param("over", "These answers were taken by an interviewer.", id="last day over"),
        pytest.param("closing", "The survey is being closed", id="closing"),
    ],
)
async def test_until_the_answers_are_counted_a_receipt_deletes_them(
    state: str, said: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat, person = desk.chat(INTERVIEWER), desk.chat()
        await make_staff(chat, Role.INTERVIEWER)
        receipt = await take_answers(chat)
        if state == "closing":
            await begin_closing(desk.store, ROUND)
        if state == "over":
            desk.clock.now += timedelta(days=30)
        await person.say(receipt)
        assert person.messages[-1].text.startswith(said)
        if state != "closing":
            await person.tap("Yes, delete")
            assert await read_rows(desk) == {}


async def test_marks_are_set_at_submitting_and_frozen_with_the_answers(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other = desk.chat(INTERVIEWER), desk.chat()
        await make_staff(chat, Role.INTERVIEWER)
        await take_answers(chat)
        moment = desk.clock.now
        desk.bot.worker.inbox._clock = lambda: moment
        await other.say("/start")
        await other.tap("I agree to take part")
        for text in MAIN:
            await other.say(text)
        await other.tap("Submit my answers")
        rows = await read_rows(desk)
        assert (await open_row(desk, rows["chat"][0])).flags[0] == "speeder"
        assert "speeder" not in (await open_row(desk, rows["assisted"][0])).flags
        folder = await close_round(desk.settings, desk.store, desk.ring, ROUND)
        table = pq.read_table(folder / "responses.parquet").to_pylist()
        by_mode = {row["mode"]: row["flags"] for row in table}
        assert "speeder" in by_mode["chat"]
        assert "speeder" not in by_mode["assisted"]
