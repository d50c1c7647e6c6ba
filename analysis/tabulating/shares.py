"""The headline figures, and each breakdown of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.groups import COMPONENT, QUALITY
from analysis.phrases import say_sentence
from analysis.rows import Results, Row
from analysis.samples import MODE, SAMPLE
from analysis.tables import Column, Table, Value
from analysis.tabulating.marking import (
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
    fine,
    label_domains,
    list_marks,
    list_rounding_notes,
    mark,
    say,
)

ALL_ASKED = Column(
    "all_asked",
    "Share of all asked",
    SHARE.unit,
    "The same share with don't know and no answer in the base.",
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
    columns = fine(
        (MEASURE, WHO, *_FIGURES, MARKS, CAUTIONS, NOTES, MEASURE_CODE, WHO_CODE), _bases(rows)
    )
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
        notes=(*_notes(results), *list_rounding_notes(cells, columns)),
    )


def list_breakdowns(results: Results) -> Iterator[Table]:
    """One table for each breakdown, in the order of the results."""
    names = dict.fromkeys(row.breakdown for row in results.rows if row.breakdown is not None)
    for name in names:
        yield _tabulate_breakdown(results, name)


def _tabulate_breakdown(results: Results, name: str) -> Table:
    rows = [row for row in results.rows if row.breakdown == name]
    columns = fine(
        (MEASURE, WHO, GROUP, *_FIGURES, MARKS, NOTES, MEASURE_CODE, WHO_CODE, GROUP_CODE),
        _bases(rows),
    )
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
        title=_TITLES.get(name) or f"Measures by {_label(results, name).lower()}",
        columns=columns,
        rows=cells,
        notes=(*_notes(results), *list_rounding_notes(cells, columns)),
    )


def _label(results: Results, name: str) -> str:
    groupings = results.took_part.groupings if results.took_part else ()
    named = {grouping.name: grouping.label for grouping in groupings}
    return named.get(name) or name.replace("_", " ")


def _figures(row: Row) -> tuple[Value, ...]:
    values = (
        *(row.estimate, row.ci_low, row.ci_high, row.base, row.effective_base),
        *(row.unweighted, row.all_asked),
    )
    return tuple(mark(value, row.status) for value in values)


def _bases(rows: Sequence[Row]) -> list[int | None]:
    return [row.base for row in rows]


def _notes(results: Results) -> tuple[str, ...]:
    """Who took part comes first: figures without it would be taken for everybody's."""
    method = results.method
    caution = (method.caution,) if method.caution else ()
    words = (f"Weighting: {method.weighting}", f"Base: {method.base}")
    return (*caution, method.who, *map(say_sentence, words))
