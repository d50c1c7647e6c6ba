"""What staff write about a round, as text, read into the fields of a `Round`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from surveys.errors import RoundError
from surveys.round_checks import ROUND_NAME
from surveys.rounds import CONSULTATION_DAYS, Audience, Purpose

E = TypeVar("E", bound=StrEnum)

LONGEST = {"title": 100, "decision": 300, "series": 40}
"""Most characters; titles and decisions stand on the first screen of a resident."""


def read_fields(written: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a round as staff wrote them; dates and numbers are there as such already.

    Raises:
        RoundError: When one cannot be read.
    """
    read: dict[str, Any] = {}
    for name, value in written.items():
        match name:
            case "purpose":
                read |= {"minimum_days": 0, "purpose": _choose(Purpose, name, value)}
                if read["purpose"] is Purpose.CONSULTATION:
                    read["minimum_days"] = CONSULTATION_DAYS
            case "audience":
                read[name] = _choose(Audience, name, value)
            case "languages":
                read[name] = read_languages(value)
            case "title" | "decision" | "series":
                read[name] = read_line(name, value)
            case _:
                read[name] = value
    # A minimum of one's own stands instead of the proposal, in whatever order they were written.
    return read | {name: written[name] for name in ("minimum_days",) if name in written}


def read_line(name: str, text: str) -> str:
    """One line of text, without what a phone cannot show.

    Raises:
        RoundError: When it is too long.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > LONGEST[name]:
        raise RoundError(
            "round.too-long",
            f"the {name}",
            f"it has {len(line)} characters, and {LONGEST[name]} are the most",
            "Write it shorter.",
        )
    return line


def read_dates(text: str) -> tuple[date, date]:
    """Two London dates such as ``2027-03-01 2027-03-28``.

    Raises:
        RoundError: When they are not two dates.
    """
    try:
        opens_on, closes_on = (date.fromisoformat(part) for part in text.split())
    except ValueError:
        raise RoundError(
            "round.date-text",
            "the dates",
            f"{text[:40]!r} is not two dates",
            "Write the first and the last day like this: 2027-03-01 2027-03-28.",
        ) from None
    return opens_on, closes_on


def read_name(text: str) -> str:
    """A name that a round can have.

    Raises:
        RoundError: When it cannot be used.
    """
    name = text.strip().lower()
    if not ROUND_NAME.fullmatch(name):
        raise RoundError(
            "round.name",
            f"round {name[:40]!r}",
            "its name cannot be used",
            "Use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter or digit.",
        )
    return name


def read_days(text: str) -> int:
    """A number of days, 0 or more.

    Raises:
        RoundError: When it is no such number.
    """
    written = text.strip()
    if not (written.isascii() and written.isdecimal() and len(written) <= 3):
        raise RoundError(
            "round.days",
            "the fewest days",
            f"{written[:20]!r} is no number of days",
            f"Write a whole number such as {CONSULTATION_DAYS}.",
        )
    return int(written)


def read_languages(text: str) -> tuple[str, ...]:
    """Languages with commas between them; ``all``, or nothing, for all of the questionnaire."""
    parts = [part.strip().lower() for part in text.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part and part != "all"))


def _choose(kind: type[E], name: str, text: str) -> E:
    try:
        return kind(text.strip().lower())
    except ValueError:
        raise RoundError(
            f"round.{name}",
            f"the {name}",
            f"{text[:40]!r} is none",
            f"Use one of {', '.join(kind)}.",
        ) from None
