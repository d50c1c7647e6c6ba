"""What people do with what they have answered: see it, change it, delete it, open it by receipt."""

from __future__ import annotations

from bot.deleting import Meant, read_meant
from bot.events import show_events
from bot.outgoing import Note, Show
from bot.respondents import Respondent
from bot.tokens import Token
from bot.updates import ask_withdraw
from bot.visits import Visit
from bot.wording import load_wording
from surveys.codes import normalise_receipt
from surveys.interview import Action, Input, Stage


def show_where(visit: Visit, *, toast: str = "", note: str = "") -> None:
    """Where the person is now, with a kind word on what was just done."""
    respondent = visit.focus()
    notes: tuple[Note, ...] = ((note, {}),) if note else ()
    if note and _is_on_card(respondent):
        # The card again would leave the answers standing twice once they are submitted.
        visit.show(Show.PLAIN, toast=toast, notes=(*notes, ("note-card", {})))
    elif respondent is not None and respondent.is_active:
        if note == "note-unread" and not respondent.interview.paused:
            notes = (("note-unread-question", {}),)
        visit.show(Show.CURRENT, respondent, toast=toast, notes=notes)
    elif note:
        if note == "note-unread" and respondent is None and _can_begin(visit):
            notes = (("note-unread-before", {}),)
        visit.show(Show.PLAIN, toast=toast, notes=notes)
    elif respondent is not None:
        visit.show(Show.CURRENT, respondent, toast=toast)
    else:
        visit.show(Show.NOTHING, toast=toast)


def _can_begin(visit: Visit) -> bool:
    """Whether ``/start`` leads anywhere from here, and now is the moment to say so.

    A session has begun something else, and who was just told where help is, is asked for nothing.
    """
    if visit.session is not None or visit.helped:
        return False
    return any(visit.counts(live) for live in visit.fieldwork.rounds.values())


def _is_on_card(respondent: Respondent | None) -> bool:
    if respondent is None or respondent.interview.paused:
        return False
    return respondent.interview.stage is Stage.REVIEWING


def show_current(visit: Visit, token: Token) -> None:
    """Where the interview of this button is now; one that is paused goes on."""
    respondent = visit.find(token.round, token.tag)
    if respondent is None:
        show_where(visit, toast="note-other-interview")
    elif respondent.interview.paused:
        show_events(visit, respondent, visit.step(respondent, Input(Action.RESUME)))
    else:
        visit.show(Show.CURRENT, respondent, edit=token.value != "new")


def show_change_menu(visit: Visit, token: Token) -> None:
    """Which answer to change, while the card is the present one."""
    respondent = visit.find(token.round, token.tag)
    if respondent is None or respondent.interview.sequence != token.sequence:
        show_where(visit, toast="note-stale")
    else:
        visit.show(Show.CHANGE_MENU, respondent)


def ask_delete(visit: Visit, token: Token) -> None:
    """Whether to delete, and how many people's answers on this phone are concerned."""
    respondent = visit.find(token.round, token.tag) or visit.focus(erasing=True)
    if respondent is None:
        key = "session-nothing" if visit.session else "nothing-to-delete"
        key = "note-being-counted" if visit.respondents else key
        visit.show(Show.PLAIN, key=key)
    else:
        count = len(visit.people(erasing=True))
        visit.show(Show.DELETE_CONFIRM, respondent, edit=False, count=count)


def delete(visit: Visit, token: Token) -> None:
    """Delete one person's answers or everybody's, as the button says."""
    respondent = visit.find(token.round, token.tag)
    if respondent is None:
        visit.show(Show.NOTHING, toast="note-already-deleted")
        return
    people = visit.people(erasing=True) if token.value == "all" else [respondent]
    for person in people:
        visit.step(person, Input(Action.WITHDRAW))
    visit.show(Show.PLAIN, key="deleted")


def keep(visit: Visit, _: Token) -> None:
    """Delete nothing, and go on where the person was."""
    visit.show(Show.PLAIN, key="kept")
    respondent = visit.focus()
    if respondent is not None and respondent.is_active:
        visit.show(Show.CURRENT, respondent, edit=False)


def answer_delete(visit: Visit, text: str) -> bool:
    """Do what typed words say to the question whether to delete; whether they were about it.

    What could mean something else deletes nothing: the question comes again.
    """
    number, count = visit.asked or (0, 0)
    people = visit.people(erasing=True)
    respondent = next((one for one in people if one.id == number), None)
    if respondent is None or len(people) != count:
        return False
    interview = respondent.interview
    awake = any(one.is_awake for one in people)
    match read_meant(text, load_wording(interview.language), several=count > 1, awake=awake):
        case None:
            return False
        case Meant.NOTHING:
            keep(visit, Token("N"))
        case Meant.UNCLEAR:
            notes: tuple[Note, ...] = (("note-delete-tap", {}),)
            visit.show(Show.DELETE_CONFIRM, respondent, edit=False, notes=notes, count=count)
        case meant:
            delete(visit, Token("Y", respondent.live.id, interview.tag, value=meant))
    return True


def open_by_receipt(visit: Visit, text: str) -> bool:
    """Show submitted answers to whoever types their receipt code; whether it was one."""
    code = normalise_receipt(text)
    if code is None:
        return False
    if visit.elsewhere is not None:
        # Whoever it is: answers that an interviewer took are shown to nobody once submitted.
        ask_withdraw(visit, visit.elsewhere, code)
        return True
    for respondent in visit.respondents:
        live = respondent.live
        if respondent.receipt is None or respondent.receipt != live.keys.receipt_hash(code):
            continue
        if visit.counts(live):
            show_events(visit, respondent, visit.step(respondent, Input(Action.REOPEN)))
        else:
            open_ = visit.counts(live, erasing=True)
            visit.show(Show.PLAIN, key="note-ended" if open_ else "note-being-counted")
        return True
    looks_meant = visit.takes_codes and any(sign == "-" or sign.isdigit() for sign in text)
    if looks_meant and any(respondent.receipt for respondent in visit.respondents):
        show_where(visit, note="note-wrong-receipt")
        return True
    return False
