"""Perception beside record, drawn: two pictures over one time, one above the other.

Each has its own axis and its own dates. They are never laid over each other: with two axes on one
picture, where the lines cross would only be a choice of scales.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from analysis.disclosure import Released
from analysis.figures.canvas import FINE, GRID, WORDS, Canvas
from analysis.figures.figure import Figure, Kind, make_figure
from analysis.figures.panel import Panel, find_points
from analysis.figures.panel_dates import draw_dates
from analysis.figures.panel_drawing import draw_points
from analysis.figures.panel_frame import LEFT, LINE, WIDE, Frame, draw_axes, draw_years
from analysis.figures.saying import list_sources, say_date, say_figure
from analysis.figures.scales import Box, Room, Scale, span_shares
from analysis.figures.times import Times
from analysis.figures.words import FALLBACK, Words, find_words
from analysis.offences import Pair, Pairing, Recorded
from analysis.origin import say_origin
from analysis.rows import Results
from analysis.sheet import ACCENT, INK, SOFT
from analysis.tables import ESTIMATE, Column, Table, Unit, Value
from analysis.tabulating.marking import mark as mark_cell
from analysis.tabulating.marking import show as show_cell

_HIGH, _LOW = 240, 200
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class _Record:
    """A measure's rounds, and what was recorded month by month: the month's last day, the count."""

    panel: Panel
    pair: Pair
    months: tuple[tuple[date, int], ...]


def list_record_figures(
    recorded: Recorded, released: Released, pairing: Pairing, language: str = FALLBACK
) -> tuple[Figure, ...]:
    """A figure for each pair that the round and the file both have; none is drawn yet.

    Raises:
        TypeError: The results have not been released.
    """
    if not isinstance(released, Released):
        raise TypeError("only released results are drawn")
    results, words = released.results, find_words(language)
    found = _list_records(recorded, results, pairing)
    figures = (
        _make_figure(one, number, recorded, pairing, results, words)
        for number, one in enumerate(found, start=1)
    )
    return tuple(replace(one, origin=say_origin(results)) for one in figures)


def _list_records(recorded: Recorded, results: Results, pairing: Pairing) -> Iterator[_Record]:
    for pair in pairing.pairs:
        row = next((row for row in results.rows if row.measure == pair.measure), None)
        points = find_points(row, results) if row else ()
        months = tuple(
            (date(*month, calendar.monthrange(*month)[1]), count)
            for month in recorded.months
            if (count := recorded.find_total(pair.offences, [month])) is not None
        )
        if row is not None and points and months:
            yield _Record(Panel(row, points, (), None, ()), pair, months)


def _make_figure(
    one: _Record,
    number: int,
    recorded: Recorded,
    pairing: Pairing,
    results: Results,
    words: Words,
) -> Figure:
    row, mark = one.panel.row, words["synthetic"] if results.synthetic else ""
    title = words["beside"].format(measure=row.measure_label, offence=one.pair.label)
    low, high = span_shares(one.panel.values)
    notes = (
        *row.cautions,
        pairing.caution,
        one.pair.caution,
        *([words["proposal"]] if pairing.status == "proposal" else []),
        words["key_points"],
        words["key_axis"].format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}"),
        words["recorded"].format(source=recorded.source.rstrip(".")),
        *list_sources(results, words),
    )
    return make_figure(
        f"record-{number}-{row.measure}",
        Kind.RECORD,
        title,
        (*_say(one, words), *notes),
        notes=notes,
        table=_tabulate(one, title),
        paint=partial(_paint, one=one, words=words),
        mark=mark,
        subtitle=row.group_label,
        row=row,
    )


def _say(one: _Record, words: Words) -> Iterator[str]:
    for point in one.panel.points:
        limits = (point.ci_low, point.ci_high)
        said = say_figure(point.status, point.estimate, limits, point.base, words)
        yield f"{say_date(point.ended_on)}: {said}."
    counts = ", ".join(f"{day:%B %Y} {count:,}" for day, count in one.months)
    yield f"{one.pair.label}: {counts}."


def _paint(canvas: Canvas, one: _Record, words: Words) -> None:
    canvas.add(words["what_people_say"], WORDS, bold=True)
    frame = _make_frame(canvas, one)
    if one.panel.shows_anything:
        draw_axes(canvas, frame)
        draw_points(canvas, frame, one.panel.points)
    canvas.y = frame.shares.start + 12
    draw_dates(canvas, frame, one.panel, words)
    canvas.advance(10)
    canvas.add(words["what_was_recorded"].format(offence=one.pair.label), WORDS, bold=True)
    _draw_months(canvas, frame, one)
    draw_years(canvas, frame)


def _make_frame(canvas: Canvas, one: _Record) -> Frame:
    """The time of both, and the shares of the upper one."""
    days = [point.ended_on.toordinal() for point in one.panel.points]
    days += [day.toordinal() for day, _ in one.months]
    margin = max(60.0, (max(days) - min(days)) / 25)
    top = canvas.y + 10
    low, high = span_shares(one.panel.values)
    return Frame(
        Times(Scale(min(days) - margin, max(days) + margin, LEFT, WIDE)),
        Scale(low, high, top + _HIGH, top),
        Room(Box(LEFT, top - 8, WIDE + 40, top + _HIGH)),
    )


def _draw_months(canvas: Canvas, frame: Frame, one: _Record) -> None:
    """A bar for each month, from nothing."""
    most = _round_up(max(count for _, count in one.months))
    top = canvas.y + 14
    counts = Scale(0, most, top + _LOW, top)
    for value in (most // 2, most) if most > 1 else (most,):
        y = counts.at(value)
        canvas.stroke(((LEFT, y), (frame.times.end, y)), GRID, 1)
        canvas.put(f"{value:,}", LEFT - 12, y - LINE / 2, FINE, align="right", colour=SOFT)
    canvas.put("0", LEFT - 12, counts.start - LINE / 2, FINE, align="right", colour=SOFT)
    width = 0.7 * (frame.times.own.at(30) - frame.times.own.at(0))
    for day, count in one.months:
        x, y = frame.x(day) - width, counts.at(count)
        canvas.bar(x, y, width, counts.start - y, fill=ACCENT)
    canvas.stroke(((LEFT, counts.start), (frame.times.end, counts.start)), INK, 2)
    canvas.y = counts.start + 12


def _round_up(count: int) -> int:
    """The next 1, 2 or 5 with noughts. Worked number: 37 gives 50."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= count:
                return step * power
        power *= 10


def _tabulate(one: _Record, title: str) -> Table:
    rows: list[tuple[Value, ...]] = [
        (
            say_date(point.ended_on),
            show_cell(point.estimate, point.status, point.base),
            show_cell(point.ci_low, point.status, point.base),
            show_cell(point.ci_high, point.status, point.base),
            mark_cell(point.base, point.status),
            None,
        )
        for point in one.panel.points
    ]
    rows += [(f"{day:%B %Y}", None, None, None, None, count) for day, count in one.months]
    return Table(
        name=f"figure_record_{one.panel.row.measure}",
        tab=one.panel.row.measure[:31],
        title=title,
        columns=(
            Column("date", "Date"),
            *ESTIMATE,
            Column("recorded", one.pair.label, Unit.COUNT),
        ),
        rows=tuple(rows),
    )
