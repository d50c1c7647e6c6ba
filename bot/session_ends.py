"""How a session ends: what it deletes, when it is over, and that nothing leads to its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.outgoing import Outgoing, Show
from bot.respondents import Respondent
from bot.sessions import SessionKind
from bot.visits import Visit
from surveys.interview import Action, Input, Interview, Stage


def end_session(visit: Visit) -> None:
    """End the session: what was not submitted is deleted, and of a preview everything."""
    for respondent in list(visit.respondents):
        if visit.kind == SessionKind.PREVIEW or not respondent.interview.submitted:
            visit.step(respondent, Input(Action.WITHDRAW))
            continue
        for action in (Action.DECLINE, Action.RESUME, Action.LEAVE):
            visit.step(respondent, Input(action))
    visit.over = True


def session_is_over(visit: Visit, before: Sequence[tuple[Respondent, Interview]]) -> bool:
    """Whether the session ends with this update: its person said no, finished or is gone.

    Args:
        visit: The update.
        before: Who had answered in it before the visit.
    """
    if visit.session is None:
        return False
    finished = all(one.interview.stage is Stage.FINISHED for one in visit.respondents)
    return visit.over or (finished and bool(before or visit.respondents))


def leave_no_link(visit: Visit) -> None:
    """Leave nothing that leads from the chat to the answers of a session that is over.

    What is still to be sent names no interview, so it can be sent when none is found any more.
    """
    for respondent in visit.respondents:
        respondent.interview = replace(respondent.interview, tag="", surface=0)
        visit.saved[respondent.id] = respondent
    visit.outgoing[:] = [
        (_without_interview(visit, message, interview), None)
        for message, interview in visit.outgoing
    ]


def _without_interview(visit: Visit, message: Outgoing, interview: Interview | None) -> Outgoing:
    if message.show is Show.CURRENT and interview and interview.stage is Stage.FINISHED:
        details: dict[str, str | int] = {"key": f"finished-{visit.kind}"}
        return replace(message, show=Show.PLAIN, interview=0, notes=(), details=details)
    return replace(message, interview=0)
