"""Officers by their numbers, with the names beside these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.people import any_of, read_name, skip_gap
from surveys.redaction.words import NOT_NAMES, OFFICERS, SHORT_WORDS

_RANK = rf"(?<![\w'])(?:police\s)?(?:{any_of(OFFICERS)})(?:\s(?:{any_of(OFFICERS)}))?\.?"
_BADGE = r"(?:(?:shoulder|collar|badge|warrant|epaulette|id)\s?(?:card\s)?)"
_WORD = r"(?:number|numbers|no\.?|num|nr|id|#)"
_NUMBER = r"(?:[A-Z]{1,3}\s?)?\d{2,6}(?:\s?[A-Z]{1,3}(?![\w']))?"
_MARK = r"(?:(?-i:[A-Z]{1,3}\s?)?\d{2,6}(?:[A-Za-z]{1,3}|\s?(?-i:[A-Z]{1,3}))?|\d)(?!\w)"
_RANKED = re.compile(
    rf"{_RANK}[\s,:/-]{{0,3}}(?:with\s)?(?:his\s|her\s)?(?:\w{{2}}\s)?{_BADGE}?{_WORD}?[\s:]{{0,2}}{_MARK}",
    re.IGNORECASE,
)
_BADGED = re.compile(
    rf"(?<!\w)(?:{_BADGE}{_WORD}?|officer\s{_WORD})(?:\s(?:is|was|were))?[\s:]{{1,2}}{_MARK}"
    rf"(?:\s(?:and|&)\s{_MARK})?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"{_RANK}\s{{1,2}}(?=[^\W\d_])", re.IGNORECASE)
_AFTER_NAME = re.compile(
    rf"[\s,(-]{{1,4}}(?:with\s)?{_BADGE}?{_WORD}?[\s:]{{0,2}}{_MARK}\)?", re.IGNORECASE
)
_LOWER_NAME = re.compile(rf"(?P<name>[^\W\d_][\w'-]{{1,29}}){_AFTER_NAME.pattern}", re.IGNORECASE)
_LOOSE = re.compile(r"(?<![\w£])\d{2,5}\s?(?P<letters>[A-Z]{2})(?!\w)", re.IGNORECASE)
_SHOWN = re.compile(
    rf"{_MARK}(?:\s(?:is|was|written|shown))?\s(?:on|across)\s(?:his|her|their|the|its)\s"
    r"(?:shoulder|badge|collar|epaulette|uniform|vest|jacket|arm|hat)s?\b|"
    r"\b(?:shoulder|badge|collar|epaulette|uniform|vest|jacket)s?\s(?:\w{1,8}\s){0,3}"
    rf"(?:was|is|said|says|read|reads|showed|shows|saying)\W{{1,2}}{_MARK}",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\b(?:officers|pcs|pcsos|constables|theos|cops)\W{{1,3}}(?:were\s|numbers?\s|called\s){{0,2}}{_MARK}"
    rf"(?:(?:,\s?|\s(?:and|&)\s){_MARK}){{0,4}}",
    re.IGNORECASE,
)
_NEAR_WORD = re.compile(
    r"\b(?:officers?|pcs?|pcsos?|police|cops?|constables?|shoulder|badge|collar|sgt|sergeant|theos?)\b",
    re.IGNORECASE,
)
_NEAR = 60
_UNITS = frozenset("am pm th st nd rd km ft kg hr yr mm cm mg ml gb mb mp kw hz oz lb".split())


def find_officers(text: str) -> Iterator[Find]:
    """Numbers of officers, and names beside a rank."""
    for pattern in (_SHOWN, _SEVERAL):
        for found in pattern.finditer(text):
            if len(re.findall(r"\d", found[0])) > 1:
                yield Find(*found.span(), Kind.OFFICER)
    for pattern in (_RANKED, _BADGED):
        for found in pattern.finditer(text):
            yield from _with_name(text, found)
    for found in _NAMED.finditer(text):
        name = read_name(text, found.end(), capital=True)
        lower = _LOWER_NAME.match(text, found.end())
        if name is not None:
            after = _AFTER_NAME.match(text, name.end)
            yield Find(found.start(), after.end() if after else name.end, Kind.OFFICER)
        elif lower is not None and lower["name"].casefold() not in NOT_NAMES:
            yield Find(found.start(), lower.end(), Kind.OFFICER)
    for found in _LOOSE.finditer(text):
        letters = found["letters"].casefold()
        if letters not in _UNITS | SHORT_WORDS and _is_near_police(text, found):
            yield Find(*found.span(), Kind.OFFICER)


def _with_name(text: str, found: re.Match[str]) -> Iterator[Find]:
    """A number with the name after it; a single digit is a number only beside a name."""
    at = skip_gap(text, found.end())
    name = read_name(text, at, capital=False) if at > found.end() else None
    single = len(re.findall(r"\d", found[0])) == 1
    if name is not None:
        yield Find(found.start(), name.end, Kind.OFFICER)
    elif not single:
        yield Find(*found.span(), Kind.OFFICER)


def _is_near_police(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    return bool(_NEAR_WORD.search(around))
