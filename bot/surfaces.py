"""Which message shows which interview, so that no answer is left standing in a chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.outgoing import SURFACES, Outgoing, Show
from bot.respondents import Respondent
from bot.visits import Visit
from surveys.interview import Interview


def note_surfaces(visit: Visit, before: Sequence[tuple[Respondent, Interview]]) -> None:
    """Note which message shows each interview now, and clear those left behind with answers.

    On a shared phone a review card must not stay in the chat because the next thing came as a new
    message, after something typed for example.

    Args:
        visit: The update.
        before: Who had answered from this chat before the visit, and how they stood.
    """
    earlier = {person.id: interview for person, interview in before}
    people = [*(person for person, _ in before), *visit.respondents]
    edited = {message.edit for message, _ in visit.outgoing}
    for person in {person.id: person for person in people}.values():
        interview = earlier.get(person.id)
        shown = [message.edit for message, _ in visit.outgoing if _shows(message, person)]
        moved = bool(shown) or person.interview is not interview
        if interview is None or interview.surface in edited or not moved:
            left_behind = 0
        else:
            left_behind = interview.surface if interview.shows_answers else 0
        if left_behind:
            clear(visit, left_behind, person.interview.language)
        if shown or left_behind:
            _place(visit, person, shown[-1] if shown else 0)


def clear(visit: Visit, message: int, language: str) -> None:
    """Take away what a message shows."""
    details: dict[str, str | int] = {"key": "cleared"}
    cleared = Outgoing(visit.chat, Show.PLAIN, language, edit=message, details=details)
    visit.outgoing.append((cleared, None))


def _place(visit: Visit, person: Respondent, message: int) -> None:
    # Where this update does not count, closing may be reading the interviews already.
    final = person not in visit.respondents or not visit.counts(person.live)
    if not final and person.interview.surface != message:
        person.interview = replace(person.interview, surface=message)
        visit.saved[person.id] = person


def _shows(message: Outgoing, person: Respondent) -> bool:
    return message.interview == person.id and message.show in SURFACES
