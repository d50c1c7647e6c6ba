"""What results tell of how many people took part, whatever they answered."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.cells import UNFLAGGED
from analysis.claims import Limits, find_answers, read_figure, read_people, round_to_5
from analysis.columns import FLAGS
from analysis.joining import Joined, View, grouping_columns
from analysis.shown import GroupingCompared
from analysis.suppression import MIN_HIDDEN

Headcount = tuple[tuple[tuple[int, int], ...], Limits]
"""Groups with their signs, and how many people they can be together."""

_FEW = Limits(0, MIN_HIDDEN - 1)


def list_headcounts(joined: Joined, view: View) -> Iterator[Headcount]:
    """Respondents of each arm, those who did not give a margin, and who took part by group."""
    totals: list[int] = []
    for arm, weighed in enumerate(view.estimated.weighed):
        everybody = np.ones(len(weighed.cells.people), dtype=np.bool_)
        totals.append(joined.add(0, view.spread(arm, everybody), frozenset()))
        yield ((totals[-1], 1),), read_count(weighed.account.rows)
    raking = view.estimated.headline.raking
    for margin in raking.margins if raking else ():
        cells = view.estimated.weighed[0].cells
        outside = int(cells.people[cells.levels[margin.name] < 0].sum())
        levels = [(group, -1) for group in _list_levels(joined, view, margin.name)]
        yield ((totals[0], 1), *levels), read_count(outside)
    yield from _list_flagged(joined, view)
    took_part = view.estimated.took_part
    for grouping in took_part.groupings if took_part else ():
        yield from _list_answers(joined, view, grouping)


def _list_flagged(joined: Joined, view: View) -> Iterator[Headcount]:
    """Answers with a mark of quality: no more than all marks together."""
    marks = view.estimated.dataset.count_flags()
    unflagged = view.estimated.weighed[0].cells.members.get(UNFLAGGED)
    if unflagged is not None:
        flagged = joined.add(0, view.spread(0, ~unflagged), frozenset({FLAGS}))
        yield ((flagged, 1),), Limits(0, sum(read_count(people).high for people in marks.values()))


def read_count(people: int) -> Limits:
    """What is told of a number of people: to the nearest 5, or fewer than 10."""
    return read_people(round_to_5(people)) if people >= MIN_HIDDEN else _FEW


def _list_levels(joined: Joined, view: View, name: str) -> list[int]:
    columns = grouping_columns(view.plan, name)
    cells = view.estimated.weighed[0].cells
    return [
        joined.add(0, view.spread(0, cells.levels[name] == index), columns)
        for index in range(len(view.plan.get_grouping(name).levels))
    ]


def _list_answers(joined: Joined, view: View, grouping: GroupingCompared) -> Iterator[Headcount]:
    groups = _list_levels(joined, view, grouping.name)
    answers = find_answers(grouping.answers, view.estimated.headline.rows)
    if answers is not None:
        yield tuple((group, 1) for group in groups), read_people(answers)
    for group, level in zip(groups, grouping.levels, strict=True):
        if level.people is None or level.hidden:
            continue
        shown = read_people(round_to_5(level.people))
        if answers is not None and level.unweighted is not None:
            told = round(level.unweighted, 2)
            known = read_figure(answers, told, least_base=0, yes=shown)
            shown = known.yes if known else shown
        yield ((group, 1),), shown
