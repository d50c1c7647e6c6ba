"""An update of staff takes effect wholly, once, or not at all; menus follow who is staff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import telegram.error
from sqlalchemy import update

import bot.desk.desk
import bot.worker
from bot.desk.desk import Desk as StaffDesk
from bot.desk.errands import Entry, Errand
from bot.office.people import invite, remove, sync_administrators
from bot.running import _sync
from surveys.errors import StoreError
from surveys.staff import Employer, Role
from surveys.store.staff import find_members
from surveys.store.tables import staff
from tests.support.chat import Chat, open_desk
from tests.support.dumping import dump
from tests.support.staffing import make_staff, open_office

OFFICER = 7700900201
LOCKED = ("store.locked", "x", "locked", "Wait.")


async def make_probe(
    monkeypatch: pytest.MonkeyPatch, failing: list[Exception], *, prepare: bool = False
) -> None:
    """A command that changes something and then fails as often as there are errors."""

    async def handle(errand: Errand) -> None:
        await invite(errand.office, Role.ANALYST, Employer.COUNCIL)
        errand.say("done")
        if failing and not prepare:
            raise failing.pop()

    async def before(_: Errand) -> None:
        if failing and prepare:
            raise failing.pop()

    monkeypatch.setattr(bot.desk.desk, "COMMANDS", {"probe": Entry(handle, None, before)})
    monkeypatch.setattr("bot.office.people.check_may", _anybody)


async def _anybody(*_: Any) -> None:
    """Who may is not what is tested here."""


@pytest.mark.parametrize(
    ("errors", "said", "times"),
    [
        pytest.param([], ["done"], 1, id="well"),
        pytest.param([StoreError(*LOCKED)] * 2, ["done"], 1, id="locked: again"),
        pytest.param(
            [StoreError("store.plan", "plan x", "it is another", "Do.")],
            ["plan x: it is another. Do. [store.plan]"],
            0,
            id="for good: refused",
        ),
        pytest.param(
            [RuntimeError("PLANTED")],
            ["Something went wrong on our side. Nothing was changed. Please try again."],
            0,
            id="our mistake",
        ),
    ],
)
@pytest.mark.parametrize("prepare", [False, True], ids=["handling", "preparing"])
async def test_an_errand_is_done_once_or_leaves_nothing(
    errors: list[Exception],
    said: list[str],
    times: int,
    prepare: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bot.worker, "RETRY_SECONDS", 0)
    async with open_desk(tmp_path) as desk:
        chat, resident = desk.chat(OFFICER), desk.chat()
        await make_staff(chat)
        before = len((await dump(desk.store))["invitations"])
        await make_probe(monkeypatch, list(errors), prepare=prepare)
        await desk.receive(
            chat.message_update(text="/probe"), resident.message_update(text="/start")
        )
        assert [message.text for message in chat.messages] == said
        assert len((await dump(desk.store))["invitations"]) == before + times
        assert resident.messages[-1].text.startswith("Community safety survey")
    assert "PLANTED" not in capsys.readouterr().out


async def test_what_fails_after_an_errand_is_done_does_not_undo_or_repeat_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(OFFICER)
        await make_staff(chat, Role.INTERVIEWER)

        async def fail(*_: Any) -> None:
            raise StoreError(*LOCKED)

        await chat.say("/interview")
        whole = StaffDesk.run

        async def run(self: StaffDesk, errand: Errand, connection: Any) -> None:
            await whole(self, errand, connection)
            errand.before_sending.append(fail)
            errand.after.append(fail)

        monkeypatch.setattr(StaffDesk, "run", run)
        await chat.tap("Community safety survey")
        lines = [row for row in (await dump(desk.store))["audit"] if "interview.begin" in row]
        assert len(lines) == 1


async def test_a_row_of_staff_that_cannot_be_read_holds_up_nobody(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other, resident = desk.chat(OFFICER), desk.chat(7700900202), desk.chat()
        damaged, _ = await make_staff(chat), await make_staff(other)
        async with desk.store.write() as connection:
            row = update(staff).where(staff.c.code == damaged.code)
            await connection.execute(row.values(dialog=b"damaged"))
        for one, text in ((chat, "You are S-"), (other, "You are S-")):
            await one.say("/staff")
            assert one.messages[-1].text.startswith(text)
        await resident.say("/start")
        assert resident.messages[-1].text.startswith("Community safety survey")


async def test_the_book_is_never_empty_while_it_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path) as desk:
        await make_staff(desk.chat(OFFICER))
        await desk.bot.book.refresh()
        seen: list[bool] = []

        async def find(store: Any) -> Any:
            seen.append(desk.bot.book.find(OFFICER) is not None)
            return await find_members(store)

        monkeypatch.setattr("bot.staffbook.find_members", find)
        await desk.bot.book.refresh()
        assert seen == [True]


async def test_removal_counts_from_the_next_update_of_the_same_batch(tmp_path: Path) -> None:
    async with open_desk(tmp_path, admin_telegram_ids="7700900501") as desk:
        boss, chat = desk.chat(7700900501), desk.chat(OFFICER)
        async with open_office(desk) as office:
            await sync_administrators(office)
        member = await make_staff(chat)
        await boss.say("/colleagues")
        await boss.tap(f"Remove {member.code}")
        await desk.receive(
            chat.message_update(text="/staff"),
            boss.tap_update(f"Yes, remove {member.code}"),
            chat.message_update(text="/staff"),
        )
        texts = [message.text.split()[0] for message in chat.messages]
        assert texts == ["You", "Nobody"]


RESIDENTS = ["start", "help", "privacy", "stop", "delete", "language", "results", "updates"]


class TestMenus:
    async def test_who_joins_or_is_removed_at_the_terminal_gets_their_menu(
        self, tmp_path: Path
    ) -> None:
        async with open_desk(tmp_path) as desk:
            chat, resident = desk.chat(OFFICER), desk.chat()
            await desk.bot.menus.set_all()
            assert chat.menu == resident.menu == RESIDENTS
            member = await make_staff(chat)
            await desk.bot.menus.keep()
            assert {"staff", "launch", "start"} <= set(chat.menu)
            assert resident.menu == RESIDENTS
            async with open_office(desk) as office:
                await remove(office, member.code)
            await desk.bot.menus.keep()
            assert chat.menu == RESIDENTS

    async def test_who_is_taken_out_of_the_settings_is_left_no_menu(self, tmp_path: Path) -> None:
        async with open_desk(tmp_path, admin_telegram_ids=str(OFFICER)) as desk:
            await _sync(desk.settings, desk.store, desk.ring, desk.bot.fieldwork)
            await desk.bot.menus.set_all()
            assert "invite" in desk.chat(OFFICER).menu
            emptied = desk.settings.model_copy(update={"admin_telegram_ids": ""})
            await _sync(emptied, desk.store, desk.ring, desk.bot.fieldwork)
            await desk.bot.menus.keep()
            assert desk.chat(OFFICER).menu == RESIDENTS

    async def test_a_menu_that_could_not_be_set_is_set_later_and_only_then(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with open_desk(tmp_path) as desk:
            chat = desk.chat(OFFICER)
            await make_staff(chat)
            bot_ = desk.bot.application.bot

            async def fail(*_: Any, **__: Any) -> None:
                raise telegram.error.NetworkError("down")

            with monkeypatch.context() as patch:
                patch.setattr(type(bot_), "set_my_commands", fail)
                await desk.bot.menus.set_all()
            await desk.bot.menus.keep()
            assert "launch" in chat.menu
            desk.telegram.take_calls()
            await desk.bot.menus.keep()
            assert desk.telegram.take_calls() == []

    async def test_each_role_is_offered_what_it_may_do(self, tmp_path: Path) -> None:
        async with open_desk(tmp_path) as desk:
            offered: dict[Role, set[str]] = {}
            for number, role in enumerate((Role.OFFICER, Role.ANALYST, Role.INTERVIEWER)):
                chat: Chat = desk.chat(OFFICER + number)
                await make_staff(chat, role)
                await desk.bot.menus.keep()
                offered[role] = set(chat.menu) - set(RESIDENTS)
            assert offered[Role.INTERVIEWER] == {"staff", "cancel", "interview", "end"}
            assert "invite" not in offered[Role.OFFICER]
            assert {"interview", "launch"} & offered[Role.ANALYST] == set()
