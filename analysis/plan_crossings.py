"""What a plan must not cross: places with ethnic groups, which tell small communities apart.

What a column is about is known from the groupings of the plan that use it, from its name, and,
where a questionnaire or a round is at hand, from the kinds of its questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.plan import Domain, GroupingKind, Measure, Plan
from analysis.plan_content import Condition
from surveys.errors import Fault

_OTHER = {
    GroupingKind.PLACE: GroupingKind.ETHNIC,
    GroupingKind.ETHNIC: GroupingKind.PLACE,
}
_WORDS = {GroupingKind.PLACE: "place", GroupingKind.ETHNIC: "ethnic group"}
_ETHNIC = "ethnic"
"""What the names of questions on it begin with."""
_PARTS = ("_area", "_ward")
"""What a question on a place has columns of."""


def find_crossing_faults(plan: Plan, place: str, places: Collection[str] = ()) -> Iterator[Fault]:
    """Figures of people who are chosen by both: through breakdowns, domains and who is eligible.

    Args:
        plan: The plan.
        place: Where it stands.
        places: Columns that are known to be of places.
    """
    known = _Kinds(plan, places)
    for measure in plan.measures:
        yield from _find_breakdown_faults(plan, known, measure, f"{place}: measure {measure.name}")
    yield from _find_eligible_faults(plan, known, f"{place}: eligible")


class _Kinds:
    """What the columns of a plan are about."""

    def __init__(self, plan: Plan, places: Collection[str]) -> None:
        columns = {
            kind: {
                column
                for one in plan.groupings
                if one.kind is kind
                for column in _list_columns(*(level.when for level in one.levels))
            }
            for kind in _OTHER
        }
        self._places = columns[GroupingKind.PLACE] | set(places)
        self._questions = {_find_question(one) for one in self._places}
        self._families = {_find_family(one) for one in columns[GroupingKind.ETHNIC]} | {_ETHNIC}

    def find(self, *conditions: Condition) -> set[GroupingKind]:
        """Which of both the people who meet the conditions are chosen by."""
        return {
            kind
            for column in _list_columns(*conditions)
            for kind in _OTHER
            if self._is_of(kind, column)
        }

    def _is_of(self, kind: GroupingKind, column: str) -> bool:
        if kind is GroupingKind.ETHNIC:
            return _find_family(column) in self._families
        return column in self._places or (
            column.endswith(_PARTS) and _find_question(column) in self._questions
        )


def _find_breakdown_faults(
    plan: Plan, known: _Kinds, measure: Measure, where: str
) -> Iterator[Fault]:
    """Breakdowns by place of a domain that goes by ethnic group, and the reverse."""
    domains = {one.name: one for one in plan.domains}
    groupings = {one.name: one for one in plan.groupings}
    domain = domains.get(plan.find_divided(measure))
    if domain is None:
        return
    used = known.find(*_list_conditions(domain))
    for name in measure.breakdowns:
        levels = groupings[name].levels if name in groupings else ()
        for kind in _sort(known.find(*(level.when for level in levels))):
            if _OTHER[kind] in used:
                yield Fault(
                    "plan.place-by-ethnic-group",
                    where,
                    f"the breakdown {name} ({_WORDS[kind]}) divides the domain {domain.name}, "
                    f"which goes by {_WORDS[_OTHER[kind]]}",
                    "Take the breakdown out, or put a domain of everybody first: places are never "
                    "crossed with ethnic groups.",
                )


def _find_eligible_faults(plan: Plan, known: _Kinds, where: str) -> Iterator[Fault]:
    """Groups by ethnic group of people who are all chosen by place, and the reverse."""
    eligible = known.find(plan.eligible)
    for what, kinds in _list_groups(plan, known):
        for kind in _sort(kinds):
            if _OTHER[kind] in eligible:
                yield Fault(
                    "plan.place-by-ethnic-group",
                    where,
                    f"everybody is chosen by {_WORDS[_OTHER[kind]]}, and {what} goes by "
                    f"{_WORDS[kind]}",
                    "Take one of them out: places are never crossed with ethnic groups.",
                )


def _list_groups(plan: Plan, known: _Kinds) -> Iterator[tuple[str, set[GroupingKind]]]:
    """What has figures of its own, and what it goes by."""
    breakdowns = {name for measure in plan.measures for name in measure.breakdowns}
    shown = {name for one in plan.measures for name in one.domains}
    shown |= {name for one in plan.tabulations for name in one.domains}
    for grouping in plan.groupings:
        # who took part is told by every grouping that has a population
        if grouping.shares or grouping.name in breakdowns:
            levels = (level.when for level in grouping.levels)
            yield f"the grouping {grouping.name}", known.find(*levels)
    for domain in plan.domains:
        if domain.name in shown:
            yield f"the domain {domain.name}", known.find(*_list_conditions(domain))


def _list_conditions(domain: Domain) -> Iterator[Condition]:
    yield domain.when
    yield from (component.when for component in domain.components)


def _list_columns(*conditions: Condition) -> Iterator[str]:
    return (column for condition in conditions for column in condition)


def _find_question(column: str) -> str:
    """The question on a place that a column is of."""
    for part in _PARTS:
        column = column.removesuffix(part)
    return column


def _find_family(column: str) -> str:
    """What a question and its detail have in common: the first word of their names."""
    return column.partition("_")[0]


def _sort(kinds: set[GroupingKind]) -> list[GroupingKind]:
    return [kind for kind in _OTHER if kind in kinds]
