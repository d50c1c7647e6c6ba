from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.plan_check import check_plan, codes_of_columns
from analysis.plan_loading import load_plan
from surveys.errors import PlanRefused
from surveys.loading import load_catalogue, load_questionnaire
from surveys.questionnaire import Area, Kind, Option, OptionKind, Part, Question, Questionnaire
from tests.support.plans import make_measure, make_plan


def option(code: str, kind: OptionKind = OptionKind.SUBSTANTIVE) -> Option:
    return Option(code=code, label={"en": code}, kind=kind)


def question(name: str, kind: Kind, *codes: str, **fields: Any) -> Question:
    options = tuple(option(code) for code in codes)
    return Question(name=name, kind=kind, text={"en": name}, options=options, **fields)


AREA = Area(code="north", label={"en": "North"}, wards=(option("E05009317"),))
QUESTIONNAIRE = Questionnaire(
    name="annual-perception",
    version=1,
    languages=("en",),
    title={"en": "Survey"},
    parts=(Part(name="main", title={"en": "Main"}),),
    questions=(
        question("after_dark", Kind.SCALE, "very_safe", "fairly_safe", "neither"),
        question("sex", Kind.SINGLE, "female", "male"),
        question("top", Kind.MULTIPLE, "drugs", "noise"),
        question("ranked", Kind.RANKING, "drugs", "noise"),
        question("years", Kind.NUMBER),
        question("home", Kind.PLACE, areas=(AREA,)),
        question("comment", Kind.TEXT),
        question("agreed", Kind.ACKNOWLEDGE),
    ),
)


def test_columns_are_those_of_a_frozen_round() -> None:
    columns = codes_of_columns(QUESTIONNAIRE)
    assert columns["years"] is None
    assert columns["top__drugs"] == frozenset({"0", "1", ".skipped", ".not_asked"})
    assert {"home_area", "home_ward", "ranked__1", "agreed"} <= set(columns)
    assert "comment" not in columns


def test_a_plan_of_its_questionnaire_is_accepted() -> None:
    check_plan(make_plan(), QUESTIONNAIRE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measures": (make_measure(item="in_day"),)}, "plan.no-item"),
        ({"measures": (make_measure(item="comment"),)}, "plan.no-item"),
        ({"measures": (make_measure(positive=("great",)),)}, "plan.unknown-code"),
        ({"eligible": {"lives_here": ("yes",)}}, "plan.unknown-column"),
        ({"eligible": {"sex": ("women",)}}, "plan.unknown-code"),
        ({"questionnaire": "young-people"}, "plan.other-questionnaire"),
    ],
    ids=["no item", "free text", "positive code", "column", "code", "questionnaire"],
)
def test_what_the_questionnaire_has_not_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        check_plan(make_plan(**changes), QUESTIONNAIRE)
    assert code in {fault.code for fault in refused.value.faults}


def test_the_shipped_plan_is_one_of_the_shipped_questionnaire() -> None:
    check_plan(load_plan("tower-hamlets-2025"), load_catalogue("annual-perception"))


def test_the_worked_example_is_one_of_its_questionnaire() -> None:
    folder = Path(__file__).parents[3] / "docs" / "examples" / "csew1314"
    check_plan(load_plan(folder), load_questionnaire(folder / "questionnaire.yaml"))
