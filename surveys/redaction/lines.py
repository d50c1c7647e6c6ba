"""The rest of a name on the line below: "my name is Rafi", then "Khan" as the next message.

The chat joins the messages of one answer by line breaks, and has only what was kept of the earlier
ones: what stands above is a token, so the words that introduced it decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.given import GIVEN_NAMES
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import NAME_PARTS, RELATIONS, any_of, split_words

_NEXT_LINE = re.compile(
    r"\[name\][ .,!]{0,3}\n {0,3}(?P<words>[^\W\d_][\w'.-]{1,24}(?: [^\W\d_][\w'-]{1,24})?)"
    r"[ .,!?)]{0,4}(?=\n|$)"
)
_INTRODUCED = re.compile(
    r"(?:\b(?:(?:sur|nick)?names?(?:'?s|\s(?:is|was|are|be))?|called|named|known\sas|go(?:es)?\sby|"
    rf"calls?\s(?:him|her|them|me)|i'?m|i\sam|this\sis|my\s{any_of(RELATIONS)}(?:\s(?:is|was))?))[\s:,\"'=-]{{0,3}}$",
    re.IGNORECASE,
)
_FARTHEST = 60
_KNOWN = NAME_PARTS | GIVEN_NAMES
_PLAIN_END = re.compile(r"(?:.{4}ing|ings|tions?|ism|ness|ments?|less)$")
_SUBJECTS = split_words(
    "abuse arson assault attacks begging burglary cold damp dealing dirt fights fire fires hate",
    "homeless language mugging mum parents pigeons problem problems rape rats shops smell smells",
    "smoke smokers spit stairs stairwell stink urine vapes violence weed windows",
)
"""What people list a word a line, and what no other list here has."""


def find_on_next_lines(text: str) -> Iterator[Find]:
    """A word alone on the line below a name that something introduced."""
    if "[name]" not in text or "\n" not in text:
        return
    for found in _NEXT_LINE.finditer(text):
        words = found["words"].rstrip(".").casefold().split()
        if not NOT_NAMES.isdisjoint(words) or not _SUBJECTS.isdisjoint(words):
            continue
        before = _find_before(text, found.start())
        if words[-1] in _KNOWN or (len(words) == 1 and _goes_on(before, found["words"])):
            yield Find(*found.span("words"), Kind.NAME)


def _find_before(text: str, at: int) -> str:
    """What stands before a name: on its line, or on the line above where it has its own."""
    before = text[max(0, at - _FARTHEST) : at].rstrip(" -*")
    return before.removesuffix("\n").rpartition("\n")[2]


def _goes_on(before: str, word: str) -> bool:
    """Whether an unknown word can be more of a name.

    It has a capital, or nothing before it has one but the first word.
    """
    if _INTRODUCED.search(before) is None or _PLAIN_END.search(word.casefold()):
        return False
    return word[0].isupper() or before.lstrip()[1:].islower()
