"""Names after words that introduce other things as well, told apart by a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.given import GIVEN_NAMES
from surveys.redaction.names import BEGINS, THEN, read_name, read_names
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.relations import find_relations
from surveys.redaction.words import ROLES, WEAK_TITLES, any_of

_WEAK_TITLE = re.compile(
    rf"(?<![\w'])(?=[^\W\d_])(?:{any_of(WEAK_TITLES | ROLES)})\.?\s{{1,3}}{BEGINS}", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:calls?\s(?:me|him|her)|named|aka|alias|a\.k\.a\.?|known\sas|know\sme\sas|nicknamed|answers\sto|"
    rf"ask\sfor|speak\s(?:to|with)|spoke\s(?:to|with)|talk(?:ed)?\sto|emailed|contact(?:ed)?){THEN}",
    re.IGNORECASE,
)
_THINGS_NAMED = re.compile(
    r"\b(?:street|road|park|pub|bar|shop|estate|block|app|club|scheme|group|gang|place|school|cafe|"
    r"operation|project|building|centre|area|company|was|were|is|are|be|been|it|which|that)\s(?:is\s)?$",
    re.IGNORECASE,
)
_GO_BY = re.compile(
    r"\bi\sgo\sby\s(?:the\sname\s(?:of\s)?)?(?P<name>(?-i:[A-Z][\w'-]{1,24}))"
    r"(?=\s?(?:$|[,.;!?)\n])|\s(?:and|round|around|here|online)\b)",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\bthe\s(?P<name>(?-i:[A-Z])[\w'-]{2,24})\s(?:family|brothers|sisters|twins|household)\b",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:call\sme|this\sis|it'?s(?:\sme)?|it\sis|(?P<own>i\sam|i'?m)|thanks|thank\syou|cheers|we\sare|me|here\sis|je\ssuis|jestem|sono|soy|"
    rf"eu\ssou|waxaan\sahay){THEN}",
    re.IGNORECASE,
)
_I_AM_SMALL = re.compile(
    rf"(?<!\w)(?:i'?m|i\sam|this\sis|it'?s)\s(?P<given>{any_of(GIVEN_NAMES - {'frank'})})(?!\w)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\s?[,-]\s|\s?\(|\s{0,2},?\s?(?:from|at|here|speaking|of|living|and\si|again|in\sflat|flat|btw|pls|"
    r"please|aged?|by\sthe\sway|mum\sof|dad\sof|for)\b|\sim\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"\s{0,2}(?:[.!\n]|$)|'s\b")


def find_by_capitals(text: str) -> Iterator[Find]:
    """Names after words that also introduce other things: a capital tells them apart."""
    for found in _WEAK_TITLE.finditer(text):
        yield from read_names(text, found.end(), capital=True)
    yield from find_relations(text)
    yield from _find_called(text)
    for found in _I_AM_SMALL.finditer(text):
        name = read_name(text, found.start("given"), capital=False)
        if name is None or "'s" in text[name.start : name.end]:
            continue
        if _GOES_ON.match(text, name.end) or _SENTENCE_ENDS.match(text, name.end):
            yield name
    for found in _DOUBTFUL.finditer(text):
        for name in read_names(text, found.end(), capital=True):
            if _is_likely(text, name, own=found["own"] is not None):
                yield name


def _find_called(text: str) -> Iterator[Find]:
    """Names after "known as" and "I go by", and of families."""
    for found in _CALLED.finditer(text):
        if not _THINGS_NAMED.search(text, max(0, found.start() - 20), found.start()):
            yield from read_names(text, found.end(), capital=True, certain=True)
    for pattern in (_FAMILY, _GO_BY):
        for found in pattern.finditer(text):
            if found["name"].casefold() not in NOT_NAMES:
                yield Find(*found.span("name"), Kind.NAME)


def _is_likely(text: str, name: Find, *, own: bool) -> bool:
    """Whether what follows "I am" or "this is" is a name, by its length and what comes next."""
    words = text[name.start : name.end]
    if words.isupper():
        return False
    ends = own and _SENTENCE_ENDS.match(text, name.end) is not None
    return ends or len(words.split()) > 1 or _GOES_ON.match(text, name.end) is not None
