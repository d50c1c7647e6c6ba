"""Figures of made-up results, and what a drawn picture holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from analysis.figures import Figure, Form, list_figures
from analysis.figures.canvas import Canvas
from tests.support.released import release
from tests.support.results import SAFE, TARGET, make_history, make_results, make_row

HISTORY = make_history(0.465, 0.489, 0.5112)


def figures(**changes: Any) -> dict[str, Figure]:
    """All figures of the results with these changes, by name."""
    return {one.name: one for one in list_figures(release(make_results(**changes)))}


def panel(**changes: Any) -> Figure:
    """The panel of women after dark, which has a target."""
    row = make_row(SAFE, "women", **({"target": TARGET, "history": HISTORY} | changes))
    return figures(rows=(row,))["measure-safe-after-dark-women"]


@dataclass
class Picture:
    """A drawn figure: its file, its texts with their boxes in pixels, and its lines."""

    file: bytes
    boxes: list[tuple[str, float, float, float, float]]
    lines: list[Any]

    @property
    def texts(self) -> list[str]:
        return [text for text, *_ in self.boxes]


def draw(figure: Figure, *, bare: bool = False) -> Picture:
    """The figure as a picture, with what stands on its canvas."""
    found: list[Canvas] = []
    save = Canvas.save

    def note(canvas: Canvas, title: str, description: str) -> bytes:
        found.append(canvas)
        return save(canvas, title, description)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Canvas, "save", note)
        file = figure.draw(Form.PNG, bare=bare)
    (canvas,) = found
    boxes = []
    for text in canvas._axes.texts:
        at = text.get_window_extent(canvas._renderer)
        boxes.append((text.get_text(), at.x0, at.y0, at.x1, at.y1))
    return Picture(file, boxes, list(canvas._axes.lines))
