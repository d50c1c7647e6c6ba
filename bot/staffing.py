"""What `canvass staff` does, behind the command line."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import now_utc
from bot.office import Office
from bot.office.context import TERMINAL
from bot.office.people import Invited, invite, remove
from bot.rounds import opened
from bot.settings import Settings
from surveys.rounds import LONDON
from surveys.staff import Member, MemberState, get_employer, get_role
from surveys.store.invitations import count_invitations
from surveys.store.staff import find_members_within


@asynccontextmanager
async def at_terminal(settings: Settings) -> AsyncIterator[Office]:
    """An action of whoever uses the command line: one transaction, done when this ends well."""
    async with opened(settings) as (store, ring), store.write() as connection:
        yield Office(connection, ring, settings, TERMINAL, now_utc(), os.urandom)


async def describe_staff(settings: Settings) -> list[str]:
    """A line for each member of staff, and how many invitations wait."""
    async with at_terminal(settings) as office:
        members = [found.member for found in await find_members_within(office.connection)]
        waiting = await count_invitations(office.connection, office.now)
    lines = [_describe(member) for member in members if member.state is MemberState.ACTIVE]
    removed = [member.code for member in members if member.state is MemberState.REMOVED]
    if not lines:
        lines.append(
            "Nobody is staff yet. Administrators of ADMIN_TELEGRAM_IDS are added when the bot "
            "starts; invite others with `canvass staff invite ROLE --employer EMPLOYER`."
        )
    if removed:
        lines.append(f"removed: {', '.join(removed)}")
    if waiting:
        lines.append(f"invitations that can be taken up: {waiting}")
    return lines


async def invite_staff(settings: Settings, role: str, employer: str, bot: str) -> list[str]:
    """Make an invitation, and say how it is passed on."""
    chosen = get_role(role), get_employer(employer)
    async with at_terminal(settings) as office:
        invited = await invite(office, *chosen, bot_username=bot)
    until = f"{invited.expires.astimezone(LONDON):%d %B %Y %H:%M} London time"
    return [
        f"An invitation for one {chosen[0]}, to be taken up once, until {until}:",
        *_how(invited),
        "Send it to that person alone: whoever opens it first has the role.",
    ]


async def remove_staff(settings: Settings, code: str) -> str:
    """Remove a member of staff; says who they were."""
    async with at_terminal(settings) as office:
        removed = await remove(office, code)
    return f"{removed.code} ({removed.describe()}) is staff no more"


def _describe(member: Member) -> str:
    return f"{member.code}: {member.role}, employer {member.employer}"


def _how(invited: Invited) -> list[str]:
    if invited.link:
        return [f"  {invited.link}"]
    return [
        f"  /start {invited.payload}",
        "The invitee sends this line to the bot; with --bot NAME you get a link instead.",
    ]
