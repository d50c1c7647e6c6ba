"""Phone numbers, and other numbers that belong to one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from surveys.redaction.finds import Find, Kind

REGION = "GB"
FEWEST_DIGITS = 6
LONGEST = 5_000
"""Characters in which `phonenumbers` is asked to look; our own patterns look in all of them."""

_LETTERS = str.maketrans("OoQIl|", "000111")
"""Letters that stand for digits where somebody wants to be clever."""

_GAP = r"[\s().\-/,_*:]{0,4}"
_RUN = re.compile(rf"(?<![\w.])\+?\d(?:{_GAP}\d){{6,24}}(?!\w)")
_LOOKALIKE = re.compile(rf"(?<!\w)[0oO](?:{_GAP}[0-9OoQIl|]){{9,12}}(?!\w)")
_EXTENSION = re.compile(r"[\s,]{0,2}(?:ext(?:ension|n)?|x)\.?\s{0,2}\d{1,6}\b", re.IGNORECASE)
_PHONE_WORD = re.compile(
    r"\b(?:call|ring|phone|tel|telephone|text|txt|whats?app|mobile|mob|landline|cell|reach|fone)\b"
    r"(?:\s(?:me|him|her|us|them|no|num|number|on|at|is|my)){0,4}\W{0,4}"
    rf"(?P<number>\+?\d(?:{_GAP}\d){{5,14}})(?!\w)",
    re.IGNORECASE,
)
_ONE = "zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|triple|treble"
_TWO = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|"
    "forty|fifty|sixty|seventy|eighty|ninety|hundred"
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:plus\s)?(?:(?:\d{{1,6}}|{_ONE}|{_TWO}|thousand)(?!\w)[\s,.\-]{{0,3}}){{4,24}}",
    re.IGNORECASE,
)
_SPOKEN_PART = re.compile(
    rf"\d+|(?P<one>{_ONE})|(?P<two>{_TWO})|(?P<three>thousand)", re.IGNORECASE
)
_BEGINS = re.compile(r"0|oh|o\b|zero|nought|naught|plus|double\s(?:oh|zero|o)|\+", re.IGNORECASE)
_NATIONAL_INSURANCE = re.compile(
    r"(?<!\w)[A-Z]\s?[A-Z](?:[\s.\-/]?\d){6}[\s.\-/]?[A-D](?!\w)", re.IGNORECASE
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[\s-]?[A-Z0-9]{4}){3,7}(?:[\s-]?[A-Z0-9]{1,3})?(?!\w)")
_LICENCE = re.compile(r"(?<!\w)[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\w{3}(?!\w)", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(?:cvv|cvc|cv2|pin|ending|last\s(?:four|4))\b(?:\s(?:in|with|is|digits|number|code)){0,2}\W{0,3}"
    r"(?P<number>\d{3,4})(?!\w)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:nhs|ni|n\.i\.|national\sinsurance|nino|passport|account|acct|acc|a/c|card|visa\scard|"
    r"debit|iban|sort\s?code|sortcode|crime\sref(?:erence)?|case\sref(?:erence)?|cad|ref(?:erence)?|"
    r"oyster|licence|license|brp|home\soffice|patient|hospital)\b"
    r"(?:\s(?:no|num|number|ref|reference|code|is|was|card|my|ending|in)\b){0,3}\W{0,4}"
    r"(?P<number>[A-Z]{0,4}\d(?:[\s.\-/]{0,2}\w?\d){4,24}\w{0,2})",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    r"(?<!\w)\d{2}[-\s.]?\d{2}[-\s.]?\d{2}(?=\D{1,24}\d{7,8}(?!\d))|"
    r"\bsort\s?(?:code)?\W{0,3}(?:is\s)?\d{2}[\W_]?\d{2}[\W_]?\d{2}(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_GROUPS = re.compile(r"\d+")
_DATE = re.compile(r"(?:\d{1,2}[\s./-]\d{1,2}[\s./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})")
_TIME = re.compile(r"\d{1,2}[.:]\d{2}\s?-\s?\d{1,2}[.:]\d{2}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[,\s]\d{3}){1,3}")


def find_numbers(text: str) -> Iterator[Find]:
    """Phone numbers, then numbers of people, cards and accounts."""
    yield from _find_spoken(text)
    if sum(map(str.isdigit, text)) >= FEWEST_DIGITS:
        yield from _find_phones(text)
        yield from _find_personal(text)


def _find_spoken(text: str) -> Iterator[Find]:
    """Numbers in words, or half in words."""
    for run in _SPOKEN.finditer(text):
        length = 0
        worded = False
        for part in _SPOKEN_PART.finditer(run[0]):
            worded = worded or part.lastgroup is not None
            length += {"one": 1, "two": 2, "three": 3}.get(part.lastgroup or "", len(part[0]))
        if worded and 9 <= length <= 20 and _BEGINS.match(run[0]):
            yield Find(run.start(), run.start() + len(run[0].rstrip(" ,.-\n")), Kind.PHONE)


def _find_phones(text: str) -> Iterator[Find]:
    for run in _RUN.finditer(text):
        kind = _judge(run[0])
        if kind is not None:
            yield Find(run.start(), _end(text, run.end()), kind)
    for run in _LOOKALIKE.finditer(text):
        digits = _digits(run[0].translate(_LETTERS))
        if len(_digits(run[0])) >= FEWEST_DIGITS and len(digits) in {10, 11}:
            yield Find(*run.span(), Kind.PHONE)
    for found in _PHONE_WORD.finditer(text):
        if not _is_ordinary(found["number"]):
            yield Find(found.start("number"), _end(text, found.end()), Kind.PHONE)
    numbers = PhoneNumberMatcher(text[:LONGEST], REGION, leniency=Leniency.VALID, max_tries=200)
    for number in numbers:
        yield Find(number.start, number.start + len(number.raw_string), Kind.PHONE)


def _find_personal(text: str) -> Iterator[Find]:
    for pattern in (_NATIONAL_INSURANCE, _IBAN, _SORT_CODE, _LICENCE):
        for found in pattern.finditer(text):
            yield Find(*found.span(), Kind.PERSONAL_NUMBER)
    for found in _SECRET.finditer(text):
        yield Find(*found.span("number"), Kind.PERSONAL_NUMBER)
    for found in _NAMED.finditer(text):
        if not _is_ordinary(found["number"]):
            yield Find(*found.span("number"), Kind.PERSONAL_NUMBER)


def _judge(run: str) -> Kind | None:
    """What a run of digits is: a phone number, another number of somebody, or neither."""
    if _is_ordinary(run):
        return None
    digits = _digits(run)
    groups = [len(group) for group in _GROUPS.findall(run)]
    international = run.startswith("+") or digits.startswith("00")
    if international and 8 <= len(digits) <= 16:
        return Kind.PHONE
    if digits.startswith("0") and 10 <= len(digits) <= 12:
        return Kind.PHONE
    if digits.startswith(("44", "88", "25")) and 11 <= len(digits) <= 13 and min(groups) >= 2:
        return Kind.PHONE
    # Single digits with spaces between are a list of answers; a long number is told in groups.
    together = max(groups) >= 7
    grouped = len(digits) >= 10 and min(groups) >= 2 and len(groups) <= 8
    return Kind.PERSONAL_NUMBER if together or grouped else None


def _is_ordinary(run: str) -> bool:
    """Whether digits are years, a date, a time or a sum."""
    plain = run.strip(" .,-\n")
    if _DATE.fullmatch(plain) or _TIME.fullmatch(plain) or _THOUSANDS.fullmatch(plain):
        return True
    return all(_YEAR.fullmatch(group) for group in _GROUPS.findall(plain))


def _end(text: str, end: int) -> int:
    extension = _EXTENSION.match(text, end)
    return extension.end() if extension else end


def _digits(text: str) -> str:
    return "".join(_GROUPS.findall(text))
