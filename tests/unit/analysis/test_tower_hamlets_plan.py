from __future__ import annotations

import csv
import re
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
ATTITUDES = ROOT.parent / "shared" / "data" / "pas" / "pas_boroughs.csv"
COHESION = ROOT.parent / "shared" / "data" / "published_th_ars_cohesion.csv"
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


def test_groups_of_few_people_are_weighted_together(plan: Plan) -> None:
    assert plan.weighting.min_level == 10
    apart = {
        level.code
        for name in plan.weighting.rake
        for level in plan.get_grouping(name).levels
        if not level.collapse_into
    }
    assert apart == {"female", "male", "white", "asian", "black"}


def test_the_extra_minute_carries_no_target(plan: Plan) -> None:
    extra = [measure for measure in plan.measures if measure.companion]
    assert {"informed", "safe_park", "asb_heard_back"} <= {measure.name for measure in extra}
    assert all(measure.target is None and measure.note for measure in extra)


def test_every_published_figure_has_source_and_period(plan: Plan) -> None:
    figures = [figure for measure in plan.measures for figure in measure.published]
    assert len(figures) > 10
    assert all(figure.source and figure.period for figure in figures)


ATTITUDE_MEASURES = {
    "trust_police": "Trust MPS",
    "good_job_local": '"Good Job" local',
    "relied_on": "Relied on to be there",
    "treat_everyone_fairly": "Treat everyone fairly",
    "listens": "Listen to concerns",
    "informed": "Informed local",
}


def list_series(plan: Plan, measure: str) -> dict[date, float]:
    return {one.on: one.value for one in plan.published_series if one.measure == measure}


@pytest.mark.skipif(not ATTITUDES.exists(), reason="the survey's rows are not in ../shared/data")
@pytest.mark.parametrize("measure", ATTITUDE_MEASURES)
def test_the_attitude_survey_is_that_of_the_borough(plan: Plan, measure: str) -> None:
    with ATTITUDES.open(encoding="utf-8-sig", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter=";")
            if row["Borough"] == "Tower Hamlets" and row["Measure"] == ATTITUDE_MEASURES[measure]
        ]
    days = [row["Date"].split("/") for row in rows]
    found = {
        date(int(year), int(month), int(day)): float(row["Proportion"].replace(",", "."))
        for (day, month, year), row in zip(days, rows, strict=True)
    }
    assert len(found) > 30
    assert list_series(plan, measure) == found


@pytest.mark.skipif(not COHESION.exists(), reason="the series is not in ../shared/data")
def test_the_cohesion_series_has_the_page_of_each_figure(plan: Plan) -> None:
    found = {(row["year"], row["percent"], row["source_url"]) for row in read_csv(COHESION)}
    series = [one for one in plan.published_series if one.measure == "get_on_well"]
    assert {(one.period, f"{100 * one.value:.0f}", one.source) for one in series} == found


@pytest.mark.parametrize(
    ("measure", "on", "value"),
    [
        ("trust_police", date(2016, 3, 31), 0.87),
        ("trust_police", date(2022, 12, 31), 0.68),
        ("trust_police", date(2023, 12, 31), 0.72),
        ("relied_on", date(2020, 9, 30), 0.65),
        ("relied_on", date(2017, 3, 31), 0.83),
        ("safe_after_dark", date(2019, 5, 31), 0.58),
        ("get_on_well", date(2019, 5, 31), 0.78),
        ("get_on_well", date(2025, 5, 9), 0.91),
    ],
)
def test_a_published_figure(plan: Plan, measure: str, on: date, value: float) -> None:
    assert list_series(plan, measure)[on] == value


def test_no_figure_of_the_attitude_survey_claims_a_base(plan: Plan) -> None:
    attitudes = [one for one in plan.published_series if "MOPAC" in one.source]
    assert len(attitudes) == 32 + 5 * 37
    assert {one.base for one in attitudes} == {None}


def test_figures_beside_a_measure_agree_with_its_series(plan: Plan) -> None:
    for measure in plan.measures:
        for figure in measure.published:
            assert figure.value in list_series(plan, measure.name).values(), measure.name


def list_lines(source: str) -> tuple[str, list[int]]:
    """The document and the lines that a source names."""
    document, _, words = source.partition(", line")
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if " to " in words:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return document, numbers


@pytest.mark.skipif(not DOCUMENTS.exists(), reason="the plan documents are not in ../shared/plan")
def test_every_printed_figure_stands_in_the_lines_it_names(plan: Plan) -> None:
    files = {"Plan 2025": "001_", "Plan 2021": "002_", "Community Safety in Tower Hamlets": "003_"}
    for one in plan.printed:
        document, numbers = list_lines(one.source)
        (path,) = DOCUMENTS.glob(f"{files[document]}*.txt")
        lines = path.read_text("utf-8").split("\n")
        text = " ".join(lines[number - 1] for number in numbers)
        printed = re.compile(rf"\b{100 * one.value:.0f} ?(%|per cent)")
        assert numbers
        assert printed.search(text), one.label


def test_what_is_inconsistent_in_the_documents_stays_visible(plan: Plan) -> None:
    drugs = [one for one in plan.printed if one.problem.startswith("Published figures disagree")]
    assert {(one.value, one.base) for one in drugs} == {(0.78, 59), (0.66, 59)}
    assert all("78 %" in one.problem and "66 %" in one.problem for one in drugs)
    (nine,) = (one for one in plan.printed if "9% increase" in one.problem)
    assert (nine.value, nine.base) == (0.58, None)
    wave = [one for one in plan.printed if "wave of 2019" in one.problem]
    assert {one.period for one in wave} == {"2018-19 as printed"}


def test_every_printed_figure_without_a_base_says_so(plan: Plan) -> None:
    unknown = [one for one in plan.printed if one.base is None]
    assert unknown
    for one in unknown:
        assert re.search("base not printed|of whom is not clear", one.problem.lower()), one.label


def test_no_plan_decision_is_made_up(plan: Plan) -> None:
    assert plan.accepted_open_sample == ""


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
