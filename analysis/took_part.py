"""Who took part, beside the population: what weights mend, what they do not, who is missing.

What is hidden goes by `masking`, as while the round was open, but as if every count shown were
known exactly: unweighted shares in whole per cents are finer than counts to the nearest 5. A level
that weights were made to meet by itself has the population's share after weighting, whoever
answered, so its weighted share tells nothing. Levels that are weighted together (`collapsing`) have
the population's share only in sum, and that of one tells how many people the others have: the gate
shows none of them (`public_method`). That of a check tells roughly how many people are behind it,
so where a level of a check is hidden, none of its weighted shares is shown; nor where a level of it
divides people who are weighted together, by the same characteristic.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isclose

import numpy as np
import numpy.typing as npt

from analysis.arms import Weighed
from analysis.cells import Cells
from analysis.estimates import Share
from analysis.groups import find_levels
from analysis.kinship import find_given_away
from analysis.margin_counts import LevelKey, is_kin
from analysis.masking import THRESHOLD, Hidden
from analysis.participation import GroupingCompared, LevelCompared, TookPart
from analysis.plan import Grouping, Plan
from analysis.representation import (
    GroupingShown,
    Representation,
    describe_missing,
    find_missing,
    show_groupings,
)
from analysis.rounds import Estimated
from analysis.self_selection import describe_check

MIN_EFFECTIVE = 100
MAX_WEIGHT = 8
"""How many times the median weight the largest may be without a word."""

FEW_ANSWERS = f"Fewer than {MIN_EFFECTIVE} answers: the figure can be far off."
FEW_EFFECTIVE = (
    f"After weighting, the answers tell only as much as fewer than {MIN_EFFECTIVE} would: the "
    "figure can be far off."
)
LARGE_WEIGHT = (
    f"Some answers count more than {MAX_WEIGHT} times as much as the median one: a few people can "
    "move the figure."
)


def describe(
    plan: Plan, estimated: Estimated, hidden: Collection[LevelKey] = frozenset()
) -> TookPart:
    """Who the headline's respondents are, at full precision; the gate rounds and blanks it.

    Args:
        plan: Its groupings with a population are compared.
        estimated: The round.
        hidden: Levels that the disclosure audit asks not to show either.
    """
    weighed = estimated.weighed[0]
    account = weighed.account
    counts = count_people(plan, weighed.cells)
    given_away = _find_given_away(plan, weighed.cells, counts)
    shown = _hide(show_groupings(plan, counts, given_away, rounded=False), hidden)
    compared = [_compare(plan, weighed, one, counts[one.name]) for one in shown.groupings]
    missing = [(grouping.name, level.code) for grouping, level in find_missing(shown)]
    trimming = account.trimming
    return TookPart(
        groupings=tuple(compared),
        missing=describe_missing(_tell_shares(shown, compared), so_far=False),
        checks=tuple(
            sentence
            for one in compared
            if one.name not in plan.weighting.rake
            for sentence in describe_check(
                one, account.effective_base, [code for name, code in missing if name == one.name]
            )
        ),
        effective_base=account.effective_base,
        largest_weight=account.largest_weight,
        trimmed=trimming.trimmed if trimming else None,
        margin_error=trimming.margin_error if trimming else None,
        cautions=find_cautions(plan, estimated),
        who=plan.get_domain(plan.population).label if plan.population else "",
    )


def _tell_shares(shown: Representation, compared: Sequence[GroupingCompared]) -> Representation:
    """The shares as the picture of the closed round has them, and not of two rounded numbers.

    Whether anybody is missing still goes by the rounded numbers. Worked number: 30 of 145 is 21 %
    where the picture says 23 %, of 32 of 142.
    """
    told = {
        (one.name, level.code): round(level.unweighted, 2)
        for one in compared
        for level in one.levels
        if level.unweighted is not None
    }
    groupings = (
        replace(
            grouping,
            levels=tuple(
                level
                if level.share is None
                else replace(level, share=told.get((grouping.name, level.code), level.share))
                for level in grouping.levels
            ),
        )
        for grouping in shown.groupings
    )
    return replace(shown, groupings=tuple(groupings))


def _hide(shown: Representation, hidden: Collection[LevelKey]) -> Representation:
    groupings = (
        replace(
            grouping,
            levels=tuple(
                replace(level, people=None, share=None, hidden=Hidden.PROTECTS)
                if (grouping.name, level.code) in hidden
                else level
                for level in grouping.levels
            ),
        )
        for grouping in shown.groupings
    )
    return replace(shown, groupings=tuple(groupings))


def find_cautions(plan: Plan, estimated: Estimated, arm: int = 0) -> tuple[str, ...]:
    """Why no headline of an arm may stand without qualification; empty where it may."""
    account = estimated.arms[arm]
    found = list(_find_few(account.effective_base, account.rows))
    if account.largest_weight is not None and account.largest_weight > MAX_WEIGHT:
        found.append(LARGE_WEIGHT)
    return (*found, *_describe_empty(plan, estimated.weighed[arm]))


def find_row_cautions(share: Share | None, round_cautions: tuple[str, ...]) -> tuple[str, ...]:
    """Why a headline may not stand without qualification: its own base, then the round's."""
    if share is None:
        return ()
    if {FEW_ANSWERS, FEW_EFFECTIVE} & set(round_cautions):
        return round_cautions
    return (*_find_few(share.effective_base, share.base), *round_cautions)


