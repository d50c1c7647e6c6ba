"""How long a part of a questionnaire takes, with typing left out: an estimate, always the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from surveys.interview import Action, Input, Interview, Stage, begin, find_choices, step
from surveys.questionnaire import Kind, Question, Questionnaire
from tests.support.steps import NOW

WORDS_A_MINUTE = 200
SECONDS_A_TAP = 3.0
WALKS = 80


def longest_minutes(questionnaire: Questionnaire, part: str, *, repeated: bool = True) -> float:
    """Minutes that the longest of many random ways through a part takes.

    Args:
        questionnaire: The questionnaire, in English.
        part: Its part.
        repeated: Whether what is said again word for word (the lead-in, hint and scale of a set of
            items) is read again each time.
    """
    return max(_walk(questionnaire, part, Random(seed), repeated) for seed in range(WALKS)) / 60


def _walk(questionnaire: Questionnaire, part: str, random: Random, repeated: bool) -> float:
    """Seconds for one way through, skipping nothing but texts and locations."""
    interview, _ = begin(
        questionnaire, tag="abcd", seed=f"{random.random()}", language="en", now=NOW
    )
    seconds, before = 0.0, frozenset[str]()
    while interview.part != part or interview.stage not in {Stage.REVIEWING, Stage.FINISHED}:
        if interview.stage is Stage.REVIEWING:
            interview = _do(questionnaire, interview, Action.SUBMIT)
        elif interview.stage is Stage.OFFERED:
            interview = _do(questionnaire, interview, Action.ACCEPT)
        else:
            question = questionnaire.by_name[interview.current]
            texts = list(_texts(questionnaire, interview))
            interview, taps = _answer(questionnaire, interview, question, random)
            if question.part == part:
                read = [text for text in texts if repeated or text not in before]
                seconds += 60 * sum(map(_count_words, read)) / WORDS_A_MINUTE
                seconds += SECONDS_A_TAP * taps
            before = frozenset(texts)
    return seconds


def _texts(questionnaire: Questionnaire, interview: Interview) -> Iterator[str]:
    question = questionnaire.by_name[interview.current]
    for text in (question.lead_in, question.text, question.hint, question.why):
        if text:
            yield text["en"]
    for choice in find_choices(questionnaire, interview):
        yield choice.label["en"] if choice.label else choice.code.replace("_", " ")
    if question.kind is Kind.PLACE:  # the wards of an area, seen after the first tap
        yield from (ward.label["en"] for ward in question.areas[0].wards)


def _answer(
    questionnaire: Questionnaire, interview: Interview, question: Question, random: Random
) -> tuple[Interview, int]:
    """The interview after its question was answered in as many taps as it takes at most."""
    ends = " ".join(ending.when for ending in question.endings)
    codes = [choice.code for choice in find_choices(questionnaire, interview)]
    if question.kind is Kind.TEXT:  # as if written, so that what depends on it is asked
        interview = _do(questionnaire, interview, Action.TYPE, "Mend the lamp")
        return _do(questionnaire, interview, Action.DONE), 1
    if question.kind is Kind.LOCATION:
        most = int(question.maximum or 1)
        for cell in question.cells[:most]:
            interview = _do(questionnaire, interview, Action.LOCATE, cell)
        return _do(questionnaire, interview, Action.DONE), most + 1
    if question.kind is Kind.MULTIPLE:
        most = min(3, int(question.maximum or 3))
        for code in codes[:most]:
            interview = _do(questionnaire, interview, Action.CHOOSE, code)
        return _do(questionnaire, interview, Action.DONE), most + 1
    if question.kind is Kind.PLACE:
        for _ in range(2):
            first = find_choices(questionnaire, interview)[0]
            interview = _do(questionnaire, interview, Action.CHOOSE, first.code)
        return interview, 2
    code = random.choice([code for code in codes if f"'{code}'" not in ends])
    return _do(questionnaire, interview, Action.CHOOSE, code), 1


def _do(
    questionnaire: Questionnaire, interview: Interview, action: Action, value: str = ""
) -> Interview:
    return step(questionnaire, interview, Input(action, value), NOW)[0]


def _count_words(text: str) -> int:
    return len(re.findall(r"\w+(?:['-]\w+)*", text))
