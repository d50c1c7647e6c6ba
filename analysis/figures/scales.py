"""From values to pixels, and where labels find room. Nothing here draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_LEAST = 4
"""Tenths that an axis of shares spans at least: a shorter one makes chance look like change."""

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to pixels; `start` may lie beyond `end`.

    Worked number: 0.4-0.8 onto 500-100 puts 0.5 at 400.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from its left upper corner to its right lower one."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def measure_from(self, other: Box) -> float:
        """How far the middle of the other is from the nearest place of this one."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        across = max(self.left - x, x - self.right, 0.0)
        return math.hypot(across, max(self.top - y, y - self.bottom, 0.0))

    def lies_in(self, other: Box) -> bool:
        """Whether the other holds all of it."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Room:
    """What is taken of a frame, so that no label is written over another."""

    def __init__(self, frame: Box) -> None:
        self._frame = frame
        self._taken: list[Box] = []
        self._crossed: list[Box] = []
        self._marks: list[Box] = []

    def take(self, box: Box) -> None:
        """Keep labels away from here."""
        self._taken.append(box)

    def mark(self, box: Box) -> None:
        """A mark stands here: no other label goes here or nearer to it than to its own."""
        self.take(box)
        self._marks.append(box)

    def cross(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Keep labels off this line where they find room elsewhere."""
        steps = max(1, round(abs(end[0] - start[0]) / 8))
        for step in range(steps + 1):
            x, y = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
            self._crossed.append(Box(x - 4, y - 3, x + 4, y + 3))

    def find(self, candidates: Iterable[Box], own: Box | None = None) -> Box | None:
        """The first candidate that is free, off every line if there is one; it is then taken.

        Args:
            candidates: The best first.
            own: The mark that the label names: no other may be nearer.
        """
        free = [
            box
            for box in candidates
            if box.lies_in(self._frame)
            and not any(box.meets(one) for one in self._taken)
            and (own is None or self._is_nearest(own, box))
        ]
        clear = (box for box in free if not any(box.meets(one) for one in self._crossed))
        found = next(clear, free[0] if free else None)
        if found is not None:
            self._taken.append(found)
        return found

    def _is_nearest(self, own: Box, label: Box) -> bool:
        return all(own.measure_from(label) <= one.measure_from(label) for one in self._marks)


def span_shares(values: Iterable[float]) -> tuple[float, float]:
    """Ends of an axis for shares: whole tenths around them, four at least, within 0 and 1.

    Worked number: 0.54 to 0.63 gives 0.4 to 0.8.
    """
    found = list(values) or [0.5]
    low, high = math.floor(10 * min(found) - 0.2), math.ceil(10 * max(found) + 0.2)
    while high - low < _LEAST:
        low, high = low - 1, high + 1
    if low < 0:
        low, high = 0, max(high, _LEAST)
    if high > 10:
        low, high = min(low, 10 - _LEAST), 10
    return max(low, 0) / 10, high / 10


def list_tenths(low: float, high: float) -> list[float]:
    """The tenths between two of them, both included."""
    return [tenth / 10 for tenth in range(round(10 * low), round(10 * high) + 1)]


def list_years(first: date, last: date, most: int) -> list[date]:
    """New Year's Days between two dates, every one or every second or fifth: `most` at most."""
    years = range(first.year + (first != date(first.year, 1, 1)), last.year + 1)
    for step in _STEPS:
        chosen = [date(year, 1, 1) for year in years if year % step == 0]
        if len(chosen) <= most:
            return chosen
    return []


def stagger(spans: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """The line for each label, from 0, so that labels of one line stay apart.

    Worked number: spans 0-100, 60-160 and 120-220 go to lines 0, 1 and 0.
    """
    ends: list[float] = []
    lines = []
    for start, end in spans:
        line = next((n for n, last in enumerate(ends) if start >= last + gap), len(ends))
        ends[line : line + 1] = [end]
        lines.append(line)
    return lines


def spread(wanted: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Upper edges for labels that want to be centred somewhere and must not meet.

    Args:
        wanted: Where the middle of each should be, ascending.
        heights: How high each is.
        top: No label begins above.
    """
    edges: list[float] = []
    least = top
    for middle, height in zip(wanted, heights, strict=True):
        edges.append(max(least, middle - height / 2))
        least = edges[-1] + height
    return edges
