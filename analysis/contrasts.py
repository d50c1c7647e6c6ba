"""Whether the share of a group differs from that of everybody else, who are other people.

The two are disjoint, so nothing has to be taken off for people who are in both. The test is of
unweighted answers, by the score statistic: the spread is that of one common share, as there would
be if nothing differed. Dividing by the two estimated spreads instead would call a group of 30 of
whom nobody said yes certain of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from analysis.distributions import two_sided_p
from analysis.suppression import MIN_BASE

MIN_EXPECTED = 5
"""Fewest people of a group who would say yes, and no, if nothing differed (Cochran 1954)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: respondents with a substantive answer.

    Attributes:
        yes: Those with a positive one.
        base: All of them.
    """

    yes: int
    base: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """What a comparison found.

    Attributes:
        difference: The group's share less that of everybody else, -1 to 1.
        p_value: Two-sided, before any adjustment.
    """

    difference: float
    p_value: float


def estimate_contrast(group: Side, others: Side) -> Contrast | None:
    """Test a group against everybody else; None where there are too few answers to say.

    Too few are under 30 on either side, or so few that under 5 of the smaller side would be
    expected to say yes, or no. That goes by both together and not by what the group said, so that
    it does not pick the comparisons that stand out.

    Source: the score test of two shares (Pearson 1900; Agresti, Categorical Data Analysis, 3rd ed.,
    3.2.1): with p = (y1 + y2)/(n1 + n2), t = (y1/n1 - y2/n2) / sqrt(p (1 - p) (1/n1 + 1/n2)).
    Student's t on the smaller base less 1, as for a change between rounds (`change.find_df`).
    Worked number: 60 of 100 against 200 of 500 give p = 0.43333, an error of 0.05428 and t = 3.6845
    on 99 degrees of freedom, p-value 0.00037.
    """
    if min(group.base, others.base) < MIN_BASE:
        return None
    pooled = (group.yes + others.yes) / (group.base + others.base)
    if min(group.base, others.base) * min(pooled, 1 - pooled) < MIN_EXPECTED:
        return None
    error = sqrt(pooled * (1 - pooled) * (1 / group.base + 1 / others.base))
    difference = group.yes / group.base - others.yes / others.base
    df = min(group.base, others.base) - 1
    return Contrast(difference, two_sided_p(difference / error, df))


def add_up(sides: Sequence[Side]) -> Side:
    """Several sides that have nobody in common as one."""
    return Side(sum(one.yes for one in sides), sum(one.base for one in sides))
