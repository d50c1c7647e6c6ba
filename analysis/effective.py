"""What may be told of how uneven the weights of a round are.

Kish's effective base follows from the population's shares and from how many answered in each group
that weights were made to meet, so with the shares known it gives the only group that is not shown
away: of 300 people, and a group of 10 % of the population, 120 is 2 people, 153 is 3 and 180 is 4.
One significant figure is too much as well (100, 200 and 200). So where a group is not shown, the
effective base is rounded down to a power of ten, which is no more than the cautions tell.
"""

from __future__ import annotations

from math import floor, log10

from analysis.claims import round_to_5
from analysis.rows import Results, Row
from analysis.shown import TookPart
from analysis.suppression import MIN_HIDDEN

_RAKED = "raked: "
_TRIMMED_BY = 0.05
"""What the share whose weights were trimmed is rounded to."""


class Weights:
    """What may be told of the weights of a round, by who is counted."""

    def __init__(self, results: Results) -> None:
        method = results.method
        self.are_told = not (is_raked(method.weighting) and _hides_levels(results))
        self._apart = {(arm.breakdown, arm.category) for arm in method.arms if arm.breakdown}

    def are_told_of(self, row: Row) -> bool:
        """Whether they are of those a row is of; of those who stand apart, no group is shown."""
        if (row.breakdown, row.category) in self._apart:
            return not is_raked(row.weighting)
        return self.are_told


def is_raked(weighting: str) -> bool:
    """Whether weights were made to meet a margin, by their description."""
    return any(part.startswith(_RAKED) for part in weighting.split("; "))


def _hides_levels(results: Results) -> bool:
    """Whether a level that weights were made to meet is not shown, or has nobody."""
    shown = results.took_part
    raked = [one for one in shown.groupings if one.raked] if shown else []
    hidden = any(level.hidden for one in raked for level in one.levels)
    return shown is None or hidden or bool(results.method.collapsed)


def round_effective(base: float | None, *, told: bool) -> int | None:
    """An effective base as it may be published.

    Worked numbers: 455.7 is 455 where the weights are told, and 100 (that or more, under 1,000)
    where they are not; 95 is then 10.
    """
    if base is None:
        return None
    return round_to_5(base) if told else 10 ** floor(log10(max(base, 1)))


def round_trimmed(shown: TookPart, respondents: int) -> float | None:
    """The share whose weights were trimmed, to the nearest 5 %; None of fewer than 10 people.

    Worked number: 0.0623 of 1,000 people is 0.05, and 0.02 of 300 is not told.
    """
    trimmed = shown.trimmed
    if trimmed is None or round(trimmed * respondents) < MIN_HIDDEN:
        return None
    return round(round(trimmed / _TRIMMED_BY) * _TRIMMED_BY, 2)
