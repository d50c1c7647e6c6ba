"""Staff about staff: who I am and what I can do, inviting, joining, removing."""

from __future__ import annotations

from functools import partial

from bot.desk.errands import Entry, Errand, Rows, is_permitted
from bot.desk.tokens import StaffToken
from bot.office.people import invite, join, remove
from surveys.rounds import LONDON
from surveys.staff import (
    EMPLOYERS,
    MemberState,
    Permission,
    Role,
    get_employer,
    get_role,
)
from surveys.store.staff import find_members_within

_ROLES = (Role.OFFICER, Role.ANALYST, Role.INTERVIEWER)
"""Roles that are given by invitation."""


async def show_staff(errand: Errand) -> None:
    """``/staff``: who I am, and what I can do."""
    member = errand.who.member
    lines = [
        f"/{name}: {errand.words(entry.menu)}"
        for name, entry in errand.commands.items()
        if entry.menu and is_permitted(entry, member.role)
    ]
    errand.say(
        errand.words(
            "staff-self",
            code=member.code,
            role=member.role,
            employer=EMPLOYERS[member.employer],
            commands="\n".join(lines),
        )
    )


async def cancel(errand: Errand) -> None:
    """``/cancel``: leave the conversation; nothing that was being made is kept."""
    errand.forget()
    session = errand.session
    errand.say(errand.words(f"session-now-{session.kind}" if session else "staff-cancelled"))


async def open_invitation(errand: Errand) -> None:
    """Join by an invitation link."""
    member = await join(errand.office, errand.arguments[0], errand.chat)
    errand.say(
        errand.words(
            "staff-welcome",
            code=member.code,
            role=member.role,
            employer=EMPLOYERS[member.employer],
        )
    )
    errand.after.append(partial(errand.set_menu, errand.chat))


async def choose_role(errand: Errand) -> None:
    """``/invite``: first the role."""
    rows = [[(errand.words(f"role-{role}"), StaffToken("invite-role", (role,)))] for role in _ROLES]
    errand.say(errand.words("invite-role"), rows)


async def choose_employer(errand: Errand) -> None:
    """Then whom the invitee works for."""
    role = get_role(_argument(errand, 0))
    rows = [
        [(words, StaffToken("invite-employer", (role, employer)))]
        for employer, words in EMPLOYERS.items()
    ]
    errand.say(errand.words("invite-employer", role=role), rows)


async def make_invitation(errand: Errand) -> None:
    """The link, told once."""
    role, employer = get_role(_argument(errand, 0)), get_employer(_argument(errand, 1))
    made = await invite(errand.office, role, employer)
    link = made.link or f"/start {made.payload}"
    expires = f"{made.expires.astimezone(LONDON):%-d %B %Y, %H:%M}"
    errand.say(
        errand.words(
            "invite-made", role=role, employer=EMPLOYERS[employer], link=link, expires=expires
        )
    )


async def choose_removal(errand: Errand) -> None:
    """``/colleagues``: who is staff; a button removes each that was invited."""
    stored = await find_members_within(errand.office.connection)
    members = [one.member for one in stored if one.member.state is MemberState.ACTIVE]
    lines = [f"{one.code}: {one.role}, {EMPLOYERS[one.employer]}" for one in members]
    rows: Rows = [
        [(errand.words("remove-one", code=one.code), StaffToken("remove", (one.code,)))]
        for one in members
        if one.role is not Role.ADMINISTRATOR
    ]
    errand.say(errand.words("staff-list", list="\n".join(lines)), rows)


async def confirm_removal(errand: Errand) -> None:
    """Ask once before somebody is removed."""
    code = _argument(errand, 0)
    rows = [
        [(errand.words("remove-yes", code=code), StaffToken("remove-yes", (code,)))],
        [(errand.words("staff-no"), StaffToken("cancel"))],
    ]
    errand.say(errand.words("remove-confirm", code=code), rows)


async def look_at_session(errand: Errand) -> None:
    """Before somebody is removed: what their chat shows of answers that they are taking."""
    code = _argument(errand, 0)
    chats = [one.chat for one in errand.book.everybody() if one.member.code == code]
    errand.prepared = {chat: await errand.find_cards(chat) for chat in chats}


async def remove_one(errand: Errand) -> None:
    """Remove somebody, at once; an interview that they are taking ends."""
    code = _argument(errand, 0)
    await remove(errand.office, code)
    errand.say(errand.words("removed", code=code))
    for chat, cards in errand.prepared.items():
        errand.clear(chat, cards)
        errand.after.append(partial(errand.set_menu, chat))


def _argument(errand: Errand, number: int) -> str:
    arguments = errand.token.arguments if errand.token else errand.arguments
    return arguments[number] if number < len(arguments) else ""


COMMANDS = {
    "staff": Entry(show_staff, None, menu="menu-staff"),
    "start": Entry(open_invitation, None),
    "cancel": Entry(cancel, None, menu="menu-cancel"),
    "invite": Entry(choose_role, Permission.INVITE, menu="menu-invite"),
    "colleagues": Entry(choose_removal, Permission.LIST_STAFF, menu="menu-colleagues"),
}
TAPS = {
    "cancel": Entry(cancel, None),
    "invite-role": Entry(choose_employer, Permission.INVITE),
    "invite-employer": Entry(make_invitation, Permission.INVITE),
    "remove": Entry(confirm_removal, Permission.REMOVE),
    "remove-yes": Entry(remove_one, Permission.REMOVE, look_at_session),
}
STEPS: dict[str, Entry] = {}
