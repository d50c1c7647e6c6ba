"""A measure panel as a figure: its words, its notes and its table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.figures.figure import Figure, Kind
from analysis.figures.panel import Panel, say_level
from analysis.figures.panel_drawing import paint_panel
from analysis.figures.saying import (
    find_digits,
    list_sources,
    say_date,
    say_figure,
    say_share,
    sentence,
)
from analysis.figures.scales import span_shares
from analysis.figures.words import Words
from analysis.rows import Results, TargetShown
from analysis.summary import Headline, list_breaks
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.marking import mark as mark_cell

_SITE = re.compile(r"https?://(?:www\.)?([^/\s]+)")


def make_panel_figure(panel: Panel, results: Results, words: Words, mark: str) -> Figure:
    """The panel with its words and its table."""
    row = panel.row
    notes = tuple(_list_notes(panel, results, words))
    lines = (
        *([mark] if mark else []),
        f"{row.measure_label}. {row.group_label}.",
        *_say_panel(panel, words),
        *notes,
    )
    return Figure(
        name=f"measure-{row.measure}-{row.domain}".replace("_", "-"),
        kind=Kind.MEASURE,
        title=row.measure_label,
        subtitle=row.group_label,
        mark=mark,
        alt="\n".join(lines),
        notes=notes,
        table=_tabulate(panel, words),
        paint=lambda canvas: paint_panel(canvas, panel, words),
        measure=row.measure,
        domain=row.domain,
    )


def _say_panel(panel: Panel, words: Words) -> Iterator[str]:
    for point in panel.points:
        said = say_figure(
            point.status, point.estimate, (point.ci_low, point.ci_high), point.base, words
        )
        aside = "" if point.comparable else f" ({words['not_compared']})"
        yield f"{say_date(point.ended_on)}: {said}{aside}."
    for level in panel.levels:
        yield f"{sentence(say_level(level, panel, words))}."
    for one in panel.context:
        named = words["context_names"].format(survey=one.survey)
        yield f"{named}, {one.period}: {say_share(one.value)}."


def _list_notes(panel: Panel, results: Results, words: Words) -> Iterator[str]:
    """What qualifies the figure first, then how to read it, then where it comes from."""
    row = panel.row
    yield from row.cautions
    yield from list_breaks(Headline(row.measure_label, (row,)))
    if row.target is not None:
        yield from _say_target(row.target, panel, words)
    if row.base is not None:
        yield words["base"].format(group=row.group_label, count=f"{row.base:,}")
    if panel.shows_anything:
        low, high = span_shares(panel.values)
        yield words["key_points"].format(low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")
    for survey, points in panel.surveys:
        sources = dict.fromkeys(name for point in points for name in _name_sources(point.source))
        yield words["context"].format(survey=survey, source=", ".join(sources))
    if panel.context:
        yield words["key_context"]
    yield from list_sources(results, words)


def _name_sources(source: str) -> list[str]:
    """A source as it stands in a picture; of addresses the site alone, the table has all of it."""
    return _SITE.findall(source) or [source.rstrip(".")]


def _say_target(target: TargetShown, panel: Panel, words: Words) -> Iterator[str]:
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
    yield " ".join(said)
    if panel.levels:
        yield words["key_higher" if target.increase == 0 else "key_line"]


def _tabulate(panel: Panel, words: Words) -> Table:
    row = panel.row
    rows: list[tuple[Value, ...]] = [
        (
            *(say_date(point.ended_on), f"round {point.round}"),
            mark_cell(point.estimate, point.status),
            mark_cell(point.ci_low, point.status),
            mark_cell(point.ci_high, point.status),
            mark_cell(point.base, point.status),
            "" if point.comparable else words["not_compared"],
            "",
        )
        for point in panel.points
    ]
    rows += [
        (
            one.period,
            one.survey,
            one.value,
            None,
            None,
            one.base,
            words["context_names"].format(survey=one.survey),
            one.source,
        )
        for one in panel.context
    ]
    rows += [
        (say_date(panel.deadline) if panel.deadline else "", level.label, level.value) + (None,) * 5
        for level in panel.levels
    ]
    digits = max((find_digits(point.base) for point in panel.points), default=0)
    return Table(
        name=f"figure_{row.measure}_{row.domain}",
        tab=f"{row.measure}"[:31],
        title=f"{row.measure_label}: {row.group_label}",
        columns=_columns(digits),
        rows=tuple(rows),
    )


def _columns(digits: int) -> tuple[Column, ...]:
    return (
        Column("date", "Date"),
        Column("figure", "Figure"),
        Column("estimate", "Share", Unit.SHARE, digits=digits),
        Column("ci_low", "Lower limit (95 %)", Unit.SHARE, digits=digits),
        Column("ci_high", "Upper limit (95 %)", Unit.SHARE, digits=digits),
        Column("base", "Answers (to the nearest 5)", Unit.COUNT),
        Column("note", "Note"),
        Column("source", "Source, where it is not this survey"),
    )
