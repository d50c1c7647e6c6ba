"""Estimates, raked and not, against R survey 4.1.1 on 1,000 synthetic answers.

Numbers: `data/round1000.json`, computed by `round1000.R`. Tolerance 1e-8: both rake to margins
within 1e-9, and everything else agrees to about 14 digits.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analysis.distributions import t_quantile
from analysis.measures import estimate_measures
from analysis.plan import Domain, Grouping, Level, Measure, Plan, Weighting
from analysis.rows import Row
from tests.support.frozen import write_round

DATA = Path(__file__).parent / "data"
REFERENCE = json.loads((DATA / "round1000.json").read_text("utf-8"))
SHARES = {
    "sex": {"female": 0.5, "male": 0.5},
    "age_band": {"16_24": 0.19, "25_34": 0.33, "35_44": 0.21, "45_54": 0.12, "55_over": 0.15},
    "ethnic_group": {"white": 0.4, "asian": 0.44, "black": 0.08, "other": 0.08},
}
WEIGHTINGS = {
    "design": Weighting(design=True),
    "raked": Weighting(rake=tuple(SHARES)),
    "design_and_raked": Weighting(design=True, rake=tuple(SHARES)),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The round with its design weights, and without."""
    base = tmp_path_factory.mktemp("reference")
    return {design: write_reference(base / f"design-{design}", design) for design in (True, False)}


def write_reference(folder: Path, design: bool) -> Path:
    with (DATA / "round1000.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [*SHARES, "after_dark"]
    return write_round(
        folder,
        {name: [row[name] for row in rows] for name in names},
        {
            "after_dark": {
                "fairly_safe": "substantive",
                "fairly_unsafe": "substantive",
                "dont_know": "dont_know",
            }
        },
        weights=[float(row["design_weight"]) for row in rows] if design else None,
    )


def make_plan(weighting: Weighting) -> Plan:
    groupings = tuple(
        Grouping(
            name=name,
            label=name,
            shares=shares,
            levels=tuple(Level(code=code, label=code, when={name: (code,)}) for code in shares),
        )
        for name, shares in SHARES.items()
    )
    measure = Measure(
        name="safe",
        label="Safe",
        item="after_dark",
        positive=("fairly_safe",),
        domains=("all",),
        breakdowns=("sex", "age_band"),
    )
    return Plan(
        name="reference",
        title="Reference",
        questionnaire="annual-perception",
        domains=(Domain(name="all", label="All"),),
        groupings=groupings,
        weighting=weighting,
        measures=(measure,),
    )


@pytest.mark.parametrize("category", ["all", "female", "16_24"])
@pytest.mark.parametrize("weighting", list(WEIGHTINGS))
def test_estimates_are_those_of_r_survey(
    folders: dict[bool, Path], weighting: str, category: str
) -> None:
    chosen = WEIGHTINGS[weighting]
    results = estimate_measures(folders[chosen.design], make_plan(chosen))
    rows: dict[str, Row] = {row.category or "all": row for row in results.rows}
    row = rows[category]
    found = [
        row.estimate,
        row.standard_error,
        row.ci_low,
        row.ci_high,
        row.base,
        row.effective_base,
    ]
    assert found == pytest.approx(REFERENCE[weighting][category], rel=1e-8)


@pytest.mark.parametrize(
    ("df", "expected"),
    list(zip([1, 2, 5, 10, 29, 30, 99, 1126, 10**6], REFERENCE["qt_0.975"], strict=True)),
)
def test_t_quantiles_are_those_of_r(df: int, expected: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(expected, rel=1e-11)
