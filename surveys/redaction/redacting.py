"""A text without what identifies people.

Patterns find what has a form (numbers, addresses, marks) and names that something introduces. A
name that nothing introduces cannot be told from another word, so a person still reads every comment
before any of it is quoted.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from surveys.redaction.addresses import find_addresses
from surveys.redaction.finds import TOKEN, Find, merge, take_out
from surveys.redaction.handles import find_handles
from surveys.redaction.marks import find_marks
from surveys.redaction.net import find_emails, find_links
from surveys.redaction.normalising import clean, searchable
from surveys.redaction.officers import find_officers
from surveys.redaction.people import find_people
from surveys.redaction.personal import find_personal_numbers
from surveys.redaction.phones import find_phones
from surveys.redaction.positions import find_positions

_FINDERS = (
    find_emails,
    find_links,
    find_handles,
    find_addresses,
    find_positions,
    find_marks,
    find_phones,
    find_personal_numbers,
    find_officers,
    find_people,
)


MOST_SEARCHES = 8
"""Far more than any text needs: it ends even where each search would find something new."""


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

    It is searched again until nothing is found, because a token can change what stands beside it;
    so what was redacted once stays as it is when redacted again. Tokens that somebody typed stay,
    and are not counted among what was found.
    """
    kept, tokens = clean(text), list[Find]()
    for _ in range(MOST_SEARCHES):
        finds = _find_all(kept)
        if not finds:
            break
        kept, tokens = take_out(kept, finds, tokens)
    return Redacted(kept, tuple(token.kind.value for token in tokens))


def _find_all(text: str) -> list[Find]:
    """What identifies people in a cleaned text, apart from each other; tokens are left alone."""
    copy = searchable(text)
    tokens = [found.span() for found in TOKEN.finditer(copy)]
    finds = [find for find_kind in _FINDERS for find in find_kind(copy)]
    return merge(text, (find for find in finds if not _touches(find, tokens)))


def _touches(find: Find, tokens: list[tuple[int, int]]) -> bool:
    """Whether a find takes part of a token; tokens are in order and apart."""
    next_token = bisect_right(tokens, find.start, key=lambda token: token[1])
    return next_token < len(tokens) and tokens[next_token][0] < find.end
