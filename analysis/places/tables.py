"""Places as tables, for workbook, files, report and the words behind the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.places.counting import PlaceKind
from analysis.places.naming import name_cell
from analysis.places.outlines import Outline, list_attributions
from analysis.places.releasing import PlaceShown, QuestionShown, ReleasedPlaces
from analysis.places.words import KINDS, SQUARES, list_notes, mark, say_source
from analysis.tables import Column, Table, Unit

_COLUMNS = (
    Column("place_label", "Place"),
    Column("people", "People who named it", Unit.COUNT, "To the nearest 5."),
    Column("kind_label", "What it is"),
    Column("question_text", "Question"),
    Column("question", "Question code"),
    Column("kind", "Kind code"),
    Column("place", "Place code"),
)
_ANSWERS = (
    Column("place_label", "Answer"),
    Column("people", "People who gave it", Unit.COUNT, "To the nearest 5."),
    *_COLUMNS[2:],
)
"""Of how people told of a place, if they did: whoever did not has named none."""
_ABOUT = (
    Column("round", "Round"),
    Column("respondents", "People who took part", Unit.COUNT, "To the nearest 5."),
    Column("synthetic", "Synthetic answers", Unit.YES_NO, "True where they are made up."),
)


def list_place_tables(released: ReleasedPlaces, outlines: Sequence[Outline]) -> tuple[Table, ...]:
    """A table for each kind of place that anything can be shown of.

    Args:
        released: The places; nothing else can be tabulated.
        outlines: The wards, after which squares are named.

    Raises:
        TypeError: The places have not been released.
    """
    if not isinstance(released, ReleasedPlaces):
        raise TypeError("only released places are tabulated")
    asked = [*([released.ways] if released.ways else []), *released.questions]
    tables = (
        _tabulate(released, one, kind, outlines)
        for one in asked
        for kind in PlaceKind
        if one.find(kind)
    )
    return tuple(tables)


def _tabulate(
    released: ReleasedPlaces, asked: QuestionShown, kind: PlaceKind, outlines: Sequence[Outline]
) -> Table:
    shown, possible = asked.find(kind), asked.possible.get(kind, 0)
    title = f"{KINDS[kind]}: {asked.text}"
    cells = kind is PlaceKind.CELL
    left_out = f"{len(shown)} of {possible} that could be named are shown."
    notes = (
        *list_notes(released),
        *((SQUARES,) if cells else ()),
        *((left_out,) if len(shown) < possible else ()),
    )
    return Table(
        name=f"places-{asked.name.replace('_', '-')}-{kind}",
        tab=f"{asked.name[:20]}-{kind}",
        title=": ".join(filter(None, (mark(released), title))),
        columns=_ANSWERS if kind is PlaceKind.WAY else _COLUMNS,
        rows=tuple(
            (
                *(label_place(one, outlines), one.people, KINDS[kind], asked.text),
                *(asked.name, str(kind), one.code),
            )
            for one in shown
        ),
        notes=notes,
        source=" ".join((say_source(released), *(list_attributions(outlines) if cells else ()))),
    )


def sign_table(released: ReleasedPlaces, table: Table) -> Table:
    """A table for a file of rows, which has no title: each row says whose places it is about.

    Args:
        released: The places.
        table: One of theirs.
    """
    about = (released.round, released.respondents, released.synthetic)
    return replace(
        table,
        columns=(*table.columns, *_ABOUT),
        rows=tuple((*row, *about) for row in table.rows),
    )


def label_place(one: PlaceShown, outlines: Sequence[Outline]) -> str:
    """What a place is called; a square by its ward and its name."""
    return one.label or f"{name_cell(one.code, outlines)} ({one.code})"
