"""Estimates, raked, trimmed and not, against R survey 4.1.1 and svy 0.35 on 1,000 answers.

Numbers: `data/round1000.json`, computed by `round1000.R`, and `data/round1000_svy.json`, computed
by `round1000_svy.py`. Tolerance 1e-9: all rake to margins within 1e-12 or closer.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.distributions import t_quantile
from analysis.estimates import Share
from analysis.groups import GroupKey
from analysis.plan import Domain, Grouping, Level, Measure, Plan, Weighting
from analysis.rounds import Estimated, estimate_round
from tests.support.frozen import write_round

DATA = Path(__file__).parent / "data"
REFERENCE = json.loads((DATA / "round1000.json").read_text("utf-8"))
SVY = json.loads((DATA / "round1000_svy.json").read_text("utf-8"))
SHARES = {
    "sex": {"female": 0.5, "male": 0.5},
    "age_band": {"16_24": 0.19, "25_34": 0.33, "35_44": 0.21, "45_54": 0.12, "55_over": 0.15},
    "ethnic_group": {"white": 0.4, "asian": 0.44, "black": 0.08, "other": 0.08},
}
COLLAPSED = {"45_54": "55_over", "black": "other"}
"""What levels of few people are weighted together with, where they are."""

MARGINS = tuple(SHARES)
WEIGHTINGS = {
    "design": Weighting(design=True),
    "raked": Weighting(rake=MARGINS, tolerance=1e-12),
    "design_and_raked": Weighting(design=True, rake=MARGINS, tolerance=1e-12),
    "raked_together": Weighting(rake=MARGINS, tolerance=1e-12, min_level=130),
    "raked_and_trimmed": Weighting(rake=MARGINS, tolerance=1e-12, trim=2),
    "design_raked_and_trimmed": Weighting(design=True, rake=MARGINS, tolerance=1e-12, trim=3),
}
GROUPS: dict[str, GroupKey] = {
    "all": ("all", None, None),
    "female": ("all", "sex", "female"),
    "16_24": ("all", "age_band", "16_24"),
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
            levels=tuple(
                Level(
                    code=code,
                    label=code,
                    when={name: (code,)},
                    collapse_into=COLLAPSED.get(code, ""),
                )
                for code in shares
            ),
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


def estimate(folders: dict[bool, Path], weighting: str, replicates: int = 0) -> Estimated:
    chosen = WEIGHTINGS[weighting]
    return _estimate(folders[chosen.design], weighting, replicates)


@cache
def _estimate(folder: Path, weighting: str, replicates: int) -> Estimated:
    plan = make_plan(WEIGHTINGS[weighting])
    return estimate_round(open_round(folder), plan, replicates=replicates)


def find(estimated: Estimated, group: str) -> Share:
    share = estimated.figures["safe"][GROUPS[group]].share
    assert share is not None
    return share


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("weighting", list(WEIGHTINGS))
def test_estimates_are_those_of_r_survey(
    folders: dict[bool, Path], weighting: str, group: str
) -> None:
    share = find(estimate(folders, weighting), group)
    found = [
        share.estimate,
        share.standard_error,
        share.ci_low,
        share.ci_high,
        share.base,
        share.effective_base,
    ]
    assert found == pytest.approx(REFERENCE[weighting][group], rel=1e-9)


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize(
    ("weighting", "block"),
    [
        ("raked", "calibrated_by_rake"),
        ("raked", "calibrated_raked"),
        ("design_and_raked", "calibrated_design_and_raked"),
    ],
)
def test_calibrated_errors_are_those_of_r(
    folders: dict[bool, Path], weighting: str, block: str, group: str
) -> None:
    found = find(estimate(folders, weighting), group).calibrated_error
    assert found == pytest.approx(REFERENCE[block][group][0], rel=1e-9)


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("weighting", ["raked", "design_and_raked", "raked_and_trimmed"])
def test_estimates_are_those_of_svy(folders: dict[bool, Path], weighting: str, group: str) -> None:
    share = find(estimate(folders, weighting), group)
    found = [share.estimate, share.standard_error]
    assert found == pytest.approx(SVY[weighting][group], rel=1e-9)


def test_the_largest_weight_is_that_of_svy(folders: dict[bool, Path]) -> None:
    found = estimate(folders, "raked_and_trimmed").headline
    assert found.largest_weight == pytest.approx(SVY["largest_trimmed"], rel=1e-9)
    assert found.largest_weight == pytest.approx(2, rel=1e-9)


@pytest.mark.parametrize("group", list(GROUPS))
def test_calibrated_errors_are_those_of_svy(folders: dict[bool, Path], group: str) -> None:
    found = find(estimate(folders, "raked"), group).calibrated_error
    assert found == pytest.approx(SVY["calibrated_raked"][group][1], rel=1e-9)


@pytest.mark.parametrize("group", list(GROUPS))
@pytest.mark.parametrize("weighting", ["raked", "design_and_raked", "raked_and_trimmed"])
def test_the_bootstrap_agrees_within_its_chance(
    folders: dict[bool, Path], weighting: str, group: str
) -> None:
    replicates = 400
    share = find(estimate(folders, weighting, replicates), group)
    assert share.calibrated_error is not None
    # the standard deviation of a standard error from R replicates is a 1/sqrt(2 (R - 1)) of it;
    # four of them, and a twentieth because the linearised error is an approximation itself
    slack = 4 / (2 * (replicates - 1)) ** 0.5 + 0.05
    assert share.bootstrap_error == pytest.approx(share.calibrated_error, rel=slack)


@pytest.mark.parametrize(
    ("df", "expected"),
    list(zip([1, 2, 5, 10, 29, 30, 99, 1126, 10**6], REFERENCE["qt_0.975"], strict=True)),
)
def test_t_quantiles_are_those_of_r(df: int, expected: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(expected, rel=1e-11)
