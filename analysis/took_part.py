"""Who took part, beside the population: what weights mend, what they do not, who is missing.

What is hidden goes by `masking`, as while the round was open, but as if every count shown were
known exactly: unweighted shares in whole per cents are finer than counts to the nearest 5. A level
that weights were made to meet has the population's share after weighting, whoever answered, so its
weighted share tells nothing; that of a check tells roughly how many people are behind it, so where
a level of a check is hidden, none of its weighted shares is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from analysis.arms import Weighed
from analysis.cells import Cells
from analysis.estimates import Share
from analysis.kinship import find_given_away
from analysis.margin_counts import LevelKey
from analysis.masking import THRESHOLD, Hidden
from analysis.plan import Grouping, Plan
from analysis.representation import (
    GroupingShown,
    describe_missing,
    show_groupings,
)
from analysis.rounds import Estimated
from analysis.self_selection import describe_check
from analysis.shown import GroupingCompared, LevelCompared, TookPart

MIN_EFFECTIVE = 100
MAX_WEIGHT = 8
"""How many times the median weight the largest may be without a word."""

FEW_EFFECTIVE = (
    f"Weighted, the answers tell no more than fewer than {MIN_EFFECTIVE} equally weighted ones "
    "would: the figure can be far off."
)
LARGE_WEIGHT = (
    f"Some answers count more than {MAX_WEIGHT} times as much as the median one: a few people can "
    "move the figure."
)


def describe(plan: Plan, estimated: Estimated) -> TookPart:
    """Who the headline's respondents are, at full precision; the gate rounds and blanks it."""
    weighed = estimated.weighed[0]
    account = weighed.account
    counts = count_people(plan, weighed.cells)
    given_away = _find_given_away(plan, weighed.cells, counts)
    shown = show_groupings(plan, counts, given_away, rounded=False)
    compared = [
        _compare(weighed, plan.get_grouping(one.name), one, counts[one.name])
        for one in shown.groupings
    ]
    trimming = account.trimming
    return TookPart(
        groupings=tuple(compared),
        missing=describe_missing(shown, so_far=False),
        checks=tuple(
            sentence
            for one in compared
            if one.name not in plan.weighting.rake
            for sentence in describe_check(one, account.effective_base)
        ),
        effective_base=account.effective_base,
        largest_weight=account.largest_weight,
        trimmed=trimming.trimmed if trimming else None,
        margin_error=trimming.margin_error if trimming else None,
        cautions=find_cautions(plan, estimated),
    )


def find_cautions(plan: Plan, estimated: Estimated) -> tuple[str, ...]:
    """Why no headline of the round may stand without qualification; empty where it may."""
    account = estimated.headline
    found = [FEW_EFFECTIVE] if account.effective_base < MIN_EFFECTIVE else []
    if account.largest_weight is not None and account.largest_weight > MAX_WEIGHT:
        found.append(LARGE_WEIGHT)
    return (*found, *_describe_collapsed(plan, estimated))


def find_row_cautions(share: Share | None, round_cautions: tuple[str, ...]) -> tuple[str, ...]:
    """Why a headline may not stand without qualification: its own base, then the round's."""
    if share is None:
        return ()
    own = (FEW_EFFECTIVE,) if share.effective_base < MIN_EFFECTIVE else ()
    return tuple(dict.fromkeys((*own, *round_cautions)))


def count_people(plan: Plan, cells: Cells) -> dict[str, dict[str, int]]:
    """Respondents by grouping that has a population, and level; exact."""
    return {
        grouping.name: {
            level.code: round(float(cells.people[cells.levels[grouping.name] == place].sum()))
            for place, level in enumerate(grouping.levels)
        }
        for grouping in plan.groupings
        if grouping.shares
    }


def _describe_collapsed(plan: Plan, estimated: Estimated) -> Iterator[str]:
    raking = estimated.headline.raking
    for margin in raking.margins if raking else ():
        grouping = plan.get_grouping(margin.name)
        labels = {level.code: level.label for level in grouping.levels}
        for empty, heir in margin.collapsed:
            yield (
                f"Nobody who answered is in the group {labels[empty]} ({grouping.label}): answers "
                f"of the group {labels[heir]} stand for theirs."
            )


def _find_given_away(
    plan: Plan, cells: Cells, counts: Mapping[str, Mapping[str, int]]
) -> frozenset[str]:
    """Checks that would tell how few people of a level that is shown have another background."""
    places = {
        (grouping.name, level.code): place
        for grouping in plan.groupings
        for place, level in enumerate(grouping.levels)
    }

    def find_members(key: LevelKey) -> npt.NDArray[np.bool_]:
        members: npt.NDArray[np.bool_] = cells.levels[key[0]] == places[key]
        return members & (cells.people > 0)

    def is_nested(one: LevelKey, other: LevelKey) -> bool:
        inside, around = find_members(one), find_members(other)
        return not (inside & ~around).any() or not (around & ~inside).any()

    return find_given_away(plan, counts, is_nested)


def _compare(
    weighed: Weighed, grouping: Grouping, shown: GroupingShown, counts: Mapping[str, int]
) -> GroupingCompared:
    why = _find_hidden(shown, counts)
    answers = sum(counts.values())
    raking = weighed.account.raking
    raked = bool(raking) and grouping.name in weighed.plan.weighting.rake
    weighted = {} if not raked and any(why.values()) else _find_weighted(weighed, grouping)
    levels = tuple(
        LevelCompared(
            code=level.code,
            label=level.label,
            population=grouping.shares[level.code],
            people=counts[level.code],
            unweighted=counts[level.code] / answers if answers else None,
            weighted=weighted.get(level.code),
            hidden=why[level.code],
        )
        for level in grouping.levels
    )
    return GroupingCompared(
        name=grouping.name,
        label=grouping.label,
        raked=raked,
        source=grouping.source,
        note=grouping.note,
        answers=None if shown.answers is None else answers,
        levels=levels,
    )


def _find_hidden(shown: GroupingShown, counts: Mapping[str, int]) -> dict[str, str]:
    """Level to why it is not shown; empty words where it is."""
    if shown.levels:
        return {level.code: str(level.hidden or "") for level in shown.levels}
    return {
        code: str(Hidden.FEW if count < THRESHOLD else Hidden.PROTECTS)
        for code, count in counts.items()
    }


def _find_weighted(weighed: Weighed, grouping: Grouping) -> dict[str, float]:
    """Level to its share of the weights of those who gave it; empty where all weights are one.

    Without weights the shares would be the unweighted ones, and exact.
    """
    cells = weighed.cells
    if weighed.account.raking is None and cells.weights is None:
        return {}
    index = cells.levels[grouping.name]
    final = cells.base_weight * weighed.factor
    held = [float(final[index == place].sum()) for place in range(len(grouping.levels))]
    total = sum(held)
    codes = (level.code for level in grouping.levels)
    return {code: part / total for code, part in zip(codes, held, strict=True)} if total else {}
