"""The made-up rounds are frozen rounds, and the estimate that peers make is one of the plan's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.measures import estimate_measures
from analysis.plan_loading import load_plan
from surveys.store.manifest import load_manifest
from tests.benchmarks.domain_estimate import MEASURE, estimate, narrow_plan, write_csv, write_task
from tests.benchmarks.made_round import write_made_round

SIZE = 600
PLAN = "tower-hamlets-2025"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("made")
    return write_made_round(data_dir, "made", SIZE, seed=1, year=2027)


def test_the_same_seed_gives_the_same_bytes_and_another_other_ones(
    folder: Path, tmp_path: Path
) -> None:
    same = write_made_round(tmp_path / "same", "made", SIZE, seed=1, year=2027)
    other = write_made_round(tmp_path / "other", "made", SIZE, seed=2, year=2027)
    assert load_manifest(same) == load_manifest(folder)
    assert load_manifest(other).files != load_manifest(folder).files


def test_every_code_is_in_the_codebook(folder: Path) -> None:
    dataset = open_round(folder)
    for name, column in dataset.columns.items():
        if column.kinds:
            coded = dataset.get_coded(name)
            assert {coded.codes[place] for place in set(coded.index.tolist())} <= set(column.kinds)


def test_the_annual_plan_measures_it_and_the_one_estimate_is_among_its_figures(
    folder: Path,
) -> None:
    plan = load_plan(PLAN)
    untrimmed = plan.model_copy(update={"weighting": narrow_plan(plan).weighting})
    rows = estimate_measures(folder, untrimmed).rows
    found = estimate(folder, narrow_plan(plan))
    row = next(r for r in rows if (r.measure, r.domain, r.breakdown) == (MEASURE, "women", None))
    assert found.estimate == pytest.approx(row.estimate, rel=1e-12)
    assert found.standard_error == pytest.approx(row.standard_error, rel=1e-12)


def test_peers_get_every_answer_and_margins_that_add_up_to_them(
    folder: Path, tmp_path: Path
) -> None:
    plan = narrow_plan(load_plan(PLAN))
    write_csv(folder, plan, tmp_path / "answers.csv", tmp_path / "totals.csv")
    lines = (tmp_path / "answers.csv").read_text("utf-8").splitlines()
    assert len(lines) == SIZE + 1
    totals: dict[str, float] = {}
    for line in (tmp_path / "totals.csv").read_text("utf-8").splitlines()[1:]:
        margin, _, total = line.split(",")
        totals[margin] = totals.get(margin, 0.0) + float(total)
    assert totals == pytest.approx(dict.fromkeys(plan.weighting.rake, SIZE))
    write_task(folder, plan, tmp_path / "task.json")
    task = json.loads((tmp_path / "task.json").read_text("utf-8"))
    assert task["margins"]["age_band"]["columns"]["age"] == {"16_17": "16_24"}
    assert task["answers"]["very_safe"] == 1
    assert task["answers"]["neither"] == 0
    assert "dont_know" not in task["answers"]
