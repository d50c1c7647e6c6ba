"""What results tell of how many people took part, whatever they answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.cells import UNFLAGGED
from analysis.claims import (
    TOOK_PART_DIGITS,
    Limits,
    find_answers,
    read_figure,
    read_people,
    round_to_5,
)
from analysis.columns import FLAGS
from analysis.equality import Equality, GroupHeard, GroupingHeard
from analysis.gathering import Scene
from analysis.groups import find_levels
from analysis.joining import Joined, View, grouping_columns, population_columns
from analysis.ledger import Entry, HeadcountSaid
from analysis.margin_counts import LevelKey
from analysis.participation import GroupingCompared, LevelCompared
from analysis.suppression import MIN_HIDDEN

Signed = tuple[tuple[int, float], ...]
"""Groups with their signs, or how many times they count."""

_FEW = Limits(0, MIN_HIDDEN - 1)


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people there are in groups added and taken away, as a release tells it.

    Attributes:
        limits: How many they can be; None where it is not told.
        level: The grouping and its level, where it is of one.
        people: In the level, exactly.
        own: It is of the release, and not of one before.
        levels: All groups of the grouping, of which it is a share.
        share: The level's share of these; None where it is not told.
    """

    groups: Signed
    limits: Limits | None
    level: LevelKey | None = None
    people: int = 0
    own: bool = True
    levels: tuple[int, ...] = ()
    share: float | None = None

    @property
    def group(self) -> int:
        """The group of a level."""
        return self.groups[0][0]

    def list_told(self) -> Iterator[tuple[Signed, Limits]]:
        """What it says: of how many people, and that they are a share of others."""
        if self.limits is None:
            return
        yield self.groups, self.limits
        if self.share is not None:
            half = 0.5 * 10**-TOOK_PART_DIGITS
            for sign, share in ((1.0, self.share - half), (-1.0, self.share + half)):
                rest = tuple((one, -sign * share) for one in self.levels if one != self.group)
                yield ((self.group, sign * (1 - share)), *rest), Limits()


def list_headcounts(scene: Scene) -> Iterator[Headcount]:
    """What the release would tell, and then what those before told."""
    yield from _list_own(scene.joined, scene.view)
    for place, entry in scene.told:
        yield from _Recalled(scene.joined, scene.views[place], place, entry).list_all()


def _list_own(joined: Joined, view: View) -> Iterator[Headcount]:
    """Respondents of each arm, those who did not give a margin, and who took part by group."""
    totals = _list_arms(joined, view, 0)
    for total, weighed in zip(totals, view.estimated.weighed, strict=True):
        yield Headcount(((total, 1),), read_count(weighed.account.rows))
    raking = view.estimated.headline.raking
    for margin in raking.margins if raking else ():
        cells = view.estimated.weighed[0].cells
        outside = int(cells.people[cells.levels[margin.name] < 0].sum())
        levels = [(group, -1) for group in _list_levels(joined, view, 0, margin.name)]
        yield Headcount(((totals[0], 1), *levels), read_count(outside))
    marks = view.estimated.dataset.count_flags().values()
    yield from _tell_flagged(joined, view, 0, [read_count(people) for people in marks])
    took_part = view.estimated.took_part
    for grouping in took_part.groupings if took_part else ():
        yield from _list_answers(joined, view, grouping)
    for heard in list_heard(view.estimated.equality):
        yield from _list_answers(joined, view, heard)


def list_heard(equality: Equality | None) -> Iterator[GroupingHeard]:
    """The groupings of an equality table that do not stand beside the population as well."""
    groupings = equality.groupings if equality else ()
    yield from (one for one in groupings if not one.compared_to_population)


def read_count(people: int) -> Limits:
    """What is told of a number of people: to the nearest 5, or fewer than 10."""
    return read_people(round_to_5(people)) if people >= MIN_HIDDEN else _FEW


def _read_level(answers: int | None, people: int, share: float | None) -> Limits:
    """What is told of a level: people to the nearest 5, and their share of the answers."""
    shown = read_people(people)
    if answers is None or share is None:
        return shown
    known = read_figure(answers, share, least_base=0, yes=shown, digits=TOOK_PART_DIGITS)
    return known.yes if known else shown


def _list_arms(joined: Joined, view: View, place: int) -> list[int]:
    return [
        joined.add(place, view.spread(arm, np.ones(size, dtype=np.bool_)), frozenset())
        for arm, size in enumerate(view.sizes)
    ]


