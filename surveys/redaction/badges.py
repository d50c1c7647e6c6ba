"""Officers' numbers, with the names behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.digits import has_digit
from surveys.redaction.finds import Find, Kind
from surveys.redaction.names import read_name, skip_gap
from surveys.redaction.ordinary import SHORT_WORDS
from surveys.redaction.ranks import ANY_GUARD, FILLER, GUARD, MARK, NOT_COUNTED, NUMBER, RANK, WORN
from surveys.redaction.words import GUARDS, RANKS, any_of, split_words

_RANKED = re.compile(rf"{RANK}{FILLER}(?P<mark>{MARK})", re.IGNORECASE)
_GLUED = re.compile(
    r"(?<!\w)(?:pcs?|pcso|wpc|dc|ds|theo|sgt|officerno|officer|badge)-?"
    r"(?P<mark>\d{2,6}(?:[a-z]{1,30})?)(?!\w)",
    re.IGNORECASE,
)
_GUARDED = re.compile(rf"{GUARD}{FILLER}(?P<mark>{MARK})", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"{ANY_GUARD}(?:'?s)?(?:\s\w{{1,12}}){{0,4}}?[\s,(]{{1,2}}(?:{WORN}\s)?(?:{NUMBER}|badge)\b\.?(?:\s(?:was|is|were))?"
    rf"[\s:=#]{{0,3}}(?P<mark>{MARK})",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    rf"\b(?:{NUMBER}|{WORN})\s(?:of|for|on)\s(?:the|that|this|his|her|their|an?|one)\s(?:\w{{1,12}}\s){{0,2}}?"
    rf"(?:officer|policeman|policewoman|pc|pcso|cop|theo|warden|guard|{WORN}|uniform|vest|jacket)\W{{1,2}}"
    rf"(?:(?:was|is|said|says|read|reads)\W{{1,2}})?(?P<mark>{MARK})",
    re.IGNORECASE,
)
_BADGED = re.compile(
    rf"(?<!\w)(?:{WORN}(?:[\s-]?(?:card\s)?{NUMBER}\b)?|numerals|{NUMBER}\s(?:card|badge)|badge)\.?"
    rf"(?:\s(?:is|was|were|said|says|had|has|reads?|showed|shows|saying|yes|and)\b){{0,2}}[\s:=#,-]{{1,3}}"
    rf"(?P<mark>{MARK})",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    rf"\b(?:his|her|their|{NUMBER})\s(?:{NUMBER}\s?)?(?:is\s|was\s|were\s)?(?P<mark>\d{{2,5}}(?-i:[A-Z]{{1,3}}){NOT_COUNTED})",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    rf"(?P<mark>{MARK})(?:\s(?:is|was|written|shown|it\ssaid))?\s(?:on|across)\s(?:his|her|their|the|its)\s"
    rf"(?:{WORN}|uniform|vest|jacket|arm|hat)s?\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:officers|pcs|pcsos|constables|theos|cops|wardens|policemen|feds)\W{1,3}(?:were\s|numbers?\s|numbered\s|called\s){0,2}"
    rf"(?P<mark>{MARK})(?=,\s?\d|/\d|\s(?:and|&)\s)",
    re.IGNORECASE,
)
_NUMBERS = (
    _RANKED,
    _GLUED,
    _GUARDED,
    _NUMBERED,
    _NUMBER_OF,
    _BADGED,
    _THEIRS,
    _SHOWN,
    _SEVERAL,
)
_MARK_FIRST = re.compile(
    rf"(?<![\w£])(?P<mark>{MARK})[\s,)]{{1,3}}{RANK}\s{{1,2}}(?-i:(?=[A-Z]))", re.IGNORECASE
)
_SPOKEN_DIGIT = any_of(
    split_words(
        "double eight eighteen eighty eleven fifteen fifty five forty four fourteen fourty nine",
        "nineteen ninety nought o oh one seven seventeen seventy six sixteen sixty ten thirteen",
        "thirty three treble triple twelve twenty two zero",
    )
)
_SPOKEN_ROW = re.compile(rf"{_SPOKEN_DIGIT}[\s-](?:{_SPOKEN_DIGIT}|\d)", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"(?:{RANK}|{GUARD}|{WORN}){FILLER}{_SPOKEN_DIGIT}(?:[\s-](?:{_SPOKEN_DIGIT}|\d{{1,4}})){{1,6}}(?!\w)",
    re.IGNORECASE,
)
_ALSO = re.compile(rf"(?:,\s?(?:and\s)?|\s(?:and|&)\s|/)(?P<mark>{MARK})", re.IGNORECASE)
_NAME_AFTER = re.compile(
    r"[\s,(/-]{1,4}(?:(?:called|named|aka|whose\s(?:sur)?name\s(?:is|was)|name|surname)[\s:]{1,2})?",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?<![\w£])\d{2,5}\s?(?P<letters>[A-Z]{2})(?!\w)", re.IGNORECASE)
_NEAR_WORD = re.compile(rf"\b(?:{any_of(GUARDS)}|{any_of(RANKS)}|{WORN}|numerals)\b", re.IGNORECASE)
_NEAR = 60
_UNITS = split_words("am cm ft gb hr hz kg km kw lb mb mg ml mm mp nd oz pm rd st th yr")
_EMERGENCY = split_words("100 101 105 111 112 119 999")


def find_badges(text: str) -> Iterator[Find]:
    """Numbers of officers, with a name that follows them."""
    if has_digit(text):
        yield from _find_in_figures(text)
    for found in _SPOKEN.finditer(text) if _SPOKEN_ROW.search(text) else ():
        yield _add_name(text, Find(*found.span(), Kind.OFFICER))


def _find_in_figures(text: str) -> Iterator[Find]:
    for pattern in _NUMBERS:
        for found in pattern.finditer(text):
            yield from _find_marked(text, found)
    for found in _MARK_FIRST.finditer(text):
        yield _add_name(text, Find(*found.span(), Kind.OFFICER))
    for found in _LOOSE.finditer(text):
        if found["letters"].casefold() not in _UNITS | SHORT_WORDS and _is_near_police(text, found):
            yield Find(*found.span(), Kind.OFFICER)


def _find_marked(text: str, found: re.Match[str]) -> Iterator[Find]:
    """A number after a rank, the numbers with it, and a name after it.

    A single digit is a number only beside a name, and no officer is called 999.
    """
    find = _add_name(text, Find(*found.span(), Kind.OFFICER))
    mark = found["mark"]
    if (mark in _EMERGENCY and found.re is _NUMBERED) or (
        len(mark) == 1 and find.end == found.end()
    ):
        return
    yield find
    at = find.end
    while also := _ALSO.match(text, at):
        find = _add_name(text, Find(*also.span("mark"), Kind.OFFICER))
        if len(also["mark"]) > 1:
            yield find
        at = find.end


def _add_name(text: str, find: Find) -> Find:
    """A number with the name after it: "1234 Smith", "1234 (Smith)", "1234 called Smith"."""
    joint = _NAME_AFTER.match(text, find.end)
    if joint is None:
        return find
    name = read_name(text, joint.end(), capital=True, certain=True)
    if name is None and joint.end() == skip_gap(text, find.end):
        name = read_name(text, joint.end(), capital=False)
    if name is None:
        return _close(text, find)
    return _close(text, Find(find.start, name.end, Kind.OFFICER))


def _close(text: str, find: Find) -> Find:
    """A find with the bracket or quote that shuts it."""
    shuts = find.end < len(text) and text[find.end] in ")]'*\""
    opened = (
        text[find.end] in "'*\"" or text.count("(", find.start, find.end) > 0 if shuts else False
    )
    return Find(find.start, find.end + opened, find.kind)


def _is_near_police(text: str, found: re.Match[str]) -> bool:
    start, end = max(0, found.start() - _NEAR), found.end() + _NEAR
    return _NEAR_WORD.search(text, start, end) is not None
