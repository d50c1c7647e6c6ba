"""Who has answered an open round so far, counted by the plan's groupings: only who, never what.

The groupings of a plan speak of the columns of a frozen round. Here they are read from interviews
one by one, so that representation can be watched while answers still come in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from analysis.plan import Grouping, GroupingKind, Plan
from analysis.plan_content import Condition
from surveys.interview import Interview
from surveys.questionnaire import Questionnaire
from surveys.routing import find_path
from surveys.store.columns import ABOUT, columns_of
from surveys.store.response import FrozenResponse, Rows

_FIRST_ANSWER = len(ABOUT)
"""Where answers begin in a frozen row."""

LevelKey = tuple[str, str]
"""Grouping and level; an empty level for those who are in none."""

Pair = tuple[LevelKey, LevelKey]
"""The levels of two groupings that somebody is in."""


class MarginCounts:
    """Counts submitted interviews into the levels of a plan's groupings.

    Counts are exact and for the program's eyes only: what is shown passes
    `analysis.representation` first.

    Args:
        plan: Its groupings that are margins, and whom it calls eligible.
        questionnaire: The version that the interviews answer.
    """

    def __init__(self, plan: Plan, questionnaire: Questionnaire) -> None:
        self._eligible = plan.eligible
        self._population = list(_list_population(plan))
        self._groupings = tuple(grouping for grouping in plan.groupings if grouping.shares)
        self._questionnaire = questionnaire
        columns = columns_of(questionnaire)
        self._names = tuple(column.name for column in columns)
        self._rows = Rows(questionnaire, columns)
        self._counts: dict[str, Counter[str]] = {g.name: Counter() for g in self._groupings}
        self._kin = [pair for pair in combinations(self._groupings, 2) if is_kin(*pair)]
        self._pairs: set[Pair] = set()

    def add(self, interview: Interview) -> None:
        """Count one interview by its answers as submitted; others and the ineligible count not.

        Raises:
            StoreError: When it holds an answer that its question does not offer.
        """
        if not interview.submitted:
            return
        codes = self._find_codes(interview)
        if self._eligible and not _meets(codes, self._eligible):
            return
        if self._population and not any(_meets(codes, one) for one in self._population):
            return
        found: dict[str, str] = {}
        for grouping in self._groupings:
            # the first level that fits holds, as in analysis.cells
            fitting = (level.code for level in grouping.levels if _meets(codes, level.when))
            found[grouping.name] = next(fitting, "")
            if code := found[grouping.name]:
                self._counts[grouping.name][code] += 1
        for one, other in self._kin:
            self._pairs.add(((one.name, found[one.name]), (other.name, found[other.name])))

    @property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """By grouping and level; everybody who did not give a characteristic is in none."""
        return {
            grouping.name: {
                level.code: self._counts[grouping.name][level.code] for level in grouping.levels
            }
            for grouping in self._groupings
        }

    @property
    def pairs(self) -> frozenset[Pair]:
        """The levels of kin groupings that anybody counted is in at once."""
        return frozenset(self._pairs)

    def _find_codes(self, interview: Interview) -> dict[str, object]:
        """Column to code, as they would be frozen."""
        path = find_path(self._questionnaire, interview.saved, interview.submitted)
        slots = {q.name: interview.saved[q.name] for q in path if q.name in interview.saved}
        row = self._rows.row(FrozenResponse(interview.language, "", "", slots))
        return dict(zip(self._names, row[_FIRST_ANSWER:], strict=True))


def count_margins(
    plan: Plan, questionnaire: Questionnaire, interviews: Iterable[Interview]
) -> Mapping[str, Mapping[str, int]]:
    """The submitted interviews by margin and level, such as ``{"sex": {"female": 120, ...}}``."""
    counted = MarginCounts(plan, questionnaire)
    for interview in interviews:
        counted.add(interview)
    return counted.counts


def is_kin(one: Grouping, other: Grouping) -> bool:
    """Whether one of two groupings can be the other in more detail.

    Both divide by place, both by ethnic background, or both by an answer to the same question.
    """
    columns, others = ({c for level in g.levels for c in level.when} for g in (one, other))
    return one.kind is other.kind is not GroupingKind.OTHER or bool(columns & others)


def is_nested(pairs: Collection[Pair], one: LevelKey, other: LevelKey) -> bool:
    """Whether everybody in one level is in the other, or the other way about."""
    both = {pair for one_way in pairs for pair in (one_way, one_way[::-1])}
    return any(
        {beside for level, beside in both if level == inner and beside[0] == outer[0]} <= {outer}
        for inner, outer in ((one, other), (other, one))
    )


def _list_population(plan: Plan) -> Iterator[Condition]:
    """What makes somebody one of the population; nothing where it is everybody."""
    if plan.population:
        domain = plan.get_domain(plan.population)
        yield from (one for one in (domain.when, *(p.when for p in domain.components)) if one)


def _meets(codes: Mapping[str, object], condition: Condition) -> bool:
    return any(codes.get(name) in wanted for name, wanted in condition.items())
