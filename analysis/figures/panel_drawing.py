"""A measure panel drawn: time to the right, shares upwards, labels beside what they name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from analysis.figures.canvas import (
    CHAINED,
    DASHED,
    DOTTED,
    FINE,
    SECOND,
    THIRD,
    WORDS,
    Canvas,
    Dashes,
    Marker,
)
from analysis.figures.panel import Level, Panel, say_level
from analysis.figures.panel_frame import LINE, RIGHT, Frame, draw_axes, draw_years, make_frame
from analysis.figures.saying import find_digits, say_date, say_share, sentence
from analysis.figures.scales import (
    Box,
    spread,
    stagger,
)
from analysis.figures.words import Words
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, WIDTH
from analysis.shown import Point, Status

_GAP = 14
_RADIUS = 13
"""Of the room that a mark takes."""

_OTHERS: tuple[Marker, ...] = ("D", "s", "^", "v")


def paint_panel(canvas: Canvas, panel: Panel, words: Words) -> None:
    """Everything between the title and the notes."""
    if not panel.shows_anything:
        said = dict.fromkeys(_say_missing(point, words) for point in panel.points)
        for line in said:
            canvas.add(sentence(line), WORDS, bold=True)
        return
    frame = make_frame(canvas, panel)
    draw_axes(canvas, frame)
    _draw_levels(canvas, frame, panel, words)
    _draw_context(canvas, frame, panel)
    _draw_breaks(canvas, frame, panel, words)
    draw_points(canvas, frame, panel.points)
    for x, y, text in _list_context_labels(frame, panel):
        _label(canvas, frame, _around(x, y), text, THIRD)
    canvas.y = frame.shares.start + 12
    draw_years(canvas, frame)
    draw_dates(canvas, frame, panel, words)
    _draw_key(canvas, panel, words)


def draw_dates(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """The day each round ended, under its place, and why it has no figure."""
    labels = []
    for point in panel.points:
        text = say_date(point.ended_on)
        if point.estimate is None:
            text = f"{text}: {_say_missing(point, words)}"
        half = canvas.measure(text, FINE) / 2
        middle = min(max(frame.x(point.ended_on), MARGIN + half), WIDTH - MARGIN - half)
        labels.append((text, frame.x(point.ended_on), middle, half))
    lines = stagger([(middle - half, middle + half) for _, _, middle, half in labels], _GAP)
    for (text, x, middle, _), line in zip(labels, lines, strict=True):
        y = canvas.y + line * LINE
        canvas.stroke(((x, frame.shares.start), (x, frame.shares.start + 10)), ACCENT, 4)
        canvas.put(text, middle, y, align="center", colour=ACCENT)
    canvas.advance((max(lines, default=0) + 1) * LINE + 8)


def _say_missing(point: Point, words: Words) -> str:
    return words["no_answers"] if point.status is Status.RELEASED else words[point.status.value]


def _draw_levels(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """The marks at the deadline, the lines that lead there, and their labels to the right."""
    if panel.deadline is None:
        return
    x, gutter = frame.days.at(panel.deadline.toordinal()), RIGHT + 34
    width = WIDTH - MARGIN - gutter
    said = [say_level(level, panel, words) for level in panel.levels]
    heights = [canvas.count_lines(text, FINE, width) * LINE + 8 for text in said]
    wanted = [frame.shares.at(level.value) for level in panel.levels]
    tops = spread(wanted[::-1], heights[::-1], canvas.y)[::-1]
    for level, text, y, top, height in zip(panel.levels, said, wanted, tops, heights, strict=True):
        dashes, marker = _style(level)
        if level.start is not None:
            canvas.stroke((frame.at(*level.start), (x, y)), SECOND, 3, dashes)
            frame.room.cross(frame.at(*level.start), (x, y))
        canvas.mark(x, y, marker, fill=PAPER, edge=SECOND)
        canvas.stroke(((x + 14, y), (gutter - 6, top + height / 2)), SECOND, 1.5)
        canvas.put(text, gutter, top, width=width, colour=SECOND)
        frame.room.mark(Box(x - 14, y - 14, x + 14, y + 14))


def _style(level: Level) -> tuple[Dashes, Marker]:
    return (DASHED, "s") if level.relative else (CHAINED, "^")


def _draw_context(canvas: Canvas, frame: Frame, panel: Panel) -> None:
    """What others published: hollow marks on a dotted line, a shape for each survey."""
    for number, (_, points) in enumerate(panel.surveys):
        places = [frame.at(point.on, point.value) for point in points]
        if len(places) > 1:
            canvas.stroke(places, THIRD, 3, DOTTED)
        for start, end in pairwise(places):
            frame.room.cross(start, end)
        for x, y in places:
            canvas.mark(x, y, _OTHERS[number % len(_OTHERS)], fill=PAPER, edge=THIRD)
            frame.room.mark(_around(x, y))


def _list_context_labels(frame: Frame, panel: Panel) -> Iterator[tuple[float, float, str]]:
    """The last and the first of each survey, then the others: labels without room are left out."""
    for _, points in panel.surveys:
        for point in dict.fromkeys((points[-1], points[0], *points)):
            yield *frame.at(point.on, point.value), say_share(point.value)


def _draw_breaks(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """An upright line between rounds that are not of one series."""
    for before, after in pairwise(panel.points):
        if before.comparable or not after.comparable:
            continue
        x = (frame.x(before.ended_on) + frame.x(after.ended_on)) / 2
        canvas.stroke(((x, frame.shares.end), (x, frame.shares.start)), INK, 3, CHAINED)
        frame.room.take(Box(x - 3, frame.shares.end, x + 3, frame.shares.start))
        text = words["break"]
        width = canvas.measure(text, FINE)
        sides = (x - 10 - width, x + 10)
        found = frame.room.find(
            Box(left, y, left + width, y + LINE)
            for y in (frame.shares.start - LINE - 4, frame.shares.end)
            for left in sides
        )
        if found is not None:
            canvas.put(text, found.left, found.top)


def draw_points(canvas: Canvas, frame: Frame, points: tuple[Point, ...]) -> None:
    """Dots with their intervals; rounds of one series are joined, but not across a missing one."""
    shown = [point for point in points if point.estimate is not None]
    for before, after in pairwise(points):
        if before in shown and after in shown and before.comparable and after.comparable:
            start, end = (frame.at(one.ended_on, one.estimate or 0) for one in (before, after))
            canvas.stroke((start, end), ACCENT, 2.5)
            frame.room.cross(start, end)
    reaches = [_find_reach(frame, point) for point in shown]
    for point, reach in zip(shown, reaches, strict=True):
        x, y = frame.at(point.ended_on, point.estimate or 0)
        if point.ci_low is not None and point.ci_high is not None:
            low, high = (frame.at(point.ended_on, one) for one in (point.ci_low, point.ci_high))
            canvas.interval(low, high, ACCENT)
        canvas.mark(x, y, "o", fill=ACCENT if point.comparable else PAPER)
        frame.room.mark(reach)
    for point, reach in reversed(list(zip(shown, reaches, strict=True))):
        text = say_share(point.estimate or 0, find_digits(point.base))
        _label(canvas, frame, reach, text, ACCENT, bold=True)


def _find_reach(frame: Frame, point: Point) -> Box:
    """The room that a point and its interval take."""
    values = [value for value in (point.estimate, point.ci_low, point.ci_high) if value is not None]
    boxes = [_around(*frame.at(point.ended_on, value)) for value in values]
    return Box(
        boxes[0].left,
        min(box.top for box in boxes),
        boxes[0].right,
        max(box.bottom for box in boxes),
    )


def _around(x: float, y: float) -> Box:
    return Box(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)


def _label(
    canvas: Canvas, frame: Frame, mark: Box, text: str, colour: str, *, bold: bool = False
) -> None:
    """Write beside a mark: above, below, to the right, to the left, or at a corner of it."""
    width = canvas.measure(text, FINE, bold=bold)
    middle = (mark.top + mark.bottom - LINE) / 2
    centre = (mark.left + mark.right - width) / 2
    above, below, after, before = (
        mark.top - LINE,
        mark.bottom,
        mark.right + 4,
        mark.left - 4 - width,
    )
    corners = (
        *((centre, above), (centre, below), (after, middle), (before, middle)),
        *((after, above), (before, above), (after, below), (before, below)),
    )
    found = frame.room.find((Box(a, b, a + width, b + LINE) for a, b in corners), mark)
    if found is not None:
        canvas.put(text, found.left, found.top, colour=colour, bold=bold)


def _draw_key(canvas: Canvas, panel: Panel, words: Words) -> None:
    """Which mark is whose, where others published figures."""
    for number, (survey, points) in enumerate(panel.surveys):
        y = canvas.y + LINE / 2
        if len(points) > 1:
            canvas.stroke(((MARGIN, y), (MARGIN + 70, y)), THIRD, 3, DOTTED)
        marker = _OTHERS[number % len(_OTHERS)]
        canvas.mark(MARGIN + 35, y, marker, fill=PAPER, edge=THIRD)
        text = words["context_names"].format(survey=survey)
        canvas.put(text, MARGIN + 86, canvas.y, colour=THIRD)
        canvas.advance(LINE + 4)
