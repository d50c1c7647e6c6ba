"""Who took part, beside the population, as results hold it.

Shares are 0-1. None means "not to be had" or, in public, "withheld".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelCompared:
    """One group of those who took part, beside its share of the population.

    Attributes:
        people: To the nearest 5 in public; None where hidden.
        population, unweighted, weighted: Shares, 0-1; None where hidden.
        hidden: Why nothing is shown: ``few``, ``protects``, or empty.
    """

    code: str
    label: str
    population: float
    people: int | None
    unweighted: float | None
    weighted: float | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class GroupingCompared:
    """A division of those who took part.

    Attributes:
        raked: Weights were made to meet it. What was not raked is a check on self-selection.
        answers: Respondents who gave it; to the nearest 5 in public.
    """

    name: str
    label: str
    raked: bool
    source: str
    note: str
    answers: int | None
    levels: tuple[LevelCompared, ...]


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who answered, beside the population.

    Attributes:
        missing: Who is missing, as sentences; empty where nobody is.
        checks: What the groupings that were not raked say of self-selection, as sentences.
        effective_base: Kish's effective number of all respondents; in public rounded down to a
            power of ten where weights are not told (see `analysis.effective`).
        largest_weight: Largest weight as a multiple of the median one; None where not told.
        trimmed: Share of respondents whose weight was trimmed, 0-1; None where none was asked for
            or it is not told; in public to the nearest 0.05.
        margin_error: What trimming left of the largest relative distance from a margin; None where
            `trimmed` is.
        cautions: Why no headline may stand without qualification; empty where it may.
        who: Those that the groups are counted of, where they are not everybody who took part.
    """

    groupings: tuple[GroupingCompared, ...]
    missing: tuple[str, ...]
    checks: tuple[str, ...]
    effective_base: float | None
    largest_weight: float | None
    trimmed: float | None
    margin_error: float | None
    cautions: tuple[str, ...]
    who: str = ""
