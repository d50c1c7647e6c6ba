"""Whether a thing is said not to be so: "no violence", "not a problem", "never had any trouble"."""

from __future__ import annotations

from analysis.comments.codebook import Markers
from analysis.comments.cues import CueIndex, Place, read_cue
from analysis.comments.words import Words


class Denial:
    """Negators and the words that may stand between one and what it denies."""

    def __init__(self, markers: Markers) -> None:
        self._negators = _place(markers.negators)
        self._between = _place(markers.between)
        self._unless = CueIndex((read_cue(cue, {}), None) for cue in markers.unless)

    def denies(self, words: Words, start: int) -> bool:
        """Whether what begins at this word is denied.

        A negator denies what follows it directly, or after words such as "a", "any", "had": "not a
        problem" is denied, "no one stops the dealing" is not. "No more dealing" is a demand.
        """
        at = start - 1
        while at >= 0 and self._between.fits(words[at]) and not self._negators.fits(words[at]):
            at -= 1
        if at < 0 or not self._negators.fits(words[at]):
            return False
        return not any(met.start <= at < met.end for met in self._unless.find(words))


def _place(written: tuple[str, ...]) -> Place:
    return read_cue("|".join(written), {})[0]
