"""What is said of a theme is not turned into its opposite."""

from __future__ import annotations

import pytest

from analysis.comments.codebook_loading import load_codebook
from analysis.comments.coding import code_comment

CODEBOOK = load_codebook("tower-hamlets-2025")


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
