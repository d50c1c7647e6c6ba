"""Going from question to question: on, back, and to one that is to be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from surveys.answers import Answer, Missing, NonResponse
from surveys.interview.permitting import is_passed_over
from surveys.interview.state import Event, EventKind, Input, Interview, Moved, Stage
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.routing import find_path


def advance(
    questionnaire: Questionnaire, interview: Interview, answers: Mapping[str, Answer] | None = None
) -> Moved:
    """Go to the next question: while correcting, the first one still open; else the following."""
    given = interview.answers if answers is None else answers
    path = find_path(questionnaire, given, interview.parts_in_view())
    if interview.correcting:
        following = [
            question
            for question in path
            if question.name not in given and question.kind is not Kind.NOTE
        ]
    elif interview.current:
        here = questionnaire.position[interview.current]
        following = [question for question in path if questionnaire.position[question.name] > here]
    else:
        following = list(path)
    if following and is_passed_over(following[0], given):
        name = following[0].name
        passed = {**given, name: Missing(NonResponse.SKIPPED)}
        return advance(questionnaire, interview.with_(current=name, picked=()), passed)
    if following:
        moved = interview.with_(current=following[0].name, answers=given, picked=())
        return moved, (Event(EventKind.ASKED, (following[0].name,)),)
    moved = interview.with_(
        stage=Stage.REVIEWING, current="", answers=given, picked=(), correcting=False
    )
    return moved, (Event(EventKind.REVIEWED, interview.parts_in_view()),)


def go_back(questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime) -> Moved:
    """Go to the question before, from wards back to areas, or take back what would end it all."""
    given = interview.answers
    asked = find_path(questionnaire, given, interview.parts_in_view())
    path = [question for question in asked if not is_passed_over(question, given)]
    if interview.stage is Stage.REVIEWING and path:
        return ask(interview, path[-1].name)
    if not interview.current:
        return interview, (Event(EventKind.AT_START),)
    if interview.confirming:
        return interview.with_(), (Event(EventKind.ASKED, (interview.current,)),)
    if interview.picked and questionnaire.by_name[interview.current].kind is Kind.PLACE:
        event = Event(EventKind.ASKED, (interview.current,))
        return interview.with_(picked=()), (event,)
    moved, events = _leave_backwards(questionnaire, interview, path)
    gone = interview.picked or (interview.afresh and interview.current in interview.answers)
    if gone and moved is not interview:
        return moved, (Event(EventKind.LEFT_BEHIND, (interview.current,)), *events)
    return moved, events


def _leave_backwards(
    questionnaire: Questionnaire, interview: Interview, path: Sequence[Question]
) -> Moved:
    """Back to the review card, or to the question before."""
    if interview.correcting and interview.current in interview.answers:
        return advance(questionnaire, interview)
    here = questionnaire.position[interview.current]
    before = [question for question in path if questionnaire.position[question.name] < here]
    if not before:
        return interview, (Event(EventKind.AT_START),)
    return ask(interview, before[-1].name)


def change_answer(
    questionnaire: Questionnaire, interview: Interview, given: Input, _: datetime
) -> Moved:
    """Open a question from the review card."""
    path = find_path(questionnaire, interview.answers, interview.parts_in_view())
    if given.value not in {question.name for question in path}:
        return interview, (Event(EventKind.INVALID, (given.value, "not_offered")),)
    return ask(interview, given.value, correcting=True)


def ask(interview: Interview, name: str, *, correcting: bool | None = None) -> Moved:
    """Put one question."""
    moved = interview.with_(
        stage=Stage.ASKING,
        current=name,
        picked=(),
        correcting=interview.correcting if correcting is None else correcting,
    )
    return moved, (Event(EventKind.ASKED, (name,)),)
