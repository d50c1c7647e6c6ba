"""A measure panel as a figure: its words, its notes and its table."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.figures.figure import Figure, Kind, make_figure
from analysis.figures.panel import Panel, pick_points, say_level
from analysis.figures.panel_drawing import paint_panel
from analysis.figures.panel_frame import find_times
from analysis.figures.panel_others import tabulate_others
from analysis.figures.saying import (
    list_origins,
    say_date,
    say_figure,
    say_method,
    say_share,
    sentence,
)
from analysis.figures.scales import span_shares
from analysis.figures.words import Words
from analysis.rows import Results, TargetShown
from analysis.shown import ContextPoint, Point
from analysis.summary import Headline, list_breaks
from analysis.tables import ESTIMATE, Column, Table, Value
from analysis.tabulating.marking import mark as mark_cell
from analysis.tabulating.marking import show as show_cell

_ADDRESS = "://"


def make_panel_figure(panel: Panel, results: Results, words: Words, mark: str) -> Figure:
    """The panel with its words and its table.

    Its words begin with the round itself and what qualifies it, for where they are cut short.
    """
    row = panel.row
    qualifying = tuple(_list_qualifying(panel, results, words))
    reading = tuple(_list_reading(panel, results, words))
    said = (
        _say_point(panel.points[-1], words),
        *qualifying,
        *(_say_point(point, words) for point in panel.points[:-1]),
        *(f"{sentence(say_level(level, panel, words))}." for level in panel.levels),
        *(_say_survey(*one, words) for one in panel.surveys),
        *reading,
    )
    return make_figure(
        f"measure-{row.measure}-{row.domain}",
        Kind.MEASURE,
        row.measure_label,
        said,
        notes=(*qualifying, *reading),
        table=_tabulate(panel, words),
        paint=lambda canvas: paint_panel(canvas, panel, words),
        mark=mark,
        subtitle=row.group_label,
        row=row,
        others=tuple(tabulate_others(row, panel.surveys, words)),
    )


def _say_point(point: Point, words: Words) -> str:
    limits = (point.ci_low, point.ci_high)
    said = say_figure(point.status, point.estimate, limits, point.base, words)
    aside = "" if point.comparable else f" ({words['not_compared']})"
    return f"{say_date(point.ended_on)}: {said}{aside}."


def _say_survey(survey: str, points: tuple[ContextPoint, ...], words: Words) -> str:
    """The figures of another survey that have labels, each with what it is among all of them."""
    said = [
        f"{point.period} {say_share(point.value)}"
        + (f" ({', '.join(words[name] for name in names)})" if len(points) > 1 else "")
        for point, names in pick_points(points).items()
    ]
    return f"{words['context_names'].format(survey=survey)}: {', '.join(said)}."


def _list_qualifying(panel: Panel, results: Results, words: Words) -> Iterator[str]:
    """What must be read with the figure of the round."""
    row = panel.row
    yield from row.cautions
    yield from list_breaks(Headline(row.measure_label, (row,)))
    if row.target is not None:
        yield _say_target(row.target, panel, words)
    if results.method.caution:
        yield results.method.caution
    yield say_method(results, words)


def _list_reading(panel: Panel, results: Results, words: Words) -> Iterator[str]:
    """How to read the picture, then where it comes from."""
    row = panel.row
    if row.base is not None:
        yield words["base"].format(group=row.group_label, count=f"{row.base:,}")
    if panel.shows_anything:
        low, high = span_shares(panel.values)
        yield words["key_points"]
        yield words["key_axis"].format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")
    if panel.levels and row.target is not None:
        yield words["key_higher" if row.target.increase == 0 else "key_line"]
    for survey, points in panel.surveys:
        yield _say_sources(survey, points, words)
    if any(len(points) > len(pick_points(points)) for _, points in panel.surveys):
        yield words["key_context"]
    if find_times(panel).before is not None:
        yield words["key_times"]
    yield from list_origins(results, words)


def _say_sources(survey: str, points: tuple[ContextPoint, ...], words: Words) -> str:
    """A survey and its sources; of addresses, often of copies, it is said that the table has them.

    Whose survey it is stands in its name.
    """
    parts = [part.strip(" .") for point in points for part in point.source.split(";")]
    named = dict.fromkeys(part for part in parts if _ADDRESS not in part)
    said = [words["context"].format(survey=survey)]
    said += [words["context_source"].format(source="; ".join(named))] if named else []
    said += [words["context_table"]] if len(named) < len(dict.fromkeys(parts)) else []
    return " ".join(said)


def _say_target(target: TargetShown, panel: Panel, words: Words) -> str:
    said = [words["target"].format(text=target.text, source=target.source, fit=target.fit)]
    if target.verdict_relative is not None and target.verdict_points is not None:
        relative, points = (
            words["verdict_too_few" if verdict == "too_few" else verdict.value]
            for verdict in (target.verdict_relative, target.verdict_points)
        )
        key = "verdict" if relative == points else "verdicts"
        said.append(words[key].format(relative=relative, points=points))
        said += [words["indicative"]] if target.indicative else []
    if target.increase is None:
        said.append(words["no_number"])
    elif not panel.levels:
        said.append(words["no_level"])
    said += [target.note] if target.note else []
    return " ".join(said)


def _tabulate(panel: Panel, words: Words) -> Table:
    """The rounds, and what the target asks for."""
    row = panel.row
    bases = (row.base, row.baseline.base if row.baseline else None)
    rows: list[tuple[Value, ...]] = [
        (
            *(say_date(point.ended_on), f"round {point.round}"),
            show_cell(point.estimate, point.status, point.base),
            show_cell(point.ci_low, point.status, point.base),
            show_cell(point.ci_high, point.status, point.base),
            mark_cell(point.base, point.status),
            None if point.comparable else words["not_compared"],
        )
        for point in panel.points
    ]
    rows += [
        (
            *(say_date(panel.deadline) if panel.deadline else "", level.label),
            show_cell(level.value, row.status, *bases),
            *(None,) * 4,
        )
        for level in panel.levels
    ]
    return Table(
        name=f"figure_{row.measure}_{row.domain}",
        tab=f"{row.measure}"[:31],
        title=f"{row.measure_label}: {row.group_label}",
        columns=(
            Column("date", "Date"),
            Column("figure", "Figure"),
            *ESTIMATE,
            Column("note", "Note"),
        ),
        rows=tuple(rows),
    )
