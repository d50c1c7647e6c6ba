"""What may be told of how uneven the weights of a round are.

Kish's effective base follows from the population's shares and from how many answered in each group
that has weights of its own, so with the shares known it gives the only group that is not shown
away: of 300 people, and a group of 10 % of the population, 120 is 2 people, 153 is 3 and 180 is 4.

So levels of few people are weighted together with others (`collapsing`): whoever finds out how many
count together does not know how many of them are in which level. Effective bases are told to the
nearest 5 where every margin is safe (`raked_margin`). Elsewhere, and of those who stand apart, of
whom no group is shown, they are rounded down to a power of ten, which is no more than the cautions
tell; one significant figure is more (100, 200 and 200 in the case above).

The largest weight, and how weights were trimmed, are told only where every level is shown. That
nobody is in a level is no secret: the cautions say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from analysis.claims import round_to_5
from analysis.participation import TookPart
from analysis.raked_margin import RakedMargin, are_safe
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.suppression import MIN_HIDDEN

_RAKED = "raked: "
_TRIMMED_BY = 0.05
"""What the share whose weights were trimmed is rounded to."""


class Weights:
    """What may be told of the weights of a round, by who is counted.

    Attributes:
        base_is_told: The effective base of everybody may be told to the nearest 5.
        are_told: Those of figures may be.
        are_described: The largest weight, and how weights were trimmed, may be told.
    """

    def __init__(self, results: Results) -> None:
        method = results.method
        raked = is_raked(method.weighting)
        self.base_is_told = not raked or _are_safe(results, ())
        self.are_told = not raked or (self.base_is_told and _are_safe(results, results.rows))
        self.are_described = not raked or not _hides_levels(results)
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


def _are_safe(results: Results, rows: Sequence[Row]) -> bool:
    """Whether no count follows from effective bases of everybody, or of rows, to the nearest 5."""
    shown = results.took_part
    if shown is None or not shown.effective_base:
        return False
    margins = [
        RakedMargin(one, results.method.collapsed.get(one.name, {}), _list_withheld(rows, one.name))
        for one in shown.groupings
        if one.raked
    ]
    return are_safe(margins, results.method.respondents, shown.effective_base)


def _list_withheld(rows: Sequence[Row], breakdown: str) -> set[str | None]:
    """The categories of a breakdown of which some figure is withheld."""
    return {
        row.category
        for row in rows
        if row.breakdown == breakdown and row.status is not Status.RELEASED
    }


def round_effective(base: float | None, *, told: bool) -> int | None:
    """An effective base as it may be published.

    Worked numbers: 455.7 is 455 where the weights are told, and 100 (that or more, under 1,000)
    where they are not; 95 is then 10.
    """
    if base is None:
        return None
    return round_to_5(base) if told else 10 ** floor(log10(max(base, 1)))


def round_design_effect(row: Row, *, told: bool) -> float | None:
    """A row's design effect as it may be published: that of the figures beside it.

    From exact ones it would tell more of a small base than they do. Worked number: a base of 37 and
    an effective one of 28.4 are shown as 35 and 30, so that it is 1.2 and not 1.3.
    """
    if row.base is None or not row.effective_base or not told:
        return None
    shown = round_effective(row.effective_base, told=True)
    return round(round_to_5(row.base) / shown, 1) if shown else None


def round_trimmed(shown: TookPart, respondents: int) -> float | None:
    """The share whose weights were trimmed, to the nearest 5 %; None of fewer than 10 people.

    Worked number: 0.0623 of 1,000 people is 0.05, and 0.02 of 300 is not told.
    """
    trimmed = shown.trimmed
    if trimmed is None or round(trimmed * respondents) < MIN_HIDDEN:
        return None
    return round(round(trimmed / _TRIMMED_BY) * _TRIMMED_BY, 2)
