"""Names of people, found by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.capitals import find_by_capitals
from surveys.redaction.finds import Find, Kind
from surveys.redaction.given import GIVEN_NAMES
from surveys.redaction.languages import find_in_languages
from surveys.redaction.letters import find_letter
from surveys.redaction.lines import find_on_next_lines
from surveys.redaction.names import BEGINS, THEN, is_loud, read_names
from surveys.redaction.stated import find_stated
from surveys.redaction.words import PEOPLE, RELATIONS, ROLES, TITLES, any_of

_IS = r"(?:'?s|\s(?:is|was|are|were|be))"
_TITLE = re.compile(
    rf"(?<![\w'])(?=[^\W\d_])(?:{any_of(TITLES)}|(?<!the\s)(?<!our\s)(?<!my\s)(?<!an\s)(?<!a\s)(?:{any_of(ROLES)}))"
    rf"(?:\.\s{{0,3}}|\s{{1,3}}){BEGINS}",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:(?:(?:my|me|the|ma)\s(?:full\s|first\s|last\s|real\s|sur|nick|own\s)?|my)name"
    rf"{_IS}|names?\s(?:is|are|be|was)|name's|"
    r"i(?:'m|\sam|m)\s(?:called|named)|yours\s(?:truly|sincerely|faithfully)|"
    r"(?:posted|written|sent|submitted|reported|completed|signed)\sby|signed)"
    rf"{THEN}",
    re.IGNORECASE,
)
_ANOTHERS_NAME = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:(?:his|her|their|whose|your|\w{2,12}'s)\s"
    rf"(?:full\s|real\s|first\s|last\s|nick|sur)?name{_IS}|by\sthe\sname(?:\sof)?|"
    r"(?:they|people|friends|mates|everyone|everybody)\scalls?\sme"
    r"(?=\s\w+(?:\s(?:round|around|here|cos|and)\b|\W?$|,))|"
    rf"(?:just|please|pls|can)\scall\sme(?=\s\w+(?:\W?$|,|\.))){THEN}",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:{any_of(PEOPLE | RELATIONS)}|he|she|they|who)(?:'s|'re)?\s"
    r"(?:(?:(?:is|was|are|were|who\sis|who's|that\sis)\s)?(?:called|named)|"
    r"(?:they|we|people|everyone)\scalls?|"
    rf"(?:(?:is|was|are)\s)?(?:goes|go|going|went|known)\s(?:by|as)){THEN}",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:(?:sur|first\s|last\s|full\s|middle\s|maiden\s|nick)name(?:\sis)?[\s:=-]{1,4}|"
    r"(?:(?:sur|first|last|full|nick)\s?name|names?|resident|tenant|witness|victim|reporter|contact|complainant|"
    rf"applicant|respondent|sender|from|signed)\s?[:=]\s{{0,3}}|(?:^|\n)\s{{0,3}}name\s-\s|"
    rf"(?:^|[\n,.]\s?)names?\s(?-i:(?=[A-Z]))){BEGINS}",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"(?:^|\n)\s{0,3}(?:i\sam|i'?m)\s(?=[^\W\d_]+(?:\s[^\W\d_]+)?,?\s(?:(?:and\s)?(?:i\sam|i'?m)\s)?\d{1,2}\b)",
    re.IGNORECASE,
)
_MD = re.compile(
    rf"(?<![\w'])(?:(?:M[dD]|Mohd|M(?:os)?st)(?:\.\s?|\s{{1,3}}){BEGINS}|md\.?\s{{1,3}}(?={any_of(GIVEN_NAMES)}(?!\w)))"
)
_GREETED = re.compile(
    r"(?:^|\n)\s{0,3}(?:(?:hi|hello|hey|hiya|salaam|salam)\b,?\s(?:all\s|there\s|team\s)?"
    r"(?:this\sis|it'?s|i\sam|i'?m|my\sname)|this\sis)\s(?=[^\W\d_]+(?:\s[^\W\d_]+)?\s(?:from|here|again|and\si)\b)",
    re.IGNORECASE,
)


def find_people(text: str) -> Iterator[Find]:
    """Names after titles, after words that introduce them, and where a text begins and ends."""
    loud = is_loud(text)
    for pattern in (_TITLE, _OWN_NAME, _ANOTHERS_NAME, _SOMEBODY, _LABEL):
        for found in pattern.finditer(text):
            yield from read_names(text, found.end(), capital=False, certain=True, loud=loud)
    for pattern in (_GREETED, _AGED):
        for found in pattern.finditer(text):
            yield from read_names(text, found.end(), capital=False, loud=loud)
    yield from find_on_next_lines(text)
    yield from find_stated(text)
    yield from _find_after_md(text, loud=loud)
    yield from find_in_languages(text, loud=loud)
    yield from find_letter(text, loud=loud)
    if not loud:
        yield from find_by_capitals(text)


def _find_after_md(text: str, *, loud: bool) -> Iterator[Find]:
    """Names with the prefix that stands for Mohammad or Mosammat; "the MD" runs a firm."""
    read = 0
    for found in _MD.finditer(text):
        if found.start() < read:
            # One name can hold the prefix many times: no part of it is read twice.
            continue
        capital = found[0][0].isupper()
        for name in read_names(text, found.end(), capital=capital, loud=loud):
            yield Find(min(found.start(), name.start), name.end, Kind.NAME)
            read = name.end
