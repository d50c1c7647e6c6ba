"""What was found in a text, and the text with it taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What identifies somebody; in the order in which one find outranks another."""

    OFFICER = "officer"
    EMAIL = "email"
    LINK = "link"
    HANDLE = "handle"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PERSONAL_NUMBER = "personal_number"
    PHONE = "phone"
    VEHICLE = "vehicle"
    NAME = "name"


_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_TOKENS = {kind: f"[{kind}]" for kind in Kind} | {Kind.PERSONAL_NUMBER: "[number]"}
TOKEN = re.compile("|".join(re.escape(token) for token in _TOKENS.values()))
_BETWEEN = re.compile(r"[\s,;/&-]*")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;/&-]*(?:[A-Z][\w'.-]{0,24}[\s,;/&-]+){0,4}")
"""Between a flat and its street stands the name of the house."""


@dataclass(frozen=True, slots=True)
class Find:
    """Where in a text something of a kind stands."""

    start: int
    end: int
    kind: Kind


def merge(text: str, finds: Iterable[Find]) -> list[Find]:
    """The finds in order, apart from each other.

    Finds that overlap become one, of the kind that outranks. Finds of one kind with nothing but a
    comma or a space between them are one thing: a flat and its street, a title and a name.
    """
    merged: list[Find] = []
    for find in sorted(finds, key=lambda one: (one.start, -one.end)):
        last = merged[-1] if merged else None
        if last is not None and (
            find.start < last.end
            or (
                find.kind is last.kind and _between(last.kind).fullmatch(text, last.end, find.start)
            )
        ):
            kind = min(last.kind, find.kind, key=_RANK.__getitem__)
            merged[-1] = Find(last.start, max(last.end, find.end), kind)
        else:
            merged.append(find)
    return merged


def _between(kind: Kind) -> re.Pattern[str]:
    return _BETWEEN_ADDRESSES if kind is Kind.ADDRESS else _BETWEEN


def take_out(
    text: str, finds: Sequence[Find], tokens: Sequence[Find] = ()
) -> tuple[str, list[Find]]:
    """The text with a token in the place of each find, and where all its tokens stand.

    Args:
        text: What was searched.
        finds: What was found in it, apart from each other and from the tokens.
        tokens: The tokens that an earlier search put into it.
    """
    pieces: list[str] = []
    placed: list[Find] = []
    at = length = 0
    for find in sorted([*finds, *tokens], key=lambda one: one.start):
        token = _TOKENS[find.kind]
        length += find.start - at + len(token)
        pieces += [text[at : find.start], token]
        placed.append(Find(length - len(token), length, find.kind))
        at = find.end
    return "".join([*pieces, text[at:]]), placed
