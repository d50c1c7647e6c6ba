"""The frame of a measure panel: time to the right, shares upwards, and both axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.figures.canvas import FINE, GRID, Canvas, line_height
from analysis.figures.panel import Panel
from analysis.figures.scales import Box, Room, Scale, list_tenths, list_years, span_shares
from analysis.sheet import INK, MARGIN, SOFT, WIDTH

LEFT, RIGHT = MARGIN + 84, 760
"""Where time begins, and where it ends beside labels of a target."""

WIDE = WIDTH - MARGIN - 30
"""Where time ends without."""

LINE = line_height(FINE)

_HEIGHT = 440
_SPAN = timedelta(days=400)
"""At least this long a time is shown, so that one round stands on an axis with years."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand: days to the right, shares upwards."""

    days: Scale
    shares: Scale
    room: Room

    def x(self, day: date) -> float:
        """Where a day stands."""
        return self.days.at(day.toordinal())

    def at(self, day: date, share: float) -> tuple[float, float]:
        """Where a share on a day stands."""
        return self.x(day), self.shares.at(share)


def make_frame(canvas: Canvas, panel: Panel) -> Frame:
    """Room for everything that the panel shows, from the height of the sheet on."""
    days = [point.ended_on for point in panel.points]
    days += [point.on for point in panel.context]
    days += [panel.deadline] if panel.deadline else []
    days += [level.start[0] for level in panel.levels if level.start]
    first, last = min(days), max(days)
    if last - first < _SPAN:
        first, last = first - _SPAN / 2, last + _SPAN / 2
    margin = (last - first) / 25
    right = RIGHT if panel.levels else WIDE
    low, high = span_shares(panel.values)
    top = canvas.y + 10
    shares = Scale(low, high, top + _HEIGHT, top)
    ends = (first - margin).toordinal(), (last if panel.levels else last + margin).toordinal()
    frame = Box(LEFT, top - 8, right + 40 if not panel.levels else right, top + _HEIGHT)
    return Frame(Scale(*ends, LEFT, right), shares, Room(frame))


def draw_axes(canvas: Canvas, frame: Frame) -> None:
    """Thin lines at tenths with their per cent, and the line of time."""
    for tenth in list_tenths(frame.shares.low, frame.shares.high):
        y = frame.shares.at(tenth)
        canvas.stroke(((LEFT, y), (frame.days.end, y)), GRID, 1)
        canvas.put(f"{100 * tenth:.0f} %", LEFT - 12, y - LINE / 2, align="right", colour=SOFT)
    bottom = frame.shares.start
    canvas.stroke(((LEFT, bottom), (frame.days.end, bottom)), INK, 2)


def draw_years(canvas: Canvas, frame: Frame) -> None:
    """New Year's Days on the axis."""
    ends = (date.fromordinal(round(day)) for day in (frame.days.low, frame.days.high))
    first, last = ends
    for day in list_years(first, last, int((frame.days.end - LEFT) // 90)):
        x = frame.x(day)
        canvas.stroke(((x, canvas.y - 12), (x, canvas.y - 2)), INK, 2)
        canvas.put(f"{day.year}", x, canvas.y, align="center", colour=SOFT)
    canvas.advance(LINE + 4)
