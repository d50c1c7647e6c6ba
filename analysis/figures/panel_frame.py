"""The frame of a measure panel: time to the right, shares upwards, and both axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.figures.canvas import FINE, GRID, Canvas, line_height
from analysis.figures.panel import Panel
from analysis.figures.scales import Box, Room, Scale, list_tenths, list_years, span_shares
from analysis.figures.times import Times, make_times
from analysis.figures.words import Words
from analysis.sheet import INK, MARGIN, SOFT, WIDTH

LEFT, RIGHT = MARGIN + 84, 760
"""Where time begins, and where it ends beside labels of a target."""

WIDE = WIDTH - MARGIN - 30
"""Where time ends without."""

LINE = line_height(FINE)

_HEIGHT = 440

_MOST_ASIDE = 4
"""Rounds that leave room for words beside the picture."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand: days to the right, shares upwards."""

    times: Times
    shares: Scale
    room: Room

    def x(self, day: date) -> float:
        """Where a day stands."""
        return self.times.at(day)

    def at(self, day: date, share: float) -> tuple[float, float]:
        """Where a share on a day stands."""
        return self.x(day), self.shares.at(share)


def make_frame(canvas: Canvas, panel: Panel) -> Frame:
    """Room for everything that the panel shows, from the height of the sheet on."""
    low, high = span_shares(panel.values)
    top = canvas.y + 10
    right = RIGHT if names_levels_aside(panel) else WIDE + 40
    return Frame(
        find_times(panel),
        Scale(low, high, top + _HEIGHT, top),
        Room(Box(LEFT - 8, top - 8, right, top + _HEIGHT)),
    )


def names_levels_aside(panel: Panel) -> bool:
    """Whether what the target asks for stands to the right of its marks, or else in the key.

    It stands there where the deadline is the last of all days and the rounds need no more room.
    """
    last = max(point.ended_on for point in panel.points)
    return panel.deadline is not None and panel.deadline > last and len(panel.points) <= _MOST_ASIDE


def find_times(panel: Panel) -> Times:
    """The time of a panel, from its first figure to its last or to the target's deadline."""
    days = [point.ended_on for point in panel.points]
    days += [panel.deadline] if panel.deadline else []
    days += [level.start[0] for level in panel.levels if level.start]
    others = [point.on for point in panel.context]
    right = RIGHT if names_levels_aside(panel) else WIDE
    return make_times(days, others, len(panel.points), (LEFT, right))


def draw_axes(canvas: Canvas, frame: Frame) -> None:
    """Thin lines at tenths with their per cent, and the line of time, broken where its scale is."""
    for tenth in list_tenths(frame.shares.low, frame.shares.high):
        y = frame.shares.at(tenth)
        canvas.stroke(((LEFT, y), (frame.times.end, y)), GRID, 1)
        canvas.put(f"{100 * tenth:.0f} %", LEFT - 12, y - LINE / 2, align="right", colour=SOFT)
    bottom = frame.shares.start
    for piece in frame.times.pieces:
        canvas.stroke(((piece.start, bottom), (piece.end, bottom)), INK, 2)
    if frame.times.before is not None:
        for x in (frame.times.before.end, frame.times.own.start):
            canvas.stroke(((x - 6, bottom + 12), (x + 6, bottom - 12)), INK, 3)


def draw_years(canvas: Canvas, frame: Frame) -> None:
    """New Year's Days on the axis."""
    scale = frame.times.own
    first, last = (date.fromordinal(round(day)) for day in (scale.low, scale.high))
    for day in list_years(first, last, int((scale.end - scale.start) // 90)):
        x = frame.x(day)
        canvas.stroke(((x, canvas.y - 12), (x, canvas.y - 2)), INK, 2)
        canvas.put(f"{day.year}", x, canvas.y, align="center", colour=SOFT)
    canvas.advance(LINE + 4)


def draw_ends(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """The years of the first and the last figure on the closer scale; the sheet stays there."""
    days = [point.on for point in panel.context if frame.times.is_before(point.on)]
    first, last = min(days), max(days)
    places = [(frame.x(day), f"{day.year}") for day in dict.fromkeys((first, last))]
    for x, _ in places:
        canvas.stroke(((x, frame.shares.start), (x, frame.shares.start + 10)), SOFT, 2)
    if places[-1][0] - places[0][0] < canvas.measure("2000 ", FINE):
        said = words["years"].format(first=first.year, last=last.year)
        text = said if first.year < last.year else f"{first.year}"
        places = [((places[0][0] + places[-1][0]) / 2, text)]
    for x, text in places:
        canvas.put(text, x, canvas.y, align="center", colour=SOFT)
