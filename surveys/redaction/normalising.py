"""Text without what only hides things in it, and a copy of it to search in.

Both have the same length, so a find in the copy is a find in the text.
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"
"""Between letters of Bengali, Arabic and others they are part of the spelling."""

_PLAIN = str.maketrans("‘’ʼ`´“”–—−‐‑⁃", "'''''\"\"------")


def clean(text: str) -> str:
    """The text without characters that cannot be seen, and with plain ones for look-alikes.

    Zero-width and bidirectional controls can hide a number from a search, and can make a text read
    other than it is; line breaks stay. Full-width and mathematical letters and digits become the
    plain ones that they look like.
    """
    shown = (_look(text, place) for place in range(len(text)))
    return "".join(shown)


def _look(text: str, place: int) -> str:
    """A character as it is kept; empty where nothing is."""
    character = text[place]
    if character < "\x7f":
        return character if character >= " " or character == "\n" else _blank(character)
    if character in _JOINERS:
        return character if _stands_between_letters(text, place) else ""
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and " " <= plain < "\x7f" else character


def _blank(character: str) -> str:
    return " " if character in "\t\r\v\f" else ""


def _stands_between_letters(text: str, place: int) -> bool:
    """Whether a joiner joins letters of a script that uses it."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(
        unicodedata.category(one)[0] in "LM" and one > "\u058f" for one in around
    )


def searchable(text: str) -> str:
    """A copy as long as the text, with digits of every script as 0-9 and plain quotes and dashes."""
    copy = text.translate(_PLAIN)
    if copy.isascii():
        return copy
    return "".join(
        str(digit) if (digit := unicodedata.decimal(one, None)) is not None else one for one in copy
    )
