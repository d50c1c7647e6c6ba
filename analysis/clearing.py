"""Which figures of groups are clear enough to be shown: the others are not published at all.

A consultation asks many issues of people of many groups. Most differences between groups are those
of chance, and each figure that is published is one more that somebody could work with. So a group's
figure of a measure is a row only where it clearly differs from everybody else's, after Holm over
all such comparisons of the round. What is not clear goes before disclosure control, which then has
less to protect; its rules were applied to the whole breakdown, so they withhold no less.

That nothing is clear says a little itself: that a difference is not very large. It is not in the
audit. That there were answers enough to compare is said only where the people shown say it as well
(`public_equality`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from analysis.change import LEVEL, holm
from analysis.contrasts import MIN_EXPECTED, Contrast, Side, add_up, estimate_contrast
from analysis.equality import Difference, Equality, GroupHeard, GroupingHeard, Said
from analysis.groups import GroupKey, find_levels
from analysis.margin_counts import LevelKey
from analysis.masking import Hidden, hide_counts
from analysis.participation import TookPart
from analysis.plan import Grouping, Measure, Plan
from analysis.rounds import Estimated, Figure
from analysis.suppression import MIN_BASE

METHOD = (
    "Each group is compared with everybody else who gave the same characteristic, in every "
    "measure, without weights: the score test of two shares with Student's t on the smaller base "
    f"less 1, adjusted by Holm's method over all comparisons of the round, level {LEVEL:g}. Under "
    f"{MIN_BASE} answers on either side, or under {MIN_EXPECTED} expected for or against, is too "
    "few to say."
)


@dataclass(slots=True)
class _Tested:
    """What the comparisons of one group found."""

    compared: int = 0
    differences: list[Difference] = field(default_factory=list)


def keep_clear(plan: Plan, estimated: Estimated) -> Estimated:
    """A round without the figures of groups that are not clear, and with what it found of each.

    Args:
        plan: A plan without `equality` leaves everything as it is.
        estimated: The round, with who took part in it where that is shown.
    """
    if not plan.equality:
        return estimated
    tested, comparisons = _compare(plan, estimated)
    clear = {(one.measure, *key) for key, found in tested.items() for one in found.differences}
    figures = {
        measure: {
            key: figure
            for key, figure in group.items()
            if key[1] not in plan.equality or (measure, key[1], key[2]) in clear
        }
        for measure, group in estimated.figures.items()
    }
    name = plan.population or plan.domains[0].name
    groupings = tuple(
        _describe_grouping(plan.get_grouping(one), plan, estimated, tested) for one in plan.equality
    )
    label = plan.get_domain(name).label
    equality = Equality(name, label, comparisons, groupings, METHOD)
    return replace(estimated, figures=figures, equality=equality)


def _compare(plan: Plan, estimated: Estimated) -> tuple[dict[LevelKey, _Tested], int]:
    """What came of each group, and how many comparisons there were."""
    names = [(one, level.code) for one in plan.equality for level in plan.get_grouping(one).levels]
    tested = {key: _Tested() for key in names}
    measures = {one.name: one for one in plan.measures}
    sides = {
        (measure.name, name): _list_sides(estimated.figures[measure.name], name)
        for measure in plan.measures
        for name in plan.equality
        if name in measure.breakdowns
    }
    found = compare_groups(sides)
    for one in found:
        measure = measures[one.measure]
        for code, higher in one.groups:
            group = (one.grouping, code)
            tested[group].compared += 1
            if one.p_value < LEVEL:
                both = _find_shares(plan, estimated, measure, group)
                tested[group].differences.append(
                    Difference(measure.name, measure.label, higher, *both, one.p_value)
                )
    return tested, len(found)


def _list_sides(figures: Mapping[GroupKey, Figure], grouping: str) -> dict[str, Side]:
    """The answers of each group, by its code."""
    return {
        str(key[2]): Side(round(share.unweighted * share.base), share.base) if share else Side(0, 0)
        for key, figure in figures.items()
        if key[1] == grouping
        for share in [figure.share]
    }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A group and everybody else, in one measure.

    Attributes:
        groups: Codes of the groups it is about, each with whether its share is higher than that of
            everybody else: one, or both where there are two.
        p_value: After Holm over all comparisons.
    """

    measure: str
    grouping: str
    groups: tuple[tuple[str, bool], ...]
    p_value: float


