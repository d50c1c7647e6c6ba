"""The groups of people a measure has rows for: its domains, their parts, and its breakdowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.cells import NOT_GIVEN, UNFLAGGED, Cells
from analysis.plan import Domain, Measure, Plan

COMPONENT = "component"
"""The breakdown of a domain into the parts whose union it is; the parts may overlap."""

QUALITY = "quality"
"""The breakdown of a measure's first domain with its one category, answers without a mark."""

GroupKey = tuple[str, str | None, str | None]
"""Domain, breakdown, category."""


@dataclass(frozen=True, slots=True)
class Group:
    """One row's people.

    Attributes:
        cells: Shape (cells,): which cells belong.
    """

    domain: str
    breakdown: str | None
    category: str | None
    label: str
    cells: npt.NDArray[np.bool_]

    @property
    def key(self) -> GroupKey:
        """What the row is called, apart from its measure."""
        return (self.domain, self.breakdown, self.category)

    def is_headline_of(self, domain: str) -> bool:
        """True for the row of a whole domain."""
        return self.breakdown is None and self.domain == domain


def list_groups(plan: Plan, measure: Measure, cells: Cells) -> list[Group]:
    """The groups of a measure in the order of the plan: each domain, its components, breakdowns.

    Breakdowns divide the first domain, or the population's where the plan names one. Where answers
    have marks of quality, the first domain stands there without them as well.
    """
    groups: list[Group] = []
    for position, name in enumerate(measure.domains):
        domain = plan.get_domain(name)
        groups.append(Group(name, None, None, domain.label, cells.members[name, ""]))
        groups += _components(domain, cells)
        if name == plan.find_divided(measure):
            groups += _breakdowns(plan, measure, domain, cells)
        if position == 0:
            groups += _unflagged(domain, cells)
    return groups


def find_levels(plan: Plan, cells: Cells, grouping: str) -> npt.NDArray[np.int32]:
    """Shape (cells,): the level of a grouping, `NOT_GIVEN` outside the plan's population."""
    levels = cells.levels[grouping]
    if not plan.population:
        return levels
    return np.where(cells.members[plan.population, ""], levels, NOT_GIVEN).astype(np.int32)


def list_headlines(plan: Plan, measure: Measure, cells: Cells) -> list[Group]:
    """The groups of a measure that are whole domains, in the order of the plan."""
    return [
        Group(name, None, None, plan.get_domain(name).label, cells.members[name, ""])
        for name in measure.domains
    ]


def _components(domain: Domain, cells: Cells) -> Iterator[Group]:
    for part in domain.components:
        yield Group(
            domain.name, COMPONENT, part.code, part.label, cells.members[domain.name, part.code]
        )


def _breakdowns(plan: Plan, measure: Measure, domain: Domain, cells: Cells) -> Iterator[Group]:
    inside = cells.members[domain.name, ""]
    for name in measure.breakdowns:
        for index, level in enumerate(plan.get_grouping(name).levels):
            yield Group(
                domain.name, name, level.code, level.label, inside & (cells.levels[name] == index)
            )


def _unflagged(domain: Domain, cells: Cells) -> Iterator[Group]:
    if UNFLAGGED in cells.members:
        label = f"{domain.label}, without answers marked for quality"
        people = cells.members[domain.name, ""] & cells.members[UNFLAGGED]
        yield Group(domain.name, QUALITY, UNFLAGGED[1], label, people)
