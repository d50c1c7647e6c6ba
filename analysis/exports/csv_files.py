"""Tables as CSV, and a codebook that says of every column what it is.

Shares are 0-1, with a point for decimals; symbols stand in place of values as in the workbook.
UTF-8 without a byte order mark. Text that a spreadsheet would take for a formula has an apostrophe
before it.

Source: OWASP, CSV Injection (``=``, ``+``, ``-``, ``@``, tab and carriage return begin formulas).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from analysis.exports.dictionary import CATEGORIES
from analysis.tables import BETWEEN_NOTES, MEANINGS, Column, Rounded, Table, Unit, Value

_DESCRIBED = ("column", "label", "type", "unit", "description")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TYPES: Mapping[Unit, str] = {
    Unit.TEXT: "string",
    Unit.SHARE: "number",
    Unit.POINTS: "number",
    Unit.COUNT: "integer",
    Unit.NUMBER: "number",
    Unit.DATE: "date",
    Unit.YES_NO: "boolean",
}
"""What a column holds, in the words of the Table Schema."""
UNITS: Mapping[Unit, str] = {
    Unit.SHARE: "share, 0 to 1",
    Unit.POINTS: "percentage points",
    Unit.COUNT: "people",
}


def render_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A file with one line of machine-readable headings."""
    return _render(columns, ([_write(value) for value in row] for row in rows))


def render_table(table: Table) -> bytes:
    """A table under the machine names of its columns."""
    return _render(
        [column.name for column in table.columns],
        (map(_write_cell, row, table.columns) for row in table.rows),
    )


def _render(columns: Sequence[str], lines: Iterable[Iterable[str | int | float]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return file.getvalue().encode("utf-8")


def _write_cell(value: Value, column: Column) -> str | int | float:
    """A value with all the decimals that it was published with, and no more: 0.390, or -12."""
    if isinstance(value, Rounded):
        return f"{value:.{value.digits + 2 * (column.unit is Unit.SHARE)}f}"
    return _write(value)


def _write(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = value.replace(BETWEEN_NOTES, " ")
        return f"'{text}" if text.startswith(_DANGEROUS) else text
    return value


def render_codebook_csv(files: Mapping[str, Table]) -> bytes:
    """One line for each column of each file."""
    rows = [
        (name, *_describe(column), "; ".join(f"{c} = {v}" for c, v in codes.items()))
        for name, table in files.items()
        for column in table.columns
        for codes in (find_categories(table, column),)
    ]
    return render_csv(("file", *_DESCRIBED, "codes"), rows)


def render_codebook_json(files: Mapping[str, Table], about: Mapping[str, object]) -> bytes:
    """The same with titles, notes and the symbols that are used."""
    content = {
        **about,
        "files": [
            {
                "name": name,
                "title": table.title,
                "notes": list(table.notes),
                "source": table.source,
                "symbols": {str(symbol): MEANINGS[symbol] for symbol in table.symbols},
                "columns": [
                    {
                        **dict(zip(_DESCRIBED, _describe(column), strict=True)),
                        "codes": dict(find_categories(table, column)),
                    }
                    for column in table.columns
                ],
            }
            for name, table in files.items()
        ],
    }
    return dump(content)


def dump(content: object) -> bytes:
    """JSON as people can read it."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def find_categories(table: Table, column: Column) -> Mapping[str, str]:
    """The codes of a column and their labels; empty where it holds none."""
    return CATEGORIES.get(column.name, {}) if table.name == "results" else {}


def _describe(column: Column) -> tuple[str, ...]:
    unit = UNITS.get(column.unit, "")
    return (column.name, column.label, TYPES[column.unit], unit, column.description)
