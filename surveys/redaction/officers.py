"""Officers by their names, with the numbers beside these."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.badges import find_badges
from surveys.redaction.digits import has_digit
from surveys.redaction.finds import Find, Kind
from surveys.redaction.names import BEGINS, is_loud, read_name
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.ranks import FILLER, GUARD, MARK, RANK, SPEAKS_OF_OFFICERS

_BEFORE_NAME = (
    rf"(?:,?\s(?:called|named|by\sthe\sname\sof|whose\sname\s(?:is|was)))?\s{{1,2}}{BEGINS}"
)
_RANK_THEN = re.compile(rf"{RANK}{_BEFORE_NAME}", re.IGNORECASE)
_GUARD_THEN = re.compile(rf"{GUARD}{_BEFORE_NAME}", re.IGNORECASE)
_RANK_APART = re.compile(rf"(?:{RANK}|{GUARD}),\s(?-i:(?=[A-Z]))", re.IGNORECASE)
_MARK_AFTER = re.compile(rf"(?=[\s,(:;/-]){FILLER}(?P<mark>{MARK})\)?", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    rf"(?P<name>(?-i:[A-Z][\w'-]{{1,24}}(?:\s[A-Z][\w'-]{{1,24}})?))(?:\s?[,(]\s?|\s){RANK}{FILLER}{MARK}",
    re.IGNORECASE,
)
_SMALL_NAME_ACTS = re.compile(
    r"(?<![\w'])(?:pc|pcso|wpc|sgt|insp|dc|ds|di|dci)\.?\s(?P<name>[a-z][a-z'-]{2,29})(?:'s\b|\W?$|\s(?:was|has|had|came|"
    r"told|said|took|gave|who|stopped|never|did|and\spc|from)\b)",
    re.IGNORECASE,
)
_SMALL_NAMES = (
    re.compile(r"[^\W\d_][\w'-]{1,29}"),
    re.compile(r"[^\W\d_][\w'-]{1,29}\s[^\W\d_][\w'-]{1,29}"),
)
_AND_NAME = re.compile(r"(?:\s(?:and|&)\s|,\s)(?=[A-Z])")


def find_officers(text: str) -> Iterator[Find]:
    """Numbers of officers, and names beside a rank."""
    if not SPEAKS_OF_OFFICERS.search(text):
        return
    yield from find_badges(text)
    yield from _find_ranked_names(text, loud=is_loud(text))
    for found in _SMALL_NAME_ACTS.finditer(text):
        if found["name"].casefold().removesuffix("'s") not in NOT_NAMES:
            yield Find(found.start(), found.end("name"), Kind.OFFICER)
    if has_digit(text):
        yield from _find_names_by_numbers(text)


def _find_names_by_numbers(text: str) -> Iterator[Find]:
    """Names that a number beside them shows."""
    for found in _NAME_BEFORE.finditer(text):
        if NOT_NAMES.isdisjoint(found["name"].casefold().split()):
            yield Find(*found.span(), Kind.OFFICER)
    for pattern in (_RANK_THEN, _GUARD_THEN):
        for found in pattern.finditer(text):
            end = _find_small_name(text, found.end())
            if end is not None:
                yield Find(found.start(), end, Kind.OFFICER)
    for found in _RANK_APART.finditer(text):
        name = read_name(text, found.end(), capital=True)
        mark = _MARK_AFTER.match(text, name.end) if name else None
        if mark is not None:
            yield Find(found.start(), mark.end(), Kind.OFFICER)


def _find_ranked_names(text: str, *, loud: bool) -> Iterator[Find]:
    """A name after a rank, with the number that may follow it."""
    for found in _RANK_THEN.finditer(text):
        name = read_name(text, found.end(), capital=True, certain=True, loud=loud)
        yield from _find_numbered_names(text, found.start(), name)
    if not loud:
        for found in _GUARD_THEN.finditer(text):
            name = read_name(text, found.end(), capital=True)
            yield from _find_numbered_names(text, found.start(), name)


def _find_numbered_names(text: str, start: int, name: Find | None) -> Iterator[Find]:
    """A name with its number, and others after it: "PCs Smith (1234) and Jones (1235)"."""
    while name is not None:
        mark = _MARK_AFTER.match(text, name.end)
        end = mark.end() if mark else name.end
        yield Find(start, end, Kind.OFFICER)
        joint = _AND_NAME.match(text, end)
        name = read_name(text, joint.end(), capital=True) if joint else None
        start = name.start if name else end


def _find_small_name(text: str, at: int) -> int | None:
    """Where the number ends that follows one or two small words that can be a name."""
    for form in _SMALL_NAMES:
        name = form.match(text, at)
        if name is None or not NOT_NAMES.isdisjoint(name[0].casefold().split()):
            return None
        mark = _MARK_AFTER.match(text, name.end())
        if mark is not None and len(mark["mark"]) > 1:
            return mark.end()
    return None
