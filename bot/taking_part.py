"""From the first screens to an interview: which round, in which language, and agreeing to it."""

from __future__ import annotations

from dataclasses import replace

from bot.arrivals import count_venue, find_offered, why_not_begin, why_nothing
from bot.fieldwork import LiveRound, write_date
from bot.outgoing import Show
from bot.own_answers import show_where
from bot.tokens import Display, Token
from bot.visits import MOST_PEOPLE, Visit
from bot.wording import FALLBACK


def arrive(visit: Visit, named: str) -> None:
    """Somebody who named a round, or none: the round, or which of several."""
    rounds = find_offered(visit, named)
    day = visit.fieldwork.coming.get(named) if visit.session is None else None
    if day is not None:
        visit.show(Show.PLAIN, key="opens-on", day=write_date(day))
    elif len(rounds) == 1:
        enter(visit, rounds[0], Display())
    elif rounds:
        numbers = ",".join(str(live.id) for live in rounds)
        visit.show(Show.CHOOSE_ROUND, rounds=numbers)
    else:
        visit.show(Show.PLAIN, key=why_nothing(visit))


def enter(visit: Visit, live: LiveRound, display: Display) -> None:
    """The first screen; where somebody is answering, where they are; else what was saved.

    Where somebody stopped, their answers stay hidden: who is back may be somebody else.
    """
    visit.close_reopened()
    people = visit.in_round(live.id)
    active = [person for person in people if person.is_active]
    awake = [person for person in active if person.is_awake]
    if active:
        present = (awake or active)[-1]
        visit.attend(present)
        visit.show(Show.CURRENT, present)
    elif people and visit.session is not None:
        visit.show(Show.CURRENT, people[-1])
    elif people:
        visit.show(Show.ALREADY, people[-1])
    else:
        _show_display(visit, Show.START, live.id, display)


def _show_display(
    visit: Visit, screen: Show, number: int, display: Display, *, edit: bool = True
) -> None:
    """One of the screens before there is an interview."""
    live = visit.fieldwork.rounds.get(number)
    written = replace(display, session=visit.kind).write()
    visit.show(screen, live=live, language=display.language, edit=edit, display=written)


def choose_round(visit: Visit, token: Token) -> None:
    """Into the round that was chosen, or to its first screen for somebody else."""
    display = Display.read(token.value)
    if display.another:
        _show_display(visit, Show.START, token.round, display)
    else:
        enter(visit, visit.fieldwork.rounds[token.round], display)


def show_options(visit: Visit, token: Token) -> None:
    """Language and display, before there is an interview."""
    _show_display(visit, Show.OPTIONS, token.round, Display.read(token.value))


def agree(visit: Visit, token: Token) -> None:
    """The tap that agrees to take part. Nothing is kept before it."""
    if visit.in_round(token.round):
        enter(visit, visit.fieldwork.rounds[token.round], Display())
    else:
        _begin(visit, token)


def agree_another(visit: Visit, token: Token) -> None:
    """The tap that agrees for somebody else on this phone."""
    people = visit.in_round(token.round)
    if any(person.is_awake for person in people):
        show_where(visit, toast="note-stale")
    elif len(people) >= MOST_PEOPLE:
        visit.show(Show.PLAIN, key="note-most-people")
    else:
        _begin(visit, token)


def _begin(visit: Visit, token: Token) -> None:
    display = Display.read(token.value)
    live = visit.fieldwork.rounds[token.round]
    reason = why_not_begin(visit, live, display)
    if reason:
        visit.show(Show.PLAIN, live=live, key=reason)
        return
    known = display.language in live.languages
    language = display.language if known else FALLBACK
    invited = visit.invited if display.code else None
    respondent = visit.begin(live, language, separate=display.separate, invited=invited)
    count_venue(visit, live, display.venue)
    visit.show(Show.CURRENT, respondent, edit=not display.separate)


def not_now(visit: Visit, token: Token) -> None:
    """The tap that takes no part; in a session that is the end of it."""
    live = visit.fieldwork.rounds.get(token.round)
    if visit.session is None:
        visit.show(Show.PLAIN, live=live, key="not-now-reply")
    elif visit.respondents:
        show_where(visit, toast="note-stale")
    else:
        visit.over = True
        visit.show(Show.PLAIN, key=f"session-declined-{visit.kind}")


def another_person(visit: Visit, token: Token) -> None:
    """Somebody else on this phone; the first screen comes again, for them to agree."""
    people = visit.in_round(token.round)
    if visit.session is not None:
        # Each person has a session of their own.
        show_where(visit, toast="note-stale")
    elif any(person.is_awake for person in people):
        show_where(visit, toast="note-one-at-a-time")
    elif len(people) >= MOST_PEOPLE:
        visit.show(Show.PLAIN, edit=False, key="note-most-people")
    else:
        display = Display(another=True)
        _show_display(visit, Show.START, token.round, display, edit=False)
