"""Answers collected another way: a file of rows and a mapping to a questionnaire's items.

Every row becomes a finished interview by the same rules that hold in chat: its codes must be on
offer, routing must have asked for them, and whoever the questionnaire screens out is refused. All
rows are read before any is kept, and every row refused is told with its line and reason.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.errors import AnswersRefused, Fault
from surveys.expressions import evaluate, parse
from surveys.interview import Interview, Stage
from surveys.interview.choices import answer_of_option, read_number
from surveys.questionnaire import Kind, Question, Questionnaire
from surveys.routing import find_codes, find_dropped, find_path

MOST_FAULTS_TOLD = 200


class Item(BaseModel):
    """Where the answer to one question stands in a row.

    Attributes:
        column: Its column.
        ward_column: For a place, the column of the ward; `column` holds the area.
        separator: For questions with several answers, what stands between them.
        codes: What a value of the file is in the questionnaire; others are taken as they are.
        blank: Values that mean "no answer", besides an empty one.
        empty: What no answer means: the question was asked and skipped, or it was not asked, as
            where a survey asks it of a part of its sample.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    column: str
    ward_column: str = ""
    separator: str = " "
    codes: Mapping[str, str] = Field(default_factory=dict)
    blank: tuple[str, ...] = ()
    empty: Literal["skipped", "not_asked"] = "skipped"


class FileMapping(BaseModel):
    """How a file of answers fits a questionnaire.

    Attributes:
        mode: How the answers were collected, such as ``face_to_face`` or ``paper``.
        language: Language of the interviews.
        weight: Column of the design weight, where there is one.
        stratum: Column of the stratum, where there is one.
        whole_numbers: Whether "2.0" is read as "2".
        items: For each question of the questionnaire, where its answer stands.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: str = Field(pattern=r"[a-z][a-z_]{1,30}")
    language: str = "en"
    weight: str = ""
    stratum: str = ""
    whole_numbers: bool = False
    items: Mapping[str, Item] = Field(min_length=1)

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column that is named, with where it is named."""
        for name, item in self.items.items():
            yield f"item {name!r}", item.column
            if item.ward_column:
                yield f"item {name!r}", item.ward_column
        if self.weight:
            yield "weight", self.weight
        if self.stratum:
            yield "stratum", self.stratum


