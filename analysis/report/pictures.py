"""Figures as a page holds them: the picture as data, its words, and the table behind it.

A picture that travels alone carries its notes. On a page they stand as text below it, where they
can be read aloud and found, and those that most pictures share stand there once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.figures import Figure, Form, Kind
from analysis.pages import embed_picture
from analysis.report.picking import drop_columns
from analysis.tables import Table


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure on a page.

    Attributes:
        anchor: The id of the figure.
        alt: Every number that the picture shows, in words.
        address: The picture itself, as data.
        notes: What has to be read with it.
        tables: The table behind it, then what others published.
        grouped: Its table has divisions in the first column, each with its rows.
    """

    anchor: str
    title: str
    who: str
    alt: str
    address: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    grouped: bool


def share_notes(figures: Sequence[Figure]) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The figures without the notes that most of them have, and those notes.

    What most pictures say of who took part, of weights and of sources goes for the whole page.
    A note of one alone stays with it.
    """
    counts = Counter(note for one in figures for note in one.notes)
    shared = tuple(note for note, count in counts.items() if count > max(1, len(figures) / 2))
    own = (tuple(note for note in one.notes if note not in shared) for one in figures)
    return tuple(
        replace(one, notes=notes, alt=_leave_out(one.alt, one.notes))
        for one, notes in zip(figures, own, strict=True)
    ), shared


def share_notes_by_kind(
    figures: Sequence[Figure],
) -> tuple[tuple[Figure, ...], Mapping[Kind, tuple[str, ...]]]:
    """The figures without the notes that most of their kind have, and those notes by kind.

    How one kind is read, such as what a dot is, goes for the part of the page that holds it.
    """
    shared = [share_notes([one for one in figures if one.kind is kind]) for kind in Kind]
    by_name = {one.name: one for found, _ in shared for one in found}
    said = {kind: notes for kind, (_, notes) in zip(Kind, shared, strict=True)}
    return tuple(by_name[one.name] for one in figures), said


def show_pictures(figures: Sequence[Figure]) -> tuple[Picture, ...]:
    """The figures, drawn without their titles and notes, which stand around them as text."""
    return tuple(
        Picture(
            anchor=f"figure-{one.name}",
            title=one.title,
            who=one.subtitle,
            alt=" ".join(one.alt.split()),
            address=embed_picture(one.draw(Form.SVG, bare=True)),
            notes=one.notes,
            tables=tuple(drop_columns(table, frozenset()) for table in (one.table, *one.others)),
            grouped=one.kind is Kind.BREAKDOWN,
        )
        for one in figures
    )


def _leave_out(alt: str, notes: Sequence[str]) -> str:
    """The text alternative without the notes, which a reader meets as text."""
    return "\n".join(line for line in alt.splitlines() if line not in notes)
