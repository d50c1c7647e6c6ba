from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from analysis.plan import Fit, Plan
from analysis.plan_loading import load_plan
from surveys.loading import load_catalogue

ROOT = Path(__file__).parents[3]
DOCUMENTS = ROOT.parent / "shared" / "plan"
WARDS = ROOT.parent / "shared" / "data" / "census2021" / "th_ts021_wards.csv"
CONTRACT_MEASURES = {
    "safe_after_dark",
    "safe_in_day",
    "trust_police",
    "good_job_local",
    "relied_on",
    "treat_everyone_fairly",
    "listens",
    "informed",
    "get_on_well",
    "asb_reporting_easy",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("tower-hamlets-2025")


def test_the_contract_names_are_there(plan: Plan) -> None:
    assert {measure.name for measure in plan.measures} >= CONTRACT_MEASURES
    assert [domain.name for domain in plan.domains] == ["all", "women", "under_represented"]
    named = [measure for measure in plan.measures if measure.name in CONTRACT_MEASURES]
    assert {measure.domains for measure in named} == {("all", "women", "under_represented")}
    breakdowns = {"sex", "age_band", "ethnic_group", "area"}
    assert all(set(measure.breakdowns) == breakdowns for measure in named)


@pytest.mark.skipif(not DOCUMENTS.exists(), reason="the plan documents are not in ../shared/plan")
def test_targets_are_verbatim(plan: Plan) -> None:
    documents = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    targets = [measure.target.text for measure in plan.measures if measure.target]
    for text in [*targets, *(target.text for target in plan.earlier_targets)]:
        assert any(text in document for document in documents), text


@pytest.mark.parametrize(
    ("measure", "domain", "increase", "fit"),
    [
        ("safe_after_dark", "women", 0.10, Fit.PARTIAL),
        ("trust_police", "under_represented", 0.08, Fit.PARTIAL),
        ("good_job_local", "under_represented", 0.08, Fit.PROXY),
        ("get_on_well", "all", 0.0, Fit.EXACT),
        ("asb_reporting_easy", "all", None, Fit.PARTIAL),
    ],
)
def test_each_target_has_its_domain_number_and_fit(
    plan: Plan, measure: str, domain: str, increase: float | None, fit: Fit
) -> None:
    target = next(one.target for one in plan.measures if one.name == measure)
    assert target is not None
    assert (target.domain, target.increase, target.fit) == (domain, increase, fit)
    assert target.fit_reason


def test_the_definition_that_is_not_agreed_says_so(plan: Plan) -> None:
    domain = plan.get_domain("under_represented")
    assert not domain.agreed
    assert len(domain.components) == 9


def test_the_deadline_and_its_other_readings(plan: Plan) -> None:
    assert plan.deadline == date(2028, 3, 31)
    assert plan.deadline not in plan.deadline_alternatives


@pytest.mark.parametrize(
    ("margin", "level", "people"),
    [
        ("sex", "female", 126_312 / 252_857),
        ("age_band", "65_over", (10_379 + 7_073) / 252_861),
        ("ethnic_group", "asian", 137_850 / 310_294),
        ("area", "south_west", 58_877 / 310_294),
    ],
)
def test_margins_are_the_census_shares(plan: Plan, margin: str, level: str, people: float) -> None:
    assert plan.get_grouping(margin).shares[level] == pytest.approx(people)
    assert plan.get_grouping(margin).source


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not WARDS.exists(), reason="the ward counts are not in ../shared/data")
def test_the_margin_of_each_area_is_the_sum_of_its_wards() -> None:
    people = {row["geography code"]: int(row["total"]) for row in read_csv(WARDS)}
    margins = read_csv(ROOT / "analysis" / "plans" / "tower-hamlets-2025" / "margins.csv")
    counts = {row["level"]: int(row["count"]) for row in margins if row["margin"] == "area"}
    place = next(q for q in load_catalogue("annual-perception").questions if q.areas)
    wards = {
        area.code: [people[ward.code] for ward in area.wards if ward.code in people]
        for area in place.areas
    }
    assert {len(found) for found in wards.values()} == {5}
    assert {area: sum(found) for area, found in wards.items()} == counts


def test_the_extra_minute_carries_no_target(plan: Plan) -> None:
    extra = [measure for measure in plan.measures if measure.companion]
    assert {"informed", "safe_park", "asb_heard_back"} <= {measure.name for measure in extra}
    assert all(measure.target is None and measure.note for measure in extra)


def test_every_published_figure_has_source_and_period(plan: Plan) -> None:
    figures = [figure for measure in plan.measures for figure in measure.published]
    assert len(figures) > 10
    assert all(figure.source and figure.period for figure in figures)


def test_reading_a_plan_needs_none_of_the_statistics() -> None:
    code = (
        "import sys, analysis.plan, analysis.plan_loading, analysis.plan_check\n"
        "print([m for m in ('numpy', 'pandas', 'pyarrow', 'duckdb') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert found.stdout.strip() == "[]"
