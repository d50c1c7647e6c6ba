"""All tables of a released round, in the order in which every output has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.disclosure import Released
from analysis.phrases import say_fieldwork
from analysis.rows import Results
from analysis.tables import Table
from analysis.tabulating.changes import tabulate_change, tabulate_series
from analysis.tabulating.equality import tabulate_equality
from analysis.tabulating.methods import tabulate_method, tabulate_provenance
from analysis.tabulating.people import tabulate_took_part
from analysis.tabulating.published import tabulate_printed, tabulate_published
from analysis.tabulating.shares import list_breakdowns, tabulate_headlines
from analysis.tabulating.spreads import tabulate_distributions, tabulate_means
from analysis.tabulating.verdicts import tabulate_readings, tabulate_targets

SYNTHETIC = "SYNTHETIC"
"""The mark of made-up answers, on every table by itself: tables travel alone."""

OF_OTHERS = frozenset({"published-figures", "printed-figures"})
"""Real figures whatever the answers are; they name their sources line by line."""


def list_tables(released: Released) -> tuple[Table, ...]:
    """Every table that has something to show: no change where none is followed.

    `headlines`, `change`, `targets`, `target-readings`, one `breakdown-NAME` for each breakdown,
    `distributions`, `means`, `who-took-part`, `equality`, `published-figures`, `printed-figures`,
    `series`, `method`, `provenance`.
    """
    results = released.results
    tables = [table for table in _tabulate(results) if table and table.rows]
    return tuple(table if table.name in OF_OTHERS else _sign(table, results) for table in tables)


def _sign(table: Table, results: Results) -> Table:
    """Its source, and the mark where its figures are of made-up answers."""
    title = f"{SYNTHETIC}: {table.title}" if results.synthetic else table.title
    return replace(table, title=title, source=" ".join(filter(None, (table.source, _say(results)))))


def _say(results: Results) -> str:
    origin = results.provenance
    if origin is None:
        return f"Round {results.round}."
    named = f"Round {origin.round}"
    named = named if origin.title == origin.round else f"{origin.title}, round {origin.round}"
    return f"{named}, {say_fieldwork(origin.opens_on, origin.ended_on)}."


def _tabulate(results: Results) -> Iterator[Table | None]:
    yield tabulate_headlines(results)
    if _is_followed(results):
        yield tabulate_change(results)
    yield tabulate_targets(results)
    yield tabulate_readings(results)
    yield from list_breakdowns(results)
    yield tabulate_distributions(results)
    yield tabulate_means(results)
    yield tabulate_took_part(results)
    yield tabulate_equality(results)
    yield tabulate_published(results)
    yield tabulate_printed(results)
    if _is_followed(results):
        yield tabulate_series(results)
    yield tabulate_method(results)
    yield tabulate_provenance(results)


def _is_followed(results: Results) -> bool:
    """Whether any figure has a target or stands beside an earlier one; a consultation's has not."""
    return any(
        row.target or row.baseline or row.previous or len(row.history) > 1 for row in results.rows
    )
