"""What a frozen round keeps apart from its answers: comments and places.

Each has a file of its own, in content order and without a key to a response: a comment stands
beside no age or ethnic group, and a place beside neither. What somebody writes can still lead to a
response, as a language does in which hardly anybody took part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from surveys.answers import Answered, Slot
from surveys.questionnaire import Kept, Kind, Question, Questionnaire

if TYPE_CHECKING:
    import pyarrow as pa

COMMENTS = "comments.parquet"
PLACES = "places.parquet"
PLACE_COLUMNS = ("question", "kind", "code")
"""Kinds are cell, ward (or area, where the ward was not given), kind, and way: how it is given."""

Line = tuple[str | None, ...]


@dataclass(slots=True)
class Apart:
    """The lines of one file as they are collected.

    Attributes:
        name: The file.
        columns: Its columns, all text.
        lines: Its lines, one value for each column.
    """

    name: str
    columns: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    def sort(self) -> None:
        """Content order: the same lines in the same order, however they arrived."""
        self.lines.sort(key=lambda line: tuple((cell is not None, cell or "") for cell in line))

    def table(self) -> pa.Table:
        """The lines as they are written."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and needed once a round

        columns: dict[str, pa.Array[Any]] = {
            name: pa.array([line[index] for line in self.lines], type=pa.string())
            for index, name in enumerate(self.columns)
        }
        return pa.table(columns)


def collect_apart(
    questionnaire: Questionnaire, responses: Iterable[Mapping[str, Slot]]
) -> tuple[Apart, ...]:
    """The files that a questionnaire keeps apart, filled from the slots of its responses."""
    said = _of_file(questionnaire, Kept.COMMENTS)
    shown = _of_file(questionnaire, Kept.PLACES)
    comments = Apart(COMMENTS, tuple(question.name for question in said))
    places = Apart(PLACES, PLACE_COLUMNS)
    ways = frozenset().union(*(question.depends_on for question in shown))
    for slots in responses:
        comment = _comment(said, slots)
        if comment is not None:
            comments.lines.append(comment)
        for question in shown:
            slot = slots.get(question.name)
            places.lines.extend(_places(question, slot, is_way=question.name in ways))
    kept = tuple(one for one, asked in ((comments, said), (places, shown)) if asked)
    for one in kept:
        one.sort()
    return kept


def _of_file(questionnaire: Questionnaire, file: Kept) -> Sequence[Question]:
    return [question for question in questionnaire.questions if question.file is file]


def _comment(questions: Sequence[Question], slots: Mapping[str, Slot]) -> Line | None:
    """One respondent's texts and what was asked about them; None where nothing was written."""
    given = [slots.get(question.name) for question in questions]
    written = any(
        question.kind is Kind.TEXT and isinstance(slot, Answered)
        for question, slot in zip(questions, given, strict=True)
    )
    if not written:
        return None
    return tuple(" ".join(slot.values) if isinstance(slot, Answered) else None for slot in given)


def _places(question: Question, slot: Slot | None, *, is_way: bool) -> Iterator[Line]:
    """The places of one answer, each by itself.

    A question that leads to others about places says in which way somebody gives one, or that
    they give none; it names no place itself.
    """
    if not isinstance(slot, Answered):
        return
    match question.kind:
        case Kind.LOCATION:
            yield from ((question.name, "cell", cell) for cell in slot.values)
        case Kind.PLACE:
            kind = "ward" if len(slot.values) > 1 else "area"
            yield question.name, kind, slot.values[-1]
        case _:
            kind = "way" if is_way else "kind"
            yield from ((question.name, kind, code) for code in slot.values)
