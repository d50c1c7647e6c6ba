"""Numbering the combinations of several values that occur among many people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

_ROOM = 1 << 16
"""Numbers in use before those that nobody has are left out: their table stays in the cache."""

_BLOCK = 1 << 16
"""People numbered at once, for the same reason."""

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Combinations:
    """The combinations that occur, in lexical order, whatever the order of people.

    Attributes:
        labels: Shape (parts, combinations): the values of each.
        people: Shape (combinations,): how many have it.
        key: Shape (people,): a number for each of them; several can stand for one combination.
        place: Shape (numbers,): the combination that a number stands for.
    """

    labels: Numbers
    people: npt.NDArray[np.int64]
    key: Numbers
    place: Numbers

    def number(self) -> Numbers:
        """Shape (people,): the combination of each; the key is used up, as by `renumber`."""
        return self.renumber(np.arange(len(self.people), dtype=np.int32))

    def renumber(self, number: Numbers) -> Numbers:
        """Shape (people,): for each, what was given for their combination.

        It takes the place of the key, for memory at first use takes longer than the rest: once.

        Args:
            number: Shape (combinations,).
        """
        table = number[self.place]
        for block in iterate_blocks(len(self.key)):
            self.key[block] = _take(table, self.key[block])
        return self.key


def combine(parts: Iterable[tuple[Numbers, Numbers]], size: int) -> Combinations:
    """Number the combinations that occur.

    Args:
        parts: For each, the values that its digits stand for, whole numbers from 0, and shape
            (size,): the digit of each of the people.
        size: How many people there are.
    """
    key = np.zeros(size, dtype=np.int32)
    labels = np.zeros((0, min(size, 1)), dtype=np.int32)
    values: list[Numbers] = []
    for table, index in parts:
        radix = int(table.max(initial=0)) + 1
        # to look everybody's value up takes longer than a few digits more that stand for the same
        merging = 2 * radix <= len(table)
        digits = np.arange(radix, dtype=np.int32) if merging else table
        if labels.shape[1] * prod(map(len, values)) * len(digits) > _ROOM:
            found = _number(key, labels, values)
            key, labels, values = found.number(), found.labels, []
        if len(digits) > 1:
            _add_digit(key, len(digits), table if merging else None, index)
        values.append(digits)
    return _number(key, labels, values)


def _add_digit(key: Numbers, radix: int, table: Numbers | None, index: Numbers) -> None:
    """Another last digit for every number, some at a time so that they stay in the cache."""
    for block in iterate_blocks(len(key)):
        key[block] *= np.int32(radix)
        key[block] += index[block] if table is None else _take(table, index[block])


def _number(key: Numbers, labels: Numbers, values: Sequence[Numbers]) -> Combinations:
    """The combinations that numbers stand for: of labels so far, and of the digits added since."""
    counted = np.zeros(labels.shape[1] * prod(map(len, values)), dtype=np.int64)
    for block in iterate_blocks(len(key), len(counted)):
        counted += np.bincount(key[block], minlength=len(counted))
    present = np.flatnonzero(counted)
    rest = present
    digits: list[Numbers] = []
    for table in reversed(values):
        rest, digit = np.divmod(rest, len(table))
        digits.insert(0, table[digit])
    order = rest
    for one in digits:
        order = order * (int(one.max(initial=0)) + 1) + one
    _, first, merged = np.unique(order, return_index=True, return_inverse=True)
    place = np.zeros(len(counted), dtype=np.int32)
    place[present] = merged
    people = np.zeros(len(first), dtype=np.int64)
    np.add.at(people, merged, counted[present])
    return Combinations(np.vstack([labels[:, rest], *digits])[:, first], people, key, place)


def _take(table: Numbers, index: Numbers) -> Numbers:
    """What the table has at every place; all are in it: "clip" is only the quicker way to take."""
    return np.take(table, index, mode="clip")


def iterate_blocks(size: int, least: int = 0) -> Iterator[slice]:
    """People some at a time: what is in use then stays in the cache, and memory is reused.

    Args:
        size: People.
        least: How many at least are taken at once, so that what is done for each block is little.
    """
    step = max(_BLOCK, least)
    for first in range(0, size, step):
        yield slice(first, first + step)
