"""Which figures may be published: the rules, applied to counts of respondents.

Source: Hundepool et al., Handbook on Statistical Disclosure Control, 2nd ed. (2024). Primary: a
base under 30 is too few; a figure is withheld where fewer than 3 people (10 for a sensitive item)
said yes, or said no, which covers 0 % and 100 %. Secondary, until nothing more has to go:

- One category withheld alone takes the smallest other one of its breakdown with it; unless 10 or
  more people who did not give the characteristic hide it. In a breakdown that was raked they do
  not: each category has a known share of the weights there, so that the weighted shares of all and
  of the others give that of the last one (`tests/attack/test_weighted.py` measures how closely).
- So there a category is alone as well where whatever else is withheld is weighted together with one
  that is shown: what is shown tells the weight of both. And where all others that are withheld, as
  far as they have weights of their own, weigh less than 5 of its people: then they leave its share
  open by less than 5 people. What is weighted together with a withheld category goes first.
- What subtraction leaves of a breakdown (its withheld categories, and those who did not give the
  characteristic) is nobody, or 10 people with 3 of them (10 if sensitive) on either side. Or else
  the next smallest category goes, one that is a domain of its own only when no other is left.
- What subtraction leaves of a domain without a part of it is held to the same. Or else the part
  goes.
- People who are the same under two names get the same status.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.shown import Status

MIN_BASE = 30
MIN_COUNT = 3
MIN_COUNT_SENSITIVE = 10
MIN_HIDDEN = 10
LEAST_WIDTH = 5
"""A protected count must be left open over at least this width, from its least to its most."""


@dataclass(frozen=True, slots=True)
class Case:
    """One figure of a measure, as disclosure control sees it.

    Attributes:
        domain, breakdown: The table that it is in; a headline figure has no breakdown.
        people: Who is counted, a bit for each cell.
        yes, no: Respondents.
        parts: The categories of its breakdown exclude each other, so that they add up.
        heir: In a breakdown that the weights were made to meet, the level that its category is
            weighted as; None for itself.
        weight: The sum of its people's weights; None where each counts one.
    """

    domain: str
    breakdown: str | None
    people: int
    yes: int
    no: int
    parts: bool = True
    heir: int | None = None
    weight: float | None = None

    @property
    def base(self) -> int:
        """Respondents with a substantive answer."""
        return self.yes + self.no


def decide(cases: Sequence[Case], *, sensitive: bool, raked: Collection[str] = ()) -> list[Status]:
    """The status of each figure of one measure, in order.

    Args:
        cases: The figures.
        sensitive: Hold them to the stricter rule.
        raked: Breakdowns that the weights were made to meet.
    """
    rules = _Rules(cases, MIN_COUNT_SENSITIVE if sensitive else MIN_COUNT, raked)
    while rules.spread() or rules.protect_tables() or rules.protect_differences():
        pass
    return rules.statuses


def _weigh(case: Case) -> float:
    return case.base if case.weight is None else case.weight


class _Rules:
    """The statuses of a measure's figures while the rules are applied to them.

    Each rule withholds what it must and tells whether that was anything; none ever releases, so
    that applying them in turn comes to an end.
    """

    def __init__(self, cases: Sequence[Case], least: int, raked: Collection[str]) -> None:
        self._cases = cases
        self._raked = raked
        self._least = least
        self._headlines = {case.people for case in cases if case.breakdown is None}
        self.statuses = [self._primary(case) for case in cases]

    def _primary(self, case: Case) -> Status:
        if case.base < MIN_BASE:
            return Status.TOO_FEW
        few = min(case.yes, case.no) < self._least
        return Status.SUPPRESSED if few else Status.RELEASED

    def spread(self) -> bool:
        """Give the same people the same status."""
        withheld = {
            case.people: status
            for case, status in zip(self._cases, self.statuses, strict=True)
            if status is not Status.RELEASED
        }
        changed = False
        for index, case in enumerate(self._cases):
            if self.statuses[index] is Status.RELEASED and case.people in withheld:
                self.statuses[index] = withheld[case.people]
                changed = True
        return changed

    def protect_tables(self) -> bool:
        """Withhold categories until what subtraction leaves of each breakdown is safe."""
        tables = dict.fromkeys((c.domain, c.breakdown) for c in self._cases if c.breakdown)
        return any(self._protect_table(*table) for table in tables)

    def _protect_table(self, domain: str, breakdown: str | None) -> bool:
        inside = [
            i
            for i, case in enumerate(self._cases)
            if (case.domain, case.breakdown) == (domain, breakdown) and case.base
        ]
        released = [i for i in inside if self.statuses[i] is Status.RELEASED]
        withheld = [i for i in inside if i not in released]
        yes, no = self._not_given(domain, inside)
        alone = len(withheld) == 1 and (yes + no < MIN_HIDDEN or breakdown in self._raked)
        # a category that went for the sake of those who did not give it may stay alone
        alone = alone and self._primary(self._cases[withheld[0]]) is not Status.RELEASED
        if breakdown in self._raked and len(withheld) > 1:
            alone = self._is_weighed_out(released, withheld)
        yes += sum(self._cases[i].yes for i in withheld)
        no += sum(self._cases[i].no for i in withheld)
        if not released or (self._is_safe(yes, no) and not alone):
            return False
        together = {self._find_heir(i) for i in withheld}

        def rank(at: int) -> tuple[bool, bool, int]:
            case = self._cases[at]
            return (
                case.people in self._headlines,
                self._find_heir(at) not in together,
                case.base,
            )

        self.statuses[min(released, key=rank)] = Status.SUPPRESSED
        return True

    def _find_heir(self, at: int) -> int:
        """What a category is weighted as; below 0 by itself."""
        heir = self._cases[at].heir
        return -1 - at if heir is None else heir

    def _is_weighed_out(self, released: Sequence[int], withheld: Sequence[int]) -> bool:
        """Whether weighted shares tell that of a withheld category of a raked breakdown.

        Worked number: 24 people who weigh 3.75 each are withheld with 5 who weigh 3 each. All that
        the 5 can do is what 4 of the 24 can; so it is.
        """
        told = {self._find_heir(i) for i in released}
        unknown: dict[int, list[Case]] = {}
        for at in withheld:
            if (heir := self._find_heir(at)) not in told:
                unknown.setdefault(heir, []).append(self._cases[at])
        weights = {heir: sum(map(_weigh, cases)) for heir, cases in unknown.items()}
        total = sum(weights.values())
        return any(
            (total - weights[heir]) * cases[0].base < LEAST_WIDTH * weights[heir]
            for heir, cases in unknown.items()
            if len(cases) == 1
        )

    def _not_given(self, domain: str, inside: Sequence[int]) -> tuple[int, int]:
        """Who of a domain is in no category: yes and no."""
        whole = [c for c in self._cases if c.domain == domain and c.breakdown is None]
        parts = [self._cases[i] for i in inside]
        if not (whole and parts and parts[0].parts):
            return 0, 0
        return (
            whole[0].yes - sum(part.yes for part in parts),
            whole[0].no - sum(part.no for part in parts),
        )

    def protect_differences(self) -> bool:
        """Withhold what differs from a domain around it by people who must not be seen."""
        changed = False
        for whole in (case for case in self._cases if case.breakdown is None):
            for index, part in enumerate(self._cases):
                if self.statuses[index] is not Status.RELEASED or part.people & ~whole.people:
                    continue
                if not self._is_safe(whole.yes - part.yes, whole.no - part.no):
                    self.statuses[index] = Status.SUPPRESSED
                    changed = True
        return changed

    def _is_safe(self, yes: int, no: int) -> bool:
        """Whether people who can be had by subtraction are none, or enough and divided."""
        return yes + no == 0 or (yes + no >= MIN_HIDDEN and min(yes, no) >= self._least)
