"""Menus of commands: staff's in their chats, and taken away from whoever is staff no more."""

from __future__ import annotations

from pathlib import Path

from bot.office.people import remove
from surveys.staff import Role
from surveys.store.staff import find_members
from tests.support.chat import Desk, open_desk, run_desk
from tests.support.staffing import make_staff, open_office

OFFICER = 7700900201


async def leave(desk: Desk, code: str) -> None:
    async with open_office(desk) as office:
        await remove(office, code)


async def test_a_menu_is_taken_away_at_the_next_start_from_who_was_removed_meanwhile(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        member = await make_staff(desk.chat(OFFICER), Role.OFFICER)
        await desk.bot.menus.set_all()
        assert "launch" in desk.telegram.menu_of(OFFICER)
        await leave(desk, member.code)
        settings, store, ring = desk.settings, desk.store, desk.ring
        async with run_desk(settings, store, ring) as again:
            again.telegram.menus.update(desk.telegram.menus)
            await again.bot.menus.set_all()
            assert "launch" not in again.telegram.menu_of(OFFICER)
            assert [found.chat for found in await find_members(store)] == [None]


async def test_who_is_back_under_another_code_keeps_the_menu(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat(OFFICER)
        first = await make_staff(chat, Role.OFFICER)
        await leave(desk, first.code)
        second = await make_staff(chat, Role.INTERVIEWER)
        await desk.bot.menus.set_all()
        assert "interview" in desk.telegram.menu_of(OFFICER)
        kept = {found.member.code: found.chat is None for found in await find_members(desk.store)}
        assert kept == {first.code: True, second.code: False}
