"""Members of staff as they are kept: code, role and employer in clear, how to reach them sealed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, insert, select, update

from surveys.errors import StaffError
from surveys.staff import Employer, Member, MemberState, Role
from surveys.store.engine import Store, Transaction
from surveys.store.tables import staff


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A member of staff as stored.

    Attributes:
        member: Code, role, employer and state.
        person: What stands for the chat (see `StaffKeys.person`); None once removed.
        chat: The chat id as sealed digits, about `chat_about`; None once removed.
        dialog: Where the conversation is, sealed, about `dialog_about`; None where nowhere.
    """

    member: Member
    person: bytes | None
    chat: bytes | None
    dialog: bytes | None = None


async def add_member(connection: Transaction, added: StoredMember) -> None:
    """Add a member of staff.

    Raises:
        StaffError: When the chat is a member's already, for a person has one role.
    """
    if added.person is not None:
        known = await find_member(connection, added.person)
        if known is not None:
            raise already_staff(known.member)
    member = added.member
    await connection.execute(
        insert(staff).values(
            code=member.code,
            role=member.role.value,
            employer=member.employer.value,
            state=member.state.value,
            person=added.person,
            chat=added.chat,
            dialog=added.dialog,
        )
    )


def already_staff(member: Member) -> StaffError:
    """What is told to somebody who is staff and would join again."""
    remedy = (
        "Administrators come from the settings (ADMIN_TELEGRAM_IDS): change it there."
        if member.role is Role.ADMINISTRATOR
        else "A person has one role: to change it, ask an administrator to remove you first, and "
        "then open the link again."
    )
    return StaffError(
        "staff.already", member.code, f"you are staff already, as {member.role}", remedy
    )


async def find_members(store: Store) -> tuple[StoredMember, ...]:
    """Everybody who is or was staff, by code."""
    async with store.read() as connection:
        return await find_members_within(connection)


async def find_members_within(connection: Transaction) -> tuple[StoredMember, ...]:
    """Everybody who is or was staff, by code, as a transaction sees them."""
    rows = await connection.execute(select(staff).order_by(staff.c.code))
    return tuple(_member_of(row) for row in rows)


async def find_member(connection: Transaction, person: bytes) -> StoredMember | None:
    """The member of staff whose chat this stands for, or None when it is nobody's."""
    row = (await connection.execute(select(staff).where(staff.c.person == person))).one_or_none()
    return None if row is None else _member_of(row)


async def find_by_code(connection: Transaction, code: str) -> StoredMember | None:
    """Who is or was staff under that code, or None when nobody ever was."""
    row = (await connection.execute(select(staff).where(staff.c.code == code))).one_or_none()
    return None if row is None else _member_of(row)


async def get_member(connection: Transaction, code: str) -> StoredMember:
    """The member of staff with that code, who is staff still.

    Raises:
        StaffError: When nobody has it, or its holder was removed.
    """
    found = await find_by_code(connection, code)
    if found is None or found.member.state is MemberState.REMOVED:
        problem = "nobody has this code" if found is None else "they were removed already"
        raise StaffError(
            "staff.unknown",
            f"staff code {code!r}",
            problem,
            "See the codes with `canvass staff list` or /colleagues.",
        )
    return found


async def change_role(connection: Transaction, code: str, role: Role, employer: Employer) -> None:
    """Give a member of staff another role; the code stays."""
    changed = update(staff).where(staff.c.code == code)
    await connection.execute(changed.values(role=role.value, employer=employer.value))


async def remove_member(connection: Transaction, code: str) -> None:
    """Make somebody staff no more: nothing tells any longer that a chat is theirs.

    The code stays, for the audit trail, and the sealed chat until `wipe_chat`: the menu of
    commands that Telegram shows there has to be taken away first.
    """
    wiped = {"state": MemberState.REMOVED.value, "person": None, "dialog": None}
    await connection.execute(update(staff).where(staff.c.code == code).values(wiped))


async def wipe_chat(connection: Transaction, code: str) -> None:
    """Wipe how to reach somebody who was removed."""
    removed = staff.c.state == MemberState.REMOVED.value
    chosen = update(staff).where(staff.c.code == code, removed)
    await connection.execute(chosen.values(chat=None))


async def save_dialog(connection: Transaction, code: str, dialog: bytes | None) -> None:
    """Keep where the conversation with a member of staff is, sealed; None where it is nowhere.

    Nothing is kept of somebody who was removed meanwhile.
    """
    current = staff.c.code == code, staff.c.state == MemberState.ACTIVE.value
    await connection.execute(update(staff).where(*current).values(dialog=dialog))


def _member_of(row: Row[tuple[object, ...]]) -> StoredMember:
    kept = row._asdict()
    member = Member(
        kept["code"], Role(kept["role"]), Employer(kept["employer"]), MemberState(kept["state"])
    )
    return StoredMember(member, kept["person"], kept["chat"], kept["dialog"])
