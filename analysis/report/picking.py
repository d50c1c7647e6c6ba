"""Parts of tables: the rows of one thing, and the columns that people read."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from analysis.tables import Symbol, Table

CODES = frozenset({"measure", "domain", "category", "grouping", "level"})
"""Columns for machines; a page is read by people."""


def pick_rows(
    table: Table, column: str, value: str, *, title: str, known: str = ""
) -> Table | None:
    """The rows of a table that have a value in a column; None where none has.

    Args:
        table: The table.
        column: What the rows are picked by.
        value: What they have in it.
        title: Of the picked rows.
        known: A column that must have a value and no symbol; empty for none.

    Raises:
        ValueError: The table has no such column.
    """
    names = [one.name for one in table.columns]
    at, must = names.index(column), names.index(known) if known else None
    rows = tuple(
        row
        for row in table.rows
        if row[at] == value and (must is None or not isinstance(row[must], Symbol))
    )
    return replace(table, title=title, rows=rows, notes=(), source="") if rows else None


def drop_columns(table: Table, names: AbstractSet[str]) -> Table:
    """The table without some of its columns, and without those that have nothing in any row."""
    empty = {None, Symbol.NOT_AVAILABLE}
    kept = [
        index
        for index, column in enumerate(table.columns)
        if column.name not in names and any(row[index] not in empty for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[index] for index in kept),
        rows=tuple(tuple(row[index] for index in kept) for row in table.rows),
    )
