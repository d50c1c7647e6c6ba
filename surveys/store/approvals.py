"""Approvals: what one member of staff asks for and another must agree to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, insert, select, update

from surveys.errors import StaffError
from surveys.store.engine import Transaction
from surveys.store.tables import approvals


class ApprovalState(StrEnum):
    """What became of a request."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Approval:
    """A request for a second person's approval.

    Attributes:
        id: Its number.
        round_id: The round that it is about.
        subject: What is asked for, such as ``launch``.
        details: What exactly, as text or JSON; the approval holds for this and nothing else.
        state: What became of it.
        requested_by: Staff code of who asked.
        requested_at: When, in whole seconds since 1970 UTC.
        decided_by: Staff code of who decided; None while nobody has.
    """

    id: int
    round_id: int
    subject: str
    details: str
    state: ApprovalState
    requested_by: str
    requested_at: int
    decided_by: str | None = None

    @property
    def place(self) -> str:
        """What to call it in an error."""
        return f"request {self.id} ({self.subject})"


async def request_approval(
    connection: Transaction,
    *,
    round_id: int,
    subject: str,
    details: str,
    requested_by: str,
    at: datetime,
) -> Approval:
    """Ask for an approval.

    Raises:
        StaffError: When the same was asked for already and nobody has decided.
    """
    for waiting in await find_pending(connection, round_id):
        if waiting.subject == subject:
            raise StaffError(
                "approval.pending",
                waiting.place,
                f"{waiting.requested_by} asked for it already, and nobody has decided",
                "Ask a second officer to approve or decline that request first.",
            )
    values = {
        "round_id": round_id,
        "subject": subject,
        "details": details,
        "state": ApprovalState.PENDING.value,
        "requested_by": requested_by,
        "requested_at": int(at.timestamp()),
    }
    asked = insert(approvals).values(values).returning(*approvals.c)
    return _approval_of((await connection.execute(asked)).one())


async def find_pending(
    connection: Transaction, round_id: int | None = None
) -> tuple[Approval, ...]:
    """The requests that wait for a decision, oldest first; of one round or of all."""
    waiting = select(approvals).where(approvals.c.state == ApprovalState.PENDING.value)
    if round_id is not None:
        waiting = waiting.where(approvals.c.round_id == round_id)
    rows = await connection.execute(waiting.order_by(approvals.c.id))
    return tuple(_approval_of(row) for row in rows)


async def get_approval(connection: Transaction, number: int) -> Approval:
    """The request of that number.

    Raises:
        StaffError: When there is none.
    """
    row = (
        await connection.execute(select(approvals).where(approvals.c.id == number))
    ).one_or_none()
    if row is None:
        raise StaffError(
            "approval.unknown", f"request {number}", "there is none of that number", "Look again."
        )
    return _approval_of(row)


async def decide(connection: Transaction, number: int, by: str, *, approved: bool) -> Approval:
    """Approve or decline a request, once. Declining one's own takes it back.

    Args:
        connection: The transaction; what was approved is done within it.
        number: The request.
        by: Staff code of who decides.
        approved: Whether it is approved.

    Raises:
        StaffError: When it was decided already, or somebody approves their own.
    """
    asked = await get_approval(connection, number)
    if asked.state is not ApprovalState.PENDING:
        raise StaffError(
            "approval.decided",
            asked.place,
            f"it was {asked.state} already"
            + (f" by {asked.decided_by}" if asked.decided_by else ""),
            "Nothing was changed; to go on, ask anew.",
        )
    if approved and by == asked.requested_by:
        raise StaffError(
            "approval.own",
            asked.place,
            "nobody can approve what they asked for themselves",
            "Ask a second officer to approve it.",
        )
    if approved:
        state = ApprovalState.APPROVED
    else:
        own = by == asked.requested_by
        state = ApprovalState.WITHDRAWN if own else ApprovalState.DECLINED
    chosen = update(approvals).where(approvals.c.id == number)
    done = chosen.values(state=state.value, decided_by=by).returning(*approvals.c)
    return _approval_of((await connection.execute(done)).one())


async def withdraw_requests(connection: Transaction, requested_by: str) -> tuple[Approval, ...]:
    """Withdraw what somebody asked for and nobody has decided, because they are staff no more.

    Who comes back has a new code, under which they could approve their own earlier request.
    """
    theirs = update(approvals).where(
        approvals.c.state == ApprovalState.PENDING.value, approvals.c.requested_by == requested_by
    )
    rows = await connection.execute(
        theirs.values(state=ApprovalState.WITHDRAWN.value).returning(*approvals.c)
    )
    return tuple(_approval_of(row) for row in rows)


def _approval_of(row: Row[tuple[object, ...]]) -> Approval:
    kept = row._asdict()
    return Approval(**{**kept, "state": ApprovalState(kept["state"])})
