"""Whether two rounds asked an item in the same way, so that their figures are one series.

A break is found in what was frozen, or was recorded by an officer before the launch. What was
recorded holds for every later round too: none is compared with a round from before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.rounds import Estimated
from analysis.rows import SeriesBreak
from surveys.store.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Aside:
    """An earlier round that a measure cannot be counted in, and why."""

    measure: str
    round: str
    why: str


@dataclass(frozen=True, slots=True)
class History:
    """The rounds of a series up to one that is measured, the earliest first.

    Attributes:
        aside: What of them cannot be measured by the latest plan.
    """

    manifests: tuple[Manifest, ...]
    aside: tuple[Aside, ...] = ()

    @property
    def rounds(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(manifest.round for manifest in self.manifests)

    def list_breaks(self, measure: str) -> Iterator[SeriesBreak]:
        """The recorded breaks of a measure, each with the round that it came with."""
        for manifest in self.manifests:
            reason = manifest.breaks.get(measure, "").strip()
            if reason:
                yield SeriesBreak(measure, manifest.round, reason)

    def is_broken_since(self, round_: str, measure: str) -> bool:
        """Whether a break of the measure was recorded with any round after this one."""
        rounds = self.rounds
        earliest = rounds.index(round_) + 1
        return any(one.round in rounds[earliest:] for one in self.list_breaks(measure))


def find_break(now: Estimated, before: Estimated, item: str) -> str:
    """What breaks the series between two rounds of one item, in words; empty where nothing does.

    The words and answers of the item, with what they mean for its base, have to be the same, and
    so have the modes and the kinds of sample: an open chat and an invited interview differ by more
    than the years between them.
    """
    breaks: list[str] = []
    column, earlier = now.dataset.columns[item], before.dataset.columns[item]
    if column.text != earlier.text:
        breaks.append("the question was worded differently")
    if column.values != earlier.values:
        breaks.append("the answers offered were different")
    if now.modes != before.modes:
        breaks.append(f"the modes were {_name(before.modes)} and are {_name(now.modes)}")
    if now.samples != before.samples:
        breaks.append(f"the sample was {_name(before.samples)} and is {_name(now.samples)}")
    if before.unused_weights:
        breaks.append("its design weights were left out")
    return "; ".join(breaks)


def _name(found: frozenset[str]) -> str:
    return ", ".join(sorted(found)) or "none"
