"""Trouble that is denied is none, and what only looks like a denial stays one."""

from __future__ import annotations

import time

import pytest

from analysis.comments.coding import code_comment
from analysis.comments.sentiment import Sentiment
from tests.support.consultation import load_themes


def said(text: str) -> dict[str, str]:
    return {one.code: "/".join(one.stances) for one in code_comment(text, load_themes()).codes}


@pytest.mark.parametrize(
    "text",
    [
        "We don't have a problem with drugs",
        "We haven't got a drug problem",
        "There is no issue with rubbish",
        "I've never had any trouble with drug dealers",
        "No concerns about knife crime",
        "I'm not bothered by noise",
        "I'm not bothered by noise from cars in the street",
        "I am not afraid of homeless people",
        "I have no issue with the youths hanging around",
        "There's nothing wrong with young people hanging out",
        "I don't mind the noise",
        "Homeless people don't bother me",
        "The bins are fine",
        "No litter or graffiti",
        "No drugs, crime or violence",
        "I am not concerned about crime",
        "There is nothing wrong with the area",
        "Nothing wrong with it",
        "I feel safe, not because of police but because of neighbours",
        "It's not dangerous",
    ],
)
def test_what_is_no_trouble_is_counted_as_feeling_safe_alone(text: str) -> None:
    assert said(text) == {"positive_safe": "protective"}
    assert code_comment(text, load_themes()).sentiment is Sentiment.POSITIVE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Not a day goes by without noise", "noise_groups_cars"),
        ("Not a night without a fight", "violence_weapons"),
        ("You can't walk without seeing dealers", "drugs_dealing"),
        ("I'd feel safer without the dealers", "drugs_dealing"),
        ("It would be nice with no drugs", "drugs_unspecified"),
        ("I wish there was no litter", "fly_tipping_litter"),
        ("Without drugs this would be a nice place", "drugs_unspecified"),
        ("We don't just have a problem with drugs", "drugs_unspecified"),
        ("They don't see a problem with drugs", "drugs_unspecified"),
        ("We don't have a solution to the drugs problem", "drugs_unspecified"),
        ("Never had a problem with drugs until last year", "drugs_unspecified"),
        ("I used to have no problem with noise", "noise_groups_cars"),
        ("Nobody is bothered about the drugs", "drugs_unspecified"),
        ("The noise is not ok", "noise_groups_cars"),
    ],
)
def test_what_is_no_denial_stays_a_problem(text: str, code: str) -> None:
    assert said(text) == {code: "problem"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm not afraid of homeless people but of the dealers", {"drugs_dealing": "problem"}),
        (
            "No problem with police but drugs are everywhere",
            {"police_presence": "protective", "drugs_unspecified": "problem"},
        ),
        ("No police or dealers everywhere", {"police_presence": "problem"}),
    ],
)
def test_a_denial_reaches_no_further_than_what_it_names(
    text: str, expected: dict[str, str]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I feel safer than five years ago",
        "I feel safer than before",
        "Safer than it used to be",
        "It's getting safer",
        "The area is safer than 10 years ago",
        "I feel safer now than I did",
    ],
)
def test_safer_than_then_is_safe(text: str) -> None:
    assert said(text) == {"positive_safe": "protective"}


@pytest.mark.parametrize(
    "text",
    [
        "I felt safer five years ago",
        "It was safer ten years ago",
        "I feel less safe than five years ago",
        "I do not feel safer than five years ago",
        "It's not getting any safer",
        "It used to be safer",
        "Safer than before? No",
        "Getting more dangerous",
    ],
)
def test_safer_then_than_now_is_fear(text: str) -> None:
    assert said(text) == {"unsafe_unspecified": "problem"}


@pytest.mark.parametrize("text", ["It's not ok", "Not okay for kids"])
def test_not_ok_is_no_answer_without_content(text: str) -> None:
    assert said(text) == {"other": "problem"}


@pytest.mark.parametrize("piece", ["or ", "a or ", "litter, ", "no problem with "])
def test_a_long_list_is_read_in_time_in_step_with_its_length(piece: str) -> None:
    said("ready")
    start = time.process_time()
    said(f"{piece * (9_000 // len(piece))} or noise")
    assert time.process_time() - start < 2
