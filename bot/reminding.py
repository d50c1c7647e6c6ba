"""What `canvass round` does about messages: reminding, saying what was done, holding back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.office import Office
from bot.office.approving import IN_CHAT
from bot.office.messaging import (
    check_actions,
    control_messages,
    correct_actions,
    request_messages,
)
from bot.office.sendings import (
    describe_hours,
    describe_requests,
    describe_sending,
    describe_unknown,
    list_sendings,
)
from bot.rounds import at_work
from bot.settings import Settings
from bot.telling import tell
from surveys.errors import RoundError
from surveys.messages import BroadcastKind, BroadcastState
from surveys.store.approvals import Approval
from surveys.store.broadcasts import count_recipients
from surveys.store.rounds import get_round_within

_STATES = {
    "pause": BroadcastState.PAUSED,
    "resume": BroadcastState.SENDING,
    "stop": BroadcastState.STOPPED,
}


async def remind(settings: Settings, name: str) -> list[str]:
    """Ask for a reminder, or begin to send it where nobody else has to approve."""
    async with at_work(settings) as office:
        approval = await request_messages(office, name, BroadcastKind.REMINDER)
        return await _tell_asked(office, name, BroadcastKind.REMINDER, approval)


async def show_messages(settings: Settings, name: str) -> list[str]:
    """How far the messages about a round are, and those of unknown outcome."""
    async with at_work(settings) as office:
        round_ = await get_round_within(office.connection, name)
        sendings = await list_sendings(office, round_.id)
        lines = await describe_requests(office, round_.id)
        if not (sendings or lines):
            return [f"No message was sent about round {name} yet."]
        lines += [describe_sending(sending) for sending in sendings]
        lines += [await describe_unknown(office, one) for one in sendings if one.unknown]
        return [*lines, describe_hours(office)]


async def control(settings: Settings, name: str, number: int, word: str) -> str:
    """Pause, resume or stop messages about a round, by their number."""
    async with at_work(settings) as office:
        moved = await control_messages(office, name, number, _STATES[word])
        return f"messages {moved.id} ({moved.kind}) are now {moved.state}"


async def tell_actions(
    settings: Settings, name: str, said: Sequence[str], *, send: bool, correct: bool
) -> list[str]:
    """What was done about the results: shown as people get it, then sent or only kept.

    Args:
        settings: Where everything is.
        name: The round.
        said: What was done, as ``LANGUAGE=TEXT``; what is kept already where there is none.
        send: Whether it is sent to all who asked for the results.
        correct: Whether it is kept, and nobody is told.
    """
    given = _read_said(said)
    async with at_work(settings) as office:
        round_ = await get_round_within(office.connection, name)
        actions = check_actions(round_, {**round_.actions, **given})
        if correct:
            await correct_actions(office, name, actions)
            return ["kept; /results shows it, and nobody is told"]
        if send:
            approval = await request_messages(office, name, BroadcastKind.ACTIONS, actions)
            return await _tell_asked(office, name, BroadcastKind.ACTIONS, approval)
        told = replace(round_, actions=actions)
        return [tell(told, BroadcastKind.ACTIONS, language).text for language in actions or ["en"]]


def _read_said(said: Sequence[str]) -> Mapping[str, str]:
    given = {}
    for one in said:
        language, sign, text = one.partition("=")
        if not sign:
            raise RoundError(
                "messages.actions", f"--say {one!r}", "it has no '='", 'Write it as en="...".'
            )
        given[language.strip()] = text
    return given


async def _tell_asked(
    office: Office, name: str, kind: BroadcastKind, approval: Approval | None
) -> list[str]:
    round_ = await get_round_within(office.connection, name)
    people = await count_recipients(office.connection, round_.id, kind)
    if approval is None and not people:
        return [f"kept; nobody asked to be told of round {name}, so nothing is sent"]
    if approval is None:
        hours = describe_hours(office)
        return [f"the {kind} of round {name} goes to {people} people while the bot runs", hours]
    waits = f"the {kind} of round {name} waits for a second officer: request {approval.id}"
    return [f"{waits}, {people} people would be told", IN_CHAT]
