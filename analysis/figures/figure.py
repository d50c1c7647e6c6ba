"""A figure: what it shows, the same in words and as a table, and its picture when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.figures.canvas import FINE, HEAD, WORDS, Canvas
from analysis.lettering import DRAWING
from analysis.rows import Row
from analysis.sheet import MARGIN, SOFT
from analysis.tables import Table

_TIGHT = 10
"""Pixels above and below a picture that stands in a page, which leaves room around it."""

Paint = Callable[[Canvas], None]


class Kind(StrEnum):
    """What a figure shows."""

    MEASURE = "measure"
    DISTRIBUTION = "distribution"
    BREAKDOWN = "breakdown"
    TOOK_PART = "took_part"
    RECORD = "record"
    MAP = "map"


class Form(StrEnum):
    """What a picture is."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a round.

    Attributes:
        name: For file names and ids; no two figures of a round share one.
        measure, domain: What it is about; empty where it is about neither.
        subtitle: Whom it is about.
        mark: That the answers are made up; empty where they are not.
        alt: Every number that the picture shows, in words: its text alternative.
        notes: What stands under the picture: cautions, key, method and source.
        table: The table behind the picture.
        others: What others published that stands in the picture, a table for each survey.
        origin: Round, questionnaire, plan, software and seed; in every file of the picture.
    """

    name: str
    kind: Kind
    title: str
    subtitle: str
    mark: str
    alt: str
    notes: tuple[str, ...]
    table: Table
    paint: Paint = field(repr=False, compare=False)
    measure: str = ""
    domain: str = ""
    others: tuple[Table, ...] = ()
    origin: str = ""

    def draw(self, form: Form | str, *, bare: bool = False) -> bytes:
        """The picture; always the same bytes.

        Args:
            form: ``svg``, for a page or a file, or ``png``, 1,080 pixels wide.
            bare: Without title and notes, for a page that writes them around the picture. That
                answers are made up is said in either.
        """
        with DRAWING:
            canvas = Canvas()
            canvas.y = _TIGHT if bare else canvas.y
            self._head(canvas, bare)
            self.paint(canvas)
            if not bare:
                self._foot(canvas)
            words = "\n".join(filter(None, (self.alt, "" if bare else self.origin)))
            if Form(form) is Form.SVG:
                below = _TIGHT if bare else MARGIN
                return canvas.save_svg(f"fig-{self.name}", self.title, words, below=below)
            return canvas.save(self.title, words)

    def _head(self, canvas: Canvas, bare: bool) -> None:
        if self.mark:
            canvas.add(self.mark, WORDS, bold=True)
            canvas.advance(6)
        if not bare:
            canvas.add(self.title, HEAD, bold=True)
            if self.subtitle:
                canvas.add(self.subtitle, WORDS, colour=SOFT)
            canvas.advance(20)

    def _foot(self, canvas: Canvas) -> None:
        canvas.advance(14)
        canvas.rule()
        canvas.advance(12)
        for note in self.notes:
            canvas.add(note, FINE, colour=SOFT)
            canvas.advance(6)


def make_figure(
    name: str,
    kind: Kind,
    title: str,
    said: Iterable[str],
    *,
    notes: tuple[str, ...],
    table: Table,
    paint: Paint,
    mark: str,
    subtitle: str = "",
    row: Row | None = None,
    others: tuple[Table, ...] = (),
) -> Figure:
    """A figure, whose text alternative begins with its mark and its title.

    Args:
        name: Its parts as a plan writes them; underscores become hyphens.
        kind: What it shows.
        title: What it is about.
        said: The rest of the text alternative: every number that is shown, and the notes.
        notes: What stands under the picture.
        table: The table behind it.
        paint: What draws it.
        mark: That the answers are made up; empty where they are not.
        subtitle: Whom it is about.
        row: The figure whose measure and domain it is about; None where it is about neither.
        others: Tables of what others published.
    """
    heading = f"{title}. {subtitle}." if subtitle else f"{title}."
    return Figure(
        name=name.replace("_", "-"),
        kind=kind,
        title=title,
        subtitle=subtitle,
        mark=mark,
        alt="\n".join((*([mark] if mark else []), heading, *said)),
        notes=notes,
        table=table,
        paint=paint,
        measure=row.measure if row else "",
        domain=row.domain if row else "",
        others=others,
    )
