"""One sheet for one table, with its legend, and notes that are numbered over all sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.tables import BETWEEN_NOTES, MEANINGS, SYMBOLS, Column, Table, Value
from analysis.workbook.cells import head, plain, shape, write, write_symbols
from analysis.workbook.layout import format_columns

if TYPE_CHECKING:
    import pandas as pd
    from gptables import GPTable

_NOTES_COLUMN = "notes"
_TAB = 31
_ONE_TABLE = "This worksheet contains one table."
_WITH_NOTES = f"{_ONE_TABLE} Notes are marked such as [note 1]; their text is on the notes sheet."


def name_tabs(tables: Sequence[Table], taken: Sequence[str]) -> list[str]:
    """A tab for each table, in lower case, short enough and no two the same."""
    found, names = set(taken), []
    for table in tables:
        name, number = table.tab.lower()[:_TAB], 2
        while name in found:
            ending = f"-{number}"
            name, number = table.tab.lower()[: _TAB - len(ending)] + ending, number + 1
        found.add(name)
        names.append(name)
    return names


def number_notes(tables: Sequence[Table]) -> dict[str, str]:
    """Every note once, with the reference that stands for it until its number is known."""
    found = [note for table in tables for note in (*table.notes, *_row_notes(table))]
    return {note: f"n{number}" for number, note in enumerate(dict.fromkeys(found))}


def _row_notes(table: Table) -> list[str]:
    index = _find_notes(table)
    if index is None:
        return []
    return [note for row in table.rows if row[index] for note in _split(row[index])]


def _find_notes(table: Table) -> int | None:
    return next((i for i, one in enumerate(table.columns) if one.name == _NOTES_COLUMN), None)


def build_sheet(table: Table, numbered: Mapping[str, str]) -> GPTable:
    """The sheet of a table.

    Args:
        table: What stands on it.
        numbered: Note to the reference that stands for it.
    """
    from gptables import GPTable  # noqa: PLC0415  # heavy, for workbooks only

    at = _find_notes(table)
    rows = [tuple(_write_row(row, table.columns, numbered)) for row in table.rows]
    references = _refer(table.notes, numbered)
    noted = bool(table.notes) or bool(_row_notes(table))
    return GPTable(
        table=frame([head(column) for column in table.columns], rows),
        table_name=table.name.replace("-", "_"),
        title=f"{plain(table.title)} {references}".strip(),
        instructions=_WITH_NOTES if noted else _ONE_TABLE,
        legend=_explain(table),
        source=f"Source: {plain(table.source)}" if table.source else None,
        # only in columns of the index are references to notes read
        index_columns={2: 0} if at is None else {2: 0, 3: at},
        additional_formatting=[*format_columns(table.columns), *_format_numbers(table)],
    )


def _write_row(
    row: Sequence[Value], columns: Sequence[Column], numbered: Mapping[str, str]
) -> Iterator[str | int | float]:
    for value, column in zip(row, columns, strict=True):
        if column.name == SYMBOLS:
            yield write_symbols(row, value)
        elif column.name == _NOTES_COLUMN and value:
            yield _refer(_split(value), numbered)
        else:
            yield write(value, column)


def _format_numbers(table: Table) -> Iterator[dict[str, Any]]:
    """The look of each number; gptables takes one cell at a time, and counts the heading."""
    for line, row in enumerate(table.rows, start=1):
        for index, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if look := shape(value, column):
                yield {"cell": {"cells": (line, index), "format": {"num_format": look}}}


def _split(cell: Value) -> list[str]:
    return str(cell).split(BETWEEN_NOTES)


def _refer(notes: Sequence[str], numbered: Mapping[str, str]) -> str:
    """What gptables replaces by the numbers of notes."""
    return "".join(f"$${numbered[note]}$$" for note in notes)


def _explain(table: Table) -> list[str]:
    meanings = [f"{symbol} {MEANINGS[symbol]}" for symbol in table.symbols]
    return [f"Symbols used in this table: {'; '.join(meanings)}."] if meanings else []


def frame(columns: list[str], rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Rows as gptables takes them; numbers and words may share a column."""
    import pandas as pd  # noqa: PLC0415  # heavy, for workbooks only

    return pd.DataFrame(rows, columns=columns, dtype=object)
