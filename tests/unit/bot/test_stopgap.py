"""Questionnaires without a plan get one made up for the demo, and no other does."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.plan_check import check_plan
from bot.stopgap import find_plan_to_show, make_stopgap
from surveys.loading import list_catalogue, load_catalogue, load_questionnaire

USUAL = "tower-hamlets-2025"
OWN = Path(__file__).parents[2] / "support" / "consultation.yaml"


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("annual-perception", USUAL),
        ("safety-consultation", "tower-hamlets-consultation"),
        ("event-poll", "tower-hamlets-poll"),
        ("digital-walk", "tower-hamlets-walk"),
        ("young-people", "tower-hamlets-young"),
    ],
)
def test_the_plan_that_ships_goes_before_a_made_up_one(name: str, plan: str) -> None:
    assert find_plan_to_show(load_catalogue(name), USUAL).name == plan


def test_a_questionnaire_of_ones_own_gets_a_made_up_one() -> None:
    assert find_plan_to_show(load_questionnaire(OWN), USUAL).name == "demo-consultation"


@pytest.mark.parametrize("name", list_catalogue())
def test_a_made_up_plan_fits_its_questionnaire(name: str) -> None:
    questionnaire = load_catalogue(name)
    plan = make_stopgap(questionnaire)
    check_plan(plan, questionnaire)
    assert plan.measures
    assert plan.title.startswith("Made up for a demo")


def test_the_end_of_a_scale_that_is_shown_is_said() -> None:
    [crime] = make_stopgap(load_catalogue("event-poll")).measures
    assert (crime.label, crime.positive) == ("Crime overall: 4 or 5", ("4", "5"))
    after_dark = make_stopgap(load_catalogue("safety-consultation")).measures[0]
    assert after_dark.label == "Outside after dark: Very safe or fairly safe"
