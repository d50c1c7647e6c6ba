"""The launch wizard where two officers, old messages and double taps meet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.plan_loading import load_plan
from bot.office.context import TERMINAL
from bot.office.drafts import change_draft, delete_draft, make_draft
from bot.wording import load_wording
from surveys.loading import load_catalogue
from surveys.rounds import Round, RoundState, london_date
from surveys.staff import Role
from surveys.store.audit import read_entries
from surveys.store.rounds import find_rounds, get_round
from tests.support.chat import Chat, Desk, open_desk
from tests.support.launching import DECISION, PARTNERSHIP, ready_checklist
from tests.support.staffing import make_staff, open_office

WORDS = load_wording("en")
ANNUAL = load_catalogue("annual-perception")
PLAN = load_plan("tower-hamlets-2025")


@dataclass
class Room:
    """Two officers in chat."""

    desk: Desk
    first: Chat
    second: Chat

    async def draft(self, name: str = "winter") -> Round:
        """A draft of the annual survey from today on that lacks nothing."""
        today = london_date(self.desk.clock())
        round_ = Round(
            0,
            name,
            "",
            "",
            "",
            "",
            RoundState.DRAFT,
            today,
            today + timedelta(days=27),
            decision=DECISION,
            checklist=ready_checklist(),
        )
        async with open_office(self.desk, TERMINAL) as office:
            return await make_draft(office, round_, ANNUAL, PLAN)

    async def to_last_step(self, round_: Round, chat: Chat) -> None:
        """Stand before the last button."""
        data = f"+launch-ready:{round_.id}:no"
        await self.desk.receive(chat.data_update(data, self.desk.next_number()))

    async def actions(self) -> list[str]:
        async with self.desk.store.write() as connection:
            return [entry.action for entry in await read_entries(connection)]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with open_desk(tmp_path, titles={}, partnership=str(PARTNERSHIP)) as desk:
        first, second = desk.chat(7700900201, "O"), desk.chat(7700900202, "O2")
        await make_staff(first, Role.OFFICER)
        await make_staff(second, Role.OFFICER)
        await desk.bot.book.refresh()
        yield Room(desk, first, second)


async def test_two_taps_that_arrive_together_launch_once_and_say_so(room: Room) -> None:
    round_ = await room.draft()
    await room.to_last_step(round_, room.first)
    tap = room.first.tap_update(WORDS("launch-do-yes"))
    query = {**tap["callback_query"], "id": "9999999"}
    await room.desk.receive(tap, {"callback_query": query})
    assert (await room.actions()).count("launch.request") == 1
    said = [message.text for message in room.first.messages]
    assert "winter is open" in said[-2]
    assert "nothing was done twice" in said[-1]


async def test_what_another_officer_changed_meanwhile_is_not_launched_unseen(room: Room) -> None:
    round_ = await room.draft()
    await room.to_last_step(round_, room.first)
    async with open_office(room.desk, "S-AAAA") as office:
        await change_draft(office, "winter", title="Another title")
    await room.first.tap(WORDS("launch-do-yes"))
    assert "round.seen-otherwise" in room.first.messages[-1].text
    assert (await get_round(room.desk.store, "winter")).state is RoundState.DRAFT


async def test_a_button_of_a_deleted_round_never_means_another(room: Room) -> None:
    await room.draft("first")
    gone = await room.draft("second")
    await room.to_last_step(gone, room.first)
    async with open_office(room.desk) as office:
        await delete_draft(office, "second")
    made = await room.draft("third")
    assert made.id > gone.id
    await room.first.tap(WORDS("launch-do-yes"))
    assert "round.unknown" in room.first.messages[-1].text
    states = {one.name: one.state for one in await find_rounds(room.desk.store)}
    assert states == {"first": RoundState.DRAFT, "third": RoundState.DRAFT}


@pytest.mark.parametrize(
    "data",
    [
        "+launch-step",
        "+launch-step:x:y",
        "+launch-step:1:99",
        "+launch-break:1:99",
        "+launch-check:1",
        "+launch-answers:1",
        "+launch-answers:1:-5",
        "+launch-yes:1",
        "+new-answer:dates:x",
        "+new-asks:nothing",
        "+edit-field:1:id",
        "+edit-to:1:state:open",
        "+edit-to:1:synthetic:1",
        "+edit-to:1:name:other",
        "+approve:",
        "+round:٣",
        "+round-delete-yes",
        "+nothing",
    ],
)
async def test_a_forged_button_is_refused_in_words_and_changes_nothing(
    room: Room, data: str
) -> None:
    round_ = await room.draft()
    before = await room.actions()
    await room.desk.receive(room.first.data_update(data, room.desk.next_number()))
    assert room.first.messages
    assert WORDS("staff-failed") not in room.first.messages[-1].text
    assert await get_round(room.desk.store, "winter") == round_
    assert await room.actions() == before


async def test_a_copy_is_proposed_with_dates_and_a_name(room: Room) -> None:
    last = await room.draft("annual-2026")
    await room.first.say("/new")
    await room.first.tap(WORDS("new-like", name="annual-2026"))
    year = last.opens_on.year + 1
    await room.first.tap(f"{last.opens_on.replace(year=year)} {last.closes_on.replace(year=year)}")
    await room.first.tap(f"annual-{year}")
    copy = await get_round(room.desk.store, f"annual-{year}")
    assert (copy.days, copy.questionnaire_hash) == (last.days, last.questionnaire_hash)


async def test_what_was_typed_for_a_question_left_is_not_taken_for_another(room: Room) -> None:
    round_ = await room.draft()
    number = room.desk.next_number()
    await room.desk.receive(room.first.data_update(f"+round-withdraw:{round_.id}", number))
    await room.first.say("/rounds")
    await room.first.say("The wording was wrong")
    assert WORDS("note-unread") in room.first.messages[-1].text
    assert (await get_round(room.desk.store, "winter")).state is RoundState.DRAFT
    assert "round.withdrawn" not in await room.actions()
