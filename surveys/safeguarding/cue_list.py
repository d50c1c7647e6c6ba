"""The cue list of one language, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from surveys.safeguarding.cues import Cue
from surveys.safeguarding.matching import EDGES, Sketch, cover, stands
from surveys.safeguarding.phrases import Phrase
from surveys.safeguarding.reading import EDGE, find_slip_key, list_forms

Respelling = tuple[tuple[str, ...], tuple[str, ...]]
"""Words as typed, and the words that they are read as."""


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
    _whole: dict[str, list[frozenset[str]]] = field(default_factory=dict, repr=False)
    _begun: dict[str, list[frozenset[str]]] = field(default_factory=dict, repr=False)
    _slips: dict[str, list[frozenset[str]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Note, for each word, in which sets of words it stands."""
        phrases = [*self.never, *(phrase for found in self.cues.values() for phrase in found)]
        sets = {step.words for phrase in phrases for steps in phrase for step in steps}
        for words in sorted(sets, key=sorted):
            for word in sorted(words):
                held = self._begun if word.endswith("*") else self._whole
                held.setdefault(word.removesuffix("*"), []).append(words)
                key = find_slip_key(word)
                if key and not word.endswith("*"):
                    self._slips.setdefault(key, []).append(words)

    @cached_property
    def _longest(self) -> int:
        """How long the beginnings are that words are compared with."""
        return max(map(len, self._begun), default=0)

    @cached_property
    def _by_rarest(self) -> dict[frozenset[str], list[tuple[Cue, Phrase]]]:
        """The phrases by the one of their sets whose words are written the least.

        Most texts have none of its words, and then the phrase is not looked at. A word that stands
        in many sets ("me", "he") is taken for one that people write often.
        """
        found: dict[frozenset[str], list[tuple[Cue, Phrase]]] = {}
        often = lru_cache(maxsize=None)(self._count_uses)
        for cue, phrases in self.cues.items():
            for phrase in phrases:
                needed = [step.words for steps in phrase for step in steps if not step.optional]
                rarest = min(filter(None, needed), key=lambda words: (often(words), sorted(words)))
                found.setdefault(rarest, []).append((cue, phrase))
        return found

    def _count_uses(self, words: frozenset[str]) -> int:
        """In how many sets the words stand, all in all."""
        return sum(
            len(self._begun[word.removesuffix("*")] if word.endswith("*") else self._whole[word])
            for word in words
        )

    @cached_property
    def _folded(self) -> re.Pattern[str]:
        """Any of the spellings, the longest first."""
        return re.compile("|".join(map(re.escape, sorted(self.folds, key=len, reverse=True))))

    def find(self, words: Sequence[str]) -> set[Cue]:
        """The cues of a text, given as `reading.read_words` reads it."""
        sketch = self._sketch(self._respell(words))
        seen = sketch.without(cover(sketch, self.never))
        return {
            cue
            for known in seen.places
            for cue, phrase in self._by_rarest.get(known, ())
            if stands(seen, phrase)
        }

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
        found: dict[frozenset[str], int] = {EDGES: places.pop(EDGE)}
        for word, bits in places.items():
            for known in self._look_up(word):
                found[known] = found.get(known, 0) | bits
        return Sketch(found, len(words))

    def _look_up(self, word: str) -> list[frozenset[str]]:
        """The sets that a word stands in; those of its slip where it stands in none."""
        sets: list[frozenset[str]] = []
        for form in dict.fromkeys(map(self.fold, list_forms(word))):
            sets += self._whole.get(form, ())
            for end in range(1, min(len(form), self._longest) + 1):
                sets += self._begun.get(form[:end], ())
        return sets or self._slips.get(find_slip_key(self.fold(word)), [])
