"""Text without what only hides things in it, and a copy of it to search in.

Both have the same length, so a find in the copy is a find in the text.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_MARKS = frozenset({"Mn", "Me"})
_BLANKS = "\t\r\v\f"
_BREAKS = "\x85\u2028\u2029"
_JOINERS = "\u200c\u200d"
"""Between letters of Bengali, Arabic and others they are part of the spelling."""

_PLAIN = str.maketrans("‘’ʼ`´“”–—−‐‑⁃。｡", "'''''\"\"------..")

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝ", "ABESIJKMHOPCTYXaesijopcyxdhqw")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχϲ", "ABEZHIKMNOPTYXaivopuxc")
_LOOKS_LATIN = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])
_LATIN = re.compile("[A-Za-z]")
_DISGUISED = re.compile(
    rf"(?<!\w)(?=[A-Za-z0-9_]{{0,30}}[^\x00-\x7f])[A-Za-z0-9_{_CYRILLIC[0]}{_GREEK[0]}]{{1,30}}(?!\w)"
)


def clean(text: str) -> str:
    """The text as it may be kept: without characters that cannot be seen, or that look like others.

    Zero-width and bidirectional controls can hide a number from a search, and can make a text read
    other than it is; line breaks stay. Full-width and mathematical letters and digits become the
    plain ones that they look like, and nothing is left on top of a digit. Cleaning twice changes
    nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    base = ""
    for character in text:
        look = _look(character)
        if unicodedata.category(character) in _MARKS:
            if base.isdigit():
                continue
        elif look and look not in _JOINERS:
            base = look
        shown.append(look)
    return _keep_joiners("".join(shown))


def _look(character: str) -> str:
    """A character as it is kept; empty where nothing is seen of it."""
    if character in _BLANKS:
        return " "
    if character == "\n" or character in _BREAKS:
        return "\n"
    if character in _JOINERS:
        return character
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and " " <= plain < "\x7f" else character


def _keep_joiners(text: str) -> str:
    """The text with a joiner only where it alone joins two letters of a script that uses it."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    padded = f" {text} "
    return "".join(
        character
        for place, character in enumerate(text, start=1)
        if character not in _JOINERS
        or (_is_joined(padded[place - 1]) and _is_joined(padded[place + 1]))
    )


def _is_joined(character: str) -> bool:
    return character > "\u058f" and unicodedata.category(character)[0] in "LM"


def searchable(text: str) -> str:
    """A copy as long as the text, with digits as 0-9 and with plain quotes, dashes and dots.

    Cyrillic and Greek letters that look like Latin ones become those, where they stand for them.
    """
    copy = text.translate(_PLAIN)
    if copy.isascii():
        return copy
    digits = "".join(
        str(digit) if (digit := unicodedata.decimal(one, None)) is not None else one for one in copy
    )
    return _unmask(digits)


def _unmask(text: str) -> str:
    """The text with Latin letters where others only look like them.

    A small word of nothing but such letters can be a word of its own language: it is changed only
    in a text that has Latin letters elsewhere.
    """
    latin = _LATIN.search(text) is not None
    return _DISGUISED.sub(
        lambda word: word[0].translate(_LOOKS_LATIN) if latin or _is_sign(word[0]) else word[0],
        text,
    )


def _is_sign(word: str) -> bool:
    """Whether a word has digits, or capitals alone as the mark of a vehicle has."""
    return not word.isalpha() or (word.isupper() and len(word) > 1)
