"""The second officer in chat: what another asks for is shown, and approved or declined."""

from __future__ import annotations

import json
from typing import Any

from bot.desk.errands import Entry, Errand, Rows
from bot.desk.tokens import StaffToken
from bot.fieldwork import write_date
from bot.office.approving import approve, decline
from bot.office.launching import LAUNCH
from bot.wording import FALLBACK, load_wording
from surveys.errors import StaffError
from surveys.rounds import Round, RoundState
from surveys.staff import Permission
from surveys.store.approvals import Approval, ApprovalState
from surveys.store.rounds import get_round_by_id


def tell_approvers(errand: Errand, approval: Approval, round_: Round) -> int:
    """Show a request to everybody else who can approve it.

    Returns:
        How many they are.
    """
    others = errand.colleagues(Permission.APPROVE)
    for colleague in others:
        errand.tell(colleague, describe_request(approval, round_), request_rows(approval))
    return len(others)


def describe_request(approval: Approval, round_: Round) -> str:
    """What is asked for: by whom, which round, its dates and how many people it reaches."""
    details: dict[str, Any] = json.loads(approval.details)
    text = load_wording(FALLBACK)(
        "request",
        number=str(approval.id),
        who=approval.requested_by,
        subject=approval.subject,
        name=round_.name,
        opens=write_date(round_.opens_on),
        closes=write_date(round_.closes_on),
        people=details["people"],
    )
    written = details.get("actions") if approval.subject == "actions" else None
    return "\n\n".join([text, *(written or {}).values()])


def request_rows(approval: Approval) -> Rows:
    """The buttons below a request; messages can be seen first as people get them."""
    wording, number = load_wording(FALLBACK), (str(approval.id),)
    see = [(wording("ask-see"), StaffToken("tell-see", number))]
    return [
        *([] if approval.subject == LAUNCH else [see]),
        [
            (wording("card-approve"), StaffToken("approve", number)),
            (wording("card-decline"), StaffToken("decline", number)),
        ],
    ]


async def approve_request(errand: Errand) -> None:
    """Approve; what was asked for is done at once."""
    approval = await approve(errand.office, _number_of(errand))
    round_ = await get_round_by_id(errand.office.connection, approval.round_id)
    if approval.subject == LAUNCH:
        key = "approved-open" if round_.state is RoundState.OPEN else "approved-scheduled"
    else:
        key = "approved-messages"
    about = {"name": round_.name, "opens": write_date(round_.opens_on)}
    errand.say(errand.words(key, **about))
    _tell_asker(errand, approval, errand.words(f"told-{key}", who=_who(errand), **about))


async def decline_request(errand: Errand) -> None:
    """Decline, or take back one's own request."""
    approval = await decline(errand.office, _number_of(errand))
    round_ = await get_round_by_id(errand.office.connection, approval.round_id)
    if approval.state is ApprovalState.WITHDRAWN:
        errand.say(errand.words("request-taken-back", name=round_.name))
        return
    errand.say(errand.words("request-declined", name=round_.name))
    told = errand.words("request-declined-told", name=round_.name, who=_who(errand))
    _tell_asker(errand, approval, told)


def _tell_asker(errand: Errand, approval: Approval, text: str) -> None:
    for colleague in errand.book.everybody():
        if colleague.member.code == approval.requested_by and colleague.chat != errand.chat:
            errand.tell(colleague, text)


def _who(errand: Errand) -> str:
    return errand.who.member.code


def _number_of(errand: Errand) -> int:
    written = errand.argument(0)
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        raise StaffError("approval.unknown", "this button", "it names no request", "Send /rounds.")
    return int(written)


COMMANDS: dict[str, Entry] = {}
TAPS = {
    "approve": Entry(approve_request, Permission.APPROVE),
    "decline": Entry(decline_request, Permission.APPROVE),
}
STEPS: dict[str, Entry] = {}
