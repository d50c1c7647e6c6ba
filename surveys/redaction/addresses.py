"""Where somebody lives: a house with its street, a flat with its building."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.digits import has_digit
from surveys.redaction.finds import Find, Kind
from surveys.redaction.houses import SPELLED, UNITS, find_houses
from surveys.redaction.ordinary import COUNTED, NOT_NAMES
from surveys.redaction.streets import find_named_streets
from surveys.redaction.words import STREET_TYPES, WEAK_STREET_TYPES, any_of

_TYPES = any_of(STREET_TYPES)
_WEAK_TYPES = any_of(WEAK_STREET_TYPES)
_WORD = r"[^\W\d_][\w'.-]{0,24}"
_CAPITAL = r"(?-i:[A-Z][\w'.-]{0,24})"
_HOME = (
    r"(?:flat|flt|apartment|appartment|apartement|apt|maisonette|bedsit|unit|suite|studio|"
    r"penthouse)"
)
_NUMBERED_ROOM = (
    r"(?:room|rm|shop|garage|lock-?up|plot|door|house|hse|unit|stall|office|berth|mooring)"
)
_NUMBER_WORD = r"(?:number|numbers|num|nos?|nr|#)"
_DIGITS = r"\d{1,4}(?:\s?[A-Za-z](?=[\s,]))?(?:\s?[-/&]\s?\d{1,4}[A-Za-z]?)?"
_WHOLE = r"(?:\s(?:road|rd|street|lane))?"
"""Behind a word that is a street and part of one: "Bethnal Green Road"."""

_TAIL = r"(?:,?\s(?-i:London)(?!\w))?(?:,?\s(?:E|EC|N|NW|SE|SW|W|WC)\d{1,2}W?(?![\w-])(?!\s\d))?"

_STREET = re.compile(
    rf"(?<![\w£.:])(?:{_NUMBERED_ROOM}\s(?={_NUMBER_WORD}?\.?\s?\d))?(?:{_NUMBER_WORD}\.?\s{{0,2}})?"
    rf"(?P<number>{_DIGITS}),?\s{{1,3}}"
    rf"(?:(?P<name>{_WORD}(?:\s{{1,2}}{_WORD}){{0,3}}?)\s{{1,2}}(?:{_TYPES}){_WHOLE}(?!\w)"
    rf"|(?P<weak>{_CAPITAL}(?:\s{{1,2}}{_CAPITAL}){{0,2}}?)\s{{1,2}}(?:{_WEAK_TYPES}){_WHOLE}(?!\w)){_TAIL}",
    re.IGNORECASE,
)
_SPELLED_STREET = re.compile(
    rf"(?<!\w){SPELLED}(?:\s[a-h])?\s(?P<name>{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}?)\s(?:{_TYPES})(?!\w){_TAIL}",
    re.IGNORECASE,
)
_SPELLED_SMALL = re.compile(
    rf"(?<!\w){SPELLED}\s(?P<name>{_WORD}(?:\s{_WORD})?)\s(?:road|rd|street|lane|ln|avenue)(?!\w)",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<![\w£])\d{1,4}[a-z]?(?:[A-Z][a-z]{1,20}){1,3}"
    r"(?:Road|Rd|Street|Lane|Ln|Avenue|Ave|Court|House|Gardens|Close|Square|Terrace)(?!\w)"
)
_BUS_OR_TIME = re.compile(
    r"\b(?:the|bus|buses|route|routes|number|no|after|before|until|till|til|since|over|only|least|than|"
    r"nearly|another|all|every|these|those|most|past|about|around)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SEVERAL_THERE = re.compile(
    r"\s(?:shops?|bars?|pubs|restaurants?|cafes|traders?|residents|stalls|houses|homes|flats|bus|buses|"
    r"stops?|route|stations?|exits?|entrances?|gates|lights|limits?|cameras|patrols?|muggings|robberies|"
    r"signs|closures|humps|works|"
    r"empties|closes|opens)\b",
    re.IGNORECASE,
)

_FLAT = re.compile(
    rf"\b{_HOME}\b\.?\s{{0,2}}(?:{_NUMBER_WORD}\.?)?\s{{0,2}}"
    rf"(?:[A-Z]?-?\d{{1,4}}\s?-?(?:[A-Z](?!\w))?|(?-i:[A-Z])|{SPELLED}|{UNITS})(?!\w)",
    re.IGNORECASE,
)
_FLOOR_BEFORE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)|ground|first|second|third|fourth|fifth|top|basement)\sfloor"
    r"(?:\s(?:flat|apartment))?,?\s$",
    re.IGNORECASE,
)
_ROOM = re.compile(
    rf"\b{_NUMBERED_ROOM}\s(?:{_NUMBER_WORD}\.?\s?)?\d{{1,4}}[A-Za-z]?,?\s(?:of\s|in\s|at\s)?"
    rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}?\s(?:{_TYPES}|{_WEAK_TYPES})(?!\w)",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"\bblock\s(?:[A-Z]|\d{1,3})(?!\w)(?=\W{0,3}(?:flat|flt|apartment|apt|\d))", re.IGNORECASE
)
_BRACKETED = re.compile(
    r"(?<![\w£.:])(?:\d{1,4}[a-h]|(?:(?<=live\sat\s)|(?<=lives\sat\s)|(?<=living\sat\s)|(?<=from\s)|"
    rf"{_NUMBER_WORD}\.?\s)\d{{1,4}})\s?\(\s?"
    rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}?\s(?:{_TYPES}){_WHOLE}(?!\w)\s?\)?",
    re.IGNORECASE,
)
_NUMBER_ON = re.compile(
    rf"\b(?:{_NUMBER_WORD}|house|door|{_HOME})\.?\s?(?:no\.?\s|number\s)?\d{{1,4}}[a-z]?"
    r"(?:,?\s(?:on|in|of|at|the|\d(?:st|nd|rd|th)|\w{1,6}\sfloor|floor)){1,6}"
    rf"(?:\s{_WORD}){{1,3}}?\s(?:{_TYPES})(?!\w)",
    re.IGNORECASE,
)
_STREET_THEN_NUMBER = re.compile(
    rf"(?<!\w){_CAPITAL}(?:\s{_WORD}){{0,2}}\s(?:{_TYPES}),?\s"
    rf"(?:(?:(?:house|flat|door|apartment)\s)?(?:{_NUMBER_WORD}\.?|flat|flt|apartment|house|door)\s?\d{{1,4}}[a-z]?(?!\w)"
    r"|\d{1,3}[a-z]?(?=\s?(?:$|[.;)\n])|\s(?:(?:\w+\s)?(?:bell|door|floor|flat|buzzer))\b))",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"(?:[,\s]{1,3}(?:(?:the|of|in|block|floor|level)\s)?(?-i:[A-Z][\w'.-]*)(?!\w)){1,6}"
)
_NOT_IN_A_BUILDING = NOT_NAMES - STREET_TYPES - WEAK_STREET_TYPES - {"estate", "the", "court"}


def find_addresses(text: str) -> Iterator[Find]:
    """Houses and flats with their streets and buildings, in all the orders people write them."""
    for start, end in _find_spans(text):
        floor = _FLOOR_BEFORE.search(text, max(0, start - 30), start)
        yield Find(floor.start() if floor else start, end, Kind.ADDRESS)


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where houses and flats begin and end, without the floor."""
    if has_digit(text):
        yield from _find_numbered(text)
    for pattern in (_FLAT, _BLOCK):
        for found in pattern.finditer(text):
            yield found.start(), _find_end_of_building(text, found.end())
    yield from find_houses(text)
    for found in _SPELLED_STREET.finditer(text):
        if not _SEVERAL_THERE.match(text, found.end()):
            yield found.span()
    for found in _SPELLED_SMALL.finditer(text):
        if NOT_NAMES.isdisjoint(re.findall(r"[\w'-]+", found["name"].casefold())):
            yield found.span()


