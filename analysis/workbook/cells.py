"""A cell of a workbook: how values are written, and texts that are nothing but text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.phrases import say_day
from analysis.tables import Column, Symbol, Unit, Value

_UNITS = {Unit.SHARE: "per cent", Unit.POINTS: "percentage points"}
_SHAPED = {Unit.SHARE, Unit.POINTS, Unit.NUMBER}
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
    digits = column.count_digits(value)
    scaled = round(100 * value if column.unit is Unit.SHARE else value, digits)
    return int(scaled) if scaled == int(scaled) else scaled


def shape(value: Value, column: Column) -> str | None:
    """How a number is shown: with its own decimals, and a change with its sign; None as it comes.

    A number itself does not tell 39 from 39.0, and the base that allows a tenth is not the same in
    every row. The minus is the one of the keyboard, for programs read it back as a number.
    """
    if value is None or isinstance(value, str | bool) or column.unit not in _SHAPED:
        return None
    digits = column.count_digits(value)
    plain = "0" + "." * bool(digits) + "0" * digits
    return f"+{plain};-{plain};{plain}" if column.signed else plain


def write_symbols(row: Sequence[Value], beside: Value) -> str:
    """The symbols of a row: those in place of its values, then those that stand beside them."""
    held = {value for value in row if isinstance(value, Symbol)}
    return "".join(one for one in Symbol if one in held or one in str(beside or "")) or _NOTHING


def plain(text: str) -> str:
    """Text that the writer of the workbook takes for nothing but text.

    It would read a pair of dollars as a note and a bracket before a parenthesis as a link, and it
    refuses cells without a Latin letter or a digit.
    """
    safe = text.replace("$$", "$ $").replace("](", "] (")
    return safe if any(one.isascii() and one.isalnum() for one in safe) else f"text: {safe}"
