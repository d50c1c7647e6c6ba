"""Where phrases stand in a text.

Places are the bits of a whole number: a word's places are one number, and the next word of a phrase
is looked for by shifting it. So the time is that of the text's length, whatever somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.safeguarding.phrases import Phrase, Step

NEAR = 14
"""How many words on, or back, another part of a phrase in any order may end."""

Places = Mapping[frozenset[str], int]
"""The places of each set of words that stands in a text, and of the edges of its sentences."""

EDGES: frozenset[str] = frozenset()
"""The set under which the edges stand."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as the places of words.

    Attributes:
        places: Where each set of words stands.
        length: How many words and edges there are.
    """

    places: Places
    length: int

    def without(self, hidden: int) -> Sketch:
        """The text with the words at some places hidden."""
        if not hidden:
            return self
        seen = {words: found & ~hidden for words, found in self.places.items()}
        return Sketch({words: found for words, found in seen.items() if found}, self.length)


def stands(sketch: Sketch, phrase: Phrase) -> bool:
    """Whether a phrase stands in a text."""
    if not _has_words(sketch, phrase):
        return False
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
        if _has_words(sketch, phrase):
            for steps in phrase:
                covered |= _cover_part(sketch, steps)
    return covered


def _has_words(sketch: Sketch, phrase: Phrase) -> bool:
    return all(step.optional or step.words in sketch.places for steps in phrase for step in steps)


def _find_ends(sketch: Sketch, steps: tuple[Step, ...]) -> list[int]:
    """For each step the places just after it, and before the first step every place."""
    reached = [(1 << sketch.length) - 1]
    for step in steps:
        start = _skip(sketch, reached[-1], step.gap)
        after = (start & sketch.places.get(step.words, 0)) << 1
        reached.append(after | start if step.optional else after)
    return reached


def _cover_part(sketch: Sketch, steps: tuple[Step, ...]) -> int:
    """The places of the words that a part uses, from its end back to its beginning."""
    reached = _find_ends(sketch, steps)
    covered, leads = 0, reached[-1]
    for step, before in zip(reversed(steps), reversed(reached[:-1]), strict=True):
        start = _skip(sketch, before, step.gap)
        used = (leads >> 1) & sketch.places.get(step.words, 0) & start
        covered |= used
        missed = leads & start if step.optional else 0
        leads = _skip_back(sketch, used | missed, step.gap) & before
    return covered


def _skip(sketch: Sketch, places: int, most: int) -> int:
    """The places and those up to so many words further on, within the sentence."""
    words = ~sketch.places[EDGES]
    for _ in range(most):
        places |= (places & words) << 1
    return places


def _skip_back(sketch: Sketch, places: int, most: int) -> int:
    words = ~sketch.places[EDGES]
    for _ in range(most):
        places |= (places >> 1) & words
    return places


def _spread(sketch: Sketch, ends: int) -> int:
    """Everywhere near an end of a part, in its sentence.

    An end is the place after the last word, which may be the sentence's edge.
    """
    last = ends >> 1
    return (_skip(sketch, last, NEAR) | _skip_back(sketch, last, NEAR)) << 1
