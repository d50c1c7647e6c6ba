from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from analysis.disclosure import Internal, Released
from analysis.origin import FIELDS
from analysis.published import PublishedFigure
from analysis.results import render_csv, render_json, render_table
from analysis.rows import Baseline, ChangeShown, Results
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.support.results import SAFE, make_results, make_row
from tests.unit.analysis.test_measures import measure, targeted

ROW = {
    "measure",
    "domain",
    "breakdown",
    "category",
    "status",
    "estimate",
    "standard_error",
    "ci_low",
    "ci_high",
    "base",
    "effective_base",
    "weighting",
    "interval",
    "unweighted",
    "all_asked",
    "baseline",
    "change",
    "target",
}
BASELINE = {"value", "source", "same_method", "base"}
CHANGE = {
    "points",
    "points_low",
    "points_high",
    "relative",
    "relative_low",
    "relative_high",
    "clear",
}
TARGET = {
    "text",
    "fit",
    "relative_value",
    "points_value",
    "deadline",
    "verdict_relative",
    "verdict_points",
    "indicative",
}


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return measure(tmp_path, targeted(), (70, 42), (63, 44))


def parse(outcome: Released | Internal) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(render_json(outcome))
    return content


def test_json_has_the_fields_of_the_contract(results: Results) -> None:
    content = parse(release(results))
    assert {
        "round",
        "plan",
        "questionnaire",
        "synthetic",
        "series",
        "method",
        "results",
    } <= set(content)
    assert set(content["questionnaire"]) == {"name", "version", "hash"}
    row = next(row for row in content["results"] if row["target"])
    assert set(row) >= ROW
    assert set(row["baseline"]) >= BASELINE
    assert set(row["change"]) >= CHANGE
    assert set(row["target"]) >= TARGET
    assert row["target"]["deadline"] == "2028-03-31"
    assert row["target"]["fit"] == "partial"


def test_json_of_the_released_has_no_standard_errors(results: Results) -> None:
    public, internal = parse(release(results)), parse(Internal(results))
    assert {row["standard_error"] for row in public["results"]} == {None}
    assert all(row["standard_error"] > 0 for row in internal["results"])


def test_csv_has_a_line_for_every_row_and_the_same_columns_always(
    results: Results, tmp_path: Path
) -> None:
    lines = list(csv.DictReader(io.StringIO(render_csv(release(results)))))
    assert len(lines) == len(results.rows)
    women = next(line for line in lines if line["domain"] == "women")
    assert (women["round"], women["estimate"], women["change_points"]) == ("now", "0.62", "3.0")
    made = results.provenance
    assert made is not None
    assert [women[name] for name in FIELDS] == [
        *(made.questionnaire_hash, made.plan_hash, made.software, str(made.seed)),
    ]
    bare = render_csv(release(measure(tmp_path / "bare", targeted(), (60, 60))))
    assert list(lines[0]) == bare.splitlines()[0].split(",")


def print_table(outcome: Released | Internal, *, breakdowns: bool = False) -> str:
    console = Console(width=240, file=io.StringIO(), record=True)
    console.print(render_table(outcome, breakdowns=breakdowns))
    return console.export_text()


def test_the_table_says_what_the_figures_are(results: Results) -> None:
    text = print_table(release(results))
    assert "62 %" in text
    assert "+3 (-10 to +16) points; +5 (-16 to +31) %; no clear change" in text
    assert "partial fit, indicative" in text
    assert "People who chose to take part" in text
    assert "SYNTHETIC" not in text


def test_a_change_on_large_bases_has_a_decimal_and_nothing_has_no_sign() -> None:
    change = ChangeShown(2.1, -0.04, 4.2, None, None, None, clear=True)
    baseline = Baseline(0.54, "round before", same_method=True, base=1100, round="before")
    row = make_row(SAFE, base=1200, change=change, baseline=baseline)
    assert "+2.1 (0.0 to +4.2) points │" in print_table(Internal(make_results(rows=(row,))))


def test_numbers_have_their_thousands_set_apart_and_groups_their_labels() -> None:
    results = make_results()
    arm = replace(results.method.arms[0], respondents=1500)
    method = replace(results.method, arms=(arm,), not_given={"sex": 0.04})
    text = print_table(release(replace(results, method=method)))
    assert "1,500 answers" in text
    assert "Not given: sex 4 %" in text
    assert "Too few answers from North west (Area): weighted together with South west." in text


def test_breakdowns_are_shown_where_asked(results: Results) -> None:
    assert "sex: male" in print_table(release(results), breakdowns=True)
    assert "sex: male" not in print_table(release(results))


def test_a_row_points_to_its_notes(results: Results) -> None:
    rows = tuple(replace(row, notes=("Base: a few.",)) for row in results.rows)
    text = print_table(release(replace(results, rows=rows)))
    assert "Women [1]" in text
    assert "[1] Base: a few." in text


def test_invented_answers_are_marked(results: Results) -> None:
    assert "SYNTHETIC" in print_table(release(replace(results, synthetic=True)))


def test_the_internal_table_is_marked(results: Results) -> None:
    assert "INTERNAL" in print_table(Internal(results))
    assert "INTERNAL" not in print_table(release(results))


def test_a_withheld_row_says_so(tmp_path: Path) -> None:
    released = release(measure(tmp_path, targeted(), (8, 8), (60, 60)))
    text = print_table(released, breakdowns=True)
    assert "too few answers" in text
    assert "withheld" in text


def test_the_table_has_the_unweighted_share_and_the_baseline(results: Results) -> None:
    text = print_table(release(results))
    header = next(line for line in text.splitlines() if "Measure" in line)
    assert header.index("Base ") < header.index("Unweighted") < header.index("Baseline")
    assert "59 %" in text
    assert "Answered by: chat." in text


def test_a_figure_of_another_survey_is_marked_in_the_table(tmp_path: Path) -> None:
    figure = PublishedFigure(domain="women", value=0.4, period="2019", source="survey", base=1104)
    older = figure.model_copy(update={"value": 0.58, "period": "2018"})
    plan = make_plan(measures=(make_measure(published=(figure, older)),))
    text = print_table(release(measure(tmp_path, plan, (70, 42))))
    assert "40 % (different method)" in text
    assert "By a different method 58 %: survey, 2018, base 1,104." in text
    assert "By a different method 40 %" not in text


@pytest.mark.parametrize(
    ("women", "shown"),
    [((3, 897), "under 1 %"), ((897, 3), "over 99 %"), ((4, 9996), "under 0.1 %")],
)
def test_what_rounds_to_nobody_or_everybody_is_not_called_that(
    tmp_path: Path, women: tuple[int, int], shown: str
) -> None:
    outcome = measure(tmp_path, make_plan(), women)
    for text in (print_table(release(outcome)), print_table(Internal(outcome))):
        assert shown in text
        assert " 0 %" not in text
        assert "100 %" not in text


def test_nobody_is_called_that_for_staff(tmp_path: Path) -> None:
    assert " 0 % (withheld)" in print_table(Internal(measure(tmp_path, make_plan(), (0, 200))))
