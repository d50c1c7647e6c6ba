"""Data as an SPSS system file: names, labels and user-missing values by SPSS's own rules."""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

MAX_NAME, MAX_LABEL, MAX_VALUE_LABEL, MAX_FILE_LABEL, MAX_NOTE = 64, 255, 120, 64, 80
"""Bytes of a variable's name and label, a value's label, the file's label and a line of the note.

Source: IBM SPSS Statistics, Variable names; Variable labels; System file format.
"""

_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_CREATED_AT, _CREATED_UP_TO = 92, 109
"""Where the file's header says when it was written: 9 letters of date, 8 of time."""

Measure = Literal["nominal", "ordinal", "scale"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable.

    Attributes:
        values: Numbers, or texts; None is system-missing, which only numbers can be.
        value_labels: Number to its label, user-missing values included.
        missing: Up to three user-missing numbers, or the ends of one range of them.
        format: SPSS's print format, such as ``F8.2``; empty for text.
    """

    name: str
    label: str
    values: Sequence[Number | str | None]
    value_labels: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    missing_range: tuple[int, int] | None = None
    measure: Measure = "nominal"
    format: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it holds texts."""
        return not self.format


def make_names(names: Iterable[str]) -> dict[str, str]:
    """Each name as SPSS accepts it: letters first, not reserved, short enough, told apart.

    SPSS takes ``Sex`` and ``sex`` for one name, and refuses a name that ends in a full stop or is
    a word of its language.
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_.@#$]", "_", name)
        plain = plain if plain[:1].isalpha() else f"v_{plain.lstrip('_')}"
        plain = plain.rstrip("._") or "v"
        plain = f"{plain}_v" if plain.lower() in _RESERVED else plain
        chosen, number = plain[:MAX_NAME].rstrip("._"), 2
        while chosen.lower() in taken:
            ending = f"_{number}"
            chosen, number = plain[: MAX_NAME - len(ending)] + ending, number + 1
        taken.add(chosen.lower())
        made[name] = chosen
    return made


def cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8, never within a letter."""
    content = text.encode("utf-8")
    return text if len(content) <= most else content[:most].decode("utf-8", "ignore")


def render_sav(
    variables: Sequence[Variable], *, file_label: str, note: Iterable[str], day: date
) -> bytes:
    """A system file; always the same bytes for the same content.

    Args:
        variables: All of the same length.
        file_label: What the file is.
        note: Paragraphs for the file's documents.
        day: What the file gives as the day it was made.
    """
    import pandas as pd  # noqa: PLC0415  # heavy, for files only
    import pyreadstat  # noqa: PLC0415  # the same

    frame = pd.DataFrame({one.name: _column(one) for one in variables})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        pyreadstat.write_sav(
            frame,
            path,
            row_compress=True,  # texts take the room of the longest one otherwise
            file_label=cut(file_label, MAX_FILE_LABEL),
            column_labels={one.name: cut(one.label, MAX_LABEL) for one in variables},
            note=_break(note),
            variable_value_labels={
                one.name: {v: cut(label, MAX_VALUE_LABEL) for v, label in one.value_labels.items()}
                for one in variables
                if one.value_labels
            },
            missing_ranges={one.name: _missing(one) for one in variables if _missing(one)},
            variable_measure={one.name: one.measure for one in variables},
            variable_format={one.name: one.format for one in variables if one.format},
        )
        content = path.read_bytes()
    created = f"{day:%d %b %y}00:00:00".encode("ascii")
    return content[:_CREATED_AT] + created + content[_CREATED_UP_TO:]


def _column(one: Variable) -> object:
    import pandas as pd  # noqa: PLC0415  # as above

    if one.is_text:
        return pd.Series(["" if value is None else value for value in one.values], dtype="object")
    numbers = [float("nan") if value is None else float(value) for value in one.values]
    return pd.Series(numbers, dtype="float64")


def _missing(one: Variable) -> list[Any]:
    if one.missing_range:
        return [{"lo": one.missing_range[0], "hi": one.missing_range[1]}]
    return list(one.missing)


def _break(note: Iterable[str]) -> list[str]:
    """Lines of the documents; a letter outside ASCII may take three bytes, so lines are short."""
    lines = [line for text in note for line in textwrap.wrap(text, MAX_NOTE - 10)]
    return [cut(line, MAX_NOTE) for line in lines]
