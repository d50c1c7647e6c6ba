"""Which figures may be published: the rules, applied to counts of respondents.

Source: Hundepool et al., Handbook on Statistical Disclosure Control, 2nd ed. (2024). Primary: a
base under 30 is too few; a figure is withheld where fewer than 3 people (10 for a sensitive item)
said yes, or said no, which covers 0 % and 100 %. Secondary: where one category alone of a
breakdown is withheld, the smallest other one is withheld too, lest it be worked out from the
total. People who are the same under two names get the same status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.rows import Status

MIN_BASE = 30
MIN_COUNT = 3
MIN_COUNT_SENSITIVE = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One figure of a measure, as disclosure control sees it.

    Attributes:
        table: Domain and breakdown; None for a headline figure, which belongs to no table.
        people: Identifies who is counted: equal for the same cells.
        yes, no: Respondents.
    """

    table: tuple[str, str] | None
    people: bytes
    yes: int
    no: int

    @property
    def base(self) -> int:
        """Respondents with a substantive answer."""
        return self.yes + self.no


def decide(cases: Sequence[Case], *, sensitive: bool) -> list[Status]:
    """The status of each figure of one measure, in order."""
    least = MIN_COUNT_SENSITIVE if sensitive else MIN_COUNT
    statuses = [_primary(case, least) for case in cases]
    while _spread(cases, statuses) or _protect_lone(cases, statuses):
        pass
    return statuses


def _primary(case: Case, least: int) -> Status:
    if case.base < MIN_BASE:
        return Status.TOO_FEW
    return Status.SUPPRESSED if min(case.yes, case.no) < least else Status.RELEASED


def _spread(cases: Sequence[Case], statuses: list[Status]) -> bool:
    """Give the same people the same status; True if that withheld anything."""
    withheld = {
        case.people: status
        for case, status in zip(cases, statuses, strict=True)
        if status is not Status.RELEASED
    }
    changed = False
    for index, case in enumerate(cases):
        if statuses[index] is Status.RELEASED and case.people in withheld:
            statuses[index] = withheld[case.people]
            changed = True
    return changed


def _protect_lone(cases: Sequence[Case], statuses: list[Status]) -> bool:
    """Withhold a second category where one stands alone; True if that withheld anything.

    Respondents in no category would hide the lone one as well, but how many they are is not
    known to the rule, so it does not count on them.
    """
    changed = False
    for table in dict.fromkeys(case.table for case in cases if case.table):
        inside = [i for i, case in enumerate(cases) if case.table == table and case.base]
        released = [i for i in inside if statuses[i] is Status.RELEASED]
        if len(inside) - len(released) == 1 and released:
            smallest = min(released, key=lambda i: cases[i].base)
            statuses[smallest] = Status.SUPPRESSED
            changed = True
    return changed
