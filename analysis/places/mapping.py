"""The map: squares over ward outlines, drawn from what is released and from nothing else.

Nothing is told by colour alone: classes differ in hatching, and the most named squares have letters
under which the list below gives their wards and numbers. No tiles are fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import hypot

from analysis.figures import Figure, Kind
from analysis.figures.canvas import FINE, GRID, WORDS, Canvas, line_height
from analysis.figures.figure import make_figure
from analysis.figures.words import FALLBACK, find_words
from analysis.places.counting import PlaceKind
from analysis.places.naming import find_centre, find_middle
from analysis.places.outlines import Outline, Point, list_attributions, list_corners
from analysis.places.releasing import PlaceShown, QuestionShown, ReleasedPlaces
from analysis.places.tables import label_place, list_place_tables
from analysis.places.words import SQUARES, list_notes, say_people, say_source
from analysis.sheet import INK, INNER, MARGIN, PAPER, SOFT

_LETTERS = "ABCDEFGHIJKL"
"""Of the squares that are listed under the map; all of them are in the table and in its words."""

_LETTER, _NAME, _NAME_WIDTH = 22, 19, 130
"""Sizes of a square's letter and a ward's name, and the room for a line of that, in pixels."""

_PARTS = (0, 0.25, 0.5, 0.75, 1)
"""How far down the sides of a name it is seen whether they are inside the ward."""

_SHIFTS = sorted(
    ((dx, dy) for dx in range(-60, 61, 10) for dy in range(-120, 121, 10)),
    key=lambda shift: hypot(*shift),
)
"""How far from a ward's middle its name may stand, in pixels, the nearest first."""

_SCALE = 1000
"""Metres of the scale bar."""


@dataclass(frozen=True, slots=True)
class Class:
    """Squares that look the same.

    Attributes:
        least: Fewest people.
        hatch: As matplotlib has it; denser for more people.
    """

    least: int
    fill: str
    hatch: str


CLASSES = (
    Class(10, "#dbe7f3", ""),
    Class(20, "#a9c6e2", "///"),
    Class(40, "#6f9fce", "xxx"),
    Class(80, "#2b5f94", "..."),
)
"""PROPOSAL: from 10, 20, 40 and 80 people; fixed, so that two rounds look alike where they are."""


def make_map(released: ReleasedPlaces, outlines: Sequence[Outline]) -> Figure | None:
    """The map of a round, PNG or SVG when drawn; None where no square may be shown.

    Args:
        released: The places; nothing else is drawn.
        outlines: The wards.

    Raises:
        TypeError: The places have not been released.
    """
    if not isinstance(released, ReleasedPlaces):
        raise TypeError("only released places are drawn")
    asked = next((one for one in released.questions if one.find(PlaceKind.CELL)), None)
    if asked is None:
        return None
    tables = list_place_tables(released, outlines)
    table = next(one for one in tables if one.name.endswith(f"-{PlaceKind.CELL}"))
    notes = (*list_notes(released), SQUARES, say_source(released), *list_attributions(outlines))
    return make_figure(
        f"places-{asked.name}",
        Kind.MAP,
        "Places that people told us about",
        _describe(asked, outlines, notes),
        notes=notes,
        table=table,
        paint=partial(_paint, asked.find(PlaceKind.CELL), outlines),
        mark=find_words(FALLBACK)["synthetic"] if released.synthetic else "",
        subtitle="Places named by at least ten people",
    )


def _describe(
    asked: QuestionShown, outlines: Sequence[Outline], notes: Sequence[str]
) -> Iterator[str]:
    """Every number of the map in words, the most named square first."""
    cells = asked.find(PlaceKind.CELL)
    yield f"A map of {len(outlines)} wards with {len(cells)} shaded squares."
    for one in cells:
        yield f"{label_place(one, outlines)}: {say_people(one)}."
    yield from notes


@dataclass(frozen=True, slots=True)
class _Frame:
    """From metres to pixels of the sheet."""

    west: float
    north: float
    top: float
    scale: float

    def place(self, point: Point) -> Point:
        """Where a point of the grid is on the sheet."""
        x, y = point
        return MARGIN + (x - self.west) * self.scale, self.top + (self.north - y) * self.scale

    def find(self, pixel: Point) -> Point:
        """Where on the grid a place of the sheet is."""
        x, y = pixel
        return self.west + (x - MARGIN) / self.scale, self.north - (y - self.top) / self.scale


