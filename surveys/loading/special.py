"""Checks of what only some kinds have: squares, a draw, a row of digits, a file of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveys.grid import is_cell
from surveys.questionnaire import SILENT, UNREAD, Kept, Kind, Layout, OptionKind, Question

LONGEST_IN_ROW = 8
MOST_IN_ROW = 8
"""Buttons that Telegram shows side by side."""

_FILED: Mapping[Kept, frozenset[Kind]] = {
    Kept.COMMENTS: frozenset({Kind.TEXT, Kind.SINGLE, Kind.SCALE, Kind.MULTIPLE}),
    Kept.PLACES: frozenset({Kind.LOCATION, Kind.PLACE, Kind.SINGLE, Kind.MULTIPLE}),
}
"""Kinds that can be kept apart; a place never stands beside a comment."""

_ANY = frozenset(Kind)

Found = Iterator[tuple[str, str, str]]
"""Code, problem and remedy of each fault."""


def find_special_faults(question: Question) -> Found:
    """What is wrong with the parts of a question that only some kinds have."""
    yield from _find_cell_faults(question)
    if question.kind is Kind.DRAW:
        yield from _find_draw_faults(question)
    if question.layout is Layout.ROW:
        yield from _find_row_faults(question)
    if question.kept is Kept.ANSWERS and question.kind in UNREAD:
        problem = f"kind {question.kind} is never kept with the answers"
        yield "kept", problem, "Remove 'kept'."
    elif question.kept is not None and question.kind not in _FILED.get(question.kept, _ANY):
        problem = f"kind {question.kind} is never kept with the {question.kept}"
        yield "kept", problem, "Remove 'kept', or choose another kind."
    if question.file is not Kept.ANSWERS and question.personal:
        problem = f"a personal question is never kept with the {question.file}"
        yield "kept", problem, "Remove 'personal', or 'kept'."
    if question.required and question.kind in UNREAD | SILENT:
        problem = f"kind {question.kind} cannot be required"
        yield "required", problem, "Remove it; for consent, use kind acknowledge."


def _find_cell_faults(question: Question) -> Found:
    if (question.kind is Kind.LOCATION) != bool(question.cells):
        remedy = "Add 'cells_from' to a location, and to no other kind."
        yield "cells", "a location needs squares, and nothing else has them", remedy
    if not all(is_cell(cell) for cell in question.cells):
        yield "cells", "a square is not named by its corner", "Write it as E534250N182000."
    if len(question.cell_set) < len(question.cells):
        yield "cells", "a square is given twice", "Keep one of them."


def _find_draw_faults(question: Question) -> Found:
    if question.relevant or question.is_filtered or question.endings:
        remedy = "Remove the condition; let the drawn questions have it."
        yield "draw", "a draw is made before anything is answered", remedy
    if any(option.kind is not OptionKind.SUBSTANTIVE for option in question.options):
        yield "draw", "something drawn is not substantive", "Draw only codes of substance."
    if question.personal:
        yield "draw", "a draw is no answer of the respondent's", "Remove 'personal'."
    if question.maximum is None or question.minimum is not None:
        yield "draw", "a draw does not say how many", "Give 'maximum', and no minimum."


def _find_row_faults(question: Question) -> Found:
    if question.kind not in {Kind.SCALE, Kind.SINGLE}:
        yield "layout", f"kind {question.kind} does not stand in a row", "Remove 'layout'."
    if any(len(word) > LONGEST_IN_ROW for label in _in_row(question) for word in label.values()):
        remedy = f"Use labels of at most {LONGEST_IN_ROW} characters, such as digits."
        yield "layout", "a label is too long to stand in a row", remedy
    if sum(1 for _ in _in_row(question)) > MOST_IN_ROW:
        yield "layout", "the row is too long for a phone", f"Give at most {MOST_IN_ROW} options."
    if question.hint is None:
        remedy = "Add a hint such as: 1 = no problem at all, 5 = a very big problem."
        yield "layout", "nothing says what the ends of the row mean", remedy


def _in_row(question: Question) -> Iterator[Mapping[str, str]]:
    return (o.label for o in question.options if o.kind is OptionKind.SUBSTANTIVE)
