from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import Dataset, open_round
from analysis.estimates import Share
from analysis.plan import Plan, Weighting
from analysis.rounds import Estimated, estimate_round
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan

BANDS = {"young": 0.3, "middle": 0.3, "old": 0.4}
RAKED = Weighting(rake=("sex",))
REPLICATES = 300


def open_small(
    tmp_path: Path, women: int = 100, weights: list[float | None] | None = None
) -> Dataset:
    """`women` women of whom 6 in 10 feel safe, and as many men of whom 4 in 10 do."""
    safe = [round(0.6 * women), round(0.4 * women)]
    dark = [code for yes in safe for code in ["very_safe"] * yes + ["neither"] * (women - yes)]
    codes = {"sex": ["female"] * women + ["male"] * women, "after_dark": dark}
    folder = tmp_path / f"r{women}{weights is not None}"
    return open_round(write_round(folder, codes, {"after_dark": SAFETY}, weights=weights))


def find(estimated: Estimated, domain: str = "all", measure: str = "safe") -> Share:
    share = estimated.figures[measure][domain, None, None].share
    assert share is not None
    return share


def resample(
    dataset: Dataset, plan: Plan, seed: int = 1, replicates: int = REPLICATES
) -> Estimated:
    return estimate_round(dataset, plan, replicates=replicates, seed=seed)


@pytest.mark.parametrize(
    ("weighting", "error"),
    [
        # everybody; and with women and men held at one half each, of each sex by itself
        (Weighting(), sqrt(0.25 / 200)),
        (RAKED, sqrt((0.24 / 100 + 0.24 / 100) / 4)),
    ],
    ids=["not raked", "raked"],
)
def test_it_agrees_with_the_textbook(tmp_path: Path, weighting: Weighting, error: float) -> None:
    found = find(resample(open_small(tmp_path), make_plan(weighting=weighting), replicates=1000))
    # four times the chance of 1,000 draws
    assert found.bootstrap_error == pytest.approx(error, rel=4 / sqrt(2 * 999))


def test_without_replicates_there_is_none(tmp_path: Path) -> None:
    estimated = estimate_round(open_small(tmp_path), make_plan())
    assert find(estimated).bootstrap_error is None
    assert estimated.headline.replication is None


def test_the_seed_decides(tmp_path: Path) -> None:
    dataset, plan = open_small(tmp_path), make_plan(weighting=RAKED)
    first, again, other = (find(resample(dataset, plan, seed)) for seed in (1, 1, 2))
    assert first.bootstrap_error == again.bootstrap_error
    assert first.bootstrap_error != other.bootstrap_error


def test_a_measure_more_changes_nothing_of_the_others(tmp_path: Path) -> None:
    dataset = open_small(tmp_path)
    added = make_measure(name="before", positive=("neither",))
    alone = resample(dataset, make_plan(weighting=RAKED))
    together = resample(dataset, make_plan(weighting=RAKED, measures=(added, make_measure())))
    assert find(alone).bootstrap_error == find(together).bootstrap_error
    assert find(together).bootstrap_error == pytest.approx(
        find(together, measure="before").bootstrap_error, rel=0.25
    )


def test_nothing_else_of_an_estimate_changes(tmp_path: Path) -> None:
    dataset, plan = open_small(tmp_path), make_plan(weighting=RAKED)
    with_it, without = find(resample(dataset, plan)), find(estimate_round(dataset, plan))
    assert with_it.estimate == without.estimate
    assert (with_it.standard_error, with_it.ci_low) == (without.standard_error, without.ci_low)


def test_design_weights_are_drawn_with_their_people(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    weights = random.lognormal(0, 0.8, 400).tolist()
    dataset = open_small(tmp_path, 200, weights)
    share = find(resample(dataset, make_plan(weighting=Weighting(design=True)), replicates=1000))
    # with the weights of people in place of their mean the chance is more than half as much again
    assert share.bootstrap_error == pytest.approx(share.standard_error, rel=0.12)
    assert share.standard_error > 1.2 * sqrt(0.25 / 400)
    cells = estimate_round(dataset, make_plan(weighting=Weighting(design=True)))
    assert find(cells).estimate == pytest.approx(share.estimate, rel=1e-12)
    assert find(cells).standard_error == pytest.approx(share.standard_error, rel=1e-12)


def make_uneven(tmp_path: Path, old: int) -> tuple[Dataset, Plan]:
    """A round in which few are old, so that some replicates have nobody who is."""
    age = ["young"] * 100 + ["middle"] * 100 + ["old"] * old
    codes = {"age": age, "sex": ["female", "male"] * 100 + ["male"] * old}
    codes["after_dark"] = ["very_safe", "very_safe", "neither", "neither"] * 50 + ["neither"] * old
    folder = write_round(tmp_path / f"old{old}", codes, {"after_dark": SAFETY})
    plan = make_plan(
        groupings=(make_grouping("sex", {"female": 0.5, "male": 0.5}), make_grouping("age", BANDS)),
        weighting=Weighting(rake=("age",)),
    )
    return open_round(folder), plan


def test_replicates_that_cannot_be_weighted_are_counted(tmp_path: Path) -> None:
    # nobody of 4 is drawn in about e^-4 of the replicates
    estimated = resample(*make_uneven(tmp_path, 4))
    replication = estimated.headline.replication
    assert replication is not None
    assert (replication.replicates, replication.seed) == (REPLICATES, 1)
    assert 1 <= replication.failed <= 15
    assert find(estimated).bootstrap_error is not None


def test_where_many_cannot_be_weighted_there_is_no_error(tmp_path: Path) -> None:
    estimated = resample(*make_uneven(tmp_path, 1))
    replication = estimated.headline.replication
    assert replication is not None
    assert replication.failed > REPLICATES / 10
    assert find(estimated).bootstrap_error is None
    assert find(estimated).calibrated_error is not None


def test_a_domain_that_is_empty_in_some_replicate_has_none(tmp_path: Path) -> None:
    codes = {"sex": ["female"] * 2 + ["male"] * 100, "after_dark": ["neither", "very_safe"] * 51}
    dataset = open_round(write_round(tmp_path / "r", codes, {"after_dark": SAFETY}))
    estimated = resample(dataset, make_plan())
    assert find(estimated, "women").bootstrap_error is None
    assert find(estimated).bootstrap_error is not None
