"""Postcodes, and the marks of vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.digits import has_digit
from surveys.redaction.finds import Find, Kind
from surveys.redaction.houses import UNITS
from surveys.redaction.names import is_loud
from surveys.redaction.ordinary import SHORT_WORDS

# GOV.UK, "UK postcode format": an outward code, then a digit and two letters that are never
# C, I, K, M, O or V.
_UNIT = "[ABD-HJLNP-UW-Z]"
_SPELLED = f"(?:zero|{UNITS})"
_INWARD = (
    rf"(?:\d|(?-i:O)|{_SPELLED})"
    rf"(?:{_UNIT}{{2}}|\s(?P<unit>{_UNIT}\s?{_UNIT})|(?-i:{_UNIT}\s{_UNIT}))(?!\w)"
)
_POSTCODE = re.compile(
    r"(?<![\w£])(?:[A-Z]{1,2}\d[A-Z\d]?|(?:E|EC|N|NW|SE|SW|W|WC)\s\d{1,2}W?|E[lI|]|"
    rf"E\s?(?:{UNITS}|fourteen)(?=\W))(?:[\s.,/_-]{{0,3}}|\s?(?P<open>\()\s?)"
    rf"{_INWARD}(?(open)\s?\)|)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|\dth)$", re.IGNORECASE)

# DVLA, "Vehicle registration numbers and number plates": two letters, two digits, three letters
# since 2001; before, a letter with up to three digits and three letters, in either order.
_GAP = r"[\s.,:·\-_/]{0,3}"
_CURRENT = re.compile(
    rf"(?<!\w)(?P<a>[A-Z]\s?[A-Z])[\s-]?(?:\d\s?\d){_GAP}(?P<b>[A-Z]{{3}})(?!\w)", re.IGNORECASE
)
_PREFIX = re.compile(
    rf"(?<!\w)(?P<a>[A-Z])\s?\d{{1,3}}{_GAP}(?P<b>[A-Z]{{3}})(?!\w)", re.IGNORECASE
)
_SUFFIX = re.compile(
    rf"(?<!\w)(?P<b>[A-Z]{{3}}){_GAP}\d{{1,3}}\s?(?P<a>[A-Z])(?!\w)", re.IGNORECASE
)
_SPACED = re.compile(
    r"(?<!\w)[A-Z][\s.-]{0,2}[A-Z][\s.-]{0,3}\d[\s.-]{0,2}\d(?:[\s.-]{1,3}[A-Z]){3}(?!\w)"
)
_LOOKALIKE = re.compile(r"(?<!\w)[A-Z]{2}\s?(?:\d[OIlS]|[OIlS]\d)\s?[A-Z]{3}(?!\w)")
_VEHICLE_WORD = re.compile(
    r"\b(?:reg|regs|regi|registration|registered|plates?|number\s?plate|vrm|vehicle|car|cars|van|vans|"
    r"moped|mopeds|bike|motorbike|scooter|taxi|cab|uber|bmw|audi|merc|mercedes|golf|vw|corsa|ford|fiesta|"
    r"focus|polo|prius|nissan|juke|toyota|honda|yamaha|vauxhall|astra|seat|skoda|kia|tesla|range\srover|"
    r"lorry|truck|transit|park(?:ed|s|ing)?|driv(?:es?|ing|er|en)|engine|exhaust|tow(?:ed)?|ticket|"
    r"speed(?:s|ing)?|sped|rev(?:s|ved|ving)?|rac(?:es?|ing)|burnt|dumped|abandoned|block(?:s|ing|ed)|"
    r"reversed?|dealing\sfrom|hit|wheel(?:s|ie|ies)?|double\sparked|number|insured|tax)\b",
    re.IGNORECASE,
)
_NEAR = 45


def find_marks(text: str) -> Iterator[Find]:
    """Postcodes and vehicle marks."""
    for found in _POSTCODE.finditer(text):
        apart = (found["unit"] or "").casefold() in SHORT_WORDS - {""}
        if not apart and not _ORDINAL.search(found[0]):
            yield Find(*found.span(), Kind.POSTCODE)
    if has_digit(text):
        yield from _find_vehicles(text)


def _find_vehicles(text: str) -> Iterator[Find]:
    """Marks in capitals by their form; others beside a word for a vehicle, or by a rare form."""
    loud = is_loud(text) and len(text) > 40
    for pattern in (_CURRENT, _PREFIX, _SUFFIX):
        for found in pattern.finditer(text):
            if _is_mark(text, found, loud=loud, rare=pattern is _CURRENT):
                yield Find(*found.span(), Kind.VEHICLE)
    for pattern in (_SPACED, _LOOKALIKE):
        for found in pattern.finditer(text):
            yield Find(*found.span(), Kind.VEHICLE)


def _is_mark(text: str, found: re.Match[str], *, loud: bool, rare: bool) -> bool:
    """Whether letters and digits are a mark, and not words around a number."""
    words = {found["a"].casefold(), found["b"].casefold()} & SHORT_WORDS
    capital = found[0].isupper() and not loud
    whole = found[0].isalnum()
    if words and not (capital and (whole or (len(words) == 1 and rare))):
        return _is_near_vehicle(text, found) and capital and text[found.end("a")].isdigit()
    if capital or whole or (rare and text[found.end("a")].isdigit()):
        return True
    return _is_near_vehicle(text, found)


def _is_near_vehicle(text: str, found: re.Match[str]) -> bool:
    start, end = max(0, found.start() - _NEAR), found.end() + _NEAR
    before = _VEHICLE_WORD.search(text, start, found.start())
    return (before or _VEHICLE_WORD.search(text, found.end(), end)) is not None
