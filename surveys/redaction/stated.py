"""Names beside the word "name": "Rafi is my name", "her name, Fatima, is", "his name tariq"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.given import GIVEN_NAMES
from surveys.redaction.names import BEGINS, read_name
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import NAME_PARTS, PARTICLES, split_words

_WHOSE = r"(?:(?P<my>my)|his|her|their|whose)"
_WITHOUT_VERB = re.compile(
    rf"\b{_WHOSE}\s(?:full\s|first\s|last\s|real\s|sur)?names?(?P<comma>\s?,)?\s{BEGINS}",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s?[,.]|\s(?:i|im|i'm|and\si)\b", re.IGNORECASE)
_IS_A_NAME = re.compile(
    r"\s(?:is|was)\s(?:my|his|her|their)\s(?:full\s|real\s|own\s|given\s|actual\s)?"
    r"(?:(?:first|last|family|sur|nick)\s?)?name(?=\s?(?:[.,;!?)\n-]|$)|\s(?:and|but|i|im|i'm|from)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:[^\W\d_][\w'.-]{0,24} ){0,3}[^\W\d_][\w'.-]{1,24}$")
_FARTHEST = 80
_KNOWN = GIVEN_NAMES | NAME_PARTS
_DETAILS = split_words(
    "address age date dob email flat number phone postcode problem reason shame surname thing",
    "trouble worry",
)
"""What people give with a name or say of it, at the beginning of a sentence too."""


def find_stated(text: str) -> Iterator[Find]:
    """Names before "is my name" and after "his name" without a verb."""
    if "name" not in text.casefold():
        return
    yield from _find_without_verb(text)
    for found in _IS_A_NAME.finditer(text):
        start = _find_start(text, found.start())
        if start < found.start():
            yield Find(start, found.start(), Kind.NAME)


def _find_without_verb(text: str) -> Iterator[Find]:
    """Names after "my name" alone, as people say it who learn English.

    Between commas, and of others, only a capital or a known name shows one: "his name escapes me".
    """
    for found in _WITHOUT_VERB.finditer(text):
        name = read_name(text, found.end(), capital=False)
        if name is None:
            continue
        words = text[name.start : name.end].casefold().split()
        goes_on = _GOES_ON.match(text, name.end) is not None
        small = found["my"] and not found["comma"] and goes_on
        if (text[name.start].isupper() and words[0] not in _DETAILS) or (
            small or not _KNOWN.isdisjoint(words)
        ):
            yield name


def _find_start(text: str, end: int) -> int:
    """Where a name begins that ends at a place; the end itself where none does."""
    before = _BEFORE.search(text, max(0, end - _FARTHEST), end)
    start, known = end, False
    for word in reversed([*re.finditer(r"\S+", before[0])]) if before else ():
        plain = word[0].rstrip(".").casefold()
        known = known or plain in _KNOWN
        if plain in NOT_NAMES | _DETAILS or not (
            word[0][0].isupper() or plain in _KNOWN or (plain in PARTICLES and start < end)
        ):
            break
        start = before.start() + word.start() if before else end
    return start
