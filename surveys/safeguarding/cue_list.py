"""The cue list of one language, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from surveys.safeguarding.cues import Cue
from surveys.safeguarding.matching import Sketch, cover, list_needed, stands
from surveys.safeguarding.phrases import Phrase
from surveys.safeguarding.reading import EDGE, find_slip_key, list_forms

Respelling = tuple[tuple[str, ...], tuple[str, ...]]
"""Words as typed, and the words that they are read as."""

Index = Mapping[str, Sequence["Sought"]]
"""Phrases by the words of one of their sets."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A phrase as it is looked for.

    Attributes:
        phrase: The phrase.
        besides: The sets of which a text must have a word each, besides the one it is sorted by.
        cue: What it is a phrase of; None where it only sounds like a cue.
    """

    phrase: Phrase
    besides: tuple[frozenset[str], ...]
    cue: Cue | None


@dataclass(frozen=True)
class CueList:
    """What raises a card in one language.

    Attributes:
        language: A code, such as ``bn-Latn``.
        status: Who has checked it, or that it is a draft.
        folds: Spellings that are one in this language, each with how it is compared.
        read_as: By the first word: words that are read as others, longest first.
        never: What only sounds like a cue; its words are passed over.
        cues: The phrases of each cue.
    """

    language: str
    status: str
    folds: Mapping[str, str]
    read_as: Mapping[str, Sequence[Respelling]]
    never: tuple[Phrase, ...]
    cues: Mapping[Cue, tuple[Phrase, ...]]
    _uses: dict[str, int] = field(default_factory=dict, repr=False)
    _slips: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Note in how many sets each word stands, and what its slips look like."""
        phrases = [*self.never, *(phrase for found in self.cues.values() for phrase in found)]
        for words in {step.words for phrase in phrases for steps in phrase for step in steps}:
            for word in words:
                self._uses[word] = self._uses.get(word, 0) + 1
        for word in self._uses:
            key = find_slip_key(word)
            if key and not word.endswith("*"):
                self._slips.setdefault(key, []).append(word)

    @cached_property
    def _shortest(self) -> int:
        """How long the shortest beginning is that words are compared with."""
        return min((len(word) - 1 for word in self._uses if word.endswith("*")), default=0)

    @cached_property
    def _begun(self) -> dict[str, list[tuple[str, str]]]:
        """The beginnings, each with its star, by their first letters: few words have any."""
        found: dict[str, list[tuple[str, str]]] = {}
        for word in self._uses:
            if word.endswith("*"):
                found.setdefault(word[: self._shortest], []).append((word[:-1], word))
        return found

    @cached_property
    def _index(self) -> Index:
        """The phrases of the cues."""
        return self._sort((phrase, cue) for cue, found in self.cues.items() for phrase in found)

    @cached_property
    def _never_index(self) -> Index:
        """The phrases that only sound like a cue."""
        return self._sort((phrase, None) for phrase in self.never)

    def _sort(self, phrases: Iterable[tuple[Phrase, Cue | None]]) -> Index:
        """The phrases by the words of the one of their sets that is written the least.

        Most texts have none of its words, and then the phrase is not looked at. A word that stands
        in many sets ("me", "he") is taken for one that people write often.
        """
        found: dict[str, list[Sought]] = {}
        rank = lru_cache(maxsize=None)(self._rank)
        for phrase, cue in phrases:
            rarest, *besides = sorted(list_needed(phrase), key=rank)
            for word in rarest:
                found.setdefault(word, []).append(Sought(phrase, tuple(besides), cue))
        return found

    def _rank(self, words: frozenset[str]) -> tuple[int, list[str]]:
        """In how many sets the words stand, all in all, and the words to tell sets apart."""
        return sum(self._uses[word] for word in words), sorted(words)

    @cached_property
    def _folded(self) -> re.Pattern[str]:
        """Any of the spellings, the longest first."""
        return re.compile("|".join(map(re.escape, sorted(self.folds, key=len, reverse=True))))

    def find(self, words: Sequence[str]) -> set[Cue]:
        """The cues of a text, given as `reading.read_words` reads it."""
        sketch = self._sketch(self._respell(words))
        never = _find_possible(sketch, self._never_index)
        seen = sketch.without(cover(sketch, (one.phrase for one in never)))
        found: set[Cue] = set()
        for one in _find_possible(seen, self._index):
            if one.cue is not None and one.cue not in found and stands(seen, one.phrase):
                found.add(one.cue)
        return found

    def fold(self, word: str) -> str:
        """A word with spellings that are one in this language made one."""
        return self._folded.sub(self._fold_one, word) if self.folds else word

    def _fold_one(self, found: re.Match[str]) -> str:
        return self.folds[found[0]]

    def _respell(self, words: Sequence[str]) -> list[str]:
        spelled: list[str] = []
        place = 0
        while place < len(words):
            word = words[place]
            for typed, meant in self.read_as.get(word, ()):
                if tuple(words[place : place + len(typed)]) == typed:
                    spelled += meant
                    place += len(typed)
                    break
            else:
                spelled.append(word)
                place += 1
        return spelled

    def _sketch(self, words: Sequence[str]) -> Sketch:
        places: dict[str, int] = {}
        for place, word in enumerate(words):
            places[word] = places.get(word, 0) | 1 << place
        edges = places.pop(EDGE)
        # Folded all at once: no spelling goes over the end of a line.
        folded = self.fold("\n".join(places)).split("\n")
        found: dict[str, int] = {}
        for (word, bits), form in zip(places.items(), folded, strict=False):
            for known in self._look_up(word, form):
                found[known] = found.get(known, 0) | bits
        return Sketch(found, edges, len(words))

    def _look_up(self, word: str, folded: str) -> list[str]:
        """The words and beginnings that a word is; those that it is a slip of where it is none."""
        found = self._list_known(folded)
        for form in list_forms(word)[1:]:
            found += self._list_known(self.fold(form))
        return found or self._slips.get(find_slip_key(folded), [])

    def _list_known(self, form: str) -> list[str]:
        """The word as it is spelled, and the beginnings that it has."""
        known = [form] if form in self._uses else []
        for begun, word in self._begun.get(form[: self._shortest], ()):
            if form.startswith(begun):
                known.append(word)
        return known


def _find_possible(sketch: Sketch, index: Index) -> Iterator[Sought]:
    """The phrases whose words a text has, wherever they stand in it."""
    for word in sketch.words:
        for one in index.get(word, ()):
            if all(map(sketch.find, one.besides)):
                yield one
