"""Which options of a distribution may be published: the rules, applied to counts of respondents.

Source: as in `suppression`, for the shares of one item in one group of people. Primary: an option
that fewer than 3 people gave (10 for a sensitive item), or all but so few. None is as few as any.
Secondary, until nothing more has to go:

- What is hidden is never alone, and makes 10 people or more together. Else the next smallest goes.
- Where a measure of the same people is published, the same holds within its positive answers, and
  within the others: their sums are known. Worked example: of 2, 40, 9, 30 and 19 people from very
  safe to very unsafe, the 2 and the 9 would be hidden; but where the share of very or fairly safe
  is published, 42 people are, so that 40 shown would leave 2. The 40 are hidden in place of the 9.
- What is left of a larger group around this one, by subtraction, is held to the same.

Where fewer than two options could still be shown, nothing is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analysis.suppression import MIN_HIDDEN

View = tuple[int, ...]
"""Respondents by option: those who chose it, or those who did not, of a group of people."""


def hide_options(
    views: Sequence[View],
    known: Sequence[Collection[int]],
    *,
    least: int,
    withheld: Collection[int] = (),
) -> frozenset[int] | None:
    """The positions of options to be hidden; None where nothing may be shown.

    Worked number: of 1, 4, 8, 30 and 40 people the 1 is hidden with the 4 and the 8, because 5
    people together are too few.

    Args:
        views: The group's counts first; then whatever else can be had of the same options.
        known: Sets of options whose sums are published elsewhere.
        least: An option that fewer gave is hidden.
        withheld: Options that are withheld elsewhere.
    """
    size = len(views[0])
    few = {option for option in range(size) if any(view[option] < least for view in views)}
    hidden = few | set(withheld)
    blocks = _split(size, known)
    while gaps := [block for block in blocks if not _is_safe(block, hidden, views, size)]:
        others = gaps[0] - hidden
        if not others:
            return None
        hidden.add(min(others, key=lambda option: (views[0][option], option)))
    return frozenset(hidden) if size - len(hidden) >= 2 else None


def _split(size: int, known: Sequence[Collection[int]]) -> list[frozenset[int]]:
    """The smallest sets of options whose sums are known: each set apart from all the others."""
    signs: dict[tuple[bool, ...], set[int]] = {}
    for option in range(size):
        signs.setdefault(tuple(option in one for one in known), set()).add(option)
    return [frozenset(block) for block in signs.values()]


def _is_safe(
    block: frozenset[int], hidden: Collection[int], views: Sequence[View], size: int
) -> bool:
    """Whether nothing can be had of the hidden options in a set whose sum is known."""
    inside = [option for option in block if option in hidden]
    if not inside or (len(inside) == len(block) < size):
        return True  # of a set that is hidden as a whole nothing is known but its published sum
    enough = all(sum(view[option] for option in inside) >= MIN_HIDDEN for view in views)
    return len(inside) >= 2 and enough
