"""Who wrote that somebody is hurt is not asked whether to print it; of that nothing is kept."""

from __future__ import annotations

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind, Interview, write_interview
from surveys.interview.permitting import is_passed_over
from surveys.loading import load_catalogue
from surveys.safeguarding import Cue, find_cues
from surveys.safeguarding.weighing import Weights
from tests.support.questionnaires import load_apart
from tests.support.steps import Step, choose, do, say, start

FORM = load_apart()
AT_FOCUS: tuple[Step, ...] = (choose("yes"), choose("1"), choose("2"))
HARM = "my husband hits me"
HURT = say(HARM)
LAMPS = Answered(("Lamps",))
SKIPPED = Missing(NonResponse.SKIPPED)


def at_focus(*steps: Step) -> Interview:
    return start(FORM, *AT_FOCUS, *steps)


def test_permission_is_not_asked_for_words_that_tell_of_harm() -> None:
    interview, events = do(FORM, at_focus(HURT), "done")
    assert interview.current == "where"
    assert interview.answers["quote"] == SKIPPED
    assert "quote" not in [name for _, names in events for name in names]


def test_permission_is_asked_as_ever_where_words_only_weigh_like_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Many ordinary comments do. The queue of risks holds them back until it is decided.
    monkeypatch.setattr(Weights, "sounds_like_harm", lambda *_: True)
    assert find_cues("Older boys vape upstairs") == (Cue.UNCLEAR,)
    interview = at_focus(say("Older boys vape upstairs"), "done")
    assert interview.current == "quote"
    assert do(FORM, interview, choose("yes"))[0].answers["quote"] == Answered(("yes",))


@pytest.mark.parametrize("texts", [("Lamps", HARM), (HARM, "Lamps")], ids=["second", "first"])
def test_permission_is_for_all_texts_and_not_asked_where_one_of_them_tells_of_harm(
    texts: tuple[str, str],
) -> None:
    answers = dict(zip(("focus", "comment"), (Answered((text,)) for text in texts), strict=True))
    question = load_catalogue("safety-consultation").by_name["may_quote"]
    assert is_passed_over(question, answers)
    assert not is_passed_over(question, {**answers, "focus": LAMPS, "comment": LAMPS})


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
