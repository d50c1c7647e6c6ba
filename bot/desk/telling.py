"""Asking in chat for messages to many: what people would get, how many they are, sending it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.desk.approving import tell_approvers
from bot.desk.errands import Entry, Errand, Rows
from bot.desk.rounds import get_tapped_round
from bot.desk.tokens import StaffToken
from bot.office.messaging import check_messages, count_left, request_messages
from bot.office.sendings import describe_hours
from bot.wording import NAMES
from surveys.errors import RoundError, StaffError
from surveys.messages import BroadcastKind
from surveys.rounds import Audience, Round, RoundState
from surveys.staff import Permission
from surveys.store.approvals import Approval, get_approval
from surveys.store.broadcasts import count_recipients, find_broadcasts_within
from surveys.store.rounds import find_rounds_within, get_round_by_id

_REACHED = frozenset({Audience.OPEN, Audience.BOTH})


async def choose_reminder(errand: Errand) -> None:
    """``/remind``: which round, where there are several."""
    rounds = [
        one
        for one in await find_rounds_within(errand.office.connection)
        if one.is_real and one.state is RoundState.OPEN and one.audience in _REACHED
    ]
    if len(rounds) == 1:
        await show_request(errand, rounds[0], BroadcastKind.REMINDER)
        return
    offer_rounds(errand, rounds, BroadcastKind.REMINDER, "tell-reminder")


def offer_rounds(errand: Errand, rounds: list[Round], kind: BroadcastKind, tap: str) -> None:
    """Let one of several rounds be chosen, or say that there is none."""
    errand.forget()
    rows = [[(one.name, StaffToken(tap, (str(one.id),)))] for one in rounds]
    errand.say(errand.words(f"ask-choose-{'' if rounds else 'none-'}{kind}"), rows)


async def show_reminder(errand: Errand) -> None:
    """A reminder before it is asked for."""
    await show_request(errand, await get_tapped_round(errand), BroadcastKind.REMINDER)


async def show_results(errand: Errand) -> None:
    """The results, as people would get them, before that is asked for."""
    await show_request(errand, await get_tapped_round(errand), BroadcastKind.RESULTS)


async def show_request(
    errand: Errand, round_: Round, kind: BroadcastKind, again: Rows = ()
) -> None:
    """Show what would be sent, to how many and when, with a button that asks for it.

    Args:
        errand: The errand.
        round_: The round, with what was done about the results as it is to be told.
        kind: What the messages are for.
        again: Further rows of buttons.

    Raises:
        RoundError: When they cannot be sent.
    """
    await check_messages(errand.office, round_, kind)
    connection = errand.office.connection
    people = await count_recipients(connection, round_.id, kind)
    if not people and kind is not BroadcastKind.ACTIONS:
        errand.forget()
        errand.say(errand.words(f"ask-nobody-{kind}", name=round_.name))
        return
    show_told(errand, round_, kind, round_.actions)
    text = errand.words(
        f"ask-{kind}",
        name=round_.name,
        people=people,
        left=count_left(await find_broadcasts_within(connection, round_.id), kind),
        hours=describe_hours(errand.office),
    )
    asks = bool(people) and errand.settings.second_approval
    label = errand.words("ask-yes-ask") if asks else errand.words("ask-yes-send", people=people)
    yes = [[(label, StaffToken(f"tell-{kind}-yes", (str(round_.id),)))]]
    no = [[(errand.words("staff-no"), StaffToken("cancel"))]]
    errand.say(text, [*yes, *again, *no], edit=False)


def show_told(
    errand: Errand, round_: Round, kind: BroadcastKind, actions: Mapping[str, str]
) -> None:
    """Show a message as people get it, in each language, in this chat."""
    words = json.dumps(dict(actions)) if kind is BroadcastKind.ACTIONS else "{}"
    for language in NAMES:
        errand.picture("told", about=kind, round=round_.id, shown=language, actions=words)


async def ask_reminder(errand: Errand) -> None:
    """Ask for a reminder, or send it where nobody else has to approve."""
    await ask_for(errand, await get_tapped_round(errand), BroadcastKind.REMINDER)


async def ask_results(errand: Errand) -> None:
    """Ask for the results to be sent, or send them where nobody else has to approve."""
    await ask_for(errand, await get_tapped_round(errand), BroadcastKind.RESULTS)


async def ask_for(
    errand: Errand, round_: Round, kind: BroadcastKind, actions: Mapping[str, str] | None = None
) -> None:
    """Ask for messages and tell everybody who can approve it; or send them at once.

    Raises:
        RoundError: When they cannot be sent.
        StaffError: When they were asked for already.
    """
    approval = await request_messages(errand.office, round_.name, kind, actions)
    errand.forget()
    if approval is not None:
        _say_asked(errand, approval, round_)
        return
    people = await count_recipients(errand.office.connection, round_.id, kind)
    errand.say(errand.words("ask-begun" if people else "ask-kept"))


def _say_asked(errand: Errand, approval: Approval, round_: Round) -> None:
    others = len(errand.colleagues(Permission.APPROVE))
    take_back = (errand.words("card-take-back"), StaffToken("decline", (str(approval.id),)))
    errand.say(errand.words("ask-asked", others=others), [[take_back]])
    tell_approvers(errand, approval, round_)


async def see_request(errand: Errand) -> None:
    """Show to whoever is asked to approve what people would get."""
    number = errand.argument(0)
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise StaffError("approval.unknown", "this button", "it names no request", "Send /rounds.")
    approval = await get_approval(errand.office.connection, int(number))
    if approval.subject not in set(BroadcastKind):
        raise RoundError(
            "broadcast.kind", approval.place, "it asks for no messages", "Send /rounds."
        )
    round_ = await get_round_by_id(errand.office.connection, approval.round_id)
    actions = json.loads(approval.details).get("actions", {})
    show_told(errand, round_, BroadcastKind(approval.subject), actions)


async def touch_shown(errand: Errand) -> None:
    """A button below a message that is only shown to staff."""
    errand.toast("ask-shown")


COMMANDS = {
    "remind": Entry(choose_reminder, Permission.REMIND, menu="menu-remind"),
}
TAPS = {
    "tell-reminder": Entry(show_reminder, Permission.REMIND),
    "tell-reminder-yes": Entry(ask_reminder, Permission.REMIND),
    "tell-results": Entry(show_results, Permission.PUBLISH),
    "tell-results-yes": Entry(ask_results, Permission.PUBLISH),
    "tell-see": Entry(see_request, Permission.APPROVE),
    "tell-shown": Entry(touch_shown, None),
}
STEPS: dict[str, Entry] = {}
