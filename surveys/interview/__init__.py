"""An interview: one respondent's way through a questionnaire.

`step(questionnaire, interview, input, now) -> (interview, events)` is pure and total: every input
in every state gives a new interview and events, never an exception. What a respondent does wrong
is an event. The interview is plain data that can be written down after each step and read back.

The answers being given (`answers`) are kept apart from the answers submitted (`saved`): only the
latter count, so that pausing, changing one's mind or losing the phone never leaves half a response.

state     the interview, its inputs and events
choices   what can be chosen for the current question, and reading typed answers
moving, answering, submitting   what each input does
moves     begin and step
"""

from surveys.interview.answering import BELOW
from surveys.interview.choices import Choice, find_choices
from surveys.interview.moves import begin, step
from surveys.interview.state import (
    Action,
    Event,
    EventKind,
    Input,
    Interview,
    Stage,
    read_interview,
    write_interview,
)
from surveys.interview.submitting import LEFT, UNDER_WAY

__all__ = [
    "BELOW",
    "LEFT",
    "UNDER_WAY",
    "Action",
    "Choice",
    "Event",
    "EventKind",
    "Input",
    "Interview",
    "Stage",
    "begin",
    "find_choices",
    "read_interview",
    "step",
    "write_interview",
]
