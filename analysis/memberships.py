"""Who can be in which groups at once: the places that an unknown respondent can stand in.

A place is a combination of groups that somebody is in. Groups that are defined by the same columns
overlap in ways that anybody can work out, so they are looked at together, in one family; groups of
different families (sex, age with ethnic group, area) share only their totals. Nothing is lost by
that: whatever numbers each family has, if they add up to the same totals there are people who have
all of them (the north-west corner rule fills such a table, in whole numbers). So some sixty places
stand for the thousands of combinations of all families.

Only combinations that somebody in the round has are places. Readers are thereby credited with
knowing which ones nobody has: that is on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Members:
    """One group of people.

    Attributes:
        cells: Shape (cells,): which cells belong.
        columns: What membership is decided by; empty for everybody of a stratum.
    """

    cells: Mask
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Memberships:
    """The places of a round.

    Attributes:
        size: How many places there are.
        groups: The places of each group.
        sums: A place that stands for a whole stratum, and places of a family that add up to it.
        parts: Shape (groups, groups): whether everybody in the first is in the second as well.
    """

    size: int
    groups: tuple[Places, ...]
    sums: tuple[tuple[int, Places], ...]
    parts: Mask

    def is_part(self, part: int, whole: int) -> bool:
        """Whether everybody in one group is in another."""
        return bool(self.parts[part, whole])

    def is_same(self, one: int, other: int) -> bool:
        """Whether two groups are the same people."""
        return self.is_part(one, other) and self.is_part(other, one)


def find_memberships(groups: Sequence[Members], strata: npt.NDArray[np.intp]) -> Memberships:
    """The places of groups.

    Worked number: two sexes that some gave and some did not, and three areas in the same way, are
    3 + 4 places and one for all of them.

    Args:
        groups: The groups of people; one without columns holds whole strata.
        strata: Shape (cells,): people of different strata are never counted into one family's
            total (arms of a round, and who is eligible under which plan).
    """
    stacked = np.array([group.cells for group in groups], dtype=np.bool_).reshape(
        len(groups), len(strata)
    )
    patterns, strata = _find_patterns(stacked, strata)
    families = _find_families(groups)
    found: list[list[int]] = [[] for _ in groups]
    sums: list[tuple[int, Places]] = []
    size = 0
    for stratum in np.unique(strata):
        inside = patterns[:, strata == stratum]
        total, size = size, size + 1
        for family in families:
            combinations = np.unique(inside[family], axis=1)
            places = np.arange(size, size + combinations.shape[1])
            size += len(places)
            sums.append((total, places))
            for group, held in zip(family, combinations, strict=True):
                found[group] += places[held].tolist()
        for group in (one for one, members in enumerate(groups) if not members.columns):
            found[group] += [total] if inside[group].all() else []
    outside = patterns.astype(np.int64) @ ~patterns.T
    numbers = tuple(np.array(one, dtype=np.intp) for one in found)
    return Memberships(size, numbers, tuple(sums), outside == 0)


def _find_patterns(
    stacked: Mask, strata: npt.NDArray[np.intp]
) -> tuple[Mask, npt.NDArray[np.intp]]:
    """The distinct columns of shape (groups, cells), and the stratum of each."""
    packed = np.packbits(stacked, axis=0)
    bytes_ = strata.astype(np.int64).view(np.uint8).reshape(len(strata), -1).T
    numbered = np.vstack([packed, bytes_])
    _, first = np.unique(numbered, axis=1, return_index=True)
    return stacked[:, first], strata[first]


def _find_families(groups: Sequence[Members]) -> list[list[int]]:
    """Groups that share a column, directly or through others, by position."""
    columns: list[frozenset[str]] = []
    for group in groups:
        if group.columns:
            touching = [one for one in columns if one & group.columns]
            columns = [one for one in columns if one not in touching]
            columns.append(group.columns.union(*touching))
    return [list(_inside(groups, one)) for one in sorted(columns, key=sorted)]


def _inside(groups: Sequence[Members], columns: frozenset[str]) -> Iterator[int]:
    return (place for place, group in enumerate(groups) if group.columns & columns)
