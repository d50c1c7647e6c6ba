"""Where phrases stand in a text.

Places are the bits of a whole number: a word's places are one number, and the next word of a phrase
is looked for by shifting it. So the time is that of the text's length, whatever somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveys.safeguarding.phrases import Phrase, Step

NEAR = 14
"""How many words on, or back, another part of a phrase in any order may end."""

EDGES: frozenset[str] = frozenset()
"""The set that stands for the edges of sentences."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as the places of words.

    Attributes:
        words: Where each word of a list stands in the text.
        edges: Where sentences begin and end.
        length: How many words and edges there are.
    """

    words: Mapping[str, int]
    edges: int
    length: int
    _found: dict[frozenset[str], int] = field(default_factory=dict, repr=False, compare=False)

    def find(self, words: frozenset[str]) -> int:
        """Where any of some words stands; phrases share most of their sets, so it is noted."""
        places = self._found.get(words)
        if places is None:
            places = 0 if words else self.edges
            for word in self.words.keys() & words:
                places |= self.words[word]
            self._found[words] = places
        return places

    def without(self, hidden: int) -> Sketch:
        """The text with the words at some places hidden; its sentences end where they did."""
        if not hidden:
            return self
        seen = {word: places & ~hidden for word, places in self.words.items()}
        shown = {word: places for word, places in seen.items() if places}
        return Sketch(shown, self.edges, self.length)


def list_needed(phrase: Phrase) -> set[frozenset[str]]:
    """The sets of which a text has a word each where the phrase stands, without the edges."""
    needed = {step.words for steps in phrase for step in steps if not step.optional}
    return needed - {EDGES}


def stands(sketch: Sketch, phrase: Phrase) -> bool:
    """Whether a phrase stands in a text."""
    ends = [_find_ends(sketch, steps)[-1] for steps in phrase]
    if len(ends) == 1 or not all(ends):
        return bool(ends[0]) and len(ends) == 1
    near = ends[0]
    for other in ends[1:]:
        near = _spread(sketch, near) & other
    return bool(near)


def cover(sketch: Sketch, phrases: Iterable[Phrase]) -> int:
    """The places of the words of all phrases that stand in a text."""
    covered = 0
    for phrase in phrases:
        for steps in phrase:
            covered |= _cover_part(sketch, steps)
    return covered


def _find_ends(sketch: Sketch, steps: tuple[Step, ...]) -> list[int]:
    """For each step the places just after it, and before the first step every place."""
    reached = [(1 << sketch.length) - 1]
    for step in steps:
        start = _skip(sketch, reached[-1], step.gap)
        after = (start & sketch.find(step.words)) << 1
        reached.append(after | start if step.optional else after)
    return reached


def _cover_part(sketch: Sketch, steps: tuple[Step, ...]) -> int:
    """The places of the words that a part uses, from its end back to its beginning."""
    reached = _find_ends(sketch, steps)
    covered, leads = 0, reached[-1]
    for step, before in zip(reversed(steps), reversed(reached[:-1]), strict=True):
        start = _skip(sketch, before, step.gap)
        used = (leads >> 1) & sketch.find(step.words) & start
        covered |= used
        missed = leads & start if step.optional else 0
        leads = _skip_back(sketch, used | missed, step.gap) & before
    return covered


def _skip(sketch: Sketch, places: int, most: int) -> int:
    """The places and those up to so many words further on, within the sentence."""
    words = ~sketch.edges
    for _ in range(most):
        places |= (places & words) << 1
    return places


def _skip_back(sketch: Sketch, places: int, most: int) -> int:
    words = ~sketch.edges
    for _ in range(most):
        places |= (places >> 1) & words
    return places


def _spread(sketch: Sketch, ends: int) -> int:
    """Everywhere near an end of a part, in its sentence.

    An end is the place after the last word, which may be the sentence's edge.
    """
    last = ends >> 1
    return (_skip(sketch, last, NEAR) | _skip_back(sketch, last, NEAR)) << 1
