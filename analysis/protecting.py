"""A round's figures brought through the disclosure audit, with everything published before.

The rules (`suppression`, `withholding`) look at one table, the audit at all of them at once. Where
it finds a protected count known too closely, one more figure is withheld: of those without which
it would be known less closely the smallest, parts of a breakdown before domains, and headlines
last. What was published before cannot be taken back: it stays released, and others go for it. What
was withheld before stays withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.audit import Audit, Claim, Range
from analysis.claims import Known
from analysis.gathering import Scene, apply_statuses, gather
from analysis.guarding import Item, describe_item, list_guarded
from analysis.headcounts import Headcount, list_headcounts
from analysis.ledger import Ledger
from analysis.plan import Plan
from analysis.rounds import Estimated
from analysis.shown import AuditShown, Status
from analysis.statements import Statement


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
    for item in dict.fromkeys(one.item for one in scene.statements):
        protection.audit(item)
    shown = AuditShown(
        counts=protection.counts,
        narrowest=protection.narrowest,
        withheld=protection.withheld,
        releases=protection.count_releases(),
    )
    return apply_statuses(estimated, scene, protection.statuses), shown


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
        self._headcounts = list(list_headcounts(scene.joined, scene.view))
        self._members = scene.joined.find_memberships()
        self._before = [one.status for one in self._all]
        self.statuses = list(self._before)
        headlines = (one for one in self._all if one.own is not None and one.table[2] is None)
        self._domains = list(dict.fromkeys(one.group for one in headlines))
        self._published = self._recall()
        self._difference()
        self.counts = 0
        self.narrowest: int | None = None

    @property
    def withheld(self) -> int:
        """How many figures more than the rules asked for."""
        return sum(
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

    def audit(self, name: str) -> None:
        """Withhold what must be for the sake of one item, and no more."""
        item = describe_item(self._scene, name)
        taken: list[dict[int, Status]] = []
        found = self._bound(item)
        while (victim := self._choose(found.narrow)) is not None:
            taken.append(self._withhold(victim))
            found = self._bound(item)
        for before in taken[:-1]:
            # what went first may not be needed any more, now that others went
            now = {at: self.statuses[at] for at in before}
            self._set(before)
            again = self._bound(item)
            if self._choose(again.narrow) is not None:
                self._set(now)
            else:
                found = again
        self.counts += found.counts
        widths = [one for one in (self.narrowest, found.narrowest) if one is not None]
        self.narrowest = min(widths, default=None)

    def _bound(self, item: Item) -> _Found:
        """The audit of an item as its figures stand."""
        counts = list_guarded(self._all, self.statuses, self._members, item)
        heads = (self._count_heads(item, one) for one in self._headcounts)
        claims = [*heads, *self._list_claims(item)]
        place = f"round {self._scene.dataset.manifest.round}, {item.name}"
        audit = Audit(place, self._members, item.rest + 1, claims)
        return _Found(len(counts), *audit.find_narrow(counts))

    def _count_heads(self, item: Item, headcount: Headcount) -> Claim:
        groups, limits = headcount
        return Claim(groups, frozenset(), item.base | {item.rest}, Known(base=limits))

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
        """Options first, then parts of breakdowns, then domains, then the first domain."""
        one = self._all[at]
        if one.option:
            return 0, one.count, at
        domains = [
            place
            for place, group in enumerate(self._domains)
            if self._members.is_same(one.group, group)
        ]
        order = 1 if not domains else 3 if domains[0] == 0 else 2
        return order, one.base, at

    def _withhold(self, at: int) -> dict[int, Status]:
        """Withhold a figure, and with it the same one under another name; what they were before."""
        chosen = self._all[at]
        before = {
            other: self.statuses[other]
            for other, one in enumerate(self._all)
            if self._is_free(other) and (other == at or self._is_same(chosen, one))
        }
        self._set(dict.fromkeys(before, Status.SUPPRESSED))
        if chosen.own and isinstance(chosen.own[0], int):
            rest = self._close_distribution(chosen.own[0])
            before |= {other: self.statuses[other] for other in rest}
            self._set(dict.fromkeys(rest, Status.SUPPRESSED))
        return before

    def _close_distribution(self, index: int) -> list[int]:
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

    def _set(self, statuses: Mapping[int, Status]) -> None:
        for at, status in statuses.items():
            self.statuses[at] = status
