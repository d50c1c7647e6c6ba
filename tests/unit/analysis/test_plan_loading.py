from __future__ import annotations

from pathlib import Path

import pytest

from analysis.plan import dump_plan
from analysis.plan_faults import find_faults
from analysis.plan_loading import load_plan, plan_names
from surveys.errors import PlanRefused
from tests.support.plans import make_grouping, make_measure, make_plan

PLAN = """
name: small
title: A small plan
questionnaire: annual-perception
eligible: {lives_here: [yes]}
domains:
  - {name: all, label: All}
groupings:
  - name: sex
    label: Sex
    levels:
      - {code: female, label: Female, when: {sex: [female]}}
      - {code: male, label: Male, when: {sex: [male]}}
margins_file: margins.csv
weighting: {rake: [sex]}
measures:
  - name: safe
    label: Safe
    item: after_dark
    positive: [very_safe]
    domains: [all]
    breakdowns: [sex]
"""
MARGINS = "margin,level,count,source\nsex,female,60,census\nsex,male,40,census\n"


def write_plan(folder: Path, plan: str = PLAN, margins: str = MARGINS) -> Path:
    (folder / "margins.csv").write_text(margins, "utf-8")
    path = folder / "plan.yaml"
    path.write_text(plan, "utf-8")
    return path


def refuse(folder: Path, plan: str = PLAN, margins: str = MARGINS) -> set[str]:
    with pytest.raises(PlanRefused) as refused:
        load_plan(write_plan(folder, plan, margins))
    return {fault.code for fault in refused.value.faults}


def test_counts_of_people_become_shares(tmp_path: Path) -> None:
    plan = load_plan(write_plan(tmp_path))
    assert plan.get_grouping("sex").shares == {"female": 0.6, "male": 0.4}


def test_codes_that_look_like_booleans_stay_codes(tmp_path: Path) -> None:
    assert load_plan(write_plan(tmp_path)).eligible == {"lives_here": ("yes",)}


def test_a_folder_and_the_frozen_json_load_the_same_plan(tmp_path: Path) -> None:
    plan = load_plan(write_plan(tmp_path))
    frozen = tmp_path / "plan.json"
    frozen.write_text(dump_plan(plan), "utf-8")
    assert load_plan(tmp_path).hash == load_plan(frozen).hash == plan.hash


def test_the_hash_follows_the_population_as_well(tmp_path: Path) -> None:
    before = load_plan(write_plan(tmp_path)).hash
    after = load_plan(write_plan(tmp_path, margins=MARGINS.replace("60", "61"))).hash
    assert before != after


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("rake: [sex]", "rake: [sex, ward]", "plan.unknown-margin"),
        ("domains: [all]", "domains: [all, men]", "plan.unknown-domain"),
        ("breakdowns: [sex]", "breakdowns: [tenure]", "plan.unknown-grouping"),
        ("item: after_dark", "itme: after_dark", "plan.field"),
        ("when: {sex: [male]}", "when: {}", "plan.no-condition"),
        ("code: male", "code: female", "plan.duplicate"),
        ("{name: all, label: All}", "{name: all, label: [All", "plan.yaml"),
        ("margins.csv", "nothing.csv", "plan.margins-missing"),
        ("positive: [very_safe]", "positive: []", "plan.field"),
        ("rake: [sex]", "rake: [sex, sex]", "plan.repeated"),
        ("domains: [all]", "domains: [all, all]", "plan.repeated"),
        ("breakdowns: [sex]", "breakdowns: [sex, sex]", "plan.repeated"),
        ("positive: [very_safe]", "positive: [very_safe, very_safe]", "plan.repeated"),
        ("when: {sex: [male]}", "when: {sex: [male, female]}", "plan.overlap"),
        ("label: All}", "label: All}\n  - {name: girls, label: Girls}", "plan.no-condition"),
        (
            "breakdowns: [sex]",
            "target: {text: more, source: plan, domain: women, fit: exact, fit_reason: same}",
            "plan.target-domain",
        ),
    ],
)
def test_a_fault_is_refused_with_its_code(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in PLAN
    assert code in refuse(tmp_path, PLAN.replace(old, new))


@pytest.mark.parametrize(
    ("margins", "code"),
    [
        (MARGINS + "sex,other,5,census\n", "plan.unknown-margin-level"),
        (MARGINS.replace("sex,male,40,census\n", ""), "plan.missing-margin-level"),
        (MARGINS + "ward,E05009317,5,census\n", "plan.unknown-margin"),
        (MARGINS.replace("40", "many"), "plan.margins-row"),
        (MARGINS + "sex,female,60,again\n", "plan.duplicate-margin"),
        (MARGINS.replace("40", "nan"), "plan.margins-row"),
        (MARGINS.replace("60", "0").replace("40", "0"), "plan.empty-margin"),
        ("margin,level,count,source\n", "plan.no-margin"),
    ],
    ids=[
        "unknown level",
        "level without count",
        "unknown margin",
        "no number",
        "level twice",
        "nan",
        "nobody",
        "no rows",
    ],
)
def test_a_margin_that_does_not_fit_is_refused(tmp_path: Path, margins: str, code: str) -> None:
    assert code in refuse(tmp_path, margins=margins)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    plan = PLAN.replace("rake: [sex]", "rake: [ward]").replace("domains: [all]", "domains: [men]")
    assert {"plan.unknown-margin", "plan.unknown-domain"} <= refuse(tmp_path, plan)


def test_an_unknown_name_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(PlanRefused, match="tower-hamlets-2025"):
        load_plan("nowhere-2030")


def test_every_plan_that_ships_loads() -> None:
    assert "tower-hamlets-2025" in plan_names()
    assert [load_plan(name).name for name in plan_names()] == list(plan_names())


@pytest.mark.parametrize("name", ["component", "mode", "sample"])
def test_a_breakdown_that_results_make_themselves_is_no_grouping(name: str) -> None:
    grouping = make_grouping(name, {"a": 0.5, "b": 0.5})
    plan = make_plan(groupings=(grouping,), measures=(make_measure(breakdowns=()),))
    faults = find_faults(plan, "plan")
    assert [fault.code for fault in faults] == ["plan.reserved"]
