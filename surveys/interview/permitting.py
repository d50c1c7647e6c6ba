"""Questions about words that somebody wrote, such as whether they may be quoted."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.answers import Answer, Answered
from surveys.questionnaire import Kept, Kind, Question
from surveys.safeguarding import find_listed_cues


def is_about(question: Question, name: str) -> bool:
    """Whether a question is about the words that another one asks for."""
    kept_with = question.kind is not Kind.TEXT and question.file is Kept.COMMENTS
    return kept_with and name in question.depends_on


def is_passed_over(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether a question about words is not put, because they tell that somebody may need help.

    Who has just written of abuse is not asked whether to print it, and whoever decides about it
    later finds no permission. Only words of a list count: what merely weighs like harm is mostly
    something else, and whoever wrote it is asked. The question is one for all texts of a person,
    so it is passed over where any of them has such words, which a yes would allow to print too.
    Nothing is kept of that: the words tell it again where it is needed, and in the answers the
    question is as if it had been skipped. From the review card it can be opened, and whoever
    answered it is asked as ever.
    """
    if isinstance(answers.get(question.name), Answered):
        return False
    return any(
        isinstance(answer, Answered)
        and is_about(question, name)
        and find_listed_cues(answer.values[0])
        for name, answer in answers.items()
        if name in question.depends_on
    )
