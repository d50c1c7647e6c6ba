"""Means and distributions against R survey 4.1.1 on 800 synthetic answers.

Numbers: `data/means.json`, computed by `means.R`. Tolerance 1e-9: both rake to 1e-12.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.distributing import tabulate
from analysis.plan import Domain, Plan, Tabulation, Weighting
from analysis.rounds import estimate_round
from analysis.spread import Distribution
from tests.support.frozen import write_round
from tests.support.plans import make_grouping, make_measure, make_plan

DATA = Path(__file__).parent / "data"
REFERENCE = json.loads((DATA / "means.json").read_text("utf-8"))
WEIGHTINGS = {
    "design": Weighting(design=True),
    "raked": Weighting(rake=("sex",), tolerance=1e-12),
    "design_and_raked": Weighting(design=True, rake=("sex",), tolerance=1e-12),
}
SCORES = {str(score): float(score) for score in range(1, 6)}
DOMAINS = ("all", "women")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The round with its design weights, and without."""
    base = tmp_path_factory.mktemp("means")
    return {design: write_reference(base / f"design-{design}", design) for design in (True, False)}


def write_reference(folder: Path, design: bool) -> Path:
    with (DATA / "means.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "design_weight"]
    chosen = {"1": "substantive", "0": "substantive"}
    return write_round(
        folder,
        {name: [row[name] for row in rows] for name in names},
        {"problem": {**dict.fromkeys(SCORES, "substantive"), "dont_know": "dont_know"}}
        | {name: chosen for name in names if name.startswith("concerns__")},
        weights=[float(row["design_weight"]) for row in rows] if design else None,
    )


def make_reference_plan(weighting: Weighting) -> Plan:
    return make_plan(
        domains=(
            Domain(name="all", label="All"),
            Domain(name="women", label="Women", when={"sex": ("female",)}),
        ),
        groupings=(make_grouping("sex", {"female": 0.5, "male": 0.5}),),
        measures=(make_measure(item="problem", positive=("4", "5"), breakdowns=()),),
        tabulations=(
            Tabulation(
                name="problem", label="Problem", item="problem", scores=SCORES, domains=DOMAINS
            ),
            Tabulation(
                name="concerns", label="Concerns", item="concerns", chosen=True, domains=DOMAINS
            ),
        ),
        weighting=weighting,
    )


def find(folder: Path, weighting: Weighting, item: str, domain: str) -> Distribution:
    plan = make_reference_plan(weighting)
    found = tabulate(plan, estimate_round(open_round(folder), plan))
    return next(one for one in found if (one.item, one.domain) == (item, domain))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("weighting", list(WEIGHTINGS))
def test_means_are_those_of_r_survey(
    folders: dict[bool, Path], weighting: str, domain: str
) -> None:
    chosen = WEIGHTINGS[weighting]
    mean = find(folders[chosen.design], chosen, "problem", domain).mean
    assert mean is not None
    found = [mean.estimate, mean.standard_error, mean.ci_low, mean.ci_high]
    assert found == pytest.approx(REFERENCE[weighting][f"mean/{domain}"], rel=1e-9)


@pytest.mark.parametrize("item", ["problem", "concerns"])
@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("weighting", list(WEIGHTINGS))
def test_shares_of_options_are_those_of_r_survey(
    folders: dict[bool, Path], weighting: str, domain: str, item: str
) -> None:
    chosen = WEIGHTINGS[weighting]
    distribution = find(folders[chosen.design], chosen, item, domain)
    for option in distribution.options:
        found = [option.estimate, option.ci_low, option.ci_high, distribution.base]
        expected = REFERENCE[weighting][f"{item}={option.code}/{domain}"]
        assert found == pytest.approx(expected, rel=1e-9), option.code
