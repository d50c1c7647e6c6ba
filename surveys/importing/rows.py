"""A whole file of answers as finished interviews, or every reason why not."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.answers import Answer, Missing, NonResponse
from surveys.errors import AnswersRefused, Fault
from surveys.expressions import evaluate, parse
from surveys.importing.draws import read_draws
from surveys.importing.mapping import FileMapping
from surveys.importing.values import Row, RowRefused, read_item, read_weight
from surveys.interview import Interview, Stage
from surveys.questionnaire import SILENT, Kind, Questionnaire
from surveys.routing import find_codes, find_dropped, find_path

MOST_FAULTS_TOLD = 200


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
                except RowRefused as refused:
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


def _read_row(row: Row, mapping: FileMapping, questionnaire: Questionnaire) -> ImportedInterview:
    if None in row or None in row.values():
        raise RowRefused(
            "answers.columns",
            "the row has more or fewer values than the file has columns",
            "Check its commas and quotes.",
        )
    answers: dict[str, Answer] = {}
    for question in questionnaire.questions:
        item = mapping.items.get(question.name)
        answer = None if item is None else read_item(question, item, row, mapping)
        if answer is not None:
            answers[question.name] = answer
    answers |= read_draws(questionnaire, mapping, answers)
    _check_routing(questionnaire, answers)
    _fill_skipped(questionnaire, mapping, answers)
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
    return ImportedInterview(interview, read_weight(row, mapping), stratum)


def _check_routing(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> None:
    """Refuse what the chat would not have asked, and whom it would have screened out."""
    dropped = find_dropped(questionnaire, answers)
    if dropped:
        names = ", ".join(repr(question.name) for question in dropped)
        raise RowRefused(
            "answers.routed-past",
            f"{names} would not have been asked after the other answers of the row",
            "Leave the value empty, or correct the answer that it depends on.",
        )
    codes = find_codes(questionnaire, answers)
    for question in questionnaire.questions:
        for ending in question.endings:
            if evaluate(parse(ending.when), codes):
                raise RowRefused(
                    "answers.screened-out",
                    f"the answer to {question.name!r} ends the interview ({ending.name})",
                    "Leave the row out: such answers are not kept.",
                )


def _fill_skipped(
    questionnaire: Questionnaire, mapping: FileMapping, answers: dict[str, Answer]
) -> None:
    """Take questions that were asked and have no answer as skipped, where skipping is allowed."""
    for question in find_path(questionnaire, answers, _parts_answered(questionnaire, answers)):
        item = mapping.items.get(question.name)
        asked = question.kind is not Kind.NOTE and item is not None and item.empty == "skipped"
        if not asked or question.name in answers:
            continue
        if question.required:
            raise RowRefused(
                "answers.required",
                f"{question.name!r} has no answer, and it decides whether the survey is for them",
                "Give the answer, or leave the row out.",
            )
        answers[question.name] = Missing(NonResponse.SKIPPED)


def _parts_answered(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    given = (questionnaire.by_name[name] for name in answers)
    answered = {question.part for question in given if question.kind not in SILENT}
    first = questionnaire.parts[0].name
    return tuple(p.name for p in questionnaire.parts if p.name == first or p.name in answered)


def _check_columns(path: Path, mapping: FileMapping, columns: Sequence[str]) -> None:
    faults: list[Fault] = []
    for place, column in mapping.columns():
        if column not in columns:
            problem = f"there is no column {column!r}, which the mapping names at {place}"
            remedy = f"Its columns are {', '.join(map(repr, columns[:40])) or 'none'}."
            faults.append(Fault("answers.no-column", path.name, problem, remedy))
        elif columns.count(column) > 1:
            problem = f"there are two columns {column!r}, which the mapping names at {place}"
            remedy = "Give each column a name of its own."
            faults.append(Fault("answers.two-columns", path.name, problem, remedy))
    if faults:
        raise AnswersRefused(path.name, faults)


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
