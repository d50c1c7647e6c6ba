"""What a published change tells of the counts behind the shares that it is of."""

from __future__ import annotations

import random
from datetime import date
from math import floor
from pathlib import Path

from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.rows import Row
from tests.support.released import release
from tests.unit.analysis.test_measures import find, targeted, write_small

PLAN: Plan = targeted()
BEFORE, NOW = (120, 0.5), (150, 0.6)
"""A base and a share, as they are published."""


def list_counts(base: int, share: float) -> list[tuple[int, int]]:
    """All numbers of people who said yes and no that are published so."""
    return [
        (yes, size - yes)
        for size in range(base - 2, base + 3)
        for yes in range(floor(size * share) - 2, floor(size * share) + 3)
        if round(yes / size, 2) == share
    ]


def publish(folder: Path, now: tuple[int, int], before: tuple[int, int]) -> Row:
    earlier = write_small(folder / "earlier", before, closes_on="2025-05-31")
    later = write_small(folder / "later", now)
    return find(release(estimate_measures(later, PLAN, [earlier])).results)


def test_every_pair_of_counts_behind_two_shares_gives_the_same_change(tmp_path: Path) -> None:
    chance = random.Random(3)
    rows = [
        publish(
            tmp_path / f"{at}",
            chance.choice(list_counts(*NOW)),
            chance.choice(list_counts(*BEFORE)),
        )
        for at in range(12)
    ]
    assert {(row.base, row.estimate) for row in rows} == {NOW}
    assert {(row.baseline.base, row.baseline.value) for row in rows if row.baseline} == {BEFORE}
    assert len({row.change for row in rows}) == 1
    assert len({row.previous for row in rows}) == 1
    assert len({row.target for row in rows}) == 1
    assert rows[0].target is not None
    assert rows[0].target.deadline == date(2028, 3, 31)
