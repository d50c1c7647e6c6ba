"""An interview, input by input."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.interview import (
    UNDER_WAY,
    Action,
    Event,
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
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from tests.support.questionnaires import load_every_kind

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
FORM = load_every_kind()
SKIPPED = Missing(NonResponse.SKIPPED)


def start(*inputs: tuple[str, str] | str) -> Interview:
    """An interview after some inputs, each an action with its value."""
    interview, _ = begin(FORM, tag="abcd", seed="abcd", language="en", now=NOW)
    for one in inputs:
        interview, _ = do(interview, one)
    return interview


def do(
    interview: Interview, one: tuple[str, str] | str, questionnaire: Questionnaire = FORM
) -> tuple[Interview, list[EventKind]]:
    action, value = (one, "") if isinstance(one, str) else one
    later = NOW + timedelta(minutes=6)
    interview, events = step(questionnaire, interview, Input(Action(action), value), later)
    return interview, [event.kind for event in events]


def choose(code: str) -> tuple[str, str]:
    return "choose", code


def say(text: str) -> tuple[str, str]:
    return "type", text


AT_CONCERNS = ("done", choose("yes"), choose("east"))
AT_ORDER = (*AT_CONCERNS, "skip")
AT_REVIEW = (*AT_ORDER, "skip")
AT_YEARS = (*AT_REVIEW, "submit", "accept")
AT_HOME = (*AT_YEARS, "skip")
AT_COMMENT = (*AT_HOME, "skip")
AT_END = (*AT_COMMENT, "skip", "done", "submit")


@pytest.mark.parametrize(
    ("before", "name", "given", "answer"),
    [
        pytest.param(AT_CONCERNS[:1], "agree", [choose("yes")], Answered(("yes",)), id="agree"),
        pytest.param(AT_CONCERNS[:2], "area", [choose("west")], Answered(("west",)), id="single"),
        pytest.param(
            AT_CONCERNS[:2],
            "area",
            [choose("dont_know")],
            Missing(NonResponse.DONT_KNOW, "dont_know"),
            id="don't know",
        ),
        pytest.param(AT_CONCERNS[:2], "area", ["skip"], SKIPPED, id="skipped"),
        pytest.param(
            AT_CONCERNS,
            "concerns",
            [choose("drugs"), choose("noise"), "done"],
            Answered(("noise", "drugs")),
            id="several, in the questionnaire's order",
        ),
        pytest.param(
            AT_CONCERNS,
            "concerns",
            [choose("drugs"), choose("noise"), choose("drugs"), "done"],
            Answered(("noise",)),
            id="taken away again",
        ),
        pytest.param(
            AT_CONCERNS,
            "concerns",
            [choose("drugs"), choose("none"), "done"],
            Answered(("none",)),
            id="exclusive takes the others away",
        ),
        pytest.param(
            AT_CONCERNS,
            "concerns",
            [choose("none"), choose("cars"), "done"],
            Answered(("cars",)),
            id="others take the exclusive away",
        ),
        pytest.param(
            AT_CONCERNS,
            "concerns",
            [choose("drugs"), choose("dont_know")],
            Missing(NonResponse.DONT_KNOW, "dont_know"),
            id="don't know is the answer at once",
        ),
        pytest.param(
            AT_CONCERNS, "concerns", [say("3, 1")], Answered(("noise", "cars")), id="typed"
        ),
        pytest.param(
            (*AT_CONCERNS, say("1 2")),
            "worst",
            [choose("too_few")],
            Outside("too_few"),
            id="outside",
        ),
        pytest.param(
            AT_ORDER,
            "order",
            [choose("youth"), choose("lights")],
            Answered(("youth", "lights")),
            id="ranking, in the order given",
        ),
        pytest.param(
            AT_ORDER, "order", [choose("youth"), "done"], Answered(("youth",)), id="ranking of one"
        ),
        pytest.param(AT_YEARS, "years", [say("১২")], Answered(("12",)), id="number"),
        pytest.param(AT_YEARS, "years", [say("2.50")], Answered(("2.5",)), id="decimal"),
        pytest.param(
            AT_YEARS,
            "years",
            [choose("prefer_not_to_say")],
            Missing(NonResponse.PREFER_NOT_TO_SAY),
            id="number refused",
        ),
        pytest.param(
            AT_HOME, "home", [choose("north"), choose("n_b")], Answered(("north", "n_b")), id="ward"
        ),
        pytest.param(
            AT_HOME, "home", [choose("north"), choose("not_sure")], Answered(("north",)), id="area"
        ),
        pytest.param(
            AT_HOME, "home", [choose("north"), "skip"], Answered(("north",)), id="ward skipped"
        ),
        pytest.param(
            AT_HOME,
            "home",
            [choose("not_sure")],
            Missing(NonResponse.DONT_KNOW, "not_sure"),
            id="area not sure",
        ),
        pytest.param(
            AT_COMMENT, "comment", [say(" a\x00b\ud800\n "), "done"], Answered(("ab",)), id="text"
        ),
    ],
)
def test_an_answer_is_kept_as_what_it_is(
    before: tuple[tuple[str, str] | str, ...],
    name: str,
    given: list[tuple[str, str] | str],
    answer: Answer,
) -> None:
    interview = start(*before)
    assert interview.current == name
    for one in given:
        interview, _ = do(interview, one)
    assert interview.answers[name] == answer
    assert interview.current != name


@pytest.mark.parametrize(
    ("before", "given", "kind"),
    [
        pytest.param(AT_CONCERNS[:1], "skip", EventKind.REQUIRED, id="required"),
        pytest.param((), "back", EventKind.AT_START, id="nothing before"),
        pytest.param(AT_CONCERNS[:2], choose("north"), EventKind.INVALID, id="not offered"),
        pytest.param(AT_CONCERNS[:2], say("hello"), EventKind.UNREAD, id="no answer"),
        pytest.param(AT_CONCERNS[:2], say("1 2"), EventKind.INVALID, id="two of one"),
        pytest.param(AT_CONCERNS[:2], say("99"), EventKind.INVALID, id="a number too high"),
        pytest.param(AT_CONCERNS[:2], say("999"), EventKind.UNREAD, id="no number of an answer"),
        pytest.param(AT_CONCERNS[:2], "keep", EventKind.NOT_NOW, id="nothing to keep"),
        pytest.param(AT_CONCERNS[:2], "submit", EventKind.NOT_NOW, id="not at the end"),
        pytest.param(AT_CONCERNS[:2], "reopen", EventKind.NOT_NOW, id="nothing saved"),
        pytest.param(AT_CONCERNS, "done", EventKind.INVALID, id="none chosen"),
        pytest.param(AT_CONCERNS, say("1 2 3 4"), EventKind.INVALID, id="too many"),
        pytest.param(AT_CONCERNS, say("1 5"), EventKind.INVALID, id="exclusive with another"),
        pytest.param(AT_YEARS, say("121"), EventKind.INVALID, id="above the bounds"),
        pytest.param(AT_YEARS, say("1e3"), EventKind.INVALID, id="no number"),
        pytest.param(AT_COMMENT, say("\u200b \x00"), EventKind.INVALID, id="nothing to read"),
        pytest.param(("stop",), choose("yes"), EventKind.NOT_NOW, id="paused"),
        pytest.param((), ("language", "xx"), EventKind.INVALID, id="unknown language"),
        pytest.param(("withdraw",), "resume", EventKind.NOT_NOW, id="withdrawn"),
    ],
)
def test_what_cannot_be_done_is_an_event_and_changes_nothing(
    before: tuple[tuple[str, str] | str, ...], given: tuple[str, str] | str, kind: EventKind
) -> None:
    interview = start(*before)
    after, kinds = do(interview, given)
    assert after is interview
    assert kinds == [kind]


@pytest.mark.parametrize("offset", [-1, 1])
def test_a_tap_on_another_keyboard_is_stale(offset: int) -> None:
    interview = start(*AT_CONCERNS)
    given = Input(Action.CHOOSE, "noise", interview.sequence + offset)
    after, events = step(FORM, interview, given, NOW)
    assert after is interview
    assert [event.kind for event in events] == [EventKind.STALE]


def test_an_ending_leaves_no_answer() -> None:
    interview, kinds = do(start(*AT_CONCERNS[:2]), choose("abroad"))
    assert (interview.stage, kinds) == (Stage.SCREENED_OUT, [EventKind.SCREENED_OUT])
    assert not interview.answers


CORRECTING = (*AT_REVIEW, ("change", "area"))
REOPENED = (*AT_END, "reopen", ("change", "area"))
GONE_BACK = (*AT_REVIEW, "submit", "reopen", "back", "back", "back")


@pytest.mark.parametrize("typed", ["1", "Noise"], ids=["number", "words"])
def test_one_number_typed_does_what_a_tap_does_and_several_are_the_whole_answer(typed: str) -> None:
    picked = start(*AT_CONCERNS, choose("drugs"), say(typed))
    assert (picked.current, picked.picked) == ("concerns", ("drugs", "noise"))
    assert do(picked, say(typed))[0].picked == ("drugs",)
    assert do(picked, say("1 3"))[0].current != "concerns"


@pytest.mark.parametrize(
    "before", [CORRECTING, REOPENED, GONE_BACK], ids=["correcting", "reopened", "gone back"]
)
@pytest.mark.parametrize("given", [choose("abroad"), say("3")], ids=["tapped", "typed"])
def test_an_ending_that_would_lose_answers_needs_choosing_twice(
    before: tuple[tuple[str, str] | str, ...], given: tuple[str, str]
) -> None:
    interview = start(*before)
    asked, events = step(FORM, interview, Input(Action(given[0]), given[1]), NOW)
    assert events == (Event(EventKind.ENDS, ("area", "abroad")),)
    assert (asked.answers, asked.saved) == (interview.answers, interview.saved)
    assert [choice.code for choice in find_choices(FORM, asked) if choice.chosen] == ["abroad"]
    assert asked.shows_answers
    asked = read_interview(write_interview(asked))
    ended, kinds = do(asked, given)
    assert kinds == [EventKind.SCREENED_OUT]
    assert not ended.answers
    assert not ended.saved


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        pytest.param("keep", Answered(("east",)), id="kept"),
        pytest.param("back", Answered(("east",)), id="back"),
        pytest.param("skip", SKIPPED, id="skipped"),
        pytest.param("stop", Answered(("east",)), id="stopped"),
        pytest.param(choose("west"), Answered(("west",)), id="another answer"),
    ],
)
def test_anything_else_than_the_ending_answer_goes_on_as_usual(
    other: tuple[str, str] | str, answer: Answer
) -> None:
    after, kinds = do(start(*CORRECTING, choose("abroad")), other)
    assert EventKind.SCREENED_OUT not in kinds
    assert after.answers["area"] == answer
    if after.paused:
        after, _ = do(after, "resume")
    if after.stage is Stage.REVIEWING:
        after, _ = do(after, ("change", "area"))
    after, kinds = do(after, choose("abroad"))
    assert kinds == [EventKind.ENDS], "it is asked anew, not remembered"


def test_submitting_saves_and_takes_the_minutes() -> None:
    interview, kinds = do(start(*AT_REVIEW), "submit")
    assert kinds == [EventKind.SUBMITTED, EventKind.OFFERED]
    assert interview.minutes == 6.0
    assert interview.submitted == ("first",)
    assert interview.saved["concerns"] == SKIPPED


def test_a_part_with_nothing_to_ask_is_not_offered() -> None:
    quiet = start(*AT_COMMENT, "skip", "done", "submit")
    assert quiet.stage is Stage.FINISHED
    noisy = start(
        *AT_CONCERNS, say("1"), "done", choose("too_few"), "skip", "submit", "accept",
        "skip", "skip", "skip", "done", "submit",
    )  # fmt: skip
    assert (noisy.stage, noisy.part) == (Stage.OFFERED, "third")


def test_a_change_drops_what_depended_on_it_and_asks_again() -> None:
    interview = start(*AT_CONCERNS, say("1 2"), choose("drugs"), "skip", ("change", "concerns"))
    after, kinds = do(interview, say("1 3"))
    assert kinds == [EventKind.RECORDED, EventKind.DROPPED, EventKind.ASKED]
    assert (after.current, "worst" in after.answers) == ("worst", False)
    after, _ = do(after, choose("cars"))
    assert after.stage is Stage.REVIEWING


def test_reopened_answers_change_only_by_submitting_again() -> None:
    saved = start(*AT_REVIEW, "submit", "decline", "reopen")
    assert saved.reopened
    changed = start(*AT_REVIEW, "submit", "decline", "reopen", ("change", "area"), choose("west"))
    left, kinds = do(changed, "leave")
    assert kinds == [EventKind.OFFERED]
    assert left.answers == left.saved == saved.saved
    kept, _ = do(changed, "submit")
    assert kept.saved["area"] == Answered(("west",))
    assert not kept.reopened


def test_stopping_closes_reopened_answers() -> None:
    interview, kinds = do(start(*AT_END, "reopen"), "stop")
    assert kinds == [EventKind.FINISHED]
    assert (interview.stage, interview.paused, interview.reopened) == (Stage.FINISHED, False, False)


@pytest.mark.parametrize(
    ("last", "kinds"),
    [
        pytest.param("leave", [EventKind.OFFERED], id="closed"),
        pytest.param("stop", [EventKind.OFFERED], id="stopped"),
        pytest.param("submit", [EventKind.SUBMITTED, EventKind.OFFERED], id="saved"),
    ],
)
def test_a_part_never_submitted_is_offered_again_after_looking_at_answers(
    last: str, kinds: list[EventKind]
) -> None:
    before = start(*AT_REVIEW, "submit")
    interview, found = do(start(*AT_REVIEW, "submit", "reopen"), last)
    assert found == kinds
    assert (interview.stage, interview.part) == (Stage.OFFERED, before.part)
    assert (interview.saved, interview.reopened) == (before.saved, False)
    assert do(interview, "accept")[0].current == "years"


@pytest.mark.parametrize("paused", [(), ("stop",)], ids=["going on", "paused"])
@pytest.mark.parametrize(
    "further", [AT_HOME, (*AT_COMMENT, "skip", "done")], ids=["asking", "reviewing"]
)
def test_answers_are_not_reopened_while_a_further_part_is_under_way(
    further: tuple[tuple[str, str] | str, ...], paused: tuple[str, ...]
) -> None:
    interview = start(*further, *paused)
    assert set(interview.answers) > set(interview.saved)
    after, events = step(FORM, interview, Input(Action.REOPEN), NOW)
    assert after is interview
    assert events == (Event(EventKind.NOT_NOW, (UNDER_WAY,)),)


def test_stopping_and_going_on_loses_nothing() -> None:
    before = start(*AT_CONCERNS, choose("noise"))
    paused, kinds = do(before, "stop")
    assert (paused.paused, kinds) == (True, [EventKind.PAUSED])
    after, kinds = do(paused, "resume")
    assert kinds == [EventKind.RESUMED]
    assert (after.current, after.picked, after.answers) == (
        before.current, before.picked, before.answers,
    )  # fmt: skip


def test_withdrawing_leaves_nothing() -> None:
    interview, kinds = do(start(*AT_REVIEW, "submit"), "withdraw")
    assert kinds == [EventKind.WITHDRAWN]
    assert not interview.answers
    assert not interview.saved


def test_marks_of_quality_are_kept_and_an_older_state_has_none() -> None:
    marked = replace(start(*AT_END), flags=("speeder", "burst"))
    written = json.loads(json.dumps(write_interview(marked)))
    assert read_interview(written) == marked
    del written["flags"]
    assert read_interview(written).flags == ()


def test_the_beginning_of_an_answer_is_told_from_what_answers_nothing() -> None:
    """Where three answers begin with "yes", that is somebody who answers."""
    form = load_catalogue("safety-consultation")
    at_place = walk_to(form, "place")
    _, [event] = step(form, at_place, Input(Action.TYPE, "Yes "), NOW)
    assert (event.kind, event.names) == (EventKind.INVALID, ("place", "which"))
    _, [event] = step(form, at_place, Input(Action.TYPE, "by the canal"), NOW)
    assert event.kind is EventKind.UNREAD


def walk_to(form: Questionnaire, name: str) -> Interview:
    """An interview that has skipped everything before a question."""
    interview, _ = begin(form, tag="abcd", seed="abcd", language="en", now=NOW)
    interview, _ = step(form, interview, Input(Action.CHOOSE, "18_over"), NOW)
    while interview.current != name:
        interview, _ = step(form, interview, Input(Action.SKIP), NOW)
    return interview
