"""How a resident comes to a round: by its link, a venue's link, an invitation code or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.fieldwork import LiveRound
from bot.outgoing import Show
from bot.tokens import Display
from bot.visits import Visit
from surveys.reach import normalise_invitation_code
from surveys.rounds import Audience
from surveys.store.venues import count_venue_start

Enter = Callable[[Visit, LiveRound, Display], None]
"""Shows the first screen of a round, or where somebody on this chat is in it."""


def find_offered(visit: Visit, named: str = "") -> list[LiveRound]:
    """The rounds that somebody can be asked in now: the one named, else all open to everybody.

    A rehearsal, one of made-up answers, and a round by invitation is offered only where it is named
    or begun already.
    """
    counting = [
        live for live in visit.fieldwork.rounds.values() if live.counts(visit.position, visit.now)
    ]
    if visit.session is not None:
        return counting
    by_name = [live for live in counting if live.round.name == named]
    if by_name:
        return [live for live in by_name if _lets_in(visit, live)]
    return [live for live in counting if live.asks_everybody or visit.in_round(live.id)]


def find_venue(visit: Visit, code: str) -> LiveRound | None:
    """The round that a venue belongs to, while it can be answered."""
    for live in visit.fieldwork.rounds.values():
        by_invitation = live.round.audience is Audience.INVITED
        if code in live.venues and visit.counts(live) and not by_invitation:
            return live
    return None


def why_nothing(visit: Visit) -> str:
    """The wording where no round is offered."""
    by_invitation = any(
        live.round.audience is Audience.INVITED and live.counts(visit.position, visit.now)
        for live in visit.fieldwork.rounds.values()
        if live.round.is_real
    )
    return "by-invitation" if by_invitation else "no-round"


def why_not_begin(visit: Visit, live: LiveRound, display: Display) -> str:
    """Why the tap that agrees cannot begin an interview, as a wording; empty where it can."""
    if visit.session is not None:
        return ""
    if display.code:
        invited = visit.invited
        if invited is None or invited.live.id != live.id:
            return "note-code-unknown"
        return _spent(live) if invited.spent else ""
    return "by-invitation" if live.round.audience is Audience.INVITED else ""


def arrive_invited(visit: Visit, enter: Enter) -> None:
    """Somebody followed the link of a letter, or typed its code."""
    invited = visit.invited
    if visit.session is not None or invited is None:
        visit.show(Show.PLAIN, key="session-no-code" if visit.session else "note-code-unknown")
        return
    live = invited.live
    here = visit.in_round(live.id)
    if not visit.counts(live):
        visit.show(Show.PLAIN, live=live, key="note-ended")
    elif any(person.is_awake or (invited.spent and person.is_active) for person in here):
        enter(visit, live, Display())
    elif invited.spent:
        visit.show(Show.PLAIN, live=live, key=_spent(live))
    else:
        code = _code_of(visit)
        display = Display(another=bool(here), code=code)
        visit.show(Show.START, live=live, display=display.write())


def arrive_by_code(visit: Visit, text: str, enter: Enter) -> bool:
    """Take typed text as an invitation code, where it is one; whether it was."""
    code = normalise_invitation_code(text)
    if code is None:
        return False
    looks_meant = visit.takes_codes and any(sign == "-" or sign.isdigit() for sign in text)
    if visit.invited is None and not looks_meant:
        return False
    arrive_invited(visit, enter)
    return True


def count_venue(visit: Visit, live: LiveRound, venue: str) -> None:
    """Count an interview that began at a venue. The interview itself keeps nothing of it."""
    if visit.session is None and venue in live.venues:
        visit.effects.append(partial(count_venue_start, round_id=live.id, code=venue))


def _lets_in(visit: Visit, live: LiveRound) -> bool:
    by_invitation = live.round.audience is Audience.INVITED
    return not by_invitation or bool(visit.in_round(live.id))


def _spent(live: LiveRound) -> str:
    open_too = live.round.audience is Audience.BOTH
    return "note-code-spent-open" if open_too else "note-code-spent"


def _code_of(visit: Visit) -> str:
    assert visit.invited is not None, "it was found by its code"
    return visit.invited.code
