"""Roundabout ways of saying no, said plainly before cues are looked for.

"Far from safe" is "not safe", "never felt so unsafe" is "felt so unsafe", and "I don't think it is
safe" is "I do think it is not safe": themes, stances and tone then read all of them alike.
"""

from __future__ import annotations

from itertools import takewhile

from analysis.comments.codebook import Codebook
from analysis.comments.cues import CueIndex, read_cue
from analysis.comments.words import PAUSE, Words, words_of

_HOLDERS = frozenset(["do", "does", "would", "could", "can"])
_MEANT = frozenset(["think", "believe", "say", "reckon", "suppose", "call"])
_NO_CLAUSE = frozenset(["about", "of", "so", "twice", "too", "anything", "much", "no"])
_AFTER = frozenset(
    [
        *("is", "are", "am", "was", "were", "has", "have", "does"),
        *("can", "could", "will", "would", "should"),
    ]
)
_BEFORE = frozenset(["feel", "feels", "felt", "need", "needs", "help", "helps", "work", "works"])
_ENDS = frozenset([PAUSE, "and", "so", "because", "since", "or", "as", "if", "when", "until"])
_REACH = 8
"""So many words after a verb of thinking its clause is looked for its own verb."""


class Turning:
    """The phrases of a codebook that are said plainly, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        self._index = CueIndex[tuple[int, Words]](
            (
                read_cue(f"{said} {before}".strip(), codebook.lists),
                (len(words_of(said)), words_of(one.means)),
            )
            for one in codebook.plainly
            for said in one.said
            for before in one.before or ("",)
        )

    def say_plainly(self, words: Words) -> Words:
        """The sentence with each such phrase in place of what it means."""
        plain: list[str] = []
        at = 0
        met = {one.start: one.owner for one in self._index.find(words)}
        while at < len(words):
            length, means = met.get(at, (1, words[at : at + 1]))
            plain += means
            at += length
        return _move_not(tuple(plain))


def _move_not(words: Words) -> Words:
    """The sentence with "not think it is" as "think it is not"."""
    for at in range(1, len(words) - 2):
        if words[at] == "not" and words[at + 1] in _MEANT and words[at - 1] in _HOLDERS:
            place = _find_place(words, at + 2)
            if place is not None:
                return (*words[:at], *words[at + 1 : place], "not", *words[place:])
    return words


def _find_place(words: Words, start: int) -> int | None:
    """Where "not" belongs in the clause that begins here; None where nothing is said in it."""
    if words[start] in _NO_CLAUSE:
        return None
    if words[start - 1] == "call":
        return start + 1
    clause = takewhile(lambda word: word not in _ENDS, words[start : start + _REACH])
    for place, word in enumerate(clause, start):
        if word in _AFTER:
            return place + 1
        if word in _BEFORE:
            return place
    return None
