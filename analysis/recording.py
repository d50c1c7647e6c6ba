"""Putting a release into the ledger, before it leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from analysis.disclosure import Released
from analysis.equality import GroupHeard, GroupingHeard
from analysis.headcounts import list_heard
from analysis.ledger import (
    DistributionSaid,
    Entry,
    FigureSaid,
    HeadcountSaid,
    Ledger,
    OptionSaid,
)
from analysis.participation import GroupingCompared, LevelCompared
from analysis.plan import Plan, dump_plan
from analysis.results import render_json
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.spread import Distribution
from surveys.errors import EstimateError

Plain = Collection[tuple[object, object]]
"""The figures whose people all weigh the same (`AuditShown.plain`)."""


def record_release(ledger: Ledger, released: Released, plan: Plan, kind: str) -> tuple[Path, ...]:
    """Record what a release says of its round, and of each earlier round that stands beside it.

    Recording the same again changes nothing.

    Args:
        ledger: Where it is kept.
        released: What is about to leave.
        plan: The plan that it was measured by.
        kind: The output, such as ``report``.

    Returns:
        The entries, that of the round itself first.

    Raises:
        EstimateError: It was measured by another plan.
    """
    results = released.results
    if results.method.plan_hash != plan.hash:
        raise EstimateError(
            "ledger.other-plan",
            f"round {results.round}",
            f"the results were not measured by this plan {plan.name}",
            "Record them with the plan that they were measured by.",
        )
    return tuple(ledger.add(entry) for entry in list_entries(released, plan, kind))


def list_entries(released: Released, plan: Plan, kind: str) -> Iterator[Entry]:
    """The entries of a release, that of its own round first."""
    results, plain = released.results, released.audit.plain
    common = {
        "said_by": results.round,
        "kind": kind,
        "results": hashlib.sha256(render_json(released).encode()).hexdigest(),
        "plan": json.loads(dump_plan(plan)),
        "software": results.method.software,
    }
    yield Entry(
        round=results.round,
        answers=results.provenance.answers_hash if results.provenance else "",
        figures=tuple(_say_row(row, plain) for row in results.rows),
        distributions=tuple(
            _say_distribution(index, one, plain) for index, one in enumerate(results.distributions)
        ),
        headcounts=tuple(_list_headcounts(results, plan)),
        **common,
    )
    told: dict[str, dict[FigureSaid, None]] = {}
    weighted = plan.weighting.rake or plan.weighting.design
    for row in results.rows:
        for name, base, value in _list_earlier(results, row):
            # without weights what stands beside a row is the unweighted share itself
            unweighted = None if weighted else value
            told.setdefault(name, {})[_say(row, Status.RELEASED, base, unweighted)] = None
    for name, figures in sorted(told.items()):
        yield Entry(round=name, answers="", figures=tuple(figures), **common)


def _say_row(row: Row, plain: Plain) -> FigureSaid:
    place = (row.measure, (row.domain, row.breakdown, row.category))
    asked = row.all_asked if place in plain else None
    return _say(row, row.status, row.base, row.unweighted, asked)


def _say(
    row: Row,
    status: Status,
    base: int | None,
    unweighted: float | None,
    all_asked: float | None = None,
) -> FigureSaid:
    return FigureSaid(
        measure=row.measure,
        domain=row.domain,
        breakdown=row.breakdown,
        category=row.category,
        status=status,
        base=base,
        unweighted=unweighted,
        all_asked=all_asked,
    )


def _say_distribution(index: int, one: Distribution, plain: Plain) -> DistributionSaid:
    options = tuple(
        OptionSaid(
            code=each.code,
            status=each.status,
            unweighted=each.unweighted,
            all_asked=each.all_asked if (index, position) in plain else None,
        )
        for position, each in enumerate(one.options)
    )
    return DistributionSaid(
        name=one.name, domain=one.domain, status=one.status, base=one.base, options=options
    )


def _list_headcounts(results: Results, plan: Plan) -> Iterator[HeadcountSaid]:
    """How many took part, as the release says it."""
    method = results.method
    for number, arm in enumerate(method.arms):
        yield HeadcountSaid(about="arm", name=str(number), people=_read_count(arm.respondents))
    for margin in plan.weighting.rake:
        share = method.not_given.get(margin)
        yield HeadcountSaid(about="not_given", name=margin, share=share)
    for flag, count in method.flags.items():
        yield HeadcountSaid(about="flag", name=flag, people=_read_count(count))
    groupings: list[GroupingCompared | GroupingHeard] = [*list_heard(results.equality)]
    if results.took_part:
        groupings = [*results.took_part.groupings, *groupings]
    for grouping in groupings:
        levels: Sequence[LevelCompared | GroupHeard] = grouping.levels
        yield HeadcountSaid(about="answers", name=grouping.name, people=grouping.answers)
        for level in levels:
            yield HeadcountSaid(
                about="level",
                name=grouping.name,
                level=level.code,
                people=level.people,
                share=level.unweighted,
            )


def _read_count(count: int | str) -> int | None:
    """A number of people; None where it is words for few."""
    return None if isinstance(count, str) else count


def _list_earlier(results: Results, row: Row) -> Iterator[tuple[str, int, float | None]]:
    """The earlier rounds that a row tells something of, with the base and share that it gives."""
    if row.baseline and row.baseline.round and row.baseline.base is not None:
        yield row.baseline.round, row.baseline.base, row.baseline.value
    if row.previous and row.previous.base is not None:
        yield row.previous.round, row.previous.base, row.previous.value
    for point in row.history:
        told = point.status is Status.RELEASED and point.base is not None
        if told and point.round != results.round:
            yield point.round, point.base or 0, point.estimate
