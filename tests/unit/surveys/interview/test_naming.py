"""Typed words name a choice as people say it, and never one of two that they could mean."""

from __future__ import annotations

import pytest

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview import EventKind
from surveys.interview.choices import Choice
from surveys.interview.naming import find_named
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from tests.support.steps import do, say, start

FORM = load_catalogue("safety-consultation")
RIVALS = ("Safe", "Not safe", "Two streets", "Noise by day", "Noise by night", "Bats and owls")


def name_at(
    question: str, typed: str, *, several: bool = False, form: Questionnaire = FORM
) -> tuple[str, ...]:
    """What typed words name at a question of the catalogue."""
    asked = form.by_name[question]
    choices = [Choice(one.code, one.label) for one in asked.options]
    choices += [Choice(area.code, area.label) for area in asked.areas]
    return find_named(asked, choices, typed, "en", several=several)


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [
        ("after_dark", "dont know", "dont_know"),
        ("after_dark", "Neither", "neither"),
        ("after_dark", "two", "fairly_safe"),
        ("issue_noise", "five", "5"),
        ("issue_noise", "Five.", "5"),
        ("issue_noise", "a very big problem", "5"),
        ("issue_noise", "Very big problem!", "5"),
        ("issue_noise", "no problem at all", "1"),
        ("issue_noise", "no problem", "1"),
        ("issue_noise", "3 - bit of a problem", "3"),
        ("issue_noise", "5 – A VERY BIG problem!", "5"),
        ("issue_noise", "1 = no problem at all", "1"),
        ("issue_noise", "4. quite bad", "4"),
        ("issue_noise", "2 (by day)", "2"),
        ("issue_noise", "3/5", "3"),
        ("issue_noise", "3 out of 5", "3"),
        ("place_kind", "park", "park"),
        ("place_kind", "the park", "park"),
        ("place_kind", "open space", "park"),
        ("place_kind", "car park", "car_park"),
        ("place_kind", "stairwell", "estate"),
        ("place", "location", "location"),
        ("place", "a ward", "ward"),
        ("ethnic_group", "black", "black"),
        ("ethnic_group", "asian", "asian"),
        ("religion", "muslim.", "muslim"),
        ("religion", "any other", "other"),
        ("religion", "prefer", "prefer_not_to_say"),
        ("concerns", "anti social", "asb"),
        ("concerns", "None", "none"),
        ("concerns", "rowdy", "drunk_disorderly"),
        ("place_kind", "street", "street"),
        ("home", "Whitechapel", "north_west"),
    ],
)
def test_a_choice_is_known_by_what_people_call_it(question: str, typed: str, code: str) -> None:
    assert name_at(question, typed) == (code,)


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("after_dark", "safe"),
        ("after_dark", "very"),
        ("after_dark", "unsafe"),
        ("after_dark", "I know who did it"),
        ("issue_noise", "problem"),
        ("issue_noise", "big problem"),
        ("issue_noise", "six"),
        ("issue_noise", "3/10"),
        ("issue_noise", "6/5"),
        ("issue_noise", "very"),
        ("issue_noise", "6 - awful"),
        ("issue_noise", "1 - a very big problem"),
        ("issue_noise", "3 - don't know"),
        ("issue_noise", "3 - 4"),
        ("issue_noise", "3 - or four"),
        ("issue_noise", "3 times a week"),
        ("issue_noise", "3 -"),
        ("after_dark", "2 - bit of a worry"),
        ("concerns", "crime"),
        ("concerns", "drug"),
        ("concerns", "no"),
        ("concerns", "street"),
        ("concerns", "hate"),
        ("concerns", "rough"),
        ("place_kind", "car"),
        ("concerns", "999"),
        ("place", "yes"),
        ("ethnic_group", "british"),
        ("religion", "no"),
        ("religion", ""),
        ("religion", "!!!"),
        ("religion", "the"),
        ("religion", "muslim " * 100),
    ],
)
def test_what_could_mean_two_choices_or_none_names_nothing(question: str, typed: str) -> None:
    assert name_at(question, typed) == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("drug dealing, noise, violence", ("drug_dealing", "noise", "violence")),
        ("Noise and violence", ("noise", "violence")),
        ("noise; noise", ("noise",)),
        ("2 and 7", ("drug_use", "street_harassment")),
        ("two & seven", ("drug_use", "street_harassment")),
        ("2, noise", ("drug_use", "noise")),
        ("noise, crime", ()),
        ("noise, drug", ()),
        ("noise, 99", ()),
    ],
)
def test_several_choices_are_known_only_where_every_part_is(
    typed: str, codes: tuple[str, ...]
) -> None:
    assert name_at("concerns", typed, several=True) == codes
    assert name_at("concerns", typed) == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        pytest.param("safe", ("0",), id="the whole wording before a part of another"),
        pytest.param("two", (), id="a number that a wording begins with"),
        pytest.param("noise", (), id="two begin alike"),
        pytest.param("bats", ("5",), id="one begins so"),
        pytest.param("owls", (), id="one of two things together"),
        pytest.param("three", ("2",), id="a number by its place"),
    ],
)
def test_the_nearest_way_of_naming_decides(typed: str, codes: tuple[str, ...]) -> None:
    choices = [Choice(str(at), {"en": label}) for at, label in enumerate(RIVALS)]
    assert find_named(FORM.by_name["religion"], choices, typed, "en", several=False) == codes


@pytest.mark.parametrize(
    ("question", "typed"),
    [("would_help", "police"), ("would_help", "more"), ("worries", "someone")],
)
def test_words_that_fit_another_choice_too_or_say_half_of_one_choose_none(
    question: str, typed: str
) -> None:
    assert name_at(question, typed, form=load_catalogue("young-people")) == ()


@pytest.mark.parametrize(
    ("question", "typed", "codes"),
    [
        ("good_job", "very", ()),
        ("stop_search_fair", "very", ("very",)),
        ("informed", "fairly", ("fairly_well",)),
    ],
)
def test_the_beginning_of_a_point_of_a_scale_names_it_unless_the_rest_is_a_point_too(
    question: str, typed: str, codes: tuple[str, ...]
) -> None:
    assert name_at(question, typed, form=load_catalogue("annual-perception")) == codes


@pytest.mark.parametrize("typed", ["street", "Rough", "crime", "tipping"])
def test_part_of_a_choice_is_asked_about_and_picks_nothing(typed: str) -> None:
    interview = start(FORM, say("3"), *["skip"] * 16)
    assert interview.current == "concerns"
    after, events = do(FORM, interview, say(typed))
    assert events[0] == (EventKind.INVALID, ("concerns", "which"))
    assert after.picked == ()


def test_what_is_named_is_answered() -> None:
    form = load_catalogue("annual-perception")
    interview, events = do(form, start(form, say("18 or over"), say("yes")), say("dont know"))
    assert Missing(NonResponse.DONT_KNOW, "dont_know") in interview.answers.values()
    assert events[0][0] is EventKind.RECORDED


def test_several_that_are_named_are_the_whole_answer() -> None:
    before = ["skip"] * 16  # connection, day and night, crime overall, eight issues and four drawn
    interview = start(FORM, say("3"), *before)
    assert interview.current == "concerns"
    after, _ = do(FORM, interview, say("violence, noise and drug dealing"))
    assert after.answers["concerns"] == Answered(("drug_dealing", "noise", "violence"))
    assert after.current != "concerns"
