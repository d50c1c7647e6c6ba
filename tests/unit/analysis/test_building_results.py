"""What stands beside the rows of a round, and what of earlier rounds may stand in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan, Weighting
from analysis.provenance import AuditShown
from analysis.rounds import Estimated
from analysis.shown import Status
from surveys.store.manifest import load_manifest
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import find, targeted, write_small

AUDIT = AuditShown(counts=0, narrowest=None, withheld=0, releases=0)
POINT = {"measure": "safe", "domain": "all", "survey": "A survey", "source": "its page"}


def with_figures(**changes: Any) -> Plan:
    later = POINT | {"period": "2019", "on": "2019-12-31", "value": 0.6}
    earlier = POINT | {"period": "2017", "on": "2017-12-31", "value": 0.5}
    printed = {
        "label": "Drugs a problem",
        "value": 0.78,
        "period": "2025",
        "survey": "A consultation",
        "source": "Plan, line 458",
        "problem": "printed with 66 % as well",
    }
    content = {"published_series": [later, earlier], "printed": [printed]}
    return Plan.model_validate(make_plan(**changes).model_dump() | content)


def withhold(round_: str) -> Any:
    """A protection that withholds all of one round."""

    def protect(estimated: Estimated, plan: Plan, ledger: Ledger) -> tuple[Estimated, AuditShown]:
        if estimated.dataset.manifest.round != round_:
            return estimated, AUDIT
        figures = {
            measure: {
                key: replace(figure, status=Status.SUPPRESSED) for key, figure in found.items()
            }
            for measure, found in estimated.figures.items()
        }
        return replace(estimated, figures=figures), AUDIT

    return protect


def test_what_the_audit_withholds_of_an_earlier_round_stands_in_no_later_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write_small(tmp_path / "before", (60, 60), closes_on="2025-05-31")
    now = write_small(tmp_path / "now", (90, 60))
    row = find(estimate_measures(now, targeted(), [before], ledger=Ledger(tmp_path / "ledger")))
    assert row.baseline is not None
    assert row.previous is not None
    monkeypatch.setattr("analysis.measures.protect", withhold("before"))
    later = estimate_measures(now, targeted(), [before], ledger=Ledger(tmp_path / "ledger"))
    hidden = find(release(later).results)
    assert (hidden.baseline, hidden.change, hidden.previous) == (None, None, None)
    assert hidden.target is not None
    assert (hidden.target.relative_value, hidden.target.line_relative) == (None, None)
    assert [point.status for point in hidden.history] == [Status.SUPPRESSED, Status.RELEASED]


def test_what_the_audit_withholds_of_this_round_has_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write_small(tmp_path / "before", (60, 60), closes_on="2025-05-31")
    now = write_small(tmp_path / "now", (90, 60))
    monkeypatch.setattr("analysis.measures.protect", withhold("now"))
    results = estimate_measures(now, targeted(), [before], ledger=Ledger(tmp_path / "ledger"))
    row = find(release(results).results)
    assert (row.change, row.previous, row.cautions) == (None, None, ())
    assert results.targets[0].verdict_relative is None
    assert results.targets[0].status == "No verdict: a figure is withheld to protect people"


def test_only_with_the_ledger_are_results_audited(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "now", (90, 60))
    assert estimate_measures(folder, make_plan()).audit is None
    assert estimate_measures(folder, make_plan(), ledger=Ledger(tmp_path / "l")).audit is not None


def test_published_figures_stand_beside_in_the_order_of_time(tmp_path: Path) -> None:
    results = estimate_measures(write_small(tmp_path / "now", (90, 60)), with_figures())
    assert [(one.period, one.on, one.value) for one in results.context] == [
        ("2017", date(2017, 12, 31), 0.5),
        ("2019", date(2019, 12, 31), 0.6),
    ]


def test_printed_figures_stand_beside_with_their_problems(tmp_path: Path) -> None:
    results = estimate_measures(write_small(tmp_path / "now", (90, 60)), with_figures())
    (one,) = results.printed
    assert (one.value, one.source, one.problem) == (
        0.78,
        "Plan, line 458",
        "printed with 66 % as well",
    )


def test_published_figures_enter_no_test(tmp_path: Path) -> None:
    row = find(estimate_measures(write_small(tmp_path / "now", (90, 60)), with_figures()), "all")
    assert (row.change, row.previous, row.baseline) == (None, None, None)
    assert [point.round for point in row.history] == ["now"]


def test_the_provenance_is_that_of_the_frozen_round(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "now", (90, 60))
    plan = make_plan()
    results = estimate_measures(folder, plan, seed=7)
    provenance = results.provenance
    manifest = load_manifest(folder)
    assert provenance is not None
    assert provenance.answers_hash == manifest.files["responses.parquet"]
    assert (provenance.round, provenance.seed) == ("now", 7)
    assert (provenance.plan_hash, provenance.plan_title) == (plan.hash, "A small plan")
    assert (provenance.questionnaire_version, provenance.questionnaire_hash) == (1, "0" * 64)
    assert (provenance.opens_on, provenance.ended_on) == (date(2026, 5, 1), date(2026, 5, 31))
    assert provenance.frozen_by == "canvass test"
    assert provenance.software.startswith("canvass ")


def test_a_row_with_a_small_effective_base_carries_its_caution(tmp_path: Path) -> None:
    results = estimate_measures(write_small(tmp_path / "now", (30, 25)), make_plan())
    women, everybody = find(results), find(results, "all")
    assert women.cautions
    assert everybody.cautions == ()
    assert find(results, "all", "sex", "female").cautions == ()


def test_a_level_that_nobody_is_in_is_a_caution_of_every_headline(tmp_path: Path) -> None:
    sex = make_grouping("sex", {"female": 0.4, "male": 0.4, "other": 0.2}, {"other": "male"})
    plan = make_plan(groupings=(sex,), weighting=Weighting(rake=("sex",)))
    kinds = dict.fromkeys(("female", "male", "other"), "substantive")
    answers = {
        "sex": ["female", "male"] * 150,
        "after_dark": ["very_safe", "very_safe", "very_unsafe", "very_unsafe"] * 75,
    }
    folder = write_round(tmp_path / "now", answers, {"after_dark": SAFETY, "sex": kinds})
    rows = [row for row in estimate_measures(folder, plan).rows if row.breakdown is None]
    assert len(rows) == 2
    assert all("other" in " ".join(row.cautions) for row in rows)


def test_the_bootstrap_is_made_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "now", (90, 60))
    plan = make_plan(weighting=Weighting(rake=("sex",)))
    assert find(estimate_measures(folder, plan)).bootstrap_error is None
    one, same, other = (
        find(estimate_measures(folder, plan, replicates=50, seed=seed)) for seed in (1, 1, 2)
    )
    assert one.bootstrap_error == same.bootstrap_error != other.bootstrap_error
    assert one.bootstrap_error == pytest.approx(one.standard_error, rel=0.4)


def test_the_scorecard_has_the_targets_of_the_plan(tmp_path: Path) -> None:
    plan = make_plan(measures=(*targeted().measures, make_measure(name="other")))
    results = estimate_measures(write_small(tmp_path / "now", (90, 60)), plan)
    assert [(one.text, one.measures) for one in results.targets] == [("10% increase", ("safe",))]
