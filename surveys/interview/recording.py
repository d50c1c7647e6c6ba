"""Recording an answer: what it takes away of others, and whether the survey ends with it."""

from __future__ import annotations

from surveys.answers import Answer, Answered
from surveys.expressions import evaluate, parse
from surveys.interview.moving import advance
from surveys.interview.permitting import is_about
from surveys.interview.state import Event, EventKind, Interview, Moved, Stage
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.routing import find_codes, find_dropped


def record_answer(questionnaire: Questionnaire, interview: Interview, answer: Answer) -> Moved:
    """Keep an answer, drop those that routing no longer asks for, and go on."""
    name = interview.current
    answers = {**interview.answers, name: answer}
    dropped = _find_outdated(questionnaire, interview, answer)
    for question in dropped:
        del answers[question.name]
    for question in (routed_past := find_dropped(questionnaire, answers)):
        del answers[question.name]
    dropped.extend(routed_past)
    for ending in questionnaire.by_name[name].endings:
        if evaluate(parse(ending.when), find_codes(questionnaire, answers)):
            if (interview.correcting or interview.saved) and interview.confirming != answer:
                # A tap that was meant for another answer must not take everything away.
                event = Event(EventKind.ENDS, (name, ending.name))
                return interview.with_(confirming=answer), (event,)
            return _screen_out(interview, name, ending.name)
    events = [Event(EventKind.RECORDED, (name,))]
    if dropped:
        events.append(Event(EventKind.DROPPED, tuple(question.name for question in dropped)))
    interview, more = advance(questionnaire, interview, answers)
    return interview, (*events, *more)


def _find_outdated(
    questionnaire: Questionnaire, interview: Interview, answer: Answer
) -> list[Question]:
    """Answers about words that have changed, such as that they may be quoted.

    What was allowed for some words is allowed for no others, so it is asked again.
    """
    name, given = interview.current, interview.answers
    is_text = questionnaire.by_name[name].kind is Kind.TEXT
    if not (is_text and isinstance(answer, Answered)) or given.get(name) == answer:
        return []
    return [
        other for other in questionnaire.questions if is_about(other, name) and other.name in given
    ]


def _screen_out(interview: Interview, question: str, ending: str) -> Moved:
    ended = interview.with_(
        stage=Stage.SCREENED_OUT, current="", answers={}, saved={}, submitted=(), picked=()
    )
    return ended, (Event(EventKind.SCREENED_OUT, (question, ending)),)
