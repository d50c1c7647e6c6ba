"""What must have been drawn for somebody, seen from what a row says that they were asked."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.answers import Answer, Answered
from surveys.expressions import evaluate, parse
from surveys.importing.mapping import FileMapping
from surveys.interview.drawing import find_draws
from surveys.questionnaire import Question, Questionnaire
from surveys.routing import Codes, find_codes


def read_draws(
    questionnaire: Questionnaire, mapping: FileMapping, answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The draws of a row, so that the base of each question is those who were asked it.

    On paper everybody may be asked everything, so more can be drawn than in chat. A draw from which
    nobody was asked anything is left out, as if it had not been made.

    Args:
        questionnaire: The questionnaire.
        mapping: How the file fits it: a question without an item was asked of nobody.
        answers: What the row holds so far.
    """
    codes = find_codes(questionnaire, answers)
    drawn: dict[str, Answer] = {}
    for draw in find_draws(questionnaire):
        asked = {
            code
            for question in questionnaire.questions
            if draw.name in question.depends_on and _was_asked(question, mapping, answers)
            for code in _leading_to(question, draw, codes)
        }
        if asked:
            in_order = (option.code for option in draw.options if option.code in asked)
            drawn[draw.name] = Answered(tuple(in_order))
    return drawn


def _was_asked(question: Question, mapping: FileMapping, answers: Mapping[str, Answer]) -> bool:
    """Whether a row answers a question, or has a column in which no answer means skipped."""
    item = mapping.items.get(question.name)
    return item is not None and (question.name in answers or item.empty == "skipped")


def _leading_to(question: Question, draw: Question, codes: Codes) -> list[str]:
    """What has to be drawn for a question to be asked, after the other answers of the row."""
    if not question.relevant:
        return []
    condition = parse(question.relevant)
    if evaluate(condition, {**codes, draw.name: ()}):
        return []
    drawable = (option.code for option in draw.options)
    return [code for code in drawable if evaluate(condition, {**codes, draw.name: (code,)})]
