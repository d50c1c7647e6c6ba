"""A text without what identifies people."""

from __future__ import annotations

from dataclasses import dataclass


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
    """The text with what identifies people replaced by tokens."""
    return Redacted(text)
