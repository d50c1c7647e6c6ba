"""A measure panel drawn: time to the right, shares upwards, labels beside what they name."""

from __future__ import annotations

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
from analysis.figures.panel import Level, Panel, pick_points, say_level
from analysis.figures.panel_dates import draw_dates, say_missing
from analysis.figures.panel_frame import (
    LINE,
    RIGHT,
    Frame,
    draw_axes,
    draw_ends,
    draw_years,
    make_frame,
    names_levels_aside,
)
from analysis.figures.saying import find_digits, say_share, sentence
from analysis.figures.scales import Box, spread
from analysis.figures.words import Words
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, WIDTH
from analysis.shown import Point

_RADIUS = 13
"""Of the room that a mark takes."""

_APART = 7
"""How far a label keeps from what is beside it, so that two are not read as one."""

_KEY = MARGIN + 86
"""Where the words of the key begin."""

_OTHERS: tuple[Marker, ...] = ("D", "s", "^", "v")


def paint_panel(canvas: Canvas, panel: Panel, words: Words) -> None:
    """Everything between the title and the notes."""
    if not panel.shows_anything:
        said = dict.fromkeys(say_missing(point, words) for point in panel.points)
        for line in said:
            canvas.add(sentence(line), WORDS, bold=True)
        return
    frame = make_frame(canvas, panel)
    draw_axes(canvas, frame)
    _draw_levels(canvas, frame, panel, words)
    _draw_context(canvas, frame, panel)
    _draw_breaks(canvas, frame, panel, words)
    draw_points(canvas, frame, panel.points)
    _label_context(canvas, frame, panel)
    canvas.y = frame.shares.start + 16
    if frame.times.before is not None:
        draw_ends(canvas, frame, panel, words)
    elif panel.context:
        draw_years(canvas, frame)
    draw_dates(canvas, frame, panel, words)
    _draw_key(canvas, panel, words)


def _draw_levels(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """The marks at the deadline and the lines that lead there."""
    if panel.deadline is None:
        return
    x = frame.x(panel.deadline)
    for level in panel.levels:
        y = frame.shares.at(level.value)
        dashes, marker = _style(level)
        if level.start is not None:
            canvas.stroke((frame.at(*level.start), (x, y)), SECOND, 3, dashes)
            frame.room.cross(frame.at(*level.start), (x, y))
        canvas.mark(x, y, marker, fill=PAPER, edge=SECOND)
        frame.room.mark(Box(x - 14, y - 14, x + 14, y + 14))
    if names_levels_aside(panel):
        _name_levels(canvas, frame, panel, words)


def _name_levels(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """What each mark of the target asks for, to its right."""
    gutter = RIGHT + 34
    width = WIDTH - MARGIN - gutter
    said = [say_level(level, panel, words) for level in panel.levels]
    heights = [canvas.count_lines(text, FINE, width) * LINE + 8 for text in said]
    wanted = [frame.shares.at(level.value) for level in panel.levels]
    tops = spread(wanted[::-1], heights[::-1], canvas.y)[::-1]
    for text, y, top, height in zip(said, wanted, tops, heights, strict=True):
        ends = ((RIGHT + 14, y), (gutter - 6, top + height / 2))
        canvas.stroke(ends, SECOND, 1.5)
        canvas.put(text, gutter, top, width=width, colour=SECOND)


def _style(level: Level) -> tuple[Dashes, Marker]:
    return (DASHED, "s") if level.relative else (CHAINED, "^")


def _draw_context(canvas: Canvas, frame: Frame, panel: Panel) -> None:
    """What others published: hollow marks on a dotted line, a shape for each survey.

    Where the figures of a survey stand too close for marks, those that have labels are marked.
    """
    for number, (_, points) in enumerate(panel.surveys):
        places = {point: frame.at(point.on, point.value) for point in points}
        for before, after in pairwise(points):
            if frame.times.is_before(before.on) == frame.times.is_before(after.on):
                canvas.stroke((places[before], places[after]), THIRD, 3, DOTTED)
                frame.room.cross(places[before], places[after])
        width = places[points[-1]][0] - places[points[0]][0]
        close = width < 3 * _RADIUS * (len(points) - 1)
        for x, y in (places[point] for point in (pick_points(points) if close else points)):
            canvas.mark(x, y, _OTHERS[number % len(_OTHERS)], fill=PAPER, edge=THIRD)
            frame.room.mark(_around(x, y))


def _label_context(canvas: Canvas, frame: Frame, panel: Panel) -> None:
    """The first, highest, lowest and last figure of each survey, where there is room."""
    for _, points in panel.surveys:
        for point, names in pick_points(points).items():
            mark = _around(*frame.at(point.on, point.value))
            low = "lowest" in names and "highest" not in names
            rising = point is points[0] and any(one.value > point.value for one in points[1:2])
            _label(canvas, frame, mark, say_share(point.value), THIRD, under=low or rising)


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
    canvas: Canvas,
    frame: Frame,
    mark: Box,
    text: str,
    colour: str,
    *,
    bold: bool = False,
    under: bool = False,
) -> None:
    """Write beside a mark: above, below, to the right, to the left, or at a corner of it.

    What is `under` goes below rather than above.
    """
    width = canvas.measure(text, FINE, bold=bold) + 2 * _APART
    middle = (mark.top + mark.bottom - LINE) / 2
    centre = (mark.left + mark.right - width) / 2
    first, second = mark.top - LINE, mark.bottom
    if under:
        first, second = second, first
    after, before = mark.right + 4 - _APART, mark.left - 4 - width + _APART
    corners = (
        *((centre, first), (centre, second), (after, middle), (before, middle)),
        *((after, first), (before, first), (after, second), (before, second)),
    )
    found = frame.room.find((Box(a, b, a + width, b + LINE) for a, b in corners), mark)
    if found is not None:
        canvas.put(text, found.left + _APART, found.top, colour=colour, bold=bold)


def _draw_key(canvas: Canvas, panel: Panel, words: Words) -> None:
    """Which mark is whose: those of the target, where no words stand beside them, and of others."""
    for level in () if names_levels_aside(panel) else panel.levels:
        dashes, marker = _style(level)
        _draw_entry(canvas, marker, sentence(say_level(level, panel, words)), SECOND, dashes)
    for number, (survey, points) in enumerate(panel.surveys):
        text = words["context_names"].format(survey=survey)
        dashed = DOTTED if len(points) > 1 else None
        _draw_entry(canvas, _OTHERS[number % len(_OTHERS)], text, THIRD, dashed)


def _draw_entry(
    canvas: Canvas, marker: Marker, text: str, colour: str, dashes: Dashes | None
) -> None:
    """A mark on its line, if it has one, and what it stands for."""
    y, width = canvas.y + LINE / 2, WIDTH - MARGIN - _KEY
    if dashes is not None:
        canvas.stroke(((MARGIN, y), (MARGIN + 70, y)), colour, 3, dashes)
    canvas.mark(MARGIN + 35, y, marker, fill=PAPER, edge=colour)
    canvas.put(text, _KEY, canvas.y, colour=colour, width=width)
    canvas.advance(canvas.count_lines(text, FINE, width) * LINE + 4)
