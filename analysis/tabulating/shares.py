"""The headline figures, and each breakdown of them."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.groups import COMPONENT, QUALITY
from analysis.naming import name_grouping
from analysis.phrases import say_sentence
from analysis.rows import Results, Row
from analysis.samples import APART, MODE, SAMPLE
from analysis.shown import Status
from analysis.tables import Column, Table, Value
from analysis.tabulating.marking import (
    ALL_ASKED,
    BASE,
    CAUTIONS,
    EFFECTIVE,
    HIGH,
    LOW,
    MARKS,
    MEASURE,
    MEASURE_CODE,
    NOTES,
    SHARE,
    UNWEIGHTED,
    WHO,
    WHO_CODE,
    label_domains,
    list_marks,
    list_rounding_notes,
    mark,
    say,
    show,
)

GROUP = Column("category_label", "Group", description="The part of the people that it is about.")
GROUP_CODE = Column("category", "Category code", description="The category's name in every file.")

_FIGURES = (SHARE, LOW, HIGH, BASE, EFFECTIVE, UNWEIGHTED, ALL_ASKED)
_TITLES = {
    SAMPLE: "Measures by how people came to be asked",
    MODE: "Measures by how people answered",
    COMPONENT: "Measures by the parts of a group",
    QUALITY: "Measures without the answers marked for quality",
}
_TAB = 31


def tabulate_headlines(results: Results) -> Table:
    """Every measure in each of its domains."""
    rows = [row for row in results.rows if row.breakdown is None]
    columns = (MEASURE, WHO, *_FIGURES, MARKS, CAUTIONS, NOTES, MEASURE_CODE, WHO_CODE)
    cells = tuple(
        (
            *(row.measure_label, row.group_label),
            *_figures(row),
            *(list_marks(row, results), say(row.cautions), say(row.notes)),
            *(row.measure, row.domain),
        )
        for row in rows
    )
    return Table(
        name="headlines",
        tab="headlines",
        title="Headline measures with their 95 % intervals",
        columns=columns,
        rows=cells,
        notes=(
            *_notes(results),
            *list_rounding_notes(cells, columns),
            *_list_left_out(results),
        ),
    )


def _list_left_out(results: Results) -> list[str]:
    """That a breakdown has no table, and why."""
    empty = [_title(results, name) for name, empty in _list_names(results).items() if empty]
    if not empty:
        return []
    return [f"Left out, for no figure in it can be shown: {'; '.join(empty)}."]


def list_breakdowns(results: Results) -> Iterator[Table]:
    """One table for each breakdown that has anything to show, in the order of the results."""
    for name, empty in _list_names(results).items():
        if not empty:
            yield _tabulate_breakdown(results, name)


def _list_names(results: Results) -> dict[str, bool]:
    """Breakdown to whether none of its figures may be shown; who stands apart always is."""
    names = dict.fromkeys(row.breakdown for row in results.rows if row.breakdown is not None)
    shown = {row.breakdown for row in results.rows if row.status is Status.RELEASED} | APART
    return {name: name not in shown for name in names}


def _tabulate_breakdown(results: Results, name: str) -> Table:
    rows = [row for row in results.rows if row.breakdown == name]
    columns = (MEASURE, WHO, GROUP, *_FIGURES, MARKS, NOTES, MEASURE_CODE, WHO_CODE, GROUP_CODE)
    domains = label_domains(results)
    cells = tuple(
        (
            *(row.measure_label, domains.get(row.domain, row.domain), row.group_label),
            *_figures(row),
            *(list_marks(row, results), say((*row.cautions, *row.notes))),
            *(row.measure, row.domain, row.category),
        )
        for row in rows
    )
    dashed = f"breakdown-{name.replace('_', '-')}"
    return Table(
        name=dashed,
        tab=dashed[:_TAB].rstrip("-"),
        title=_title(results, name),
        columns=columns,
        rows=cells,
        notes=(*_notes(results), *list_rounding_notes(cells, columns)),
    )


def _title(results: Results, name: str) -> str:
    return _TITLES.get(name) or f"Measures by {name_grouping(results.took_part, name).lower()}"


def _figures(row: Row) -> tuple[Value, ...]:
    status, base = row.status, row.base
    return (
        *(show(value, status, base) for value in (row.estimate, row.ci_low, row.ci_high)),
        *(mark(base, status), mark(row.effective_base, status)),
        *(show(row.unweighted, status, base), show(row.all_asked, status, base)),
    )


def _notes(results: Results) -> tuple[str, ...]:
    """Who took part comes first: figures without it would be taken for everybody's."""
    method = results.method
    caution = (method.caution,) if method.caution else ()
    words = (f"Weighting: {method.weighting}", f"Base: {method.base}")
    return (*caution, method.who, *map(say_sentence, words))
