"""Pausing, submitting, looking again, withdrawing, and how the interview is shown."""

from __future__ import annotations

from datetime import datetime

from surveys.interview.drawing import find_draws
from surveys.interview.moving import advance
from surveys.interview.state import Action, Event, EventKind, Input, Interview, Moved, Stage
from surveys.questionnaire import Questionnaire
from surveys.routing import find_path

UNDER_WAY = "under_way"
"""Why answers cannot be reopened: a further part is being answered."""

LEFT = "left"
"""Added to what came of closing answers without saving changes."""


def pause(questionnaire: Questionnaire, interview: Interview, given: Input, now: datetime) -> Moved:
    """Stop for now; nothing is lost. Reopened answers close: a code opens them, not a return."""
    if interview.reopened:
        return leave(questionnaire, interview, given, now)
    if interview.paused:
        return interview, (Event(EventKind.PAUSED),)
    return interview.with_(paused=True), (Event(EventKind.PAUSED),)


def resume(_: Questionnaire, interview: Interview, __: Input, ___: datetime) -> Moved:
    """Go on where the respondent stopped."""
    if not interview.paused:
        return interview, (Event(EventKind.RESUMED),)
    return interview.with_(paused=False), (Event(EventKind.RESUMED),)


def submit(questionnaire: Questionnaire, interview: Interview, _: Input, now: datetime) -> Moved:
    """Keep what is on the review card; only from here on do the answers count."""
    path = find_path(questionnaire, interview.answers, [part.name for part in questionnaire.parts])
    asked = {question.name for question in (*path, *find_draws(questionnaire))}
    saved = {name: answer for name, answer in interview.answers.items() if name in asked}
    submitted = tuple(dict.fromkeys((*interview.submitted, interview.part)))
    minutes = interview.minutes
    if minutes is None:
        minutes = round(max(0.0, now.timestamp() - interview.began) / 60, 1)
    moved = interview.with_(saved=saved, submitted=submitted, minutes=minutes, correcting=False)
    again = ("again",) if interview.part in interview.submitted else ()
    events = [Event(EventKind.SUBMITTED, (interview.part, *again))]
    part = _find_following(questionnaire, moved)
    if part:
        moved = _restage(moved, Stage.OFFERED, part=part)
        return moved, (*events, Event(EventKind.OFFERED, (part,)))
    return _restage(moved, Stage.FINISHED), (*events, Event(EventKind.FINISHED))


def _find_following(questionnaire: Questionnaire, interview: Interview) -> str:
    """The first part not submitted that has something to ask; empty where there is none."""
    parts = [part.name for part in questionnaire.parts]
    path = find_path(questionnaire, interview.saved, parts)
    to_ask = {question.part for question in path} - set(interview.submitted)
    return next((part for part in parts if part in to_ask), "")


def accept_part(
    questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime
) -> Moved:
    """Take up the further part on offer."""
    return advance(questionnaire, _restage(interview, Stage.ASKING))


def decline_part(_: Questionnaire, interview: Interview, __: Input, ___: datetime) -> Moved:
    """Leave out the further part on offer."""
    return interview.with_(stage=Stage.FINISHED), (Event(EventKind.FINISHED),)


def reopen(_: Questionnaire, interview: Interview, __: Input, ___: datetime) -> Moved:
    """Look at submitted answers again; the caller has checked the receipt code.

    Not while a further part is under way: its answers would be lost.
    """
    if not interview.submitted:
        return interview, (Event(EventKind.NOT_NOW, (Action.REOPEN.value,)),)
    if interview.stage in {Stage.ASKING, Stage.REVIEWING} and not interview.reopened:
        return interview, (Event(EventKind.NOT_NOW, (UNDER_WAY,)),)
    moved = interview.with_(
        stage=Stage.REVIEWING,
        part=interview.submitted[-1],
        current="",
        picked=(),
        answers=dict(interview.saved),
        paused=False,
        correcting=False,
        reopened=True,
    )
    return moved, (Event(EventKind.REOPENED), Event(EventKind.REVIEWED, moved.parts_in_view()))


def leave(questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime) -> Moved:
    """Close reopened answers, or a further part, without saving changes.

    A further part that was never submitted is on offer again once reopened answers are closed.
    """
    if not interview.submitted:
        return interview, (Event(EventKind.NOT_NOW, (Action.LEAVE.value,)),)
    part = _find_following(questionnaire, interview) if interview.reopened else ""
    moved = interview.with_(answers=dict(interview.saved))
    if part:
        moved = _restage(moved, Stage.OFFERED, part=part)
        return moved, (Event(EventKind.OFFERED, (part, LEFT)),)
    return _restage(moved, Stage.FINISHED), (Event(EventKind.FINISHED, (LEFT,)),)


def withdraw(_: Questionnaire, interview: Interview, __: Input, ___: datetime) -> Moved:
    """Give up the interview with all its answers."""
    moved = interview.with_(
        stage=Stage.WITHDRAWN, current="", answers={}, saved={}, submitted=(), picked=()
    )
    return moved, (Event(EventKind.WITHDRAWN),)


def set_language(
    questionnaire: Questionnaire, interview: Interview, given: Input, _: datetime
) -> Moved:
    """Show the wording in another language of the questionnaire."""
    if given.value not in questionnaire.languages:
        return interview, (Event(EventKind.INVALID, (given.value, "language")),)
    return interview.with_(language=given.value), (Event(EventKind.SET, ("language", given.value)),)


def set_style(_: Questionnaire, interview: Interview, given: Input, __: datetime) -> Moved:
    """Whether each question comes as a new message (value ``separate``) or as an edit."""
    separate = given.value == "separate"
    event = Event(EventKind.SET, ("style", "separate" if separate else "edit"))
    return interview.with_(separate_messages=separate), (event,)


def _restage(interview: Interview, stage: Stage, *, part: str | None = None) -> Interview:
    """The interview at another stage, with nothing of the last one hanging over."""
    return interview.with_(
        stage=stage,
        part=interview.part if part is None else part,
        current="",
        picked=(),
        paused=False,
        correcting=False,
        reopened=False,
    )
