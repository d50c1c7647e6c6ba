"""Lines of a label, a bar or a dot on a scale of shares, and its figure to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from analysis.figures.canvas import (
    DASHED,
    FINE,
    GRID,
    THIRD,
    WORDS,
    Canvas,
    line_height,
)
from analysis.figures.scales import Scale
from analysis.sheet import ACCENT, INK, MARGIN, PAPER, SOFT, WIDTH

LABELS = 340
"""How wide a label may be."""

START, END = MARGIN + LABELS + 20, 760
"""Where the scale of shares begins and ends."""

FIGURE_AT, ASIDE_AT = 870, WIDTH - MARGIN
"""Where the columns to the right end."""

_BAR, _HIDDEN, _APART = 30, 60, 3
_LINE = line_height(FINE)


def make_scale(low: float, high: float) -> Scale:
    """Shares onto the room for bars and dots."""
    return Scale(low, high, START, END)


def draw_ends(canvas: Canvas, scale: Scale, ticks: Sequence[float]) -> None:
    """What places on the scale stand for, in a line above it."""
    for tick in ticks:
        # the first keeps away from a label before the scale
        align: Literal["left", "center"] = "left" if tick == scale.low else "center"
        canvas.put(f"{100 * tick:.0f} %", scale.at(tick), canvas.y, align=align, colour=SOFT)
    canvas.advance(_LINE + 4)


def draw_head(canvas: Canvas, label: str, scale: Scale, ticks: Sequence[float]) -> None:
    """The name of a section, and in the same line what places on the scale stand for."""
    height = canvas.write(label, FINE, width=LABELS, bold=True)
    draw_ends(canvas, scale, ticks)
    canvas.advance(height - _LINE - 2)


def draw_bar(
    canvas: Canvas,
    label: str,
    scale: Scale,
    share: tuple[float, float | None, float | None],
    said: tuple[str, str],
) -> None:
    """A filled bar with its interval across the end.

    Args:
        canvas: Where to.
        label: Left of it.
        scale: From 0.
        share: The share and its limits, 0-1.
        said: The figure and its limits, right of it.
    """
    height = max(canvas.write(label, WORDS, width=LABELS), _BAR + 8)
    top = canvas.y + (height - _BAR) / 2
    estimate, low, high = share
    canvas.bar(START, top, scale.at(estimate) - START, _BAR, fill=ACCENT)
    if low is not None and high is not None:
        ends = [(scale.at(limit), top + _BAR / 2) for limit in (low, high)]
        canvas.stroke(ends, PAPER, 11)  # so that it shows on the bar as well
        canvas.interval(ends[0], ends[1], INK)
    _say_at(canvas, said[0], top + _BAR / 2, FIGURE_AT, bold=True)
    _say_at(canvas, said[1], top + _BAR / 2, ASIDE_AT, colour=SOFT)
    canvas.advance(height + 12)


def draw_pair(canvas: Canvas, scale: Scale, share: float, fill: str, said: str) -> None:
    """One of several thinner bars under a label."""
    canvas.bar(START, canvas.y, scale.at(share) - START, _BAR - 6, fill=fill)
    _say_at(canvas, said, canvas.y + _BAR / 2 - 3, ASIDE_AT)
    canvas.advance(_BAR - 2)


def draw_hidden(canvas: Canvas, label: str, said: str) -> None:
    """A hatched bar whose length says nothing, and why there is no figure."""
    height = max(canvas.write(label, WORDS, width=LABELS), _BAR + 8) if label else _BAR
    top = canvas.y + (height - _BAR) / 2
    canvas.bar(START, top, _HIDDEN, _BAR, fill=PAPER, hatch="///")
    canvas.put(said, START + _HIDDEN + 16, top + _BAR / 2 - _LINE / 2, colour=SOFT)
    canvas.advance(height + (12 if label else 2))


def draw_dot(
    canvas: Canvas,
    label: str,
    scale: Scale,
    share: tuple[float, float | None, float | None],
    said: tuple[str, str],
    beside: float | None,
) -> None:
    """A dot with its interval on a thin line.

    Args:
        canvas: Where to.
        label: Left of it.
        scale: Of shares.
        share: The share and its limits, 0-1.
        said: The figure and what it rests on, right of it.
        beside: A share to be compared with, as a dashed line upwards.
    """
    height = max(canvas.write(label, FINE, width=LABELS), _LINE)
    middle = canvas.y + height / 2
    canvas.stroke(((START, middle), (END, middle)), GRID, 1)
    if beside is not None:
        x = scale.at(beside)
        canvas.stroke(((x, canvas.y), (x, canvas.y + height + _APART)), THIRD, 2.5, DASHED)
    estimate, low, high = share
    if low is not None and high is not None:
        canvas.interval((scale.at(low), middle), (scale.at(high), middle), INK)
    canvas.mark(scale.at(estimate), middle, "o")
    _say_at(canvas, said[0], middle, FIGURE_AT, bold=True)
    _say_at(canvas, said[1], middle, ASIDE_AT, colour=SOFT)
    canvas.advance(height + _APART)


def draw_words(canvas: Canvas, said: str) -> None:
    """A line over the whole width, where there is something to say."""
    if said:
        canvas.add(said, FINE, colour=SOFT)


def _say_at(
    canvas: Canvas,
    text: str,
    middle: float,
    x: float,
    *,
    bold: bool = False,
    colour: str = INK,
) -> None:
    canvas.put(text, x, middle - _LINE / 2, align="right", bold=bold, colour=colour)
