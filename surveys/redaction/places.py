"""Where somebody lives, and the marks of vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.words import NOT_IN_A_STREET, NOT_NAMES, SHORT_WORDS, STREET_TYPES

# GOV.UK, "UK postcode format": an outward code, then a digit and two letters that are never
# C, I, K, M, O or V.
_INWARD = r"(?:\d|(?-i:O))(?:(?-i:\s[ABD-HJLNP-UW-Z]{2})|[ABD-HJLNP-UW-Z]{2})(?!\w)"
_POSTCODE = re.compile(
    rf"(?<![\w£])(?:[A-Z]{{1,2}}\d[A-Z\d]?|(?:E|EC|N|NW|SE|SW|W|WC)\s\d{{1,2}}|E[lI|])[\s.,_-]{{0,3}}{_INWARD}",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|\dth)$", re.IGNORECASE)

_TYPES = "|".join(sorted(STREET_TYPES, key=len, reverse=True))
_WORD = r"[^\W\d_][\w'.-]{0,24}"
_STREET = re.compile(
    r"(?<![\w£.:])(?:no\.?\s?|number\s|#)?(?P<number>\d{1,4})(?:\s?[A-Za-z](?=[\s,]))?"
    rf"(?:\s?[-/&]\s?\d{{1,4}}[A-Za-z]?)?,?\s{{1,3}}(?P<name>{_WORD}(?:\s{{1,2}}{_WORD}){{0,3}}?)"
    rf"\s{{1,2}}(?:{_TYPES})(?!\w)",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(?:flat|apartment|appartment|apt|maisonette|bedsit|unit|suite|studio|penthouse)\b\.?\s{0,2}"
    r"(?:no\.?|number|num|#)?\s{0,2}(?:[A-Z]?-?\d{1,4}\s?-?(?:[A-Z](?!\w))?|(?-i:[A-Z]))(?!\w)",
    re.IGNORECASE,
)
_NUMBER_ON = re.compile(
    r"\b(?:number|no\.?|num|house|door|flat|apartment|apt)\s?(?:no\.?\s|number\s)?\d{1,4}[a-z]?"
    rf"(?:,?\s(?:on|in|of|at|the|\d(?:st|nd|rd|th)|\w{{1,6}}\sfloor|floor)){{1,6}}(?:\s{_WORD}){{1,3}}?"
    rf"\s(?:{_TYPES})(?!\w)",
    re.IGNORECASE,
)
_STREET_THEN_NUMBER = re.compile(
    rf"(?<!\w)(?-i:[A-Z][\w'-]{{1,24}})(?:\s{_WORD}){{0,2}}\s(?:{_TYPES}),?\s"
    r"(?:(?:house|flat|door)\s)?(?:no\.?|number|num|nr|#|flat|house)\s?\d{1,4}[a-z]?(?!\w)",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"\bblock\s(?:[A-Z]|\d{1,3})(?!\w)(?=\W{0,3}(?:flat|apartment|apt|\d))", re.IGNORECASE
)
_NAMED_AFTER = re.compile(
    r"(?:[,\s]{1,3}(?:(?:the|of|in|block|floor|level)\s)?(?-i:(?P<word>[A-Z][\w'.-]*))(?!\w)){1,6}"
)
_HOUSE_NUMBER = re.compile(
    r"\b(?:at|in|from|live|lives|living|moved|door|house|home|address|opposite|outside|neighbours?)\b"
    r"(?:\s(?:is|at|in|to)\b)?\s{0,2}"
    r"(?P<number>(?:door\s|house\s)?(?:number|no\.?|num|#)\s?\d{1,4}[a-z]?)(?!\w)",
    re.IGNORECASE,
)

# DVLA, "Vehicle registration numbers and number plates": two letters, two digits, three letters
# since 2001; before, a letter with up to three digits and three letters, in either order.
_CURRENT = re.compile(
    r"(?<!\w)(?P<a>[A-Z]\s?[A-Z])\s?\d{2}[\s.\-_]{0,2}(?P<b>[A-Z]{3})(?!\w)", re.IGNORECASE
)
_PREFIX = re.compile(
    r"(?<!\w)(?P<a>[A-Z])\s?\d{1,3}[\s.\-_]{0,2}(?P<b>[A-Z]{3})(?!\w)", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"(?<!\w)(?P<b>[A-Z]{3})[\s.\-_]{0,2}\d{1,3}\s?(?P<a>[A-Z])(?!\w)", re.IGNORECASE
)
_VEHICLE_WORD = re.compile(
    r"\b(?:reg|regs|registration|registered|plates?|number\s?plate|vrm|vehicle|car|cars|van|moped|"
    r"bike|motorbike|scooter|taxi|cab|uber|bmw|audi|merc|mercedes|golf|corsa|ford|fiesta|polo|prius|"
    r"lorry|park(?:ed|s|ing)?|driv(?:es?|ing|er|en)|engine|tow(?:ed)?|ticket|speed(?:s|ing)?|sped|"
    r"burnt|block(?:s|ing|ed)|reversed?|dealing\sfrom|hit)\b",
    re.IGNORECASE,
)
_NEAR = 45
_CAPITALS = re.compile(r"[A-Z]{2,}")
MOST_CAPITALS = 6
"""With more words in capitals than this, capitals say nothing."""


def find_places(text: str) -> Iterator[Find]:
    """Postcodes, houses with their streets, and vehicle marks."""
    for found in _POSTCODE.finditer(text):
        if not _ORDINAL.search(found[0]):
            yield Find(*found.span(), Kind.POSTCODE)
    yield from _find_streets(text)
    for pattern in (_FLAT, _BLOCK):
        for found in pattern.finditer(text):
            yield Find(found.start(), _end_of_name(text, found.end()), Kind.ADDRESS)
    for pattern in (_NUMBER_ON, _STREET_THEN_NUMBER):
        for found in pattern.finditer(text):
            yield Find(*found.span(), Kind.ADDRESS)
    for found in _HOUSE_NUMBER.finditer(text):
        yield Find(*found.span("number"), Kind.ADDRESS)
    yield from _find_vehicles(text)


def _find_streets(text: str) -> Iterator[Find]:
    at = 0
    while found := _STREET.search(text, at):
        words = re.findall(r"[a-z]+", found["name"].casefold())
        year = found["number"][:2] in {"19", "20"} and len(found["number"]) == len("2020")
        if year or not NOT_IN_A_STREET.isdisjoint(words):
            # What begins at the next number can still be a house.
            at = found.end("number")
            continue
        yield Find(*found.span(), Kind.ADDRESS)
        at = found.end()


def _end_of_name(text: str, end: int) -> int:
    """Where the name of a building ends that follows a flat."""
    after = _NAMED_AFTER.match(text, end)
    if after is None:
        return end
    for word in re.finditer(r"[A-Z][\w'.-]*", after[0]):
        if word[0].casefold().rstrip(".") in NOT_NAMES - STREET_TYPES - {"estate", "the"}:
            return end + len(after[0][: word.start()].rstrip(" ,"))
    return after.end()


def _find_vehicles(text: str) -> Iterator[Find]:
    """Marks in capitals by their form; others beside a word for a vehicle, or by a rare form."""
    shouted = text.isupper() and len(_CAPITALS.findall(text)) > MOST_CAPITALS
    for pattern in (_CURRENT, _PREFIX, _SUFFIX):
        for found in pattern.finditer(text):
            apart = {found["a"].casefold(), found["b"].casefold()} & SHORT_WORDS
            whole = found[0].isalnum()
            capital = found[0].isupper() and not shouted
            if apart and not (capital and (whole or found["a"].casefold() not in apart)):
                continue
            sure = pattern is _CURRENT or found[0].isupper()
            if capital or (whole and sure) or _is_near_vehicle(text, found):
                yield Find(*found.span(), Kind.VEHICLE)


def _is_near_vehicle(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - _NEAR) : found.start()]
    after = text[found.end() : found.end() + _NEAR]
    return bool(_VEHICLE_WORD.search(before) or _VEHICLE_WORD.search(after))
