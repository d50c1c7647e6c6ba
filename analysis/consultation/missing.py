"""Who is missing among those who took part, and of which groups nobody can say.

A group is missing by the rule of `analysis.representation`, which has already been applied. What is
added here are the characteristics of which that rule can say nothing: that none of their groups is
called missing would read as if none were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.naming import name_group
from analysis.participation import GroupingCompared, TookPart
from analysis.phrases import say_percent
from analysis.representation import NOBODY_MISSING
from analysis.rows import Results
from analysis.suppression import MIN_BASE, MIN_HIDDEN

NOBODY_KNOWS = "Nobody can say: nothing was asked of people that census figures can be set beside."
FEW = f"Too few answers to say who is missing (under {MIN_BASE}, or a number that is not told): "
HIDDEN = "Not shown, to protect people, so that nobody can say who is missing: "
SHARES = "{who} are counted here, each share among those who gave that characteristic."


def say_missing(results: Results) -> Iterator[str]:
    """Who is missing, of whom nobody can say, and how many did not give a characteristic."""
    shown = results.took_part
    if shown is None or not shown.groupings:
        yield NOBODY_KNOWS
        return
    yield say_counted(shown)
    yield from shown.missing
    few, hidden = _find_few(shown, results.method.respondents), _find_hidden(shown)
    if not shown.missing and {one.name for one in shown.groupings} - {*few, *hidden}:
        yield NOBODY_MISSING
    for start, names in ((FEW, few), (HIDDEN, [one for one in hidden if one not in few])):
        if names:
            labels = (one.label for one in shown.groupings if one.name in names)
            yield f"{start}{'; '.join(labels)}."
    for grouping in shown.groupings:
        asked = results.method.not_given.get(grouping.name)
        if asked is not None:
            yield f"{grouping.label}: not given by {say_percent(asked, 0)} of those who took part."


def say_counted(shown: TookPart) -> str:
    """Of whom the shares of who took part are."""
    return SHARES.format(who=shown.who or "People who took part")


def _find_few(shown: TookPart, respondents: int) -> Sequence[str]:
    """Characteristics that too few people gave, as far as is told."""
    return [
        one.name
        for one in shown.groupings
        if _count_least(one, respondents) < MIN_BASE and not _is_missing_one(one, shown)
    ]


def _count_least(grouping: GroupingCompared, respondents: int) -> int:
    """How many gave a characteristic at least.

    Where that is not told while groups of it are shown, fewer than 10 did not give it.
    """
    if grouping.answers is not None:
        return grouping.answers
    people = [one.people for one in grouping.levels if one.people is not None]
    return max(sum(people), respondents - MIN_HIDDEN) if people else 0


def _find_hidden(shown: TookPart) -> Sequence[str]:
    """Characteristics of which no group is shown."""
    return [
        one.name
        for one in shown.groupings
        if all(level.people is None for level in one.levels) and not _is_missing_one(one, shown)
    ]


def _is_missing_one(grouping: GroupingCompared, shown: TookPart) -> bool:
    """Whether a group of a characteristic is said to be missing; then something can be said."""
    names = tuple(f"{name_group(grouping.label, one.label)}: " for one in grouping.levels)
    return any(sentence.startswith(names) for sentence in shown.missing)
