"""Beginning an interview and moving it on by one input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from surveys.interview.answering import choose, clear, finish_choosing, keep, read_text, skip
from surveys.interview.drawing import draw_all
from surveys.interview.locating import locate
from surveys.interview.moving import advance, change_answer, go_back
from surveys.interview.state import Action, Event, EventKind, Input, Interview, Moved, Stage
from surveys.interview.submitting import (
    accept_part,
    decline_part,
    leave,
    pause,
    reopen,
    resume,
    set_language,
    set_style,
    submit,
    withdraw,
)
from surveys.questionnaire import Questionnaire

_Move = Callable[[Questionnaire, Interview, Input, datetime], Moved]

_ASKING = frozenset({Stage.ASKING})
_REVIEWING = frozenset({Stage.REVIEWING})
_SAVED = frozenset({Stage.OFFERED, Stage.FINISHED})
_UNDER_WAY = frozenset({Stage.ASKING, Stage.REVIEWING, Stage.OFFERED})
_ANY = frozenset(Stage)

_MOVES: dict[Action, tuple[frozenset[Stage], _Move]] = {
    Action.CHOOSE: (_ASKING, choose),
    Action.TYPE: (_ASKING, read_text),
    Action.LOCATE: (_ASKING, locate),
    Action.CLEAR: (_ASKING, clear),
    Action.DONE: (_ASKING, finish_choosing),
    Action.BACK: (_ASKING | _REVIEWING, go_back),
    Action.SKIP: (_ASKING, skip),
    Action.KEEP: (_ASKING, keep),
    Action.STOP: (_UNDER_WAY, pause),
    Action.RESUME: (_UNDER_WAY, resume),
    Action.CHANGE: (_REVIEWING, change_answer),
    Action.SUBMIT: (_REVIEWING, submit),
    Action.ACCEPT: (frozenset({Stage.OFFERED}), accept_part),
    Action.DECLINE: (frozenset({Stage.OFFERED}), decline_part),
    Action.REOPEN: (_ANY, reopen),
    Action.LEAVE: (_UNDER_WAY, leave),
    Action.WITHDRAW: (_ANY, withdraw),
    Action.LANGUAGE: (_ANY, set_language),
    Action.STYLE: (_ANY, set_style),
}

_WHILE_PAUSED = frozenset(
    {Action.STOP, Action.RESUME, Action.REOPEN, Action.WITHDRAW, Action.LANGUAGE, Action.STYLE}
)


def begin(
    questionnaire: Questionnaire, *, tag: str, seed: str, language: str, now: datetime
) -> Moved:
    """A new interview with its first question asked.

    Args:
        questionnaire: The version that it stays on.
        tag: Tells its keyboards from any other's; every tap carries it.
        seed: Decides what is drawn (see `surveys.interview.drawing`); kept nowhere.
        language: Language of the wording.
        now: The time.
    """
    interview = Interview(
        questionnaire=questionnaire.hash,
        tag=tag,
        language=language,
        stage=Stage.ASKING,
        part=questionnaire.parts[0].name,
        answers=draw_all(questionnaire, seed),
        began=int(now.timestamp()),
    )
    return advance(questionnaire, interview)


def step(questionnaire: Questionnaire, interview: Interview, given: Input, now: datetime) -> Moved:
    """Move an interview on by one input.

    Args:
        questionnaire: The version that the interview began on.
        interview: Where it stands.
        given: What the respondent did.
        now: The time, for the minutes taken.

    Returns:
        The interview afterwards (the same object where nothing changed) and what happened, at
        least one event.
    """
    if interview.stage in {Stage.SCREENED_OUT, Stage.WITHDRAWN}:
        return interview, (Event(EventKind.NOT_NOW, ("ended",)),)
    if given.sequence is not None and given.sequence != interview.sequence:
        return interview, (Event(EventKind.STALE),)
    if interview.paused and given.action not in _WHILE_PAUSED:
        return interview, (Event(EventKind.NOT_NOW, ("paused",)),)
    stages, move = _MOVES[given.action]
    if interview.stage not in stages:
        sent = given.action in {Action.TYPE, Action.LOCATE}
        kind = EventKind.UNREAD if sent else EventKind.NOT_NOW
        return interview, (Event(kind, (given.action.value,)),)
    return move(questionnaire, interview, given, now)
