"""A house by its number alone, where the words beside it say that it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import PEOPLE, RELATIONS, any_of

_TENS = r"(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)"
UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEENS = (
    r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"a?\s?hundred(?:\sand)?)"
)
SPELLED = rf"(?:{_TENS}(?:[\s-]{UNITS})?|{_TEENS})"
"""A number in words, from ten on."""

_HOUSE = r"(?P<house>\d{1,4}[a-z]?)(?!\w|[.:]\d)"
_NOT_A_TIME = (
    r"(?!\s?(?:%|am\b|pm\b|o'?clock|percent|per\b|years?|yrs?|miles?|mph|km|metres?|meters?|degrees|"
    r"at\snight|(?:in|on|during)\s(?:the\s(?:morning|afternoon|evening|night)|weekdays|weekends)|"
    r"on\s(?:a\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|every|each|people|of\b|times|quid|pounds|to\b))"
)
_LIVES_AT = re.compile(
    r"\b(?:lives?|lived|living|stay(?:s|ing)?|moved|resides?)\s(?:at|in|to)\s"
    r"(?P<house>\d{1,4}[a-z]?,?\s(?P<name>(?-i:[A-Z][\w'-]{2,24})))",
    re.IGNORECASE,
)
_BY_WORDS = (
    re.compile(
        r"\b(?:at|in|from|live|lives|living|moved|door|house|home|address|opposite|outside|neighbours?)\b"
        r"(?:\s(?:is|at|in|to)\b)?\s{0,2}"
        r"(?P<house>(?:door\s|house\s)?(?:number|no\.?|num|#)\s?\d{1,4}[a-z]?)(?!\w)",
        re.IGNORECASE,
    ),
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
    for pattern in _BY_WORDS:
        yield from (found.span("house") for found in pattern.finditer(text))
    for found in _LIVES_AT.finditer(text):
        if found["name"].casefold() not in NOT_NAMES:
            yield found.span("house")
