"""Widths of columns, heights of rows, and how sheets are printed."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from analysis.tables import Column, Unit

if TYPE_CHECKING:
    from gptables import Theme
    from gptables.core.wrappers import GPWorksheet

PAGE = 100
"""Letters in a column that has a sheet to itself."""

_NARROW, _WIDE, _PADDING = 8, 42, 3
"""Letters in a column."""
_LETTER, _LINE = 1.15, 15.75
"""The width of a letter as workbooks count it, and the height of a line in points."""
_A4 = 9


def make_theme() -> Theme:
    """The look of UK government statistics, in which all cells of a row begin at one height."""
    from gptables import gptheme  # noqa: PLC0415  # heavy, for workbooks only

    theme = deepcopy(gptheme)
    for update in (theme.update_index_1_format, theme.update_data_format):
        update({"valign": "top"})
    return theme


def lay_out(sheet: GPWorksheet) -> None:
    """Print on A4, as wide as a page and as long as it takes."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def repeat_headings(sheet: GPWorksheet, row: int) -> None:
    """Print the headings of a table that takes several pages on each of them.

    On a screen nothing is frozen: the guidance advises against it, for with large print the frozen
    part can fill the window. A program that shows tables as tables has the headings in the place of
    the columns' letters.
    """
    sheet.repeat_rows(row)


def format_columns(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Words do not touch the numbers before them.

    The format of data is given again, for gptables takes columns of the index to be the first ones.
    """
    everywhere = {"columns": list(range(len(columns))), "format": make_theme().data_format}
    text = {Unit.TEXT, Unit.DATE, Unit.YES_NO}
    after = [i for i, one in enumerate(columns) if i and one.unit in text]
    return [{"column": everywhere}, {"column": {"columns": after, "format": {"indent": 1}}}]


def fit(
    sheet: GPWorksheet, top: int, rows: Sequence[Sequence[object]], widest: int = _WIDE
) -> None:
    """Set widths of columns, and heights of rows whose text takes several lines.

    Not every program makes rows higher by itself, and lines that overlap cannot be read.

    Args:
        sheet: What the rows stand on.
        top: How many rows are above them.
        rows: What is written, headings included.
        widest: Letters in the widest column.
    """
    widths = [_measure(cells, widest) for cells in zip(*rows, strict=True)]
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    for index, row in enumerate(rows):
        pairs = zip(row, widths, strict=True)
        lines = max(len(wrap(str(cell), width - _PADDING)) for cell, width in pairs)
        if lines > 1:
            sheet.set_row(top + index, lines * _LINE)


def _measure(cells: Sequence[object], widest: int) -> int:
    """A column's width in letters: long texts are broken into lines, long words are not."""
    texts = [str(cell) for cell in cells]
    word = max((len(word) for text in texts for word in text.split()), default=0)
    longest = max(map(len, texts[1:]), default=0)
    return round(_LETTER * max(min(longest, widest), min(word, 2 * _WIDE), _NARROW)) + _PADDING
