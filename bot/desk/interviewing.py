"""Interviewer mode and previews: a chat of staff that stands for somebody else for a while."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from bot.desk.errands import Entry, Errand
from bot.desk.tokens import StaffToken
from bot.fieldwork import LiveRound
from bot.office.cards import list_marks
from bot.office.sessions import begin_session, end_session
from bot.outgoing import Outgoing, Show
from bot.sessions import SessionKind
from bot.tokens import Display
from bot.wording import FALLBACK
from surveys.errors import RoundError
from surveys.rounds import Audience, Round, RoundState, is_answerable
from surveys.staff import Permission
from surveys.store.rounds import find_rounds_within, get_round_by_id


async def interview(errand: Errand) -> None:
    """``/interview``: the disclosure card, then which round."""
    if errand.session is not None:
        await _show_session(errand)
        return
    await _leave_lapsed(errand, errand.prepared)
    asked = {Audience.OPEN, Audience.BOTH}
    rounds = [
        live
        for live in errand.fieldwork.rounds.values()
        if not live.preview
        and is_answerable(live.round, errand.now)
        and live.round.audience in asked
    ]
    # What counts comes first: the first button is tapped before it is read.
    rounds.sort(key=lambda live: not live.round.is_real)
    if not rounds:
        errand.say(errand.words("interview-no-round"))
        return
    titles = Counter(_title(live) for live in rounds)
    rows = [
        [(_label(live, titles), StaffToken("interview-begin", (str(live.id),)))] for live in rounds
    ]
    errand.say(_disclosure_card(errand), rows)


async def begin_interview(errand: Errand) -> None:
    """Begin with one person: from here on this chat stands for them."""
    round_ = await _round_of(errand)
    if errand.session is not None:
        await _show_session(errand)
        return
    await _leave_lapsed(errand, errand.prepared)
    if round_.state is not RoundState.OPEN or not is_answerable(round_, errand.now):
        raise RoundError(
            "round.not-open",
            f"round {round_.name!r}",
            "it cannot be answered now",
            "Send /interview to see which can.",
        )
    if round_.audience is Audience.INVITED:
        raise RoundError(
            "round.by-invitation",
            f"round {round_.name!r}",
            "it goes to people who got a letter, and answers from others would spoil its sample",
            "Take answers for a round that is open to everybody.",
        )
    await _enter(errand, round_, SessionKind.ASSISTED)


async def preview(errand: Errand, round_: Round) -> None:
    """Go through a round before it is launched, in this chat, as residents will."""
    if errand.session is not None:
        await _show_session(errand)
        return
    await _leave_lapsed(errand, ())
    if round_.state not in {RoundState.DRAFT, RoundState.SCHEDULED}:
        raise RoundError(
            "round.not-draft",
            f"round {round_.name!r}",
            f"it is {round_.state}, and only a round before its opening can be previewed",
            "Make a rehearsal to try a round out.",
        )
    await _enter(errand, round_, SessionKind.PREVIEW)


async def end(errand: Errand) -> None:
    """``/end`` where no session is, and the end of a preview by a button.

    Where a session is, the command is handled with the answers of its person, as one of them.
    """
    session = errand.session
    if session is None:
        await _leave_lapsed(errand, errand.prepared)
        errand.say(errand.words("session-none"))
        return
    await end_session(errand.office, session, erase=True)
    errand.enter(None)
    errand.say(errand.words(f"session-ended-{session.kind}"))


async def clear_receipt(errand: Errand) -> None:
    """The receipt code is written down: it is taken out of the chat."""
    errand.say(errand.words("receipt-cleared"))


async def look_for_lapsed(errand: Errand) -> None:
    """What this chat still shows of a session that could not go on, such as when a round ended."""
    lapsed = errand.session is None and errand.who.dialog.session is not None
    errand.prepared = await errand.find_cards(errand.chat) if lapsed else []


async def _leave_lapsed(errand: Errand, cards: Sequence[tuple[int, str]]) -> None:
    """Wipe a session that could not go on; of a preview nothing is kept."""
    lapsed = errand.who.dialog.session
    if lapsed is None:
        return
    errand.clear(errand.chat, cards)
    await end_session(errand.office, lapsed, erase=False)
    errand.enter(None)


async def _show_session(errand: Errand) -> None:
    session = errand.session
    assert session is not None, "only where there is one"
    errand.say(errand.words(f"session-now-{session.kind}"))


async def _enter(errand: Errand, round_: Round, kind: SessionKind) -> None:
    errand.enter(await begin_session(errand.office, round_, kind))
    errand.say(errand.words(f"session-begins-{kind}"))
    # The book and the rounds are read again, so that a round not in the field can be shown.
    errand.before_sending.append(partial(_refresh, errand))
    errand.outgoing.append(
        Outgoing(
            errand.chat,
            Show.START,
            FALLBACK,
            round=round_.id,
            details={"display": Display(session=kind).write(), "session": kind.value},
        )
    )


async def _refresh(errand: Errand) -> None:
    await errand.book.refresh()
    await errand.fieldwork.refresh(errand.store, errand.ring, errand.book.previews())


async def _round_of(errand: Errand) -> Round:
    number = errand.token.arguments[0] if errand.token and errand.token.arguments else ""
    known = {one.id for one in await find_rounds_within(errand.office.connection)}
    if not number.isdecimal() or int(number) not in known:
        raise RoundError(
            "round.unknown", "this button", "its round is not there any more", "Begin again."
        )
    return await get_round_by_id(errand.office.connection, int(number))


def _label(live: LiveRound, titles: Mapping[str, int]) -> str:
    """What a button says: marks of a trial first, and the round's name where titles are alike."""
    title = _title(live)
    name = f" ({live.round.name})" if titles[title] > 1 else ""
    return " ".join([*list_marks(live.round), title + name])


def _title(live: LiveRound) -> str:
    return live.round.title or live.questionnaire.title[FALLBACK]


def _disclosure_card(errand: Errand) -> str:
    """What the interviewer does when somebody tells of harm, before anything is asked."""
    contacts = errand.fieldwork.contacts.shown
    lines = [f"{contact.name}: {contact.ways}" for contact in contacts]
    partnership = errand.fieldwork.partnership
    lead = partnership.safeguarding_lead or errand.words("disclosure-no-lead")
    return errand.words("disclosure-card", lead=lead, contacts="\n".join(lines))


COMMANDS = {
    "interview": Entry(interview, Permission.INTERVIEW, look_for_lapsed, menu="menu-interview"),
    "end": Entry(end, Permission.INTERVIEW, look_for_lapsed, menu="menu-end"),
}
TAPS = {
    "interview-begin": Entry(begin_interview, Permission.INTERVIEW, look_for_lapsed),
    "interview-receipt": Entry(clear_receipt, Permission.INTERVIEW),
}
STEPS: dict[str, Entry] = {}
