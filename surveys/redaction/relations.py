"""Names of people who are told by what they are to somebody: "my case worker is Jane"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.given import GIVEN_NAMES
from surveys.redaction.names import BEGINS, read_name, read_names
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import AFTER_NAMES, NAME_PARTS, PEOPLE, RELATIONS, any_of, split_words

_CARES = any_of(
    split_words(
        "asb benefits care case community council estate family homelessness housing key",
        "liaison neighbourhood outreach probation safeguarding social support tenancy youth",
    )
)
_CARER = rf"(?:{_CARES}\s?(?:worker|officer|manager|adviser|advisor|assistant)|health\svisitor)"
"""Whose name follows, and who is neither a relation nor an officer of the police."""

_WHOSE = r"(?:my|his|her|our|their|your)"
_VERB = r"(?:\s?,|'s|\s(?:(?:is|was)\s)?(?:called|named)|\s(?:is|was))?"
_RELATION = re.compile(
    rf"(?:\b(?:my|his|her|our|their|your|a|the)\s(?:\w{{2,12}}\s)?(?:{any_of(RELATIONS)})|"
    rf"\b(?:caretaker|neighbour|landlord|landlady|concierge|dealer))"
    r"(?:\s(?:at|in|from)\s(?:(?:number|no|flat)\.?\s)?\d{1,4}[a-z]?)?"
    rf"{_VERB}\s{{1,2}}{BEGINS}",
    re.IGNORECASE,
)
_SMALL = re.compile(
    rf"\b{_WHOSE}\s(?:\w{{2,12}}\s)?(?:{any_of(RELATIONS)}){_VERB}"
    rf"\s(?P<given>{any_of(GIVEN_NAMES)})(?!\w)",
    re.IGNORECASE,
)
_CARED_BY = re.compile(
    rf"(?<!\w)(?=[a-z]){_CARER}{_VERB}\s{{1,2}}(?:(?={any_of(GIVEN_NAMES)}(?!\w))|(?-i:(?=[A-Z])))",
    re.IGNORECASE,
)
_KIN = RELATIONS - split_words("boss gp landlady landlord manager mp tenant")
"""Without those behind whom an organisation stands in brackets: "my landlord (Sampleton)"."""

_IN_BRACKETS = re.compile(
    rf"(?:\b(?P<kin>{_WHOSE}\s(?:\w{{2,12}}\s)?(?:{any_of(_KIN)}))|"
    rf"\b(?:next\sdoor|upstairs|downstairs|{any_of(PEOPLE | RELATIONS)}|{_CARER}))\s?\(\s?{BEGINS}",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"\s?(?:\)|,?\s(?:aged?\s)?\d)")
_KNOWN = GIVEN_NAMES | NAME_PARTS
_AFTER = re.compile(rf"\s(?:{any_of(AFTER_NAMES)})\b", re.IGNORECASE)
_AFTER_NAME = re.compile(
    rf"(?<![\w'])(?P<name>(?-i:[A-Z][^\W\d_]{{2,24}}))\s(?:{any_of(AFTER_NAMES)})\b", re.IGNORECASE
)
_AFTER_SMALL = re.compile(
    rf"(?<![\w'])(?:(?:{any_of(RELATIONS)})\s(?P<name>[^\W\d_]{{3,24}})|(?P<given>{any_of(GIVEN_NAMES)}))"
    rf"\s(?P<after>{any_of(AFTER_NAMES)})(?!\w)",
    re.IGNORECASE,
)


def find_relations(text: str) -> Iterator[Find]:
    """Names after a relation, in brackets behind one, and before "bhai" and the like."""
    for found in _RELATION.finditer(text):
        yield from read_names(text, found.end(), capital=True)
    for found in _SMALL.finditer(text):
        yield from read_names(text, found.start("given"), capital=False)
    for found in _CARED_BY.finditer(text):
        yield from read_names(text, found.end(), capital=False)
    if "(" in text:
        yield from _find_in_brackets(text)
    if _AFTER.search(text):
        yield from _find_before_bhai(text)


def _find_in_brackets(text: str) -> Iterator[Find]:
    """A name that fills brackets; of people who are no relations only a known one."""
    for found in _IN_BRACKETS.finditer(text):
        name = read_name(text, found.end(), capital=False)
        if name is None or not _CLOSES.match(text, name.end):
            continue
        words = text[name.start : name.end]
        shown = found["kin"] and words[0].isupper() and not words.isupper()
        if shown or not _KNOWN.isdisjoint(words.casefold().split()):
            yield name


def _find_before_bhai(text: str) -> Iterator[Find]:
    """A name with what people are called by behind it: in small letters where more shows one."""
    for found in _AFTER_NAME.finditer(text):
        if read_name(text, found.start(), capital=True) is not None:
            yield Find(*found.span(), Kind.NAME)
    for found in _AFTER_SMALL.finditer(text):
        at = "name" if found["name"] else "given"
        if found[at].casefold() not in NOT_NAMES:
            yield Find(found.start(at), found.end("after"), Kind.NAME)
