"""How far a name goes that begins at a place in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.redaction.finds import Find, Kind
from surveys.redaction.ordinary import NOT_NAMES
from surveys.redaction.words import NAME_PARTS, PARTICLES, split_words

MOST_WORDS = 5
"""Words of a name, particles and initials left out."""

MOST_LOUD_WORDS = 2
"""Where everything has capitals, these do not show where a name ends."""

BEGINS = r"(?=[^\W\d_])"
"""Where a word begins."""

THEN = rf"[\s:,.\"'*(-]{{1,5}}{BEGINS}"
"""What stands between an introduction and a name."""

NAMES_TOO = split_words(
    "april august best big black brown christian day driver england english field french good",
    "hope irish june little london long love major may north park parks small west white will",
    "young",
)
"""Ordinary words that are names where something leaves no doubt that a name comes."""

SIGNS = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u09d7"
)
"""Accents, and the vowel signs of Arabic, Hindi and Bengali, which are no letters to a pattern."""

_WORD = re.compile(rf"[^\W\d_](?:[^\W_]|[{SIGNS}]|['.-](?=[^\W\d_])){{0,29}}\.?")
_INITIAL_A = re.compile(r"A\s[A-Z][a-z]")
_LETTER_BY_LETTER = re.compile(r"[^\W\d_](?:[\s.-][^\W\d_]){2,24}(?![\w'])")
_GAP = re.compile(r"[ \u00a0]{1,3}")
_AND = re.compile(r"\s(?:and|&|\+|or)\s|,\s(?:and\s)?")
_EDGE = re.compile(
    r"\s{0,2}(?:$|[,.;:!?)\n-])|\s(?:and\s(?:i|im|i'm|my)|i|im|i'm|from|here|living)\b",
    re.IGNORECASE,
)
_LEAST_LETTERS = 12
_LEAST_WORDS = 5


def is_loud(text: str) -> bool:
    """Whether capitals tell nothing: nearly all letters are capitals, or most words begin so."""
    letters = [*filter(str.isalpha, text)]
    if len(letters) >= _LEAST_LETTERS and sum(map(str.isupper, letters)) > 0.7 * len(letters):
        return True
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > _LEAST_WORDS and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def read_name(
    text: str, at: int, *, capital: bool, certain: bool = False, loud: bool = False
) -> Find | None:
    """The name that begins at a place, if what stands there can be one.

    Args:
        text: What is searched.
        at: Where a name would begin.
        capital: Whether its first word must have a capital.
        certain: Whether a name must come there, so that "Brown" is one.
        loud: Whether capitals tell nothing in this text.
    """
    most = MOST_LOUD_WORDS if loud else MOST_WORDS
    end, words, small, part = at, 0, False, False
    for word in _read_words(text, at):
        plain = word[0].rstrip(".").casefold().removesuffix("'s")
        lower = word[0][0].islower()
        if not loud and _is_initial(text, word, certain=certain):
            end = word.end()
            continue
        if plain in PARTICLES and (words or not capital):
            continue
        if plain in NOT_NAMES and (lower or not certain or plain not in NAMES_TOO):
            break
        known = plain in NAME_PARTS
        if not (known and words):
            fits = not lower or _may_be_small(text, word, words, small, part, capital)
            if words >= most or not fits:
                break
        small = small or (lower and not words)
        words += 1
        end, part = word.end(), known
    if not words:
        return None
    last = text[at:end].rsplit(maxsplit=1)[-1]
    stop = len(last) > len("K.") and last.endswith(".")
    return Find(at, end - stop, Kind.NAME)


def read_names(
    text: str, at: int, *, capital: bool, certain: bool = False, loud: bool = False
) -> Iterator[Find]:
    """A name, and those named with it: "Rafi and Sana"."""
    spelled = _LETTER_BY_LETTER.match(text, at) if certain else None
    if spelled is not None:
        yield Find(*spelled.span(), Kind.NAME)
        return
    name = read_name(text, at, capital=capital, certain=certain, loud=loud)
    while name is not None:
        yield name
        joined = None if loud else _AND.match(text, name.end)
        name = read_name(text, joined.end(), capital=True) if joined else None


def skip_gap(text: str, at: int) -> int:
    """Where the next word begins."""
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _is_initial(text: str, word: re.Match[str], *, certain: bool) -> bool:
    """Whether a word is an initial: "K.", a capital alone that is no word, or "A" before a name."""
    letter = word[0].rstrip(".")
    if len(letter) != 1 or not letter.isupper():
        return False
    if word[0].endswith(".") or letter not in "AI":
        return True
    return certain and _INITIAL_A.match(text, word.start()) is not None


def _may_be_small(
    text: str, word: re.Match[str], words: int, small: bool, part: bool, capital: bool
) -> bool:
    """Whether a word without a capital can belong to a name of which some words were read."""
    if not words:
        return not capital
    if part or (small and words == 1):
        return True
    return words < 4 and not capital and _EDGE.match(text, word.end()) is not None


def _read_words(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words from a place on, as long as nothing but a space stands between them."""
    while word := _WORD.match(text, at):
        yield word
        gap = _GAP.match(text, word.end())
        if gap is None or (word[0].endswith(".") and len(word[0]) > len("Dr.")):
            return
        at = gap.end()
