"""A questionnaire: what is asked, in which words, with which options and routing.

A questionnaire is data, immutable, and identified by the hash of its content. The model gives
it its shape; `surveys.loading` refuses a file whose parts do not hold together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from surveys.expressions import parse

Text = Annotated[
    Mapping[str, str],
    AfterValidator(lambda text: MappingProxyType(dict(text))),
    PlainSerializer(dict, return_type=dict[str, str]),
]
"""A text by language code; every language of the questionnaire is present. Read-only."""


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    RANKING = "ranking"
    NUMBER = "number"
    TEXT = "text"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    PLACE = "place"
    LOCATION = "location"
    DRAW = "draw"


MOST_CELLS = 5
"""Most squares that one person can give, where a questionnaire does not say fewer."""

LONGEST_TEXT = 2000
"""Characters of free text kept where the questionnaire sets no limit of its own."""

SILENT = frozenset({Kind.NOTE, Kind.DRAW})
"""Kinds that ask nothing: what is only read, and what is drawn at random."""


UNREAD = frozenset({Kind.TEXT, Kind.LOCATION})
"""Kinds of which routing sees whether there is an answer, and never what it says."""

ANSWERED = "answered"
"""All that a condition sees of an answer to one of them."""


class Kept(StrEnum):
    """With what an answer is kept once a round is frozen; nothing links the files."""

    ANSWERS = "answers"
    COMMENTS = "comments"
    PLACES = "places"


class Layout(StrEnum):
    """How the options of a scale stand on the keyboard: one below the other, or side by side."""

    LIST = "list"
    ROW = "row"


class OptionKind(StrEnum):
    """What choosing an option means for the base of the item."""

    SUBSTANTIVE = "substantive"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    OUTSIDE = "outside"


class Model(BaseModel):
    """Frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __copy__(self) -> Self:
        """A copy without what was cached, so that a copy with changes has its own hash."""
        copied = super().__copy__()
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied


class Option(Model):
    """One answer that can be chosen. `relevant` is an XLSForm choice filter (an expression)."""

    code: str
    label: Text
    kind: OptionKind = OptionKind.SUBSTANTIVE
    exclusive: bool = False
    relevant: str = ""


class Area(Model):
    """A part of the council area with its wards, for questions of kind `place`."""

    code: str
    label: Text
    wards: tuple[Option, ...]


class Ending(Model):
    """An answer that ends the interview at once; nothing of it is stored.

    Attributes:
        name: What the end is called, such as ``under_16``.
        when: An expression over this question and those before it.
        message: What the respondent reads.
        help: Groups of contacts that are shown with it (see `surveys.contacts`).
    """

    name: str
    when: str
    message: Text
    help: tuple[str, ...] = ()


class Question(Model):
    """One question as asked.

    Attributes:
        name: Stable name, the column of the answers.
        part: The part of the questionnaire that it belongs to.
        lead_in: What is said before the text, repeated on each item of a set.
        hint: A definition or an instruction, after the text.
        why: One line on why it is asked.
        source: Where the wording comes from.
        note: What readers of the results should know, such as a wording to be confirmed.
        personal: About the respondent; it can be refused.
        sensitive: Small counts of it are disclosive; the higher threshold applies.
        required: It cannot be skipped.
        relevant: The expression that must hold for the question to be asked; empty is always.
        minimum: Least number, or fewest options of kinds multiple and ranking.
        maximum: Greatest number, longest text, or most options of kinds multiple and ranking.
        short: Two to four words for the review card.
        layout: Whether the options of substance stand in one row; their labels are then short, as
            digits are, and the text spells out what they mean.
        kept: The file that holds the answer of a frozen round; `file` says which, by kind, where
            nothing is said.
        cells: Of kind location, the 250 m squares that can be given (see `surveys.grid`).
    """

    name: str
    kind: Kind
    text: Text
    part: str = "main"
    lead_in: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    source: str = ""
    note: str = ""
    personal: bool = False
    sensitive: bool = False
    required: bool = False
    relevant: str = ""
    options: tuple[Option, ...] = ()
    areas: tuple[Area, ...] = ()
    endings: tuple[Ending, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    short: Text | None = None
    layout: Layout = Layout.LIST
    kept: Kept | None = None
    cells: tuple[str, ...] = ()

    @cached_property
    def file(self) -> Kept:
        """With what its answer is kept once a round is frozen."""
        return self.kept or _FILES.get(self.kind, Kept.ANSWERS)

    @cached_property
    def cell_set(self) -> frozenset[str]:
        """The squares that can be given."""
        return frozenset(self.cells)

    @cached_property
    def option_by_code(self) -> Mapping[str, Option]:
        """The options by their codes."""
        return MappingProxyType({option.code: option for option in self.options})

    @cached_property
    def area_by_code(self) -> Mapping[str, Area]:
        """The areas of a place by their codes."""
        return MappingProxyType({area.code: area for area in self.areas})

    @cached_property
    def ward_by_code(self) -> Mapping[str, Option]:
        """The wards of all areas of a place by their codes."""
        return MappingProxyType({ward.code: ward for area in self.areas for ward in area.wards})

    @cached_property
    def is_filtered(self) -> bool:
        """Whether some option is on offer only after certain answers."""
        return any(option.relevant for option in self.options)

    @cached_property
    def depends_on(self) -> frozenset[str]:
        """The questions that decide whether this one is asked, and with which options."""
        expressions = [self.relevant, *(option.relevant for option in self.options)]
        return frozenset().union(*(parse(text).references for text in expressions if text))

    def option(self, code: str) -> Option | None:
        """The option with a code, if there is one."""
        return self.option_by_code.get(code)

    def area(self, code: str) -> Area | None:
        """The area with a code, if there is one."""
        return self.area_by_code.get(code)

    def ward(self, code: str) -> Option | None:
        """The ward with a code, whichever its area, if there is one."""
        return self.ward_by_code.get(code)


_FILES: Mapping[Kind, Kept] = {Kind.TEXT: Kept.COMMENTS, Kind.LOCATION: Kept.PLACES}
"""Kinds whose answers are never kept with the others."""


class Part(Model):
    """A stretch of questions that is reviewed and submitted together."""

    name: str
    title: Text
    offer: Text | None = None


USUAL_MINUTES = 5
"""How long a questionnaire takes that does not say it."""


class Questionnaire(Model):
    """A questionnaire version. `questions` are in the order asked, part by part.

    Attributes:
        minutes: About how long its first part takes, as people are told before they begin.
        about: What it asks, as it follows "asks" on the first screen; None for the usual words.
        youngest: The youngest age that it is for, told on the first screen; None where a question
            asks the age, so that nobody is told beforehand which answer lets them in.
    """

    name: str
    version: int
    languages: tuple[str, ...]
    title: Text
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    minutes: int = Field(default=USUAL_MINUTES, ge=1, le=60)
    about: Text | None = None
    youngest: int | None = Field(default=None, ge=1, le=100)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by their names."""
        return MappingProxyType({question.name: question for question in self.questions})

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each question stands among all, from 0."""
        names = (question.name for question in self.questions)
        return MappingProxyType({name: index for index, name in enumerate(names)})

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, in hexadecimal; two versions with one hash are the same."""
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.hash)

    def canonical_json(self) -> str:
        """The content in one fixed spelling.

        Fields at their defaults are left out, so that a field which a later release adds to the
        model does not change the hash of questionnaires that do not use it.
        """
        content = self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_canonical(cls, text: str) -> Questionnaire:
        """The questionnaire behind `canonical_json`; its checks were made when it was loaded."""
        return cls.model_validate_json(text)
