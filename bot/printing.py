"""A4 sheets for an office printer: blocks of text around a QR code, as one PDF.

Everything is black on white and drawn as shapes and letters, so that it prints on any printer and
its text can be searched and read aloud. The same content gives the same bytes.
"""
# ruff: noqa: PLC0415  # matplotlib is heavy and needed for posters only

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.lettering import DRAWING, get_font, make_writable, wrap_text
from bot.qr_code import draw_qr_code, smallest_square
from surveys.errors import RoundError

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 16.0
"""Office printers leave up to 12 mm white at each edge."""

FOOT_GAP = 4.0
SCALES = (1.0, 0.9, 0.8)
"""What the sizes of letters are multiplied with, for a sheet that says much."""

PADDING = 4.0
MM_PER_POINT = 25.4 / 72
LEADING = 1.35

FIXED = "DejaVu Sans Mono"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph.

    Attributes:
        text: What it says.
        points: Size of the letters.
        bold: Whether it is bold.
        gap: White space below, in mm.
        boxed: Whether it has a frame.
        link: Address of a link; its text is centred and in letters of one width.
    """

    text: str
    points: float = 14.0
    bold: bool = False
    gap: float = 2.5
    boxed: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page; the QR code takes the space that the blocks leave.

    Attributes:
        place: What it is, for messages.
        above: Blocks above the QR code.
        qr: What the QR code says.
        below: Blocks below it.
        foot: A small line at the foot; may be empty.
    """

    place: str
    above: Sequence[Block]
    qr: str
    below: Sequence[Block]
    foot: str = ""


@dataclass(frozen=True, slots=True)
class _Set:
    """A block broken into lines."""

    block: Block
    font: FontProperties
    lines: tuple[str, ...]

    @property
    def line_height(self) -> float:
        return self.font.get_size_in_points() * MM_PER_POINT * LEADING

    @property
    def height(self) -> float:
        padding = PADDING if self.block.boxed else 0.0
        return len(self.lines) * self.line_height + padding + self.block.gap


def write_sheets(sheets: Iterable[Sheet], title: str, language: str) -> bytes:
    """Sheets as one PDF, a page each.

    Args:
        sheets: The pages, at least one.
        title: Title of the document.
        language: Its language, as an IETF tag.

    Raises:
        RoundError: When a sheet says more than fits beside a QR code that scans well, or when no
            font here has a letter of it.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages

    mpl.rcParams["pdf.fonttype"] = 42  # letters stay letters, to be searched and copied
    buffer = io.BytesIO()
    with DRAWING, PdfPages(buffer, metadata={"Title": title, "CreationDate": None}) as pages:
        for sheet in sheets:
            canvas: Any = FigureCanvasPdf(_draw(sheet))  # its methods have no types
            canvas.print_pdf(pages)
    return _declare_language(buffer.getvalue(), language)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The blocks of a sheet broken into lines, and what they leave for the QR code, in mm."""

    above: list[_Set]
    below: list[_Set]
    foot: list[_Set]
    room: float


def _lay_out(sheet: Sheet) -> _Layout:
    """Choose the largest letters that leave the QR code enough room."""
    foot = [_break(Block(sheet.foot, 9, gap=0), sheet.place, 1.0)] if sheet.foot else []
    free = HEIGHT - 2 * MARGIN - sum(block.height + FOOT_GAP for block in foot)
    for scale in SCALES:
        above = [_break(block, sheet.place, scale) for block in sheet.above]
        below = [_break(block, sheet.place, scale) for block in sheet.below]
        room = free - sum(block.height for block in (*above, *below))
        if room >= smallest_square(sheet.qr):
            return _Layout(above, below, foot, room)
    raise RoundError(
        "poster.too-long",
        sheet.place,
        "its words leave no room for a QR code that scans well",
        "Shorten the title, the decision or the other way to take part.",
    )


def _draw(sheet: Sheet) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 25.4, HEIGHT / 25.4))
    layout = _lay_out(sheet)
    y = MARGIN
    for block in layout.above:
        y = _write(figure, block, y)
    draw_qr_code(figure, sheet.qr, WIDTH / 2, y + layout.room / 2, layout.room)
    y += layout.room
    for block in layout.below:
        y = _write(figure, block, y)
    for block in layout.foot:
        _write(figure, block, HEIGHT - MARGIN - block.height)
    return figure


def _break(block: Block, place: str, scale: float) -> _Set:
    """Break a block into lines that fit; a link stays whole and gets smaller letters instead."""
    if make_writable(block.text) != block.text:
        raise RoundError(
            "poster.letters",
            place,
            f"no font on this machine can write all of {block.text!r}",
            "Install the Noto fonts (on Debian: fonts-noto-core) and make the poster again.",
        )
    room = WIDTH - 2 * MARGIN - (2 * PADDING if block.boxed else 0.0)
    points = block.points * scale
    if block.link:
        font = _fixed_font(points)
        font.set_size(min(points, points * room / _measure(block.text, font)))
        return _Set(block, font, (block.text,))
    font = get_font(block.text, points, bold=block.bold)
    return _Set(block, font, tuple(wrap_text(block.text, room, lambda line: _measure(line, font))))


def _fixed_font(points: float) -> FontProperties:
    """Letters of one width, in which 0 and O, 1 and l cannot be taken for one another."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FIXED, weight="bold", size=points)


def _measure(text: str, font: FontProperties) -> float:
    """How wide a line is, in mm."""
    from matplotlib.textpath import TextToPath

    width, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width) * MM_PER_POINT


def _write(figure: Figure, block: _Set, y: float) -> float:
    """Write a block from `y` mm below the upper edge on; where the next one begins."""
    from matplotlib.patches import Rectangle

    inner, left = y, MARGIN
    if block.block.boxed:
        width, height = WIDTH - 2 * MARGIN, block.height - block.block.gap
        corner = (MARGIN / WIDTH, 1 - (y + height) / HEIGHT)
        frame = Rectangle(corner, width / WIDTH, height / HEIGHT, fill=False, linewidth=2)
        figure.add_artist(frame)
        inner, left = y + PADDING / 2, MARGIN + PADDING
    x, align = (WIDTH / 2, "center") if block.block.link else (left, "left")
    for number, line in enumerate(block.lines, start=1):
        # The base line is about a quarter of a line above its lower edge.
        base = inner + (number - 0.27) * block.line_height
        figure.text(
            x / WIDTH,
            1 - base / HEIGHT,
            line,
            fontproperties=block.font,
            horizontalalignment=align,
            verticalalignment="baseline",
            parse_math=False,
            url=block.block.link or None,
        )
    return y + block.height


def _declare_language(pdf: bytes, language: str) -> bytes:
    """Say in which language a PDF is, so that it is read aloud rightly, and show its title.

    matplotlib cannot. The document's catalogue is written again behind its end, as an incremental
    update (ISO 32000-1, 7.5.6).
    """
    catalogue = re.search(rb"(\d+) 0 obj\n<< /Type /Catalog (/Pages \d+ 0 R) >>", pdf)
    trailer = re.search(rb"trailer\n<< (.*?) >>\nstartxref\n(\d+)\n%%EOF\n\Z", pdf, re.DOTALL)
    if catalogue is None or trailer is None:
        raise ValueError("matplotlib writes PDF files in another way than this was made for")
    number, pages = catalogue.groups()
    extras = f"/Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >>".encode()
    added = b"%s 0 obj\n<< /Type /Catalog %s %s >>\nendobj\n" % (number, pages, extras)
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, len(pdf))
    end = b"trailer\n<< %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + added + table + end % (*trailer.groups(), len(pdf) + len(added))
