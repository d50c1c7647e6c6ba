"""Slips of the finger and slang, set right before cues are looked for."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from analysis.comments.codebook import Codebook
from analysis.comments.cues import Place, read_cue
from analysis.comments.languages import load_small_words
from analysis.comments.words import Words, words_of

SHORTEST = 7
"""Shorter words have too many neighbours: "barking" is one letter from "parking"."""


class Spelling:
    """The codebook's own slips, and words one slip away from a long word of its cues.

    Attributes:
        known: The words of its cues, whole and by their stems.
    """

    def __init__(self, codebook: Codebook) -> None:
        self._written = {slip: words_of(word) for slip, word in codebook.spellings.items()}
        places = tuple(chain.from_iterable(_places(codebook)))
        self.known = KnownWords(places)
        self._one_off: dict[str, set[str]] = {}
        for word in sorted(set(chain.from_iterable(place.exact for place in places))):
            if len(word) >= SHORTEST:
                for form in (word, *_shortened(word)):
                    self._one_off.setdefault(form, set()).add(word)

    def mend(self, words: Words) -> Words:
        """The words with slips set right; a word that is known or has two neighbours stays."""
        mended: list[str] = []
        for word in words:
            mended += self._written.get(word) or (self._near(word),)
        return tuple(mended)

    def _near(self, word: str) -> str:
        if len(word) < SHORTEST - 1 or word in self.known or word in _english_words():
            return word
        near = self._one_off.get(word, set()).union(
            *(self._one_off.get(form, ()) for form in _shortened(word))
        )
        fitting = {one for one in near if one[0] == word[0] and _is_slip(word, one)}
        return fitting.pop() if len(fitting) == 1 else word


@lru_cache(maxsize=1)
def _english_words() -> Container[str]:
    """Words that are no slips, however near they are to one of a cue ("sitting", "spitting")."""
    from textblob.en import spelling  # noqa: PLC0415  # slow, and needed only for coding

    # The list is read from its file, for TextBlob leaves that open.
    lines = Path(spelling.path).read_text("utf-8").splitlines()
    return frozenset(line.split(" ")[0].casefold() for line in lines if not line.startswith(";"))


class KnownWords:
    """The words that cues know, with every word that one of their stems begins."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self._exact = frozenset(chain.from_iterable(place.exact for place in places))
        self._exact |= load_small_words().english
        self._stems = tuple(sorted(set(chain.from_iterable(place.stems for place in places))))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (word in self._exact or word.startswith(self._stems))


def _places(codebook: Codebook) -> Iterator[tuple[Place, ...]]:
    for theme in codebook.themes:
        beside = chain.from_iterable(one.cues for one in theme.beside)
        for cue in chain(
            theme.cues, theme.problem, theme.protective, theme.ask, theme.weak, beside
        ):
            yield read_cue(cue, codebook.lists)


def _shortened(word: str) -> Iterator[str]:
    """The word without each of its letters in turn."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_slip(typed: str, meant: str) -> bool:
    """Whether a letter is missing, too many or out of order; another letter is another word."""
    lengths = abs(len(typed) - len(meant))
    return lengths == 1 or (lengths == 0 and sorted(typed) == sorted(meant))
