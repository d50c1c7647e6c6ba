"""Which questions and options a respondent is asked, given the answers so far.

Routing looks only backwards: a question depends on questions before it. A question that was
routed past has no codes, so whatever depends on it is routed past as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from surveys.answers import Answer, codes_of
from surveys.expressions import evaluate, parse
from surveys.questionnaire import (
    ANSWERED,
    SILENT,
    UNREAD,
    Kind,
    Option,
    Question,
    Questionnaire,
)

Codes = Mapping[str, tuple[str, ...]]
"""The codes chosen for each question, as an expression sees them."""


def is_asked(question: Question, codes: Codes) -> bool:
    """Whether a question is asked, given the codes of the questions before it."""
    if question.relevant and not evaluate(parse(question.relevant), codes):
        return False
    return not question.is_filtered or bool(find_options(question, codes))


def find_options(question: Question, codes: Codes) -> tuple[Option, ...]:
    """The options on offer, in order; empty where the choice filter leaves nothing substantive."""
    if not question.is_filtered:
        return question.options
    offered = tuple(
        option
        for option in question.options
        if not option.relevant or evaluate(parse(option.relevant), codes)
    )
    return offered if any(option.kind == "substantive" for option in offered) else ()


def find_path(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], parts: Iterable[str]
) -> tuple[Question, ...]:
    """The questions asked in the given parts, in order, as far as the answers tell.

    A question whose routing depends on an unanswered one is judged on what is known: as if that
    question had no answer. What is drawn at random routes and is not asked.
    """
    wanted = frozenset(parts)
    codes: dict[str, tuple[str, ...]] = {}
    path: list[Question] = []
    for question in questionnaire.questions:
        if is_asked(question, codes):
            answer = answers.get(question.name)
            if answer is not None:
                codes[question.name] = find_seen(question, answer)
            if question.part in wanted and question.kind is not Kind.DRAW:
                path.append(question)
    return tuple(path)


def find_codes(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Codes:
    """The codes of the questions that are on the path; those routed past have none."""
    codes: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        answer = answers.get(question.name)
        if answer is not None and is_asked(question, codes):
            codes[question.name] = find_seen(question, answer)
    return codes


def find_seen(question: Question, answer: Answer) -> tuple[str, ...]:
    """The codes that an expression sees of an answer; of what somebody wrote, only that they did.

    So nobody is routed by their own words or by where they are.
    """
    given = codes_of(answer)
    return (ANSWERED,) if given and question.kind in UNREAD else given


def find_dropped(
    questionnaire: Questionnaire, answers: Mapping[str, Answer]
) -> tuple[Question, ...]:
    """Questions whose answers no longer stand: routed past, or their option no longer on offer."""
    codes: dict[str, tuple[str, ...]] = {}
    dropped: list[Question] = []
    for question in questionnaire.questions:
        answer = answers.get(question.name)
        if answer is None:
            continue
        given = find_seen(question, answer)
        if not is_asked(question, codes) or not _still_offered(question, given, codes):
            dropped.append(question)
        else:
            codes[question.name] = given
    return tuple(dropped)


def count_questions(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], part: str, current: str
) -> tuple[int, int]:
    """The place of the current question and how many there are, for "Question 3 of 16".

    Notes and draws are not counted. A question that depends on an answer not yet given counts as
    asked, so the total can fall as answers come in and never grows on the way.
    """
    codes: dict[str, tuple[str, ...]] = {}
    open_questions: set[str] = set()
    number = total = 0
    for question in questionnaire.questions:
        depends_on_open = not open_questions.isdisjoint(question.depends_on)
        if not depends_on_open and not is_asked(question, codes):
            continue
        answer = answers.get(question.name)
        if answer is None or depends_on_open:
            open_questions.add(question.name)
        else:
            codes[question.name] = find_seen(question, answer)
        if question.part == part and question.kind not in SILENT:
            total += 1
            if question.name == current:
                number = total
    return (number or total), total


def _still_offered(question: Question, given: tuple[str, ...], codes: Codes) -> bool:
    if not question.is_filtered:
        return True
    offered = {option.code for option in find_options(question, codes)}
    return offered.issuperset(given)
