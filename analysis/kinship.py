"""Divisions of the same people of which one is the other in more detail.

Asian people and Bangladeshi ones, both shown, tell how many Asian people have another background.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from analysis.margin_counts import LevelKey, is_kin
from analysis.masking import is_given_away
from analysis.plan import Grouping, Plan

Nested = Callable[[LevelKey, LevelKey], bool]


def list_compared(plan: Plan, counts: Collection[str]) -> tuple[Grouping, ...]:
    """The groupings with a population that were counted, in the order of the plan."""
    return tuple(one for one in plan.groupings if one.shares and one.name in counts)


def find_given_away(
    plan: Plan, counts: Mapping[str, Mapping[str, int]], nested: Nested | None = None
) -> frozenset[str]:
    """Groupings that divide a level of another one, and would leave under 10 people of it.

    Two groupings by ethnic background, by place, or by the same question may be one finer than the
    other. What weights are made to meet is shown first, the others only where they give none of it
    away.

    Args:
        plan: Its groupings with shares are compared.
        counts: Grouping to level to answers.
        nested: Whether a level of one grouping is part of a level of another, or the other way
            about. Without it any two levels may be.
    """
    kept: list[Grouping] = []
    hidden: set[str] = set()
    for one in sorted(list_compared(plan, counts), key=lambda g: g.name not in plan.weighting.rake):
        pairs = (
            ((one.name, level.code), (other.name, around.code))
            for other in kept
            if is_kin(one, other)
            for level in one.levels
            for around in other.levels
            if level.when != around.when
        )
        if any(
            is_given_away(*sorted(counts[name].get(code, 0) for name, code in pair))
            and (nested is None or nested(*pair))
            for pair in pairs
        ):
            hidden.add(one.name)
        else:
            kept.append(one)
    return frozenset(hidden)
