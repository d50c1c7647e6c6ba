"""Which language a comment is in, as far as that decides whether it can be coded.

Another script tells at once. In Latin letters the small words tell: a comment is in another
language where more of its words are that language's than English. Words that are in both lists
("no", "a", "come") are in neither; a word by which a theme is met ("NOS", the gas) counts as
English. This says "not English" well and which language only roughly; what is not English is
counted, kept and left for a reader of the language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.comments.words import PAUSE, TAKEN_OUT, Words
from surveys.plain_yaml import read_plain_yaml

ENGLISH = "en"
UNDETERMINED = "und"
FEWEST_WORDS = 4
"""A comment in Latin letters without one known word is not English from this many words on."""
_FILE = Path(__file__).with_name("languages.yaml")
_SCRIPTS = {
    "BENGALI": "bn",
    "ARABIC": "ar",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "GREEK": "el",
    "HEBREW": "he",
    "ETHIOPIC": "am",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
}


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Words by which languages in Latin letters are told apart.

    Attributes:
        english: Common English words that no other list has.
        others: For each other language, words that English has not.
    """

    english: frozenset[str]
    others: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def load_small_words() -> SmallWords:
    """The lists that ship."""
    lists = read_plain_yaml(_FILE.read_text("utf-8"))
    others = {code: frozenset(words.split()) for code, words in lists["others"].items()}
    return SmallWords(frozenset(lists["english"].split()), others)


def find_language(
    text: str, sentences: Sequence[Words], known: Container[str], said: Container[str] = ()
) -> str:
    """The language of a comment, as a code of ISO 639-1, or ``und`` for one that is not known.

    Args:
        text: The comment, whose letters tell its script.
        sentences: Its words.
        known: Further English words: those of the codebook.
        said: Words by which a theme is met, which weigh as much as small English ones; where that
            makes it even, the rest must be known as well ("NOS", and not "nos sentimos").
    """
    script = _script(text)
    if script != "LATIN":
        return _SCRIPTS.get(script, UNDETERMINED)
    small = load_small_words()
    words = [word for words in sentences for word in words if word not in {PAUSE, TAKEN_OUT}]
    words = [word for word in words if not word.isdecimal()]
    english = sum(word in small.english for word in words)
    met = sum(word in said and word not in small.english for word in words)
    language, most = _find_most_like(words, small)
    even = most == english + met and met and any(word not in known for word in words)
    if even or most > english + met:
        return language
    readable = english + sum(word in known for word in words)
    if len(words) >= FEWEST_WORDS and readable * FEWEST_WORDS < len(words):
        return UNDETERMINED
    return ENGLISH


def _find_most_like(words: Sequence[str], small: SmallWords) -> tuple[str, int]:
    """The other language that has most of the words, and how many; English where none has any."""
    language, most = ENGLISH, 0
    for code, theirs in small.others.items():
        count = sum(word in theirs for word in words)
        if count > most:
            language, most = code, count
    return language, most


def _script(text: str) -> str:
    """The script of most letters; LATIN where there are none."""
    if text.isascii():
        return "LATIN"
    counts = Counter(_script_of(sign) for sign in text if sign.isalpha())
    return counts.most_common(1)[0][0] if counts else "LATIN"


@lru_cache(maxsize=4096)
def _script_of(sign: str) -> str:
    return unicodedata.name(sign, "UNKNOWN").split(" ", maxsplit=1)[0]
