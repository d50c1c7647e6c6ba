"""Whether two rounds asked an item in the same way, so that their figures are one series.

A break is found in what was frozen, or was recorded by an officer before the launch. What was
recorded holds for every later round too: none is compared with a round from before it. A round was
compared at its launch with the last one there was; where that one is missing since, its breaks are
missing too, so that nothing from before is known to be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analysis.plan import Measure
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
        counted: Round to measure to the item that it counted, by the plan frozen with the round;
            where the plan is not there, measures are known by their names alone.
    """

    manifests: tuple[Manifest, ...]
    aside: tuple[Aside, ...] = ()
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rounds(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(manifest.round for manifest in self.manifests)

    def list_breaks(self, measure: Measure) -> Iterator[SeriesBreak]:
        """The breaks of a measure, each with the round that it came with.

        They are those that were recorded, and that of a round whose comparison is missing.
        """
        for place, manifest in enumerate(self.manifests):
            before = manifest.compared_with
            if before and before not in self.rounds[:place]:
                reason = f"it was compared at its launch with round {before}, which is not here"
                yield SeriesBreak(measure.name, manifest.round, reason)
            names = self._find_names(manifest.round, measure)
            reasons = (manifest.breaks.get(name, "").strip() for name in names)
            for reason in filter(None, dict.fromkeys(reasons)):
                yield SeriesBreak(measure.name, manifest.round, reason)

    def is_broken_since(self, round_: str, measure: Measure) -> bool:
        """Whether there is a break of the measure with any round after this one."""
        rounds = self.rounds
        earliest = rounds.index(round_) + 1
        return any(one.round in rounds[earliest:] for one in self.list_breaks(measure))

    def _find_names(self, round_: str, measure: Measure) -> tuple[str, ...]:
        """What a round's plan called a measure: by its name, or else whatever counted its item."""
        counted = self.counted.get(round_, {})
        if counted.get(measure.name) == measure.item:
            return (measure.name,)
        return measure.name, *(name for name, item in counted.items() if item == measure.item)


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
