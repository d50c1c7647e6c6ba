"""Staff for tests: acting as one of them, and making a chat one of theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.office import Office
from bot.office.context import TERMINAL
from bot.office.people import invite, join
from surveys.staff import Employer, Member, Role
from tests.support.chat import Desk
from tests.support.phone import Chat


@asynccontextmanager
async def open_office(desk: Desk, who: str = TERMINAL) -> AsyncIterator[Office]:
    """One action in one transaction, as a member of staff or the terminal.

    Args:
        desk: The bot at work.
        who: Staff code; empty for somebody who is not staff yet.
    """
    async with desk.store.write() as connection:
        yield Office(connection, desk.ring, desk.settings, who, desk.clock(), desk.random)


async def make_staff(
    chat: Chat, role: Role = Role.OFFICER, employer: Employer = Employer.COUNCIL
) -> Member:
    """Make a chat that of a member of staff, as an accepted invitation would."""
    async with open_office(chat.desk) as office:
        invited = await invite(office, role, employer)
    async with open_office(chat.desk, "") as office:
        return await join(office, invited.payload, chat.number)
