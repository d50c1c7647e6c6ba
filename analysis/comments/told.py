"""How a number of people is told, and what somebody who reads it knows then.

Below 10 nothing but that is told, none included; of all but fewer than 10 the same. Everything else
is to the nearest 5.

Source: ONS disclosure control for tables, the "10-5 rule": counts below 10 suppressed, others
rounded to the nearest 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.comments.codebook import OTHER, UNTRANSLATED, Stance
from analysis.comments.themes import ThemeCount

FEWEST = 10
"""Fewest people whose number is told."""
NEAREST = 5
HALF = NEAREST // 2
"""What rounding changes at most."""
UNSTANCED = frozenset({UNTRANSLATED, OTHER})
"""Codes of which no stance is told: of a comment in another language nobody knows it, and of what
fits no theme "a problem" is said wherever nothing says otherwise."""


class Told(StrEnum):
    """How a number of people is told."""

    COUNT = "count"
    FEW = "few"
    NEARLY_ALL = "nearly_all"
    WITHHELD = "withheld"


class Read(StrEnum):
    """Of how many of the people who wrote an analyst read something, as it is published.

    No number: those who wrote are at least as many as were read of, so a number would narrow the
    base, and with it the themes of few people. A part of a number that is not told narrows nothing.
    """

    NOBODY = "nobody"
    FEWER = "fewer than half"
    HALF = "half or more"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class People:
    """A number of people as it is published.

    Attributes:
        number: To the nearest 5, where it is told.
    """

    told: Told
    number: int | None = None

    def say(self) -> str:
        """In words, as they stand in a table."""
        match self.told:
            case Told.FEW:
                return f"fewer than {FEWEST}"
            case Told.NEARLY_ALL:
                return f"all but fewer than {FEWEST}"
            case Told.WITHHELD:
                return "not shown"
            case Told.COUNT:
                return str(self.number)


WITHHELD = People(Told.WITHHELD)


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """One theme as it is published.

    Attributes:
        share: Whole per cent of those who wrote something; None where it is not told.
        stances: What people say of it, where their number is told; a person may say several things.
    """

    code: str
    label: str
    people: People
    share: int | None
    stances: Mapping[Stance, People]


def tell(people: int, of: int | None = None) -> People:
    """A number of people as it may be told by itself.

    Args:
        people: How many.
        of: Of how many, where all but a few of them would be told by it.
    """
    if people < FEWEST:
        return People(Told.FEW)
    if of is not None and of - people < FEWEST:
        return People(Told.NEARLY_ALL)
    return People(Told.COUNT, NEAREST * round(people / NEAREST))


def tell_read(read: int, of: int) -> Read:
    """Which part of the people was read.

    Args:
        read: Of how many an analyst read something.
        of: How many wrote, comments without content included.
    """
    if not read:
        return Read.NOBODY
    if read == of:
        return Read.EVERYBODY
    return Read.HALF if 2 * read >= of else Read.FEWER


def tell_theme(count: ThemeCount, wrote: int) -> ToldTheme:
    """A theme as its own numbers allow; its share is not told yet."""
    people = tell(count.people, wrote)
    shown = people.told is Told.COUNT and count.code not in UNSTANCED
    stances = {stance: tell(number) for stance, number in count.stances.items()} if shown else {}
    return ToldTheme(count.code, count.label, people, None, stances)
