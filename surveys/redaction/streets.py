"""Streets whose names hide them: no word for a street, or words that mostly count something.

Streets of Tower Hamlets, from general knowledge, not from a gazetteer: unverified and not complete.
A street with a plain name and a word for a street ("Cable Street") needs no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.words import any_of

STREETS = (
    "broadway",
    "crossharbour",
    "hermitage wall",
    "heron quays",
    "limeharbour",
    "marsh wall",
    "mile end place",
    "mile end rd",
    "mile end road",
    "millharbour",
    "minories",
    "pennyfields",
    "the broadway",
    "the highway",
    "the minories",
    "thomas more st",
    "thomas more street",
    "wapping wall",
)
_NEW_ROAD = r"(?-i:New\sR(?:oa)?d)"
"""In small letters these are roads that are new: "3 new road crossings"."""

_NAMED = re.compile(
    r"(?<![\w£.:])(?:(?:number|no|nr|#)\.?\s?)?"
    r"(?P<number>\d{1,4}(?:\s?[a-z](?=[\s,]))?(?:\s?[-/&]\s?\d{1,4}[a-z]?)?),?\s{1,3}"
    rf"(?:{any_of(STREETS)}|{_NEW_ROAD})(?!\w)",
    re.IGNORECASE,
)


def find_named_streets(text: str) -> Iterator[re.Match[str]]:
    """A number before one of the streets."""
    yield from _NAMED.finditer(text)
