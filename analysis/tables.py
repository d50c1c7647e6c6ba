"""A table as every output shows it: a title, columns with units, rows of values and symbols.

Workbook, CSV, report and board page are made from the same tables, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Symbol(StrEnum):
    """What stands in place of a value, or beside it.

    Source: Government Analysis Function, Symbols and shorthand in spreadsheets.
    """

    CONFIDENTIAL = "[c]"
    LOW_RELIABILITY = "[u]"
    NOT_AVAILABLE = "[x]"
    BREAK = "[b]"


class Unit(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    SHARE = "share"
    """0-1; shown as per cent."""
    POINTS = "points"
    """Percentage points."""
    COUNT = "count"
    NUMBER = "number"
    DATE = "date"


Value = str | int | float | Symbol | None
"""A cell; None is an empty cell that means nothing is to be said."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: For machines, such as ``ci_low``.
        label: For people, such as ``Lower limit (95 %)``.
        digits: Decimals of a share in per cent, of points, or of a number.
    """

    name: str
    label: str
    unit: Unit = Unit.TEXT
    description: str = ""
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: For machines and file names, such as ``headlines``.
        tab: For the tab of a workbook; at most 31 characters.
        rows: As long as the columns.
        notes: What has to be read with all of it.
    """

    name: str
    tab: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        """Every row has a value for every column."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name} has a row of another length than its columns")
