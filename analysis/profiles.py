"""Respondents by what a plan's conditions see of them: who is the same to all is one profile.

Conditions hold for profiles, of which there are a few thousand, and not for respondents one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from analysis.columns import FLAGS, Answers
from analysis.plan import Condition, Plan

UNMARKED: Condition = {FLAGS: ("",)}
"""Met by answers without a mark of quality."""


class Profiles:
    """The profiles of a round.

    Attributes:
        key: Shape (respondents,): the profile of each.
        size: How many profiles there are.
        marked: Whether any has a mark of quality.
    """

    def __init__(self, answers: Answers, plan: Plan) -> None:
        """Read each column that a condition names, once."""
        asked: dict[str, dict[tuple[str, ...], None]] = {}
        for condition in _list_conditions(answers, plan):
            for name, codes in condition.items():
                asked.setdefault(name, {})[codes] = None
        self._met: dict[tuple[str, tuple[str, ...]], npt.NDArray[np.bool_]] = {}
        self.key, labels = combine(self._classify(answers, asked), answers.size)
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
    ) -> Iterator[npt.NDArray[np.int32]]:
        """For each column, which of the codes that conditions tell apart each respondent has."""
        for name, conditions in asked.items():
            coded = answers.get_coded(name)
            met = np.array([np.isin(coded.codes, codes) for codes in conditions], dtype=np.bool_)
            classes, index = np.unique(met, axis=1, return_inverse=True)
            for codes, told in zip(conditions, classes, strict=True):
                self._met[name, codes] = told
            yield index.astype(np.int32).reshape(-1)[coded.index]


def _list_conditions(answers: Answers, plan: Plan) -> Iterator[Condition]:
    yield plan.eligible
    for grouping in plan.groupings:
        yield from (level.when for level in grouping.levels)
    for domain in plan.domains:
        yield domain.when
        yield from (part.when for part in domain.components)
    if answers.find_coded(FLAGS) is not None:
        yield UNMARKED


def combine(
    parts: Iterable[npt.NDArray[np.int32]], size: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Number the combinations that occur.

    Args:
        parts: Each of shape (size,), whole numbers from 0.
        size: How many there are to tell apart.

    Returns:
        Shape (size,), the combination of each, and shape (parts, combinations), its values.
        Combinations are in lexical order, so they do not depend on the order of rows.
    """
    key = np.zeros(size, dtype=np.int32)
    labels = np.zeros((0, min(size, 1)), dtype=np.int32)
    for values in parts:
        radix = int(values.max(initial=0)) + 1
        key *= np.int32(radix)
        key += values
        present = np.flatnonzero(np.bincount(key, minlength=labels.shape[1] * radix))
        renumber = np.zeros(labels.shape[1] * radix, dtype=np.int32)
        renumber[present] = np.arange(len(present), dtype=np.int32)
        key = renumber[key]
        old, value = np.divmod(present.astype(np.int32), np.int32(radix))
        labels = np.vstack([labels[:, old], value[None, :]])
    return key, labels
