"""Giving a place by sending a location, which came as a 250 m square (see `surveys.grid`)."""

from __future__ import annotations

from datetime import datetime

from surveys.answers import Answered
from surveys.interview.state import Event, EventKind, Input, Interview, Moved
from surveys.questionnaire import MOST_CELLS, Kind, Question, Questionnaire


def locate(questionnaire: Questionnaire, interview: Interview, given: Input, _: datetime) -> Moved:
    """Add the square of a location that was sent."""
    question = questionnaire.by_name[interview.current]
    if question.kind is not Kind.LOCATION:
        return interview, (Event(EventKind.UNREAD, (question.name,)),)
    if given.value not in question.cell_set:
        return interview, (Event(EventKind.INVALID, (question.name, "outside")),)
    picked = interview.picked or picked_before(interview)
    if given.value in picked:
        return interview, (Event(EventKind.INVALID, (question.name, "same_square")),)
    if len(picked) >= most_cells(question):
        return interview, (Event(EventKind.INVALID, (question.name, "too_many")),)
    return repick(interview, (*picked, given.value), given.value)


def repick(interview: Interview, picked: tuple[str, ...], code: str) -> Moved:
    """The interview with something else picked; an answer given before stands until it is kept."""
    event = Event(EventKind.PICKED, (interview.current, code))
    return interview.with_(picked=picked, afresh=not picked), (event,)


def most_cells(question: Question) -> int:
    """How many squares a question takes."""
    return MOST_CELLS if question.maximum is None else int(question.maximum)


def picked_before(interview: Interview) -> tuple[str, ...]:
    """What was answered to the current question before, unless it is being given afresh."""
    if interview.afresh:
        return ()
    before = interview.answers.get(interview.current)
    return before.values if isinstance(before, Answered) else ()
