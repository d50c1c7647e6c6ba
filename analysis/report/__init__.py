"""The report of a round: one HTML file to read, send and print.

    opening     the summary in plain words
    panels      one panel for each measure
    sections    answers one by one, groups, who took part
    picking     parts of tables
    pictures    figures as a page holds them

What it says comes from released results alone, and its numbers from the tables that every other
output is made from. The words of the page around them are in ``templates/report.html``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.disclosure import Released
from analysis.figures import Kind, list_figures
from analysis.pages import render_page
from analysis.phrases import say_days
from analysis.report.opening import is_weighted, summarise
from analysis.report.panels import leave_out_notes, list_panels, share_panel_notes
from analysis.report.pictures import share_notes, share_notes_by_kind, show_pictures
from analysis.report.sections import find_table, list_answers, list_groups
from analysis.tables import Table
from analysis.tabulating import list_tables
from analysis.verdicts import list_meanings

__all__ = ["render_report"]

_LINE = re.compile(r"\blines? \d")
"""How a source names a line of a document."""

_SAID_ABOVE = frozenset({"measures", "increase", "indicative", "note", "source"})
"""Columns of the targets that stand in words in the summary or with the measures."""

_SAID_BELOW = frozenset({"notes", "source"})
"""Columns of who took part that stand under the pictures."""


def render_report(released: Released, *, beside: Table | None = None) -> str:
    """The report as one HTML file; the same results give the same bytes.

    Args:
        released: The results; nothing else can be reported.
        beside: Recorded offences next to what people said (see `offences`), where there are some.

    Raises:
        TypeError: The results have not been released.
    """
    if not isinstance(released, Released):
        raise TypeError("only released results are reported")
    results = released.results
    figures, notes = share_notes(list_figures(released))
    figures, kind_notes = share_notes_by_kind(figures)
    tables = list_tables(released)
    panels, panel_notes = share_panel_notes(list_panels(results, figures, tables, companions=False))
    beside_them = list_panels(results, figures, tables, companions=True)
    companions, companion_notes = share_panel_notes(leave_out_notes(beside_them, panel_notes))
    made = results.provenance
    return render_page(
        "report.html",
        results=results,
        weighted=is_weighted(results),
        title=made.title if made else results.round,
        plan=made.plan_title if made else results.plan,
        fieldwork=say_days(made.opens_on, made.ended_on) if made else "",
        summary=summarise(released),
        meanings=list_meanings(),
        targets=find_table(tables, "targets", without=_SAID_ABOVE),
        notes=notes,
        kind_notes=_leave_out_said(kind_notes, panel_notes),
        panels=panels,
        panel_notes=panel_notes,
        has_lines=any(_LINE.search(one.source) for one in results.targets),
        companions=companions,
        companion_notes=companion_notes,
        answers=list_answers(results, figures, said=panel_notes),
        groups=list_groups(results, figures),
        took_part=find_table(tables, "who-took-part", without=_SAID_BELOW),
        took_part_pictures=show_pictures([o for o in figures if o.kind is Kind.TOOK_PART]),
        beside=beside,
        method=find_table(tables, "method"),
        printed=find_table(tables, "printed-figures"),
        provenance=find_table(tables, "provenance"),
    )


def _leave_out_said(
    by_kind: Mapping[Kind, Sequence[str]], said: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """The notes on the pictures of each kind, without those that the page has elsewhere."""
    return {
        kind.value: tuple(note for note in notes if note not in said)
        for kind, notes in by_kind.items()
    }