def _find_few(effective_base: float, base: int) -> tuple[str, ...]:
    """The caution on few answers; where all count the same, weights are not what makes them few."""
    if effective_base >= MIN_EFFECTIVE:
        return ()
    return (FEW_ANSWERS if isclose(effective_base, base) else FEW_EFFECTIVE,)


def count_people(plan: Plan, cells: Cells) -> dict[str, dict[str, int]]:
    """Respondents of the population by grouping that has shares of it, and level; exact."""
    return {
        grouping.name: {
            level.code: round(float(cells.people[levels == place].sum()))
            for place, level in enumerate(grouping.levels)
        }
        for grouping in plan.groupings
        if grouping.shares
        for levels in [find_levels(plan, cells, grouping.name)]
    }


def _describe_empty(plan: Plan, weighed: Weighed) -> Iterator[str]:
    """Groups of the margins that nobody is in, whether or not the answers could be weighted."""
    raking = weighed.account.raking
    collapsed = {one.name: dict(one.collapsed) for one in raking.margins} if raking else {}
    counts = count_people(plan, weighed.cells)
    for name in plan.weighting.rake if weighed.account.rows else ():
        grouping = plan.get_grouping(name)
        if not any(counts[name].values()):
            yield (
                f"Nobody who answered gave this characteristic: {grouping.label}. The figure does "
                "not take it into account."
            )
            continue
        labels = {level.code: level.label for level in grouping.levels}
        for code, label in labels.items():
            if grouping.shares[code] and not counts[name][code]:
                heir = collapsed.get(name, {}).get(code)
                stands = f"answers of the group {labels[heir]} stand" if heir else "nobody stands"
                yield (
                    f"Nobody who answered is in the group {label} ({grouping.label}): {stands} for "
                    "theirs."
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
        members: npt.NDArray[np.bool_] = find_levels(plan, cells, key[0]) == places[key]
        return members & (cells.people > 0)

    def is_nested(one: LevelKey, other: LevelKey) -> bool:
        inside, around = find_members(one), find_members(other)
        return not (inside & ~around).any() or not (around & ~inside).any()

    return find_given_away(plan, counts, is_nested)


def _compare(
    plan: Plan, weighed: Weighed, shown: GroupingShown, counts: Mapping[str, int]
) -> GroupingCompared:
    grouping = plan.get_grouping(shown.name)
    why = _find_hidden(shown, counts)
    answers = sum(counts.values())
    raking = weighed.account.raking
    raked = raking is not None and grouping.name in raking.names
    untold = not raked and (any(why.values()) or _divides_together(plan, weighed, grouping))
    weighted = {} if untold else _find_weighted(plan, weighed, grouping)
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


def _divides_together(plan: Plan, weighed: Weighed, check: Grouping) -> bool:
    """Whether a level of a check has some and not all of people who are weighted together.

    Only by the same characteristic: else nobody knows how many of each are in the level.
    """
    raking = weighed.account.raking
    cells = weighed.cells
    for margin in raking.margins if raking else ():
        raked = plan.get_grouping(margin.name)
        codes = [level.code for level in raked.levels]
        for heir in {code for _, code in margin.collapsed} if is_kin(raked, check) else ():
            together = (margin.index == codes.index(heir)) & (cells.people > 0)
            if len(np.unique(cells.levels[check.name][together])) > 1:
                return True
    return False


def _find_hidden(shown: GroupingShown, counts: Mapping[str, int]) -> dict[str, str]:
    """Level to why it is not shown; empty words where it is."""
    if shown.levels:
        return {level.code: str(level.hidden or "") for level in shown.levels}
    return {
        code: str(Hidden.FEW if count < THRESHOLD else Hidden.PROTECTS)
        for code, count in counts.items()
    }


def _find_weighted(plan: Plan, weighed: Weighed, grouping: Grouping) -> dict[str, float]:
    """Level to its share of the weights of those who gave it; empty where all weights are one.

    Without weights the shares would be the unweighted ones, and exact.
    """
    cells = weighed.cells
    if weighed.account.raking is None and cells.weights is None:
        return {}
    index = find_levels(plan, cells, grouping.name)
    final = cells.base_weight * weighed.factor
    held = [float(final[index == place].sum()) for place in range(len(grouping.levels))]
    total = sum(held)
    codes = (level.code for level in grouping.levels)
    return {code: part / total for code, part in zip(codes, held, strict=True)} if total else {}
