"""A house by its number alone, where the words beside it say that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveys.redaction.digits import has_digit
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import PEOPLE, RELATIONS, any_of, split_words

_TENS = split_words("twenty thirty forty fourty fifty sixty seventy eighty ninety")
_TEENS = split_words(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
UNITS = any_of(split_words("one two three four five six seven eight nine"))
SPELLED = rf"(?:{any_of(_TENS)}(?:[\s-]{UNITS})?|{any_of(_TEENS)}|a?\s?hundred(?:\sand)?)"
"""A number in words, from ten on."""

_HOUSE = r"(?P<house>\d{1,4}[a-z]?)(?!\w|[.:]\d)"
_NOT_A_TIME = (
    r"(?!\s?(?:%|am\b|pm\b|o'?clock|percent|per\b|years?|yrs?|miles?|mph|km|metres?|meters?|degrees|"
    r"at\snight|(?:in|on|during)\s(?:the\s(?:morning|afternoon|evening|night)|weekdays|weekends)|"
    r"on\s(?:a\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|every|each|people|of\b|times|quid|pounds|to\b))"
)
_LIVES_AT = re.compile(
    r"\b(?:lives?|lived|living|stay(?:s|ing)?|moved|resides?|i'?m|i\sam|we'?re|we\sare)\s(?:at|in|to)\s"
    r"(?P<house>\d{1,4}[a-z]?,?\s(?P<name>(?-i:[A-Z][\w'-]{2,24})(?![\w'-])))"
    r"(?!\s(?:groups?|chats?|teams?|clubs?|channels?|meetings?|rooms?)\b)",
    re.IGNORECASE,
)
_SPELLED_OUT = (
    re.compile(
        r"\b(?:live|lives|living|door|house|home|neighbours?|opposite)\s(?:at|to)\s"
        rf"(?P<house>number\s(?:{SPELLED}|{UNITS}))(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:house|door|flat)\s(?:number|no\.?|num)\s?(?:is|was|:)\s?"
        rf"(?P<house>\d{{1,4}}[a-z]?|{SPELLED}|{UNITS})(?!\w)",
        re.IGNORECASE,
    ),
)
_BY_FIGURES = (
    re.compile(
        r"\b(?:at|in|from|live|lives|living|moved|door|house|home|address|opposite|outside|neighbours?)\b"
        r"(?:\s(?:is|at|in|to)\b)?\s{0,2}"
        r"(?P<house>(?:door\s|house\s)?(?:number|no\.?|num|#)\s?\d{1,4}[a-z]?)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:i|we|he|she|they|who)\s(?:live|lives)\sat\s{_HOUSE}{_NOT_A_TIME}", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:neighbou?rs?|family|house|flat|those|lot)\sat\s{_HOUSE}{_NOT_A_TIME}", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:{any_of(PEOPLE | RELATIONS)})\s(?:in|at|from)\s(?P<house>\d{{1,3}}[a-h])(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(r"\bfrom\s(?P<house>\d{1,3}[b-h])(?!\w)(?!\s?(?:to|till|until|-)\b)", re.IGNORECASE),
)


def find_houses(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of houses begin and end."""
    yield from _find_by(_SPELLED_OUT, text)
    if not has_digit(text):
        return
    yield from _find_by(_BY_FIGURES, text)
    for found in _LIVES_AT.finditer(text):
        if found["name"].casefold() not in NOT_NAMES:
            yield found.span("house")


def _find_by(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[tuple[int, int]]:
    for pattern in patterns:
        yield from (found.span("house") for found in pattern.finditer(text))
