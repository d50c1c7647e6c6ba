"""The same respondents as several plans group them, brought onto one set of cells.

Each plan counts a round into cells of its own. What two plans published can be set against each
other only where it is known who is in both: people are told apart here by their cells under every
plan, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analysis.arms import WeightedArm
from analysis.columns import FLAGS
from analysis.groups import COMPONENT, QUALITY, Group
from analysis.memberships import Mask, Members, Memberships, find_memberships
from analysis.plan import Domain, Plan
from analysis.plan_content import Condition
from analysis.rounds import Estimated
from analysis.samples import APART, Selection

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class View:
    """A round as one plan counts it: its arms one after the other, each with cells of its own."""

    plan: Plan
    estimated: Estimated

    @property
    def sizes(self) -> list[int]:
        """How many cells each arm has."""
        return [len(one.cells.people) for one in self.estimated.weighed]

    def find_arm(self, account: WeightedArm) -> int:
        """The position of an arm."""
        return next(at for at, one in enumerate(self.estimated.arms) if one is account)

    def spread(self, arm: int, cells: Mask) -> Mask:
        """Cells of one arm among those of all arms."""
        parts = [np.zeros(size, dtype=np.bool_) for size in self.sizes]
        parts[arm] = cells
        return np.concatenate(parts)

    def find_keys(self) -> Ints:
        """Shape (respondents,): the cell of each among those of all arms; -1 where in none."""
        dataset = self.estimated.dataset
        keys = np.full(dataset.size, -1, dtype=np.int64)
        start = 0
        for weighed, size in zip(self.estimated.weighed, self.sizes, strict=True):
            answers, own = weighed.account.arm.answers, weighed.cells.key.astype(np.int64)
            inside = answers.chosen if isinstance(answers, Selection) else slice(None)
            keys[inside] = np.where(own >= 0, own + start, -1)
            start += size
        return keys

    def list_columns(self, group: Group) -> frozenset[str]:
        """The columns that decide who is in a group of an arm."""
        columns = domain_columns(self.plan.get_domain(group.domain))
        if group.breakdown is None or group.breakdown in {COMPONENT, *APART}:
            return columns
        if group.breakdown == QUALITY:
            return columns | {FLAGS}
        return columns | grouping_columns(self.plan, group.breakdown)


def domain_columns(domain: Domain) -> frozenset[str]:
    """The columns that decide who is in a domain; none where it is everybody."""
    return _columns([domain.when, *(part.when for part in domain.components)])


def population_columns(plan: Plan) -> frozenset[str]:
    """The columns that decide who is of the population; none where it is everybody."""
    return domain_columns(plan.get_domain(plan.population)) if plan.population else frozenset()


def grouping_columns(plan: Plan, name: str) -> frozenset[str]:
    """The columns that decide who is in a grouping's levels, of which the first that fits holds."""
    return _columns([level.when for level in plan.get_grouping(name).levels])


def _columns(conditions: Sequence[Condition]) -> frozenset[str]:
    return frozenset(column for condition in conditions for column in condition)


@dataclass(slots=True)
class Joined:
    """Groups of people out of several views, each of them once.

    Attributes:
        places: For each view, shape (cells,): which of its cells each joint cell is; -1 for none.
        strata: Shape (cells,): people of one stratum are in the same arms of all views.
    """

    places: list[Ints]
    strata: npt.NDArray[np.intp]
    _groups: list[Members] = field(default_factory=list)
    _known: dict[tuple[bytes, frozenset[str]], int] = field(default_factory=dict)

    def add(self, view: int, cells: Mask, columns: frozenset[str]) -> int:
        """The number of a group, given the cells of a view that it has."""
        joint = np.append(cells, False)[self.places[view]]
        key = (np.packbits(joint).tobytes(), columns)
        if key not in self._known:
            self._known[key] = len(self._groups)
            self._groups.append(Members(joint, columns))
        return self._known[key]

    def find_memberships(self) -> Memberships:
        """The places of all groups added."""
        return find_memberships(self._groups, self.strata)


def join(views: Sequence[View]) -> Joined:
    """Bring views of one round together; a single one needs no look at the respondents."""
    arms = [np.repeat(np.arange(len(view.sizes)), view.sizes) for view in views]
    if len(views) == 1:
        return Joined([np.arange(len(arms[0]))], arms[0])
    codes = np.zeros(views[0].estimated.dataset.size, dtype=np.int64)
    keys = [view.find_keys() for view in views]
    for key, arm in zip(keys, arms, strict=True):
        _, codes = np.unique(codes * (len(arm) + 1) + key + 1, return_inverse=True)
    _, first = np.unique(codes, return_index=True)
    places = [key[first] for key in keys]
    strata = np.zeros(len(first), dtype=np.int64)
    for place, arm in zip(places, arms, strict=True):
        strata = strata * (arm.max(initial=0) + 2) + np.append(arm, -1)[place] + 1
    return Joined(places, np.unique(strata, return_inverse=True)[1])
