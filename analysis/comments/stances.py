"""What is said of a theme: that it is wrong, that it helps, or that it is wanted.

Read as an analyst would. A sentence is cut into clauses at commas and at words such as "and", "so",
"because". A theme takes the stance that its cue has by itself, or that the phrases of its own
clause tell; where they tell nothing, those of the clauses before it, then of those after it. A
trouble that nothing is said about is a problem; a help that nothing is said about is wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import Enum, auto
from itertools import chain

from analysis.comments.codebook import Codebook, Nature, Stance
from analysis.comments.cues import CueIndex, Place, read_cue
from analysis.comments.finding import Hit
from analysis.comments.words import PAUSE, Words

_JOINS = frozenset([PAUSE, "and", "so", "because", "since", "then", "or", "as"])


class Sign(Enum):
    """What a phrase tells of whatever its clause names."""

    ASK = auto()
    ASK_THROUGHOUT = auto()
    LACK = auto()
    PRAISE = auto()
    BETTER = auto()
    UNLESS = auto()


Signs = frozenset[Sign]


class Stances:
    """The markers of a codebook, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        self._index = CueIndex[Sign](_read(codebook))

    def take(self, hits: Sequence[Hit], sentences: Sequence[Words]) -> dict[str, set[Stance]]:
        """The stances of each theme that is met and not denied, in the order of the comment."""
        clauses = [_cut(words) for words in sentences]
        named = {(hit.sentence, clauses[hit.sentence][hit.start]) for hit in hits}
        signs = [self._signs(words, cuts) for words, cuts in zip(sentences, clauses, strict=True)]
        taken: dict[str, set[Stance]] = {}
        for hit in hits:
            if hit.denied:
                continue
            own = clauses[hit.sentence][hit.start]
            stances = _of(hit, signs[hit.sentence], own)
            if hit.theme.nature is Nature.HELP or Stance.PROTECTIVE in stances:
                stances |= _asked_after(hit, own, named, signs)
            taken.setdefault(hit.theme.code, set()).update(stances)
        return taken

    def of_all(self, sentences: Sequence[Words]) -> set[Stance]:
        """The stance of a comment that has no theme: what its phrases tell, or else a problem."""
        signs = [self._signs(words, _cut(words)) for words in sentences]
        told = _of_help(frozenset(chain.from_iterable(chain.from_iterable(signs))))
        return told or {Stance.PROBLEM}

    def _signs(self, words: Words, cuts: Sequence[int]) -> list[Signs]:
        """What each clause of a sentence tells."""
        met = list(self._index.find(words))
        void = [one for one in met if one.owner is Sign.UNLESS]
        told: list[set[Sign]] = [set() for _ in range((cuts[-1] if cuts else 0) + 1)]
        for one in met:
            if not any(one.start < other.end and other.start < one.end for other in void):
                told[cuts[one.start]].add(one.owner)
        if any(Sign.ASK_THROUGHOUT in clause for clause in told):
            return [frozenset({*clause - {Sign.PRAISE}, Sign.ASK}) for clause in told]
        return [frozenset(clause) for clause in told]


def _cut(words: Words) -> list[int]:
    """The number of the clause that each word is in."""
    cuts, number = [], 0
    for word in words:
        number += word in _JOINS
        cuts.append(number)
    return cuts


def _of(hit: Hit, signs: Sequence[Signs], own: int) -> set[Stance]:
    """The stance of a hit by its cue, its clause, or the clauses around."""
    if hit.theme.nature is Nature.TROUBLE:
        return _of_trouble(hit, signs, own)
    if hit.theme.bare is Stance.PROTECTIVE:
        return {Stance.PROTECTIVE}
    if hit.stance is Stance.PROTECTIVE and Sign.LACK in signs[own]:
        return {Stance.PROBLEM}
    if hit.stance is Stance.PROBLEM and Sign.ASK in signs[own]:
        return {Stance.PROBLEM, Stance.ASK}
    if hit.stance is not None:
        return {hit.stance}
    for clause in chain(reversed(range(own + 1)), range(own + 1, len(signs))):
        if told := _of_help(signs[clause]):
            return told
    return {hit.theme.bare}


def _of_trouble(hit: Hit, signs: Sequence[Signs], own: int) -> set[Stance]:
    if hit.stance is Stance.ASK and Sign.PRAISE in signs[own] and Sign.ASK not in signs[own]:
        return {Stance.PROTECTIVE}
    if hit.stance is not None:
        return {hit.stance}
    less = any(Sign.BETTER in clause for clause in signs[own:])
    return {Stance.PROTECTIVE if less else Stance.PROBLEM}


def _of_help(signs: Signs) -> set[Stance]:
    told = set()
    if Sign.LACK in signs:
        told.add(Stance.PROBLEM)
    if Sign.ASK in signs:
        told.add(Stance.ASK)
    if not told and signs & {Sign.PRAISE, Sign.BETTER}:
        told.add(Stance.PROTECTIVE)
    return told


def _asked_after(
    hit: Hit, own: int, named: Collection[tuple[int, int]], signs: Sequence[Sequence[Signs]]
) -> set[Stance]:
    """A wish in the clauses that follow and name nothing themselves: "No police. We need them."."""
    sentence, clause = hit.sentence, own + 1
    if clause >= len(signs[sentence]):
        sentence, clause = sentence + 1, 0
    while sentence < len(signs) and clause < len(signs[sentence]):
        if (sentence, clause) in named or hit.theme.bare is Stance.PROTECTIVE:
            return set()
        if Sign.ASK in signs[sentence][clause]:
            return {Stance.ASK}
        clause += 1
    return set()


def _read(codebook: Codebook) -> Iterator[tuple[tuple[Place, ...], Sign]]:
    markers = codebook.markers
    told = {
        Sign.ASK: markers.ask,
        Sign.ASK_THROUGHOUT: markers.ask_throughout,
        Sign.LACK: markers.lack,
        Sign.PRAISE: markers.praise,
        Sign.BETTER: markers.better,
        Sign.UNLESS: markers.unless,
    }
    for sign, cues in told.items():
        for cue in cues:
            yield read_cue(cue, codebook.lists), sign
