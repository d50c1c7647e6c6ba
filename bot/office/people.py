"""Who joins the staff and who leaves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogs import open_dialog
from bot.office.context import TERMINAL, Office
from bot.office.sessions import end_session
from surveys.errors import StaffError
from surveys.joining import (
    INVITATION_LIFE,
    find_token,
    new_invitation_token,
    new_staff_code,
    normalise_code,
    start_payload,
)
from surveys.privacy import STAFF_KEY, StaffKeys
from surveys.staff import (
    Employer,
    Member,
    MemberState,
    Permission,
    Role,
    chat_about,
    check_employer,
    check_permitted,
)
from surveys.store.approvals import withdraw_requests
from surveys.store.invitations import (
    Invitation,
    add_invitation,
    forget_expired,
    forget_invitations,
    take_invitation,
)
from surveys.store.meta import BOT_USERNAME, find_fact
from surveys.store.staff import (
    StoredMember,
    add_member,
    already_staff,
    change_role,
    find_member,
    find_members_within,
    get_member,
    remove_member,
)

SETTINGS = "settings"
"""Who acts where a setting was changed."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made; what it says is told once and kept nowhere.

    Attributes:
        payload: What the invitee sends as ``/start PAYLOAD``.
        link: The link that does the same; empty where the bot's name is not known.
        expires: From when it is worth nothing.
    """

    payload: str
    link: str
    expires: datetime


async def check_may(office: Office, permission: Permission) -> None:
    """Check that who acts may do something; the terminal may do everything.

    Raises:
        StaffError: When they may not, or are staff no more.
    """
    if office.who != TERMINAL:
        acting = await get_member(office.connection, office.who)
        check_permitted(acting.member.role, permission)


async def invite(office: Office, role: Role, employer: Employer, bot_username: str = "") -> Invited:
    """Make a single-use invitation.

    Args:
        office: Who acts.
        role: The role of the invitee; administrators are not invited.
        employer: Whom the invitee works for.
        bot_username: Name of the bot; that of the last run where it is empty.

    Raises:
        StaffError: When the employer rules the role out, or it is the administrator's.
    """
    await check_may(office, Permission.INVITE)
    if role is Role.ADMINISTRATOR:
        raise StaffError(
            "staff.administrator",
            f"role {role}",
            "administrators come from the settings and are not invited",
            "Add their Telegram id to ADMIN_TELEGRAM_IDS and start the bot again.",
        )
    check_employer(role, employer)
    token = new_invitation_token(office.random)
    expires = office.now + INVITATION_LIFE
    invitation = Invitation(
        _keys(office).invitation_hash(token), role, employer, office.who, int(expires.timestamp())
    )
    await forget_expired(office.connection, office.now)
    await add_invitation(office.connection, invitation)
    await office.record("staff.invite", role.value, after=f"{role}, {employer}")
    name = (bot_username or await find_fact(office.connection, BOT_USERNAME) or "").lstrip("@")
    payload = start_payload(token)
    return Invited(payload, f"https://t.me/{name}?start={payload}" if name else "", expires)


async def join(office: Office, payload: str, chat_id: int) -> Member:
    """Take up an invitation: whoever sends its payload from a private chat becomes staff.

    Args:
        office: The transaction; who acts in it is the new member, whatever it says.
        payload: The start payload of the link.
        chat_id: Their private chat.

    Raises:
        StaffError: When the invitation is unknown, used or expired, or they are staff already; the
            invitation is then as it was.
    """
    keys = _keys(office)
    known = await find_member(office.connection, keys.person(chat_id))
    if known is not None:
        raise already_staff(known.member)
    token = find_token(payload)
    invitation = token and await take_invitation(
        office.connection, keys.invitation_hash(token), office.now
    )
    if not invitation:
        raise StaffError(
            "staff.no-invitation",
            "this invitation",
            "it was used already, has expired or never was one",
            "Ask who sent it for a new one.",
        )
    # What may be had was checked when it was made; rules may have become stricter since.
    check_employer(invitation.role, invitation.employer)
    member = await _add(office, keys, chat_id, invitation.role, invitation.employer)
    joined = replace(office, who=member.code)
    after = f"{member.describe()}, invited by {invitation.invited_by}"
    await joined.record("staff.join", member.code, after=after)
    return member


async def remove(office: Office, code: str) -> Member:
    """Remove a member of staff, with what they asked for and the invitations that they made.

    It takes effect with the transaction: their next message is that of a resident.

    Returns:
        Who they were.

    Raises:
        StaffError: When nobody has the code, or it is an administrator's.
    """
    await check_may(office, Permission.REMOVE)
    found = (await get_member(office.connection, normalise_code(code))).member
    if found.role is Role.ADMINISTRATOR:
        raise StaffError(
            "staff.administrator",
            found.code,
            "administrators come from the settings and cannot be removed from here",
            "Take their Telegram id out of ADMIN_TELEGRAM_IDS and start the bot again.",
        )
    await _remove(office, found)
    return found


async def sync_administrators(office: Office) -> tuple[Sequence[Member], Sequence[Member]]:
    """Make those and only those administrators whom the settings name.

    They count as employed by the council, whose installation it is; `.env.example` says that nobody
    employed by the police may be among them. Who was staff in another role keeps the code.

    Returns:
        Who became an administrator, and who is staff no more.
    """
    office = replace(office, who=SETTINGS)
    keys = _keys(office)
    named = {keys.person(chat_id): chat_id for chat_id in office.settings.administrators()}
    members = await find_members_within(office.connection)
    removed = [
        stored.member
        for stored in members
        if _is_administrator(stored) and stored.person not in named
    ]
    for member in removed:
        await _remove(office, member)
    known = {stored.person: stored for stored in members if stored.person is not None}
    added = []
    for person, chat_id in sorted(named.items(), key=lambda item: item[1]):
        stored = known.get(person)
        if stored is None:
            member = await _add(office, keys, chat_id, Role.ADMINISTRATOR, Employer.COUNCIL)
            await office.record("staff.join", member.code, after=member.describe())
        elif stored.member.role is not Role.ADMINISTRATOR:
            member = replace(stored.member, role=Role.ADMINISTRATOR, employer=Employer.COUNCIL)
            await change_role(office.connection, member.code, member.role, member.employer)
            await office.record(
                "staff.role", member.code, stored.member.describe(), member.describe()
            )
        else:
            continue
        added.append(member)
    return added, removed


def _keys(office: Office) -> StaffKeys:
    return StaffKeys(office.ring.ensure(STAFF_KEY))


def _is_administrator(stored: StoredMember) -> bool:
    active = stored.member.state is MemberState.ACTIVE
    return active and stored.member.role is Role.ADMINISTRATOR


async def _add(
    office: Office, keys: StaffKeys, chat_id: int, role: Role, employer: Employer
) -> Member:
    taken = {stored.member.code for stored in await find_members_within(office.connection)}
    member = Member(new_staff_code(office.random, taken), role, employer)
    chat = keys.sealer.seal(str(chat_id).encode(), chat_about(member.code))
    await add_member(office.connection, StoredMember(member, keys.person(chat_id), chat))
    return member


async def _remove(office: Office, member: Member) -> None:
    await _end_session(office, member)
    await remove_member(office.connection, member.code)
    await forget_invitations(office.connection, member.code)
    for approval in await withdraw_requests(office.connection, member.code):
        await office.record("approval.withdraw", approval.place, "pending", "withdrawn")
    await office.record("staff.remove", member.code, before=member.describe(), after="removed")


async def _end_session(office: Office, member: Member) -> None:
    """Delete what an interview under way in their chat, or a preview, did not submit."""
    stored = await get_member(office.connection, member.code)
    session = open_dialog(_keys(office), stored.dialog, member.code).session
    if session is not None:
        await end_session(office, session, erase=True)
