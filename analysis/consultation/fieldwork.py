"""How many answered, and where others stopped, as it may be told.

Numbers are to the nearest 5, from 10. Where people stopped adds up to those who never submitted, so
what the others of these were could be had by subtraction; a number that would give away that few
stopped at a question is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.claims import round_to_5
from analysis.masking import THRESHOLD
from analysis.rows import Method
from analysis.suppression import LEAST_WIDTH
from surveys.store.manifest import Manifest

FEW = f"fewer than {THRESHOLD}"
_HALF = 2
"""How far the nearest multiple of 5 can be from a whole number."""

_OTHERS = 2
"""Fewest questions of which nothing is told: of one alone the rest would tell."""


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """Counts of a round as they may be told.

    Attributes:
        modes: How people answered, those of ten people and more; without numbers.
        stopped: Question to how many of those who never submitted stopped there.
    """

    submitted: int | str
    unsubmitted: int | str
    modes: tuple[str, ...]
    stopped: Mapping[str, int]


def tell_fieldwork(manifest: Manifest, method: Method, questions: int) -> Fieldwork:
    """The counts of a frozen round as they may be told.

    Args:
        manifest: Of the round, exact.
        method: Of its released results, for how people answered.
        questions: At how many questions people can stop.
    """
    return Fieldwork(
        submitted=tell(manifest.counts.submitted),
        unsubmitted=tell(manifest.counts.unsubmitted),
        modes=tuple(sorted(method.modes)),
        stopped=_tell_stopped(manifest, questions),
    )


def tell(people: int) -> int | str:
    """A number to the nearest 5, or that it is small."""
    return round_to_5(people) if people >= THRESHOLD else FEW


def _tell_stopped(manifest: Manifest, questions: int) -> dict[str, int]:
    """Where ten people and more stopped, leaving room for those of whom nothing is told.

    Worked number: of 25 who stopped, 20 did at one question; 27 - 18 = 9 at most stopped elsewhere,
    so the 20 may be told. Of 20, 18 did; 22 - 18 = 4 at most stopped elsewhere, so it may not.
    """
    most = round_to_5(manifest.counts.unsubmitted) + _HALF
    shown = {name: n for name, n in manifest.break_offs.items() if n >= THRESHOLD}
    while shown:
        low = sum(max(round_to_5(n) - _HALF, THRESHOLD) for n in shown.values())
        if most - low >= LEAST_WIDTH and questions - len(shown) >= _OTHERS:
            break
        del shown[min(shown, key=lambda name: (shown[name], name))]
    return {name: round_to_5(n) for name, n in sorted(shown.items())}
