"""Figures of others that a plan keeps as files: published series, and what its documents print.

They are read as text and typed by the plan's model. A row that cannot be used is left out and told
with its file and line, so that one reading tells all faults.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from surveys.errors import Fault

PUBLISHED_COLUMNS = (
    "measure",
    "domain",
    "period",
    "on",
    "value",
    "base",
    "survey",
    "source",
    "note",
)
PRINTED_COLUMNS = ("label", "value", "period", "survey", "base", "source", "problem")
_MAY_BE_EMPTY = frozenset({"base", "note", "problem"})

Figures = list[Mapping[str, str]]
"""Rows as text, without what is empty."""


def read_published(
    path: Path, measures: Collection[str], domains: Collection[str]
) -> tuple[Figures, list[Fault]]:
    """The figures that others published of a plan's measures.

    Args:
        path: CSV with the columns measure, domain, period, on (the last day of the period,
            YYYY-MM-DD), value (a share, 0-1), base (may be empty), survey, source, note.
        measures: Names of the plan's measures.
        domains: Names of the plan's domains.

    Returns:
        What can be used of it, and every fault with its line.
    """
    rows, faults = _read_rows(path, PUBLISHED_COLUMNS)
    known = {"measure": measures, "domain": domains}
    seen: dict[tuple[str, ...], int] = {}
    found: Figures = []
    for line, row in rows:
        place = f"{path.name} line {line}"
        wrong = [*_find_faults(row, place), *_find_unknown(row, known, place)]
        key = tuple(row[name] for name in ("measure", "domain", "survey", "on"))
        if key in seen:
            wrong.append(_repeated(place, seen[key]))
        seen.setdefault(key, line)
        faults += wrong
        found += [] if wrong else [_drop_empty(row)]
    return found, faults


def read_printed(path: Path) -> tuple[Figures, list[Fault]]:
    """The figures of a plan's own documents, with what is wrong or unclear about each.

    Args:
        path: CSV with the columns label, value (a share, 0-1), period, survey, base (may be
            empty), source (document and line), problem.

    Returns:
        What can be used of it, and every fault with its line.
    """
    rows, faults = _read_rows(path, PRINTED_COLUMNS)
    found: Figures = []
    for line, row in rows:
        wrong = list(_find_faults(row, f"{path.name} line {line}"))
        faults += wrong
        found += [] if wrong else [_drop_empty(row)]
    return found, faults


def _read_rows(
    path: Path, columns: tuple[str, ...]
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """Line and cells of every row; nothing where the columns are not as they should be."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            header = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        problem = "the file of figures cannot be read"
        remedy = "Put it beside the plan as UTF-8 text, or remove its name from the plan."
        return [], [Fault("plan.figures-missing", path.name, problem, remedy)]
    if header != columns:
        problem = f"its columns are {', '.join(header) or 'missing'}"
        remedy = f"Give the columns {', '.join(columns)}, with commas between them."
        return [], [Fault("plan.figures-columns", f"{path.name} line 1", problem, remedy)]
    found: list[tuple[int, dict[str, str]]] = []
    faults: list[Fault] = []
    for line, row in rows:
        if None in row or None in row.values():
            problem = f"the row has not {len(columns)} cells"
            remedy = "Give every cell, and put text with commas between double quotes."
            faults.append(Fault("plan.figure-cells", f"{path.name} line {line}", problem, remedy))
        else:
            found.append((line, {name: cell.strip() for name, cell in row.items()}))
    return found, faults


def _find_faults(row: Mapping[str, str], place: str) -> Iterator[Fault]:
    for name, cell in row.items():
        if not cell and name == "source":
            remedy = "Say where it can be looked up: document and line, or the page's address."
            yield Fault("plan.no-source", place, "the figure has no source", remedy)
        elif not cell and name not in _MAY_BE_EMPTY:
            yield Fault("plan.figure-empty", place, f"{name} is empty", f"Give the {name}.")
    if row["value"] and not _is_share(row["value"]):
        problem = f"the value {row['value']} is not a share from 0 to 1"
        remedy = "Write 58 % as 0.58, with a point."
        yield Fault("plan.figure-value", place, problem, remedy)
    if row["base"] and not (row["base"].isdecimal() and int(row["base"]) > 0):
        problem = f"the base {row['base']} is not a number of respondents"
        remedy = "Give a whole number, or leave it empty where none was published."
        yield Fault("plan.figure-base", place, problem, remedy)
    if row.get("on") and not _is_day(row["on"]):
        problem = f"on is {row['on']}, which is not a day"
        remedy = "Give the last day of the period, such as 2023-12-31."
        yield Fault("plan.figure-day", place, problem, remedy)


def _find_unknown(
    row: Mapping[str, str], known: Mapping[str, Collection[str]], place: str
) -> Iterator[Fault]:
    for kind, names in known.items():
        if row[kind] and row[kind] not in names:
            problem = f"there is no {kind} {row[kind]}"
            remedy = f"Use one of {', '.join(sorted(names))}."
            yield Fault(f"plan.unknown-{kind}", place, problem, remedy)


def _repeated(place: str, first: int) -> Fault:
    problem = f"line {first} has a figure of the same measure, domain, survey and day"
    return Fault("plan.duplicate-figure", place, problem, "Keep one of them.")


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2023-12-31")


def _drop_empty(row: Mapping[str, str]) -> Mapping[str, str]:
    """Without empty cells, whose fields have defaults."""
    return {name: cell for name, cell in row.items() if cell}
