"""Respondents by what a plan's conditions see of them: who is the same to all is one profile.

Conditions hold for profiles, of which there are a few thousand, and not for respondents one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from analysis.columns import FLAGS, Answers, read_ahead
from analysis.combinations import Numbers, combine
from analysis.plan import Plan
from analysis.plan_content import Condition

UNMARKED: Condition = {FLAGS: ("",)}
"""Met by answers without a mark of quality."""


class Profiles:
    """The profiles of a round.

    Attributes:
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
        self._found = combine(self._classify(answers, asked), answers.size)
        self.people = self._found.people
        self.size = len(self.people)
        for label, (name, conditions) in zip(self._found.labels, asked.items(), strict=True):
            for codes in conditions:
                self._met[name, codes] = self._met[name, codes][label]
        self.marked = FLAGS in asked and not self.meets(UNMARKED).all()

    def meets(self, condition: Condition) -> npt.NDArray[np.bool_]:
        """Shape (profiles,): who has one of the codes in one of the columns."""
        met = np.zeros(self.size, dtype=np.bool_)
        for name, codes in condition.items():
            met |= self._met[name, codes]
        return met if condition else ~met

    def renumber(self, number: Numbers) -> Numbers:
        """Shape (respondents,): for each, what shape (profiles,) gives for their profile; once."""
        return self._found.renumber(number)

    def _classify(
        self, answers: Answers, asked: Mapping[str, Mapping[tuple[str, ...], None]]
    ) -> Iterator[tuple[Numbers, Numbers]]:
        """For each column, the class of each code that conditions tell apart, and who has which."""
        for (name, conditions), coded in zip(
            asked.items(), read_ahead(answers, asked), strict=True
        ):
            met = [tuple(code in codes for codes in conditions) for code in coded.codes]
            classes = sorted(set(met))
            told = np.array(classes, dtype=np.bool_).reshape(len(classes), len(conditions))
            for codes, one in zip(conditions, told.T, strict=True):
                self._met[name, codes] = one
            yield np.array([classes.index(one) for one in met], dtype=np.int32), coded.index


def _list_conditions(answers: Answers, plan: Plan) -> Iterator[Condition]:
    yield plan.eligible
    for grouping in plan.groupings:
        yield from (level.when for level in grouping.levels)
    for domain in plan.domains:
        yield domain.when
        yield from (part.when for part in domain.components)
    if answers.has(FLAGS):
        yield UNMARKED
