"""What is said of a theme is not turned into its opposite."""

from __future__ import annotations

import pytest

from analysis.comments.codebook_loading import load_codebook
from analysis.comments.coding import code_comment

CODEBOOK = load_codebook("tower-hamlets-consultation")


def said(text: str) -> dict[str, str]:
    """Each code with its stances."""
    return {one.code: " ".join(one.stances) for one in code_comment(text, CODEBOOK).codes}


@pytest.mark.parametrize(
    "text",
    [
        "My son is stopped by police because he is black",
        "I was stopped by police",
        "people with dark skin are stopped by police",
        "Black and Bengali boys are stopped more than white boys",
        "My brother gets stopped by the police for no reason",
        "My cousin was stopped by police, I was stopped again",
        "Police stopped my nephew twice this week",
    ],
)
def test_being_stopped_by_police_is_a_complaint_and_nothing_that_helps(text: str) -> None:
    assert said(text) == {"fairness_stop_search": "problem"}


@pytest.mark.parametrize(
    "text",
    [
        "Police stopped patrolling",
        "The police have stopped coming",
        "They stopped the patrols",
        "Patrols have stopped",
    ],
)
def test_patrols_that_stopped_are_missing(text: str) -> None:
    assert said(text) == {"police_presence": "problem"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We do not need more CCTV", {"cctv": "problem"}),
        ("We don't want more cameras", {"cctv": "problem"}),
        ("We don't want more security cameras", {"cctv": "problem"}),
        ("No need for more cameras", {"cctv": "problem"}),
        ("No more cameras", {"cctv": "problem"}),
        ("More CCTV is not the answer", {"cctv": "problem"}),
        ("We need fewer cameras", {"cctv": "problem"}),
        ("No more police please", {"police_presence": "problem"}),
        ("More police would not help", {"police_presence": "problem"}),
        ("Less police", {"police_presence": "problem"}),
        ("I do not want police here", {"police_presence": "problem"}),
        (
            "We don't need more police, we need youth clubs",
            {"police_presence": "problem", "youth_provision": "ask"},
        ),
        ("fewer cameras more lights", {"lighting": "ask", "cctv": "problem"}),
        ("less dealing and more police", {"police_presence": "ask", "drugs_dealing": "problem"}),
        ("less dealing better lights", {"lighting": "ask", "drugs_dealing": "problem"}),
        ("Drugs no more, cameras please", {"drugs_unspecified": "problem", "cctv": "ask"}),
        ("More lights because people will not stop here", {"lighting": "ask"}),
        ("Why don't we have more police", {"police_presence": "problem ask"}),
        ("More lights would not go amiss", {"lighting": "ask"}),
        ("No more police. We need them to go away", {"police_presence": "problem"}),
        (
            "We don't need more police because we have cameras",
            {"police_presence": "problem", "cctv": "protective"},
        ),
    ],
)
def test_what_a_comment_is_against_is_not_asked_for(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Stop wasting money on police and fund youth clubs",
            {"police_presence": "problem", "youth_provision": "ask"},
        ),
        ("Do not spend more money on cameras", {"cctv": "problem"}),
        (
            "Youth clubs rather than more police",
            {"police_presence": "problem", "youth_provision": "ask"},
        ),
        (
            "Fund youth clubs instead of police",
            {"police_presence": "problem", "youth_provision": "ask"},
        ),
        ("Police presence is excessive and intimidating", {"police_presence": "problem"}),
        ("CCTV has made no difference", {"cctv": "problem"}),
        ("The new lights made no difference", {"lighting": "problem"}),
        ("If only the street lights worked", {"lighting": "problem"}),
        ("If only there were more police", {"police_presence": "ask"}),
        ("The police do a brilliant job of driving past", {"police_presence": "problem"}),
        ("The council does a great job of ignoring us", {"informed_listened": "problem"}),
    ],
)
def test_what_is_too_much_or_useless_is_a_problem_and_never_wanted(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "There's no drug dealing here anymore since the patrols started",
            {"police_presence": "protective", "positive_safe": "protective"},
        ),
        (
            "The new lights are brilliant, I feel much safer",
            {"lighting": "protective", "positive_safe": "protective"},
        ),
        ("new lamps are great", {"lighting": "protective"}),
        ("The new cameras work well", {"cctv": "protective"}),
        (
            "The neighbourhood team came to our meeting and listened. More of that.",
            {"police_presence": "protective", "informed_listened": "protective"},
        ),
    ],
)
def test_what_helps_already_is_not_asked_for(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text", ["New lights would be brilliant", "New lights please", "Extra lights good idea"]
)
def test_what_is_new_only_in_a_wish_is_asked_for(text: str) -> None:
    assert said(text) == {"lighting": "ask"}


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself, nothing here gets better",
        "I want to die",
        "I don't want to be here any more",
        "I don't want to live",
        "I wish I was dead",
        "I want to hurt myself",
        "I want it all to end",
    ],
)
def test_harm_to_oneself_is_never_asked_for(text: str) -> None:
    assert said(text) == {"other": "problem"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spend the money on prevention and not only on enforcement.", {"other": "ask"}),
        ("People sleeping in doorways need somewhere to go", {"rough_sleeping": "ask"}),
        (
            "Hate crime should be taken seriously and people should know where to report it.",
            {"hate_cohesion": "problem", "reporting_response": "ask"},
        ),
    ],
)
def test_a_wish_is_for_what_it_names(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected
