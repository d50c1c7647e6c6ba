"""The second officer: what was asked for is done when somebody else approves it."""

from __future__ import annotations

from bot.office.context import Office
from bot.office.launching import LAUNCH, approve_launch
from bot.office.messaging import send_approved
from surveys.store.approvals import Approval, decide
from surveys.store.rounds import get_round_by_id

IN_CHAT = "  an officer approves it in chat: the running bot shows it to them"
"""What to do about a request of the command line, which cannot approve its own."""


async def approve(office: Office, number: int) -> Approval:
    """Approve a request, and do what was asked for in the same transaction.

    Raises:
        StaffError: When it was decided already, or is the approver's own.
        RoundError: When what was asked for cannot be done any more.
    """
    approval = await decide(office.connection, number, office.who, approved=True)
    round_ = await get_round_by_id(office.connection, approval.round_id)
    await office.record(
        f"{approval.subject}.approve", round_.name, f"asked by {approval.requested_by}", "approved"
    )
    if approval.subject == LAUNCH:
        await approve_launch(office, round_, approval.details)
    else:
        await send_approved(office, round_, approval)
    return approval


async def decline(office: Office, number: int) -> Approval:
    """Decline a request, or take back one's own; nothing is done."""
    approval = await decide(office.connection, number, office.who, approved=False)
    round_ = await get_round_by_id(office.connection, approval.round_id)
    await office.record(
        f"{approval.subject}.decline",
        round_.name,
        f"asked by {approval.requested_by}",
        approval.state,
    )
    return approval
