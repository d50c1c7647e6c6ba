"""Who wrote that somebody is hurt is not asked whether to print it, and nothing is kept of that."""

from __future__ import annotations

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind, Interview, write_interview
from surveys.safeguarding import Cue
from tests.support.questionnaires import load_apart
from tests.support.steps import Step, choose, do, say, start

FORM = load_apart()
AT_FOCUS: tuple[Step, ...] = (choose("yes"), choose("1"), choose("2"))
HURT = say("my husband hits me")
SKIPPED = Missing(NonResponse.SKIPPED)


def at_focus(*steps: Step) -> Interview:
    return start(FORM, *AT_FOCUS, *steps)


def test_permission_is_not_asked_for_words_that_tell_of_harm() -> None:
    interview, events = do(FORM, at_focus(HURT), "done")
    assert interview.current == "where"
    assert interview.answers["quote"] == SKIPPED
    assert "quote" not in [name for _, names in events for name in names]


def test_nothing_more_is_kept_than_of_somebody_who_skipped_it() -> None:
    passed = at_focus(HURT, "done", choose("no"), "submit")
    skipped = at_focus(say("Lamps"), "done", "skip", choose("no"), "submit")
    mine, theirs = write_interview(passed), write_interview(skipped)
    for data in (mine, theirs):
        data["answers"].pop("focus")
        data["saved"].pop("focus")
        data.pop("sequence")
    assert mine == theirs
    assert not any(cue.value in str(mine) for cue in Cue)


@pytest.mark.parametrize("way", ["back", "card"])
def test_no_way_back_comes_to_it_by_itself(way: str) -> None:
    if way == "back":
        assert do(FORM, at_focus(HURT, "done"), "back")[0].current == "focus"
        return
    again = at_focus(HURT, "done", choose("no"), ("change", "focus"), say("often"))
    after, events = do(FORM, again, "done")
    assert (after.current, after.answers["quote"]) == ("", SKIPPED)
    assert events[-1][0] is EventKind.REVIEWED


def test_permission_for_harmless_words_goes_with_words_that_tell_of_harm() -> None:
    interview = at_focus(say("Lamps"), "done", choose("yes"), "back", "back", "clear", HURT)
    after, events = do(FORM, interview, "done")
    assert (after.current, after.answers["quote"]) == ("where", SKIPPED)
    assert (EventKind.DROPPED, ("quote",)) in events


def test_from_the_review_card_it_can_be_answered_and_then_stands() -> None:
    interview = at_focus(HURT, "done", choose("no"), ("change", "quote"))
    assert interview.current == "quote"
    after, _ = do(FORM, interview, choose("yes"))
    assert after.answers["quote"] == Answered(("yes",))
    opened, _ = do(FORM, after, ("change", "focus"))
    assert do(FORM, opened, "done")[0].answers["quote"] == Answered(("yes",))


def test_other_words_are_asked_about_as_ever() -> None:
    interview = at_focus(HURT, "done", "back", "clear", say("Lamps"), "done")
    assert interview.current == "quote"
