from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.change import Verdict
from analysis.measures import estimate_measures
from analysis.rows import Results
from analysis.shown import Status
from tests.support.plans import make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import find, measure, targeted, write_small

WITHHELD = (
    "estimate",
    "standard_error",
    "ci_low",
    "ci_high",
    "base",
    "effective_base",
    "interval",
    "unweighted",
    "all_asked",
    "baseline",
    "change",
)


def publish(results: Results) -> Results:
    return release(results).results


@pytest.mark.parametrize(
    ("women", "status"),
    [((8, 8), Status.TOO_FEW), ((60, 1), Status.SUPPRESSED), ((60, 0), Status.SUPPRESSED)],
    ids=["too few", "one no", "100 %"],
)
def test_a_withheld_row_gives_nothing_away(
    tmp_path: Path, women: tuple[int, int], status: Status
) -> None:
    row = find(publish(measure(tmp_path, targeted(), women, (70, 60))))
    assert row.status is status
    assert {getattr(row, name) for name in WITHHELD} == {None}
    assert row.target is not None
    assert (row.target.relative_value, row.target.points_value) == (None, None)


def test_a_verdict_of_too_few_may_be_told(tmp_path: Path) -> None:
    target = find(publish(measure(tmp_path, targeted(), (8, 8), (70, 60)))).target
    assert target is not None
    assert target.verdict_relative == "too_few"


def test_a_released_row_is_rounded(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (70, 42), (63, 44))
    exact, row = find(results), find(publish(results))
    assert exact.estimate == 0.625
    assert (row.estimate, row.unweighted, row.all_asked) == (0.62, 0.62, 0.62)
    assert (row.base, row.effective_base, row.standard_error) == (110, 110, None)
    assert row.ci_low is not None
    assert round(row.ci_low, 2) == row.ci_low
    assert row.change is not None
    assert (row.change.points, row.change.relative) == (3, 0.05)
    assert row.baseline is not None
    assert (row.baseline.value, row.baseline.base) == (0.59, 105)
    assert row.target is not None
    assert (row.target.relative_value, row.target.points_value) == (0.65, 0.69)


def test_a_thousand_answers_allow_a_tenth(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "r", (333, 667), (1, 1))
    assert find(publish(estimate_measures(folder, make_plan()))).status is Status.SUPPRESSED
    folder = write_small(tmp_path / "s", (333, 667), (100, 100))
    assert find(publish(estimate_measures(folder, make_plan()))).estimate == 0.333
    folder = write_small(tmp_path / "t", (331, 666), (100, 100))
    assert find(publish(estimate_measures(folder, make_plan()))).estimate == 0.33


def test_a_withheld_baseline_stays_withheld_in_the_next_round(tmp_path: Path) -> None:
    row = find(publish(measure(tmp_path, targeted(), (80, 80), (119, 1))))
    assert (row.status, row.baseline, row.change) == (Status.RELEASED, None, None)
    assert row.target is not None
    assert row.target.relative_value is None


def test_nothing_that_rests_on_a_withheld_baseline_leaves(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (80, 80), (2, 118))
    inside, row = find(results), find(publish(results))
    assert inside.baseline is not None
    assert (inside.baseline.status, inside.baseline.value) == (Status.SUPPRESSED, 2 / 120)
    assert inside.change is not None
    assert inside.previous is not None
    assert (inside.previous.status, inside.previous.value) == (Status.SUPPRESSED, 2 / 120)
    assert inside.target is not None
    assert inside.target.relative_value == pytest.approx(1.1 * 2 / 120)
    assert (row.status, row.estimate) == (Status.RELEASED, 0.5)
    assert (row.baseline, row.change, row.previous) == (None, None, None)
    assert row.target is not None
    told = row.target
    assert (told.relative_value, told.points_value) == (None, None)
    assert (told.line_relative, told.line_points) == (None, None)
    assert (told.verdict_relative, told.verdict_points) == ("no_baseline", "no_baseline")
    assert [(point.status, point.base) for point in row.history][:-1] == [("suppressed", None)]


def test_a_verdict_that_rests_on_a_withheld_baseline_does_not_leave(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (80, 80), (2, 118))
    exact = find(results)
    assert exact.target is not None
    judged = replace(exact.target, verdict_relative=Verdict.MET, verdict_points=Verdict.ON_TRACK)
    row = find(publish(replace(results, rows=(replace(exact, target=judged),))))
    assert row.target is not None
    assert (row.target.verdict_relative, row.target.verdict_points) == (None, None)


def test_no_note_tells_how_high_a_withheld_baseline_was(tmp_path: Path) -> None:
    target = find(measure(tmp_path, targeted(), (80, 80), (118, 2))).target
    assert target is not None
    assert (target.relative_value, target.note) == (None, "")


def test_one_withheld_before_does_not_hide_an_earlier_baseline(tmp_path: Path) -> None:
    row = find(publish(measure(tmp_path, targeted(), (80, 80), (60, 60), (2, 118))))
    assert row.baseline is not None
    assert row.change is not None
    assert row.previous is None


def test_a_change_is_no_finer_than_the_coarser_of_its_rounds(tmp_path: Path) -> None:
    row = find(publish(measure(tmp_path, targeted(), (613, 600), (63, 44))))
    assert row.estimate == 0.505
    assert row.change is not None
    assert row.change.points == round(row.change.points)
    assert row.change.relative is not None
    assert row.change.relative == round(row.change.relative, 2)