def _paint(cells: Sequence[PlaceShown], outlines: Sequence[Outline], canvas: Canvas) -> None:
    points = [point for one in outlines for point in one.ring]
    points += [corner for one in cells for corner in list_corners(one.code)]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    frame = _Frame(west, north, canvas.y, INNER / (east - west))
    for outline in outlines:
        canvas.area([frame.place(one) for one in outline.ring], edge=GRID, width=2)
    taken = [frame.place(find_middle(one.code)) for one in cells]
    for outline in outlines:
        _name_ward(canvas, frame, outline, taken)
    for place, one in enumerate(cells):
        _paint_cell(canvas, frame, one, _LETTERS[place : place + 1])
    canvas.advance((north - south) * frame.scale + 24)
    _paint_scale(canvas, frame.scale)
    _paint_key(canvas)
    _list_cells(canvas, cells, outlines)


def find_class(people: int) -> Class:
    """How squares of so many people look."""
    return next(one for one in reversed(CLASSES) if people >= one.least)


def _paint_cell(canvas: Canvas, frame: _Frame, one: PlaceShown, letter: str) -> None:
    """A square, with the letter that it has in the list on a clear ground."""
    look = find_class(one.people)
    corners = [frame.place(corner) for corner in list_corners(one.code)]
    canvas.area(corners, fill=look.fill, hatch=look.hatch, edge=INK, width=3)
    if letter:
        (left, bottom), (right, top) = corners[0], corners[2]
        x, y, half = (left + right) / 2, (top + bottom) / 2, _LETTER / 2
        ground = [(x - half, y - half), (x + half, y - half), (x + half, y + half)]
        canvas.area([*ground, (x - half, y + half)], fill=PAPER, edge=PAPER, width=0)
        canvas.put(letter, x, y - _LETTER * 0.68, _LETTER, bold=True, align="center")


def _name_ward(canvas: Canvas, frame: _Frame, outline: Outline, taken: Sequence[Point]) -> None:
    """The name of a ward, near its middle, where it stays inside and off the squares."""
    x, y = frame.place(find_centre(outline))
    lines = canvas.list_lines(outline.name, _NAME, _NAME_WIDTH)
    height = len(lines) * line_height(_NAME)
    half = max(canvas.measure(line, _NAME) for line in lines) / 2 + 3

    def find_cost(shift: Point) -> int:
        left, right = x + shift[0] - half, x + shift[0] + half
        top, bottom = y + shift[1] - height / 2, y + shift[1] + height / 2
        edge = ((a, top + part * (bottom - top)) for a in (left, right) for part in _PARTS)
        outside = sum(not outline.holds(frame.find(one)) for one in edge)
        on_squares = sum(
            left - 24 < a < right + 24 and top - 24 < b < bottom + 24 for a, b in taken
        )
        return outside + 3 * on_squares

    best = next((one for one in _SHIFTS if not find_cost(one)), None)
    best = best or min(_SHIFTS, key=find_cost)  # the nearest of those that are as good
    place = y + best[1] - height / 2
    canvas.put(
        outline.name, x + best[0], place, _NAME, colour=SOFT, align="center", width=_NAME_WIDTH
    )


def _paint_scale(canvas: Canvas, scale: float) -> None:
    y, right = canvas.y + 10, MARGIN + _SCALE * scale
    canvas.stroke(((MARGIN, y), (right, y)), INK, 4)
    for x in (MARGIN, right):
        canvas.stroke(((x, y - 10), (x, y + 10)), INK, 4)
    canvas.put(f"{_SCALE // 1000} kilometre", right + 16, y - 18, FINE)
    canvas.put("North is up", MARGIN + INNER, y - 18, FINE, align="right", colour=SOFT)
    canvas.advance(44)


def _paint_key(canvas: Canvas) -> None:
    """What each look means, in words."""
    side, step = 40, INNER / len(CLASSES)
    for place, one in enumerate(CLASSES):
        left, top = MARGIN + place * step, canvas.y
        box = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
        canvas.area(box, fill=one.fill, hatch=one.hatch, edge=INK, width=3)
        later = CLASSES[place + 1 :]
        words = f"{one.least} to {later[0].least - 5}" if later else f"{one.least} or more"
        canvas.put(words, left + side + 10, top + 2, FINE)
    canvas.advance(side + 16)
    canvas.add("People who named a square, to the nearest 5", FINE, colour=SOFT)
    canvas.advance(10)


def _list_cells(canvas: Canvas, cells: Sequence[PlaceShown], outlines: Sequence[Outline]) -> None:
    """The most named squares, for who cannot read the map."""
    canvas.add("Most named", WORDS, bold=True)
    for letter, one in zip(_LETTERS, cells, strict=False):
        words = f"{label_place(one, outlines)}: {say_people(one)}"
        canvas.put(letter, MARGIN, canvas.y, FINE, bold=True)
        canvas.advance(canvas.write(words, FINE, x=MARGIN + 44, width=INNER - 44) + 2)
    if rest := cells[len(_LETTERS) :]:
        canvas.add(f"and {len(rest)} more, which the table lists", FINE, colour=SOFT)
