"""Which counts of a division of people may be shown while the answers are still coming in.

Source: the "10-5 rule" of the Office for National Statistics: no count under 10, the others to the
nearest 5. A count under 10 is said to be "fewer than 10", which covers nobody. What is shown beside
it must leave every number from 0 to 9 possible, for somebody who knows the exact total. Where
rounding alone does not do that, the smallest other count is not shown either, and where even that
does not help, nothing of the division is.

What this relies on: one look at one moment. Somebody who sees the figures again after each answer
sees when a rounded count changes, so a caller shows them by the day, not by the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from analysis.claims import round_to_5

THRESHOLD = 10

_ROUNDED_BY = 2
"""How far the nearest multiple of 5 can be from a whole number."""


class Hidden(StrEnum):
    """Why a count is not shown: it is under 10, or it would give such a one away."""

    FEW = "few"
    PROTECTS = "protects"


def hide_counts(exact: Mapping[str, int], *, rounded: bool = True) -> dict[str, Hidden] | None:
    """Which counts of a division are not shown, and why; None where none of them may be.

    Worked number: of 262, 141 and 7 the 7 is hidden, and the 141 to protect it.

    Args:
        exact: Level to number of people; the levels exclude each other.
        rounded: Nothing else tells more of a count than its nearest 5. Where shares are shown
            beside, which can tell a count exactly, it does not.
    """
    hidden = {code: Hidden.FEW for code, count in exact.items() if count < THRESHOLD}
    while not _is_safe(exact, hidden, _ROUNDED_BY if rounded else 0):
        others = [code for code in exact if code not in hidden]
        if not others:
            return None
        hidden[min(others, key=lambda code: exact[code])] = Hidden.PROTECTS
    return hidden


def is_given_away(smaller: int, larger: int) -> bool:
    """Whether two counts that are shown, one of a part of the other, tell a count under 10.

    Worked number: of 50 Asian people 45 are Bangladeshi. Both shown would say that between 1 and 9
    Asian people have another background, and never that nobody has.
    """
    return smaller >= THRESHOLD and larger - smaller < THRESHOLD


def _is_safe(exact: Mapping[str, int], hidden: Mapping[str, Hidden], within: int) -> bool:
    """Whether each count under 10 can still be any number from 0 to 9.

    Each count shown is known within 2, so the hidden ones together are known within 2 for each; or
    exactly, where `within` is 0. One
    of them can be 9 where the others can be as small as they may, and 0 where the others can be as
    large: 9 for those under 10, and no more than the smallest shown for those that protect. Worked
    number: of 100 people 45 and 50 are shown, so the third count is between 1 and 9, never 0: not
    safe.
    """
    few = sum(why is Hidden.FEW for why in hidden.values())
    if not few:
        return True
    protecting = len(hidden) - few
    shown = [
        round_to_5(count) if within else count
        for code, count in exact.items()
        if code not in hidden
    ]
    left, slack = sum(exact.values()) - sum(shown), within * len(shown)
    largest = min(shown, default=left) + within
    can_be_nine = left + slack >= THRESHOLD - 1 + THRESHOLD * protecting
    can_be_none = left - slack <= (THRESHOLD - 1) * (few - 1) + largest * protecting
    return can_be_nine and can_be_none