def _find_numbered(text: str) -> Iterator[tuple[int, int]]:
    """Houses and flats whose number has figures, by their streets and buildings."""
    yield from _find_streets(text)
    for pattern in (_ROOM, _BRACKETED, _NUMBER_ON, _STREET_THEN_NUMBER, _GLUED):
        yield from (found.span() for found in pattern.finditer(text))


def _find_streets(text: str) -> Iterator[tuple[int, int]]:
    """A number, a name and a word for a street, unless they count something."""
    for named in find_named_streets(text):
        if not _is_bus_or_several(text, named):
            yield named.span()
    at = 0
    while found := _STREET.search(text, at):
        if _counts_something(text, found):
            # What begins at the next number can still be a house.
            at = found.end("number")
        else:
            yield found.span()
            at = found.end()


def _counts_something(text: str, found: re.Match[str]) -> bool:
    """Whether a number before a street is a year, a bus, a time or a count."""
    name = found["name"] or found["weak"]
    words = re.findall(r"[a-z]+", name.casefold())
    return not COUNTED.isdisjoint(words) or _is_bus_or_several(text, found)


def _is_bus_or_several(text: str, found: re.Match[str]) -> bool:
    """Whether a number before a street is a year, a bus, a time, or how many there are there."""
    number = found["number"]
    if re.fullmatch(r"(?:19|20)\d\d", number):
        return True
    if _BUS_OR_TIME.search(text, max(0, found.start() - 20), found.start()):
        return found.start("number") == found.start()
    if _SEVERAL_THERE.match(text, found.end()):
        return number.isdecimal()
    return False


def _find_end_of_building(text: str, end: int) -> int:
    """Where the name of a building ends that follows a flat."""
    after = _NAMED_AFTER.match(text, end)
    if after is None:
        return end
    for word in re.finditer(r"[A-Z][\w'.-]*", after[0]):
        if word[0].casefold().rstrip(".") in _NOT_IN_A_BUILDING:
            return end + len(after[0][: word.start()].rstrip(" ,"))
    return after.end()
