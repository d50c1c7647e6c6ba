"""Runs of digits as people type them, and which of them are nothing of anybody's."""

from __future__ import annotations

import re

FEWEST = 6
"""Digits that a telephone number or a number of a person has at least."""

GAP = r"[\s().\-/,_*:;|~+='\"<>\[\]]{0,4}"
"""What people put between digits."""

RUN = re.compile(rf"(?<!\d)(?<!\d\.)\+?\d(?:{GAP}\d){{6,24}}(?!\d)")
"""Digits with little between them, as many as a number of somebody has."""

GROUPS = re.compile(r"\d+")
_DIGIT = re.compile(r"\d")

_YEAR = re.compile(r"(?:19|20)\d{2}")
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_SPACED_DATE = re.compile(rf"{_DAY}\s{_MONTH}\s(?:19|20)?\d{{2}}")
_DATE = rf"(?:{_DAY}[./-]{_MONTH}[./-](?:19|20)?\d{{2}}|(?:19|20)\d{{2}}-{_MONTH}-{_DAY})"
_DATES = re.compile(rf"{_DATE}(?:\W{{1,4}}{_DATE}){{0,3}}")
_TIMES = re.compile(r"\d{1,2}[.:]\d{2}(?:\s?[-/,]\s?\d{1,2}[.:]\d{2}){0,3}")
_SUM = re.compile(r"[1-9]\d{0,2}(?:[,\s]\d{3}){1,3}(?:\.\d{2})?")


def is_ordinary(run: str) -> bool:
    """Whether digits are years, dates, times or a sum."""
    plain = run.strip(" .,-\n")
    if any(form.fullmatch(plain) for form in (_DATES, _SPACED_DATE, _TIMES, _SUM)):
        return True
    return all(_YEAR.fullmatch(group) for group in GROUPS.findall(plain))


def keep_digits(text: str) -> str:
    """The digits of a text alone."""
    return "".join(GROUPS.findall(text))


def has_digit(text: str) -> bool:
    """Whether a text has any digit: most comments have none, and nothing that needs one."""
    return _DIGIT.search(text) is not None


def has_digits(text: str, fewest: int) -> bool:
    """Whether a text has some digits at least."""
    return has_digit(text) and sum(map(str.isdigit, text)) >= fewest


def is_luhn(digits: str) -> bool:
    """Whether the last digit follows from the others as on a payment card.

    Source: ISO/IEC 7812-1, annex B (Luhn): from the right, every second digit is doubled and the
    digits of all are added; 4111 1111 1111 1111 gives 30, a multiple of ten.
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
