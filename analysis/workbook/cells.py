"""A cell of a workbook: how values are written, and texts that are nothing but text."""

from __future__ import annotations

from datetime import date

from analysis.phrases import say_day
from analysis.tables import Column, Symbol, Unit, Value

_UNITS = {Unit.SHARE: "per cent", Unit.POINTS: "percentage points"}
_NOTHING = "none"


def head(column: Column) -> str:
    """A column's heading with its unit."""
    unit = _UNITS.get(column.unit)
    return f"{column.label} ({unit})" if unit else column.label


def write(value: Value, column: Column) -> str | int | float:
    """A cell as people read it; numbers stay numbers, and no cell is empty."""
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, Symbol):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return say_day(date.fromisoformat(value)) if column.unit is Unit.DATE else plain(value)
    scaled = round(100 * value if column.unit is Unit.SHARE else value, column.digits)
    return int(scaled) if scaled == int(scaled) else scaled


def plain(text: str) -> str:
    """Text that the writer of the workbook takes for nothing but text.

    It would read a pair of dollars as a note and a bracket before a parenthesis as a link, and it
    refuses cells without a Latin letter or a digit.
    """
    safe = text.replace("$$", "$ $").replace("](", "] (")
    return safe if any(one.isascii() and one.isalnum() for one in safe) else f"text: {safe}"
