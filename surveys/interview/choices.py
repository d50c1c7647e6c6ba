"""What can be chosen for the current question, and what typed text means for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.interview.state import Interview
from surveys.questionnaire import Kind, Option, OptionKind, Question, Questionnaire, Text
from surveys.redaction import clean
from surveys.routing import find_codes, find_options

NOT_SURE = "not_sure"
PREFER_NOT_TO_SAY = "prefer_not_to_say"
YES = "yes"

LONGEST_TYPED = 4096
"""Telegram's own limit for one message."""


_NUMBERS = re.compile(r"\d{1,3}([\s,;.]+\d{1,3})*[.)]?")
_APOSTROPHES = str.maketrans("‘’ʼ", "'''")
"""Phones type a curly apostrophe where a questionnaire may have a straight one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be tapped or typed by its number.

    Attributes:
        code: The option code, or a reserved code (`NOT_SURE`, `PREFER_NOT_TO_SAY`, `YES`).
        label: Its wording; None for a reserved code, which the chat words itself.
        chosen: Whether it is picked now, or is the answer given before.
    """

    code: str
    label: Text | None
    chosen: bool = False


def find_choices(questionnaire: Questionnaire, interview: Interview) -> tuple[Choice, ...]:
    """The choices of the current question in the order shown; they are numbered from 1."""
    question = questionnaire.by_name[interview.current]
    chosen = interview.picked or _chosen_before(interview)
    match question.kind:
        case Kind.PLACE:
            return _place_choices(question, interview)
        case Kind.NOTE | Kind.DRAW:
            return ()
        case Kind.LOCATION:
            return tuple(Choice(code, None, chosen=True) for code in chosen)
        case Kind.ACKNOWLEDGE:
            return (Choice(YES, None, YES in chosen),)
        case Kind.NUMBER | Kind.TEXT:
            if not question.personal:
                return ()
            return (Choice(PREFER_NOT_TO_SAY, None, PREFER_NOT_TO_SAY in chosen),)
        case _:
            codes = find_codes(questionnaire, interview.answers)
            return tuple(
                Choice(option.code, option.label, option.code in chosen)
                for option in find_options(question, codes)
            )


def answer_of_option(option: Option) -> Answer:
    """What choosing one option of a single question, or a non-substantive one, means."""
    match option.kind:
        case OptionKind.SUBSTANTIVE:
            return Answered((option.code,))
        case OptionKind.OUTSIDE:
            return Outside(option.code)
        case OptionKind.DONT_KNOW:
            return Missing(NonResponse.DONT_KNOW, option.code)
        case _:
            return Missing(NonResponse.PREFER_NOT_TO_SAY, option.code)


def read_number(question: Question, text: str) -> str | None:
    """The decimal text of a typed number within the question's bounds; None otherwise."""
    plain = plain_digits(text).strip()
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,4})?", plain):
        return None
    value = float(plain)
    if question.minimum is not None and value < question.minimum:
        return None
    if question.maximum is not None and value > question.maximum:
        return None
    return str(int(value)) if value.is_integer() else str(value)


def read_typed_choices(
    choices: Sequence[Choice], text: str, language: str, *, several: bool
) -> tuple[str, ...]:
    """The codes that typed text names: by number, several numbers, or the exact words.

    Args:
        choices: The choices as shown, numbered from 1.
        text: What was typed; digits of any script are read.
        language: The language of the labels.
        several: Whether more than one number may be given ("2 7 11").

    Returns:
        The codes in the order typed, without repeats; empty where the text names no choice.
    """
    plain = plain_digits(text).strip()
    if _NUMBERS.fullmatch(plain):
        numbers = [int(number) for number in re.findall(r"\d+", plain)]
        if not all(1 <= number <= len(choices) for number in numbers):
            return ()
        codes = tuple(dict.fromkeys(choices[number - 1].code for number in numbers))
        return codes if several or len(codes) == 1 else ()
    wanted = fold(plain)
    return tuple(
        choice.code for choice in choices if choice.label and fold(choice.label[language]) == wanted
    )[:1]


def means_numbers(text: str) -> bool:
    """Whether typed text is numbers that are meant as those of choices, there or not.

    Numbers of three digits are not: who types 999 or 101 is to read whom to call.
    """
    plain = plain_digits(text).strip()
    return bool(_NUMBERS.fullmatch(plain)) and not re.search(r"\d{3}", plain)


def begins_choice(choices: Sequence[Choice], text: str, language: str) -> bool:
    """Whether typed text is the beginning of a choice, such as "yes" of "Yes, a ward"."""
    typed = fold(text[:LONGEST_TYPED])
    labels = (fold(choice.label[language]) for choice in choices if choice.label)
    return bool(typed) and any(re.match(rf"{re.escape(typed)}\b", label) for label in labels)


def plain_digits(text: str) -> str:
    """The text with digits of every script as 0-9, so that ৩ or ٣ is read as 3."""
    return "".join(
        str(digit) if (digit := unicodedata.decimal(character, None)) is not None else character
        for character in text[:LONGEST_TYPED]
    )


def readable(text: str) -> str:
    """Free text as it is kept: without what cannot be seen in it, and what no file could keep."""
    return clean(text).strip()


def fold(text: str) -> str:
    """The text for comparison: compatible forms, no case, single spaces, no control characters."""
    normal = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    visible = "".join(c for c in normal if unicodedata.category(c) not in {"Cc", "Cf"} or c == " ")
    return " ".join(visible.split())


def _chosen_before(interview: Interview) -> tuple[str, ...]:
    if interview.afresh:
        return ()
    match interview.confirming or interview.answers.get(interview.current):
        case Answered(values):
            return values
        case Outside(code):
            return (code,)
        case Missing(NonResponse.PREFER_NOT_TO_SAY, ""):
            return (PREFER_NOT_TO_SAY,)
        case Missing(_, code):
            return (code,)
        case _:
            return ()


def _place_choices(question: Question, interview: Interview) -> tuple[Choice, ...]:
    """Areas first; once an area is picked, its wards."""
    chosen = _chosen_before(interview)
    if interview.picked:
        wards = next(area.wards for area in question.areas if area.code == interview.picked[0])
        unsure = chosen == interview.picked
        return (
            *(Choice(ward.code, ward.label, ward.code in chosen) for ward in wards),
            Choice(NOT_SURE, None, unsure),
        )
    refusal = (Choice(PREFER_NOT_TO_SAY, None, PREFER_NOT_TO_SAY in chosen),)
    return (
        *(Choice(area.code, area.label, area.code in chosen) for area in question.areas),
        Choice(NOT_SURE, None, NOT_SURE in chosen),
        *(refusal if question.personal else ()),
    )
