"""What a plan must not cross: places with ethnic groups, which tell small communities apart."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.plan import GroupingKind, Level, Plan
from surveys.errors import Fault

_OTHER = {
    GroupingKind.PLACE: GroupingKind.ETHNIC,
    GroupingKind.ETHNIC: GroupingKind.PLACE,
}
_WORDS = {GroupingKind.PLACE: "place", GroupingKind.ETHNIC: "ethnic group"}


def find_crossing_faults(plan: Plan, place: str) -> Iterator[Fault]:
    """Breakdowns by place of a domain that goes by ethnic group, and the reverse."""
    columns = {kind: _find_columns(plan, kind) for kind in _OTHER}
    domains = {one.name: one for one in plan.domains}
    groupings = {one.name: one for one in plan.groupings}
    for measure in plan.measures:
        domain = domains.get(measure.domains[0])
        if domain is None:
            continue
        used = {*domain.when, *_list_columns(domain.components)}
        for name in measure.breakdowns:
            kind = groupings[name].kind if name in groupings else GroupingKind.OTHER
            crossed = _OTHER.get(kind)
            if crossed and used & columns[crossed]:
                yield Fault(
                    "plan.place-by-ethnic-group",
                    f"{place}: measure {measure.name}",
                    f"the breakdown {name} ({_WORDS[kind]}) divides the domain {domain.name}, "
                    f"which goes by {_WORDS[crossed]}",
                    "Take the breakdown out, or put a domain of everybody first: places are never "
                    "crossed with ethnic groups.",
                )


def _find_columns(plan: Plan, kind: GroupingKind) -> set[str]:
    """The columns of all groupings of a kind."""
    chosen = (one for one in plan.groupings if one.kind is kind)
    return {column for one in chosen for column in _list_columns(one.levels)}


def _list_columns(levels: tuple[Level, ...]) -> Iterator[str]:
    return (column for level in levels for column in level.when)
