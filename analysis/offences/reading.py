"""CSV files of recorded offences, in two layouts; all faults of a file are told at once.

Tidy: columns ``month`` (YYYY-MM), ``ward`` (code or name), ``offence`` and ``count``.

Wide: the ward file of the Metropolitan Police Service's "Recorded Crime: Geographic Breakdown" on
the London Datastore. Its columns are ``MajorText``, ``MinorText`` (``Group``, ``SubGroup`` in later
files), ``WardName``, ``WardCode``, ``LookUp_BoroughName``, then one for each month (YYYYMM). It
holds all of London: rows of other boroughs are passed over. Names of columns as public code that
reads the file has them (github.com/JamieW365/londoncrime, src/data/clean_data.py, for the earlier
ones); the file itself has not been seen.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.offences.record import Month, Recorded, Ward, fold, load_wards
from surveys.errors import Fault, RecordRefused
from surveys.loading.document import suggest

MAX_BYTES = 100_000_000

_TIDY = ("month", "ward", "offence", "count")
_OFFENCE = ("minortext", "subgroup")
_BOROUGH = "lookup_boroughname"
_WIDE = re.compile(r"[0-9]{6}")
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")
_COUNT = re.compile(r"[0-9]{1,9}")

_Rows = list[tuple[int, Mapping[str, str]]]


@dataclass(slots=True)
class _File:
    """What was read of a file so far.

    Attributes:
        known: Wards by their folded codes and labels.
        rows: Number of the line, and the cells by name of the column, small.
    """

    name: str
    known: Mapping[str, Ward]
    rows: _Rows
    counts: dict[tuple[Month, str, str], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: int, code: str, problem: str, remedy: str) -> None:
        """Note a fault at a line, or of the whole file."""
        place = f"{self.name} line {line}" if line else self.name
        self.faults.append(Fault(f"record.{code}", place, problem, remedy))

    def find_ward(self, *names: str) -> Ward | None:
        """The ward of the first code or label that is one."""
        return next((self.known[fold(name)] for name in names if fold(name) in self.known), None)


def read_offences(path: Path, *, source: str, places: Path) -> Recorded:
    """Recorded offences from a CSV file.

    Args:
        path: The file.
        source: Who published it and when it was had, as it stands under figures.
        places: The file of the partnership's wards, as its pairing names it.

    Raises:
        RecordRefused: The file cannot be used; the error carries every fault in it.
    """
    wards = load_wards(places)
    if not source.strip():
        raise _refuse(path, "source", "no source was given", "Say who published the file and when.")
    header, rows = _read_rows(path)
    known = {fold(name): ward for ward in wards for name in (ward.code, ward.label)}
    file = _File(path.name, known, rows)
    if set(_TIDY) <= set(header):
        _read_tidy(file)
    else:
        _read_wide(file, header)
    if file.faults:
        raise RecordRefused(path.name, file.faults)
    seen = {ward for _, ward, _ in file.counts}
    return Recorded(
        source=source.strip(),
        counts=file.counts,
        months=tuple(sorted({month for month, _, _ in file.counts})),
        wards=wards,
        absent=tuple(ward.label for ward in wards if ward.code not in seen),
    )


def _refuse(path: Path, code: str, problem: str, remedy: str) -> RecordRefused:
    return RecordRefused(path.name, [Fault(f"record.{code}", path.name, problem, remedy)])


def _read_rows(path: Path) -> tuple[tuple[str, ...], _Rows]:
    """Names of the columns, small, and the rows with their lines."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refuse(path, "size", "the file is over 100 MB", "Keep the partnership's wards.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        remedy = "Give the path of a CSV file."
        raise _refuse(path, "missing", "the file cannot be read", remedy) from error
    except UnicodeDecodeError as error:
        raise _refuse(path, "encoding", "the file is not UTF-8", "Save it as CSV UTF-8.") from error
    lines = csv.reader(io.StringIO(text, newline=""))
    header = tuple(name.strip().casefold() for name in next(lines, []))
    rows: _Rows = []
    for cells in lines:
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * (len(header) - len(cells))]
            row = dict(zip(header, (cell.strip() for cell in padded), strict=False))
            rows.append((lines.line_num, row))
    if not rows:
        raise _refuse(path, "empty", "the file has no rows", "Give a row for each count.")
    return header, rows


def _read_tidy(file: _File) -> None:
    for line, row in file.rows:
        month = _read_month(file, line, row["month"])
        ward = _read_ward(file, line, row["ward"])
        if not row["offence"]:
            file.refuse(line, "offence", "the offence is empty", "Name what was recorded.")
        elif month and ward:
            _add(file, line, (month, ward.code, fold(row["offence"])), row["count"])


def _read_wide(file: _File, header: Sequence[str]) -> None:
    columns = [name for name in header if _WIDE.fullmatch(name)]
    offence = next((name for name in _OFFENCE if name in header), None)
    if offence is None or not columns or not {"wardcode", "wardname"} & set(header):
        file.refuse(
            1,
            "columns",
            f"the columns are {', '.join(header[:6])}",
            "Give month, ward, offence and count, or the police's own ward file.",
        )
        return
    months = {name: _read_month(file, 1, name) for name in columns}
    for line, row, ward in _list_own(file):
        if not row[offence]:
            file.refuse(line, "offence", "the offence is empty", "Name what was recorded.")
            continue
        for name, month in months.items():
            if month:
                _add(file, line, (month, ward.code, fold(row[offence])), row[name])


def _list_own(file: _File) -> Iterator[tuple[int, Mapping[str, str], Ward]]:
    """Rows of the partnership's wards; another ward of its borough is a fault."""
    found = [
        (line, row, file.find_ward(row.get("wardcode", ""), row.get("wardname", "")))
        for line, row in file.rows
    ]
    boroughs = {row.get(_BOROUGH, "") for _, row, ward in found if ward}
    if not boroughs:
        file.refuse(
            0,
            "no-ward",
            "no row is of a ward of the partnership",
            "Give the file of the area that the partnership is in.",
        )
    for line, row, ward in found:
        if ward is not None:
            yield line, row, ward
        elif row.get(_BOROUGH, "") in boroughs:
            _refuse_ward(file, line, row.get("wardname", "") or row.get("wardcode", ""))


def _read_ward(file: _File, line: int, name: str) -> Ward | None:
    ward = file.find_ward(name)
    if ward is None:
        _refuse_ward(file, line, name)
    return ward


def _refuse_ward(file: _File, line: int, name: str) -> None:
    labels = sorted({ward.label for ward in file.known.values()})
    remedy = suggest(name, labels, f"Use a code or name such as {labels[0]}.")
    file.refuse(line, "ward", f"ward '{name}' is not one of the partnership", remedy)


def _read_month(file: _File, line: int, text: str) -> Month | None:
    found = _MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        file.refuse(line, "month", f"'{text}' is not a month", "Write it as 2026-05.")
        return None
    return int(found[1]), int(found[2])


def _add(file: _File, line: int, key: tuple[Month, str, str], text: str) -> None:
    if not _COUNT.fullmatch(text):
        remedy = "Give a whole number from 0; write 0 where nothing was recorded."
        file.refuse(line, "count", f"'{text}' is not a count", remedy)
    elif key in file.counts:
        (year, month), ward, offence = key
        problem = f"{offence} in {ward} in {year}-{month:02} is given twice"
        file.refuse(line, "duplicate", problem, "Keep one row for each month, ward and offence.")
    else:
        file.counts[key] = int(text)
