"""QR codes on paper: drawn as one shape, large enough to be scanned from a few steps away."""
# ruff: noqa: PLC0415  # matplotlib and segno are needed for posters only

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Matrix = tuple[bytearray, ...]
"""Rows of modules, 1 where a module is dark."""

SMALLEST, LARGEST = 70.0, 90.0
"""Side of a printed code in mm, without its white border."""

QUIET_ZONE = 4
"""Modules that stay white around a code (ISO/IEC 18004)."""

MM_PER_INCH = 25.4


def smallest_square(text: str) -> float:
    """Side in mm of the square that the code of a text needs at least, with its white border."""
    modules = len(_matrix_of(text))
    return SMALLEST * (modules + 2 * QUIET_ZONE) / modules


def draw_qr_code(figure: Figure, text: str, x: float, y: float, square: float) -> None:
    """Draw the code of a text within a square, not larger than `LARGEST`.

    Args:
        figure: Where to draw.
        text: What the code says, and still says when 15 % of it are damaged.
        x: Middle of the square, in mm from the left edge of the figure.
        y: Middle of the square, in mm from its upper edge.
        square: Side of the square in mm; the white border is within it.
    """
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    matrix = _matrix_of(text)
    module = min(square / (len(matrix) + 2 * QUIET_ZONE), LARGEST / len(matrix))
    left, top = x - module * len(matrix) / 2, y - module * len(matrix) / 2
    width, height = (inches * MM_PER_INCH for inches in figure.get_size_inches())
    corners: list[tuple[float, float]] = []
    for row, column, length in find_runs(matrix):
        start, stop = left + column * module, left + (column + length) * module
        upper, lower = top + row * module, top + (row + 1) * module
        corners += [(start, upper), (start, lower), (stop, lower), (stop, upper), (start, upper)]
    placed = [(across / width, 1 - down / height) for across, down in corners]
    # One path filled at once: shapes filled one by one can show hairlines where they meet.
    drawn = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    path = Path(placed, drawn * (len(corners) // len(drawn)))
    figure.add_artist(PathPatch(path, facecolor="black", linewidth=0, snap=False))


def find_runs(matrix: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """The dark runs of a code's rows: row, first column and length, in modules."""
    for row, modules in enumerate(matrix):
        text = "".join("1" if module else "0" for module in modules)
        for run in re.finditer("1+", text):
            yield row, run.start(), len(run.group())


@lru_cache(maxsize=64)
def _matrix_of(text: str) -> Matrix:
    import segno

    # M or higher: posters get torn and scribbled on.
    return tuple(segno.make_qr(text, error="m").matrix)
