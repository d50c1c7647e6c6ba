"""What a figure says of a round's respondents, exactly and as it is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.arms import Weighed
from analysis.claims import (
    TOO_FEW,
    WITHHELD,
    Known,
    Limits,
    read_figure,
    round_to_5,
    share_digits,
)
from analysis.dataset import Dataset
from analysis.groups import GroupKey
from analysis.joining import Joined, View, domain_columns
from analysis.memberships import Mask
from analysis.plan import Measure, Tabulation
from analysis.rounds import Figure
from analysis.shown import Status
from analysis.spread import Distribution
from analysis.suppression import MIN_BASE, MIN_COUNT, MIN_COUNT_SENSITIVE, MIN_HIDDEN

CHOSEN, NOT_CHOSEN = "1", "0"
"""The answers to an option of a choice of several."""

Place = tuple[str, GroupKey] | tuple[int, int | None]
"""Where a statement stands: measure and group, or distribution and option (None for its base)."""

Table = tuple[str, str, str | None]
"""Measure or tabulation, domain, breakdown."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure, published or not.

    Attributes:
        item: The column, or the option of a choice of several as a column of its own.
        yes: The answers counted; none for the base of a distribution.
        group: Whose figure.
        table: What it is one of.
        base, count: Respondents, exactly.
        least: The smallest count that may be published.
        shown: Base and share as published, or as they would be.
        asked: The share with "don't know" in the base likewise, where all of its people weigh the
            same.
        view: By which plan; 0 is that of the release.
        own: Where it stands in the release; None for what was published before.
        option: It is one of a distribution, whose base is told elsewhere.
    """

    item: str
    yes: frozenset[str]
    group: int
    table: Table
    status: Status
    base: int
    count: int
    least: int
    shown: tuple[int, float | None] | None
    view: int
    own: Place | None
    option: bool = False
    asked: float | None = None

    @property
    def may_be_shown(self) -> bool:
        """Whether it is on people enough, looked at by itself."""
        few = self.count if self.option else min(self.count, self.base - self.count)
        return self.base >= MIN_BASE and few >= self.least

    def leaves_few(self, part: Statement) -> bool:
        """Whether too few people are left of its group without a part of it, or too few of a kind.

        Nobody left is nobody given away.
        """
        base, count = self.base - part.base, self.count - part.count
        if base == 0:
            return False
        few = count if self.option else min(count, base - count)
        return base < MIN_HIDDEN or few < self.least

    def identify(self, status: Status) -> tuple[object, ...]:
        """What makes two statements the same one, whoever made them."""
        shown = self.shown if status is Status.RELEASED else None
        return (self.item, self.yes, self.group, status, shown)

    def tell(self, status: Status) -> Known | None:
        """What it tells when it has a status; None where that is nothing."""
        if status is Status.RELEASED and self.shown:
            least_no = 0 if self.option else self.least
            return read_figure(*self.shown, least_yes=self.least, least_no=least_no)
        if self.option:
            return None
        return TOO_FEW if status is Status.TOO_FEW else WITHHELD

    def tell_asked(self, status: Status) -> Known | None:
        """What the share with "don't know" in the base tells; None where that is nothing."""
        if status is not Status.RELEASED or self.asked is None:
            return None
        half = 0.5 * 10 ** -share_digits(self.base)
        return Known(share=Limits(self.asked - half, self.asked + half))


def state_figure(
    joined: Joined,
    view: View,
    place: int,
    measure: Measure,
    figure: Figure,
    own: Place | None,
) -> Statement:
    """A row of a measure.

    Args:
        joined: Where its group is added.
        view: The round as the plan counts it.
        place: The position of the view.
        measure: Its measure.
        figure: The row.
        own: Where it stands in the release.
    """
    group, share = figure.group, figure.share
    arm = view.find_arm(figure.arm)
    cells = view.spread(arm, group.cells)
    base = share.base if share else 0
    count = round(share.unweighted * base) if share else 0
    column = view.estimated.dataset.columns[measure.item]
    sensitive = measure.sensitive or column.sensitive
    return Statement(
        item=measure.item,
        yes=frozenset(measure.positive),
        group=joined.add(place, cells, view.list_columns(group)),
        table=(measure.name, group.domain, group.breakdown),
        status=figure.status,
        base=base,
        count=count,
        least=MIN_COUNT_SENSITIVE if sensitive else MIN_COUNT,
        shown=_round(base, count),
        view=place,
        own=own,
        asked=_round_asked(
            view.estimated.weighed[arm], group.cells, share.all_asked if share else None, base
        ),
    )


def _round(base: int, count: int) -> tuple[int, float | None]:
    return round_to_5(base), round(count / base, share_digits(base)) if base else None


def _round_asked(weighed: Weighed, cells: Mask, share: float | None, base: int) -> float | None:
    if share is None or not weighed.is_plain(cells):
        return None
    return round(share, share_digits(base))


def state_distribution(
    joined: Joined, view: View, place: int, index: int, one: Distribution
) -> Iterator[Statement]:
    """Its base, or one base for each option of a choice of several; and its options."""
    domain = view.plan.get_domain(one.domain)
    weighed = view.estimated.weighed[0]
    members = weighed.cells.members[one.domain, ""]
    group = joined.add(place, view.spread(0, members), domain_columns(domain))
    tabulation = next(each for each in view.plan.tabulations if each.name == one.name)
    base = one.base or 0
    items = {option.code: _name_item(tabulation, option.code) for option in one.options}
    for item in dict.fromkeys(items.values()):
        yield Statement(
            item=item,
            yes=frozenset(),
            group=group,
            table=(one.name, one.domain, None),
            status=one.status,
            base=base,
            count=0,
            least=0,
            shown=(round_to_5(base), None),
            view=place,
            own=(index, None),
        )
    for position, option in enumerate(one.options):
        count = round((option.unweighted or 0) * base)
        yield Statement(
            item=items[option.code],
            yes=frozenset({CHOSEN if tabulation.chosen else option.code}),
            group=group,
            table=(one.name, one.domain, option.code),
            status=option.status,
            base=base,
            count=count,
            least=_find_least(view.estimated.dataset, tabulation),
            shown=_round(base, count),
            view=place,
            own=(index, position),
            option=True,
            asked=_round_asked(weighed, members, option.all_asked, base),
        )


def _name_item(tabulation: Tabulation, code: str) -> str:
    return f"{tabulation.item}__{code}" if tabulation.chosen else tabulation.item


def _find_least(dataset: Dataset, tabulation: Tabulation) -> int:
    start = f"{tabulation.item}__"
    marked = any(
        column.sensitive
        for name, column in dataset.columns.items()
        if name == tabulation.item or (tabulation.chosen and name.startswith(start))
    )
    return MIN_COUNT_SENSITIVE if tabulation.sensitive or marked else MIN_COUNT
