"""What a division that weights were not made to meet says of who chose to take part.

Sentences go by shares in whole per cents, as they are published, and tell no more than these do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import sqrt

from analysis.claims import round_to_5
from analysis.distributions import normal_quantile
from analysis.naming import name_group
from analysis.participation import GroupingCompared, LevelCompared
from analysis.suppression import MIN_BASE

_CERTAINTY = 0.95

BY_CHANCE = "the difference is no more than chance."
MENDED = "the weights mended the difference."
PARTLY = "the weights mended part of the difference."
NOT_MENDED = "the weights did not mend the difference."
MADE = "the weights made a difference where there was none beyond chance."
NOT_WEIGHTED = "the difference is more than chance, and no weights mend it."


def describe_check(
    grouping: GroupingCompared, effective_base: float, missing: Collection[str] = ()
) -> Iterator[str]:
    """A sentence for each level, or for the first of two, since the other is what is left.

    A share differs from the population's by more than chance where the distance is over 1.96
    standard errors of a random sample: of as many answers for the share of the answers, and of
    Kish's effective base for the weighted one. Worked number: of 35 %, with 400 answers, 29 % is
    6 points away and chance makes up to 4.7.

    Args:
        grouping: What was not raked.
        effective_base: Of all respondents.
        missing: Codes of levels that are said to be missing already, with both their shares.
    """
    if grouping.answers is None or grouping.answers < MIN_BASE:
        yield f"{grouping.label}: too few answers to tell whether those who took part differ."
        return
    levels = grouping.levels[:1] if len(grouping.levels) == 2 else grouping.levels
    said = [
        sentence
        for level in levels
        for sentence in _describe_level(grouping, level, effective_base, level.code in missing)
    ]
    yield from said or [f"{grouping.label}: not shown, because it would tell of a few people."]
    if said and grouping.note:
        yield f"{grouping.label}: {grouping.note.rstrip('.')}."


def _describe_level(
    grouping: GroupingCompared, level: LevelCompared, effective_base: float, said: bool
) -> Iterator[str]:
    if level.hidden or level.unweighted is None:
        return
    size = round_to_5(grouping.answers or 0)
    # as the picture beside it has it: two roundings of one share would read as two shares
    share, population = round(level.unweighted, 2), level.population
    name = name_group(grouping.label, level.label)
    shares = f"{_in_100(population)} residents, {_in_100(share)} of the answers"
    gap, chance = share - population, _find_chance(population, size)
    start = name if said else f"{name}: {shares}"
    if level.weighted is None:
        found = NOT_WEIGHTED if abs(gap) > chance else BY_CHANCE
        yield f"{start}, not weighted: {found}"
        return
    weighted = round(level.weighted, 2)
    left = weighted - population
    allowed = _find_chance(population, max(effective_base, 1.0))
    found = _judge(gap, left, differs=abs(gap) > chance, stays=abs(left) > allowed)
    yield f"{start}, {_in_100(weighted)} after weighting: {found}"


def _judge(gap: float, left: float, *, differs: bool, stays: bool) -> str:
    """What weighting did to a distance from the population."""
    if not stays:
        return MENDED if differs else BY_CHANCE
    if not differs:
        return MADE
    return PARTLY if abs(left) <= abs(gap) / 2 else NOT_MENDED


def _find_chance(population: float, size: float) -> float:
    """How far a random sample's share is from the population's in 95 of 100 samples, at most."""
    quantile = normal_quantile((1 + _CERTAINTY) / 2)
    return quantile * sqrt(population * (1 - population) / size)


def _in_100(share: float) -> str:
    return f"{100 * share:.0f} in 100"
