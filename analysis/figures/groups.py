"""A measure by group: a dot and an interval for each, beside its headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.figures.bars import draw_dot, draw_head, draw_words, make_scale
from analysis.figures.canvas import Canvas
from analysis.figures.figure import Figure, Kind, make_figure
from analysis.figures.saying import find_digits, list_sources, say_figure, say_share, sentence
from analysis.figures.words import Words
from analysis.rows import Results, Row
from analysis.tables import ESTIMATE, Column, Table
from analysis.tabulating.marking import mark as mark_cell
from analysis.tabulating.marking import show as show_cell


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one breakdown, under its name."""

    label: str
    rows: tuple[Row, ...]


def list_sections(rows: tuple[Row, ...], results: Results, words: Words) -> Iterator[Section]:
    """A measure's domains first, then its breakdowns in their order."""
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row.breakdown, []).append(row)
    groupings = results.took_part.groupings if results.took_part else ()
    labels = {grouping.name: grouping.label for grouping in groupings}
    for breakdown, held in found.items():
        name = breakdown or "domains"
        label = labels.get(name) or words.get(name) or name.replace("_", " ").capitalize()
        yield Section(label, tuple(held))


def make_groups_figure(rows: tuple[Row, ...], results: Results, words: Words, mark: str) -> Figure:
    """All rows of a measure, with their words and their table."""
    first = rows[0]
    sections = tuple(list_sections(rows, results, words))
    notes = tuple(_list_notes(rows, results, words))
    return make_figure(
        f"groups-{first.measure}",
        Kind.BREAKDOWN,
        words["breakdowns"].format(measure=first.measure_label),
        (*_say_sections(sections, words), *notes),
        notes=notes,
        table=_tabulate(sections),
        paint=lambda canvas: _paint(canvas, sections, words),
        mark=mark,
        row=first,
    )


def _say_sections(sections: tuple[Section, ...], words: Words) -> Iterator[str]:
    for section in sections:
        for row in section.rows:
            limits = (row.ci_low, row.ci_high)
            said = say_figure(row.status, row.estimate, limits, row.base, words)
            yield f"{section.label}, {row.group_label}: {said}."


def _list_notes(rows: tuple[Row, ...], results: Results, words: Words) -> Iterator[str]:
    headlines = [row for row in rows if row.breakdown is None]
    for row in headlines:
        # Named, since the picture has several headlines and a caution is about one of them.
        yield from (f"{row.group_label}: {caution}" for caution in row.cautions)
    if rows[0].companion:
        yield from rows[0].notes
    if rows[0].estimate is not None:
        yield words["key_dots"].format(headline=rows[0].group_label)
    yield words["rounding"]
    yield from list_sources(results, words)


def _paint(canvas: Canvas, sections: tuple[Section, ...], words: Words) -> None:
    """Each section with its figures, then in words all groups that have none."""
    headline = sections[0].rows[0].estimate
    for number, section in enumerate(sections):
        canvas.advance(10 if number else 0)
        shown = [row for row in section.rows if row.estimate is not None]
        draw_head(canvas, section.label, make_scale(0, 1), (0, 0.5, 1) if shown else ())
        for row in shown:
            _draw_row(canvas, row, headline, words)
        draw_words(canvas, " ".join(_say_withheld(section, words)))


def _say_withheld(section: Section, words: Words) -> Iterator[str]:
    """A sentence for each reason why groups have no figure, with their names."""
    found: dict[str, list[str]] = {}
    for row in section.rows:
        if row.estimate is None:
            reason = say_figure(row.status, None, (None, None), None, words)
            found.setdefault(reason, []).append(row.group_label)
    yield from (f"{sentence(why)}: {'; '.join(names)}." for why, names in found.items())


def _draw_row(canvas: Canvas, row: Row, headline: float | None, words: Words) -> None:
    assert row.estimate is not None, "asked for where there is one"
    share = (row.estimate, row.ci_low, row.ci_high)
    base = words["chosen_share"].format(count=f"{row.base or 0:,}")
    said = (say_share(row.estimate, find_digits(row.base)), base)
    draw_dot(canvas, row.group_label, make_scale(0, 1), share, said, headline)


def _tabulate(sections: tuple[Section, ...]) -> Table:
    first = sections[0].rows[0]
    return Table(
        name=f"figure_groups_{first.measure}",
        tab=first.measure[:31],
        title=first.measure_label,
        columns=(
            Column("breakdown", "Division"),
            Column("group", "Group"),
            *ESTIMATE,
        ),
        rows=tuple(
            (
                *(section.label, row.group_label),
                show_cell(row.estimate, row.status, row.base),
                show_cell(row.ci_low, row.status, row.base),
                show_cell(row.ci_high, row.status, row.base),
                mark_cell(row.base, row.status),
            )
            for section in sections
            for row in section.rows
        ),
    )
