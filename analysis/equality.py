"""What differs between groups of people, as results hold it: the equality table of a consultation.

A group is a level of a grouping that the plan names under `equality`. Shares are 0-1; None means
"not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Said(StrEnum):
    """What can be said of a group."""

    DIFFERS = "differs"
    WITHHELD = "withheld"
    """Something differs clearly, and no figure of it may be published."""
    NOTHING_CLEAR = "nothing_clear"
    TOO_FEW = "too_few"
    UNTOLD = "untold"
    """Its number of people is withheld, and whether anything differs would tell of that."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in which a group clearly differs from everybody else.

    Attributes:
        higher: Its share is higher than that of everybody else, and not lower.
        share: The group's; the row of results that it stands in.
        overall: That of everybody whom groups are counted of, the group with them.
        p_value: After Holm over all comparisons of the round; None in public.
    """

    measure: str
    label: str
    higher: bool
    share: float | None
    overall: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """One group.

    Attributes:
        people: Who took part; to the nearest 5 in public; None where hidden.
        hidden: Why that is not shown: ``few``, ``protects``, or empty.
        compared: In how many measures there were answers enough to compare.
    """

    code: str
    label: str
    people: int | None
    hidden: str
    compared: int
    said: Said
    differences: tuple[Difference, ...] = ()

    @property
    def unweighted(self) -> float | None:
        """No share of the answers is told beside the number of people."""
        return None


@dataclass(frozen=True, slots=True)
class GroupingHeard:
    """The groups of one characteristic.

    Attributes:
        answers: Who gave it; to the nearest 5 in public; None where not told.
        compared_to_population: Its numbers are those of who took part beside the population.
    """

    name: str
    label: str
    answers: int | None
    compared_to_population: bool
    levels: tuple[GroupHeard, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Equality:
    """Every group that was asked for, and what differs.

    Attributes:
        domain, domain_label: Whom groups are counted of.
        comparisons: How many there were, over which Holm's method was applied.
        method: How they were made, as a sentence.
    """

    domain: str
    domain_label: str
    comparisons: int
    groupings: tuple[GroupingHeard, ...]
    method: str
