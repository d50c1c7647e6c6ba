"""A sheet that comes back: its rows as text, whatever program wrote it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import PurePath

from analysis.comments.cells import NO, YES, unguard
from analysis.comments.sheet import Heading
from analysis.comments.sheet_workbook import COMMENTS
from surveys.errors import CommentsRefused, Fault

Line = Sequence[str]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it came back.

    Attributes:
        place: Sheet and row, as a person finds it.
    """

    place: str
    cells: dict[Heading, str]

    def place_of(self, heading: Heading) -> str:
        """Where a cell is."""
        return f"{self.place}, column {heading.value}"


def read_sheet(content: bytes, name: str) -> list[SheetRow]:
    """The rows of a sheet, its empty ones left out.

    Args:
        content: The file.
        name: Its name, whose ending says what it is.

    Raises:
        CommentsRefused: It is no such file, or columns are missing.
    """
    if PurePath(name).suffix.lower() == ".csv":
        place, lines = name, list(_read_csv(content, name))
    else:
        place, lines = f"{name}, sheet {COMMENTS}", list(_read_workbook(content, name))
    if not lines:
        raise _refuse(place, "comments.empty-file", "there is nothing in it", "Export it again.")
    columns = _find_columns(lines[0], place)
    return [
        SheetRow(f"{place}, row {number}", _pick(line, columns))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def _find_columns(headings: Line, place: str) -> dict[Heading, int]:
    """Where each column stands; columns of other names are the analyst's own."""
    typed = [one.strip() for one in headings]
    times = Counter(typed)
    faults = [
        Fault(
            "comments.column",
            f"{place}, row 1",
            f"the column {heading.value!r} is {'there twice' if times[heading] else 'missing'}",
            "Keep the first row as it was exported.",
        )
        for heading in Heading
        if times[heading] != 1
    ]
    if faults:
        raise CommentsRefused(place, faults)
    return {heading: typed.index(heading) for heading in Heading}


def _pick(line: Line, columns: dict[Heading, int]) -> dict[Heading, str]:
    return {heading: line[at] if at < len(line) else "" for heading, at in columns.items()}


def _read_csv(content: bytes, name: str) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(
            name,
            "comments.not-utf8",
            "it is not in UTF-8",
            "Save it as CSV UTF-8, or use a workbook (.xlsx).",
        ) from error
    first = text.partition("\n")[0]
    # a spreadsheet writes what its country separates by
    separator = max(",;\t", key=first.count)
    try:
        for line in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            yield [_plain(unguard(cell)) for cell in line]
    except csv.Error as error:
        raise _refuse(
            name, "comments.csv", f"it is no CSV ({error})", "Export it again, and fill that in."
        ) from error


def _read_workbook(content: bytes, name: str) -> Iterator[Line]:
    try:
        yield from _list_lines(content, name)
    except CommentsRefused:
        raise
    except Exception as error:
        # A damaged workbook fails in the zip file, the XML or its numbers, wherever the library
        # meets it, and the library has no error of its own for that.
        raise _refuse(
            name,
            "comments.no-workbook",
            "it is no workbook (.xlsx), or a damaged one",
            "Save it as .xlsx once more, or as CSV UTF-8 with a name that ends in .csv.",
        ) from error


def _list_lines(content: bytes, name: str) -> Iterator[Line]:
    from openpyxl import load_workbook  # noqa: PLC0415  # slow to import, and needed here only

    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        if COMMENTS not in book.sheetnames:
            raise _refuse(
                name,
                "comments.no-sheet",
                f"it has no sheet {COMMENTS}",
                "Keep the names of the sheets as they were exported.",
            )
        for row in book[COMMENTS].iter_rows(values_only=True):
            yield [_plain(_write(value)) for value in row]
    finally:
        book.close()


def _write(value: object) -> str:
    """A cell as text; a spreadsheet makes numbers and switches of what looks like them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(text: str) -> str:
    """Text with line breaks of one kind."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse(place: str, code: str, problem: str, remedy: str) -> CommentsRefused:
    return CommentsRefused(place, [Fault(code, place, problem, remedy)])
