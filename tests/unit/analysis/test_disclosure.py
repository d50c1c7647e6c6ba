from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.claims import round_to_5
from analysis.disclosure import Internal, Released
from analysis.measures import estimate_measures
from analysis.provenance import AuditShown
from analysis.results import render_json
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.tabulating import list_tables
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import AUDITED, release
from tests.unit.analysis.test_measures import find, measure, targeted


def publish(results: Results) -> Results:
    return release(results).results


def test_what_the_audit_counted_does_not_leave(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (70, 42), (63, 44))
    first, later = (
        release(replace(results, audit=AuditShown(counts, 6.0, withheld=0, releases=releases)))
        for counts, releases in ((41, 0), (45, 2))
    )
    assert (first.audit.releases, later.audit.releases) == (0, 2)
    assert render_json(first) == render_json(later)
    assert list_tables(first) == list_tables(later)


def test_inside_a_withheld_row_has_its_change(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (119, 1), (60, 60))
    inside, row = find(results), find(publish(results))
    assert inside.status is Status.SUPPRESSED
    assert inside.change is not None
    assert inside.change.points == pytest.approx(100 * (119 / 120 - 0.5))
    assert inside.previous is not None
    assert (row.change, row.previous, row.baseline) == (None, None, None)


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
