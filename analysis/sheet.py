"""A sheet one phone wide, filled from the top, and saved as a picture with its words inside.

Positions are pixels from the top left corner. Everything is drawn with matplotlib's objects and no
state of the process, so that two threads may draw at once.
"""
# ruff: noqa: PLC0415  # matplotlib is heavy and needed for pictures only

from __future__ import annotations

from io import BytesIO
from typing import Literal

from analysis.lettering import get_font, make_writable, wrap_text

WIDTH = 1080
MARGIN = 48
INNER = WIDTH - 2 * MARGIN

TITLE, HEADING, BODY, SMALL = 52, 40, 34, 28
"""Sizes of letters in pixels; a phone shows about three of them as one of its own."""

PAPER, INK, SOFT, ACCENT, RULE = "#ffffff", "#1b1b1b", "#4d4d4d", "#12508c", "#7a7a7a"
"""Soft is for lesser words, accent for figures, rule for thin lines; all stand out on paper."""

_DPI = 100
_POINTS = 72 / _DPI
LEADING = 1.3
_ON_TOP = 9


class Sheet:
    """A page whose height follows from what is put on it.

    Attributes:
        y: How far down the next thing goes.
    """

    def __init__(self) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.y: float = MARGIN
        self._figure = Figure(figsize=(WIDTH / _DPI, WIDTH / _DPI), dpi=_DPI, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]  # untyped there
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def write(
        self,
        text: str,
        size: float = BODY,
        *,
        x: float = MARGIN,
        width: float = INNER,
        bold: bool = False,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
    ) -> float:
        """Put text at the height of the sheet, broken into lines, and tell how high it is.

        The sheet stays where it is: `advance` moves on.

        Args:
            text: What to write.
            size: Of the letters, in pixels.
            x: Where each line begins, has its middle or ends, by `align`.
            width: Room for a line.
            bold: Heavy letters.
            colour: Of the letters.
            align: What `x` is of each line.
        """
        lines = wrap_text(
            make_writable(text), width, lambda line: self.measure(line, size, bold=bold)
        )
        for number, line in enumerate(lines):
            self._axes.text(
                x,
                self.y + (number + 0.8) * size * LEADING,
                line,
                fontproperties=get_font(line, size * _POINTS, bold=bold),
                color=colour,
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,  # a dollar sign is a dollar sign
            )
        return len(lines) * size * LEADING

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of one line in pixels."""
        font = get_font(text, size * _POINTS, bold=bold)
        return float(self._renderer.get_text_width_height_descent(text, font, False)[0])

    def add(self, text: str, size: float = BODY, *, bold: bool = False, colour: str = INK) -> None:
        """Write over the whole width and move on below."""
        self.advance(self.write(text, size, bold=bold, colour=colour))

    def advance(self, height: float) -> None:
        """Move on down by pixels."""
        self.y += height

    def bar(
        self, x: float, y: float, width: float, height: float, *, fill: str, hatch: str = ""
    ) -> None:
        """A bar with its edge inside its size, so that no bar looks longer than it is."""
        from matplotlib.patches import Rectangle

        edge = min(3.0, width / 2)
        self._axes.add_patch(
            Rectangle(
                (x + edge / 2, y + edge / 2),
                max(0.0, width - edge),
                height - edge,
                facecolor=fill,
                edgecolor=INK,
                linewidth=edge * _POINTS,
                hatch=hatch or None,
            )
        )

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float
    ) -> None:
        """A straight line, its width in pixels."""
        from matplotlib.lines import Line2D

        self._axes.add_line(
            Line2D(
                (start[0], end[0]),
                (start[1], end[1]),
                color=colour,
                linewidth=width * _POINTS,
                solid_capstyle="butt",
            )
        )

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle over whatever is there, its rim in the colour of paper."""
        from matplotlib.patches import Circle

        self._axes.add_patch(
            Circle((x, y), radius, facecolor=colour, edgecolor=PAPER, linewidth=2, zorder=_ON_TOP)
        )

    def rule(self) -> None:
        """A thin line over the whole width."""
        self.line((MARGIN, self.y), (WIDTH - MARGIN, self.y), RULE, 2)

    def save(self, title: str, description: str) -> bytes:
        """The picture as PNG, with its title and the same in words; always the same bytes."""
        height = round(self.y + MARGIN)
        self._figure.set_size_inches(WIDTH / _DPI, height / _DPI)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        file = BytesIO()
        # no version and no time: the same figures give the same file
        words = {"Software": "Canvass", "Title": title, "Description": description}
        self._canvas.print_png(file, metadata=words)  # type: ignore[no-untyped-call]  # untyped there
        return file.getvalue()
