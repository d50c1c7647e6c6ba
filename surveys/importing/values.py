"""One value of a row as the answer to its question, by the rules that hold in chat."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.importing.mapping import FileMapping, Item
from surveys.interview.choices import (
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    YES,
    answer_of_option,
    fold,
    read_number,
    readable,
)
from surveys.questionnaire import LONGEST_TEXT, Kind, OptionKind, Question
from surveys.redaction import redact

Row = Mapping[str | None, Any]
"""A row of the file by its columns, as `csv.DictReader` gives it."""

_PLAIN_NUMBER = re.compile(r"[0-9.]+([eE][+-]?[0-9]+)?")


class RowRefused(Exception):  # it never leaves this package
    """A row cannot be kept; carries what is wrong and what to do."""

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.code, self.problem, self.remedy = code, problem, remedy


def read_item(question: Question, item: Item, row: Row, mapping: FileMapping) -> Answer | None:
    """The answer of one question; None where the row has none.

    Raises:
        RowRefused: When the value is no answer to the question.
    """
    if question.kind is Kind.TEXT:
        return _read_text(question, item, row)
    value = _read_value(row, item.column, mapping)
    if not value or value in item.blank:
        if item.ward_column and _read_value(row, item.ward_column, mapping):
            raise RowRefused(
                "answers.ward-alone",
                f"{question.name!r} has a ward and no area",
                "Give the area as well, or leave both empty.",
            )
        return None
    code = item.codes.get(value, value)
    match question.kind:
        case Kind.NUMBER:
            return _read_number(question, code)
        case Kind.ACKNOWLEDGE if code == YES:
            return Answered((YES,))
        case Kind.PLACE:
            return _read_place(question, code, _ward(item, row, mapping))
        case Kind.MULTIPLE | Kind.RANKING:
            return _read_several(question, item, value)
        case _:
            option = question.option(code)
            if option is None:
                raise _off_offer(question, value)
            return answer_of_option(option)


def read_weight(row: Row, mapping: FileMapping) -> float | None:
    """The design weight of a row; None where the file has none.

    Raises:
        RowRefused: When it is not a number above zero.
    """
    if not mapping.weight:
        return None
    text = str(row[mapping.weight]).strip()
    try:
        weight = float(text) if _PLAIN_NUMBER.fullmatch(text) else math.nan
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight <= 0:
        raise RowRefused(
            "answers.weight",
            f"{text!r} in column {mapping.weight!r} is no weight above zero",
            "Give each row its design weight, or leave the row out.",
        )
    return weight


def _read_value(row: Row, column: str, mapping: FileMapping) -> str:
    value = str(row[column]).strip()
    if mapping.whole_numbers and value.endswith(".0"):
        return value.removesuffix(".0")
    return value


def _ward(item: Item, row: Row, mapping: FileMapping) -> str:
    value = _read_value(row, item.ward_column, mapping) if item.ward_column else ""
    return "" if value in item.blank else item.codes.get(value, value)


def _read_text(question: Question, item: Item, row: Row) -> Answer | None:
    """What somebody wrote, redacted before it is kept, as in chat."""
    text = readable(str(row[item.column]))
    if not fold(text) or text in item.blank:
        return None
    longest = LONGEST_TEXT if question.maximum is None else int(question.maximum)
    if len(text) > longest:
        raise RowRefused(
            "answers.too-long",
            f"{question.name!r} has {len(text)} characters and takes {longest}",
            "Shorten the text, or leave it out.",
        )
    return Answered((redact(text).text,))


def _read_number(question: Question, value: str) -> Answer:
    if question.personal and value == PREFER_NOT_TO_SAY:
        return Missing(NonResponse.PREFER_NOT_TO_SAY)
    number = read_number(question, value)
    if number is None:
        raise _off_offer(question, value)
    return Answered((number,))


def _read_place(question: Question, code: str, ward: str) -> Answer:
    area = question.area(code)
    if area is not None and ward in {"", NOT_SURE}:
        return Answered((area.code,))
    if area is not None and ward in {known.code for known in area.wards}:
        return Answered((area.code, ward))
    if area is None and not ward and code == NOT_SURE:
        return Missing(NonResponse.DONT_KNOW, NOT_SURE)
    if area is None and not ward and question.personal and code == PREFER_NOT_TO_SAY:
        return Missing(NonResponse.PREFER_NOT_TO_SAY)
    raise _off_offer(question, ward if area is not None else code)


def _read_several(question: Question, item: Item, value: str) -> Answer:
    """Several answers in one value, with the limits that the chat keeps."""
    codes = [item.codes.get(part, part) for part in map(str.strip, value.split(item.separator))]
    codes = [code for code in codes if code]
    options = [option for code in codes if (option := question.option(code)) is not None]
    if not codes or len(options) < len(codes) or len(set(codes)) < len(codes):
        raise _off_offer(question, value)
    alone = [o for o in options if o.exclusive or o.kind is not OptionKind.SUBSTANTIVE]
    if alone and len(options) > 1:
        raise RowRefused(
            "answers.exclusive",
            f"{alone[0].code!r} of {question.name!r} cannot stand with other answers",
            "Leave it alone, or take it away.",
        )
    if alone:
        return answer_of_option(alone[0])
    fewest = int(question.minimum) if question.minimum is not None else 1
    most = int(question.maximum) if question.maximum is not None else len(question.options)
    if not fewest <= len(codes) <= most:
        raise RowRefused(
            "answers.how-many",
            f"{question.name!r} has {len(codes)} answers and takes {fewest} to {most}",
            "Correct the row, or leave the value empty.",
        )
    if question.kind is Kind.RANKING:
        return Answered(tuple(codes))
    return Answered(tuple(option.code for option in question.options if option.code in codes))


def _off_offer(question: Question, value: str) -> RowRefused:
    offered = [option.code for option in question.options] or [a.code for a in question.areas]
    return RowRefused(
        "answers.unknown-code",
        f"{value!r} is no answer to {question.name!r}",
        f"Use one of {', '.join(offered)}, or map the value under `codes`."
        if offered
        else f"Use {YES!r}."
        if question.kind is Kind.ACKNOWLEDGE
        else "Use a number within the bounds of the question.",
    )
