"""A comment as words: one spelling for each, contractions written out, sentence by sentence.

Cues are written in the same plain words, and pass through the same function, so that "fly-tipping",
"Fly tipping" and "fly\N{NON-BREAKING HYPHEN}tipping" are one.
"""

from __future__ import annotations

import re
import unicodedata

PAUSE = ","
"""The word that stands for a comma: no cue has it, so that no cue is met across one by accident."""
TAKEN_OUT = "[]"
"""The word that stands for a detail that redaction took out; no cue has it."""
OFFICER = "[officer]"
"""A police officer's name or number taken out: what is left still speaks of police."""

MOST_WORDS = 120
"""A run of words longer than this is cut, so that reading takes time in step with the length."""

Words = tuple[str, ...]

JOINS = frozenset([PAUSE, "and", "so", "because", "since", "then", "or", "as"])
"""Words that begin a clause."""

_TOKEN = re.compile(r"\[[a-z ]{1,20}\]")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u0060\u00b4\u2032"), "'")
_SPELLED = re.compile(r"\b(?:n\s?/\s?a|e\.g\.?|i\.e\.?|a\.m\.?|p\.m\.?)")
_FULL = {"n/a": "na", "n / a": "na", "e.g": "eg", "i.e": "ie", "a.m": "am", "p.m": "pm"}
_WORD = re.compile(r"[\ue000\ue001]|[^\W_]+(?:'[^\W_]+)*'?|&|[,\u060c]")
_SIGNS = {",": PAUSE, "\u060c": PAUSE, "\ue000": TAKEN_OUT, "\ue001": OFFICER}
_END = re.compile(
    r"[.!?\u2026]+(?=\s|$|[^\w])|[;:\n\r()\[\]{}|/\u2022\u0964\u061f]+"
    r"|\s[-\u2013\u2014]+\s|[\u2013\u2014]|[.!?]{2,}"
)
_BREAKS = frozenset(
    ["but", "however", "although", "though", "except", "yet", "whereas", "while", "apart", "tho"]
)
_NOT = {
    "cannot": "can",
    "cant": "can",
    "wont": "will",
    "aint": "is",
    "ain't": "is",
    "can't": "can",
    "won't": "will",
    "shan't": "shall",
} | {
    f"{verb}n{mark}t": verb
    for verb in (
        *("do", "does", "did", "is", "are", "was", "were", "has", "have", "had"),
        *("could", "should", "would", "must", "need"),
    )
    for mark in ("'", "")
}
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'d": "would"}
_WRITTEN_OUT = {
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "theyre": "they are",
    "weve": "we have",
    "theres": "there is",
    "thats": "that is",
    "whats": "what is",
    "its": "it is",
    "dunno": "do not know",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "noone": "no one",
    "alot": "a lot",
    "pls": "please",
    "plz": "please",
    "u": "you",
    "r": "are",
    "ur": "your",
    "thx": "thanks",
    "ty": "thanks",
    "w": "with",
    "&": "and",
    "n": "and",
    "bcos": "because",
    "cos": "because",
    "coz": "because",
    "bc": "because",
}
_IS = frozenset(["it", "that", "there", "he", "she", "what", "who", "where", "here", "how"])


def split_sentences(text: str) -> tuple[Words, ...]:
    """The words of each sentence, and of each part that a dash, a bracket or "but" sets apart.

    Case, hyphens, typographic apostrophes, invisible characters and contractions make no
    difference: ``don't``, ``don\N{RIGHT SINGLE QUOTATION MARK}t`` and ``dont`` are ``do not``. A
    comma is a word of its own, and begins what "but" sets apart. Time and space grow with the
    length of the text and with nothing else.
    """
    pieces = _END.split(_plain(text))
    return tuple(sentence for piece in pieces for sentence in _break(_words_of(piece)))


def words_of(phrase: str) -> Words:
    """The words of a phrase as they would stand in a comment."""
    return tuple(_words_of(_plain(phrase)))


def has_letters(text: str) -> bool:
    """Whether there is any letter besides details taken out; emoji and signs are none."""
    return any(sign.isalpha() for sign in _TOKEN.sub("", text))


def cut_clauses(words: Words) -> list[int]:
    """The number of the clause that each word of a sentence is in."""
    cuts, number = [], 0
    for word in words:
        number += word in JOINS
        cuts.append(number)
    return cuts


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    visible = "".join(
        sign
        for sign in folded
        if unicodedata.category(sign) not in {"Cf", "Cc"} or sign in "\n\r\t"
    )
    # The brackets would end a sentence: a word without them stands for the detail meanwhile.
    marked = _TOKEN.sub(" \ue000 ", visible.replace(OFFICER, " \ue001 "))
    return _SPELLED.sub(
        lambda found: _FULL.get(found.group().strip().rstrip("."), found.group()), marked
    )


def _words_of(piece: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(piece):
        if word in _SIGNS:
            words.append(_SIGNS[word])
        elif word in _NOT:
            words += [_NOT[word], "not"]
        elif "'" in word:
            words += _open(word)
        else:
            words += _WRITTEN_OUT.get(word, word).split(" ")
    return words


def _open(word: str) -> list[str]:
    """The words of one with an apostrophe in it."""
    stem, _, end = word.rpartition("'")
    full = _ENDINGS.get(f"'{end}")
    if full:
        return [stem, full]
    if end == "s":
        return [stem, "is"] if stem in _IS else [stem]
    return [stem or end] if not end else [word.replace("'", "")]


def _break(words: list[str]) -> list[Words]:
    parts: list[list[str]] = [[]]
    for word in words:
        # "Anything but safe" is one phrase, and sets nothing apart.
        sets_apart = word in _BREAKS and parts[-1][-1:] != ["anything"]
        if sets_apart or len(parts[-1]) == MOST_WORDS:
            parts.append([PAUSE] if sets_apart else [])
        if not sets_apart:
            parts[-1].append(word)
    return [tuple(part) for part in parts if part not in ([], [PAUSE])]
