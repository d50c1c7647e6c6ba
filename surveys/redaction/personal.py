"""Numbers that belong to one person: National Insurance, NHS, cards, accounts and references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.digits import (
    FEWEST,
    GAP,
    GROUPS,
    RUN,
    has_digits,
    is_luhn,
    is_ordinary,
    keep_digits,
)
from surveys.redaction.finds import Find, Kind
from surveys.redaction.ordinary import SHORT_WORDS
from surveys.redaction.phones import is_phone

_SPACE = r"[\s.\-/_,:]{0,3}"

# HMRC, National Insurance Manual NIM39110: two letters, six digits, a letter from A to D.
_NATIONAL_INSURANCE = re.compile(
    rf"(?<![^\W_])[A-Z]\s?[A-Z](?:{_SPACE}\d){{6}}{_SPACE}[A-D](?!\w)", re.IGNORECASE
)
_NATIONAL_INSURANCE_LOOKALIKE = re.compile(
    rf"(?<!\w)[A-Z]{{2}}(?={_SPACE}(?:[OIl]?{_SPACE}\d){{3}})(?:{_SPACE}[0-9OoIlS]){{6}}{_SPACE}[A-D](?!\w)"
)
_NATIONAL_INSURANCE_NAMED = re.compile(
    rf"\b(?:ni|nino|n\.i\.|insurance)\b(?:\s(?:no|num|number|is|was|my)\b\.?){{0,3}}\W{{0,4}}"
    rf"(?P<number>[A-Z]{{2}}(?:{_SPACE}\d){{6}})(?!\w)",
    re.IGNORECASE,
)
_NATIONAL_INSURANCE_CUT = re.compile(
    r"(?<!\w)(?P<letters>[A-Z]{2})[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}(?![\w-])"
)
_CARD_HIDDEN = re.compile(r"(?<!\w)\d{4}(?:[\s-]?[xX*•]{4}){2}[\s-]?\d{4}(?!\w)")
_CARD_LOOKALIKE = re.compile(rf"(?<!\w)[0-9IlO](?:{GAP}[0-9IlO]){{12,18}}(?!\w)")
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date\sof\sbirth|born(?:\son)?)\W{1,3}(?:is\s)?"
    r"(?P<number>\d{1,2}(?:[\s./-]\d{1,2}[\s./-]|(?:st|nd|rd|th)?[\s./-]{0,2}(?:of\s)?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[\s.,/-]{0,2})\d{2,4})(?!\d)",
    re.IGNORECASE,
)
_BORN_RUN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date\sof\sbirth)\W{1,3}(?:is\s|was\s)?(?P<number>\d{6}(?:\d\d)?)(?!\w)",
    re.IGNORECASE,
)
# What the police call an incident by: a number of the day, so it has few digits. A date straight
# behind it goes too, for half a date would be taken for more of the number.
_DAY_OF_CAD = (
    r"[\s,/-]{1,3}\d{1,2}(?:st|nd|rd|th)?[\s./-]?(?:of\s)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}|[./-]?\d{1,2})"
    r"(?:[\s,./-]{0,2}(?:20)?\d\d)?"
)
_CAD = re.compile(
    r"\b(?:(?-i:CAD)|cad\s(?:ref(?:erence)?|no|num|number)\b\.?)(?:\s(?:ref(?:erence)?|no|num|number|is|was)\b\.?){0,3}"
    rf"\W{{0,3}}(?P<number>\d{{2,6}}(?:{_DAY_OF_CAD})?)(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[\s-]?[A-Z0-9]{4}){3,7}(?:[\s-]?[A-Z0-9]{1,3})?(?!\w)")
_IBAN_NAMED = re.compile(
    r"\biban\W{1,3}(?:is\s)?(?P<number>[a-z]{2}\d{2}(?:[\s-]?[a-z0-9]{2,4}){3,8})(?!\w)",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"(?<!\w)[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\w{3}(?!\w)", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(?:cvv|cvc|cv2|pin|ending|last\s(?:four|4))\b(?:\s(?:in|with|is|was|digits|number|code)){0,3}\W{0,3}"
    r"(?P<number>\d{3,4})(?!\w)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:nhs|ni|n\.i\.|national\sinsurance|nino|passport|account|acct?|a/c|card|visa|mastercard|amex|"
    r"debit|credit|iban|sort[\s-]?code|s/c|bank|crime\sref(?:erence)?|case\sref(?:erence)?|cad|"
    r"ref(?:erence)?|oyster|licence|license|brp|home\soffice|patient|hospital|bacs|utr|"
    r"(?:tenancy|rent|complaint|repair|enquiry|case|incident|crime)\s(?:number|no|id))\b"
    r"(?:\s(?:no|num|number|ref|reference|code|is|was|card|my|ending|in|said|details|and|sort)\b\.?){0,4}\W{0,4}"
    r"(?P<number>(?:[A-Z]{1,4}[/-]){0,2}[A-Z]{0,4}\d(?:[\s.\-/]{0,2}\w?\d){4,24}\w{0,12})",
    re.IGNORECASE,
)
_SORT_CODE = re.compile(
    r"(?<!\d)\d{2}(?P<sign>[-\s./]?)\d{2}(?P=sign)\d{2}(?=\D{1,24}\d(?:[\s-]?\d){6,7}(?!\d))"
)
_SORT_CODE_NAMED = re.compile(
    r"(?:\bsort[\s-]?(?:code)?|(?<!\w)s[/.]c\.?)\W{0,3}(?:(?:is|no|number)\s)?"
    r"(?P<number>\d{2}[\W_]{0,2}\d{2}[\W_]{0,2}\d{2})(?!\w)",
    re.IGNORECASE,
)
_FORMS = (
    _NATIONAL_INSURANCE,
    _NATIONAL_INSURANCE_LOOKALIKE,
    _CARD_HIDDEN,
    _IBAN,
    _SORT_CODE,
    _LICENCE,
)


def find_personal_numbers(text: str) -> Iterator[Find]:
    """Numbers of people, cards and accounts."""
    if not has_digits(text, 3):
        return
    for pattern in (_SECRET, _BORN, _BORN_RUN, _CAD):
        for found in pattern.finditer(text):
            yield Find(*found.span("number"), Kind.PERSONAL_NUMBER)
    if has_digits(text, FEWEST - 1):
        yield from _find_by_form(text)
        yield from _find_by_label(text)


def _find_by_form(text: str) -> Iterator[Find]:
    """Numbers that their form gives away."""
    for pattern in _FORMS:
        for found in pattern.finditer(text):
            yield Find(*found.span(), Kind.PERSONAL_NUMBER)
    for found in _NATIONAL_INSURANCE_CUT.finditer(text):
        if found["letters"].casefold() not in SHORT_WORDS:
            yield Find(*found.span(), Kind.PERSONAL_NUMBER)
    for run in _CARD_LOOKALIKE.finditer(text):
        if any(map(str.isalpha, run[0])) and has_digits(run[0], 8):
            yield Find(*run.span(), Kind.PERSONAL_NUMBER)
    for run in RUN.finditer(text):
        if not is_phone(run[0]) and _is_somebodys(run[0]):
            yield Find(*run.span(), Kind.PERSONAL_NUMBER)


def _find_by_label(text: str) -> Iterator[Find]:
    """Numbers that a word before them gives away: "NHS number", "account"."""
    for pattern in (_SORT_CODE_NAMED, _IBAN_NAMED):
        for found in pattern.finditer(text):
            yield Find(*found.span("number"), Kind.PERSONAL_NUMBER)
    for pattern in (_NAMED, _NATIONAL_INSURANCE_NAMED):
        for found in pattern.finditer(text):
            if not is_ordinary(found["number"]):
                yield Find(*found.span("number"), Kind.PERSONAL_NUMBER)


def _is_somebodys(run: str) -> bool:
    """Whether a run of digits is a number of somebody's, by how it is grouped.

    Single digits with spaces between are a list of answers, unless a card has them; a long number
    is told in groups.
    """
    if is_ordinary(run):
        return False
    digits = keep_digits(run)
    groups = [len(group) for group in GROUPS.findall(run)]
    if max(groups) >= 7:
        return True
    if len(digits) >= 10 and min(groups) >= 2 and len(groups) <= 8:
        return True
    return 13 <= len(digits) <= 19 and is_luhn(digits)
