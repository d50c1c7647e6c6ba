"""Positions: degrees, references of grids, plus codes and three words for a square.

The map is of squares of 250 metres, and nothing finer is kept. So pairs go whose finer half has
three decimals (0.001 degrees are about 110 metres), and six figures of the National Grid (100 m).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.digits import has_digit
from surveys.redaction.finds import Find, Kind
from surveys.redaction.ordinary import NOT_NAMES, SHORT_WORDS

_COMPASS = r"(?:north|south|east|west|[NSEW])"
_LABEL = r"(?:(?:lat(?:itude)?|lon(?:g(?:itude)?)?|lng)\b\.?(?:\sis)?\s?[:=]?\s?)"
_FINE, _COARSE = r"\d{1,3}(?:\.\d{3,15}|,\d{4,15})", r"\d{1,3}[.,]\d{2,15}"
_BEFORE = rf"{_LABEL}?(?:{_COMPASS}\s?)?[-+]?"
_BEHIND = rf"(?!\d)(?:\s?[°º˚])?(?:\s?{_COMPASS}(?!\w))?"
_APART = r"(?:\s?[,;/|]\s?|\s(?:and\s)?|(?<=[°º˚NSEW]))"
_DECIMAL = re.compile(
    rf"(?<![\w.£€$])(?:{_BEFORE}{_FINE}{_BEHIND}{_APART}{_BEFORE}{_COARSE}{_BEHIND}"
    rf"|{_BEFORE}{_COARSE}{_BEHIND}{_APART}{_BEFORE}{_FINE}{_BEHIND})(?![\d.]\d)",
    re.IGNORECASE,
)
_DEGREES = r"(?:\s?[°º˚]|\s?deg(?:rees?)?\b|o(?=\s?\d))"
_MINUTES = r"(?:\s?['\u2032]|\s?min(?:utes?|s)?\b)"
_SECONDS = r"(?:\s?(?:''|[\"\u2033]|\u2032{2})|\s?sec(?:onds?|s)?\b)"
_PART = r"\d{1,2}(?:[.,]\d{1,8})?"
_ANGLE = re.compile(
    rf"(?<![\w.])(?:{_COMPASS}\s?)?\d{{1,3}}{_DEGREES}\s?{_PART}{_MINUTES}"
    rf"(?:(?:\s?{_PART}{_SECONDS})(?:\s?{_COMPASS}(?!\w))?|\s?{_COMPASS}(?!\w))",
    re.IGNORECASE,
)
# Ordnance Survey, A guide to coordinate systems in Great Britain: two letters, then as many figures
# east as north.
_GRID = re.compile(
    r"(?<!\w)(?P<letters>[HJNOST][A-HJ-Z])\s?(?:\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})(?!\w)"
)
# Open Location Code, its twenty digits: a code in full has eight of them before the sign.
_CODE = "23456789CFGHJMPQRVWX"
_PLUS = re.compile(
    rf"(?<![\w+])(?=[2-9+]{{0,12}}[A-Z])[{_CODE}]{{4,8}}\+[{_CODE}]{{2,3}}(?!\w)", re.IGNORECASE
)
_ANY_WORD = r"[^\W\d_][^\s.,/@:!?]{1,24}"
_THREE_SAID = re.compile(
    r"(?:(?<![\w/:])/{3}\s?|"
    r"\b(?:what\s?(?:3|three)\s?words?|w3w)\b(?:\s(?:is|address|location|was|code|for|it|here)){0,3}[\s:=-]{1,4})"
    rf"(?P<words>(?:/{{3}}\s?)?{_ANY_WORD}[.\u3002]{_ANY_WORD}[.\u3002]{_ANY_WORD})",
    re.IGNORECASE,
)
_THREE_ALONE = re.compile(r"(?<![\w.@/'-])[a-z]{4,18}\.[a-z]{4,18}\.[a-z]{4,18}(?![\w@/'-]|\.\w)")
_STOPS_BETWEEN = re.compile(rf"[.\u3002]{_ANY_WORD}[.\u3002]")

_MOST_ORDINARY = 1
"""Of three words with stops between; with more, somebody left out the spaces of a sentence."""


def find_positions(text: str) -> Iterator[Find]:
    """Positions finer than a square of the map."""
    if has_digit(text):
        yield from _find_figures(text)
    for found in _PLUS.finditer(text) if "+" in text else ():
        yield Find(*found.span(), Kind.ADDRESS)
    # Three words have two stops among letters; in most comments a stop has a space behind it.
    if _STOPS_BETWEEN.search(text):
        yield from _find_three_words(text)


def _find_figures(text: str) -> Iterator[Find]:
    for pattern in (_DECIMAL, _ANGLE):
        for found in pattern.finditer(text):
            yield Find(*found.span(), Kind.ADDRESS)
    for found in _GRID.finditer(text):
        if found["letters"].casefold() not in SHORT_WORDS:
            yield Find(*found.span(), Kind.ADDRESS)


def _find_three_words(text: str) -> Iterator[Find]:
    for found in _THREE_ALONE.finditer(text):
        if sum(word in NOT_NAMES for word in found[0].split(".")) <= _MOST_ORDINARY:
            yield Find(*found.span(), Kind.ADDRESS)
    for found in _THREE_SAID.finditer(text):
        slashes = found[0].startswith("/")
        yield Find(found.start() if slashes else found.start("words"), found.end(), Kind.ADDRESS)