@dataclass(frozen=True, slots=True)
class ImportedInterview:
    """One row as a finished interview."""

    interview: Interview
    design_weight: float | None
    stratum: str | None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A whole file, ready to be kept."""

    mode: str
    interviews: tuple[ImportedInterview, ...]


class _RowRefused(Exception):  # it never leaves this module
    """A row cannot be kept; carries what is wrong and what to do."""

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.code, self.problem, self.remedy = code, problem, remedy


def load_mapping(path: Path, questionnaire: Questionnaire) -> FileMapping:
    """A mapping file, checked against the questionnaire.

    Raises:
        AnswersRefused: When it cannot be read or names what is not there; all faults at once.
    """
    try:
        mapping = FileMapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        fault = Fault(
            "mapping.unreadable",
            path.name,
            f"the mapping cannot be read ({str(error).splitlines()[0]})",
            "Check the path and the YAML.",
        )
        raise AnswersRefused(path.name, [fault]) from error
    except ValidationError as error:
        faults = [_shape_fault(path, detail) for detail in error.errors(include_url=False)]
        raise AnswersRefused(path.name, faults) from error
    if faults := list(_mapping_faults(path, mapping, questionnaire)):
        raise AnswersRefused(path.name, faults)
    return mapping


def read_answers(path: Path, mapping: FileMapping, questionnaire: Questionnaire) -> ImportedFile:
    """Every row of a CSV file as a finished interview.

    Raises:
        AnswersRefused: When the file lacks a column, or any row cannot be kept; each is told with
            its line.
    """
    interviews: list[ImportedInterview] = []
    faults: list[Fault] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_columns(path, mapping, reader.fieldnames or ())
            for row in reader:
                try:
                    interviews.append(_read_row(row, mapping, questionnaire))
                except _RowRefused as refused:
                    place = f"{path.name}, line {reader.line_num}"
                    faults.append(Fault(refused.code, place, refused.problem, refused.remedy))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fault = Fault(
            "answers.unreadable",
            path.name,
            f"the file cannot be read ({error})",
            "Save it as CSV in UTF-8.",
        )
        raise AnswersRefused(path.name, [fault]) from error
    if not interviews and not faults:
        remedy = "Name a file with a row for each respondent."
        faults = [Fault("answers.empty", path.name, "the file has no rows", remedy)]
    if faults:
        raise AnswersRefused(path.name, _shorten(path, faults))
    return ImportedFile(mapping.mode, tuple(interviews))


def _read_row(
    row: Mapping[str | None, Any], mapping: FileMapping, questionnaire: Questionnaire
) -> ImportedInterview:
    if None in row or None in row.values():
        raise _RowRefused(
            "answers.columns",
            "the row has more or fewer values than the file has columns",
            "Check its commas and quotes.",
        )
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        item = mapping.items.get(question.name)
        answer = None if item is None else _read_item(question, item, row, mapping)
        if answer is not None:
            answers[question.name] = answer
    _check_routing(questionnaire, answers)
    for question in find_path(questionnaire, answers, _parts_answered(questionnaire, answers)):
        item = mapping.items.get(question.name)
        if question.kind is not Kind.NOTE and item is not None and item.empty == "skipped":
            answers.setdefault(question.name, Missing(NonResponse.SKIPPED))
    parts = _parts_answered(questionnaire, answers)
    interview = Interview(
        questionnaire=questionnaire.hash,
        tag="",
        language=mapping.language,
        stage=Stage.FINISHED,
        part=parts[-1],
        answers=answers,
        saved=answers,
        submitted=parts,
    )
    stratum = str(row[mapping.stratum]).strip() or None if mapping.stratum else None
    return ImportedInterview(interview, _read_weight(row, mapping), stratum)


def _read_item(
    question: Question, item: Item, row: Mapping[str | None, Any], mapping: FileMapping
) -> Answer | None:
    """The answer of one question; None where the row has none."""
    value = _read_value(str(row[item.column]), mapping)
    if not value or value in item.blank:
        return None
    match question.kind:
        case Kind.NUMBER:
            number = read_number(question, value)
            if number is None:
                raise _off_offer(question, value)
            return Answered((number,))
        case Kind.PLACE:
            return _read_place(question, item, row, mapping, value)
        case Kind.MULTIPLE | Kind.RANKING:
            parts = [part for part in value.split(item.separator) if part]
            codes = tuple(item.codes.get(part, part) for part in parts)
            if any(question.option(code) is None for code in codes) or len(set(codes)) < len(codes):
                raise _off_offer(question, value)
            return Answered(codes)
        case _:
            option = question.option(item.codes.get(value, value))
            if option is None:
                raise _off_offer(question, value)
            return answer_of_option(option)


def _read_place(
    question: Question, item: Item, row: Mapping[str | None, Any], mapping: FileMapping, value: str
) -> Answer:
    area = question.area(item.codes.get(value, value))
    if area is None:
        raise _off_offer(question, value)
    ward = _read_value(str(row[item.ward_column]), mapping) if item.ward_column else ""
    if not ward:
        return Answered((area.code,))
    code = item.codes.get(ward, ward)
    if code not in {known.code for known in area.wards}:
        raise _off_offer(question, ward)
    return Answered((area.code, code))


def _read_value(text: str, mapping: FileMapping) -> str:
    value = text.strip()
    if mapping.whole_numbers and value.endswith(".0"):
        return value.removesuffix(".0")
    return value


def _read_weight(row: Mapping[str | None, Any], mapping: FileMapping) -> float | None:
    if not mapping.weight:
        return None
    text = str(row[mapping.weight]).strip()
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight <= 0:
        raise _RowRefused(
            "answers.weight",
            f"{text!r} in column {mapping.weight!r} is no weight above zero",
            "Give each row its design weight, or leave the row out.",
        )
    return weight


def _check_routing(questionnaire: Questionnaire, answers: dict[str, Answer]) -> None:
    """Refuse what the chat would not have asked, and whom it would have screened out."""
    dropped = find_dropped(questionnaire, answers)
    if dropped:
        names = ", ".join(repr(question.name) for question in dropped)
        raise _RowRefused(
            "answers.routed-past",
            f"{names} would not have been asked after the other answers of the row",
            "Leave the value empty, or correct the answer that it depends on.",
        )
    codes = find_codes(questionnaire, answers)
    for question in questionnaire.questions:
        for ending in question.endings:
            if evaluate(parse(ending.when), codes):
                raise _RowRefused(
                    "answers.screened-out",
                    f"the answer to {question.name!r} ends the interview ({ending.name})",
                    "Leave the row out: such answers are not kept.",
                )


def _parts_answered(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    answered = {questionnaire.by_name[name].part for name in answers}
    first = questionnaire.parts[0].name
    return tuple(p.name for p in questionnaire.parts if p.name == first or p.name in answered)


def _check_columns(path: Path, mapping: FileMapping, columns: Any) -> None:
    faults = [
        Fault(
            "answers.no-column",
            path.name,
            f"there is no column {column!r}, which the mapping names at {place}",
            f"Its columns are {', '.join(map(repr, list(columns)[:40])) or 'none'}.",
        )
        for place, column in mapping.columns()
        if column not in columns
    ]
    if faults:
        raise AnswersRefused(path.name, faults)


def _mapping_faults(
    path: Path, mapping: FileMapping, questionnaire: Questionnaire
) -> Iterator[Fault]:
    if mapping.language not in questionnaire.languages:
        yield Fault(
            "mapping.language",
            f"{path.name}: language",
            f"the questionnaire has no language {mapping.language!r}",
            f"It has {', '.join(questionnaire.languages)}.",
        )
    for name, item in mapping.items.items():
        question = questionnaire.by_name.get(name)
        place = f"{path.name}: item {name!r}"
        if question is None:
            remedy = f"Its questions are {', '.join(questionnaire.by_name)}."
            problem = f"questionnaire {questionnaire.name!r} has no such question"
            yield Fault("mapping.unknown-item", place, problem, remedy)
        elif question.kind in {Kind.TEXT, Kind.NOTE}:
            remedy = "Leave the item out."
            yield Fault("mapping.kind", place, f"a {question.kind} cannot be imported", remedy)
        else:
            yield from _code_faults(place, question, item)


def _code_faults(place: str, question: Question, item: Item) -> Iterator[Fault]:
    if question.kind is Kind.NUMBER:
        return
    known = {option.code for option in question.options}
    known |= {area.code for area in question.areas}
    known |= {ward.code for area in question.areas for ward in area.wards}
    for value, code in item.codes.items():
        if code not in known:
            yield Fault(
                "mapping.unknown-code",
                f"{place}, value {value!r}",
                f"the question has no option {code!r}",
                f"Its options are {', '.join(sorted(known))}.",
            )


def _shape_fault(path: Path, detail: Any) -> Fault:
    place = ".".join(str(step) for step in detail["loc"])
    return Fault(
        "mapping.shape",
        f"{path.name}: {place}",
        str(detail["msg"]).lower(),
        "Compare it with docs/examples/csew1314/mapping.yaml.",
    )


def _off_offer(question: Question, value: str) -> _RowRefused:
    offered = [option.code for option in question.options] or [a.code for a in question.areas]
    return _RowRefused(
        "answers.unknown-code",
        f"{value!r} is no answer to {question.name!r}",
        f"Use one of {', '.join(offered)}, or map the value under `codes`."
        if offered
        else "Use a number within the bounds of the question.",
    )


def _shorten(path: Path, faults: list[Fault]) -> list[Fault]:
    """At most `MOST_FAULTS_TOLD` of them, and how many more there are."""
    more = len(faults) - MOST_FAULTS_TOLD
    if more <= 0:
        return faults
    last = Fault(
        "answers.more",
        path.name,
        f"{more} more rows are refused",
        "Mend these first and import again.",
    )
    return [*faults[:MOST_FAULTS_TOLD], last]
