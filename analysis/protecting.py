"""A round's figures brought through the disclosure audit, with everything published before.

The rules (`suppression`, `withholding`) look at one table, the audit at all of them at once. Where
it finds a protected count known too closely, one more figure is withheld: of those without which
it would be known less closely the smallest; how many of a group took part before any figure
(`attendance`), options of distributions before parts of a breakdown, those before domains, and the
first domain last (`statuses`). A domain goes only where everything before it would not do. In the
end whatever is not needed any more comes back, what matters most first. What was published before
cannot be taken back: it stays released, and others go for it. What was withheld before stays
withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.attendance import PEOPLE
from analysis.audit import Audit, Claim, Range
from analysis.clearing import hide_people
from analysis.gathering import Scene, apply_statuses, gather
from analysis.guarding import Item, describe_item, list_guarded
from analysis.ledger import Ledger
from analysis.plan import Plan
from analysis.provenance import AuditShown
from analysis.rounds import Estimated
from analysis.shown import Status
from analysis.statuses import DOMAIN, OPTION, Statuses
from analysis.took_part import describe


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
        withheld=protection.statuses.withheld,
        releases=protection.statuses.count_releases(),
        plain=frozenset(one.own for one in scene.statements if one.own and one.asked is not None),
    )
    estimated = apply_statuses(estimated, scene, protection.statuses.now)
    if hidden := protection.statuses.attendance.list_hidden():
        estimated = replace(estimated, took_part=describe(plan, estimated, hidden))
        estimated = hide_people(estimated, hidden)
    return estimated, shown


@dataclass(frozen=True, slots=True)
class _Found:
    """What an audit found: how many counts it bounded, those known too closely, the narrowest."""

    counts: int
    narrow: Sequence[Range]
    narrowest: int | None


class _Protection:
    """The audit, item by item, applied to how the figures of a release stand."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._all = scene.statements
        self.statuses = Statuses(scene)
        self.counts = 0
        self.narrowest: int | None = None

    def audit(self, item: Item) -> None:
        """Withhold what must be for the sake of one item, and no more."""
        found, taken = self._withhold_until_wide(item)
        for before in self._list_steps(item, taken):
            # what went may not be needed any more, now that others went
            found = self._bring_back(item, before) or found
        if self.statuses.close_distributions(item):
            found, _ = self._withhold_until_wide(item)
        self.counts += found.counts
        widths = [one for one in (self.narrowest, found.narrowest) if one is not None]
        self.narrowest = min(widths, default=None)

    def _withhold_until_wide(self, item: Item) -> tuple[_Found, list[dict[int, Status]]]:
        """Withhold figure after figure; what is found in the end, and the steps that undo it."""
        taken: list[dict[int, Status]] = []
        found = self._bound(item)
        while (victim := self._choose(found.narrow)) is not None:
            taken += self._spare(item, victim) or self.statuses.withhold(victim)
            found = self._bound(item)
        return found, taken

    def _spare(self, item: Item, victim: int) -> list[dict[int, Status]]:
        """What can go in place of a domain, the least first; nothing where that would not do."""
        order = self.statuses.rank(victim)[0]
        if order < DOMAIN:
            return []
        lesser = [
            at
            for at in item.places
            if self.statuses.is_free(at) and self.statuses.rank(at)[0] < order
        ]
        lesser.sort(key=self.statuses.rank)
        before = list(self.statuses.now)
        for at in lesser:
            self.statuses.withhold(at)
        enough = not self._is_needed(item, order)
        self.statuses.now = before
        taken: list[dict[int, Status]] = []
        for at in lesser if enough else ():
            if self.statuses.is_free(at):
                taken += self.statuses.withhold(at)
            if not self._is_needed(item, order):
                break
        return taken

    def _is_needed(self, item: Item, order: int) -> bool:
        """Whether a figure of an order, or one before it, still keeps a range too narrow."""
        return any(
            self.statuses.rank(at)[0] <= order
            for one in self._bound(item).narrow
            for at in one.figures
        )

    def _list_steps(
        self, item: Item, taken: Sequence[dict[int, Status]]
    ) -> Iterator[dict[int, Status]]:
        """What may come back, what matters most first.

        Of a distribution it is everything together, then what a measure counts together, and then
        one option after the other: one that is missing alone could be had from the rest.
        """
        ordered = sorted(taken, key=self.statuses.rank_all, reverse=True)
        yield from (step for step in ordered if self.statuses.rank_all(step)[0] > OPTION)
        together: dict[object, dict[int, Status]] = {}
        options = [step for step in ordered if self.statuses.rank_all(step)[0] == OPTION]
        for step in options:
            one = self._all[next(iter(step))]
            own = one.own[0] if one.own else None
            sides = tuple(one.yes <= yes for yes in item.classes if len(yes) > 1)
            together.setdefault((own,), {}).update(step)
            together.setdefault((own, sides), {}).update(step)
        yield from sorted(together.values(), key=len, reverse=True)
        yield from options
        yield from (step for step in ordered if self.statuses.rank_all(step)[0] < OPTION)

    def _bring_back(self, item: Item, before: Mapping[int, Status]) -> _Found | None:
        """Undo one step where every range stays wide enough; what is found then."""
        now = {at: self.statuses.get(at) for at in before}
        if now == before:
            return None
        self.statuses.set(before)
        found = self._bound(item)
        if self._choose(found.narrow) is None:
            return found
        self.statuses.set(now)
        return None

    def _bound(self, item: Item) -> _Found:
        """The audit of an item as its figures stand."""
        if item is PEOPLE:
            counts = self.statuses.attendance.list_guarded()
        else:
            counts = list_guarded(self._all, self.statuses.now, self.statuses.members, item)
        claims = [*self.statuses.attendance.list_claims(item), *self._list_claims(item)]
        place = f"round {self._scene.dataset.manifest.round}, {item.name}"
        recorded = bool(self._scene.before)
        audit = Audit(place, self.statuses.members, item.rest + 1, claims, recorded=recorded)
        return _Found(len(counts), *audit.find_narrow(counts))

    def _list_claims(self, item: Item) -> Iterator[Claim]:
        """What is published of an item, once however often it is said."""
        seen: set[tuple[object, ...]] = set()
        for at in item.places:
            one = self._all[at]
            owner = at if self.statuses.is_free(at) else None
            status = self.statuses.now[at]
            for known, base in (
                (one.tell(status), item.base),
                (one.tell_asked(status), item.asked),
            ):
                key = (one.group, one.yes, known, base)
                if known is None or key in seen:
                    continue
                seen.add(key)
                yield Claim(((one.group, 1),), item.classes[one.yes], base, known, owner)

    def _choose(self, narrow: Sequence[Range]) -> int | None:
        """The next figure to be withheld; None where nothing must be, or nothing would help.

        A range that no figure of the release keeps narrow is as narrow without all of them.
        """
        for worst in sorted(narrow, key=lambda one: (one.width, one.count)):
            if worst.figures:
                return min(worst.figures, key=self.statuses.rank)
        return None
