"""The sheet that figures are drawn on, and its SVG.

An SVG holds its letters as outlines: they are shaped where the picture is drawn, so that Bengali
and Arabic join on every reader's machine, whatever fonts it has. What it says is in its title and
its description, which screen readers read. Its ids begin with the name of the figure, it brings no
style sheet and no size of its own, so that many can stand in one page.
"""
# ruff: noqa: PLC0415  # matplotlib is heavy and needed for pictures only

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Literal
from xml.sax.saxutils import escape

from analysis.sheet import ACCENT, INK, LEADING, MARGIN, WIDTH, Sheet

HEAD, WORDS, FINE = 36, 28, 25
"""Sizes of letters in pixels of a sheet 1,080 wide."""

SECOND, THIRD, GRID = "#9a3412", "#4d4d4d", "#8a8a8a"
"""Of targets, of what others published, and of thin lines; all stand out on paper."""

Dashes = tuple[float, tuple[float, ...]] | Literal["solid"]

SOLID: Dashes = "solid"
DASHED: Dashes = (0, (6, 3))
DOTTED: Dashes = (0, (1.5, 2))
CHAINED: Dashes = (0, (7, 2, 1.5, 2))

Marker = Literal["o", "s", "D", "^", "v", "P", "x"]

_POINTS = 72 / 100
_MOST_WIDTHS = 50_000
_IDS = re.compile(r'\b(id="|href="#|url\(#)')
_ROOT = re.compile(r"<svg [^>]*>")
_LEFT_OUT = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>"
    r"|<defs>\s*<style.*?</style>\s*</defs>",
    re.DOTALL,
)
_SPACE = re.compile(r"\s+")


_widths: dict[tuple[str, float, bool], float] = {}
"""Of lines measured before: the same notes stand under many figures. Used by one at a time."""


class Canvas(Sheet):
    """A sheet with the marks and lines of figures."""

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of one line in pixels."""
        key = (text, size, bold)
        if key not in _widths:
            if len(_widths) > _MOST_WIDTHS:
                _widths.clear()
            _widths[key] = super().measure(text, size, bold=bold)
        return _widths[key]

    def put(
        self,
        text: str,
        x: float,
        y: float,
        size: float = FINE,
        *,
        colour: str = INK,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        width: float = WIDTH,
    ) -> None:
        """Write at a place; the sheet stays where it is."""
        here, self.y = self.y, y
        self.write(text, size, x=x, width=width, bold=bold, colour=colour, align=align)
        self.y = here

    def stroke(
        self,
        points: Sequence[tuple[float, float]],
        colour: str = INK,
        width: float = 3,
        dashes: Dashes = SOLID,
    ) -> None:
        """A line through points, its width in pixels."""
        from matplotlib.lines import Line2D

        self._axes.add_line(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=colour,
                linewidth=width * _POINTS,
                linestyle=dashes,
                dash_capstyle="butt",
                solid_capstyle="butt",
            )
        )

    def mark(
        self, x: float, y: float, marker: Marker, *, fill: str = ACCENT, edge: str = ACCENT
    ) -> None:
        """A mark over whatever is there; hollow where its fill is paper."""
        from matplotlib.lines import Line2D

        self._axes.add_line(
            Line2D(
                [x],
                [y],
                marker=marker,
                markersize=22 * _POINTS,
                markerfacecolor=fill,
                markeredgecolor=edge,
                markeredgewidth=3.5 * _POINTS,
                linestyle="none",
                zorder=9,
            )
        )

    def area(
        self,
        points: Sequence[tuple[float, float]],
        *,
        fill: str = "none",
        hatch: str = "",
        edge: str = INK,
        width: float = 2,
    ) -> None:
        """A closed shape, its border as wide as said and in the colour of its hatching."""
        from matplotlib.patches import Polygon

        self._axes.add_patch(
            Polygon(
                list(points),
                closed=True,
                facecolor=fill,
                edgecolor=edge,
                linewidth=width * _POINTS,
                hatch=hatch or None,
                joinstyle="round",
            )
        )

    def interval(self, low: tuple[float, float], high: tuple[float, float], colour: str) -> None:
        """A line with a short bar across each end, from one end to the other."""
        self.stroke((low, high), colour, 5)
        upright = low[0] == high[0]
        for x, y in (low, high):
            across = ((x - 12, y), (x + 12, y)) if upright else ((x, y - 12), (x, y + 12))
            self.stroke(across, colour, 5)

    def count_lines(self, text: str, size: float, width: float) -> int:
        """How many lines a text takes."""
        return len(self.list_lines(text, size, width))

    def list_lines(self, text: str, size: float, width: float) -> list[str]:
        """The lines that a text is broken into."""
        from analysis.lettering import make_writable, wrap_text

        return wrap_text(make_writable(text), width, lambda line: self.measure(line, size))

    def save_svg(self, name: str, title: str, description: str, *, below: float = MARGIN) -> bytes:
        """The picture as SVG, for a file of its own or inside a page; always the same bytes.

        Args:
            name: What its ids begin with.
            title: What it is about.
            description: The same in words.
            below: Room under the lowest line, in pixels.
        """
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        height = round(self.y + below)
        self._figure.set_size_inches(WIDTH / 100, height / 100)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        file = StringIO()
        with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "figure"}):
            FigureCanvasSVG(self._figure).print_svg(file, metadata={"Date": None})  # type: ignore[no-untyped-call]  # untyped there
        return _tidy(file.getvalue(), name, title, description).encode()


def line_height(size: float) -> float:
    """How far apart lines of letters stand."""
    return size * LEADING


def _tidy(svg: str, name: str, title: str, description: str) -> str:
    """Without what belongs to a page, with ids of its own, and with its words."""
    body = _SPACE.sub(" ", _LEFT_OUT.sub("", svg)).strip()
    body = _IDS.sub(lambda found: f"{found[1]}{name}-", body)
    root = _ROOT.search(body)
    assert root is not None, "matplotlib writes one"
    box = re.search(r'viewBox="[^"]*"', root[0])
    assert box is not None, "matplotlib writes one"
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{box[0]} role="img" aria-labelledby="{name}-title {name}-desc" '
        'stroke-linejoin="round" stroke-linecap="butt">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return body[: root.start()] + head + body[root.end() :] + "\n"
