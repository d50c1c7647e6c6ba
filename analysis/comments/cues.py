"""Cues: phrases in plain words that an analyst can read and edit, and how they are met.

A cue is words in their order. ``light*`` is every word that begins so; ``light*|lamp*`` is one or
the other; ``<women>`` is any word of the list of that name; ``..`` is up to three other words and
``...`` up to eight, within the sentence and across a comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from analysis.comments.words import Words, words_of

GAPS = {"..": 3, "...": 8}
SHORTEST_STEM = 2
WORDS_KEPT = 8192

Owner = TypeVar("Owner")


class CueError(ValueError):
    """Raised where a cue cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """One word of a cue.

    Attributes:
        exact: Words that fit.
        stems: Beginnings of words that fit.
        most: Where it is a gap, the most words that it may take up; otherwise 0.
    """

    exact: frozenset[str]
    stems: tuple[str, ...]
    most: int = 0

    def fits(self, word: str) -> bool:
        """Whether the word may stand here."""
        return word in self.exact or (bool(self.stems) and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class Met(Generic[Owner]):
    """Where in a sentence a cue is met, and whose it is."""

    start: int
    end: int
    owner: Owner


class CueIndex(Generic[Owner]):
    """Cues of many owners, met together: a word is looked up once, however many cues there are."""

    def __init__(self, cues: Iterable[tuple[tuple[Place, ...], Owner]]) -> None:
        self._exact: dict[str, list[tuple[tuple[Place, ...], Owner]]] = {}
        self._stems: dict[str, list[tuple[tuple[Place, ...], Owner]]] = {}
        for places, owner in cues:
            for word in places[0].exact:
                self._exact.setdefault(word, []).append((places, owner))
            for stem in places[0].stems:
                self._stems.setdefault(stem, []).append((places, owner))
        self._longest = max(map(len, self._stems), default=0)
        # Most words of most comments are the same few thousand.
        self._beginning = lru_cache(maxsize=WORDS_KEPT)(self._look_up)

    def find(self, words: Words) -> Iterator[Met[Owner]]:
        """Every cue met in a sentence, from its first word to its last."""
        for start, word in enumerate(words):
            for places, owner in self._beginning(word):
                end = _end(places, 1, words, start + 1)
                if end is not None:
                    yield Met(start, end, owner)

    def _look_up(self, word: str) -> tuple[tuple[tuple[Place, ...], Owner], ...]:
        """The cues that may begin with a word."""
        lengths = range(SHORTEST_STEM, min(len(word), self._longest) + 1)
        stems = (self._stems.get(word[:length], ()) for length in lengths)
        return tuple(chain(self._exact.get(word, ()), chain.from_iterable(stems)))


def read_cue(cue: str, lists: Mapping[str, Sequence[str]]) -> tuple[Place, ...]:
    """The places of a cue.

    Raises:
        CueError: A list has no such name, a stem is too short, or a gap is first or last.
    """
    places: list[Place] = []
    for written in cue.split():
        if written in GAPS:
            places.append(Place(frozenset(), (), GAPS[written]))
        else:
            places += _read_word(written, lists)
    if not places:
        raise CueError("it has no words")
    if places[0].most or places[-1].most:
        raise CueError("it begins or ends with a gap")
    return tuple(places)


def _read_word(written: str, lists: Mapping[str, Sequence[str]]) -> list[Place]:
    choices: list[str] = []
    for choice in written.split("|"):
        if not choice.startswith("<"):
            choices.append(choice)
        elif (name := choice.strip("<>")) in lists:
            choices += lists[name]
        else:
            raise CueError(f"there is no list of words named {name}")
    exact: set[str] = set()
    stems: list[str] = []
    for choice in choices:
        bare = choice.removesuffix("*")
        words = words_of(bare)
        if len(words) != 1:
            if len(choices) == 1 and words and bare == choice:
                return [Place(frozenset([word]), ()) for word in words]
            raise CueError(f"{choice!r} is not one word")
        if bare == choice:
            exact.add(words[0])
        elif len(words[0]) < SHORTEST_STEM:
            raise CueError(f"the stem {choice!r} is shorter than {SHORTEST_STEM} letters")
        else:
            stems.append(words[0])
    return [Place(frozenset(exact), tuple(stems))]


def _end(places: tuple[Place, ...], at: int, words: Words, word: int) -> int | None:
    """Where the rest of a cue ends if it goes on at this word; None where it does not."""
    while at < len(places):
        place = places[at]
        if place.most:
            tries = (
                _end(places, at + 1, words, word + skipped) for skipped in range(place.most + 1)
            )
            return next((end for end in tries if end is not None), None)
        if word >= len(words) or not place.fits(words[word]):
            return None
        at, word = at + 1, word + 1
    return word
