"""Invitations to join the staff: kept as keyed hashes, used once, and only for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from surveys.staff import Employer, Role
from surveys.store.engine import Transaction
from surveys.store.tables import invitations


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as kept; its link cannot be made again from it.

    Attributes:
        hash: What is kept of its token (see `StaffKeys.invitation_hash`).
        role: The role that whoever takes it up gets.
        employer: Whom they work for.
        invited_by: Staff code of who made it, or ``terminal``.
        expires_at: From when it is worth nothing, in whole seconds since 1970 UTC.
    """

    hash: bytes
    role: Role
    employer: Employer
    invited_by: str
    expires_at: int


async def add_invitation(connection: Transaction, invitation: Invitation) -> None:
    """Keep a new invitation."""
    await connection.execute(
        insert(invitations).values(
            hash=invitation.hash,
            role=invitation.role.value,
            employer=invitation.employer.value,
            invited_by=invitation.invited_by,
            expires_at=invitation.expires_at,
        )
    )


async def take_invitation(
    connection: Transaction, token_hash: bytes, now: datetime
) -> Invitation | None:
    """Use up an invitation: it is deleted within the transaction, whether it still holds or not.

    Returns:
        The invitation, or None when there is none of that hash or it has expired.
    """
    chosen = select(invitations).where(invitations.c.hash == token_hash)
    row = (await connection.execute(chosen)).one_or_none()
    if row is None:
        return None
    await connection.execute(delete(invitations).where(invitations.c.hash == token_hash))
    invitation = Invitation(
        row.hash, Role(row.role), Employer(row.employer), row.invited_by, row.expires_at
    )
    return invitation if now.timestamp() < invitation.expires_at else None


async def count_invitations(connection: Transaction, now: datetime) -> int:
    """How many invitations can still be taken up."""
    valid = select(invitations.c.hash).where(invitations.c.expires_at > now.timestamp())
    return len((await connection.execute(valid)).all())


async def forget_expired(connection: Transaction, now: datetime) -> int:
    """Delete invitations that have expired; returns how many."""
    expired = delete(invitations).where(invitations.c.expires_at <= now.timestamp())
    return (await connection.execute(expired)).rowcount


async def forget_invitations(connection: Transaction, invited_by: str) -> int:
    """Delete the invitations that somebody made; returns how many."""
    made = delete(invitations).where(invitations.c.invited_by == invited_by)
    return (await connection.execute(made)).rowcount
