"""A text without what identifies people.

Patterns find what has a form (numbers, addresses, marks) and names that something introduces. A
name that nothing introduces cannot be told from another word, so a person still reads every comment
before any of it is quoted.
"""

from __future__ import annotations

from dataclasses import dataclass

from surveys.redaction.finds import TOKEN, Find, merge, take_out
from surveys.redaction.net import find_net
from surveys.redaction.normalising import clean, searchable
from surveys.redaction.numbers import find_numbers
from surveys.redaction.officers import find_officers
from surveys.redaction.people import find_people
from surveys.redaction.places import find_places

_FINDERS = (find_net, find_places, find_numbers, find_officers, find_people)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text as it may be kept.

    Attributes:
        text: The text with a token such as ``[phone]`` in the place of each find.
        found: The kinds of what was found, in the order of the text.
    """

    text: str
    found: tuple[str, ...] = ()


def redact(text: str) -> Redacted:
    """The text with what identifies people replaced by tokens.

    What was redacted once stays as it is when redacted again.
    """
    kept = clean(text)
    copy = searchable(kept)
    tokens = [found.span() for found in TOKEN.finditer(copy)]
    finds = [
        find
        for find_kind in _FINDERS
        for find in find_kind(copy)
        if not any(start < find.end and find.start < end for start, end in tokens)
    ]
    merged = merge(kept, finds)
    return Redacted(take_out(kept, merged), tuple(_name_kind(find) for find in merged))


def _name_kind(find: Find) -> str:
    return find.kind.value
