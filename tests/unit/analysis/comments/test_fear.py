"""Plain fear is a theme of its own, and otherwise counted with its reason or remedy."""

from __future__ import annotations

import pytest

from analysis.comments.coding import Coded, code_comment
from analysis.comments.sentiment import Sentiment
from tests.support.consultation import load_themes


def read(text: str) -> Coded:
    return code_comment(text, load_themes())


def said(text: str) -> dict[str, str]:
    return {one.code: "/".join(one.stances) for one in read(text).codes}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I don't feel safe", id="not safe"),
        pytest.param("I am afraid", id="afraid, in words that say nothing else"),
        pytest.param("my dad is frightened here", id="somebody near"),
        pytest.param("feels less safe now", id="less safe"),
        pytest.param("a dangerous neighbourhood", id="a place called dangerous"),
        pytest.param("We never go out after dark", id="going out no more"),
        pytest.param("scared. please make it stop", id="with a wish"),
        pytest.param("I don't feel safe on the high street", id="a place is no reason"),
    ],
)
def test_fear_without_a_reason_is_a_theme_of_its_own_and_a_problem(text: str) -> None:
    assert said(text) == {"unsafe_unspecified": "problem"}
    assert read(text).sentiment is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "I don't feel safe, dealers everywhere", {"drugs_dealing": "problem"}, id="reason"
        ),
        pytest.param(
            "I'd be less scared with more police", {"police_presence": "ask"}, id="remedy"
        ),
        pytest.param(
            "Scared at night. Bins overflowing.", {"fly_tipping_litter": "problem"}, id="unlinked"
        ),
        pytest.param("My daughter is scared", {"womens_safety": "problem"}, id="a girl"),
        pytest.param(
            "mopeds, I am scared", {"speeding_nuisance_vehicles": "problem"}, id="a weak cue"
        ),
        pytest.param("Afraid in the stairwell", {"housing_estates": "problem"}, id="of homes"),
        pytest.param(
            "police make me feel unsafe", {"police_presence": "problem"}, id="what should help"
        ),
    ],
)
def test_fear_beside_its_reason_or_remedy_is_counted_there(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("I feel safe by day, at night I'm scared", "positive_safe", id="safe by day"),
        pytest.param("fine by day, not at night", "positive_safe", id="not at night"),
        pytest.param(
            "The patrols are brilliant but I am still scared", "police_presence", id="a help"
        ),
    ],
)
def test_fear_beside_what_is_well_is_told_as_well(text: str, other: str) -> None:
    assert said(text) == {other: "protective", "unsafe_unspecified": "problem"}
    assert read(text).sentiment is Sentiment.MIXED


@pytest.mark.parametrize(
    "text",
    [
        "I am not scared here",
        "never felt unsafe",
        "nobody should be scared",
        "People should feel safe",
        "No violence, no dealing",
        "walk home without fear",
        "I want to feel safe",
        "nervous breakdown",
    ],
)
def test_fear_that_is_denied_or_only_wished_away_is_none(text: str) -> None:
    assert "unsafe_unspecified" not in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "It isn't safe for women at night",
        "Not safe for women after dark",
        "My wife doesn't feel safe walking home",
        "My daughters at college don't feel safe",
        "My daughter used to feel safe",
        "Make sure girls are safe",
        "I need to know my daughter is safe",
    ],
)
def test_a_place_that_is_not_safe_for_women_is_a_problem_of_theirs(text: str) -> None:
    assert said(text) == {"womens_safety": "problem"}


@pytest.mark.parametrize(
    "text",
    [
        "Girls at my school feel safe",
        "My wife feels safe walking home",
        "Women are safer now",
        "It is safe here for girls",
    ],
)
def test_a_woman_who_feels_safe_is_no_problem(text: str) -> None:
    assert said(text) == {"womens_safety": "protective", "positive_safe": "protective"}


def test_what_is_run_for_women_and_would_be_nice_is_wanted() -> None:
    assert said("Would be nice to have a women only swim") == {"womens_safety": "ask"}


def test_what_is_not_there_does_not_make_the_frightened_safe() -> None:
    assert said("no violence here, still scared") == {"unsafe_unspecified": "problem"}
