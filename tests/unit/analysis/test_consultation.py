"""The consultation's plan, and that it is never mixed with the annual measures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import find_earlier_rounds
from analysis.disclosure import Released, release
from analysis.ledger import Ledger
from analysis.margin_counts import count_margins
from analysis.measures import estimate_measures
from analysis.plan import Plan, dump_plan
from analysis.plan_check import check_plan
from analysis.plan_loading import choose_plan, load_plan
from analysis.spread import Spread
from surveys.answers import Answered
from surveys.errors import PlanRefused
from surveys.interview import Interview, Stage
from surveys.loading import load_catalogue
from surveys.rounds import Purpose
from tests.support.consulted import NAME, PLAN, freeze_consultation, load_consultation_plan
from tests.support.frozen import write_round
from tests.support.plans import make_grouping, make_measure, make_plan

ANNUAL = "tower-hamlets-2025"
ANNUAL_HASH = "cf8fc6abc90c78e02c8632c99a8487b5fc9cb74e92e58edc89032471ccfdfc42"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_consultation_plan()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze_consultation(tmp_path_factory.mktemp("data") / "autumn")


@pytest.fixture(scope="module")
def released(folder: Path, plan: Plan) -> Released:
    return release(estimate_measures(folder, plan, ledger=Ledger(folder.parent / "_releases")))


def test_it_fits_its_questionnaire_and_measures_every_issue(plan: Plan) -> None:
    questionnaire = load_catalogue(NAME)
    check_plan(plan, questionnaire)
    issues = [one.name for one in questionnaire.questions if one.name.startswith("issue_")]
    measured = {one.item: one for one in plan.measures}
    assert [name for name in issues if measured[name].positive != ("4", "5")] == []
    assert {one.item for one in plan.tabulations if one.scores} == {*issues}
    assert {"after_dark", "in_day"} <= measured.keys()


def test_it_has_no_target_no_deadline_and_no_weights(plan: Plan) -> None:
    assert (plan.deadline, plan.weighting.rake, plan.weighting.design) == (None, (), False)
    assert {one.target for one in plan.measures} == {None}
    assert plan.purpose is Purpose.CONSULTATION


def test_its_census_counts_are_those_of_the_annual_plan(plan: Plan) -> None:
    annual = load_plan(ANNUAL)
    for one in annual.groupings:
        assert plan.get_grouping(one.name).shares == one.shares
        assert plan.get_grouping(one.name).levels[0].when == one.levels[0].when


def test_new_fields_leave_the_hash_of_older_plans_as_it_was() -> None:
    assert load_plan(ANNUAL).hash == ANNUAL_HASH
    assert '"purpose"' not in dump_plan(load_plan(ANNUAL))


def test_every_issue_has_a_share_a_mean_and_a_base_of_its_own(released: Released) -> None:
    bases = {
        one.measure: one.base or 0
        for one in released.results.rows
        if (one.domain, one.breakdown) == ("all", None)
    }
    # four of nine are drawn for each person
    assert 0.35 < bases["burglary"] / bases["crime"] < 0.55
    means = {one.name: one.mean for one in released.results.distributions if one.mean}
    assert len(means) == 18
    assert all(one.estimate is not None and 2 < one.estimate < 4 for one in means.values())


def test_concerns_are_shares_of_people_and_not_of_mentions(released: Released) -> None:
    concerns = next(one for one in released.results.distributions if one.name == "concerns")
    assert concerns.kind is Spread.CHOSEN
    assert concerns.base == 600
    assert 2 < sum(one.estimate or 0 for one in concerns.options) < 3


def test_who_is_missing_is_asked_of_residents_alone(released: Released) -> None:
    took_part = released.results.took_part
    assert took_part is not None
    assert took_part.who == "Residents who took part"
    assert any("65 and over" in one for one in took_part.missing)
    table = {one.name: one for one in took_part.groupings}
    # 85 in 100 of the made-up people live here, and two in three of them told more of themselves
    assert 270 <= (table["sex"].answers or 0) <= 360


def test_while_it_is_open_residents_alone_are_held_against_the_census(plan: Plan) -> None:
    questionnaire = load_catalogue(NAME)
    saved = {"age": Answered(("18_over",)), "sex": Answered(("female",))}
    interviews = [
        Interview(
            questionnaire="",
            tag="",
            language="en",
            stage=Stage.FINISHED,
            part="more",
            saved=saved | about,
            submitted=("main", "more"),
        )
        for about in (
            {"connection": Answered(("lives",))},
            {"connection": Answered(("works",))},
            {},
        )
    ]
    assert count_margins(plan, questionnaire, interviews)["sex"] == {"female": 1, "male": 0}


@pytest.mark.parametrize(
    ("purpose", "found"),
    [
        pytest.param(Purpose.CONSULTATION, [], id="a-consultation-is-no-earlier-round"),
        pytest.param(Purpose.SURVEY, ["before"], id="a-survey-would-be"),
    ],
)
def test_a_consultation_is_no_baseline_whatever_series_it_names(
    tmp_path: Path, purpose: Purpose, found: list[str]
) -> None:
    freeze_consultation(
        tmp_path / "before",
        40,
        purpose=purpose,
        series="annual-perception",
        opens_on=date(2025, 1, 6),
    )
    annual = write_round(
        tmp_path / "annual",
        {"after_dark": ["very_safe"] * 40},
        plan={"name": ANNUAL, "hash": "0" * 64},
        synthetic=True,
        about={"series": "annual-perception"},
    )
    assert [one.name for one in find_earlier_rounds(tmp_path, annual)] == found


def test_a_survey_is_no_baseline_of_a_consultation_either(tmp_path: Path) -> None:
    write_round(
        tmp_path / "annual",
        {"after_dark": ["very_safe"] * 40},
        plan={"name": ANNUAL, "hash": "0" * 64},
        synthetic=True,
        about={"series": "mixed"},
    )
    own = freeze_consultation(tmp_path / "own", 40, series="mixed")
    assert find_earlier_rounds(tmp_path, own) == []


def test_a_consultation_follows_an_earlier_one(plan: Plan, tmp_path: Path) -> None:
    before = freeze_consultation(tmp_path / "before", 300, seed=2, opens_on=date(2025, 9, 1))
    now = freeze_consultation(tmp_path / "now", 300, seed=3)
    assert find_earlier_rounds(tmp_path, now) == [before]
    results = estimate_measures(now, plan, [before])
    row = next(one for one in results.rows if one.measure == "crime")
    assert row.previous is not None
    assert row.previous.round == "before"


def test_the_annual_plan_cannot_measure_a_consultation(folder: Path) -> None:
    with pytest.raises(PlanRefused) as refused:
        estimate_measures(folder, load_plan(ANNUAL))
    assert any(one.code == "plan.no-item" for one in refused.value.faults)


@pytest.mark.parametrize(
    ("questionnaire", "plan_name"),
    [
        pytest.param(NAME, PLAN, id="its-own-plan-though-the-settings-name-another"),
        pytest.param("annual-perception", ANNUAL, id="the-usual-one-where-it-fits"),
        pytest.param("something-else", ANNUAL, id="the-usual-one-which-is-then-refused"),
    ],
)
def test_a_round_gets_the_plan_of_its_questionnaire(questionnaire: str, plan_name: str) -> None:
    assert choose_plan(questionnaire, ANNUAL).name == plan_name


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a-population-that-is-no-domain": ({"population": "nobody"}, "plan.unknown-domain"),
    "a-population-that-a-measure-has-no-row-for": (
        {"population": "women", "measures": (make_measure(domains=("all",)),)},
        "plan.population-not-shown",
    ),
    "weights-and-a-population": (
        {"population": "women", "weighting": {"rake": ("sex",)}},
        "plan.raked-population",
    ),
    "weights-and-groups-compared": (
        {"equality": ("sex",), "weighting": {"rake": ("sex",)}},
        "plan.weighted-equality",
    ),
    "groups-that-are-no-grouping": ({"equality": ("religion",)}, "plan.unknown-grouping"),
    "groups-named-twice": ({"equality": ("sex", "sex")}, "plan.repeated"),
    "groups-that-no-measure-has": (
        {"equality": ("sex",), "measures": (make_measure(breakdowns=()),)},
        "plan.never-compared",
    ),
    "one-group-alone": (
        {"equality": ("sex",), "groupings": (make_grouping("sex", {"female": 1.0}),)},
        "plan.one-group",
    ),
    "two-domains-divided": (
        {
            "equality": ("sex",),
            "measures": (
                make_measure(),
                make_measure(name="other", domains=("women",)),
            ),
        },
        "plan.equality-domains",
    ),
}


@pytest.mark.parametrize(("changes", "code"), FAULTS.values(), ids=FAULTS)
def test_a_plan_whose_groups_do_not_hold_together_is_refused(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(dump_plan(make_plan(**changes)), "utf-8")
    with pytest.raises(PlanRefused) as refused:
        load_plan(path)
    assert code in {one.code for one in refused.value.faults}
