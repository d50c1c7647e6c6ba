"""Rounds open and close on their days, once, however late the bot is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.closing import close_round
from bot.desk.errands import Rows
from bot.fieldwork import key_name
from bot.office import Office
from bot.office.drafts import change_draft, delete_draft, make_draft
from bot.office.ending import withdraw
from bot.office.launching import request_launch, unschedule
from bot.office.noticing import note_all_live
from bot.timetable import TIMETABLE, Timetable
from surveys.errors import StoreError
from surveys.loading import load_catalogue
from surveys.messages import BroadcastKind
from surveys.rounds import Round, RoundState
from surveys.staff import Permission
from surveys.store.audit import read_entries
from surveys.store.broadcasts import find_broadcasts
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds, get_round, save_round
from tests.support.answering import give_answers
from tests.support.chat import Desk, open_desk
from tests.support.launching import PARTNERSHIP, ready_round
from tests.support.staffing import make_staff, open_office
from tests.support.subscribers import add_subscribers

FIRST, LAST = date(2026, 11, 10), date(2026, 11, 20)
PLAN = "tower-hamlets-2025"
Act = Callable[[Office], Awaitable[object]]


@dataclass
class Hall:
    """The bot and its timetable, with what staff were told."""

    desk: Desk
    told: list[tuple[Permission, str, Rows]] = field(default_factory=list)

    @property
    def timetable(self) -> Timetable:
        """One as a bot has it that has just started."""
        desk = self.desk
        return Timetable(
            desk.settings, desk.store, desk.ring, self.tell, clock=desk.clock, random=desk.random
        )

    async def tell(self, permission: Permission, text: str, rows: Rows = ()) -> None:
        self.told.append((permission, text, rows))

    async def launch(self, name: str = "winter", *, invite: bool = False) -> None:
        questionnaire = load_catalogue("annual-perception")
        draft = ready_round(Round(0, name, "", "", "", "", RoundState.DRAFT, FIRST, LAST))
        async with open_office(self.desk) as office:
            await make_draft(office, draft, questionnaire, PLAN)
            await request_launch(office, name, invite=invite)

    def at(self, day: date, hour: int = 9) -> None:
        self.desk.clock.set(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))

    async def state(self, name: str = "winter") -> RoundState:
        return (await get_round(self.desk.store, name)).state

    async def lines(self, action: str) -> list[str]:
        async with self.desk.store.read() as connection:
            return [entry.who for entry in await read_entries(connection) if entry.action == action]


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as hall:
        yield hall


@asynccontextmanager
async def open_hall(folder: Path) -> AsyncIterator[Hall]:
    values: dict[str, Any] = {"partnership": str(PARTNERSHIP), "second_approval": False}
    async with open_desk(folder, titles={}, **values) as desk:
        yield Hall(desk)


async def test_a_round_opens_on_its_first_day_and_not_before(hall: Hall) -> None:
    await hall.launch()
    hall.at(date(2026, 11, 9), 23)
    await hall.timetable.open_due()
    assert await hall.state() is RoundState.SCHEDULED
    hall.at(FIRST, 0)
    await hall.timetable.open_due()
    assert await hall.state() is RoundState.OPEN
    assert [text for _, text, _ in hall.told] == ["Round winter is open now, as planned."]


async def test_it_stays_scheduled_while_the_bot_shows_other_words_than_the_file(
    hall: Hall,
) -> None:
    await hall.launch()
    fieldwork = hall.desk.bot.fieldwork
    other = fieldwork.partnership.model_copy(update={"controller": "Another Council"})
    async with open_office(hall.desk) as office:
        await note_all_live(office, other, fieldwork.contacts)
    hall.at(FIRST)
    await hall.timetable.open_due()
    assert await hall.state() is RoundState.SCHEDULED
    assert "start it again" in hall.told[0][1]
    async with open_office(hall.desk) as office:
        await note_all_live(office, fieldwork.partnership, fieldwork.contacts)
    await hall.timetable.open_due()
    assert await hall.state() is RoundState.OPEN


async def test_it_opens_late_where_no_bot_ran_on_its_first_day_and_once(hall: Hall) -> None:
    await add_subscribers(hall.desk.store, range(7_000_000_001, 7_000_000_004))
    await hall.launch(invite=True)
    hall.at(date(2026, 11, 15))
    for _ in range(3):
        await hall.timetable.open_due()
        await hall.timetable.close_due()
    assert await hall.state() is RoundState.OPEN
    assert await hall.lines("round.open") == [TIMETABLE]
    broadcasts = await find_broadcasts(hall.desk.store)
    assert [one.kind for one in broadcasts] == [BroadcastKind.INVITATION]


async def test_a_round_whose_days_all_went_by_is_a_draft_again_and_told(hall: Hall) -> None:
    await hall.launch()
    hall.at(date(2026, 12, 1))
    await hall.timetable.open_due()
    assert await hall.state() is RoundState.DRAFT
    assert await hall.lines("round.missed") == [TIMETABLE]
    assert "give it new dates" in hall.told[0][1]


async def test_a_round_closes_after_its_last_day_and_not_on_it(hall: Hall) -> None:
    await hall.launch()
    hall.at(FIRST)
    await hall.timetable.open_due()
    await give_answers(hall.desk, 3, name="winter")
    hall.at(LAST, 22)
    await hall.timetable.close_due()
    assert await hall.state() is RoundState.OPEN
    hall.at(date(2026, 11, 21), 1)
    for _ in range(2):
        await hall.timetable.close_due()
    assert await hall.state() is RoundState.CLOSED
    assert await hall.lines("round.closing") == [TIMETABLE]
    assert await hall.lines("round.closed") == [TIMETABLE]
    assert (hall.desk.settings.data_dir / "winter" / "manifest.json").exists()
    assert hall.desk.ring.find("round-winter") is None


async def test_a_closing_that_was_begun_is_finished(hall: Hall) -> None:
    await hall.launch()
    hall.at(FIRST)
    await hall.timetable.open_due()
    async with hall.desk.store.write() as connection:
        round_ = await get_round(hall.desk.store, "winter")
        closing = replace(round_, state=RoundState.CLOSING, closing_position=0)
        await save_round(connection, closing)
    await hall.timetable.close_due()
    assert await hall.state() is RoundState.CLOSED


async def test_files_that_a_withdrawal_left_are_destroyed(hall: Hall) -> None:
    await hall.launch()
    async with open_office(hall.desk) as office:
        await withdraw(office, "winter", "asked in the wrong area")
    folder = hall.desk.settings.data_dir / "winter"
    folder.mkdir(parents=True)
    (round_,) = await find_rounds(hall.desk.store)
    assert hall.desk.ring.find(key_name(round_)) is not None
    await hall.timetable.close_due()
    assert not folder.exists()
    assert hall.desk.ring.find(key_name(round_)) is None


async def test_a_round_that_cannot_go_on_does_not_hold_up_the_others(hall: Hall) -> None:
    await hall.launch()
    hall.at(FIRST)
    await hall.timetable.open_due()
    hall.desk.ring.destroy("round-winter")
    hall.at(date(2026, 11, 21))
    second = replace(await get_round(hall.desk.store, "winter"), id=0, name="other")
    async with open_office(hall.desk) as office:
        days: dict[str, Any] = {"opens_on": date(2026, 11, 21), "closes_on": date(2026, 11, 30)}
        added = await make_draft(
            office, replace(second, **days), load_catalogue("annual-perception"), PLAN
        )
        await save_round(office.connection, replace(added, state=RoundState.SCHEDULED))
    await hall.timetable.close_due()
    await hall.timetable.open_due()
    assert await hall.state("winter") is RoundState.CLOSING
    assert await hall.state("other") is RoundState.OPEN


async def test_a_withdrawn_round_leaves_no_draft_of_its_files(hall: Hall) -> None:
    await hall.launch()
    hall.at(FIRST)
    await hall.timetable.open_due()
    await give_answers(hall.desk, 1, name="winter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("surveys.store.frozen._put_in_place", _die)  # killed before the rename
        with pytest.raises(Killed):
            await close_round(hall.desk.settings, hall.desk.store, hall.desk.ring, "winter")
    data = hall.desk.settings.data_dir
    assert (data / "winter.partial" / "responses.parquet").exists()
    async with open_office(hall.desk) as office:
        await withdraw(office, "winter", "asked in the wrong area")
    hall.desk.ring.destroy("round-winter")  # and killed again before the files went
    await hall.timetable.close_due()
    assert list(data.iterdir()) == []


class Killed(BaseException):
    """Stands for a process that is killed."""


def _die(*_: object) -> None:
    raise Killed


async def _break(_: object) -> list[Round]:
    raise StoreError("store.busy", "the database", "it is locked", "Try again.")


async def test_an_error_of_the_database_does_not_end_the_timetable(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hall.launch()
    hall.at(FIRST)
    ticks = 0

    async def tick(_: float) -> None:
        nonlocal ticks
        ticks += 1
        monkeypatch.setattr("bot.timetable.find_rounds", find_rounds)
        if ticks == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("bot.timetable.asyncio.sleep", tick)
    monkeypatch.setattr("bot.timetable.find_rounds", _break)
    with pytest.raises(asyncio.CancelledError):
        await hall.timetable.run()
    assert await hall.state() is RoundState.OPEN


@asynccontextmanager
async def meanwhile(hall: Hall, change: Act) -> AsyncIterator[None]:
    """Let staff act after the timetable has looked at the rounds, and before it acts."""

    async def look(store: Store) -> list[Round]:
        found = await find_rounds(store)
        async with open_office(hall.desk) as office:
            await change(office)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.timetable.find_rounds", look)
        yield


async def _take_back(office: Office) -> None:
    await unschedule(office, "winter")


async def _postpone(office: Office) -> None:
    await unschedule(office, "winter")
    first, last = date(2027, 1, 10), date(2027, 1, 20)
    await change_draft(office, "winter", opens_on=first, closes_on=last)
    await request_launch(office, "winter", invite=False)


async def _delete(office: Office) -> None:
    await delete_draft(office, "winter")


@pytest.mark.parametrize("day", [FIRST, date(2026, 12, 1)], ids=["due", "missed"])
@pytest.mark.parametrize(
    ("change", "state"),
    [
        (_take_back, RoundState.DRAFT),
        (_postpone, RoundState.SCHEDULED),
        (_delete, None),
    ],
    ids=["taken back", "postponed", "deleted"],
)
async def test_what_staff_do_meanwhile_stands(
    hall: Hall,
    change: Act,
    state: RoundState | None,
    day: date,
) -> None:
    await hall.launch()
    hall.at(day)
    async with meanwhile(hall, change):
        await hall.timetable.open_due()
    assert [one.state for one in await find_rounds(hall.desk.store)] == ([state] if state else [])
    assert await hall.lines("round.missed") == []
    assert hall.told == []


async def test_a_round_withdrawn_meanwhile_is_not_closed(
    hall: Hall, capsys: pytest.CaptureFixture[str]
) -> None:
    await hall.launch()
    hall.at(FIRST)
    timetable = hall.timetable
    await timetable.open_due()
    hall.at(date(2026, 11, 21))
    hall.told.clear()
    async with meanwhile(hall, lambda office: withdraw(office, "winter", "the wrong area")):
        await timetable.close_due()
    assert await hall.state() is RoundState.WITHDRAWN
    assert hall.told == []
    assert "timetable.again" not in capsys.readouterr().out, "it is nothing to worry about"


async def test_a_round_that_lacks_something_by_now_opens_once_that_is_mended(
    tmp_path: Path,
) -> None:
    async with open_hall(tmp_path) as hall:
        await hall.launch()
        timetable, signed = hall.timetable, hall.desk.settings.partnership
        hall.desk.settings.partnership = "tower-hamlets"  # a draft that nobody signed off
        for day in (FIRST, FIRST, date(2026, 11, 11)):
            hall.at(day)
            await timetable.open_due()
            assert await hall.state() is RoundState.SCHEDULED
        assert len(hall.told) == 2, "once a day"
        assert "[round.not-ready]" in hall.told[0][1]
        assert await hall.lines("round.open") == []
        hall.desk.settings.partnership = signed
        await timetable.open_due()
        assert await hall.state() is RoundState.OPEN
        assert hall.told[-1][1] == "Round winter is open now, as planned."


async def test_a_request_that_could_not_be_shown_is_shown_at_the_next_look(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, titles={}, partnership=str(PARTNERSHIP)) as desk:
        hall = Hall(desk)
        await add_subscribers(desk.store, range(7_000_000_001, 7_000_000_004))
        await hall.launch(invite=True)
        timetable = hall.timetable
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timetable, "_tell", _break_telling)
            with pytest.raises(StoreError):
                await timetable.announce()
        await timetable.announce()
        assert len(hall.told) == 1


async def _break_telling(*_: object) -> None:
    await _break(None)


async def test_a_request_about_a_round_deleted_meanwhile_is_not_shown(tmp_path: Path) -> None:
    async with open_desk(tmp_path, titles={}, partnership=str(PARTNERSHIP)) as desk:
        hall = Hall(desk)
        await add_subscribers(desk.store, range(7_000_000_001, 7_000_000_004))
        await hall.launch(invite=True)

        async def look(store: Store) -> list[Round]:
            async with open_office(desk) as office:
                await delete_draft(office, "winter")
            return await find_rounds(store)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.timetable.find_rounds", look)
            await hall.timetable.announce()
        assert hall.told == []


async def test_what_the_terminal_asks_approval_for_is_shown_to_officers_once(
    tmp_path: Path,
) -> None:
    values: dict[str, Any] = {"partnership": str(PARTNERSHIP)}
    async with open_desk(tmp_path, titles={}, **values) as desk:
        hall = Hall(desk)
        await make_staff(desk.chat(7700900200))
        await add_subscribers(desk.store, range(7_000_000_001, 7_000_000_004))
        await hall.launch(invite=True)
        timetable = hall.timetable
        await timetable.announce()
        await timetable.announce()
        ((permission, text, rows),) = hall.told
        assert permission is Permission.APPROVE
        assert "winter" in text
        assert [token.tap for row in rows for _, token in row] == ["approve", "decline"]
        assert await hall.state() is RoundState.DRAFT
