"""The whole workbook: sheets in order, the same bytes for the same results."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from analysis.disclosure import Released
from analysis.rows import Results
from analysis.tables import Table
from analysis.tabulating import list_tables
from analysis.workbook.cells import plain
from analysis.workbook.cover import COVER, build_cover, set_properties
from analysis.workbook.layout import PAGE, fit, lay_out, make_theme, repeat_headings
from analysis.workbook.sheets import build_sheet, frame, name_tabs, number_notes

if TYPE_CHECKING:
    from gptables import Cover, GPTable, GPWorkbook

CONTENTS, NOTES = "contents", "notes"

_REFERENCE = re.compile(r" ?\[note \w+\]")
"""What a title refers to a note by; the contents have titles without."""

_NUMBER = "Note_number"
"""As long as the heading over the numbers of notes, in one word: it is not broken into lines."""

_OPTIONS = {
    "in_memory": True,
    # a label is text, whatever it begins with
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_workbook(
    released: Released, extra: Sequence[Table] = (), *, contact: Sequence[str] = ()
) -> bytes:
    """An .xlsx file; always the same bytes for the same results.

    Args:
        released: What has passed disclosure control.
        extra: Tables that stand after those of the results.
        contact: Lines that say whom to ask; none are made up where there are none.

    Raises:
        EstimateError: The results do not say what they come from.
    """
    tables = (*list_tables(released), *extra)
    file = BytesIO()
    with warnings.catch_warnings():
        # gptables leaves a file of its own open and calls pandas in ways that are to go
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        workbook = _build_workbook(file, released.results, tables, contact)
    set_properties(workbook, released.results)
    workbook.close()
    return file.getvalue()


def _build_workbook(
    file: BytesIO, results: Results, tables: Sequence[Table], contact: Sequence[str]
) -> GPWorkbook:
    from gptables import produce_workbook  # noqa: PLC0415  # heavy, for workbooks only

    numbered = number_notes(tables)
    notes = [(reference, plain(note)) for note, reference in numbered.items()]
    cover = build_cover(results, contact)
    tabs = name_tabs(tables, (COVER, CONTENTS, NOTES))
    sheets = {tab: build_sheet(table, numbered) for tab, table in zip(tabs, tables, strict=True)}
    workbook = produce_workbook(
        file,
        sheets,
        cover=cover,
        contentsheet_label=CONTENTS,
        contentsheet_options={"title": "Contents", "column_names": ["Sheet", "What it shows"]},
        notesheet_label=NOTES,
        notes_table=frame(["Reference", "Note"], notes),
        theme=make_theme(),
        auto_width=False,
        workbook_options=_OPTIONS,
    )
    _fit_all(workbook, sheets, cover, notes)
    return workbook


def _fit_all(
    workbook: GPWorkbook,
    sheets: dict[str, GPTable],
    cover: Cover,
    notes: Sequence[tuple[str, str]],
) -> None:
    for name, sheet in sheets.items():
        rows = [tuple(sheet.table.columns), *sheet.table.itertuples(index=False, name=None)]
        written = workbook.get_worksheet_by_name(name)
        fit(written, sheet.data_range[0], rows)
        repeat_headings(written, sheet.data_range[0])
    # the other sheets have a title and a line below it
    titles = ((name, _REFERENCE.sub("", str(sheet.title))) for name, sheet in sheets.items())
    listed = [("Sheet", ""), *titles]
    fit(workbook.get_worksheet_by_name(CONTENTS), 2, listed, PAGE)
    fit(workbook.get_worksheet_by_name(NOTES), 2, [(_NUMBER, ""), *notes], PAGE)
    lines = (*(cover.intro or ()), "", *(cover.about or ()), "", *(cover.contact or ()))
    fit(workbook.get_worksheet_by_name(COVER), 2, [(line,) for line in lines], PAGE)
    for sheet in workbook.worksheets():
        lay_out(sheet)
