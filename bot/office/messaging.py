"""Messages to people who asked for them: requested, approved, begun, paused and stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from bot.office.context import Office
from bot.office.ending import set_actions
from bot.office.outcomes import forget_told
from bot.telling import LONGEST_ACTIONS, tell
from bot.wording import NAMES
from surveys.errors import RoundError
from surveys.messages import (
    MOST,
    UNDER_WAY,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    check_broadcast,
)
from surveys.rounds import Round
from surveys.store.approvals import Approval, find_pending, request_approval
from surveys.store.broadcasts import (
    count_recipients,
    find_broadcasts_within,
    get_broadcast,
    move_broadcast,
    start_broadcast,
)
from surveys.store.publications import find_publication_within
from surveys.store.rounds import get_round_within

_VERBS = {
    BroadcastState.PAUSED: "pause",
    BroadcastState.SENDING: "resume",
    BroadcastState.STOPPED: "stop",
}


async def request_messages(
    office: Office, name: str, kind: str, actions: Mapping[str, str] | None = None
) -> Approval | None:
    """Ask for messages of one kind to be sent to everybody who asked for them.

    What was done about the results is kept, and shown to anybody, only once it is approved. Where
    nobody is on the list it is kept at once, and nothing is sent.

    Args:
        office: Who asks.
        name: The round.
        kind: ``reminder``, ``results`` or ``actions``.
        actions: For ``actions``, what was done, by language; else None.

    Returns:
        The approval that is waited for; None where they are being sent.

    Raises:
        RoundError: When the round is not so far, these messages were sent already, or nobody is
            there who could be reminded.
        StaffError: When they were asked for already and nobody has decided.
    """
    kind = BroadcastKind(kind)
    round_ = await get_round_within(office.connection, name)
    if actions is not None:
        round_ = replace(round_, actions=check_actions(round_, actions))
    await check_messages(office, round_, kind)
    people = await count_recipients(office.connection, round_.id, kind)
    if not people and kind is BroadcastKind.REMINDER:
        raise RoundError(
            "broadcast.nobody",
            f"{kind} of round {name!r}",
            "nobody asked to be told of surveys, so there is nobody to remind",
            "Use posters and links to reach people.",
        )
    await office.record(f"{kind}.request", name, "", f"{people} people")
    if not (people and office.settings.second_approval):
        await _begin(office, round_, kind, people)
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
    """Begin to send what was approved, in the words that were approved.

    Raises:
        RoundError: When it can no longer be sent.
    """
    kind = BroadcastKind(approval.subject)
    if kind is BroadcastKind.ACTIONS:
        round_ = replace(round_, actions=json.loads(approval.details)["actions"])
    await check_messages(office, round_, kind)
    people = await count_recipients(office.connection, round_.id, kind)
    await _begin(office, round_, kind, people)


async def _begin(office: Office, round_: Round, kind: BroadcastKind, people: int) -> None:
    if kind is BroadcastKind.ACTIONS:
        await set_actions(office, round_.name, round_.actions)
    if people:
        # An empty list leaves it to be sent later, for each is sent once only.
        started = await start_broadcast(office.connection, round_.id, kind, office.now)
        await office.record("messages.start", round_.name, "", f"{_describe(started)}, {people}")


async def check_messages(office: Office, round_: Round, kind: BroadcastKind) -> None:
    """Check that messages of a kind can be sent about a round, and that there are words for them.

    Args:
        office: Who asks.
        round_: The round, with what was done about the results as it is to be told.
        kind: What they are for.

    Raises:
        RoundError: When they cannot.
    """
    if not round_.is_real:
        raise RoundError(
            "broadcast.not-real",
            f"round {round_.name!r}",
            "it asks no real residents (a rehearsal, made-up answers or an import), and people on "
            "the contact list are told of surveys alone",
            "See the rounds with /rounds or `canvass round list`.",
        )
    earlier = await find_broadcasts_within(office.connection, round_.id)
    check_broadcast(round_, kind, earlier, office.now)
    published = await find_publication_within(office.connection, round_.id)
    for language in NAMES:
        tell(round_, kind, language, published)


def check_actions(round_: Round, actions: Mapping[str, str]) -> dict[str, str]:
    """What was done about the results as it can be kept: by language, without blanks around it.

    Raises:
        RoundError: When a language is none of the chat's, or a text is empty or too long.
    """
    kept = {language: text.strip() for language, text in actions.items()}
    for language, text in kept.items():
        place = f"what was done, round {round_.name!r}, language {language}"
        if language not in NAMES:
            wrong = "people cannot choose that language in the chat"
            remedy = f"Write it in one of: {', '.join(NAMES)}."
        elif not text:
            wrong, remedy = "it is empty", "Write it; people get exactly that text."
        elif len(text) > LONGEST_ACTIONS:
            wrong = f"it has {len(text):,} characters, and {LONGEST_ACTIONS:,} can be sent"
            remedy = "Shorten it; what is longer belongs on the council's page."
        else:
            continue
        raise RoundError("messages.actions", place, wrong, remedy)
    return kept


async def correct_actions(office: Office, name: str, actions: Mapping[str, str]) -> Round:
    """Change what is shown of what was done, and tell nobody.

    Raises:
        RoundError: When the round is not published, its words are being sent just now, or nobody
            else has approved any yet, where that is needed.
    """
    round_ = await get_round_within(office.connection, name)
    kept = check_actions(round_, actions)
    await _check_approved(office, round_)
    return await set_actions(office, name, kept)


async def _check_approved(office: Office, round_: Round) -> None:
    """Refuse to show words before a second officer has let what was done be told at all."""
    found = await find_broadcasts_within(office.connection, round_.id)
    sent = [broadcast for broadcast in found if broadcast.kind is BroadcastKind.ACTIONS]
    if any(broadcast.state in UNDER_WAY for broadcast in sent):
        raise RoundError(
            "messages.under-way",
            f"round {round_.name!r}",
            "these words are being sent, and everybody is to get the same",
            "Change them once that is done or stopped.",
        )
    for waiting in await find_pending(office.connection, round_.id):
        if waiting.subject == BroadcastKind.ACTIONS:
            raise RoundError(
                "messages.waits",
                f"round {round_.name!r}",
                f"what was done waits for approval (request {waiting.id}), and nothing else of it "
                "is shown meanwhile",
                "Have it approved or declined first.",
            )
    people = await count_recipients(office.connection, round_.id, BroadcastKind.ACTIONS)
    if not sent and people and office.settings.second_approval:
        raise RoundError(
            "messages.not-approved",
            f"round {round_.name!r}",
            "no second officer has approved what is said of it yet",
            "Ask for it to be sent with /actions or `canvass round actions --send`; once that was "
            "approved and sent, it can be corrected.",
        )


def count_left(broadcasts: list[Broadcast], kind: BroadcastKind) -> int:
    """How many more messages of a kind a round can have."""
    return MOST[kind] - sum(broadcast.kind is kind for broadcast in broadcasts)


async def control_messages(office: Office, name: str, number: int, to: BroadcastState) -> Broadcast:
    """Pause, resume or stop messages that are being sent; stopping is for good.

    Args:
        office: Who does it.
        name: The round that they are about.
        number: Number of the broadcast.
        to: The state that they are to be in.

    Raises:
        RoundError: When the round has no such messages, or they cannot be brought to that state.
    """
    round_ = await get_round_within(office.connection, name)
    before = await get_broadcast(office.connection, number)
    if before.round_id != round_.id:
        raise RoundError(
            "broadcast.unknown",
            f"round {name!r}",
            f"it has no messages of number {number}",
            f"See their numbers with /messages or `canvass round messages {name}`.",
        )
    moved = await move_broadcast(office.connection, number, to)
    action = f"messages.{_VERBS[to]}"
    await office.record(action, name, f"{_describe(before)}, {before.state}", moved.state)
    if to is BroadcastState.STOPPED:
        await forget_told(office, round_.id)
    return moved


def _describe(broadcast: Broadcast) -> str:
    return f"messages {broadcast.id} ({broadcast.kind})"
