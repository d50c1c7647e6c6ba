"""A table as every output shows it: a title, columns with units, rows of values and symbols.

Workbook, CSV, report and board page are made from the same tables, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Symbol(StrEnum):
    """What stands in place of a value, or beside it in the column of symbols.

    ``[c]`` is for what is suppressed for confidentiality, ``[x]`` for what is unavailable for
    unknown or other reasons, ``[b]`` for a break in a series, and ``[u]`` for what is "of low
    statistical quality": it stands beside a value that has to be read with care and never in place
    of one. None of them says that there were too few answers to give a value at all, which is
    neither hidden nor unknown, so that has a shorthand of its own.

    Source: Government Analysis Function, Using symbols and shorthand in tables (2022),
    https://analysisfunction.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/;
    the meanings as StatsWales prints them, https://stats.gov.wales/en-GB/shorthand
    """

    CONFIDENTIAL = "[c]"
    TOO_FEW = "[few]"
    LOW_RELIABILITY = "[u]"
    NOT_AVAILABLE = "[x]"
    BREAK = "[b]"


MEANINGS: Mapping[Symbol, str] = {
    Symbol.CONFIDENTIAL: "withheld, to protect people who answered",
    Symbol.TOO_FEW: "too few answers to give a figure",
    Symbol.LOW_RELIABILITY: "low reliability: the figures beside it rest on little",
    Symbol.NOT_AVAILABLE: "not available, or there is nothing to compare with",
    Symbol.BREAK: "break in the series: not comparable with what came before",
}
"""What a legend says of each symbol."""


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
    """As 2027-05-31."""
    YES_NO = "yes_no"


Value = str | int | float | bool | Symbol | None
"""A cell; None is an empty cell that means nothing is to be said."""


class Rounded(float):
    """A value with the decimals that it was published with, which go by its own base.

    Attributes:
        digits: Decimals of a share in per cent, or of points.
    """

    __slots__ = ("digits",)
    digits: int

    def __new__(cls, value: float, digits: int) -> Self:
        """A number like any other, that knows its decimals."""
        rounded = super().__new__(cls, value)
        rounded.digits = digits
        return rounded


BETWEEN_NOTES = "\n"
"""Stands between the notes of one cell."""

SYMBOLS = "symbols"
"""The name of the column of symbols that stand beside the values of a row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: For machines, such as ``ci_low``.
        label: For people, such as ``Lower limit (95 %)``.
        digits: Decimals of a share in per cent, of points, or of a number, where a value does not
            bring its own.
        signed: A change, which is shown with a plus or a minus before it.
    """

    name: str
    label: str
    unit: Unit = Unit.TEXT
    description: str = ""
    digits: int = 0
    signed: bool = False

    def count_digits(self, value: float) -> int:
        """The decimals that a value of this column is shown with."""
        return value.digits if isinstance(value, Rounded) else self.digits


ESTIMATE = (
    Column("estimate", "Share", Unit.SHARE),
    Column("ci_low", "Lower limit (95 %)", Unit.SHARE),
    Column("ci_high", "Upper limit (95 %)", Unit.SHARE),
    Column("base", "Answers (to the nearest 5)", Unit.COUNT),
)
"""What a picture shows of a measure: its share, the interval and on how many answers it rests."""


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

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The symbols that it uses, in the order of their kinds: what its legend explains."""
        beside = [index for index, one in enumerate(self.columns) if one.name == SYMBOLS]
        used = {value for row in self.rows for value in row if isinstance(value, Symbol)}
        shown = "".join(str(row[index]) for row in self.rows for index in beside)
        return tuple(one for one in Symbol if one in used or one.value in shown)
