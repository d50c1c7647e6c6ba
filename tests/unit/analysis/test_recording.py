from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.ledger import Ledger
from analysis.plan import Weighting
from analysis.recording import list_entries, record_release
from analysis.shown import AuditShown
from surveys.errors import EstimateError
from tests.support.plans import make_plan
from tests.support.released import release
from tests.support.results import make_method, make_results

PLAN = make_plan()
METHOD = make_method(plan_hash=PLAN.hash)


def audited(narrowest: float | None) -> AuditShown:
    return AuditShown(counts=41, narrowest=narrowest, withheld=0, releases=0)


def test_what_a_release_says_of_earlier_rounds_is_an_entry_of_theirs() -> None:
    entries = list(list_entries(release(make_results(method=METHOD)), PLAN, "report"))
    assert [(one.round, one.said_by) for one in entries] == [
        ("made-up-2027", "made-up-2027"),
        ("made-up-2025", "made-up-2027"),
        ("made-up-2026", "made-up-2027"),
    ]
    assert {one.base for one in entries[1].figures} == {585}


@pytest.mark.parametrize(
    ("weighting", "told"),
    [(Weighting(), True), (Weighting(rake=("sex",)), False), (Weighting(design=True), False)],
    ids=["unweighted", "raked", "with design weights"],
)
def test_without_weights_an_earlier_figure_is_an_unweighted_share(
    weighting: Weighting, told: bool
) -> None:
    plan = make_plan(weighting=weighting)
    entries = list(list_entries(release(make_results(method=METHOD)), plan, "report"))
    shares = {one.unweighted for entry in entries[1:] for one in entry.figures}
    assert (None not in shares) is told
    assert len(shares) > 1 if told else shares == {None}


def test_who_took_part_is_recorded_as_it_is_printed() -> None:
    released = release(make_results(method=METHOD))
    (entry, *_) = list_entries(released, PLAN, "report")
    took_part = released.results.took_part
    assert took_part is not None
    assert [
        (one.name, one.level, one.people, one.share)
        for one in entry.headcounts
        if one.about == "level"
    ] == [
        (grouping.name, level.code, level.people, level.unweighted)
        for grouping in took_part.groupings
        for level in grouping.levels
    ]
    assert {one.about for one in entry.headcounts} >= {"arm", "answers", "level"}


@pytest.mark.parametrize("narrowest", [None, 5, 6.5])
def test_a_release_whose_counts_are_wide_enough_is_recorded(
    tmp_path: Path, narrowest: float | None
) -> None:
    results = make_results(method=METHOD, audit=audited(narrowest))
    assert len(record_release(Ledger(tmp_path), release(results), PLAN, "report")) == 3


def test_a_release_that_tells_a_count_too_closely_is_refused(tmp_path: Path) -> None:
    results = make_results(method=METHOD, audit=audited(4))
    with pytest.raises(EstimateError, match="known within 4"):
        record_release(Ledger(tmp_path), release(results), PLAN, "report")
    assert not list(tmp_path.iterdir())


def test_a_release_by_another_plan_is_refused(tmp_path: Path) -> None:
    released = release(make_results(method=replace(METHOD, plan_hash="ff" * 32)))
    with pytest.raises(EstimateError, match="not measured by this plan"):
        record_release(Ledger(tmp_path), released, PLAN, "report")
