"""A text as plain words, however it was typed.

Capitals, accents of typography, invisible characters, apostrophes and masked letters ("r*ped") make
no difference. A sentence's end is a word of its own, so that nothing is matched across it.
"""

from __future__ import annotations

import re
import unicodedata

EDGE = ""
"""Where a sentence begins or ends."""

_MARKS = "\u0300-\u036f\u0980-\u0983\u09bc-\u09cd\u09d7"
"""Accents and the vowel signs of Bengali, which are no letters to a pattern."""

_PARAGRAPHS = re.compile(r"\n\s*\n")

_PIECE = re.compile(rf"[^\W_][\w{_MARKS}]*(?:[*@$]+[\w{_MARKS}]+)*|[.!?;\n।…]+")
_IN_WORDS = re.compile(r"(?<=\w)['’ʼ‘`´](?=\w)")
_SPELLED = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){3,}(?!\S)")
_MASKED = str.maketrans({"*": "", "@": "a", "$": "s", "_": ""})
_FOR_LETTERS = str.maketrans("013457", "oieast")
_REPEATED = re.compile(r"(.)\1{2,}")

_LEAST_LETTERS = 6
"""Shorter words have too many others that differ by a slip."""


def list_readings(text: str) -> list[list[str]]:
    """The words with every line a sentence, and once more with single line breaks passed over.

    Some people break a line where a sentence ends, others in the middle of one.
    """
    run_on = "\n\n".join(part.replace("\n", " ") for part in _PARAGRAPHS.split(text))
    return [read_words(one) for one in dict.fromkeys((text, run_on))]


def read_words(text: str) -> list[str]:
    """The words in lower case, with `EDGE` around each sentence."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isascii():
        folded = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    joined = _SPELLED.sub(lambda found: found[0].replace(" ", ""), _IN_WORDS.sub("", folded))
    words = [EDGE]
    for piece in _PIECE.findall(joined):
        word = piece.translate(_MASKED) if piece[0].isalnum() else EDGE
        if word or words[-1]:
            words.append(word)
    return words if words[-1] == EDGE else [*words, EDGE]


def list_forms(word: str) -> list[str]:
    """The word, and what it is without letters held down or digits for letters."""
    forms = [word]
    if not word.isalpha() and any(sign.isdigit() for sign in word) and not word.isdigit():
        forms.append(word.translate(_FOR_LETTERS))
    if _REPEATED.search(word):
        forms += [_REPEATED.sub(r"\1\1", word), _REPEATED.sub(r"\1", word)]
    return forms


def find_slip_key(word: str) -> str:
    """What a word shares with its commonest slips: letters swapped, doubled or not doubled.

    Empty for short words, where a slip often is another word.
    """
    if len(word) < _LEAST_LETTERS:
        return ""
    return word[0] + "".join(sorted(set(word[1:-1]))) + word[-1]
