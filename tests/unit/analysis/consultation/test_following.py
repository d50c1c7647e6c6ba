"""What people named most: where it stands, how many they could name, and who is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from analysis.consultation import Consulted, render_consultation
from analysis.consultation.following import list_slots
from analysis.consultation.opening import open_consultation
from analysis.consultation.picturing import list_concern_pictures, list_other_pictures
from analysis.participation import TookPart
from tests.support.pages import Page
from tests.support.released import release
from tests.support.whole_consultation import Whole

CONCERNS, DARK = "answers-concerns-all", "answers-after-dark-all"


def read(consulted: Consulted) -> Page:
    page = Page(render_consultation(consulted))
    page.text = re.sub(r"\s+", " ", page.text)
    return page


def naming(whole: Whole, *named: str, most: float | None = 3) -> Consulted:
    """The consultation with these questions as ones where people name one, and so many concerns."""
    asked = whole.consulted.asked
    questions = tuple(
        one.model_copy(update={"maximum": most}) if one.name == "concerns" else one
        for one in asked.questionnaire.questions
    )
    questionnaire = asked.questionnaire.model_copy(update={"questions": questions})
    return replace(whole.consulted, asked=replace(asked, named=named, questionnaire=questionnaire))


def test_what_one_of_many_was_named_as_stands_among_concerns_and_in_the_summary(
    whole: Whole,
) -> None:
    named = naming(whole, "after_dark")
    assert {one.name for one in list_concern_pictures(named)} == {CONCERNS, DARK}
    assert DARK not in {one.name for one in list_other_pictures(named)}
    assert DARK in {one.name for one in list_other_pictures(whole.consulted)}
    [said] = [one for one in open_consultation(named).concerns if one.startswith("Safety after")]
    # The most named first, however the question has them.
    shares = [int(share) for share in re.findall(r"\((\d+) %\)", said)]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 3
    assert [one.where for one in list_slots(named)].count("Safety after dark") == 3


@pytest.mark.parametrize(
    ("named", "most", "heading", "said"),
    [
        ((), 3, "Top three concerns", "Each person could choose up to 3."),
        ((), 5, "Top three concerns", "Each person could choose up to 5."),
        ((), None, "Top three concerns", "Each person could choose several."),
        (("after_dark",), 3, "What people named", "Each person could choose several."),
    ],
    ids=["three", "five", "no-limit", "of-several-and-one"],
)
def test_how_many_each_person_could_choose_is_as_it_was_asked(
    whole: Whole, named: tuple[str, ...], most: float | None, heading: str, said: str
) -> None:
    page = read(naming(whole, *named, most=most))
    assert heading in [text for level, text in page.headings if level == 2]
    assert f"{said} People are counted and not choices" in page.text


def test_where_people_named_one_it_is_said_and_nothing_of_several(whole: Whole) -> None:
    spreads = [one for one in whole.released.results.distributions if one.name == "after_dark"]
    named = with_results(naming(whole, "after_dark"), distributions=tuple(spreads))
    page = read(named)
    assert "Safety after dark" in [text for level, text in page.headings if level == 2]
    assert "Each person chose one." in page.text
    assert "People are counted and not choices" not in page.text


@pytest.mark.parametrize("known", [True, False], ids=["no-groups", "nothing"])
def test_where_nothing_was_asked_of_people_nobody_is_said_to_be_there_or_missing(
    whole: Whole, known: bool
) -> None:
    took_part = whole.released.results.took_part
    assert isinstance(took_part, TookPart)
    nothing = replace(took_part, groupings=(), missing=()) if known else None
    page = read(with_results(whole.consulted, took_part=nothing))
    summary = page.text.partition("Contents")[0]
    assert "Nobody can say: nothing was asked of people that census figures" in summary
    assert "is clearly missing" not in page.text
    assert "are counted here, each share among" not in page.text


def with_results(consulted: Consulted, **changes: Any) -> Consulted:
    results = replace(consulted.results, **changes)
    return replace(consulted, released=release(results))
