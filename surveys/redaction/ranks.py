"""What officers are called, and what their numbers look like, as parts of patterns."""

from __future__ import annotations

import re

from surveys.redaction.words import GUARDS, RANKS, any_of, split_words

NOT_COUNTED = (
    r"(?![\w%])(?!\s?(?:%|years?|yrs?|hours?|hrs?|min|mins|minutes?|times?|weeks?|months?|days?|nights?|"
    r"pm|am|o'clock|per|metres?|miles?|yards?|people|more|monitors?|strong|to|plus|and\sa\shalf)\b)"
    r"(?![/:.,]\d)(?!\s?\d[a-z]{2}\b)"
)
MARK = (
    r"(?:(?-i:[A-Z]{1,3})[\s/-]?)?(?-i:[lIO]?)\d{1,6}(?:,\d{3}(?!\d)|(?:[\s-]\d{1,4}(?![\w,])){1,4})?"
    rf"(?:[\s/-]?(?-i:[A-Z]{{1,3}})(?!['.]\s?\w)|[a-z]{{1,3}})?{NOT_COUNTED}"
)
"""A number of an officer, with the letters of a borough before or behind: 1234, 457HT."""

NUMBER = any_of(
    split_words("id identification no nos nr num number numbers numeral numerals"),
)
WORN = any_of(
    split_words(
        "badge cap collar employee epaulet epaulets epaulette epaulettes force lapel shoulder",
        "staff tag warrant",
    )
)
FILLER = (
    r"(?:[\s,:;(\[/#'\"*_-]{0,3}(?:with|w/|whose|who|his|her|their|the|a|card|was|is|were|of|had|has|having|reads?|"
    rf"said|says|saying|numbered|called|s|ku|{WORN}|{NUMBER})(?:\b|(?<=/))\.?){{0,6}}"
    r"[\s,:;(\[/#'\"*_-]{0,3}"
)
"""What people put between an officer and a number: ", badge number "."""

_KIND_OF = any_of(
    split_words(
        "a/ acting asb btp ch chief city civil community council det detective enforcement female",
        "housing licensing male met neighbourhood noise park parking patrol police revenue safer",
        "safety security snt special stop street t t/ temporary ticket traffic",
    )
)
RANK = (
    rf"(?<![\w'])(?=[a-z])(?:{_KIND_OF}[\s/]?){{0,2}}(?:{any_of(RANKS)}|(?-i:[Cc]on)|p/c|(?-i:P\sC)|d\.[cis]|"
    r"(?-i:PS|SC|CEO|CEOs))(?!\w)\.?"
)
"""An officer by rank."""

ANY_GUARD = rf"(?<![\w'])(?=[a-z])(?:{_KIND_OF}\s){{0,2}}(?:{any_of(GUARDS)})(?!\w)"
"""Officers, the police, or anybody who guards."""

_GUARDIAN = any_of(
    split_words(
        "attendant bobby cop copper detective fed guard officer policeman policewoman ranger",
        "special warden",
    )
)
GUARD = (
    rf"(?<![\w'])(?=[a-z])(?:{_KIND_OF}\s){{0,2}}(?:{_GUARDIAN}|police\s(?:lady|man|woman)|"
    r"lady\sofficer)(?!\w)"
)
"""One of them."""

SPEAKS_OF_OFFICERS = re.compile(
    rf"\b(?=\w)(?:{any_of(RANKS | GUARDS)}|{WORN}|{NUMBER}|con|p/c|p\sc|d\.[cis]|ps|sc|ceos?|"
    r"special|feds?|uniform|vest|jacket|arm|hat|(?:pcs?|pcso|wpc|d[cs]|theo|sgt|badge|officer|officerno)-?\d\w*|"
    r"\d{1,5}[a-z]{1,3})s?\b",
    re.IGNORECASE,
)
"""Whether anything in a text can be about an officer: most texts need no longer search."""
