"""What the phrases of a sentence tell, clause by clause: a lack, a wish, praise, an end of it.

A sentence is cut into clauses at commas and at words such as "and", "so", "because". What this
makes of a theme, `stances` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from analysis.comments.codebook import Codebook
from analysis.comments.cues import CueIndex, Met, Place, read_cue
from analysis.comments.finding import Hit
from analysis.comments.words import PAUSE, Words, cut_clauses


class Sign(Enum):
    """What a phrase tells of whatever its clause names."""

    ASK = auto()
    ASK_THROUGHOUT = auto()
    CONDITIONAL = auto()
    LACK = auto()
    PRAISE = auto()
    CONTENT = auto()
    UNDONE = auto()
    BETTER = auto()
    AGAINST = auto()
    UNLESS = auto()


Signs = frozenset[Sign]
GOOD = frozenset({Sign.PRAISE, Sign.CONTENT, Sign.BETTER})
"""What says that something helps, where nothing is missing or wanted."""
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
        sets_apart: The sentence was set apart from the one before by "but" or the like.
    """

    cuts: Sequence[int]
    signs: Sequence[Signs]
    met: Sequence[Met[Sign]]
    against: Sequence[Met[Sign]]
    sets_apart: bool

    def opposes(self, hit: Hit) -> bool:
        """Whether the sentence is against what is met: "no more [security] cameras"."""
        return any(self._is_against(one, hit) for one in self.against)

    def _is_against(self, one: Met[Sign], hit: Hit) -> bool:
        if _overlap(one, hit):
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
            one.owner for one in self.met if self.cuts[one.start] == own and not _overlap(one, hit)
        )

    def is_content(self, hit: Hit) -> bool:
        """Whether the hit is part of saying that nothing is wrong: "no issues with police"."""
        return any(one.owner is Sign.CONTENT and _overlap(one, hit) for one in self.met)

    def gets_better(self, hits: Sequence[Hit], own: int) -> bool:
        """Whether a clause from this one on says so, in words other than those of the hits.

        "Stopped by police" is the trouble itself and not an end of it.
        """
        return any(
            one.owner is Sign.BETTER
            and self.cuts[one.start] >= own
            and not any(_overlap(one, hit) for hit in hits)
            for one in self.met
        )


class SignReader:
    """The markers of a codebook, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        self._index = CueIndex[Sign](_read(codebook))

    def read(self, words: Words) -> Reading:
        """What the phrases of a sentence tell."""
        cuts, found = cut_clauses(words), list(self._index.find(words))
        void = [one for one in found if one.owner is Sign.UNLESS]
        # "No problem with" lacks nothing, and wants or opposes nothing.
        content = [one for one in found if one.owner is Sign.CONTENT]
        # "Why not more" asks, and "not more" is against it.
        asks = [one for one in found if one.owner is Sign.ASK]
        # "No more" lacks nothing, and is against what follows.
        against = [
            one
            for one in found
            if one.owner is Sign.AGAINST
            and cuts[one.start] == cuts[one.end - 1]
            and not any(_meet(one, other) for other in content)
            and not any(_meet(one, ask) and ask.start < one.start for ask in asks)
        ]
        met = [
            one
            for one in found
            if one.owner is not Sign.AGAINST
            and (one.owner is Sign.CONTENT or not any(_meet(one, o) for o in (*void, *content)))
        ]
        told: list[set[Sign]] = [set() for _ in range((cuts[-1] if cuts else 0) + 1)]
        for one in met:
            told[cuts[one.start]].add(one.owner)
        if any(Sign.ASK_THROUGHOUT in clause for clause in told):
            told = [clause - {Sign.PRAISE} | {Sign.ASK} for clause in told]
        return Reading(cuts, [frozenset(one) for one in told], met, against, words[:1] == (PAUSE,))


def _overlap(one: Met[Sign], hit: Hit) -> bool:
    return one.start < hit.end and hit.start < one.end


def _meet(one: Met[Sign], other: Met[Sign]) -> bool:
    return one.start < other.end and other.start < one.end


def _read(codebook: Codebook) -> Iterator[tuple[tuple[Place, ...], Sign]]:
    markers = codebook.markers
    told = {
        Sign.ASK: markers.ask,
        Sign.ASK_THROUGHOUT: markers.ask_throughout,
        Sign.CONDITIONAL: markers.conditional,
        Sign.LACK: markers.lack,
        Sign.PRAISE: markers.praise,
        Sign.CONTENT: markers.content,
        Sign.UNDONE: markers.undone,
        Sign.BETTER: markers.better,
        Sign.AGAINST: markers.against,
        Sign.UNLESS: markers.unless,
    }
    for sign, cues in told.items():
        for cue in cues:
            yield read_cue(cue, codebook.lists), sign
