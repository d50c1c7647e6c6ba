"""A round's figures brought through the disclosure audit, with everything published before.

The rules (`suppression`, `withholding`) look at one table, the audit at all of them at once. Where
it finds a protected count known too closely, one more figure is withheld: of those without which
it would be known less closely the smallest; how many of a group took part before any figure
(`attendance`), options of distributions before parts of a breakdown,
those before domains, and the first domain last. A domain goes only where everything before it would
not do. In the end whatever is not needed any more comes back, what matters most first. What was
published before cannot be taken back: it stays released, and others go for it. What was withheld
before stays withheld.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.attendance import PEOPLE, Attendance
from analysis.audit import Audit, Claim, Range
from analysis.gathering import Scene, apply_statuses, gather
from analysis.guarding import Item, describe_item, list_guarded
from analysis.headcounts import list_headcounts
from analysis.ledger import Ledger
from analysis.plan import Plan
from analysis.rounds import Estimated
from analysis.shown import AuditShown, Status
from analysis.statements import Statement
from analysis.took_part import describe

_LEVEL, _OPTION, _PART, _DOMAIN, _AGREED, _FIRST = range(6)
"""What goes first, and what last: who took part before any figure, and a domain that is not agreed
before one that is."""


def protect(estimated: Estimated, plan: Plan, ledger: Ledger) -> tuple[Estimated, AuditShown]:
    """The figures with as many more withheld as the audit asks for, and what it found.

    Args:
        estimated: A round's figures, with its distributions and who took part where they are shown.
        plan: What they were estimated by.
        ledger: What was published before.

    Raises:
        RoundError: An entry of the ledger is damaged.
        EstimateError: The ledger does not fit the round.
    """
    scene = gather(estimated, plan, ledger.find(estimated.dataset.manifest.round))
    protection = _Protection(scene)
    protection.audit(PEOPLE)
    for name in dict.fromkeys(one.item for one in scene.statements):
        protection.audit(describe_item(scene, name))
    shown = AuditShown(
        counts=protection.counts,
        narrowest=protection.narrowest,
        withheld=protection.withheld,
        releases=protection.count_releases(),
    )
    estimated = apply_statuses(estimated, scene, protection.statuses)
    if hidden := protection.attendance.list_hidden():
        estimated = replace(estimated, took_part=describe(plan, estimated, hidden))
    return estimated, shown


@dataclass(frozen=True, slots=True)
class _Found:
    """What an audit found: how many counts it bounded, those known too closely, the narrowest."""

    counts: int
    narrow: Sequence[Range]
    narrowest: int | None


class _Protection:
    """The statuses of a release's figures while the audit is applied to them."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._all = scene.statements
        heads = list(list_headcounts(scene))
        self._members = scene.joined.find_memberships()
        self.attendance = Attendance(heads, self._members)
        self._before = [one.status for one in self._all]
        self.statuses = list(self._before)
        self._domains = self._list_domains()
        self._published = self._recall()
        self._difference()
        self.counts = 0
        self.narrowest: int | None = None

    def _list_domains(self) -> dict[int, int]:
        """The group of each domain to how late it goes: the first last, those not agreed before."""
        plan = self._scene.view.plan
        orders: dict[int, int] = {}
        for one in self._all:
            if one.own is not None and one.table[2] is None:
                agreed = plan.get_domain(one.table[1]).agreed
                orders.setdefault(one.group, _AGREED if agreed else _DOMAIN)
        return orders | dict.fromkeys(list(orders)[:1], _FIRST)

    @property
    def withheld(self) -> int:
        """How many figures more than the rules asked for."""
        return self.attendance.withheld + sum(
            before is Status.RELEASED and now is not Status.RELEASED
            for before, now in zip(self._before, self.statuses, strict=True)
        )

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
                self.statuses[at] = Status.RELEASED
            elif before and self.statuses[at] is Status.RELEASED:
                self.statuses[at] = Status.SUPPRESSED
        return frozenset(published)

    def _difference(self) -> None:
        """Withhold what differs by too few people from what was published before."""
        public = [
            one
            for one, status in zip(self._all, self._before, strict=True)
            if one.own is None and status is Status.RELEASED
        ]
        for at, one in enumerate(self._all):
            if self._is_free(at) and any(self._is_too_near(one, other) for other in public):
                self._withhold(at)

    def _is_too_near(self, one: Statement, other: Statement) -> bool:
        """Whether one group without the other leaves people whom the rules would not leave."""
        if (one.item, one.yes, one.option) != (other.item, other.yes, other.option):
            return False
        nested = (self._members.is_part(one.group, other.group), one, other)
        around = (self._members.is_part(other.group, one.group), other, one)
        return any(held and whole.leaves_few(part) for held, part, whole in (nested, around))

    def count_releases(self) -> int:
        """How many releases before said anything that this one does not say in the same words."""
        said = {
            one.identify(status)
            for one, status in zip(self._all, self.statuses, strict=True)
            if one.own is not None
        }
        return sum(
            any(self._all[at].identify(self._before[at]) not in said for at in places)
            for places in self._scene.before
        )

    def _is_same(self, one: Statement, other: Statement) -> bool:
        """Whether two statements are about the same answers of the same people."""
        alike = (one.item, one.yes) == (other.item, other.yes)
        return alike and self._members.is_same(one.group, other.group)

    def audit(self, item: Item) -> None:
        """Withhold what must be for the sake of one item, and no more."""
        found, taken = self._withhold_until_wide(item)
        for before in self._list_steps(item, taken):
            # what went may not be needed any more, now that others went
            found = self._bring_back(item, before) or found
        if self._close_distributions(item):
            found, _ = self._withhold_until_wide(item)
        self.counts += found.counts
        widths = [one for one in (self.narrowest, found.narrowest) if one is not None]
        self.narrowest = min(widths, default=None)

    def _withhold_until_wide(self, item: Item) -> tuple[_Found, list[dict[int, Status]]]:
        """Withhold figure after figure; what is found in the end, and the steps that undo it."""
        taken: list[dict[int, Status]] = []
        found = self._bound(item)
        while (victim := self._choose(found.narrow)) is not None:
            taken += self._spare(item, victim) or self._withhold(victim)
            found = self._bound(item)
        return found, taken

    def _spare(self, item: Item, victim: int) -> list[dict[int, Status]]:
        """What can go in place of a domain, the least first; nothing where that would not do."""
        order = self._rank(victim)[0]
        if order < _DOMAIN:
            return []
        lesser = [at for at in item.places if self._is_free(at) and self._rank(at)[0] < order]
        lesser.sort(key=self._rank)
        before = list(self.statuses)
        for at in lesser:
            self._withhold(at)
        enough = not self._is_needed(item, order)
        self.statuses = before
        taken: list[dict[int, Status]] = []
        for at in lesser if enough else ():
            if self._is_free(at):
                taken += self._withhold(at)
            if not self._is_needed(item, order):
                break
        return taken

    def _is_needed(self, item: Item, order: int) -> bool:
        """Whether a figure of an order, or one before it, still keeps a range too narrow."""
        return any(
            self._rank(at)[0] <= order for one in self._bound(item).narrow for at in one.figures
        )

    def _list_steps(
        self, item: Item, taken: Sequence[dict[int, Status]]
    ) -> Iterator[dict[int, Status]]:
        """What may come back, what matters most first.

        Of a distribution it is everything together, then what a measure counts together, and then
        one option after the other: one that is missing alone could be had from the rest.
        """
        ordered = sorted(taken, key=self._rank_all, reverse=True)
        yield from (step for step in ordered if self._rank_all(step)[0] > _OPTION)
        together: dict[object, dict[int, Status]] = {}
        options = [step for step in ordered if self._rank_all(step)[0] == _OPTION]
        for step in options:
            one = self._all[next(iter(step))]
            own = one.own[0] if one.own else None
            sides = tuple(one.yes <= yes for yes in item.classes if len(yes) > 1)
            together.setdefault((own,), {}).update(step)
            together.setdefault((own, sides), {}).update(step)
        yield from sorted(together.values(), key=len, reverse=True)
        yield from options
        yield from (step for step in ordered if self._rank_all(step)[0] < _OPTION)

    def _bring_back(self, item: Item, before: Mapping[int, Status]) -> _Found | None:
        """Undo one step where every range stays wide enough; what is found then."""
        now = {at: self._get(at) for at in before}
        if now == before:
            return None
        self._set(before)
        found = self._bound(item)
        if self._choose(found.narrow) is None:
            return found
        self._set(now)
        return None

    def _bound(self, item: Item) -> _Found:
        """The audit of an item as its figures stand."""
        if item is PEOPLE:
            counts = self.attendance.list_guarded()
        else:
            counts = list_guarded(self._all, self.statuses, self._members, item)
        claims = [*self.attendance.list_claims(item), *self._list_claims(item)]
        place = f"round {self._scene.dataset.manifest.round}, {item.name}"
        recorded = bool(self._scene.before)
        audit = Audit(place, self._members, item.rest + 1, claims, recorded=recorded)
        return _Found(len(counts), *audit.find_narrow(counts))

    def _list_claims(self, item: Item) -> Iterator[Claim]:
        """What is published of an item, once however often it is said."""
        seen: set[tuple[object, ...]] = set()
        for at in item.places:
            one = self._all[at]
            known = one.tell(self.statuses[at])
            key = (one.group, one.yes, known)
            if known is None or key in seen:
                continue
            seen.add(key)
            owner = at if self._is_free(at) else None
            yield Claim(((one.group, 1),), item.classes[one.yes], item.base, known, owner)

    def _choose(self, narrow: Sequence[Range]) -> int | None:
        """The next figure to be withheld; None where nothing must be, or nothing would help.

        A range that no figure of the release keeps narrow is as narrow without all of them.
        """
        for worst in sorted(narrow, key=lambda one: (one.width, one.count)):
            if worst.figures:
                return min(worst.figures, key=self._rank)
        return None

    def _rank(self, at: int) -> tuple[int, int, int]:
        """Who took part, then options and whole distributions, parts of breakdowns, domains."""
        if at < 0:
            return _LEVEL, self.attendance.count(at), at
        one = self._all[at]
        if one.own and isinstance(one.own[0], int):
            return _OPTION, one.count if one.option else one.base, at
        orders = (
            order
            for group, order in self._domains.items()
            if self._members.is_same(one.group, group)
        )
        return max(orders, default=_PART), one.base, at

    def _rank_all(self, places: Iterable[int]) -> tuple[int, int, int]:
        return max(map(self._rank, places))

    def _withhold(self, at: int) -> list[dict[int, Status]]:
        """Withhold a figure, with the same one under another name; the steps that undo it."""
        if at < 0:
            return [self.attendance.hide(at)]
        chosen = self._all[at]
        before = {
            other: self.statuses[other]
            for other, one in enumerate(self._all)
            if self._is_free(other) and (other == at or self._is_same(chosen, one))
        }
        self._set(dict.fromkeys(before, Status.SUPPRESSED))
        rest: list[int] = []
        if chosen.own and isinstance(chosen.own[0], int):
            rest = self._list_closed(chosen.own[0])
            self._set(dict.fromkeys(rest, Status.SUPPRESSED))
        return [before, *({other: Status.RELEASED} for other in rest)]

    def _close_distributions(self, item: Item) -> bool:
        """Withhold what must not be left of an item's distributions; whether that was anything."""
        owns = (self._all[at].own for at in item.places)
        rest = [
            at
            for index in dict.fromkeys(own[0] for own in owns if own and isinstance(own[0], int))
            for at in self._list_closed(index)
        ]
        self._set(dict.fromkeys(rest, Status.SUPPRESSED))
        return bool(rest)

    def _list_closed(self, index: int) -> list[int]:
        """What has to go of a distribution without its base, or with fewer than two options."""
        places = [at for at, one in enumerate(self._all) if one.own and one.own[0] == index]
        free = [at for at in places if self.statuses[at] is Status.RELEASED]
        options = [at for at in free if self._all[at].option]
        whole = [at for at in places if not self._all[at].option]
        return free if len(options) < 2 or not set(whole) <= set(free) else []

    def _is_free(self, at: int) -> bool:
        """Whether a figure is still to be published, and was not before."""
        one = self._all[at]
        released = self.statuses[at] is Status.RELEASED
        return released and one.own is not None and at not in self._published

    def _get(self, at: int) -> Status:
        return self.statuses[at] if at >= 0 else self.attendance.get(at)

    def _set(self, statuses: Mapping[int, Status]) -> None:
        for at, status in statuses.items():
            if at >= 0:
                self.statuses[at] = status
            else:
                self.attendance.set(at, status)
