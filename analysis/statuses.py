"""The statuses of a release's figures while the audit is applied: what is withheld, what goes next.

What was published before cannot be taken back: it stays released, and others go for it. What was
withheld before stays withheld. Figures have an order in which they go: how many of a group took
part first, then options of distributions, parts of breakdowns, domains, and the first domain last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.attendance import Attendance
from analysis.gathering import Scene
from analysis.guarding import Item
from analysis.headcounts import list_headcounts
from analysis.shown import Status
from analysis.statements import Statement

LEVEL, OPTION, PART, DOMAIN, AGREED, FIRST = range(6)
"""What goes first, and what last: who took part before any figure, and a domain that is not agreed
before one that is."""


class Statuses:
    """The statuses of a release's figures, by their positions among the statements of a scene.

    A negative position is that of a group in `attendance`.

    Attributes:
        now: The status of each statement, by its position.
        members: Who is in which group.
        attendance: How many of each group took part, and whether that is told.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._all = scene.statements
        heads = list(list_headcounts(scene))  # adds its groups to those that are joined
        self.members = scene.joined.find_memberships()
        self.attendance = Attendance(heads, self.members)
        self._before = [one.status for one in self._all]
        self.now = list(self._before)
        self._domains = self._list_domains()
        self._published = self._recall()
        self._difference()

    @property
    def withheld(self) -> int:
        """How many figures more than the rules asked for."""
        return self.attendance.withheld + sum(
            before is Status.RELEASED and now is not Status.RELEASED
            for before, now in zip(self._before, self.now, strict=True)
        )

    def count_releases(self) -> int:
        """How many releases before said anything that this one does not say in the same words."""
        said = {
            one.identify(status)
            for one, status in zip(self._all, self.now, strict=True)
            if one.own is not None
        }
        return sum(
            any(self._all[at].identify(self._before[at]) not in said for at in places)
            for places in self._scene.before
        )

    def is_free(self, at: int) -> bool:
        """Whether a figure is still to be published, and was not before."""
        one = self._all[at]
        released = self.now[at] is Status.RELEASED
        return released and one.own is not None and at not in self._published

    def get(self, at: int) -> Status:
        """The status at a position."""
        return self.now[at] if at >= 0 else self.attendance.get(at)

    def set(self, statuses: Mapping[int, Status]) -> None:
        """Give positions their statuses."""
        for at, status in statuses.items():
            if at >= 0:
                self.now[at] = status
            else:
                self.attendance.set(at, status)

    def rank(self, at: int) -> tuple[int, int, int]:
        """Who took part, then options and whole distributions, parts of breakdowns, domains."""
        if at < 0:
            return LEVEL, self.attendance.count(at), at
        one = self._all[at]
        if one.own and isinstance(one.own[0], int):
            return OPTION, one.count if one.option else one.base, at
        orders = (
            order
            for group, order in self._domains.items()
            if self.members.is_same(one.group, group)
        )
        return max(orders, default=PART), one.base, at

    def rank_all(self, places: Iterable[int]) -> tuple[int, int, int]:
        """Of several figures the last to go."""
        return max(map(self.rank, places))

    def withhold(self, at: int) -> list[dict[int, Status]]:
        """Withhold a figure, with the same one under another name; the steps that undo it."""
        if at < 0:
            return [self.attendance.hide(at)]
        chosen = self._all[at]
        before = {
            other: self.now[other]
            for other, one in enumerate(self._all)
            if self.is_free(other) and (other == at or self._is_same(chosen, one))
        }
        self.set(dict.fromkeys(before, Status.SUPPRESSED))
        rest: list[int] = []
        if chosen.own and isinstance(chosen.own[0], int):
            rest = self._list_closed(chosen.own[0])
            self.set(dict.fromkeys(rest, Status.SUPPRESSED))
        return [before, *({other: Status.RELEASED} for other in rest)]

    def close_distributions(self, item: Item) -> bool:
        """Withhold what must not be left of an item's distributions; whether that was anything."""
        owns = (self._all[at].own for at in item.places)
        rest = [
            at
            for index in dict.fromkeys(own[0] for own in owns if own and isinstance(own[0], int))
            for at in self._list_closed(index)
        ]
        self.set(dict.fromkeys(rest, Status.SUPPRESSED))
        return bool(rest)

    def _list_domains(self) -> dict[int, int]:
        """The group of each domain to how late it goes: the first last, those not agreed before."""
        plan = self._scene.view.plan
        orders: dict[int, int] = {}
        for one in self._all:
            if one.own is not None and one.table[2] is None:
                agreed = plan.get_domain(one.table[1]).agreed
                orders.setdefault(one.group, AGREED if agreed else DOMAIN)
        return orders | dict.fromkeys(list(orders)[:1], FIRST)

    def _recall(self) -> frozenset[int]:
        """Take up what was published, or withheld, before; the positions of what was published."""
        said = [at for at, one in enumerate(self._all) if one.own is None]
        published: set[int] = set()
        for at, one in enumerate(self._all):
            if one.own is None:
                continue
            before = {self._before[each] for each in said if self._is_same(one, self._all[each])}
            if Status.RELEASED in before and one.may_be_shown:
                published.add(at)
                self.now[at] = Status.RELEASED
            elif before and self.now[at] is Status.RELEASED:
                self.now[at] = Status.SUPPRESSED
        return frozenset(published)

    def _difference(self) -> None:
        """Withhold what differs by too few people from what was published before."""
        public = [
            one
            for one, status in zip(self._all, self._before, strict=True)
            if one.own is None and status is Status.RELEASED
        ]
        for at, one in enumerate(self._all):
            if self.is_free(at) and any(self._is_too_near(one, other) for other in public):
                self.withhold(at)

    def _is_too_near(self, one: Statement, other: Statement) -> bool:
        """Whether one group without the other leaves people whom the rules would not leave."""
        if (one.item, one.yes, one.option) != (other.item, other.yes, other.option):
            return False
        nested = (self.members.is_part(one.group, other.group), one, other)
        around = (self.members.is_part(other.group, one.group), other, one)
        return any(held and whole.leaves_few(part) for held, part, whole in (nested, around))

    def _is_same(self, one: Statement, other: Statement) -> bool:
        """Whether two statements are about the same answers of the same people."""
        alike = (one.item, one.yes) == (other.item, other.yes)
        return alike and self.members.is_same(one.group, other.group)

    def _list_closed(self, index: int) -> list[int]:
        """What has to go of a distribution without its base, or with fewer than two options."""
        places = [at for at, one in enumerate(self._all) if one.own and one.own[0] == index]
        free = [at for at in places if self.now[at] is Status.RELEASED]
        options = [at for at in free if self._all[at].option]
        whole = [at for at in places if not self._all[at].option]
        return free if len(options) < 2 or not set(whole) <= set(free) else []
