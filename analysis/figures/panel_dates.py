"""The dates of rounds under the axis of time, and which of them have no figure."""

from __future__ import annotations

from analysis.figures.canvas import FINE, Canvas
from analysis.figures.panel import Panel
from analysis.figures.panel_frame import LEFT, LINE, Frame
from analysis.figures.saying import say_month
from analysis.figures.scales import stagger
from analysis.figures.words import Words
from analysis.sheet import ACCENT, MARGIN, PAPER, WIDTH
from analysis.shown import Point, Status

_GAP = 14
"""Pixels between two dates."""

_WIDTH = WIDTH - MARGIN - LEFT - 24
"""Of the lines that say why rounds have no figure."""


def say_missing(point: Point, words: Words) -> str:
    """Why a round has no figure."""
    return words["no_answers"] if point.status is Status.RELEASED else words[point.status.value]


def draw_dates(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """The month each round ended, centred under its place, and why it has no figure.

    Where months do not fit into one line they stand over their years, and then in turns.
    """
    places = [(frame.x(point.ended_on), say_month(point.ended_on)) for point in panel.points]
    lines = _find_lines(canvas, places)
    rows = 1
    if any(lines):
        places = [(x, text.replace(" ", "\n")) for x, text in places]
        lines, rows = _find_lines(canvas, places), 2
    bottom, top = frame.shares.start, canvas.y
    for (x, text), line in zip(places, lines, strict=True):
        y = top + line * rows * LINE
        canvas.stroke(((x, bottom), (x, y - 2)), ACCENT, 4 if line == 0 else 1.5)
        for number, row in enumerate(text.split("\n")):
            canvas.put(row, x, y + number * LINE, align="center", colour=ACCENT)
    canvas.advance((max(lines) + 1) * rows * LINE + 8)
    _draw_missing(canvas, frame, panel, words)


def _find_lines(canvas: Canvas, places: list[tuple[float, str]]) -> list[int]:
    spans = []
    for x, text in places:
        half = max(canvas.measure(row, FINE) for row in text.split("\n")) / 2
        spans.append((x - half, x + half))
    return stagger(spans, _GAP)


def _draw_missing(canvas: Canvas, frame: Frame, panel: Panel, words: Words) -> None:
    """A cross on the axis for a round without a figure, and under it the reason."""
    reasons: dict[str, list[str]] = {}
    for point in panel.points:
        if point.estimate is None:
            canvas.mark(frame.x(point.ended_on), frame.shares.start, "x", fill=PAPER)
            reasons.setdefault(say_missing(point, words), []).append(say_month(point.ended_on))
    for reason, months in reasons.items():
        canvas.mark(LEFT, canvas.y + LINE / 2, "x", fill=PAPER)
        said = f"{', '.join(months)}: {reason}"
        canvas.put(said, LEFT + 24, canvas.y, colour=ACCENT, width=_WIDTH)
        canvas.advance(canvas.count_lines(said, FINE, _WIDTH) * LINE + 4)
