"""Who is content with a help does not ask for it, and praise that is taken back is no praise."""

from __future__ import annotations

import pytest

from analysis.comments.coding import code_comment
from analysis.comments.sentiment import Sentiment
from tests.support.consultation import load_themes

HELPS, BAD, WANTED = "protective", "problem", "ask"


def said(text: str) -> dict[str, str]:
    return {one.code: "/".join(one.stances) for one in code_comment(text, load_themes()).codes}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The lighting is fine", "lighting"),
        ("CCTV is fine", "cctv"),
        ("The police are fine", "police_presence"),
        ("The youth club is fine", "youth_provision"),
        ("Lighting is adequate", "lighting"),
        ("The lights work", "lighting"),
        ("Street lighting is OK", "lighting"),
        ("Street lights are fine where I live", "lighting"),
        ("Cameras are alright", "cctv"),
        ("The lights are all right", "lighting"),
        ("Lighting is good enough", "lighting"),
        ("The lighting is not too bad", "lighting"),
        ("It is not dark", "lighting"),
        ("There are enough police", "police_presence"),
        ("Can't fault the police", "police_presence"),
        ("I'm happy with the police", "police_presence"),
        ("The police do their job", "police_presence"),
        ("No complaints about the lighting", "lighting"),
        ("No issues with the police", "police_presence"),
        ("Nothing wrong with the lighting", "lighting"),
        ("No need to change the lighting", "lighting"),
        ("We have no street lighting problem", "lighting"),
        ("The caretaker is fine", "housing_estates"),
        ("Is the lighting fine? Yes", "lighting"),
    ],
)
def test_a_help_that_is_well_as_it_is_helps(text: str, code: str) -> None:
    assert said(text) == {code: HELPS}
    assert code_comment(text, load_themes()).sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lighting is not fine", {"lighting": BAD}),
        ("The lighting isn't adequate", {"lighting": BAD}),
        ("The lighting is not good enough", {"lighting": BAD}),
        ("Lighting is inadequate", {"lighting": BAD}),
        ("Lighting barely adequate", {"lighting": BAD}),
        ("Lighting could be better", {"lighting": BAD}),
        ("Only half the lights work", {"lighting": BAD}),
        ("None of the lights work", {"lighting": BAD}),
        ("The street lights work only sometimes", {"lighting": BAD}),
        ("When will the lights work?", {"lighting": BAD}),
        ("Something's wrong with the lights", {"lighting": BAD}),
        ("I'm not happy with the police", {"police_presence": BAD}),
        ("There are not enough cameras", {"cctv": BAD}),
        ("The lights on the lampposts are out", {"lighting": BAD}),
        ("Make the lights work", {"lighting": WANTED}),
        ("More lights would be fine", {"lighting": WANTED}),
        ("Adequate street lighting please", {"lighting": WANTED}),
        ("Nothing wrong with more police", {"police_presence": WANTED}),
        ("Let the police do their job", {"police_presence": WANTED}),
    ],
)
def test_a_help_that_is_not_well_is_a_problem_or_wanted(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


def test_who_is_content_with_everything_that_is_named_says_no_more() -> None:
    assert said("Lighting fine, police fine, no complaints") == {
        "lighting": HELPS,
        "police_presence": HELPS,
        "positive_safe": HELPS,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Police are fine but never here", {"police_presence": "problem/protective"}, id="never"
        ),
        pytest.param(
            "The lighting is fine in theory but the lamps are never on",
            {"lighting": "problem/protective"},
            id="in theory",
        ),
        pytest.param(
            "Lighting fine on the main road, not in the side streets",
            {"lighting": "problem/protective"},
            id="not everywhere",
        ),
        pytest.param(
            "The cameras work but only in the car park", {"cctv": "problem/protective"}, id="only"
        ),
        pytest.param(
            "The youth club was the best thing we had and they shut it",
            {"youth_provision": BAD},
            id="shut",
        ),
        pytest.param(
            "The wardens were lovely but they are gone", {"police_presence": BAD}, id="gone"
        ),
        pytest.param("CCTV was good but it broke", {"cctv": BAD}, id="broke"),
        pytest.param(
            "The police were great and took him away", {"police_presence": HELPS}, id="not undone"
        ),
        pytest.param(
            "The police were great and they did not judge me",
            {"police_presence": HELPS},
            id="a denial that is praise",
        ),
        pytest.param("The lighting is good and the grass is cut", {"lighting": HELPS}, id="cut"),
    ],
)
def test_praise_that_is_taken_back_is_a_problem(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I would feel safer with more police", "police_presence"),
        ("I would feel much safer with police around", "police_presence"),
        ("It would make me feel safer to see police", "police_presence"),
        ("Would feel safer if police walked about", "police_presence"),
        ("We'd be safer with wardens", "police_presence"),
        ("I might feel safer with patrols", "police_presence"),
        ("You'd feel safer with a police officer at the station", "police_presence"),
        ("I'd feel safer if there were more lights", "lighting"),
        ("I would feel safer with CCTV", "cctv"),
    ],
)
def test_what_would_help_does_not_help_yet(text: str, code: str) -> None:
    assert said(text) == {code: WANTED}
    assert code_comment(text, load_themes()).sentiment is Sentiment.NEUTRAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I feel safer now there are more police",
            {"police_presence": HELPS, "positive_safe": HELPS},
        ),
        ("I feel safer with the cameras", {"cctv": HELPS, "positive_safe": HELPS}),
        ("I wouldn't feel safer with more police", {"police_presence": BAD}),
    ],
)
def test_what_makes_safer_now_helps_and_what_would_not_is_not_wanted(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Less police, more youth workers", {"police_presence": BAD, "youth_provision": WANTED}),
        (
            "Not more police, more youth workers",
            {"police_presence": BAD, "youth_provision": WANTED},
        ),
        ("More police, fewer youth workers", {"police_presence": WANTED, "youth_provision": BAD}),
        ("Why not more police?", {"police_presence": WANTED}),
        ("More police late at night", {"police_presence": WANTED}),
        ("Police are always late", {"police_presence": BAD}),
        ("Lock the gate of the estate at night", {"design_environment": WANTED}),
        ("The gate is never locked", {"design_environment": BAD}),
        ("Lock the main door", {"housing_estates": WANTED}),
        ("Buses late at night would help shift workers", {"other": WANTED}),
        ("I go to the gym every evening and it is fine", {"other": HELPS}),
    ],
)
def test_one_is_wanted_and_the_other_is_not(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected
