"""What of a respondent may tell who they are, and what is an answer.

A characteristic is whatever the plan divides people by, whatever the questionnaire calls personal
or sensitive, where people live, how they were asked, and every question that is asked only because
of one of these: being asked it gives the characteristic away. All else is an answer. Wards,
weights, strata, marks of quality, numbers as given, and what decides who is counted at all are
neither: they are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.cells import build_cells
from analysis.columns import Coded
from analysis.dataset import CODEBOOK, Dataset
from analysis.exports.anonymity import NOT_GIVEN, Category, Characteristic, Index
from analysis.plan import Grouping, Plan, Weighting
from surveys.questionnaire import Kind, OptionKind, Questionnaire

_QUESTIONNAIRE = "questionnaire.json"
_WARD = "_ward"
_WAYS = {
    "language": "Language of the interview",
    "mode": "How it was answered",
    "sample": "How people came to be asked",
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """A round's columns, sorted.

    Attributes:
        kept: Shape (respondents of the round,): who is in the plan's population.
        characteristics: The plan's groupings first, then other characteristics, then ways of
            being asked.
        answers: Columns of the codebook that hold answers.
        scales: Those whose options are in order.
        grouped: Columns that are shown by the plan's groupings alone.
        left_out: Columns that are in no file of respondents.
    """

    kept: npt.NDArray[np.bool_]
    characteristics: tuple[Characteristic, ...]
    answers: tuple[str, ...]
    scales: frozenset[str]
    grouped: tuple[str, ...]
    left_out: tuple[str, ...]


def sort_columns(dataset: Dataset, plan: Plan) -> Sorted:
    """Tell characteristics from answers, and leave out what is neither."""
    entries = {str(entry["name"]): entry for entry in _load(dataset, CODEBOOK)["columns"]}
    personal = _find_personal(dataset, plan, entries)
    grouped = {name for grouping in plan.groupings for name in _conditions(grouping)}
    never = {name for name, entry in entries.items() if _is_too_fine(entry)}
    never |= set(plan.eligible) | grouped
    # a round is counted without its weights, which would give away the cell they come from
    cells = build_cells(dataset, plan.model_copy(update={"weighting": Weighting()}))
    kept = cells.key >= 0
    groupings = [
        _group(grouping, cells.levels[grouping.name][cells.key[kept]])
        for grouping in plan.groupings
    ]
    others = [
        _code(dataset, name, kept) for name in entries if name in personal and name not in never
    ]
    ways = [_list_way(dataset, name, label, kept) for name, label in _WAYS.items()]
    answers = tuple(name for name in entries if name not in personal and name not in never)
    return Sorted(
        kept=kept,
        characteristics=(*groupings, *others, *ways),
        answers=answers,
        scales=frozenset(n for n in answers if entries[n]["question_kind"] == Kind.SCALE),
        grouped=tuple(name for name in entries if name in grouped),
        left_out=tuple(n for n in entries if n in never and n not in grouped and n not in _WAYS),
    )


def _load(dataset: Dataset, name: str) -> Any:
    return json.loads((dataset.folder / name).read_text("utf-8"))


def _find_personal(
    dataset: Dataset, plan: Plan, entries: Mapping[str, Mapping[str, Any]]
) -> set[str]:
    """Columns of characteristics, and of all that is asked because of one."""
    in_plan = {name for domain in plan.domains for name in domain.when}
    in_plan |= {name for domain in plan.domains for part in domain.components for name in part.when}
    in_plan |= {name for grouping in plan.groupings for name in _conditions(grouping)}
    questions = {
        entry["question"]
        for name, entry in entries.items()
        if name in in_plan or entry["sensitive"] or entry["question_kind"] == Kind.PLACE
    }
    if (dataset.folder / _QUESTIONNAIRE).exists():
        asked = Questionnaire.model_validate(_load(dataset, _QUESTIONNAIRE)).questions
        questions |= {question.name for question in asked if question.personal}
        # in the order asked, so that one pass finds all that follows
        for question in asked:
            if question.depends_on & questions:
                questions.add(question.name)
    return {name for name, entry in entries.items() if entry["question"] in questions} - {None}


def _conditions(grouping: Grouping) -> Iterator[str]:
    return (name for level in grouping.levels for name in level.when)


def _is_too_fine(entry: Mapping[str, Any]) -> bool:
    """A ward, a number as somebody gave it, or what a round keeps beside answers."""
    ward = entry["question_kind"] == Kind.PLACE and str(entry["name"]).endswith(_WARD)
    return ward or entry["question_kind"] == Kind.NUMBER or not entry["values"]


def _group(grouping: Grouping, index: Index) -> Characteristic:
    position = {level.code: at for at, level in enumerate(grouping.levels)}
    categories = tuple(
        Category(level.code, level.label, position.get(level.collapse_into))
        for level in grouping.levels
    )
    return Characteristic(grouping.name, grouping.label, categories, index.astype(np.int32))


def _code(dataset: Dataset, name: str, kept: npt.NDArray[np.bool_]) -> Characteristic:
    column = dataset.columns[name]
    categories = tuple(
        Category(code, label)
        for code, label, kind in column.values
        if kind in {OptionKind.SUBSTANTIVE, OptionKind.OUTSIDE}
    )
    index = _place(dataset.get_coded(name), categories)[kept]
    return Characteristic(name, column.text, categories, index)


def _list_way(
    dataset: Dataset, name: str, label: str, kept: npt.NDArray[np.bool_]
) -> Characteristic:
    coded = dataset.find_coded(name) or Coded(np.zeros(dataset.size, dtype=np.int32), ("unknown",))
    categories = tuple(Category(code, code) for code in sorted(set(coded.codes)))
    return Characteristic(name, label, categories, _place(coded, categories)[kept])


def _place(coded: Coded, categories: tuple[Category, ...]) -> Index:
    """The position of each respondent's category; don't know, skipped and not asked have none."""
    position = {category.code: at for at, category in enumerate(categories)}
    lookup = np.array([position.get(code, NOT_GIVEN) for code in coded.codes], dtype=np.int32)
    return lookup[coded.index] if len(lookup) else np.full(len(coded.index), NOT_GIVEN, np.int32)