def _list_levels(joined: Joined, view: View, place: int, name: str) -> list[int]:
    columns = grouping_columns(view.plan, name) | population_columns(view.plan)
    levels = find_levels(view.plan, view.estimated.weighed[0].cells, name)
    return [
        joined.add(place, view.spread(0, levels == index), columns)
        for index in range(len(view.plan.get_grouping(name).levels))
    ]


def _tell_flagged(
    joined: Joined, view: View, place: int, marks: list[Limits]
) -> Iterator[Headcount]:
    """Answers with a mark of quality: no more than all marks together."""
    unflagged = view.estimated.weighed[0].cells.members.get(UNFLAGGED)
    if unflagged is not None:
        flagged = joined.add(place, view.spread(0, ~unflagged), frozenset({FLAGS}))
        yield Headcount(((flagged, 1),), Limits(0, sum(one.high for one in marks)))


def _list_answers(
    joined: Joined, view: View, grouping: GroupingCompared | GroupingHeard
) -> Iterator[Headcount]:
    groups = _list_levels(joined, view, 0, grouping.name)
    answers = find_answers(grouping.answers, view.estimated.headline.rows)
    if answers is not None:
        yield Headcount(tuple((group, 1) for group in groups), read_people(answers))
    levels: Sequence[LevelCompared | GroupHeard] = grouping.levels
    for group, level in zip(groups, levels, strict=True):
        people = level.people or 0
        share = None if level.unweighted is None else round(level.unweighted, TOOK_PART_DIGITS)
        yield Headcount(
            ((group, 1),),
            None if level.hidden else _read_level(answers, round_to_5(people), share),
            (grouping.name, level.code),
            people,
            levels=tuple(groups),
            share=share,
        )


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What a release before told, as it was printed, of groups formed again by its plan."""

    joined: Joined
    view: View
    place: int
    entry: Entry

    def list_all(self) -> Iterator[Headcount]:
        """Everything that it told."""
        arms = self._find("arm")
        if not arms:
            return
        totals = _list_arms(self.joined, self.view, self.place)
        for one in arms:
            limits = _FEW if one.people is None else read_people(one.people)
            yield Headcount(((totals[int(one.name)], 1),), limits, own=False)
        for one in self._find("not_given"):
            levels = [(group, -1) for group in self._list_levels(one.name)]
            limits = _read_not_given(one.share, arms[0].people)
            yield Headcount(((totals[0], 1), *levels), limits, own=False)
        marks = [
            _FEW if one.people is None else read_people(one.people) for one in self._find("flag")
        ]
        for flagged in _tell_flagged(self.joined, self.view, self.place, marks):
            yield Headcount(flagged.groups, flagged.limits, own=False)
        for one in self._find("answers"):
            yield from self._list_answers(one)

    def _find(self, about: str) -> list[HeadcountSaid]:
        return [one for one in self.entry.headcounts if one.about == about]

    def _list_levels(self, name: str) -> list[int]:
        return _list_levels(self.joined, self.view, self.place, name)

    def _list_answers(self, answers: HeadcountSaid) -> Iterator[Headcount]:
        groups = self._list_levels(answers.name)
        if answers.people is not None:
            every = tuple((group, 1) for group in groups)
            yield Headcount(every, read_people(answers.people), own=False)
        cells = self.view.estimated.weighed[0].cells
        index, people = find_levels(self.view.plan, cells, answers.name), cells.people
        codes = [level.code for level in self.view.plan.get_grouping(answers.name).levels]
        told = {one.level: one for one in self._find("level") if one.name == answers.name}
        for at, code in enumerate(codes):
            one = told[code]
            yield Headcount(
                ((groups[at], 1),),
                None if one.people is None else _read_level(answers.people, one.people, one.share),
                (answers.name, code),
                int(people[index == at].sum()),
                own=False,
                levels=tuple(groups),
                share=one.share,
            )


def _read_not_given(share: float | None, respondents: int | None) -> Limits:
    """Who did not give a margin: the share is one of a number of people to the nearest 5."""
    if share is None or not respondents:
        return _FEW
    told = range(MIN_HIDDEN, respondents + 1, 5)
    fitting = [people for people in told if round(people / respondents, 2) == share]
    return Limits(read_people(min(fitting)).low, read_people(max(fitting)).high)
