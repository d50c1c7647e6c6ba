"""Whether a trouble is said not to be there: "no violence", "noise is not a problem"."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.comments.codebook import Markers
from analysis.comments.cues import CueIndex, Place, read_cue
from analysis.comments.words import Words


@dataclass(frozen=True, slots=True)
class Denied:
    """What a sentence denies.

    Attributes:
        negators: Places of the words that deny what follows.
        between: Places of words that may stand between a negator and what it denies.
        ends: Places at which a phrase such as "is not a problem" begins, which denies what ends
            there.
    """

    negators: frozenset[int]
    between: frozenset[int]
    ends: frozenset[int]

    def covers(self, start: int, end: int) -> bool:
        """Whether the trouble between these words is denied, right after it or before it.

        A negator denies what follows it directly, or after words such as "a", "any", "had": "not a
        problem" is denied, "no one stops the dealing" is not.
        """
        at = start - 1
        while at in self.between:
            at -= 1
        return end in self.ends or at in self.negators


class Denial:
    """The words of a codebook that deny, made ready to be met."""

    def __init__(self, markers: Markers) -> None:
        self._negators = _place(markers.negators)
        self._between = _place(markers.between)
        self._after = CueIndex((read_cue(cue, {}), None) for cue in markers.denied_after)
        self._unless = CueIndex((read_cue(cue, {}), None) for cue in markers.unless)

    def read(self, words: Words) -> Denied:
        """What a sentence denies; "no more dealing" is a demand and denies nothing."""
        void = {at for met in self._unless.find(words) for at in range(met.start, met.end)}
        deny = frozenset(at for at, word in enumerate(words) if self._negators.fits(word))
        between = frozenset(at for at, word in enumerate(words) if self._between.fits(word))
        ends = frozenset(met.start for met in self._after.find(words))
        return Denied(deny - void, between - deny, ends)


def _place(written: tuple[str, ...]) -> Place:
    return read_cue("|".join(written), {})[0]
