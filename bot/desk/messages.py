"""Messages to many in chat: how far each is, holding back and stopping, what is unknown."""

from __future__ import annotations

from bot.desk.errands import Entry, Errand
from bot.desk.rounds import get_numbered_round
from bot.desk.tokens import StaffToken
from bot.office.messaging import control_messages
from bot.office.sendings import (
    Sending,
    describe_hours,
    describe_requests,
    describe_sending,
    describe_unknown,
    list_sendings,
    name_kind,
)
from surveys.errors import RoundError
from surveys.messages import BROADCAST_MOVES, UNDER_WAY, BroadcastState
from surveys.rounds import Round, RoundState
from surveys.staff import PERMITTED, Permission

Row = list[tuple[str, StaffToken]]

_TELLS = {RoundState.OPEN: ("tell-reminder",), RoundState.PUBLISHED: ("tell-results", "actions")}
"""What people can be told of a round, by its state: taps whose labels begin with ``do-``."""


async def show_messages(errand: Errand) -> None:
    """``/messages``: all messages to many, or from a round's card those about it."""
    errand.forget()
    await _show(errand, errand.argument(0))


async def _show(errand: Errand, scope: str) -> None:
    """Show how far messages are.

    Args:
        errand: The errand.
        scope: Number of the round that they are about; empty for all.
    """
    round_ = await get_numbered_round(errand, scope) if scope else None
    sendings = await list_sendings(errand.office, round_.id if round_ else None)
    rows = [row for one in sendings if (row := _control(errand, one, scope))]
    rows += _offer(errand, round_) if round_ else []
    waiting = await describe_requests(errand.office, round_.id if round_ else None)
    if sendings or waiting:
        rows.append([(errand.words("sending-refresh"), StaffToken("messages", (scope,)))])
        listed = "\n\n".join([*waiting, *map(describe_sending, sendings)])
        text = errand.words("messages", list=listed, hours=describe_hours(errand.office))
    elif round_:
        text = errand.words("messages-none-of", name=round_.name)
    else:
        text = errand.words("messages-none")
    errand.say(text, rows)


def _control(errand: Errand, one: Sending, scope: str) -> Row:
    """Buttons for messages that are under way, and for their unknown outcomes."""
    number = str(one.broadcast.id)
    taps = []
    if one.broadcast.state in UNDER_WAY:
        paused = one.broadcast.state is BroadcastState.PAUSED
        taps = ["resume" if paused else "pause", "stop"]
    if one.unknown:
        taps.append("see-unknown")
    return [
        (
            errand.words(f"sending-{tap}", number=number),
            StaffToken(f"messages-{tap}", (number, scope)),
        )
        for tap in taps
    ]


def _offer(errand: Errand, round_: Round) -> list[Row]:
    """What people can be told of a round, as far as its state goes."""
    from bot.desk.table import TAPS  # noqa: PLC0415  # the table lists this module too

    role = errand.who.member.role
    return [
        [(errand.words(f"card-{tap}"), StaffToken(tap, (str(round_.id),)))]
        for tap in _TELLS.get(round_.state, ())
        if (needed := TAPS[tap].permission) is None or role in PERMITTED[needed]
    ]


async def pause(errand: Errand) -> None:
    """Hold messages back for a while."""
    await _control_and_show(errand, BroadcastState.PAUSED)


async def resume(errand: Errand) -> None:
    """Go on with messages that were held back."""
    await _control_and_show(errand, BroadcastState.SENDING)


async def confirm_stop(errand: Errand) -> None:
    """Ask once before messages are stopped, which is for good."""
    one = await _get_sending(errand)
    _check_goes_on(one)
    number, scope = str(one.broadcast.id), errand.argument(1)
    rows: list[Row] = [
        [
            (
                errand.words("sending-stop-yes", number=number),
                StaffToken("messages-stop-yes", (number, scope)),
            )
        ],
        [(errand.words("sending-back"), StaffToken("messages", (scope,)))],
    ]
    text = errand.words(
        "sending-stop-confirm",
        number=number,
        kind=name_kind(one.broadcast.kind),
        name=one.round.name,
        waiting=one.waiting,
    )
    errand.say(text, rows)


async def stop(errand: Errand) -> None:
    """Stop messages for good."""
    await _control_and_show(errand, BroadcastState.STOPPED)


async def show_unknown(errand: Errand) -> None:
    """Which messages may have arrived or not, and why."""
    text = await describe_unknown(errand.office, await _get_sending(errand))
    back = StaffToken("messages", (errand.argument(1),))
    errand.say(text, [[(errand.words("sending-back"), back)]])


async def _control_and_show(errand: Errand, to: BroadcastState) -> None:
    errand.forget()
    one = await _get_sending(errand)
    await control_messages(errand.office, one.round.name, one.broadcast.id, to)
    await _show(errand, errand.argument(1))


async def _get_sending(errand: Errand) -> Sending:
    number = errand.argument(0)
    for one in await list_sendings(errand.office):
        if str(one.broadcast.id) == number:
            return one
    raise RoundError(
        "broadcast.unknown", "this button", "its messages are not there any more", "Send /messages."
    )


def _check_goes_on(one: Sending) -> None:
    """Refuse to ask about stopping what is over."""
    if BroadcastState.STOPPED not in BROADCAST_MOVES[one.broadcast.state]:
        raise RoundError(
            "broadcast.move",
            f"messages {one.broadcast.id}",
            f"they are {one.broadcast.state} and cannot be stopped",
            "Send /messages to see how far they came.",
        )


COMMANDS = {
    "messages": Entry(show_messages, Permission.CONTROL_MESSAGES, menu="menu-messages"),
}
TAPS = {
    "messages": Entry(show_messages, Permission.CONTROL_MESSAGES),
    "messages-pause": Entry(pause, Permission.CONTROL_MESSAGES),
    "messages-resume": Entry(resume, Permission.CONTROL_MESSAGES),
    "messages-stop": Entry(confirm_stop, Permission.CONTROL_MESSAGES),
    "messages-stop-yes": Entry(stop, Permission.CONTROL_MESSAGES),
    "messages-see-unknown": Entry(show_unknown, Permission.CONTROL_MESSAGES),
}
STEPS: dict[str, Entry] = {}