def compare_groups(
    sides: Mapping[tuple[str, str], Mapping[str, Side]],
) -> tuple[Comparison, ...]:
    """Every comparison that there are answers enough for, adjusted for all of them.

    Args:
        sides: Measure and grouping to the answers of each group of it.
    """
    found: list[tuple[str, str, tuple[tuple[str, bool], ...], Contrast]] = []
    for (measure, grouping), groups in sides.items():
        codes = list(groups)
        # of two groups the second says the same as the first
        for code in codes[:1] if len(codes) == 2 else codes:
            rest = [one for one in codes if one != code]
            contrast = estimate_contrast(groups[code], add_up([groups[one] for one in rest]))
            if contrast is not None:
                higher = contrast.difference > 0
                other = ((rest[0], not higher),) if len(codes) == 2 else ()
                found.append((measure, grouping, ((code, higher), *other), contrast))
    adjusted = holm([contrast.p_value for *_, contrast in found])
    return tuple(
        Comparison(measure, grouping, groups, p_value)
        for (measure, grouping, groups, _), p_value in zip(found, adjusted, strict=True)
    )


def _find_shares(
    plan: Plan, estimated: Estimated, measure: Measure, group: LevelKey
) -> tuple[float | None, float | None]:
    """The shares of a group and of everybody whom it is counted of."""
    figures, domain = estimated.figures[measure.name], plan.find_divided(measure)
    pair = (figures.get((domain, *group)), figures.get((domain, None, None)))
    own, everybody = (one.share.estimate if one and one.share else None for one in pair)
    return own, everybody


def _describe_grouping(
    grouping: Grouping, plan: Plan, estimated: Estimated, tested: Mapping[LevelKey, _Tested]
) -> GroupingHeard:
    cells = estimated.weighed[0].cells
    levels = find_levels(plan, cells, grouping.name)
    counts = {
        level.code: round(float(cells.people[levels == place].sum()))
        for place, level in enumerate(grouping.levels)
    }
    hidden = hide_counts(counts, rounded=False)
    why = dict.fromkeys(counts, Hidden.PROTECTS) if hidden is None else hidden
    groups = (
        GroupHeard(
            level.code,
            level.label,
            counts[level.code],
            str(why.get(level.code, "")),
            found.compared,
            _say(found.compared, found.differences),
            tuple(found.differences),
        )
        for level in grouping.levels
        for found in [tested[grouping.name, level.code]]
    )
    compared = bool(grouping.shares)
    heard = GroupingHeard(
        grouping.name, grouping.label, sum(counts.values()), compared, tuple(groups), grouping.note
    )
    return hide_groups(heard, estimated.took_part)


def _say(compared: int, differences: Collection[Difference]) -> Said:
    if differences:
        return Said.DIFFERS
    return Said.NOTHING_CLEAR if compared else Said.TOO_FEW


def hide_people(estimated: Estimated, hidden: Collection[LevelKey]) -> Estimated:
    """A round whose equality table shows no people of groups that the audit asks to hide."""
    if estimated.equality is None:
        return estimated
    groupings = tuple(
        hide_groups(one, estimated.took_part, hidden) for one in estimated.equality.groupings
    )
    return replace(estimated, equality=replace(estimated.equality, groupings=groupings))


def hide_groups(
    heard: GroupingHeard, took_part: TookPart | None, hidden: Collection[LevelKey] = ()
) -> GroupingHeard:
    """The groups with no more people shown than who took part shows of them.

    Args:
        heard: The groups.
        took_part: Who took part, beside the population.
        hidden: Groups that the disclosure audit asks not to show.
    """
    shown = {
        (grouping.name, level.code): level.hidden
        for grouping in (took_part.groupings if took_part else ())
        for level in grouping.levels
    }
    asked = {key: str(Hidden.PROTECTS) for key in hidden}
    levels = tuple(
        replace(level, hidden=shown.get(key, "") or asked.get(key, "") or own)
        for level in heard.levels
        for key in [(heard.name, level.code)]
        for own in [level.hidden if key not in shown else ""]
    )
    return replace(heard, levels=levels)
