"""Rounds in chat: all of them, one with what can be done with it now, and simple steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk import interviewing
from bot.desk.errands import Entry, Errand, Rows
from bot.desk.tokens import StaffToken
from bot.fieldwork import write_date
from bot.office.cards import describe_round, render_card
from bot.office.launching import unschedule
from bot.office.rehearsing import rehearse
from surveys.errors import RoundError
from surveys.rounds import Audience, Round, RoundState
from surveys.staff import PERMITTED, Permission
from surveys.store.approvals import find_pending
from surveys.store.meta import BOT_USERNAME, find_fact
from surveys.store.questionnaires import get_questionnaire_within
from surveys.store.rounds import find_rounds_within, get_round_by_id

MOST_SHOWN = 20
"""Rounds in one list; older ones are in the terminal's."""

_DRAFT = frozenset({RoundState.DRAFT})
_BEFORE = frozenset({RoundState.DRAFT, RoundState.SCHEDULED})
_OPEN = frozenset({RoundState.OPEN})
_REACHED = _BEFORE | _OPEN
_OVER = frozenset({RoundState.CLOSED, RoundState.PUBLISHED})
_PUBLIC = frozenset({Audience.OPEN, Audience.BOTH})
_BY_CODE = frozenset({Audience.INVITED, Audience.BOTH})
_LEFT = frozenset(RoundState) - {RoundState.DRAFT, RoundState.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done with a round, as a button on its card.

    Attributes:
        tap: Its tap, with the number of the round; the label has the key ``card-`` and the tap.
        permission: Who may.
        states: In which states of the round.
        holds: What else the round must be.
    """

    tap: str
    permission: Permission
    states: frozenset[RoundState]
    holds: Callable[[Round], bool] = lambda _: True


ACTIONS = (
    Action("round-edit", Permission.CHANGE_ROUND, _DRAFT),
    Action("round-preview", Permission.PREVIEW, _BEFORE),
    Action("launch-round", Permission.LAUNCH, _DRAFT, lambda one: not one.rehearsal),
    Action("round-rehearse", Permission.MAKE_ROUND, _DRAFT),
    Action("round-unschedule", Permission.LAUNCH, frozenset({RoundState.SCHEDULED})),
    Action("progress", Permission.PROGRESS, _OPEN),
    Action("poster", Permission.POSTER, _REACHED, lambda one: one.audience in _PUBLIC),
    Action("codes", Permission.CODES, _REACHED, lambda one: one.audience in _BY_CODE),
    Action("messages", Permission.CONTROL_MESSAGES, _OPEN | _OVER, lambda one: one.is_real),
    Action("round-close", Permission.CLOSE, _OPEN),
    Action("export", Permission.EXPORT, _OVER, lambda one: not one.rehearsal),
    Action("publish", Permission.PUBLISH, frozenset({RoundState.CLOSED}), lambda one: one.is_real),
    Action("round-withdraw", Permission.WITHDRAW, _LEFT),
    Action("round-delete", Permission.DELETE_ROUND, _BEFORE),
)
"""What a card offers, in order; what another flow does is offered where that flow is there."""


async def list_rounds(errand: Errand) -> None:
    """``/rounds``: a line for each round, the newest first."""
    errand.forget()
    connection = errand.office.connection
    rounds = list(reversed(await find_rounds_within(connection)))[:MOST_SHOWN]
    if not rounds:
        errand.say(errand.words("rounds-none"))
        return
    lines = []
    for round_ in rounds:
        questionnaire = await get_questionnaire_within(connection, round_.questionnaire_hash)
        lines.append(describe_round(round_, questionnaire))
    rows = [[(one.name, StaffToken("round", (str(one.id),)))] for one in rounds]
    errand.say(errand.words("rounds", list="\n\n".join(lines)), rows)


async def show_card(errand: Errand) -> None:
    """One round, with a button for each thing that can be done with it now."""
    errand.forget()
    await show_round(errand, await get_tapped_round(errand))


async def show_round(errand: Errand, round_: Round, before: str = "") -> None:
    """Show the card of a round.

    Args:
        errand: The errand.
        round_: The round as it is now.
        before: What is said first.
    """
    card = await render_card(errand.office, round_)
    rows = [*await _list_requests(errand, round_), *_list_actions(errand, round_)]
    rows.append([(errand.words("card-rounds"), StaffToken("rounds"))])
    errand.say(f"{before}\n\n{card}".strip(), rows)


async def _list_requests(errand: Errand, round_: Round) -> Rows:
    """Buttons for what waits for a second officer: to approve, or to take back one's own."""
    member = errand.who.member
    rows = []
    for waiting in await find_pending(errand.office.connection, round_.id):
        if member.role not in PERMITTED[Permission.APPROVE]:
            continue
        number = (str(waiting.id),)
        own = waiting.requested_by == member.code
        decline = "card-take-back" if own else "card-decline"
        row = [] if own else [(errand.words("card-approve"), StaffToken("approve", number))]
        rows.append([*row, (errand.words(decline), StaffToken("decline", number))])
    return rows


def _list_actions(errand: Errand, round_: Round) -> list[list[tuple[str, StaffToken]]]:
    role, number = errand.who.member.role, (str(round_.id),)
    buttons = [
        (errand.words(f"card-{action.tap}"), StaffToken(action.tap, number))
        for action in ACTIONS
        if role in PERMITTED[action.permission]
        and round_.state in action.states
        and action.holds(round_)
    ]
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


async def preview_round(errand: Errand) -> None:
    """Go through the conversation as residents will."""
    errand.forget()
    await interviewing.preview(errand, await get_tapped_round(errand))


async def rehearse_round(errand: Errand) -> None:
    """Open a rehearsal, and give the link that leads to it."""
    errand.forget()
    opened = await rehearse(errand.office, (await get_tapped_round(errand)).name)
    name = await find_fact(errand.office.connection, BOT_USERNAME)
    link = f"https://t.me/{name}?start={opened.name}" if name else f"/start {opened.name}"
    until = write_date(opened.closes_on)
    errand.say(errand.words("rehearsal-open", name=opened.name, link=link, until=until))


async def unschedule_round(errand: Errand) -> None:
    """Make a scheduled round a draft again."""
    errand.forget()
    round_ = await unschedule(errand.office, (await get_tapped_round(errand)).name)
    await show_round(errand, round_, errand.words("round-unscheduled", name=round_.name))


async def get_tapped_round(errand: Errand) -> Round:
    """The round that a button names by its number.

    Raises:
        RoundError: When it is not there any more.
    """
    return await get_numbered_round(errand, errand.argument(0))


async def get_numbered_round(errand: Errand, number: str) -> Round:
    """The round of a number, as staff have it in front of them.

    Raises:
        RoundError: When it is not there any more.
    """
    known = {str(one.id) for one in await find_rounds_within(errand.office.connection)}
    if number not in known:
        raise RoundError(
            "round.unknown", "this button", "its round is not there any more", "Send /rounds."
        )
    return await get_round_by_id(errand.office.connection, int(number))


COMMANDS = {
    "rounds": Entry(list_rounds, Permission.PROGRESS, menu="menu-rounds"),
}
TAPS = {
    "rounds": Entry(list_rounds, Permission.PROGRESS),
    "round": Entry(show_card, Permission.PROGRESS),
    "round-preview": Entry(preview_round, Permission.PREVIEW),
    "round-rehearse": Entry(rehearse_round, Permission.MAKE_ROUND),
    "round-unschedule": Entry(unschedule_round, Permission.LAUNCH),
}
STEPS: dict[str, Entry] = {}
