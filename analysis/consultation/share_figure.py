"""Shares side by side: a dot with its range for each, in one picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.consultation.consulted import Consulted
from analysis.figures import Figure, Kind
from analysis.figures.bars import draw_dot, draw_ends, draw_words, make_scale
from analysis.figures.canvas import Canvas
from analysis.figures.figure import make_figure
from analysis.figures.saying import list_sources
from analysis.figures.words import FALLBACK, find_words
from analysis.phrases import count_digits, say_figure, say_percent, say_sentence
from analysis.rows import Row
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.marking import mark, show

RANGE = (
    "Line: where the figure for everybody would probably lie, if chance alone had decided who took "
    "part (95 % interval)."
)
_DOT = "Dot: the share of those who gave an answer that counts."

COLUMNS = (
    Column("ci_low", "Lower limit (95 %)", Unit.SHARE),
    Column("ci_high", "Upper limit (95 %)", Unit.SHARE),
)


def make_shares_figure(consulted: Consulted, rows: Sequence[Row]) -> Figure | None:
    """The shares of measures; None where there are no rows."""
    if not rows:
        return None
    results, words = consulted.results, find_words(FALLBACK)
    notes = (f"{_DOT} {RANGE}", words["rounding"], *list_sources(results, words))
    return make_figure(
        "shares",
        Kind.DISTRIBUTION,
        "What people answered",
        (*(_say_row(row) for row in rows), *notes),
        notes=notes,
        table=_tabulate(rows),
        paint=lambda canvas: draw_rows(canvas, [(row.measure_label, row) for row in rows]),
        mark=words["synthetic"] if results.synthetic else "",
        subtitle=rows[0].group_label,
    )


def draw_rows(canvas: Canvas, rows: Iterable[tuple[str, Row]]) -> None:
    """A line for each row with a figure; why the others have none stands below."""
    scale = make_scale(0, 1)
    draw_ends(canvas, scale, (0, 0.5, 1))
    hidden = []
    for label, row in rows:
        if row.estimate is None:
            hidden.append(f"{label}: {say_figure(row)}.")
            continue
        said = say_percent(row.estimate, count_digits(row.base)), f"of {row.base or 0:,}"
        share = row.estimate, row.ci_low, row.ci_high
        draw_dot(canvas, label, scale, share, said, None)
    draw_words(canvas, " ".join(hidden))


def list_values(row: Row) -> Iterator[Value]:
    """Share, limits and base of a row as cells of a table."""
    for value in (row.estimate, row.ci_low, row.ci_high):
        yield show(value, row.status, row.base)
    yield mark(row.base, row.status)


def _say_row(row: Row) -> str:
    return say_sentence(f"{row.measure_label}: {say_figure(row)}")


def _tabulate(rows: Sequence[Row]) -> Table:
    return Table(
        name="shares",
        tab="shares",
        title="What people answered",
        columns=(
            Column("measure_label", "Measure"),
            Column("estimate", "Share", Unit.SHARE),
            *COLUMNS,
            Column("base", "Answers (to the nearest 5)", Unit.COUNT),
        ),
        rows=tuple((row.measure_label, *list_values(row)) for row in rows),
    )
