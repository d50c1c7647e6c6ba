"""Time to the right: one scale, or two where others published long before the first round.

On one scale ten years of another survey push the rounds into the right edge. So where the rounds
would get too little of the width, what lies before them stands on a closer scale of its own, with a
gap between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.figures.scales import Scale

GAP = 40
"""Pixels between the two scales."""

_INSET = 60
"""Pixels before the first round and after the last one: half of their labels."""

_EDGE = 32
"""Pixels before the first figure of others and after their last one: half of their labels."""

_SPAN = timedelta(days=400)
"""At least this long a time is shown, so that one figure stands on an axis with years."""

_LEAST, _PER_YEAR = 150, 40
"""Pixels that the closer scale takes with its gap: the first at least, and for one figure; the
second for each year that it spans, as far as there is room."""


@dataclass(frozen=True, slots=True)
class Times:
    """Days onto pixels.

    Attributes:
        own: The time of the rounds, and of what others published meanwhile.
        before: What others published before that; None where one scale serves for all.
    """

    own: Scale
    before: Scale | None = None

    @property
    def end(self) -> float:
        """Where time ends."""
        return self.own.end

    @property
    def pieces(self) -> tuple[Scale, ...]:
        """The scales, the earlier first."""
        return (self.own,) if self.before is None else (self.before, self.own)

    def is_before(self, day: date) -> bool:
        """Whether a day stands on the closer scale."""
        return self.before is not None and day.toordinal() < self.own.low

    def at(self, day: date) -> float:
        """Where a day stands."""
        if self.before is not None and self.is_before(day):
            return self.before.at(day.toordinal())
        return self.own.at(day.toordinal())


def make_times(
    own: Sequence[date], others: Sequence[date], rounds: int, ends: tuple[float, float]
) -> Times:
    """The time that a panel shows.

    Args:
        own: The ends of the rounds, then the days of the target.
        others: When others published.
        rounds: How many of the own days are rounds: the more, the wider is their scale.
        ends: Where time begins and ends, in pixels.
    """
    start, end = ends
    first, last = _widen(min(own), max((*own, *others)))
    after = _INSET if last > max(own[rounds:], default=first) else 0
    earliest = min((first, *others))
    share = get_share(rounds)
    one = Times(_fit(earliest, last, ends, _INSET, after))
    earlier = [day for day in others if day < first]
    if not earlier or last - first >= share * (last - earliest):
        return one
    years = (max(earlier) - min(earlier)).days / 365.25
    most = max(_LEAST, (1 - share) * (end - start))
    split = start + min(most, _LEAST + _PER_YEAR * years)
    later = _fit(first, last, (split, end), _INSET, after)
    apart = [day for day in earlier if day.toordinal() < later.low]
    if not apart:
        return one
    closer = _fit(*_widen(min(apart), max(apart)), (start, split - GAP), _EDGE, _EDGE)
    return Times(later, closer)


def get_share(rounds: int) -> float:
    """The least share of the width for the rounds. Worked numbers: 1 gets 1/2, 3 get 2/3."""
    return (rounds + 1) / (rounds + 3)


def _widen(first: date, last: date) -> tuple[date, date]:
    if last - first < _SPAN:
        return first - _SPAN / 2, last + _SPAN / 2
    return first, last


def _fit(first: date, last: date, ends: tuple[float, float], before: float, after: float) -> Scale:
    """A scale between two ends whose first and last day keep away from them."""
    start, end = ends
    inner = Scale(first.toordinal(), last.toordinal(), start + before, end - after)
    day = (inner.high - inner.low) / (inner.end - inner.start)
    return Scale(inner.low - before * day, inner.high + after * day, start, end)
