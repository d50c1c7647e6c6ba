"""Figures that others published: context by other methods, and what the plan's documents print."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.rows import Results
from analysis.tables import Column, Table, Unit
from analysis.tabulating.marking import (
    MEASURE,
    MEASURE_CODE,
    NOTES,
    WHO,
    WHO_CODE,
    label_domains,
    label_measures,
    mark,
)

_PERIOD = Column("period", "Period", description="As its source names it.")
_SURVEY = Column("survey", "Survey")
_SOURCE = Column("source", "Source")
_BASE = Column("base", "Base", Unit.COUNT, "Respondents, where published.")


def tabulate_published(results: Results) -> Table | None:
    """What other surveys say of the same things; None where the plan has none of it."""
    if not results.context:
        return None
    measures, domains = label_measures(results), label_domains(results)
    return Table(
        name="published-figures",
        tab="published-figures",
        title="Figures that other surveys published, by other methods",
        columns=(
            *(MEASURE, WHO, _PERIOD, Column("on", "Last day of the period", Unit.DATE)),
            _share(point.value for point in results.context),
            *(_BASE, _SURVEY, _SOURCE, NOTES, MEASURE_CODE, WHO_CODE),
        ),
        rows=tuple(
            (
                measures.get(point.measure, point.measure),
                domains.get(point.domain, point.domain),
                *(point.period, point.on.isoformat(), point.value, mark(point.base)),
                *(point.survey, point.source, point.note or None, point.measure, point.domain),
            )
            for point in results.context
        ),
        notes=(
            (
                "Other surveys choose people and ask them in other ways. Their figures are context "
                "and are never tested against this round's."
            ),
        ),
    )


def tabulate_printed(results: Results) -> Table | None:
    """The figures in the plan's own documents, with what is unclear; None where there are none."""
    if not results.printed:
        return None
    return Table(
        name="printed-figures",
        tab="printed-figures",
        title="Perception figures as the plan's documents print them",
        columns=(
            *(Column("label", "Figure"), _share(one.value for one in results.printed)),
            *(_PERIOD, _SURVEY, _BASE, _SOURCE, Column("problem", "What is wrong or unclear")),
        ),
        rows=tuple(
            (
                *(one.label, one.value, one.period, one.survey, mark(one.base)),
                *(one.source, one.problem or None),
            )
            for one in results.printed
        ),
        notes=("Printed as published: inconsistencies are kept and named, not mended.",),
    )


def _share(values: Iterable[float]) -> Column:
    """A column of shares with the decimals that they were published with, at most two."""
    found = [100 * value for value in values]
    digits = next(
        (d for d in (0, 1) if all(abs(value - round(value, d)) < 1e-6 for value in found)), 2
    )
    return Column("value", "Published share", Unit.SHARE, "As published.", digits)
