"""What a tap on a button does: which button it is, whether it still counts, and what follows."""

from __future__ import annotations

from collections.abc import Callable

from bot.events import show_events
from bot.fieldwork import LiveRound
from bot.outgoing import Show
from bot.own_answers import ask_delete, delete, keep, show_change_menu, show_current, show_where
from bot.taking_part import (
    agree,
    agree_another,
    another_person,
    choose_round,
    not_now,
    show_options,
)
from bot.tokens import Display, Token
from bot.updates import change_updates, withdraw_by_receipt
from bot.visits import OF_SESSION, Visit
from surveys.interview import Action, Input

ENGINE_ACTIONS = {
    "c": Action.CHOOSE,
    "d": Action.DONE,
    "f": Action.CLEAR,
    "b": Action.BACK,
    "s": Action.SKIP,
    "k": Action.KEEP,
    "x": Action.STOP,
    "r": Action.RESUME,
    "e": Action.CHANGE,
    "u": Action.SUBMIT,
    "a": Action.ACCEPT,
    "n": Action.DECLINE,
    "l": Action.LEAVE,
    "L": Action.LANGUAGE,
    "S": Action.STYLE,
}
"""Letters of buttons that are inputs of an interview. The others are in `TAPS`."""

_ON_CARD = frozenset("umxl")
"""Letters of the buttons of a review card."""

_ERASING = frozenset("DYNW")
"""Letters of the buttons that ask to delete, delete, keep, and delete by receipt."""

_FIRST = frozenset("gGzow")
"""Letters of the buttons of the screens before there is an interview."""

TAPS: dict[str, Callable[[Visit, Token], None]] = {
    "g": agree,
    "G": agree_another,
    "z": not_now,
    "o": show_options,
    "w": choose_round,
    "p": another_person,
    "m": show_change_menu,
    "v": show_current,
    "D": ask_delete,
    "Y": delete,
    "N": keep,
    "W": withdraw_by_receipt,
}
"""Letters of the other buttons of a round, and what each does."""


def tap(visit: Visit, data: str) -> None:
    """Do what a button says.

    Args:
        visit: The update; it knows the message that was tapped.
        data: What the button carries.
    """
    token = Token.read(data)
    if token is None:
        show_where(visit, toast="note-stale")
        return
    if token.action == "t":
        change_updates(visit, token.value)
        return
    live = _find_live(visit, token)
    erasing = token.action in _ERASING
    if _is_of_another_session(visit, token):
        visit.show(Show.NOTHING, toast="note-other-interview")
    elif token.round and (live is None or not visit.counts(live, erasing=erasing)):
        reason = _why_refused(visit, live, erasing=erasing)
        # The message that asked to open a round stays, with its button that ends such messages.
        visit.show(Show.PLAIN, live=live, key=reason, edit=token.action != "w")
    elif _is_late(visit, token):
        visit.show(Show.NOTHING, toast="note-saved")
    elif token.action in ENGINE_ACTIONS:
        _step(visit, token)
    elif token.action in TAPS and live is not None:
        TAPS[token.action](visit, token)
    else:
        show_where(visit, toast="note-stale")


def _step(visit: Visit, token: Token) -> None:
    respondent = visit.find(token.round, token.tag)
    if respondent is None:
        show_where(visit, toast="note-other-interview")
        return
    given = Input(ENGINE_ACTIONS[token.action], token.value, token.sequence)
    show_events(visit, respondent, visit.step(respondent, given))


def _find_live(visit: Visit, token: Token) -> LiveRound | None:
    """The round that a button is about; a receipt's may be outside the session's view."""
    found = visit.fieldwork.rounds.get(token.round)
    if found is None and visit.elsewhere is not None and visit.elsewhere.live.id == token.round:
        return visit.elsewhere.live
    return found


def _is_of_another_session(visit: Visit, token: Token) -> bool:
    """Whether a button belongs to a session that is over, or not to the present one.

    It does nothing at all: what its message shows may be a receipt code.
    """
    if token.action in _FIRST:
        return Display.read(token.value).session != visit.kind
    return token.tag.startswith(OF_SESSION) and visit.find(token.round, token.tag) is None


def _is_late(visit: Visit, token: Token) -> bool:
    """Whether a review card is tapped again that has turned into the thank-you and its receipt.

    Showing anything in its place would take the receipt away.
    """
    respondent = visit.find(token.round, token.tag)
    on_card = token.action in _ON_CARD and token.question < 0
    return respondent is not None and on_card and not respondent.is_active


def _why_refused(visit: Visit, live: LiveRound | None, *, erasing: bool) -> str:
    """The wording for a tap that does not count."""
    if live is None or not visit.in_round(live.id):
        return "note-closed"
    if erasing:
        return "note-being-counted"
    return "note-ended" if visit.counts(live, erasing=True) else "note-closed"
