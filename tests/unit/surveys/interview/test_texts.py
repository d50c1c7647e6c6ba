"""Texts: redacted at once, shown, and kept only when confirmed; and nobody is routed by words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind, Interview, read_interview, write_interview
from surveys.questionnaire import ANSWERED
from surveys.routing import find_codes, find_path
from tests.support.questionnaires import load_apart
from tests.support.steps import Step, choose, do, say, start

FORM = load_apart()
AT_FOCUS: tuple[Step, ...] = (choose("yes"), choose("1"), choose("2"))
PHONE = "07700 900123"  # for drama (Ofcom)


def at_focus(*steps: Step) -> Interview:
    return start(FORM, *AT_FOCUS, *steps)


def test_what_is_typed_is_shown_as_it_will_be_kept_and_kept_only_then() -> None:
    interview, events = do(FORM, at_focus(), say(f"Fix the lamp, ring {PHONE}"))
    assert interview.picked == ("Fix the lamp, ring [phone]",)
    assert events == [(EventKind.PICKED, ("focus", "phone"))]
    assert (interview.current, "focus" in interview.answers) == ("focus", False)
    kept, _ = do(FORM, interview, "done")
    assert kept.answers["focus"] == Answered(("Fix the lamp, ring [phone]",))
    assert kept.current == "quote"


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([], id="before it is confirmed"),
        pytest.param(["done"], id="confirmed"),
        pytest.param(["done", choose("yes"), choose("no"), "submit"], id="submitted"),
        pytest.param([say("Something else"), "done"], id="written again"),
        pytest.param(["skip"], id="left out"),
        pytest.param(["stop"], id="paused"),
    ],
)
def test_no_state_of_an_interview_holds_what_was_taken_out(steps: list[Step]) -> None:
    interview = start(FORM, *AT_FOCUS, say(f"Ring {PHONE}"), *steps)
    assert "900123" not in str(write_interview(interview))


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        pytest.param(
            [say("One"), say("Two"), "done"], Answered(("One\nTwo",)), id="in two messages"
        ),
        pytest.param(
            [say("One"), "clear", say("Two"), "done"], Answered(("Two",)), id="written again"
        ),
        pytest.param(
            [say("My name is"), say("Sam Example"), "done"],
            Answered(("My name is\n[name]",)),
            id="a name in two messages",
        ),
        pytest.param([say("One"), "skip"], Missing(NonResponse.SKIPPED), id="left out"),
        pytest.param(["skip"], Missing(NonResponse.SKIPPED), id="skipped"),
        pytest.param(
            [say(" a\x00b\ud800\n "), "done"], Answered(("ab",)), id="without control characters"
        ),
        pytest.param([say("1"), "done"], Answered(("1",)), id="a number is a text too"),
    ],
)
def test_what_is_kept_is_what_was_confirmed(steps: list[Step], answer: object) -> None:
    assert at_focus(*steps).answers["focus"] == answer


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param("\u200b \x00", "empty", id="nothing to read"),
        pytest.param("x" * 61, "too_long", id="too long"),
        pytest.param("x" * 10_000, "too_long", id="far too long"),
    ],
)
def test_what_cannot_be_kept_is_told_and_takes_nothing_away(text: str, reason: str) -> None:
    interview = at_focus(say("One"))
    after, events = do(FORM, interview, say(text))
    assert replace(after, cut_off=False, sequence=interview.sequence) == interview
    assert events == [(EventKind.INVALID, ("focus", reason))]


REST_ONLY = (EventKind.REST_ONLY, ("focus",))
REST_BELOW = (EventKind.REST_ONLY, ("focus", "below"))
LONG = say("x" * 61)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        pytest.param([LONG], [REST_ONLY], id="after one message"),
        pytest.param([LONG, LONG], [REST_ONLY], id="after two"),
        pytest.param([say("One"), LONG], [REST_BELOW], id="below other words"),
        pytest.param([say("One"), "done", "back", LONG], [REST_BELOW], id="below kept words"),
        pytest.param([LONG, say("Shorter")], [], id="told before"),
        pytest.param([say("One"), LONG, "clear"], [], id="begun again"),
        pytest.param([say("x" * 50)], [], id="nothing was left out"),
    ],
)
def test_the_end_of_a_text_that_was_too_long_is_never_passed_off_as_the_whole(
    steps: list[Step], told: list[object]
) -> None:
    interview, events = do(FORM, at_focus(*steps), say("the end"))
    assert [event for event in events if event[0] is EventKind.REST_ONLY] == told
    assert not interview.cut_off
    assert read_interview(write_interview(interview)) == interview


def test_a_text_that_is_too_long_brings_nothing_back_that_was_cleared() -> None:
    interview, _ = do(FORM, at_focus(say("One"), "done", "back", "clear"), LONG)
    assert do(FORM, interview, say("Two"))[0].picked == ("Two",)


def test_confirming_nothing_is_refused() -> None:
    assert do(FORM, at_focus(), "done")[1] == [(EventKind.INVALID, ("focus", "too_few"))]


ONE = Answered(("One",))
LEFT_BEHIND = (EventKind.LEFT_BEHIND, ("focus",))
ON_CARD: tuple[Step, ...] = (say("One"), "done", choose("yes"), choose("no"))


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param([say("One"), "done", "back", say("Two")], id="added to"),
        pytest.param([say("One"), "done", "back", "clear"], id="cleared"),
        pytest.param([say("One"), "done", "back", "clear", say("Two")], id="written again"),
        pytest.param([*ON_CARD, ("change", "focus"), say("Two")], id="from the review card"),
        pytest.param([*ON_CARD, ("change", "focus"), "clear"], id="cleared from there"),
    ],
)
def test_a_kept_text_stands_until_another_is_kept_and_going_back_says_so(
    steps: list[Step],
) -> None:
    interview = at_focus(*steps)
    assert interview.answers["focus"] == ONE
    after, events = do(FORM, interview, "back")
    assert after.answers["focus"] == ONE
    assert events[0] == LEFT_BEHIND
    assert (after.picked, after.afresh) == ((), False)


def test_going_back_with_nothing_unconfirmed_says_nothing() -> None:
    kept = at_focus(say("One"), "done", "back")
    assert LEFT_BEHIND not in do(FORM, kept, "back")[1]
    assert LEFT_BEHIND not in do(FORM, at_focus(), "back")[1]
    assert LEFT_BEHIND not in do(FORM, at_focus(say("One"), "clear"), "back")[1]
    assert LEFT_BEHIND in do(FORM, at_focus(say("One")), "back")[1]


def test_a_message_for_which_no_room_is_left_takes_nothing_away() -> None:
    interview = at_focus(say("x" * 50))
    after, events = do(FORM, interview, say("y" * 10))
    assert after is interview
    assert events == [(EventKind.INVALID, ("focus", "no_room"))]
    assert do(FORM, interview, say("y" * 9))[0].picked == ("x" * 50 + "\n" + "y" * 9,)


def test_clearing_takes_away_what_is_shown_and_is_refused_where_nothing_is() -> None:
    interview = at_focus(say("One"), "clear")
    assert (interview.picked, "focus" in interview.answers) == ((), False)
    refused = [(EventKind.NOT_NOW, ("clear",))]
    assert do(FORM, interview, "clear")[1] == refused
    assert do(FORM, start(FORM), "clear")[1] == refused
    again = at_focus(say("One"), "done", "back", "clear")
    assert do(FORM, again, "done")[1] == [(EventKind.INVALID, ("focus", "too_few"))]
    assert do(FORM, again, "keep")[0].answers["focus"] == ONE


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        pytest.param([say("One"), "done"], True, id="written"),
        pytest.param(["skip"], False, id="skipped"),
        pytest.param([say("One"), "skip"], False, id="left out"),
    ],
)
def test_permission_to_quote_is_asked_of_those_who_wrote(steps: list[Step], *, asked: bool) -> None:
    interview = at_focus(*steps)
    path = [question.name for question in find_path(FORM, interview.answers, ["main"])]
    assert ("quote" in path) is asked
    assert (interview.current == "quote") is asked


def test_leaving_the_text_out_later_takes_the_permission_with_it() -> None:
    interview = start(
        FORM, *AT_FOCUS, say("One"), "done", choose("yes"), choose("no"), ("change", "focus")
    )
    after, events = do(FORM, interview, "skip")
    assert (EventKind.DROPPED, ("quote",)) in events
    assert "quote" not in after.answers


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        pytest.param([say("and more"), "done"], True, id="added to"),
        pytest.param(["clear", say("Other words"), "done"], True, id="other words"),
        pytest.param(["clear", say("One"), "done"], False, id="the same words"),
        pytest.param(["done"], False, id="kept as they are"),
        pytest.param([say("Two"), "back"], False, id="left behind"),
    ],
)
@pytest.mark.parametrize("opened", [("change", "focus"), None], ids=["from the card", "back"])
def test_permission_for_some_words_is_no_permission_for_others(
    steps: list[Step], opened: Step | None, *, asked: bool
) -> None:
    ways: list[Step] = [choose("no"), opened] if opened else ["back", "back"]
    interview = at_focus(say("One"), "done", choose("yes"), *ways, *steps)
    assert ("quote" in interview.answers) is not asked
    assert (interview.current == "quote" and interview.correcting) or not (asked and opened)


@pytest.mark.parametrize("words", ["yes", "abroad", "noise", "answered", "E534000N182000"])
def test_routing_sees_that_somebody_wrote_and_never_what(words: str) -> None:
    codes = find_codes(FORM, at_focus(say(words), "done").answers)
    assert codes["focus"] == (ANSWERED,)
    assert codes == find_codes(FORM, at_focus(say("Other words"), "done").answers)
