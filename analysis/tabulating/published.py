"""Figures that others published: context by other methods, and what the plan's documents print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.rows import Results
from analysis.shown import ContextPoint, PrintedFigure
from analysis.tables import Column, Rounded, Table, Unit
from analysis.tabulating.marking import (
    MEASURE,
    MEASURE_CODE,
    NOTES,
    WHO,
    WHO_CODE,
    label_domains,
    label_measures,
)

_PERIOD = Column("period", "Period", description="As its source names it.")
_SURVEY = Column("survey", "Survey")
_SOURCE = Column("source", "Source")
_SHARE = Column("value", "Published share", Unit.SHARE, "As published.")
_BASE = Column("base", "Base", Unit.COUNT, "Respondents, where published.")
NOT_PUBLISHED, NOT_PRINTED = "not published", "not printed"
"""In place of a base."""


def tabulate_published(results: Results) -> Table | None:
    """What other surveys say of the same things; None where the plan has none of it."""
    if not results.context:
        return None
    measures, domains = label_measures(results), label_domains(results)
    digits = _count_digits(results.context)
    return Table(
        name="published-figures",
        tab="published-figures",
        title="Figures that other surveys published, by other methods",
        columns=(
            *(MEASURE, WHO, _PERIOD, Column("on", "Last day of the period", Unit.DATE)),
            _SHARE,
            *(_BASE, _SURVEY, _SOURCE, NOTES, MEASURE_CODE, WHO_CODE),
        ),
        rows=tuple(
            (
                measures.get(point.measure, point.measure),
                domains.get(point.domain, point.domain),
                *(point.period, point.on.isoformat(), Rounded(point.value, digits[point.survey])),
                NOT_PUBLISHED if point.base is None else point.base,
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
    digits = _count_digits(results.printed)
    return Table(
        name="printed-figures",
        tab="printed-figures",
        title="Perception figures as the plan's documents print them",
        columns=(
            *(Column("label", "Figure"), _SHARE),
            *(_PERIOD, _SURVEY, _BASE, _SOURCE, Column("problem", "What is wrong or unclear")),
        ),
        rows=tuple(
            (
                *(one.label, Rounded(one.value, digits[one.survey]), one.period, one.survey),
                NOT_PRINTED if one.base is None else one.base,
                *(one.source, one.problem or None),
            )
            for one in results.printed
        ),
        notes=("Printed as published: inconsistencies are kept and named, not mended.",),
    )


def _count_digits(figures: Iterable[ContextPoint | PrintedFigure]) -> Mapping[str, int]:
    """Survey to the decimals that it published its shares with, at most two."""
    found: dict[str, list[float]] = {}
    for one in figures:
        found.setdefault(one.survey, []).append(100 * one.value)
    return {survey: _fit_digits(values) for survey, values in found.items()}


def _fit_digits(values: Iterable[float]) -> int:
    kept = list(values)
    fits = (d for d in (0, 1) if all(abs(value - round(value, d)) < 1e-6 for value in kept))
    return next(fits, 2)
