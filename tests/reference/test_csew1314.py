"""The worked example on real data: CSEW 2013/14 against R survey 4.1.1 and the published figures.

Numbers: `data/csew1314.json`, computed by `csew1314.R` from the teaching file.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analysis.measures import estimate_measures
from analysis.plan_loading import load_plan
from analysis.rows import Results, Row
from tests.support.frozen import write_round

ROOT = Path(__file__).parents[2]
CSEW = ROOT.parent / "shared" / "data" / "csew1314" / "csew1314teachingopen.csv"
PLAN = ROOT / "docs" / "examples" / "csew1314" / "plan.yaml"
REFERENCE = json.loads((Path(__file__).parent / "data" / "csew1314.json").read_text("utf-8"))
ITEMS = ("walkdark", "walkday", "sex", "agegrp7", "ethgrp2a", "tenure1")

pytestmark = pytest.mark.skipif(
    not CSEW.exists(), reason="the CSEW 2013/14 teaching file is not in ../shared/data/csew1314"
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    with CSEW.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {
        name: [str(int(float(row[name]))) if row[name] else ".not_asked" for row in rows]
        for name in ITEMS
    }
    four_points = {
        **dict.fromkeys("1234", "substantive"),
        "8": "prefer_not_to_say",
        "9": "dont_know",
    }
    folder = write_round(
        tmp_path_factory.mktemp("csew") / "csew1314",
        codes,
        {"walkdark": four_points, "walkday": four_points},
        questionnaire="csew1314",
        sample="imported",
        weights=[float(row["IndivWgtx"]) for row in rows],
    )
    return estimate_measures(folder, load_plan(PLAN))


def find_row(results: Results, name: str) -> Row:
    measure, breakdown, category = name.split("/")
    wanted = (measure, breakdown or None, category or None)
    return next(row for row in results.rows if (row.measure, row.breakdown, row.category) == wanted)


@pytest.mark.parametrize("name", list(REFERENCE))
def test_every_figure_is_that_of_r_survey(results: Results, name: str) -> None:
    row = find_row(results, name)
    found = [row.estimate, row.standard_error, row.ci_low, row.ci_high, row.base]
    assert found == pytest.approx(REFERENCE[name], rel=1e-9)


def test_women_after_dark_is_the_known_figure(results: Results) -> None:
    row = find_row(results, "walkdark/sex/2")
    assert row.estimate is not None
    assert row.ci_low is not None
    assert row.ci_high is not None
    assert [round(100 * x, 2) for x in (row.estimate, row.ci_low, row.ci_high)] == [
        56.73,
        53.29,
        60.10,
    ]
    assert (row.base, row.weighting, row.interval) == (1127, "design weight", "logit")


@pytest.mark.parametrize(
    ("name", "published"),
    [("walkdark/sex/2", 0.5795), ("walkdark/sex/1", 0.8508), ("walkdark//", 0.7125)],
    ids=["women", "men", "all"],
)
def test_intervals_hold_the_published_figures(
    results: Results, name: str, published: float
) -> None:
    row = find_row(results, name)
    assert row.ci_low is not None
    assert row.ci_high is not None
    assert row.ci_low < published < row.ci_high


def test_a_sample_that_was_drawn_is_not_called_self_selected(results: Results) -> None:
    assert "chose" not in results.method.who
