"""The analysts' sheet as a workbook: comments, the codebook, and how to fill it in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analysis.comments.cells import NO, YES
from analysis.comments.records import Coding
from analysis.comments.sentiment import Sentiment
from analysis.comments.sheet import ANALYST, Heading, explain, list_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

Sheet = Any
"""A sheet that is written row by row; its published types lack most of what it has."""
Cell = Any

COMMENTS, CODEBOOK, HELP = "Comments", "Codebook", "Instructions"
_WIDTHS: Mapping[Heading, int] = {
    Heading.BATCH: 38,
    Heading.TEXT: 70,
    Heading.CUES: 18,
    Heading.MACHINE_CODES: 34,
    Heading.CODES: 34,
    Heading.QUOTE: 50,
    Heading.NOTE: 30,
}
_WIDTH = 13
_LINE, _HIGHEST = 15.0, 409.0
"""Points of a line, and of the highest row that there can be."""
_TEXT_FORMAT = "@"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold: its files say nothing of when they were written."""


def render_workbook(coding: Coding, *, blind: bool = False) -> bytes:
    """An .xlsx file; the same bytes for the same coding.

    Every cell is text, so that nothing a resident typed is ever taken for a formula.
    """
    from openpyxl import Workbook  # noqa: PLC0415  # slow to import, and needed here only

    book = Workbook(write_only=True)
    _write_help(book, coding, blind=blind)
    _write_comments(book, coding, blind=blind)
    _write_codebook(book, coding)
    out = BytesIO()
    book.save(out)
    return _without_clock(out.getvalue(), datetime.combine(coding.drafted.on, time()))


def _write_comments(book: Workbook, coding: Coding, *, blind: bool) -> None:
    sheet: Sheet = book.create_sheet(COMMENTS)
    for at, heading in enumerate(Heading):
        sheet.column_dimensions[_letter(at)].width = _WIDTHS.get(heading, _WIDTH)
    sheet.freeze_panes = "E2"
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = "INTERNAL: not for publication"
    rows = 1
    sheet.row_dimensions[rows].height = 2 * _LINE
    sheet.append(_headings(sheet, [one.value for one in Heading], set(ANALYST)))
    styles = _Styles(sheet)
    for cells in list_rows(coding, blind=blind):
        rows += 1
        texts = ((cells[heading], _WIDTHS.get(heading, _WIDTH)) for heading in Heading)
        sheet.row_dimensions[rows].height = _find_height(texts)
        sheet.append([styles.write(cells[heading]) for heading in Heading])
    _offer_choices(sheet, coding, rows)
    sheet.auto_filter.ref = f"A1:{_letter(len(Heading) - 1)}{rows}"


class _Styles:
    """Text cells that read left to right or right to left, as their words do."""

    def __init__(self, sheet: Sheet) -> None:
        from openpyxl.styles import Alignment  # noqa: PLC0415  # slow to import

        self._sheet = sheet
        self._ways = {
            order: Alignment(
                wrap_text=True,
                vertical="top",
                readingOrder=order,
                horizontal="right" if order == 2 else "left",
            )
            for order in (1, 2)
        }
        self._samples: dict[int, Cell] = {}

    def write(self, text: str) -> Cell:
        """A cell that holds this text as text."""
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # slow to import

        order = 2 if _runs_left(text) else 1
        cell: Cell = WriteOnlyCell(self._sheet, text or None)
        if order in self._samples:
            # one style for all cells that read this way: setting it anew takes most of the time
            cell._style = self._samples[order]._style  # noqa: SLF001  # the library offers no other way
        else:
            cell.alignment = self._ways[order]
            cell.number_format = _TEXT_FORMAT
            self._samples[order] = cell
        if text:
            cell.data_type = "s"  # what begins with = would be a formula
        return cell


def _runs_left(text: str) -> bool:
    """Whether a text reads from right to left, by its first letter that has a direction."""
    for sign in text:
        way = unicodedata.bidirectional(sign)
        if way in {"R", "AL"}:
            return True
        if way == "L":
            return False
    return False


def _headings(sheet: Sheet, texts: Iterable[str], marked: set[Heading]) -> list[Cell]:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # slow to import
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  # the same

    made = []
    for text in texts:
        cell: Cell = WriteOnlyCell(sheet, text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if text in marked:
            cell.fill = PatternFill("solid", fgColor="FFF2CC")
        made.append(cell)
    return made


def _offer_choices(sheet: Sheet, coding: Coding, rows: int) -> None:
    """Lists to choose from where a cell takes one of a few words."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # slow to import

    choices = {
        f'"{YES},{NO}"': (Heading.CHECKED, Heading.APPROVED, Heading.RISK),
        f'"{",".join(Sentiment)}"': (Heading.SENTIMENT,),
        f"'{CODEBOOK}'!$A$2:$A${len(coding.drafted.codebook.themes) + 1}": (Heading.QUOTE_THEME,),
    }
    for formula, headings in choices.items():
        offered = DataValidation(type="list", formula1=formula, allow_blank=True)
        offered.showErrorMessage = True
        for heading in headings:
            letter = _letter(list(Heading).index(heading))
            offered.add(f"{letter}2:{letter}{max(2, rows)}")
        sheet.data_validations.append(offered)


def _write_codebook(book: Workbook, coding: Coding) -> None:
    themes = (
        (one.code, one.label, one.definition, one.nature, one.source)
        for one in coding.drafted.codebook.themes
    )
    heading = ("code", "label", "definition", "kind", "source")
    _write_table(book, CODEBOOK, (30, 32, 80, 12, 40), heading, themes)


def _write_help(book: Workbook, coding: Coding, *, blind: bool) -> None:
    lines = explain(coding, blind=blind)
    _write_table(book, HELP, (20, 110), ("column", "how to fill it in"), lines)


def _write_table(
    book: Workbook,
    name: str,
    widths: Sequence[int],
    heading: Sequence[str],
    rows: Iterable[Sequence[str]],
) -> None:
    sheet: Sheet = book.create_sheet(name)
    for at, width in enumerate(widths):
        sheet.column_dimensions[_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.append(_headings(sheet, heading, set()))
    styles = _Styles(sheet)
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = _find_height(zip(row, widths, strict=True))
        sheet.append([styles.write(text) for text in row])


def _find_height(texts: Iterable[tuple[str, int]]) -> float:
    """How high a row is so that its longest cell can be read; not every program finds it itself."""
    lines = max(sum(1 + len(line) // width for line in text.split("\n")) for text, width in texts)
    return min(_HIGHEST, _LINE * lines)


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _without_clock(content: bytes, on: datetime) -> bytes:
    """The same workbook as if it had been written on the round's last day, whenever it was."""
    stamp = on.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with ZipFile(BytesIO(content)) as written, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in written.namelist():
            part = written.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + stamp, part)
            info = ZipInfo(name, _FIRST_DATE)
            info.compress_type = ZIP_DEFLATED
            made.writestr(info, part)
    return out.getvalue()
