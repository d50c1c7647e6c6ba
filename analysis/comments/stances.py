"""What is said of a theme: that it is wrong, that it helps, or that it is wanted.

Read as an analyst would. A sentence is cut into clauses at commas and at words such as "and", "so",
"because". A theme takes the stance that its cue has by itself, or that the phrases of its own
clause tell; where they tell nothing, those of the clauses before it, then of those after it. A
trouble that nothing is said about is a problem; a help that nothing is said about is wanted, and
one that the comment is against ("no more cameras") is a problem and never wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain

from analysis.comments.codebook import Codebook, Nature, Stance
from analysis.comments.cues import CueIndex, Met, Place, read_cue
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
    AGAINST = auto()
    UNLESS = auto()


Signs = frozenset[Sign]
REACH = 1
"""So many words may stand between a phrase that is against something and what it is against."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the phrases of a sentence tell.

    Attributes:
        cuts: The number of the clause that each word is in.
        signs: What each clause tells.
        met: Each phrase and where it is.
        against: Those that are against something, within a clause.
    """

    cuts: Sequence[int]
    signs: Sequence[Signs]
    met: Sequence[Met[Sign]]
    against: Sequence[Met[Sign]]

    def opposes(self, hit: Hit) -> bool:
        """Whether the sentence is against what is met: "no more [security] cameras"."""
        return any(self._is_against(one, hit) for one in self.against)

    def _is_against(self, one: Met[Sign], hit: Hit) -> bool:
        if one.start < hit.end and hit.start < one.end:
            return True
        between = range(one.end, hit.start + 1)
        return (
            0 < len(between) <= REACH + 1
            and self.cuts[one.start] == self.cuts[hit.start]
            and not any(other.owner is Sign.ASK and other.start in between for other in self.met)
        )

    def judges(self, hit: Hit, own: int) -> Signs:
        """What else its clause tells of what is met; nothing where it wants something.

        "New lamps are great" has them; "new lamps would be great" does not.
        """
        if Sign.ASK in self.signs[own]:
            return frozenset()
        return frozenset(
            one.owner
            for one in self.met
            if self.cuts[one.start] == own and not (one.start < hit.end and hit.start < one.end)
        )

    def gets_better(self, hits: Sequence[Hit], own: int) -> bool:
        """Whether a clause from this one on says so, in words other than those of the hits.

        "Stopped by police" is the trouble itself and not an end of it.
        """
        return any(
            one.owner is Sign.BETTER
            and self.cuts[one.start] >= own
            and not any(one.start < hit.end and hit.start < one.end for hit in hits)
            for one in self.met
        )


class Stances:
    """The markers of a codebook, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        self._index = CueIndex[Sign](_read(codebook))

    def take(self, hits: Sequence[Hit], sentences: Sequence[Words]) -> dict[str, set[Stance]]:
        """The stances of each theme that is met and not denied, in the order of the comment."""
        read = [self._read(words) for words in sentences]
        named = {(hit.sentence, read[hit.sentence].cuts[hit.start]) for hit in hits}
        signs = [one.signs for one in read]
        alike: dict[tuple[int, str], list[Hit]] = {}
        for hit in hits:
            alike.setdefault((hit.sentence, hit.theme.code), []).append(hit)
        taken: dict[str, set[Stance]] = {}
        for hit in hits:
            if hit.denied:
                continue
            told = read[hit.sentence]
            own = told.cuts[hit.start]
            stances = _of(hit, told, own, alike[hit.sentence, hit.theme.code])
            helps = hit.theme.nature is Nature.HELP or Stance.PROTECTIVE in stances
            if helps and not told.opposes(hit):
                stances |= _asked_after(hit, own, named, signs)
            taken.setdefault(hit.theme.code, set()).update(stances)
        return taken

    def of_all(self, sentences: Sequence[Words]) -> set[Stance]:
        """The stance of a comment that has no theme: what its phrases tell, or else a problem."""
        signs = chain.from_iterable(self._read(words).signs for words in sentences)
        told = _of_help(frozenset(chain.from_iterable(signs)))
        return told or {Stance.PROBLEM}

    def _read(self, words: Words) -> Reading:
        """What the phrases of a sentence tell."""
        cuts, found = _cut(words), list(self._index.find(words))
        void = [one for one in found if one.owner is Sign.UNLESS]
        # "No more" lacks nothing, and is against what follows.
        against = [
            one
            for one in found
            if one.owner is Sign.AGAINST and cuts[one.start] == cuts[one.end - 1]
        ]
        met = [
            one
            for one in found
            if one.owner is not Sign.AGAINST
            and not any(one.start < other.end and other.start < one.end for other in void)
        ]
        told: list[set[Sign]] = [set() for _ in range((cuts[-1] if cuts else 0) + 1)]
        for one in met:
            told[cuts[one.start]].add(one.owner)
        if any(Sign.ASK_THROUGHOUT in clause for clause in told):
            told = [clause - {Sign.PRAISE} | {Sign.ASK} for clause in told]
        return Reading(cuts, [frozenset(clause) for clause in told], met, against)


def _cut(words: Words) -> list[int]:
    """The number of the clause that each word is in."""
    cuts, number = [], 0
    for word in words:
        number += word in _JOINS
        cuts.append(number)
    return cuts


def _of(hit: Hit, told: Reading, own: int, alike: Sequence[Hit]) -> set[Stance]:
    """The stance of a hit by its cue, its clause, or the clauses around."""
    signs = told.signs
    if hit.theme.nature is Nature.TROUBLE:
        return _of_trouble(hit, told, own, alike)
    if hit.theme.bare is Stance.PROTECTIVE:
        return {Stance.PROTECTIVE}
    if told.opposes(hit):
        return {Stance.PROBLEM}
    if hit.stance is Stance.PROTECTIVE and Sign.LACK in signs[own]:
        return {Stance.PROBLEM}
    if hit.stance is Stance.PROBLEM and Sign.ASK in signs[own]:
        return {Stance.PROBLEM, Stance.ASK}
    if hit.stance is Stance.ASK and (judged := _of_help(told.judges(hit, own))):
        return judged
    if hit.stance is not None:
        return {hit.stance}
    for clause in chain(reversed(range(own + 1)), range(own + 1, len(signs))):
        if found := _of_help(signs[clause]):
            return found
    return {hit.theme.bare}


def _of_trouble(hit: Hit, told: Reading, own: int, alike: Sequence[Hit]) -> set[Stance]:
    clause = told.signs[own]
    if hit.stance is Stance.ASK and Sign.PRAISE in clause and Sign.ASK not in clause:
        return {Stance.PROTECTIVE}
    if hit.stance is not None:
        return {hit.stance}
    return {Stance.PROTECTIVE if told.gets_better(alike, own) else Stance.PROBLEM}


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
        Sign.AGAINST: markers.against,
        Sign.UNLESS: markers.unless,
    }
    for sign, cues in told.items():
        for cue in cues:
            yield read_cue(cue, codebook.lists), sign
