"""Messages to people who asked for them: asked for, approved, paused and stopped by staff."""

from __future__ import annotations

import json

from bot.office.context import Office
from surveys.errors import RoundError
from surveys.rounds import Round, RoundState
from surveys.store.approvals import Approval, request_approval
from surveys.store.broadcasts import count_recipients, start_broadcast
from surveys.store.rounds import get_round_within

_STATES = {
    "reminder": RoundState.OPEN,
    "results": RoundState.PUBLISHED,
    "actions": RoundState.PUBLISHED,
}
"""In which state of its round each kind of message can be sent."""


async def request_messages(office: Office, name: str, kind: str) -> Approval | None:
    """Ask for messages of one kind to be sent to everybody who asked for them.

    Args:
        office: Who asks.
        name: The round.
        kind: ``reminder``, ``results`` or ``actions``.

    Returns:
        The approval that is waited for; None where they are being sent.

    Raises:
        RoundError: When the round is not so far, or these messages were sent already.
        StaffError: When they were asked for already and nobody has decided.
    """
    round_ = await get_round_within(office.connection, name)
    check_messages(round_, kind)
    people = await count_recipients(office.connection, round_.id, kind)
    await office.record(f"{kind}.request", name, "", f"{people} people")
    if not (people and office.settings.second_approval):
        await start_broadcast(office.connection, round_.id, kind, office.now)
        return None
    return await request_approval(
        office.connection,
        round_id=round_.id,
        subject=kind,
        details=json.dumps({"people": people, "actions": dict(round_.actions)}),
        requested_by=office.who,
        at=office.now,
    )


async def send_approved(office: Office, round_: Round, approval: Approval) -> None:
    """Begin to send what was approved.

    Raises:
        RoundError: When it can no longer be sent, or says something else by now.
    """
    check_messages(round_, approval.subject)
    if json.loads(approval.details)["actions"] != dict(round_.actions):
        raise RoundError(
            "messages.changed",
            f"round {round_.name!r}",
            "what was done about the results has been written anew since this was asked for",
            "Decline this, read the new text and ask again.",
        )
    await start_broadcast(office.connection, round_.id, approval.subject, office.now)


def check_messages(round_: Round, kind: str) -> None:
    """Check that messages of a kind can be sent about a round.

    Raises:
        RoundError: When it is not so far, or is no round for residents.
    """
    place = f"round {round_.name!r}"
    if round_.rehearsal or round_.state is not _STATES[kind]:
        what = "a rehearsal" if round_.rehearsal else round_.state
        raise RoundError(
            "messages.state",
            place,
            f"it is {what}, and a message of kind {kind} needs a round that is {_STATES[kind]}",
            "See the rounds with `canvass round list`.",
        )
    if kind == "actions" and not round_.actions:
        raise RoundError(
            "messages.no-actions",
            place,
            "nothing is written about what was done",
            "Write it first; people get exactly that text.",
        )
