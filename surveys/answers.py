"""What became of a question: answered, outside the item, item non-response, or not asked.

Missing data is a type, because it decides every base. The distinction follows survey practice
(AAPOR standard definitions; ICPSR guide: refusal, don't know and not applicable are kept apart).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class NonResponse(StrEnum):
    """Why somebody who was asked gave no substantive answer."""

    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Answered:
    """A substantive answer.

    Attributes:
        values: The option codes in the order given; for a place its area and, where known, its
            ward; for a number its decimal text; for free text the text itself; for an
            acknowledgement the single value ``yes``.
    """

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """An answer that puts the respondent outside the item, such as "too few people here"."""

    code: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Item non-response: the question was asked and not answered in substance.

    Attributes:
        reason: Which kind of non-response it is.
        code: The option tapped, where the questionnaire has one for it; empty when skipped.
    """

    reason: NonResponse
    code: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The question was routed past; the respondent is outside its base."""


Answer = Answered | Outside | Missing
"""What a respondent can give to a question that was asked."""

Slot = Answered | Outside | Missing | NotAsked
"""What a response holds for any question of its questionnaire."""

NOT_ASKED = NotAsked()


def encode(answer: Answer) -> list[str]:
    """The answer as plain JSON: a kind letter and its values. The one place that encodes."""
    match answer:
        case Answered(values):
            return ["a", *values]
        case Outside(code):
            return ["o", code]
        case Missing(reason, code):
            return ["m", reason.value, code]
        case _:
            assert_never(answer)


def decode(stored: list[str]) -> Answer:
    """The answer behind `encode`. The one place that decodes."""
    match stored:
        case ["a", *values]:
            return Answered(tuple(values))
        case ["o", code]:
            return Outside(code)
        case ["m", reason, code]:
            return Missing(NonResponse(reason), code)
        case _:
            raise ValueError("not an encoded answer")


def codes_of(slot: Slot) -> tuple[str, ...]:
    """The codes that an expression sees for a question: empty where there is nothing to see."""
    match slot:
        case Answered(values):
            return values
        case Outside(code):
            return (code,)
        case Missing(_, code):
            return (code,) if code else ()
        case NotAsked():
            return ()
        case _:
            assert_never(slot)
