"""Names that begin or end what somebody writes: "Hi Amina,", "Amina here", "Thanks, Amina"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find
from surveys.redaction.names import BEGINS, read_name
from surveys.redaction.words import split_words

_FROM_THE_START = r"(?:^|\n)\s{0,3}"
_GREETING = re.compile(
    rf"{_FROM_THE_START}(?:(?:hi|hello|hey|hiya|salaam|salam|dear|morning|evening|to|fao|attn)\b"
    rf"[\s,:.]{{1,3}}){{1,2}}{BEGINS}",
    re.IGNORECASE,
)
_GREETED = re.compile(r"\s?(?:[,!.\n:-]|$)|\sat\sthe\b")
_SPEAKING = re.compile(
    rf"{_FROM_THE_START}(?:(?P<greeting>hi|hello|hey|hiya|(?:good\s)?(?:morning|afternoon|evening))\b"
    rf"[,.!]?\s)?{BEGINS}",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r",?\s(?:here|speaking)\b|\s?[-,]\s(?:chair|secretary|treasurer|resident|tenant|leaseholder|mum|dad|"
    r"volunteer|coach|aged?)\b",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\s(?:from|of|in)\s(?:the\s|flat\s|block\s|no\.?\s|number\s)?\w", re.IGNORECASE
)
_PEN = re.compile(rf"{_FROM_THE_START}(?:I|Myself),?\s{BEGINS}")
_PENNED = re.compile(r"[,.]")

_FIRM_CLOSING = (
    r"regards|best\swishes|warm\swishes|(?:yours\s)?(?:sincerely|faithfully|truly|respectfully)|"
    r"respectfully\syours|yours"
)
_LOOSE_CLOSING = (
    r"(?:(?:many\s)?thanks|thank\syou|thx|ta|cheers)\s(?:very\smuch|so\smuch|a\slot|again)|"
    r"(?:many\s)?thanks|thank\syou|thx|thnx|tnx|ty|tysm|cheers|ta|all\sthe\sbest|best|love|peace|"
    r"(?:god|be)\sbless(?:ed)?|bless|blessings|take\scare|salaam|wasalaam|jazakallah|from|xx?|xoxo|tc"
)
_CLOSING = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:(?P<firm>{_FIRM_CLOSING})|(?P<loose>{_LOOSE_CLOSING}))"
    rf"(?P<sign>[\s,:.!*(-]{{1,5}}){BEGINS}",
    re.IGNORECASE,
)
_DASH = re.compile(rf"(?:^|[\n.!?]|\s)[-~*]{{1,2}}\s{{0,2}}{BEGINS}")
_LAST_SENTENCE = re.compile(rf"[.!?]\s{{1,3}}{BEGINS}")
_LAST_LINE = re.compile(rf"\n\s{{0,4}}{BEGINS}")
_CLOSES = re.compile(
    r"[\s.!)*x]*(?:[\s,(]{1,3}(?:age[d]?\s|flat\s)?\(?\d{1,3}[\s\w]{0,10}\)?)?[\s.!]*$"
)
_LIST = re.compile(r"(?:[^\n]{0,30}(?:\n|$)){2,}")
_LONGEST_END = 90

_CLOSING_WORDS = split_words(
    "advance anon appreciated bless bye council folks kindly mate mates peace resident team xx",
    "xxx",
)
"""In small letters after a closing, these are no names."""


def find_letter(text: str, *, loud: bool) -> Iterator[Find]:
    """Names in the opening, the closing and the signature of a text.

    Where capitals tell nothing, a closing alone shows a name.
    """
    yield from _find_closing(text)
    if not loud:
        yield from _find_opening(text)
        yield from _find_signature(text)


def _find_opening(text: str) -> Iterator[Find]:
    for opening, goes_on in ((_GREETING, _GREETED), (_SPEAKING, _SPEAKS), (_PEN, _PENNED)):
        for found in opening.finditer(text):
            name = read_name(text, found.end(), capital=True)
            if name is not None and goes_on.match(text, name.end):
                yield name
    for found in _SPEAKING.finditer(text):
        # "Kids from the estate" begin a sentence too: a greeting or two words make it a person.
        name = read_name(text, found.end(), capital=True)
        if name is None or not _LIVES.match(text, name.end):
            continue
        if found["greeting"] or " " in text[name.start : name.end]:
            yield name


def _find_closing(text: str) -> Iterator[Find]:
    """A name after which nothing comes but a full stop or an age."""
    start = max(0, len(text.rstrip()) - _LONGEST_END)
    for found in _CLOSING.finditer(text, start):
        capital = not found["firm"] and not set(found["sign"]) & set(",\n-")
        name = read_name(text, found.end(), capital=capital)
        if name is not None and _is_last(text, name):
            yield name


def _find_signature(text: str) -> Iterator[Find]:
    """A name after a dash, or alone in the last line."""
    start = max(0, len(text.rstrip()) - _LONGEST_END)
    for found in _DASH.finditer(text, start):
        name = read_name(text, found.end(), capital=True)
        if name is not None and _CLOSES.match(text, name.end):
            yield name
    for found in _LAST_SENTENCE.finditer(text, start):
        name = read_name(text, found.end(), capital=True)
        if (
            name is not None
            and _CLOSES.match(text, name.end)
            and " " in text[name.start : name.end]
        ):
            yield name
    if not _LIST.fullmatch(text):
        for found in _LAST_LINE.finditer(text, start):
            name = read_name(text, found.end(), capital=True)
            if name is not None and _CLOSES.match(text, name.end):
                yield name


def _is_last(text: str, name: Find) -> bool:
    words = text[name.start : name.end].casefold().split()
    small = text[name.start].islower()
    if small and (len(words) > 2 or not _CLOSING_WORDS.isdisjoint(words)):
        return False
    return _CLOSES.match(text, name.end) is not None
