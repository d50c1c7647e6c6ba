"""Recorded offences of a partnership's wards, month by month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from surveys.errors import Fault, RecordRefused
from surveys.loading.document import read_document, suggest
from surveys.loading.drafting import CATALOGUE
from surveys.loading.shape import check_shape, find_entries, write_out_texts
from surveys.questionnaire import Area

Month = tuple[int, int]
"""Year and month, from 1."""

YEAR = 12

_LANGUAGE = "en"
"""Of the names of wards in files of recorded offences."""

_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward of the partnership; `area` is the part of the borough that it belongs to."""

    code: str
    label: str
    area: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the police recorded.

    Attributes:
        source: Who published it, and when it was had.
        counts: Month, code of the ward and name of the offence (see `fold`) to offences.
        months: The months that the file is about, ascending.
        wards: The wards of the partnership.
        absent: Labels of wards that the file has no row for.
    """

    source: str
    counts: Mapping[tuple[Month, str, str], int]
    months: tuple[Month, ...]
    wards: tuple[Ward, ...]
    absent: tuple[str, ...]

    def has(self, offences: Iterable[str]) -> bool:
        """Whether the file is about these kinds of offences at all."""
        return {fold(offence) for offence in offences} <= {one for _, _, one in self.counts}

    def find_total(
        self, offences: Iterable[str], months: Iterable[Month], area: str | None = None
    ) -> int | None:
        """Offences of these kinds in these months; None where any of it is not in the file.

        Args:
            offences: Names of offences; all of them together.
            months: Each of them has to be in the file.
            area: One part of the borough; all of it where None.
        """
        wanted, period = {fold(offence) for offence in offences}, frozenset(months)
        if not self.has(wanted) or not period <= frozenset(self.months):
            return None
        wards = {ward.code for ward in self.wards if area in {None, ward.area}}
        return sum(
            count
            for (month, ward, offence), count in self.counts.items()
            if month in period and ward in wards and offence in wanted
        )


def fold(name: str) -> str:
    """A name as it is compared: ``St. Dunstan's`` is ``st dunstans``."""
    plain = name.casefold().replace("&", " and ").replace("'", "").replace("\u2019", "")
    return _WORD.sub(" ", plain).strip()


def find_places(name: str, folder: Path = CATALOGUE) -> Path:
    """The file of a partnership's wards: in ``places`` of a folder, or else of the catalogue.

    Raises:
        RecordRefused: There is none of that name.
    """
    folders = [one / "places" for one in (folder, CATALOGUE)]
    files = {file.stem: file for one in reversed(folders) for file in sorted(one.glob("*.yaml"))}
    if name not in files:
        remedy = suggest(name, files, f"Put the wards into places/{name}.yaml beside the pairing.")
        raise RecordRefused(name, [Fault("record.places", name, "no such places", remedy)])
    return files[name]


def load_wards(places: Path) -> tuple[Ward, ...]:
    """The wards of a file of places.

    Raises:
        RecordRefused: It has faults; all of them are told at once.
    """
    document = read_document(places)
    write_out_texts(document.data, (_LANGUAGE,))
    areas = [
        area
        for route, data in find_entries(document, "areas")
        if (area := check_shape(document, Area, data, route)) is not None
    ]
    if not (areas or document.faults):
        document.refuse("record.no-areas", (), "the file has no areas", "List them under 'areas'.")
    if document.faults:
        raise RecordRefused(places.name, document.faults)
    return tuple(
        Ward(ward.code, ward.label.get(_LANGUAGE, ward.code), area.code)
        for area in areas
        for ward in area.wards
    )


def list_months(last: Month, count: int = YEAR) -> tuple[Month, ...]:
    """That many months, ascending. Worked number: 2 up to January 2027 start in December 2026."""
    whole = last[0] * YEAR + last[1] - 1
    return tuple(((one // YEAR), one % YEAR + 1) for one in range(whole - count + 1, whole + 1))


def last_whole_month(day: date) -> Month:
    """The last month that is over on a day. Worked number: 30 May 2027 gives April."""
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return day.year, day.month
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, YEAR)


def say_months(months: tuple[Month, ...]) -> str:
    """Such as ``June 2026 to May 2027``."""
    first, last = (date(*month, 1) for month in (months[0], months[-1]))
    return f"{first:%B %Y} to {last:%B %Y}"
