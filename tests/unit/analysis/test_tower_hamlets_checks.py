"""What the shipped plan shows beside its measures: answers one by one, and what was not raked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.plan import GroupingKind, Plan
from analysis.plan_check import check_plan, codes_of_columns
from analysis.plan_loading import load_plan
from surveys.loading import load_catalogue

WARDS = Path(__file__).parents[4] / "shared" / "data" / "census2021" / "th_ts021_wards.csv"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("tower-hamlets-2025")


def test_the_answers_of_every_headline_measure_are_shown_one_by_one(plan: Plan) -> None:
    check_plan(plan, load_catalogue("annual-perception"))
    asked = [measure.item for measure in plan.measures if not measure.companion]
    assert [one.item for one in plan.tabulations] == asked
    women = {one.item for one in plan.tabulations if "women" in one.domains}
    assert women == {"after_dark", "in_day"}


def test_the_check_divides_everybody_who_gave_a_background(plan: Plan) -> None:
    grouping = plan.get_grouping("bangladeshi")
    assert "bangladeshi" not in plan.weighting.rake
    codes = [code for level in grouping.levels for code in level.when["ethnic_detail"]]
    known = codes_of_columns(load_catalogue("annual-perception"))["ethnic_detail"]
    assert known is not None
    given = {code for code in known if not code.startswith(".")} - {"prefer_not_to_say"}
    assert (len(codes), set(codes)) == (len(given), given)


@pytest.mark.skipif(not WARDS.exists(), reason="the ward counts are not in ../shared/data")
def test_the_check_has_the_census_share(plan: Plan) -> None:
    with WARDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bangladeshi, total = (
        sum(int(row[name]) for row in rows) for name in ("asian_bangladeshi", "total")
    )
    assert (bangladeshi, total) == (107_334, 310_294)
    grouping = plan.get_grouping("bangladeshi")
    assert grouping.shares["bangladeshi"] == pytest.approx(bangladeshi / total)
    assert "all ages" in grouping.note


def test_places_and_ethnic_groupings_are_marked(plan: Plan) -> None:
    kinds = {grouping.name: grouping.kind for grouping in plan.groupings}
    assert kinds["area"] is GroupingKind.PLACE
    assert kinds["ethnic_group"] is kinds["bangladeshi"] is GroupingKind.ETHNIC
