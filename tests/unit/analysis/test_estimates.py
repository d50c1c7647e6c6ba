from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from analysis.dataset import open_round
from analysis.estimates import (
    Counts,
    estimate_share,
    logit_interval,
    wilson_interval,
)
from analysis.plan import Weighting
from analysis.rounds import estimate_round
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_plan

Floats = npt.NDArray[np.float64]
SEXES = {"female": 0.5, "male": 0.5}
BANDS = {"young": 0.4, "old": 0.6}


def count(yes: int, no: int, dont_know: int = 0, rows: int | None = None) -> Counts:
    return Counts(
        yes=yes,
        no=no,
        dont_know=dont_know,
        weight_yes=yes,
        weight_no=no,
        weight_dont_know=dont_know,
        square_yes=yes,
        square_no=no,
        rows=rows or yes + no + dont_know,
    )


def rake_people(codes: dict[str, list[str]], base: Floats) -> Floats:
    """Person by person, as in a textbook."""
    weight = base.copy()
    for _ in range(2000):
        for name, shares in (("sex", SEXES), ("age", BANDS)):
            given = np.isin(codes[name], list(shares))
            for code, share in shares.items():
                who = np.array(codes[name]) == code
                weight[who] *= share * base[given].sum() / weight[who].sum()
    return weight


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("design", [False, True], ids=["raked", "design weight, raked"])
def test_cells_give_what_persons_give(tmp_path: Path, seed: int, design: bool) -> None:
    random = np.random.default_rng(seed)
    size = 400
    codes = {
        "sex": random.choice(["female", "male", ".skipped"], size, p=[0.6, 0.3, 0.1]).tolist(),
        "age": random.choice(["young", "old"], size, p=[0.7, 0.3]).tolist(),
        "after_dark": random.choice([*SAFETY, ".skipped"], size).tolist(),
    }
    base = random.lognormal(0, 0.5, size) if design else np.ones(size)
    plan = make_plan(
        groupings=(make_grouping("sex", SEXES), make_grouping("age", BANDS)),
        weighting=Weighting(design=design, rake=("sex", "age"), tolerance=1e-13),
    )
    folder = write_round(
        tmp_path / "r", codes, {"after_dark": SAFETY}, weights=base.tolist() if design else None
    )
    share = estimate_round(open_round(folder), plan).figures["safe"]["women", None, None].share
    weight = rake_people(codes, base)
    answer = np.array(codes["after_dark"])
    valid = ~np.isin(answer, ["dont_know", ".skipped"]) & (np.array(codes["sex"]) == "female")
    yes = np.isin(answer, ["very_safe", "fairly_safe"])
    p = (weight * valid * yes).sum() / (weight * valid).sum()
    scores = weight * valid * (yes - p) / (weight * valid).sum()
    error = sqrt(size / (size - 1) * (scores**2).sum())
    assert share is not None
    assert share.estimate == pytest.approx(p, rel=1e-10)
    assert share.standard_error == pytest.approx(error, rel=1e-10)
    assert share.base == valid.sum()
    assert share.unweighted == pytest.approx(yes[valid].mean())
    kish = (weight[valid].sum()) ** 2 / (weight[valid] ** 2).sum()
    assert share.effective_base == pytest.approx(kish)


def test_the_worked_number_of_the_docstring() -> None:
    share = estimate_share(count(60, 40))
    assert share is not None
    assert share.standard_error == pytest.approx(0.049237, abs=1e-6)
    assert (share.ci_low, share.ci_high) == pytest.approx((0.4996, 0.6926), abs=1e-4)
    assert share.interval == "logit"


def test_all_rows_of_the_design_count_in_the_variance() -> None:
    narrow, wide = estimate_share(count(60, 40)), estimate_share(count(60, 40, rows=10_000))
    assert narrow is not None
    assert wide is not None
    ratio = (narrow.standard_error / wide.standard_error) ** 2
    assert ratio == pytest.approx((100 / 99) / (10_000 / 9_999))


def test_dont_know_is_in_the_base_of_all_asked_only() -> None:
    share = estimate_share(count(60, 20, dont_know=20))
    assert share is not None
    assert (share.estimate, share.all_asked, share.base) == (0.75, 0.6, 80)


def test_uneven_weights_are_worth_fewer_people() -> None:
    # weights 1, 1 and 4: (1 + 1 + 4)^2 / (1 + 1 + 16) = 2 of 3 people
    share = estimate_share(Counts(2, 1, 0, 2, 4, 0, 2, 16, rows=3))
    assert share is not None
    assert (share.effective_base, share.design_effect) == (2, 1.5)


def test_nobody_answering_gives_no_share() -> None:
    assert estimate_share(count(0, 0, dont_know=5)) is None


@pytest.mark.parametrize(
    ("yes", "no"), [(0, 50), (50, 0), (10, 19)], ids=["0 %", "100 %", "base 29"]
)
def test_wilson_stands_in_where_logit_cannot(yes: int, no: int) -> None:
    share = estimate_share(count(yes, no))
    assert share is not None
    assert share.interval == "wilson"
    assert 0 <= share.ci_low <= share.estimate <= share.ci_high <= 1
    assert share.ci_low < share.ci_high


def test_thirty_answers_are_enough_for_logit() -> None:
    share = estimate_share(count(10, 20))
    assert share is not None
    assert share.interval == "logit"


@pytest.mark.parametrize(
    ("percent", "base", "low", "high"),
    [
        (78, 59, 65.9, 86.7),
        (66, 59, 53.3, 76.8),
        (76, 59, 63.7, 85.1),
        (58, 59, 45.3, 69.7),
        (83, 224, 77.5, 87.4),
        (53, 224, 46.5, 59.4),
        (58, 1100, 55.1, 60.9),
    ],
)
def test_wilson_limits(percent: int, base: int, low: float, high: float) -> None:
    p = percent / 100
    found = wilson_interval(p, sqrt(p * (1 - p) / base), base, base)
    assert [100 * x for x in found] == pytest.approx([low, high], abs=0.06)


def test_wilson_shrinks_to_the_effective_base() -> None:
    plain = wilson_interval(0.5, sqrt(0.25 / 100), 100, 100)
    weighted = wilson_interval(0.5, sqrt(0.25 / 50), 100, 50)
    assert weighted[0] < plain[0]
    assert weighted[1] > plain[1]


def test_logit_limits_mirror_each_other() -> None:
    low, high = logit_interval(0.3, 0.05, 200)
    assert logit_interval(0.7, 0.05, 200) == pytest.approx((1 - high, 1 - low))
