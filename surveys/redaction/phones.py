"""Telephone numbers, in digits, in words and in letters that look like digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from surveys.redaction.digits import FEWEST, GAP, GROUPS, RUN, has_digits, is_ordinary, keep_digits
from surveys.redaction.finds import Find, Kind
from surveys.redaction.words import any_of, split_words

REGION = "GB"
LONGEST = 2_000
"""Characters in which `phonenumbers` is asked to look; our own patterns look in all of them."""

MOST_TRIES = 100

_LETTERS = str.maketrans("OoQIilLSsZzB", "000111155228")
"""Letters that stand for digits where somebody wants to be clever."""

_LOOKALIKE = re.compile(rf"(?<!\w)\+?[0oOQ4](?:{GAP}[0-9OoQIilLSsZzB]){{9,12}}(?!\w)")
_EXTENSION = re.compile(r"[\s,(]{0,2}(?:ext(?:ension|n)?|x)\.?\s{0,2}\d{1,6}\b", re.IGNORECASE)
_AFTER_WORD = re.compile(
    r"\b(?:call|ring|phone|tel|telephone|text|txt|whats?app|mobile|mob|landline|cell|reach|fone|number)\b"
    r"(?:\s(?:me|him|her|us|them|no|num|number|on|at|is|my)){0,4}\W{0,4}"
    rf"(?P<number>\+?\d(?:{GAP}\d){{5,14}})(?!\w)",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"(?<!\d)\+?0\d{2,4}(?:\W{1,3}(?:and\s|then\s|space\s|dash\s|dot\s|hyphen\s){0,2}\d{2,6}){1,4}(?!\d)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?<!\w)0\d{2,4}(?:[a-z_]{1,2}\d{2,6}){1,3}(?!\w)", re.IGNORECASE)
_ONE = any_of(
    split_words(
        "double eight five four naught nil nine nought o oh one seven six three treble triple two",
        "zero",
    )
)
_TWO = any_of(
    split_words(
        "eighteen eighty eleven fifteen fifty forty fourteen fourty hundred nineteen ninety",
        "seventeen seventy sixteen sixty ten thirteen thirty twelve twenty",
    )
)
_WORDED = re.compile(
    rf"(?<!\w)(?=[\da-z])(?:plus\s)?(?:(?:\d{{1,6}}|{_ONE}|{_TWO}|thousand|and|dash|space)(?!\w)[\s,.\-]{{0,3}}){{4,30}}",
    re.IGNORECASE,
)
_WORDED_PART = re.compile(
    rf"\d+|\b(?:(?P<one>{_ONE})|(?P<two>{_TWO})|(?P<three>thousand))\b", re.IGNORECASE
)
_GLUED_DIGIT = r"\d|zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine"
_GLUED = re.compile(
    rf"(?<!\w)(?=[0noz])(?=\w{{0,60}}[a-z]{{3}})(?:0|oh|o|zero|nought)(?:{_GLUED_DIGIT}){{8,12}}(?!\w)",
    re.IGNORECASE,
)
"""As many digits as a number has, in figures and words with nothing between them."""

_BEGINS = re.compile(
    r"0|oh|o\b|zero|nought|naught|plus|double\s(?:oh|zero|o)|four\sfour|44", re.IGNORECASE
)
_LENGTHS = {"one": 1, "two": 2, "three": 3}


def find_phones(text: str) -> Iterator[Find]:
    """Telephone numbers."""
    yield from _find_worded(text)
    if not has_digits(text, FEWEST - 2):
        return
    for run in _LOOKALIKE.finditer(text):
        if _is_lookalike(run[0]):
            yield Find(*run.span(), Kind.PHONE)
    for run in RUN.finditer(text):
        if is_phone(run[0]):
            yield Find(run.start(), _find_end(text, run.end()), Kind.PHONE)
    for pattern in (_AFTER_WORD, _PARTED, _LETTERED):
        for found in pattern.finditer(text):
            start = found.start(found.lastgroup or 0)
            number = text[start : found.end()]
            if not is_ordinary(number) and (pattern is _AFTER_WORD or is_phone(number)):
                yield Find(start, _find_end(text, found.end()), Kind.PHONE)
    for match in PhoneNumberMatcher(text[:LONGEST], REGION, Leniency.VALID, MOST_TRIES):
        yield Find(match.start, match.start + len(match.raw_string), Kind.PHONE)


def is_phone(run: str) -> bool:
    """Whether a run of digits has the length and the beginning of a telephone number."""
    digits = keep_digits(run)
    if is_ordinary(run):
        return False
    if run.startswith("+") or (digits.startswith("00") and digits[2:3] != "0"):
        return 8 <= len(digits) <= 16
    if digits.startswith("0") and digits[1:2] != "0":
        return 10 <= len(digits) <= 12
    shortest = min(len(group) for group in GROUPS.findall(run))
    return digits.startswith(("44", "88", "25")) and 11 <= len(digits) <= 13 and shortest >= 2


def _is_lookalike(run: str) -> bool:
    """Whether digits and letters like digits read as a national number."""
    digits = keep_digits(run.translate(_LETTERS))
    real = len(keep_digits(run))
    return (
        digits.startswith(("07", "02", "447", "442"))
        and len(digits) in {10, 11, 12}
        and 3 <= real < len(digits)
    )


def _find_worded(text: str) -> Iterator[Find]:
    """Numbers in words, or half in words."""
    yield from (Find(*run.span(), Kind.PHONE) for run in _GLUED.finditer(text))
    for run in _WORDED.finditer(text):
        length, worded, single = 0, False, 0
        for part in _WORDED_PART.finditer(run[0]):
            worded = worded or part.lastgroup is not None
            single += part.lastgroup == "one"
            length += _LENGTHS.get(part.lastgroup or "", len(part[0]))
        if worded and 9 <= length <= 20 and (single >= 8 or _BEGINS.match(run[0])):
            yield Find(run.start(), run.start() + len(run[0].rstrip(" ,.-\n")), Kind.PHONE)


def _find_end(text: str, end: int) -> int:
    extension = _EXTENSION.match(text, end)
    return extension.end() if extension else end
