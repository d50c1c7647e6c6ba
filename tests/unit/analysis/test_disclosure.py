from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.change import Verdict
from analysis.disclosure import Internal, Released, round_to_5
from analysis.measures import estimate_measures
from analysis.plan import Weighting
from analysis.results import render_json
from analysis.rows import Results, Row
from analysis.shown import AuditShown, Status
from analysis.tabulating import list_tables
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import AUDITED, release
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
    folder = write_small(tmp_path / "t", (333, 666), (100, 100))
    assert find(publish(estimate_measures(folder, make_plan()))).estimate == 0.33


def test_a_withheld_baseline_stays_withheld_in_the_next_round(tmp_path: Path) -> None:
    row = find(publish(measure(tmp_path, targeted(), (80, 80), (119, 1))))
    assert (row.status, row.baseline, row.change) == (Status.RELEASED, None, None)
    assert row.target is not None
    assert row.target.relative_value is None


def test_what_the_audit_counted_does_not_leave(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (70, 42), (63, 44))
    first, later = (
        release(replace(results, audit=AuditShown(counts, 6.0, withheld=0, releases=releases)))
        for counts, releases in ((41, 0), (45, 2))
    )
    assert (first.audit.releases, later.audit.releases) == (0, 2)
    assert render_json(first) == render_json(later)
    assert list_tables(first) == list_tables(later)


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


def test_inside_a_withheld_row_has_its_change(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (119, 1), (60, 60))
    inside, row = find(results), find(publish(results))
    assert inside.status is Status.SUPPRESSED
    assert inside.change is not None
    assert inside.change.points == pytest.approx(100 * (119 / 120 - 0.5))
    assert inside.previous is not None
    assert (row.change, row.previous, row.baseline) == (None, None, None)


def test_the_method_tells_no_exact_counts(tmp_path: Path) -> None:
    method = publish(measure(tmp_path, make_plan(), (70, 42))).method
    assert (method.respondents, method.ineligible, dict(method.modes)) == (
        230,
        None,
        {"chat": None},
    )
    assert (method.raking_iterations, method.raking_error) == (None, None)


def test_a_mode_of_few_people_is_not_named(tmp_path: Path) -> None:
    answers = {"sex": ["female", "male"] * 60, "after_dark": ["very_safe", "neither"] * 60}
    folder = write_round(
        tmp_path / "r",
        answers,
        {"after_dark": SAFETY},
        modes={"paper": 110, "telephone": 9, "f2f": 1},
    )
    exact = estimate_measures(folder, make_plan())
    assert dict(publish(exact).method.modes) == {"paper": None}
    assert exact.method.modes["telephone"] == 9


def test_the_share_who_did_not_say_is_a_whole_per_cent(tmp_path: Path) -> None:
    answers = {"sex": ["female", "male"] * 60 + ["x"] * 15, "after_dark": ["very_safe"] * 135}
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    exact = estimate_measures(folder, make_plan(weighting=Weighting(rake=("sex",))))
    assert exact.method.raking_error is not None
    assert exact.method.not_given["sex"] == pytest.approx(1 / 9)
    assert publish(exact).method.not_given["sex"] == 0.11


@pytest.mark.parametrize(("people", "told"), [(9, None), (10, 0.08), (15, 0.11)])
def test_the_share_who_did_not_say_is_not_told_where_it_tells_how_few_they_are(
    tmp_path: Path, people: int, told: float | None
) -> None:
    answers = {"sex": ["female", "male"] * 60 + ["x"] * people}
    answers["after_dark"] = ["very_safe"] * (120 + people)
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    exact = estimate_measures(folder, make_plan(weighting=Weighting(rake=("sex",))))
    assert publish(exact).method.not_given.get("sex") == told
    public = publish(exact).took_part
    assert public is not None
    assert [one.answers for one in public.groupings] == [None if told is None else 120]


def test_a_change_is_no_finer_than_the_coarser_of_its_rounds(tmp_path: Path) -> None:
    row = find(publish(measure(tmp_path, targeted(), (613, 600), (63, 44))))
    assert row.estimate == 0.505
    assert row.change is not None
    assert row.change.points == round(row.change.points)
    assert row.change.relative is not None
    assert row.change.relative == round(row.change.relative, 2)


def test_nobody_is_left_over_by_taking_a_domain_from_everybody(tmp_path: Path) -> None:
    answers = {
        "sex": ["female"] * 1093 + ["male"] * 2 + ["x"] * 5,
        "after_dark": ["very_safe"] * 500 + ["very_unsafe"] * 600,
    }
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    rows = publish(estimate_measures(folder, make_plan())).rows
    assert [row.status for row in rows if row.breakdown is None] == ["released", "suppressed"]


def test_internal_keeps_everything_but_the_status_unchanged(tmp_path: Path) -> None:
    row = find(Internal(measure(tmp_path, make_plan(), (8, 9))).results)
    assert (row.status, row.base, row.estimate) == (Status.TOO_FEW, 17, 8 / 17)


def test_nothing_but_release_makes_a_release(tmp_path: Path) -> None:
    results = measure(tmp_path, make_plan(), (70, 42))
    forged: Any = object()
    with pytest.raises(TypeError, match="only"):
        Released(results, AUDITED, forged)


@pytest.mark.parametrize(
    ("count", "rounded"), [(0, 0), (2, 0), (3, 5), (7, 5), (7.5, 10), (1127, 1125), (1128, 1130)]
)
def test_bases_go_to_the_nearest_five(count: float, rounded: int) -> None:
    assert round_to_5(count) == rounded


def test_a_sensitive_item_is_held_to_ten(tmp_path: Path) -> None:
    answers = {"sex": ["female", "male"] * 60, "after_dark": ["very_safe"] * 9 + ["neither"] * 111}
    rows: list[Row] = []
    for name, sensitive in (("plain", ()), ("sensitive", ("after_dark",))):
        folder = write_round(tmp_path / name, answers, {"after_dark": SAFETY}, sensitive=sensitive)
        rows.append(find(estimate_measures(folder, make_plan()), "all"))
    assert [row.status for row in rows] == [Status.RELEASED, Status.SUPPRESSED]


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_plan_can_call_its_measure_sensitive(tmp_path: Path, sensitive: bool) -> None:
    answers = {"sex": ["female", "male"] * 60, "after_dark": ["very_safe"] * 9 + ["neither"] * 111}
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY})
    plan = make_plan(measures=(make_measure(sensitive=sensitive),))
    status = Status.SUPPRESSED if sensitive else Status.RELEASED
    assert find(estimate_measures(folder, plan), "all").status is status
