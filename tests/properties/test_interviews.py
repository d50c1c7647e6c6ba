"""Random ways through every questionnaire: nothing a respondent does breaks an interview."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from surveys.answers import Answered, Missing, NonResponse, codes_of
from surveys.interview import (
    Action,
    EventKind,
    Input,
    Interview,
    Stage,
    begin,
    find_choices,
    read_interview,
    step,
    write_interview,
)
from surveys.interview.drawing import draw_all
from surveys.questionnaire import Kind, Questionnaire
from surveys.routing import count_questions, find_dropped, find_path
from tests.support.questionnaires import load_all

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
PHONE = "07700 900123"  # for drama (Ofcom): it is in no interview, whatever is done
ENDED = {Stage.SCREENED_OUT, Stage.WITHDRAWN}
QUESTIONNAIRES = load_all()
TEXTS = ("", " ", "0", "7", "1 2", "১", "not sure", "Don't know", "x" * 5000, "\x00\ud800", "-1.50")

FORWARD = (
    [Action.CHOOSE] * 40
    + [Action.TYPE] * 8
    + [Action.LOCATE] * 4
    + [Action.DONE, Action.SKIP, Action.SUBMIT, Action.ACCEPT, Action.RESUME, Action.CHANGE] * 6
    + [Action.BACK, Action.KEEP, Action.REOPEN] * 2
)
"""Actions that move on are done more often, or few walks would come to the end."""


def draw_input(random: Random, questionnaire: Questionnaire, interview: Interview) -> Input:
    """Something to do: mostly what is on offer, at times anything at all, at times too late."""
    action = random.choice([*Action, *FORWARD])
    if action is Action.WITHDRAW and random.random() < 0.9:
        action = Action.CHOOSE
    names = [question.name for question in questionnaire.questions]
    codes = [option.code for question in questionnaire.questions for option in question.options]
    anything = [*TEXTS, *names, *codes, "not_sure", "prefer_not_to_say", "yes", "en", "separate"]
    values = anything
    if action is Action.CHANGE:
        values = names
    elif interview.current and random.random() < 0.9:
        values = draw_offered(random, questionnaire, interview, action) or anything
    late = random.choice([None, None, None, 0, 0, 0, 0, 1, -1])
    sequence = None if late is None else interview.sequence + late
    return Input(action, random.choice(values), sequence)


def draw_offered(
    random: Random, questionnaire: Questionnaire, interview: Interview, action: Action
) -> list[str]:
    """What can be chosen or typed now; seldom what would end the interview."""
    choices = find_choices(questionnaire, interview)
    endings = questionnaire.by_name[interview.current].endings
    if random.random() < 0.95:
        ends = " ".join(ending.when for ending in endings)
        choices = tuple(choice for choice in choices if f"'{choice.code}'" not in ends)
    if action is Action.LOCATE:
        question = questionnaire.by_name[interview.current]
        return [*question.cells[:4], "outside", "E000000N000000"]
    if action is Action.TYPE and questionnaire.by_name[interview.current].kind is Kind.TEXT:
        return [f"Ring {PHONE}", "Mend the lamp", *TEXTS]
    if action is Action.TYPE:
        return [*(str(number) for number, _ in enumerate(choices, start=1)), "1", "1 2"]
    return [choice.code for choice in choices]


def assert_whole(questionnaire: Questionnaire, interview: Interview) -> None:
    """What holds for every interview, wherever it stands."""
    written = json.loads(json.dumps(write_interview(interview)))
    assert read_interview(written) == interview
    on_path = {
        q.name for q in find_path(questionnaire, interview.answers, all_parts(questionnaire))
    }
    assert (interview.stage is Stage.ASKING) == bool(interview.current)
    assert interview.stage is Stage.ASKING or interview.confirming is None
    if interview.current:
        assert interview.current in on_path
        find_choices(questionnaire, interview)
    if interview.stage is Stage.REVIEWING:
        assert not find_dropped(questionnaire, interview.answers)
    assert not find_dropped(questionnaire, interview.saved)
    path = find_path(questionnaire, interview.saved, interview.submitted)
    asked = {question.name for question in path if question.kind is not Kind.NOTE}
    drawn = {} if interview.stage in ENDED else draw_all(questionnaire, interview.tag)
    assert {name: interview.answers.get(name) for name in drawn} == drawn
    assert set(interview.saved) == (asked | set(drawn) if interview.submitted else set())
    assert PHONE not in json.dumps(written)
    for question in questionnaire.questions:
        if question.kind is Kind.LOCATION and question.name in interview.answers:
            assert question.cell_set.issuperset(codes_of(interview.answers[question.name]))


def all_parts(questionnaire: Questionnaire) -> list[str]:
    return [part.name for part in questionnaire.parts]


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@seed(20261102)
@settings(max_examples=60, deadline=None, database=None)
@given(number=st.integers(0, 2**32))
def test_every_input_in_every_state_gives_events_and_a_whole_interview(
    name: str, number: int
) -> None:
    questionnaire, random = QUESTIONNAIRES[name], Random(number)
    interview, _ = begin(questionnaire, tag="abcd", seed="abcd", language="en", now=NOW)
    for minute in range(150):
        given_input = draw_input(random, questionnaire, interview)
        now = NOW + timedelta(minutes=minute)
        after, events = step(questionnaire, interview, given_input, now)
        assert events
        ended = interview.stage in ENDED
        if after is interview:
            assert after == interview
        else:
            assert not ended
            assert after.sequence > interview.sequence
        if events[0].kind is EventKind.SCREENED_OUT:
            assert interview.confirming or not (interview.saved or interview.correcting)
        if given_input.sequence not in {None, interview.sequence}:
            assert after is interview
            assert ended or events[0].kind is EventKind.STALE
        if after.stage in ENDED:
            assert not after.answers
            assert not after.saved
        assert_whole(questionnaire, after)
        interview = after
        if ended:
            break


@pytest.mark.parametrize("name", QUESTIONNAIRES)
@seed(20261103)
@settings(max_examples=80, deadline=None, database=None)
@given(numbers=st.lists(st.integers(0, 30), min_size=60, max_size=60))
def test_counting_goes_up_to_the_total_and_the_total_never_grows(
    name: str, numbers: list[int]
) -> None:
    questionnaire = QUESTIONNAIRES[name]
    interview, _ = begin(questionnaire, tag="abcd", seed="abcd", language="en", now=NOW)
    part, number, total = "", 0, 10**6
    for chosen in numbers:
        if interview.stage is Stage.REVIEWING:
            interview, _ = step(questionnaire, interview, Input(Action.SUBMIT), NOW)
        if interview.stage is Stage.OFFERED:
            interview, _ = step(questionnaire, interview, Input(Action.ACCEPT), NOW)
        if interview.stage is not Stage.ASKING:
            break
        question = questionnaire.by_name[interview.current]
        if question.part != part:
            part, number, total = question.part, 0, 10**6
        if question.kind is not Kind.NOTE:
            before = number, total
            number, total = count_questions(questionnaire, interview.answers, part, question.name)
            assert before[0] <= number <= total <= before[1]
            assert number >= 1
        interview = answer(questionnaire, interview, chosen)
    assert total < 10**6


def answer(questionnaire: Questionnaire, interview: Interview, number: int) -> Interview:
    """One step forward, however the question is answered."""
    choices = find_choices(questionnaire, interview)
    question = questionnaire.by_name[interview.current]
    if question.kind is Kind.NUMBER or (question.kind is Kind.TEXT and not interview.picked):
        given_input = Input(Action.TYPE, str(number))
    elif question.kind is Kind.LOCATION and number % 3 and len(interview.picked) < 2:
        given_input = Input(Action.LOCATE, question.cells[number % len(question.cells)])
    elif question.kind is Kind.LOCATION and not interview.picked:
        given_input = Input(Action.SKIP)
    elif question.kind is Kind.LOCATION or not choices or (number % 7 == 0 and interview.picked):
        given_input = Input(Action.DONE)
    elif number % 11 == 0 and not question.required:
        given_input = Input(Action.SKIP)
    else:
        given_input = Input(Action.CHOOSE, choices[number % len(choices)].code)
    return step(questionnaire, interview, given_input, NOW)[0]


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_skipping_everything_that_can_be_skipped_is_a_response(name: str) -> None:
    questionnaire = QUESTIONNAIRES[name]
    interview, _ = begin(questionnaire, tag="abcd", seed="abcd", language="en", now=NOW)
    while interview.stage is Stage.ASKING:
        question = questionnaire.by_name[interview.current]
        ends = " ".join(ending.when for ending in question.endings)
        choices = find_choices(questionnaire, interview) if question.required else ()
        last = [choice.code for choice in choices if f"'{choice.code}'" not in ends][-1:]
        given_input = Input(Action.CHOOSE, last[0]) if last else Input(Action.SKIP)
        interview, _ = step(questionnaire, interview, given_input, NOW)
    interview, _ = step(questionnaire, interview, Input(Action.SUBMIT), NOW)
    assert set(draw_all(questionnaire, "abcd")) <= set(interview.saved)
    skipped = [value for value in interview.saved.values() if not isinstance(value, Answered)]
    assert skipped
    assert set(skipped) == {Missing(NonResponse.SKIPPED)}
