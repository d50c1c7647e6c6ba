"""Respondents by what a plan's conditions see of them: who is the same to all is one profile.

Conditions hold for profiles, of which there are a few thousand, and not for respondents one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from analysis.columns import FLAGS, Answers, read_ahead
from analysis.plan import Condition, Plan

_ROOM = 1 << 16
"""Numbers in use before those that nobody has are left out: their table stays in the cache."""

_BLOCK = 1 << 16
"""Respondents numbered at once, for the same reason."""

_Numbers = npt.NDArray[np.int32]

UNMARKED: Condition = {FLAGS: ("",)}
"""Met by answers without a mark of quality."""


class Profiles:
    """The profiles of a round.

    Attributes:
        key: Shape (respondents,): the profile of each.
        size: How many profiles there are.
        people: Shape (profiles,): respondents.
        marked: Whether any has a mark of quality.
    """

    def __init__(self, answers: Answers, plan: Plan) -> None:
        """Read each column that a condition names, once."""
        asked: dict[str, dict[tuple[str, ...], None]] = {}
        for condition in _list_conditions(answers, plan):
            for name, codes in condition.items():
                asked.setdefault(name, {})[codes] = None
        self._met: dict[tuple[str, tuple[str, ...]], npt.NDArray[np.bool_]] = {}
        self.key, labels, self.people = combine(self._classify(answers, asked), answers.size)
        self.size = labels.shape[1]
        for label, (name, conditions) in zip(labels, asked.items(), strict=True):
            for codes in conditions:
                self._met[name, codes] = self._met[name, codes][label]
        self.marked = FLAGS in asked and not self.meets(UNMARKED).all()

    def meets(self, condition: Condition) -> npt.NDArray[np.bool_]:
        """Shape (profiles,): who has one of the codes in one of the columns."""
        met = np.zeros(self.size, dtype=np.bool_)
        for name, codes in condition.items():
            met |= self._met[name, codes]
        return met if condition else ~met

    def _classify(
        self, answers: Answers, asked: Mapping[str, Mapping[tuple[str, ...], None]]
    ) -> Iterator[tuple[_Numbers, _Numbers]]:
        """For each column, the class of each code that conditions tell apart, and who has which."""
        for (name, conditions), coded in zip(
            asked.items(), read_ahead(answers, asked), strict=True
        ):
            met = np.array([np.isin(coded.codes, codes) for codes in conditions], dtype=np.bool_)
            classes, index = np.unique(met, axis=1, return_inverse=True)
            for codes, told in zip(conditions, classes, strict=True):
                self._met[name, codes] = told
            yield index.astype(np.int32).reshape(-1), coded.index


def _list_conditions(answers: Answers, plan: Plan) -> Iterator[Condition]:
    yield plan.eligible
    for grouping in plan.groupings:
        yield from (level.when for level in grouping.levels)
    for domain in plan.domains:
        yield domain.when
        yield from (part.when for part in domain.components)
    if answers.has(FLAGS):
        yield UNMARKED


def combine(
    parts: Iterable[tuple[_Numbers, _Numbers]], size: int
) -> tuple[_Numbers, _Numbers, npt.NDArray[np.int64]]:
    """Number the combinations that occur.

    Args:
        parts: For each, whole numbers from 0, and shape (size,): which of them each has.
        size: How many there are to tell apart.

    Returns:
        Shape (size,), the combination of each; shape (parts, combinations), its values; and shape
        (combinations,), how many have it. Combinations are in lexical order, so they do not depend
        on the order of rows.
    """
    key = np.zeros(size, dtype=np.int32)
    labels = np.zeros((0, min(size, 1)), dtype=np.int32)
    radices: list[int] = []
    for table, index in parts:
        radix = int(table.max(initial=0)) + 1
        if labels.shape[1] * prod(radices) * radix > _ROOM:
            key, labels, _ = _renumber(key, labels, radices)
            radices = []
        if radix > 1:
            _add_digit(key, radix, table, index)
        radices.append(radix)
    return _renumber(key, labels, radices)


def _add_digit(key: _Numbers, radix: int, table: _Numbers, index: _Numbers) -> None:
    """Another last digit for every number, some at a time so that they stay in the cache."""
    for block in iterate_blocks(len(key)):
        key[block] *= np.int32(radix)
        # every index is in range: "clip" is only the quicker way to take
        key[block] += np.take(table, index[block], mode="clip")


def _renumber(
    key: _Numbers, labels: _Numbers, radices: Sequence[int]
) -> tuple[_Numbers, _Numbers, npt.NDArray[np.int64]]:
    """Numbers without gaps, the digits added to the labels, and how many have each number."""
    people = np.zeros(labels.shape[1] * prod(radices), dtype=np.int64)
    for block in iterate_blocks(len(key), len(people)):
        people += np.bincount(key[block], minlength=len(people))
    present = np.flatnonzero(people)
    number = np.zeros(len(people), dtype=np.int32)
    number[present] = np.arange(len(present), dtype=np.int32)
    digits: list[_Numbers] = []
    rest = present.astype(np.int32)
    for radix in reversed(radices):
        rest, digit = np.divmod(rest, np.int32(radix))
        digits.insert(0, digit)
    renumber(key, number)
    return key, np.vstack([labels[:, rest], *digits]), people[present]


def renumber(key: _Numbers, number: _Numbers) -> None:
    """Put another number in the place of each."""
    for block in iterate_blocks(len(key)):
        # every number is in range: "clip" is only the quicker way to take
        key[block] = np.take(number, key[block], mode="clip")


def iterate_blocks(size: int, least: int = 0) -> Iterator[slice]:
    """Respondents some at a time: what is in use then stays in the cache, and memory is reused.

    Args:
        size: Respondents.
        least: How many at least are taken at once, so that what is done for each block is little.
    """
    step = max(_BLOCK, least)
    for first in range(0, size, step):
        yield slice(first, first + step)
