"""Whether a trouble is said not to be there: "no violence", "noise is not a problem"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.comments.codebook import Codebook
from analysis.comments.cues import CueIndex, Met, Place, read_cue
from analysis.comments.words import JOINS, PAUSE, Words, cut_clauses

_OR = frozenset(["or", "nor"])
_ENDS = JOINS | {"just", "only", "it", "there", "they", "we", "i"}
_UNTIL = frozenset(["until", "till"])
LISTED = 2
"""So many words at most does a thing take up that is denied in a list before the trouble."""
REACH = 3
"""So many words may stand between "no problem with" and the trouble: "the youths hanging about"."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What a sentence denies.

    Attributes:
        words: Those of the sentence.
        negators: Places of the words that deny what follows.
        between: Places of words that may stand between a negator and what it denies.
        begins: Places at which a phrase such as "no problem with" has just ended, which denies
            what begins there.
        ends: Places at which a phrase such as "is not a problem" begins, which denies what ends
            there.
    """

    words: Words
    negators: frozenset[int]
    between: frozenset[int]
    begins: frozenset[int]
    ends: frozenset[int]

    def covers(self, start: int, end: int) -> bool:
        """Whether the trouble between these words is denied, right after it or before it.

        A negator denies what follows it directly, or after words such as "a", "any", "had": "not a
        problem" is denied, "no one stops the dealing" is not. So it denies a list, "no litter, mess
        or noise".
        """
        if end in self.ends or self.covers_phrase(start):
            return True
        return self._is_denied_before(start, self._is_or(end))

    def covers_phrase(self, start: int) -> bool:
        """Whether a phrase such as "no problem with" denies the trouble that begins here."""
        reach = range(start, max(start - REACH, 0) - 1, -1)
        near = takewhile(lambda at: at == start or self.words[at] not in _ENDS, reach)
        return any(at in self.begins for at in (*near, *self._back_from(start)))

    def _is_denied_before(self, start: int, listed: bool) -> bool:
        """Whether a negator stands before it or before what is listed with it."""
        waiting, seen = [(start, listed)], set[int]()
        while waiting:
            start, listed = waiting.pop()
            at = start
            for at in self._back_from(start):
                if at - 1 in self.negators or (listed and at in self.begins):
                    return True
            link = at - 1
            if link not in seen and self._links(link, listed):
                seen.add(link)
                waiting += [(link - size, True) for size in range(1, LISTED + 1)]
        return False

    def _links(self, at: int, listed: bool) -> bool:
        return self._is_or(at) or (listed and at > 0 and self.words[at] == PAUSE)

    def _back_from(self, start: int) -> Sequence[int]:
        """Where the trouble may be said to begin, with the words before it that say nothing."""
        at = start
        while at - 1 in self.between:
            at -= 1
        return range(start, at - 1, -1)

    def _is_or(self, at: int) -> bool:
        return 0 < at < len(self.words) and self.words[at] in _OR


class Denial:
    """The words of a codebook that deny, made ready to be met."""

    def __init__(self, codebook: Codebook) -> None:
        markers = codebook.markers
        self._negators = _place(markers.negators)
        self._between = _place(markers.between)
        self._before = _index(markers.content, codebook.lists)
        self._conditional = _index(markers.conditional, codebook.lists)
        self._after = _index(markers.denied_after, codebook.lists)
        self._unless = _index(markers.unless, codebook.lists)

    def read(self, words: Words) -> Denied:
        """What a sentence denies.

        "No more dealing" is a demand and denies nothing; nor does what only would be so, "it would
        be nice with no dealing".
        """
        void = {at for met in self._unless.find(words) for at in range(met.start, met.end)}
        deny = frozenset(at for at, word in enumerate(words) if self._negators.fits(word))
        between = frozenset(at for at, word in enumerate(words) if self._between.fits(word))
        cuts = cut_clauses(words)
        would = {cuts[met.start] for met in self._conditional.find(words)}
        deny = frozenset(at for at in deny if cuts[at] not in would)
        begins = frozenset(met.end for met in self._before.find(words) if _holds(words, met))
        ends = frozenset(met.start for met in self._after.find(words))
        return Denied(words, deny - void, between - deny, begins, ends)


def _holds(words: Words, met: Met[None]) -> bool:
    """Whether what is denied is so still: not "never had trouble with it until now"."""
    return "used" not in words[: met.start] and not _UNTIL.intersection(words[met.end :])


def _index(cues: Sequence[str], lists: Mapping[str, Sequence[str]]) -> CueIndex[None]:
    return CueIndex((read_cue(cue, lists), None) for cue in cues)


def _place(written: tuple[str, ...]) -> Place:
    return read_cue("|".join(written), {})[0]
