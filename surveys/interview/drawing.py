"""What is drawn at random for a respondent, such as the issues that only some are asked about.

A draw is an answer that nobody gives: routing reads it, so that a question that was not drawn is
not asked and its base holds those alone who were. It is made once, when the interview begins, from
random bytes of its own that are kept nowhere, and never changes on the way: nothing else of the
interview, such as the tag that every button carries, tells what was drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from surveys.answers import Answer, Answered
from surveys.questionnaire import Kind, Question, Questionnaire


def find_draws(questionnaire: Questionnaire) -> Iterator[Question]:
    """The draws of a questionnaire, in order."""
    return (question for question in questionnaire.questions if question.kind is Kind.DRAW)


def draw_all(questionnaire: Questionnaire, seed: str) -> dict[str, Answer]:
    """Every draw of a questionnaire, by its name."""
    return {one.name: draw(one, seed) for one in find_draws(questionnaire)}


def draw(question: Question, seed: str) -> Answered:
    """As many of the options as its maximum says, in their order, each as likely as any other.

    Each option gets a number from the seed (its SHA-256), and the smallest are drawn: no state, no
    source of randomness, and the same on every machine and in every version.

    Args:
        question: A question of kind draw.
        seed: What decides the draw; the same seed draws the same.
    """
    codes = [option.code for option in question.options]
    count = len(codes) if question.maximum is None else int(question.maximum)
    drawn = set(sorted(codes, key=lambda code: _number(f"{seed}:{question.name}:{code}"))[:count])
    return Answered(tuple(code for code in codes if code in drawn))


def _number(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
