"""Recorded offences of a partnership's wards, month by month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from surveys.errors import Fault, RecordRefused
from surveys.loading.document import read_document, suggest
from surveys.loading.drafting import CATALOGUE

Month = tuple[int, int]
"""Year and month, from 1."""

YEAR = 12

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


def load_wards(places: str) -> tuple[Ward, ...]:
    """The wards of a file of places in the catalogue.

    Raises:
        RecordRefused: There is none of that name.
    """
    known = sorted(file.stem for file in (CATALOGUE / "places").glob("*.yaml"))
    if places not in known:
        remedy = suggest(places, known, f"Name one of {', '.join(known)}.")
        raise RecordRefused(
            places, [Fault("record.places", places, "the catalogue has no such places", remedy)]
        )
    content = read_document(CATALOGUE / "places" / f"{places}.yaml").data
    return tuple(
        Ward(ward["code"], ward["label"], area["code"])
        for area in content["areas"]
        for ward in area["wards"]
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
