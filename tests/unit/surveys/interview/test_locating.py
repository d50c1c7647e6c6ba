"""Giving places by sending locations, which come as squares of 250 m."""

from __future__ import annotations

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind, Stage, find_choices
from tests.support.questionnaires import load_apart
from tests.support.steps import Step, choose, do, say, send, start

FORM = load_apart()
AT_WHERE: tuple[Step, ...] = (choose("yes"), choose("1"), choose("2"), "skip")
AT_SPOT = (*AT_WHERE, choose("spot"))
A, B, C, D = FORM.by_name["spot"].cells
OUTSIDE = "E534000N100000"


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        pytest.param([send(A), "done"], Answered((A,)), id="one"),
        pytest.param([send(C), send(A), "done"], Answered((C, A)), id="as they came"),
        pytest.param([send(A), send(B), choose(A), "done"], Answered((B,)), id="one taken back"),
        pytest.param([send(A), send(OUTSIDE), "done"], Answered((A,)), id="one outside"),
        pytest.param([send(A), "skip"], Missing(NonResponse.SKIPPED), id="left out after all"),
        pytest.param(["skip"], Missing(NonResponse.SKIPPED), id="skipped"),
    ],
)
def test_what_was_sent_is_kept_when_it_is_confirmed(steps: list[Step], answer: object) -> None:
    interview = start(FORM, *AT_SPOT, *steps)
    assert interview.answers["spot"] == answer
    assert interview.stage is Stage.REVIEWING


@pytest.mark.parametrize(
    ("before", "sent", "reason"),
    [
        pytest.param([], OUTSIDE, "outside", id="elsewhere in the country"),
        pytest.param([], "outside", "outside", id="another country"),
        pytest.param([], "", "outside", id="nothing"),
        pytest.param([send(A)], A, "same_square", id="the same square again"),
        pytest.param([send(A), send(B), send(C)], D, "too_many", id="more than are asked for"),
    ],
)
def test_what_cannot_be_taken_is_told_and_changes_nothing(
    before: list[Step], sent: str, reason: str
) -> None:
    interview = start(FORM, *AT_SPOT, *before)
    after, events = do(FORM, interview, send(sent))
    assert after is interview
    assert events == [(EventKind.INVALID, ("spot", reason))]


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        pytest.param([], ("lives",), id="at another question"),
        pytest.param([*AT_SPOT, "skip"], ("locate",), id="on the review card"),
        pytest.param([*AT_SPOT, "skip", "submit", "decline"], ("locate",), id="finished"),
    ],
)
def test_a_location_that_was_not_asked_for_is_not_read(
    steps: list[Step], names: tuple[str, ...]
) -> None:
    interview = start(FORM, *steps)
    after, events = do(FORM, interview, send(A))
    assert after is interview
    assert events == [(EventKind.UNREAD, names)]


def test_squares_are_shown_to_be_taken_back_and_typed_words_are_none() -> None:
    interview = start(FORM, *AT_SPOT, send(A), send(B))
    choices = find_choices(FORM, interview)
    assert [(choice.code, choice.label, choice.chosen) for choice in choices] == [
        (A, None, True),
        (B, None, True),
    ]
    after, events = do(FORM, interview, say("my street"))
    assert after is interview
    assert events == [(EventKind.UNREAD, ("spot",))]


def test_confirming_without_a_square_is_refused() -> None:
    interview = start(FORM, *AT_SPOT, send(A), choose(A))
    assert interview.picked == ()
    assert do(FORM, interview, "done")[1] == [(EventKind.INVALID, ("spot", "too_few"))]


def test_a_kept_answer_can_be_added_to_and_stands_until_confirmed_again() -> None:
    interview = start(FORM, *AT_SPOT, send(A), "done", ("change", "spot"), send(B))
    assert interview.answers["spot"] == Answered((A,))
    assert interview.picked == (A, B)
    assert do(FORM, interview, "done")[0].answers["spot"] == Answered((A, B))
    after, events = do(FORM, interview, "back")
    assert after.answers["spot"] == Answered((A,))
    assert events[0] == (EventKind.LEFT_BEHIND, ("spot",))


def test_all_squares_taken_back_are_not_confirmed_and_come_back_on_leaving() -> None:
    interview = start(FORM, *AT_SPOT, send(A), "done", ("change", "spot"), choose(A))
    assert find_choices(FORM, interview) == ()
    assert do(FORM, interview, "done")[1] == [(EventKind.INVALID, ("spot", "too_few"))]
    assert do(FORM, interview, send(B))[0].picked == (B,)
    assert do(FORM, interview, "back")[0].answers["spot"] == Answered((A,))


def test_another_way_of_giving_a_place_drops_the_squares() -> None:
    interview = start(FORM, *AT_SPOT, send(A), "done", ("change", "where"))
    after, events = do(FORM, interview, choose("no"))
    assert (EventKind.DROPPED, ("spot",)) in events
    assert "spot" not in after.answers
