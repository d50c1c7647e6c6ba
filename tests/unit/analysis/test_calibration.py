from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from analysis.dataset import open_round
from analysis.estimates import Share
from analysis.plan import Plan, Weighting
from analysis.rounds import Estimated, estimate_round
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_plan

Floats = npt.NDArray[np.float64]
SEXES = {"female": 0.5, "male": 0.5}
BANDS = {"young": 0.3, "middle": 0.3, "old": 0.4}


def make_weighted_plan(**weighting: object) -> Plan:
    content = {"rake": ("sex", "age"), "tolerance": 1e-13, **weighting}
    return make_plan(
        groupings=(make_grouping("sex", SEXES), make_grouping("age", BANDS)),
        weighting=Weighting.model_validate(content),
    )


def find(estimated: Estimated, domain: str) -> Share:
    share = estimated.figures["safe"][domain, None, None].share
    assert share is not None
    return share


def regress_people(
    codes: dict[str, list[str]], base: Floats, weight: Floats, score: Floats
) -> float:
    """The calibrated standard error from a regression of people, by least squares."""
    columns = [
        np.array(codes[name]) == code for name in ("sex", "age") for code in sorted({*codes[name]})
    ]
    design = np.array(columns, dtype=float).T * np.sqrt(base)[:, None]
    slope = np.linalg.lstsq(design, score * np.sqrt(base), rcond=1e-12)[0]
    left = weight * (score - np.array(columns, dtype=float).T @ slope)
    size = len(base)
    return sqrt(size / (size - 1) * float(((left - left.mean()) ** 2).sum()))


def test_the_worked_number_of_the_docstring(tmp_path: Path) -> None:
    sex = ["female"] * 60 + ["male"] * 40
    dark = ["very_safe"] * 45 + ["neither"] * 15 + ["very_safe"] * 10 + ["neither"] * 30
    folder = write_round(tmp_path / "r", {"sex": sex, "after_dark": dark}, {"after_dark": SAFETY})
    share = find(estimate_round(open_round(folder), make_plan(weighting=RAKED_SEX)), "all")
    assert share.estimate == pytest.approx(0.5)
    assert share.calibrated_error == pytest.approx(0.044417, abs=1e-6)
    assert share.standard_error == pytest.approx(0.051288, abs=1e-6)


RAKED_SEX = Weighting(rake=("sex",))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "weighting",
    [{}, {"trim": 2.0}, {"design": True}, {"design": True, "trim": 3.0}],
    ids=["raked", "trimmed", "design weight", "design weight, trimmed"],
)
def test_cells_give_what_a_regression_of_people_gives(
    tmp_path: Path, seed: int, weighting: dict[str, object]
) -> None:
    random = np.random.default_rng(seed)
    size = 300
    codes = {
        "sex": random.choice(["female", "male", ".skipped"], size, p=[0.6, 0.3, 0.1]).tolist(),
        "age": random.choice(list(BANDS), size, p=[0.6, 0.3, 0.1]).tolist(),
        "after_dark": random.choice([*SAFETY, ".skipped"], size).tolist(),
    }
    design = bool(weighting.get("design"))
    base = random.lognormal(0, 0.5, size) if design else np.ones(size)
    folder = write_round(
        tmp_path / "r", codes, {"after_dark": SAFETY}, weights=base.tolist() if design else None
    )
    estimated = estimate_round(open_round(folder), make_weighted_plan(**weighting))
    weighed = estimated.weighed[0]
    weight = base * weighed.factor[weighed.cells.key]
    answer = np.array(codes["after_dark"])
    yes = np.isin(answer, ["very_safe", "fairly_safe"])
    valid = ~np.isin(answer, ["dont_know", ".skipped"]) & (np.array(codes["sex"]) == "female")
    p = (weight * valid * yes).sum() / (weight * valid).sum()
    score = valid * (yes - p) / (weight * valid).sum()
    found = find(estimated, "women").calibrated_error
    assert found == pytest.approx(regress_people(codes, base, weight, score), rel=1e-9)


@pytest.mark.parametrize(
    "weighting", [Weighting(), Weighting(rake=("sex",), min_respondents=500)], ids=["none", "small"]
)
def test_there_is_none_where_nothing_was_raked(tmp_path: Path, weighting: Weighting) -> None:
    codes = {"sex": ["female", "male"] * 50, "after_dark": ["very_safe", "neither"] * 50}
    folder = write_round(tmp_path / "r", codes, {"after_dark": SAFETY})
    share = find(estimate_round(open_round(folder), make_plan(weighting=weighting)), "all")
    assert share.calibrated_error is None


def test_it_decides_no_interval(tmp_path: Path) -> None:
    codes = {
        "sex": ["female"] * 60 + ["male"] * 40,
        "after_dark": ["very_safe"] * 45 + ["neither"] * 40 + ["very_safe"] * 15,
    }
    folder = write_round(tmp_path / "r", codes, {"after_dark": SAFETY})
    share = find(estimate_round(open_round(folder), make_plan(weighting=RAKED_SEX)), "all")
    assert share.calibrated_error is not None
    middle, slope = share.estimate, share.estimate * (1 - share.estimate)
    half = np.log(share.ci_high / (1 - share.ci_high)) - np.log(middle / (1 - middle))
    assert half / (1.984217 / slope) == pytest.approx(share.standard_error, rel=1e-6)
