"""Who took part, group by group, brought through the disclosure audit with the figures.

That a group of people is shown can give figures away, and a group of another plan that differs from
it by a few people. A group can be left out of what is shown more easily than a figure, so groups go
first. What was told of a group before cannot be taken back, so its number stays shown; what was not
told before is not told now.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.audit import Claim, Count
from analysis.claims import Known
from analysis.guarding import Item
from analysis.headcounts import Headcount
from analysis.margin_counts import LevelKey
from analysis.memberships import Memberships
from analysis.shown import Status
from analysis.suppression import MIN_HIDDEN

_ALL = frozenset({0})
PEOPLE = Item(name="who took part", places=(), classes={}, base=_ALL, asked=_ALL, rest=0)
"""Stands for an item of which everybody gave the one answer that there is."""


class Attendance:
    """Which groups of those who took part are shown, while the audit is applied to them.

    Args:
        heads: What is told of how many people took part, now and before.
        members: Who is in which groups.
    """

    def __init__(self, heads: list[Headcount], members: Memberships) -> None:
        self._heads = heads
        self._members = members
        self._own = [at for at, one in enumerate(heads) if one.own and one.level]
        self._said = [one for one in heads if not one.own and one.level]
        shown = (Status.RELEASED if one.limits else Status.SUPPRESSED for one in heads)
        self._statuses = list(shown)
        self._before = list(self._statuses)
        self._known = self._recall()

    def _recall(self) -> frozenset[int]:
        """Take up what was told and not told before; the positions of what there was a word on."""
        known: set[int] = set()
        for at in self._own:
            same = [one for one in self._said if self._is_same(self._heads[at], one)]
            known |= {at} if same else set()
            if same and not any(one.limits for one in same):
                self._statuses[at] = Status.SUPPRESSED
        return frozenset(known)

    def _is_same(self, one: Headcount, other: Headcount) -> bool:
        return self._members.is_same(one.group, other.group)

    @property
    def withheld(self) -> int:
        """How many groups more than `masking` asked for."""
        return sum(
            before is not now for before, now in zip(self._before, self._statuses, strict=True)
        )

    def list_hidden(self) -> frozenset[LevelKey]:
        """The levels of the release that are not shown for the audit's sake."""
        return frozenset(
            level
            for at in self._own
            if self._statuses[at] is not self._before[at] and (level := self._heads[at].level)
        )

    def list_claims(self, item: Item) -> Iterator[Claim]:
        """What is told, whatever was answered to an item; what can be hidden has a name below 0."""
        for at, one in enumerate(self._heads):
            if self._statuses[at] is not Status.RELEASED:
                continue
            free = one.own and one.level is not None and at not in self._known
            owner = -1 - at if free else None
            for groups, limits in one.list_told():
                base = item.asked | {item.rest}
                yield Claim(groups, frozenset(), base, Known(base=limits), owner)

    def list_guarded(self) -> list[Count]:
        """Groups of under 10 people, and differences of so few, that another release may tell.

        Within one release `masking` sees to them.
        """
        new = [self._heads[at] for at in self._own if at not in self._known]
        if not self._said or not new:
            return []
        found = [
            Count(one.groups, PEOPLE.base)
            for one in (*new, *self._said)
            if 0 < one.people < MIN_HIDDEN
        ]
        for one in new:
            for other in self._said:
                part, whole = sorted((one, other), key=lambda head: head.people)
                few = 0 < whole.people - part.people < MIN_HIDDEN
                if few and self._members.is_part(part.group, whole.group):
                    found.append(Count(((whole.group, 1), (part.group, -1)), PEOPLE.base))
        return list(dict.fromkeys(found))

    def count(self, name: int) -> int:
        """How many people are in a level."""
        return self._heads[-1 - name].people

    def hide(self, name: int) -> dict[int, Status]:
        """Hide a level, and the same people under another name; what they were before."""
        chosen = self._heads[-1 - name]
        before = {
            -1 - at: self._statuses[at]
            for at in self._own
            if at not in self._known and self._is_same(chosen, self._heads[at])
        }
        for one in before:
            self.set(one, Status.SUPPRESSED)
        return before

    def get(self, name: int) -> Status:
        """Whether a level is shown."""
        return self._statuses[-1 - name]

    def set(self, name: int, status: Status) -> None:
        """Show or hide a level."""
        self._statuses[-1 - name] = status
