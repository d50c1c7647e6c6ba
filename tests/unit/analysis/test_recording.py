from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.gathering import gather
from analysis.ledger import FigureSaid, Ledger, OptionSaid
from analysis.measures import estimate_measures
from analysis.plan import Plan, Weighting
from analysis.provenance import AuditShown
from analysis.recording import list_entries, record_release
from analysis.rounds import estimate_round
from analysis.shown import Status
from surveys.errors import EstimateError
from tests.support.plans import make_plan
from tests.support.released import release
from tests.support.results import make_method, make_results
from tests.unit.analysis.test_measures import write_small

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


@pytest.mark.parametrize("told", [True, False], ids=["plain", "weighted"])
def test_the_share_of_all_asked_is_recorded_where_all_weigh_the_same(told: bool) -> None:
    results = make_results(method=METHOD)
    rows = {(r.measure, (r.domain, r.breakdown, r.category)) for r in results.rows}
    options = {
        (at, no) for at, d in enumerate(results.distributions) for no in range(len(d.options))
    }
    plain = frozenset[tuple[object, object]](rows | options if told else ())
    results = replace(results, audit=replace(audited(None), plain=plain))
    (entry, *_) = list_entries(release(results), PLAN, "report")
    recorded = [option for one in entry.distributions for option in one.options]
    everything: list[FigureSaid | OptionSaid] = [*entry.figures, *recorded]
    for said in everything:
        shown = said.status is Status.RELEASED and said.unweighted is not None
        assert (said.all_asked is not None) is (told and shown)
    assert any(option.unweighted for option in recorded)


def test_what_others_published_makes_no_other_plan_of_it(tmp_path: Path) -> None:
    # else the round would be counted by it a second time at every release
    point = {"measure": "safe", "domain": "all", "survey": "A survey", "source": "its page"}
    series = [point | {"period": "2019", "on": "2019-12-31", "value": 0.6}]
    plan = Plan.model_validate(PLAN.model_dump() | {"published_series": series})
    folder = write_small(tmp_path / "round", (70, 42), (63, 44))
    estimated = estimate_round(open_round(folder), plan)
    released = release(estimate_measures(folder, plan))
    entries = list(list_entries(released, plan, "report"))
    assert len(gather(estimated, plan, entries).views) == 1
    other = Plan.model_validate(plan.model_dump() | {"name": "another"})
    assert len(gather(estimated, other, entries).views) == 2


@pytest.mark.parametrize(
    ("weighting", "men", "told"),
    [(Weighting(), 46, {0.58}), (Weighting(rake=("sex",)), 86, {None, 0.43, 0.58})],
)
def test_a_share_of_all_asked_is_taken_up_only_as_it_was_published(
    tmp_path: Path, weighting: Weighting, men: int, told: set[float | None]
) -> None:
    folder, plan = write_small(tmp_path / "round", (64, 46), (64, men)), make_plan()
    before = make_plan(name="before", weighting=weighting)
    measured = estimate_measures(folder, before, ledger=Ledger(tmp_path / "ledger"))
    entries = list(list_entries(release(measured), before, "report"))
    scene = gather(estimate_round(open_round(folder), plan), plan, entries)
    assert {one.asked for one in scene.statements if one.own is None} == told


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
