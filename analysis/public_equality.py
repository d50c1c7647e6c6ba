"""The equality table as it is published: from rows that are, and from nothing else.

A difference is told by two shares that stand in released rows, the group's own and that of all whom
it is counted of. The share of everybody else, with whom the group was compared, is never told: two
shares and three bases of the same people would be one more way to subtract.

Whatever is compared has a base of 30 at least, so that "no clear difference" tells of a number of
people. It is said only of groups whose own number, as it is shown, tells as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analysis.claims import find_answers, read_people, round_to_5
from analysis.equality import Difference, Equality, GroupHeard, GroupingHeard, Said
from analysis.masking import Hidden
from analysis.rows import Row
from analysis.shown import Status
from analysis.suppression import MIN_BASE

_Key = tuple[str, str, str | None, str | None]
"""Measure, domain, breakdown, category."""


def release_equality(equality: Equality, rows: Sequence[Row], respondents: int) -> Equality:
    """What may be published of an equality table.

    Args:
        equality: At full precision.
        rows: The released rows, rounded.
        respondents: All who took part.
    """
    known = {(one.measure, one.domain, one.breakdown, one.category): one for one in rows}
    groupings = tuple(
        replace(
            grouping,
            answers=find_answers(grouping.answers, respondents),
            levels=tuple(_release(equality, grouping, one, known) for one in grouping.levels),
        )
        for grouping in equality.groupings
    )
    return replace(equality, groupings=groupings)


def _release(
    equality: Equality, grouping: GroupingHeard, group: GroupHeard, rows: Mapping[_Key, Row]
) -> GroupHeard:
    keys = (equality.domain, grouping.name, group.code)
    differences = tuple(_release_differences(group.differences, keys, rows))
    people = None if group.hidden or group.people is None else round_to_5(group.people)
    said = _say(group, people, bool(differences))
    return replace(
        group,
        people=people,
        said=said,
        differences=differences,
        compared=0 if said in {Said.TOO_FEW, Said.UNTOLD} else 1,
    )


def _say(group: GroupHeard, people: int | None, told: bool) -> Said:
    """What may be said of a group: a released difference, or no more than its people tell.

    Worked number: 35 people are 33 at least, so that a base of 30 tells nothing more; 30 people can
    be 28, and are said to be too few.
    """
    if told:
        return Said.DIFFERS
    if people is None and group.hidden != Hidden.FEW:
        return Said.UNTOLD
    if people is None or read_people(people).low < MIN_BASE:
        return Said.TOO_FEW
    return Said.WITHHELD if group.said is Said.DIFFERS else group.said


def _release_differences(
    differences: Sequence[Difference], keys: tuple[str, str, str], rows: Mapping[_Key, Row]
) -> Iterator[Difference]:
    """Those whose row is released, with the shares that are."""
    for one in differences:
        row = rows.get((one.measure, *keys))
        if row is None or row.status is not Status.RELEASED:
            continue
        everybody = rows.get((one.measure, keys[0], None, None))
        overall = everybody.estimate if everybody else None
        yield replace(one, share=row.estimate, overall=overall, p_value=None)
