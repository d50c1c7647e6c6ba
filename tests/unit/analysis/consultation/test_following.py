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
from analysis.shown import Status
from analysis.spread import OptionShown
from analysis.tables import Symbol
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
    where = "Safety after dark, of those who named one"
    assert [one.where for one in list_slots(named)].count(where) == 3


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


def choosing(whole: Whole, shares: dict[str, tuple[float, float]]) -> Consulted:
    """The consultation with concerns of these shares, among those who named any and among all."""

    def share(one: OptionShown) -> OptionShown:
        estimate, asked = shares.get(one.code, (0.05, 0.02))
        return replace(one, status=Status.RELEASED, estimate=estimate, all_asked=asked)

    spreads = tuple(
        replace(one, options=tuple(map(share, one.options))) if one.name == "concerns" else one
        for one in whole.released.results.distributions
    )
    return with_results(whole.consulted, distributions=spreads)


NOT_ONE = {"other": (0.6, 0.3), "none": (0.5, 0.25), "noise": (0.4, 0.2), "theft": (0.3, 0.15)}


def test_what_names_nothing_is_no_concern_but_stays_in_the_table(whole: Whole) -> None:
    consulted = choosing(whole, NOT_ONE)
    [said] = open_consultation(consulted).concerns
    slots = [one.said for one in list_slots(consulted) if one.where.startswith("Top three")]
    assert slots[:2] == ["Noise (40 %)", "Theft (30 %)"]
    assert len(slots) == 3
    assert "Something else" not in " ".join((said.partition(":")[2], *slots))
    assert "None of these" not in " ".join((said.partition(":")[2], *slots))
    [picture] = list_concern_pictures(consulted)
    assert [row[:2] for row in picture.table.rows[:2]] == [
        ("Something else", 0.6),
        ("None of these", 0.5),
    ]


@pytest.mark.parametrize(
    ("exclusive", "concerns"),
    [
        ({"none", "noise"}, {"Theft"}),
        # as in the poll, where one is chosen in any case
        (set(), {"Noise", "Theft"}),
    ],
    ids=["alone-only", "none-beside-others"],
)
def test_an_option_that_says_there_is_nothing_is_no_concern(
    whole: Whole, exclusive: set[str], concerns: set[str]
) -> None:
    asked = whole.consulted.asked
    question = asked.questionnaire.by_name["concerns"]
    options = tuple(
        one.model_copy(update={"exclusive": one.code in exclusive}) for one in question.options
    )
    questions = tuple(
        one.model_copy(update={"options": options}) if one.name == "concerns" else one
        for one in asked.questionnaire.questions
    )
    changed = asked.questionnaire.model_copy(update={"questions": questions})
    consulted = replace(choosing(whole, NOT_ONE), asked=replace(asked, questionnaire=changed))
    slots = {one.said for one in list_slots(consulted) if one.where.startswith("Top three")}
    said = {one.partition(" (")[0] for one in slots}
    assert said & {"Noise", "Theft", "None of these"} == concerns


def test_of_whom_the_shares_of_concerns_are_is_said_wherever_they_stand(whole: Whole) -> None:
    consulted = choosing(whole, NOT_ONE)
    who = "who named any or said “None of these”"
    [said] = open_consultation(consulted).concerns
    assert f"people {who}: Noise (40 %); Theft (30 %); " in said
    assert " those who said “don't know” together: Noise 20 %; Theft 15 %; " in said
    page = read(consulted)
    assert f"Shares are of those {who}; “don't know” and no answer are left out." in page.text
    [picture] = list_concern_pictures(consulted)
    everybody = f"Of everybody who took part, those {who}"
    assert everybody == picture.subtitle
    assert picture.table.title.endswith(everybody)
    assert f"those {who}." in picture.alt
    assert not any("Shares of respondents" in one for one in picture.notes)
    noise = next(row for row in picture.table.rows if row[0] == "Noise")
    assert (picture.table.columns[-1].name, noise[-1]) == ("all_asked", 0.2)
    assert all(who in one.where for one in list_slots(consulted) if "Top three" in one.where)


def test_a_share_of_all_who_answered_stands_nowhere_where_its_option_is_withheld(
    whole: Whole,
) -> None:
    consulted = choosing(whole, NOT_ONE)
    spreads = tuple(
        replace(one, options=tuple(map(_withhold_noise, one.options)))
        for one in consulted.results.distributions
    )
    withheld = with_results(consulted, distributions=spreads)
    [picture] = list_concern_pictures(withheld)
    noise = next(row for row in picture.table.rows if row[0] == "Noise")
    assert set(noise[1:]) == {Symbol.CONFIDENTIAL}
    assert "Noise" not in " ".join(open_consultation(withheld).concerns)


def _withhold_noise(one: OptionShown) -> OptionShown:
    return replace(one, status=Status.SUPPRESSED) if one.code == "noise" else one


def test_an_issue_of_people_who_were_drawn_is_marked_in_the_summary_and_in_its_slot(
    whole: Whole,
) -> None:
    asked = whole.consulted.asked
    issues = tuple(replace(one, drawn=one.measure == "violence") for one in asked.issues)
    rows = tuple(
        replace(row, estimate=0.9) if row.measure in {"violence", "robbery"} else row
        for row in whole.released.results.rows
    )
    consulted = with_results(
        replace(whole.consulted, asked=replace(asked, issues=issues)), rows=rows
    )
    said = {one.partition(":")[0]: one for one in open_consultation(consulted).worries}
    assert said["Violence"].endswith(" people drawn at random.")
    assert said["Robbery"].endswith(" people.")
    where = {one.said: one.where for one in list_slots(consulted)}
    drawn = "How big a problem is it? (asked of people drawn at random)"
    assert where["Violence is a big problem (90 %)"] == drawn
    assert where["Robbery is a big problem (90 %)"] == "How big a problem is it?"
