"""Whether effective bases tell who is hidden in a margin that weights were made to meet.

They do not where all of this holds:

- No count under 10 has weights of its own, as where a level has nowhere to collapse.
- Each count under 10 can be any number from 0 to 9, as `masking` asks of what is shown, for
  somebody who knows exactly how many count together; or the hidden levels of a margin cannot be
  told apart by their weights: as people, one of a level for one of another moves the effective
  base by the difference of their w^2 / d^2, with w their mean weight where that of all is 1, and d
  the design effect.
- Where a category of a breakdown is withheld, or a level is hidden for the sake of a figure, one
  person more there moves it about as one more of anybody does: by 2 w/d - (w/d)^2, against 1/d.

What moves it by less for 10 people than the unknown composition of the margins does cannot be found
out from it. With margins that are independent the composition of n people is worth, as a standard
deviation, sqrt(n V) / d, to the first order in how their cells differ from what is expected; V is
the sum over all pairs of margins of var z var z' - 4 cov(z, w) cov(z', w') + 4 var w var w', with z
= w^2 / E(w^2) - 2 w. Twice that is taken. With one margin it is nothing: where a figure on a level
of it is withheld, only the effective base of everybody may be told. Worked number: 300 people and
three margins in which two thirds of them count 0.75 times and one third 1.5 times have var z = 0,
cov(z, w) = 0, var w = 0.125 and V = 0.19, so that with d = 1.42 the standard deviation is 5.3; in
made-up rounds it is 5.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import sqrt

import numpy as np

from analysis.masking import THRESHOLD, hide_counts
from analysis.participation import GroupingCompared, LevelCompared

_OPEN = 10
"""How many people must move an effective base by less than what is unknown of it."""


class RakedMargin:
    """The levels of a margin by who counts together, without those that nobody is in.

    Args:
        grouping: The levels at full precision, and which of them are hidden.
        heirs: Level to the level that it is weighted together with.
        withheld: Levels of which a figure is withheld.
    """

    def __init__(
        self, grouping: GroupingCompared, heirs: Mapping[str, str], withheld: set[str | None]
    ) -> None:
        self._hidden = {level.code for level in grouping.levels if level.hidden}
        asked = hide_counts(_count(grouping.levels), rounded=False)
        protecting = set() if asked is None else self._hidden - asked.keys()
        self._guarded = withheld | protecting
        self._counted = all(level.people is not None for level in grouping.levels)
        self._together: dict[str, list[LevelCompared]] = {}
        for level in grouping.levels:
            if level.people:
                self._together.setdefault(heirs.get(level.code, level.code), []).append(level)

    @property
    def is_empty(self) -> bool:
        """Whether nobody gave it."""
        return not self._together

    @property
    def moments(self) -> tuple[float, float, float]:
        """The variance of z, its covariance with w, and the variance of w."""
        groups = self._together.values()
        people = np.array([sum(_count(levels).values()) for levels in groups], dtype=np.float64)
        w = np.array([_weigh(levels) for levels in groups])
        share = people / people.sum()
        z = w**2 / (share @ w**2) - 2 * w
        w, z = w - share @ w, z - share @ z
        return float(share @ z**2), float(share @ (z * w)), float(share @ w**2)

    def is_safe(self, design_effect: float, most: float) -> bool:
        """Whether nobody who is withheld moves effective bases by more than `most`."""
        hidden = [x for x in self._together.values() if self._hidden & _count(x).keys()]
        few = any(sum(_count(levels).values()) < THRESHOLD for levels in hidden)
        if few or not self._counted:
            return False
        squares = [(_weigh(levels) / design_effect) ** 2 for levels in hidden]
        apart = max(squares, default=0) - min(squares, default=0) > most
        if apart and not all(map(self._keeps_open, hidden)):
            return False
        return all(
            abs(_move(_weigh(levels) / design_effect) - 1 / design_effect) <= most
            for levels in self._together.values()
            if self._guarded & _count(levels).keys()
        )

    def _keeps_open(self, levels: Sequence[LevelCompared]) -> bool:
        """Whether each count under 10 stays open to who knows how many the levels have."""
        asked = hide_counts(_count(levels), rounded=False)
        return asked is not None and asked.keys() <= self._hidden


def are_safe(margins: Sequence[RakedMargin], people: int, effective_base: float) -> bool:
    """Whether effective bases may be told to the nearest 5.

    Args:
        margins: Those that the weights were made to meet.
        people: Respondents.
        effective_base: Theirs.
    """
    design_effect = people / effective_base
    most = 2 * find_unknown(margins, people, effective_base) / _OPEN
    return all(one.is_safe(design_effect, most) for one in margins)


def find_unknown(margins: Sequence[RakedMargin], people: int, effective_base: float) -> float:
    """What the composition of the margins is worth in an effective base: a standard deviation."""
    known = [one.moments for one in margins if not one.is_empty]
    spread = sum(
        one[0] * other[0] - 4 * one[1] * other[1] + 4 * one[2] * other[2]
        for one, other in combinations(known, 2)
    )
    return sqrt(max(spread, 0.0) / people) * effective_base


def _count(levels: Sequence[LevelCompared]) -> dict[str, int]:
    return {level.code: level.people or 0 for level in levels}


def _weigh(levels: Sequence[LevelCompared]) -> float:
    """The mean weight of people who are weighted together, where that of all is 1."""
    answered = sum(level.unweighted or 0 for level in levels)
    return sum(level.weighted or 0 for level in levels) / answered if answered else 1.0


def _move(ratio: float) -> float:
    """By how much a person moves an effective base; their weight over the design effect."""
    return 2 * ratio - ratio**2
