"""How the columns of a file of answers fit a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from surveys.errors import AnswersRefused, Fault
from surveys.interview.choices import NOT_SURE, PREFER_NOT_TO_SAY, YES
from surveys.plain_yaml import read_plain_yaml
from surveys.questionnaire import Kind, Question, Questionnaire

OWN_MODES = frozenset({"chat", "assisted"})
"""Modes of the bot's own interviews; nothing from elsewhere may pass for one of them."""


_NOT_IMPORTED: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NOTE: "Leave the item out.",
        Kind.DRAW: "Leave the item out: what was drawn is seen from what was asked.",
        Kind.LOCATION: (
            "Leave the item out: a location from elsewhere may be finer than a square. "
            "A ward or a kind of place can be imported."
        ),
    }
)
"""Kinds that no column can hold, with what to do."""


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
    separator: str = Field(default=" ", min_length=1)
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

    mode: str = Field(pattern=r"^[a-z][a-z_]{1,30}$")
    language: str = "en"
    weight: str = ""
    stratum: str = ""
    whole_numbers: bool = False
    items: Mapping[str, Item] = Field(min_length=1)

    @field_validator("mode")
    @classmethod
    def _not_ours(cls, mode: str) -> str:
        if mode in OWN_MODES:
            raise ValueError(f"{mode!r} is a mode of the bot's own interviews")
        return mode

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


def load_mapping(path: Path, questionnaire: Questionnaire) -> FileMapping:
    """A mapping file, checked against the questionnaire.

    Raises:
        AnswersRefused: When it cannot be read or names what is not there; all faults at once.
    """
    try:
        content = read_plain_yaml(path.read_text(encoding="utf-8"))
        mapping = FileMapping.model_validate(content)
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
    for needed in questionnaire.questions:
        if needed.required and needed.name not in mapping.items:
            yield Fault(
                "mapping.required",
                f"{path.name}: items",
                f"{needed.name!r} is missing, which decides whether the survey is for somebody",
                "Name its column; rows that the question screens out are refused.",
            )
    for name, item in mapping.items.items():
        question = questionnaire.by_name.get(name)
        place = f"{path.name}: item {name!r}"
        if question is None:
            remedy = f"Its questions are {', '.join(questionnaire.by_name)}."
            problem = f"questionnaire {questionnaire.name!r} has no such question"
            yield Fault("mapping.unknown-item", place, problem, remedy)
        elif question.kind in _NOT_IMPORTED:
            remedy = _NOT_IMPORTED[question.kind]
            yield Fault("mapping.kind", place, f"a {question.kind} cannot be imported", remedy)
        elif question.kind is not Kind.NUMBER:
            yield from _code_faults(place, question, item)


def _code_faults(place: str, question: Question, item: Item) -> Iterator[Fault]:
    known = known_codes(question)
    for value, code in item.codes.items():
        if code not in known:
            yield Fault(
                "mapping.unknown-code",
                f"{place}, value {value!r}",
                f"the question has no option {code!r}",
                f"Its options are {', '.join(sorted(known))}."
                if known
                else "Leave `codes` out: words are taken as they are.",
            )


def known_codes(question: Question) -> frozenset[str]:
    """Every code that a value of a question can be mapped to; none for a number or a text."""
    match question.kind:
        case Kind.ACKNOWLEDGE:
            return frozenset({YES})
        case Kind.PLACE:
            refusal = {NOT_SURE, PREFER_NOT_TO_SAY} if question.personal else {NOT_SURE}
            return frozenset({*refusal, *question.area_by_code, *question.ward_by_code})
        case _:
            return frozenset(question.option_by_code)


def _shape_fault(path: Path, detail: Any) -> Fault:
    place = ".".join(str(step) for step in detail["loc"])
    return Fault(
        "mapping.shape",
        f"{path.name}: {place}" if place else path.name,
        str(detail["msg"]).removeprefix("Value error, ").lower(),
        "Compare it with docs/examples/csew1314/mapping.yaml.",
    )
