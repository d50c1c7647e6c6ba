"""The columns of a frozen round: which there are, and what each may hold.

A column holds option codes, or one of three reserved values that no option code can be, because
they begin with a full stop. The kind of each value says what it means for a base.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from surveys.answers import NonResponse
from surveys.questionnaire import Kept, Kind, Option, OptionKind, Question, Questionnaire

SKIPPED = ".skipped"
NOT_ASKED = ".not_asked"
NOT_GIVEN = ".not_given"
YES = "yes"

# What every response holds before its answers: name and meaning.
ABOUT = (
    ("questionnaire_version", "Version of the questionnaire"),
    ("language", "Language of the interview"),
    ("mode", "How it was answered"),
    ("sample", "How the respondent came to be asked: open, invited or imported"),
    ("stratum", "Stratum that the respondent was sampled from; empty when none"),
    ("design_weight", "Weight from the sample design; empty when none"),
    ("flags", "Marks of quality, separated by commas"),
)

_SKIPPED = (SKIPPED, "Asked, no answer", "skipped")
_NOT_ASKED = (NOT_ASKED, "Not asked", "not_asked")
_NOT_GIVEN = (NOT_GIVEN, "Only the area was given", "not_given")
_REFUSALS = (
    (NonResponse.DONT_KNOW.value, "Not sure", OptionKind.DONT_KNOW.value),
    (NonResponse.PREFER_NOT_TO_SAY.value, "Prefer not to say", OptionKind.PREFER_NOT_TO_SAY.value),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of answers.

    Attributes:
        name: Name of the column.
        question: The question that it holds answers to.
        text: What the column says, in the questionnaire's first language.
        values: What it can hold: code, label and kind. A number can also be any decimal text.
    """

    name: str
    question: Question
    text: str
    values: tuple[tuple[str, str, str], ...]

    def codes(self) -> tuple[str, ...]:
        """The codes it can hold."""
        return tuple(code for code, _, _ in self.values)

    def codebook_entry(self) -> dict[str, object]:
        """The column as the codebook describes it."""
        return {
            "name": self.name,
            "question": self.question.name,
            "question_kind": self.question.kind.value,
            "part": self.question.part,
            "text": self.text,
            "source": self.question.source,
            "note": self.question.note,
            "sensitive": self.question.sensitive,
            "values": [
                dict(zip(("code", "label", "kind"), value, strict=True)) for value in self.values
            ],
        }


def columns_of(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """The columns of answers, in the order asked; what is kept elsewhere and notes have none."""
    language = questionnaire.languages[0]
    return tuple(
        Column(name, question, _text(question, detail, language), values)
        for question in questionnaire.questions
        if question.file is Kept.ANSWERS
        for name, detail, values in _columns(question, language)
    )


def codebook_of(questionnaire: Questionnaire) -> dict[str, object]:
    """The codebook of a frozen round: every column, in order."""
    about: list[dict[str, object]] = [
        {
            "name": name,
            "question": None,
            "question_kind": None,
            "part": None,
            "text": text,
            "source": "",
            "note": "",
            "sensitive": False,
            "values": [],
        }
        for name, text in ABOUT
    ]
    return {"columns": [*about, *(column.codebook_entry() for column in columns_of(questionnaire))]}


def substantive_options(question: Question) -> tuple[Option, ...]:
    """The options that are answers in substance."""
    return tuple(o for o in question.options if o.kind is OptionKind.SUBSTANTIVE)


def _count_ranks(question: Question) -> int:
    """How many ranks a ranking question asks for at most."""
    options = len(substantive_options(question))
    return options if question.maximum is None else min(options, int(question.maximum))


def _columns(
    question: Question, language: str
) -> Iterator[tuple[str, str, tuple[tuple[str, str, str], ...]]]:
    """The columns of a question: name, what of the question it is, and values."""
    name = question.name
    options = tuple((o.code, o.label[language], o.kind.value) for o in question.options)
    others = tuple(option for option in options if option[2] != OptionKind.SUBSTANTIVE)
    match question.kind:
        case Kind.SINGLE | Kind.SCALE:
            yield name, "", (*options, _SKIPPED, _NOT_ASKED)
        case Kind.ACKNOWLEDGE:
            yield name, "", ((YES, "Yes", "substantive"), _SKIPPED, _NOT_ASKED)
        case Kind.NUMBER:
            yield name, "", (*_REFUSALS, _SKIPPED, _NOT_ASKED)
        case Kind.MULTIPLE | Kind.DRAW:
            chosen = (("1", "Chosen", "substantive"), ("0", "Not chosen", "substantive"))
            for option in substantive_options(question):
                yield (
                    f"{name}__{option.code}",
                    option.label[language],
                    (*chosen, *others, _SKIPPED, _NOT_ASKED),
                )
        case Kind.RANKING:
            for rank in range(1, _count_ranks(question) + 1):
                yield f"{name}__{rank}", f"rank {rank}", (*options, _SKIPPED, _NOT_ASKED)
        case Kind.PLACE:
            areas = tuple((a.code, a.label[language], "substantive") for a in question.areas)
            wards = tuple(
                (w.code, w.label[language], w.kind.value) for a in question.areas for w in a.wards
            )
            missing = (*(others or _REFUSALS), _SKIPPED, _NOT_ASKED)
            yield f"{name}_area", "area", (*areas, *missing)
            yield f"{name}_ward", "ward", (*wards, _NOT_GIVEN, *missing)
        case Kind.TEXT | Kind.NOTE | Kind.LOCATION:
            return
        case _:
            assert_never(question.kind)


def _text(question: Question, detail: str, language: str) -> str:
    lead_in = f"{question.lead_in[language]} " if question.lead_in else ""
    return f"{lead_in}{question.text[language]}" + (f" ({detail})" if detail else "")
