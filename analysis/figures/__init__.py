"""The figures of a round: charts with their words and the tables behind them.

    panel, panel_*            a measure over rounds, both readings of its target, what others say
    spreads                   the answers to one question
    groups                    a measure by group
    records                   perceptions, and under them what was recorded
    taking_part               who took part, beside the population
    bars                      lines of labels, bars and dots that the last three share
    figure                    a figure, drawn when asked for
    canvas, scales, times     marks and lines; from values and days to pixels, and room for labels
    saying, words             figures in words

Nothing is told by colour alone: marks differ in shape, lines in dashes, and every figure is printed
or in the table. Only released results are drawn.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import Released
from analysis.figures.figure import Figure, Form, Kind
from analysis.figures.groups import make_groups_figure
from analysis.figures.panel import list_panels
from analysis.figures.panel_figure import make_panel_figure
from analysis.figures.records import list_record_figures
from analysis.figures.spreads import make_spread_figure
from analysis.figures.taking_part import make_taking_part_figure
from analysis.figures.words import FALLBACK, find_words
from analysis.origin import say_origin
from analysis.rows import Results, Row

__all__ = ["Figure", "Form", "Kind", "list_figures", "list_record_figures"]


def list_figures(released: Released, language: str = FALLBACK) -> tuple[Figure, ...]:
    """Every figure of a round, in the order of its measures; none is drawn yet.

    Args:
        released: The results; nothing else can be drawn.
        language: Of the words around the plan's own.

    Raises:
        TypeError: The results have not been released.
    """
    if not isinstance(released, Released):
        raise TypeError("only released results are drawn")
    results, words = released.results, find_words(language)
    mark = words["synthetic"] if results.synthetic else ""
    parts = results.took_part.groupings if results.took_part else ()
    figures = (
        *(make_panel_figure(one, results, words, mark) for one in list_panels(results, words)),
        *(make_spread_figure(one, results, words, mark) for one in results.distributions),
        *(make_groups_figure(one, results, words, mark) for one in _list_measures(results)),
        *(make_taking_part_figure(one, results, words, mark) for one in parts if one.levels),
    )
    return tuple(replace(one, origin=say_origin(results)) for one in figures)


def _list_measures(results: Results) -> list[tuple[Row, ...]]:
    """All rows of each measure that has more than one to be compared."""
    found: dict[str, list[Row]] = {}
    for row in results.rows:
        found.setdefault(row.measure, []).append(row)
    return [tuple(rows) for rows in found.values() if len(rows) > 1]
