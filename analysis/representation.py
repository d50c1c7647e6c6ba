"""Who has answered, held against the population: who is missing, and never what they said.

It may be shown while a round is open, so no count is shown that `masking` has not passed. A share
of the answers is the rounded count over the rounded total: it tells no more than they do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import sqrt

from analysis.claims import round_to_5
from analysis.distributions import normal_quantile
from analysis.kinship import find_given_away, list_compared
from analysis.margin_counts import Pair, is_nested
from analysis.masking import THRESHOLD, Hidden, hide_counts
from analysis.naming import name_group
from analysis.plan import Grouping, Plan
from analysis.suppression import MIN_BASE
from surveys.errors import EstimateError

MISSING_RATIO = 0.8
"""A level is missing where it has under four fifths of its share, by more than chance."""

NOBODY_MISSING = "Nobody is clearly missing among the groups shown."

_CERTAINTY = 0.95


@dataclass(frozen=True, slots=True)
class LevelShown:
    """One level as it may be shown.

    Attributes:
        people: Answers, to the nearest 5; None where hidden.
        share: Of the answers of the grouping, 0-1; None where hidden.
        population: Share of the population, 0-1.
        hidden: Fewer than 10 answers, or not shown because it would give others away.
    """

    code: str
    label: str
    people: int | None
    share: float | None
    population: float
    hidden: Hidden | None = None

    def __post_init__(self) -> None:
        """Nothing that the rules would not have passed."""
        if self.people is not None and (self.people < THRESHOLD or self.people % 5):
            raise ValueError("a count is shown to the nearest 5, from 10")


@dataclass(frozen=True, slots=True)
class GroupingShown:
    """One division of the respondents as it may be shown.

    Attributes:
        answers: Answers that gave this characteristic, to the nearest 5; None where fewer than 10.
        levels: In the order of the plan; empty where nothing of the grouping can be shown.
    """

    name: str
    label: str
    answers: int | None
    levels: tuple[LevelShown, ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """Who has answered, as it may be shown.

    Attributes:
        attribution: What has to be printed with the population's figures.
    """

    groupings: tuple[GroupingShown, ...]
    attribution: str


def compare_to_population(
    plan: Plan, counts: Mapping[str, Mapping[str, int]], pairs: Collection[Pair] | None = None
) -> Representation:
    """Hold the answers so far against the plan's population margins.

    Args:
        plan: Its groupings with shares are compared, the others left out.
        counts: Grouping to level to answers; a level that is not there has none, a grouping that
            is not there is left out.
        pairs: Which levels of kin groupings anybody is in at once (`MarginCounts.pairs`). Without
            them any level may be part of any other: rather a grouping not shown too often.

    Raises:
        EstimateError: The plan has no such grouping or level, or a count is negative.
    """
    _check(plan, counts)
    nested = None if pairs is None else partial(is_nested, pairs)
    return show_groupings(plan, counts, find_given_away(plan, counts, nested))


def show_groupings(
    plan: Plan,
    counts: Mapping[str, Mapping[str, int]],
    given_away: Collection[str],
    *,
    rounded: bool = True,
) -> Representation:
    """The same, for groupings that are known to be there.

    Args:
        plan: Its groupings with shares are compared.
        counts: As above.
        given_away: Groupings that are not shown, because they would give others away.
        rounded: As in `hide_counts`.
    """
    shown = tuple(
        _hide_grouping(one, counts[one.name])
        if one.name in given_away
        else _show_grouping(one, counts[one.name], rounded=rounded)
        for one in list_compared(plan, counts)
    )
    return Representation(shown, plan.attribution)


def _check(plan: Plan, counts: Mapping[str, Mapping[str, int]]) -> None:
    known = {one.name: {level.code for level in one.levels} for one in plan.groupings}
    for grouping, levels in counts.items():
        if grouping not in known:
            raise EstimateError(
                "representation.grouping",
                f"grouping {grouping!r}",
                f"the plan {plan.name} has no grouping of this name",
                f"Count by {', '.join(known)}.",
            )
        for level, count in levels.items():
            if level not in known[grouping] or count < 0:
                raise EstimateError(
                    "representation.level",
                    f"grouping {grouping!r}, level {level!r}",
                    "that is no level with a number of answers",
                    f"Count {', '.join(sorted(known[grouping]))}, from 0.",
                )


def _hide_grouping(grouping: Grouping, counts: Mapping[str, int]) -> GroupingShown:
    total = sum(counts.values())
    answers = round_to_5(total) if total >= THRESHOLD else None
    return GroupingShown(grouping.name, grouping.label, answers, ())


def _show_grouping(
    grouping: Grouping, counts: Mapping[str, int], *, rounded: bool
) -> GroupingShown:
    exact = {level.code: counts.get(level.code, 0) for level in grouping.levels}
    total = sum(exact.values())
    answers = round_to_5(total) if total >= THRESHOLD else None
    hidden = hide_counts(exact, rounded=rounded)
    if hidden is None or answers is None:
        return _hide_grouping(grouping, exact)
    levels = []
    for level in grouping.levels:
        why = hidden.get(level.code)
        people = None if why else round_to_5(exact[level.code])
        share = None if people is None else people / answers
        population = grouping.shares[level.code]
        levels.append(LevelShown(level.code, level.label, people, share, population, why))
    return GroupingShown(grouping.name, grouping.label, answers, tuple(levels))


def describe_missing(representation: Representation, *, so_far: bool = True) -> tuple[str, ...]:
    """Who is missing, a sentence each, the largest gap first; empty where nobody clearly is.

    A level is missing where its answers are under four fifths of what its share of the population
    would give, and by more than chance in a random sample of that size (95 %). It goes by the
    figures shown, and by 9 where fewer than 10 is shown. Under 30 answers nobody is said to be.

    Args:
        representation: What may be shown.
        so_far: Answers still come in.
    """
    when = " so far" if so_far else ""
    return tuple(_describe_gap(*one, when) for one in find_missing(representation))


def find_missing(representation: Representation) -> list[tuple[GroupingShown, LevelShown]]:
    """The levels that are missing, by the same rule and in the same order."""
    found = [
        (gap, grouping, level)
        for grouping in representation.groupings
        for level in grouping.levels
        if (gap := _find_gap(grouping.answers or 0, level)) is not None
    ]
    return [(grouping, level) for _, grouping, level in sorted(found, key=lambda one: -one[0])]


def _find_gap(answers: int, level: LevelShown) -> float | None:
    """How far a level falls short, as a share of the answers; None where it does not."""
    people = THRESHOLD - 1 if level.hidden is Hidden.FEW else level.people
    if people is None or answers < MIN_BASE:
        return None
    share, expected = people / answers, level.population
    chance = normal_quantile((1 + _CERTAINTY) / 2) * sqrt(expected * (1 - expected) / answers)
    gap = expected - share
    return gap if share < MISSING_RATIO * expected and gap > chance else None


def _describe_gap(grouping: GroupingShown, level: LevelShown, when: str) -> str:
    who = name_group(grouping.label, level.label)
    people = f"{who}: {in_100(level.population)} in 100 residents"
    if level.share is None:
        return f"{people}, but fewer than {THRESHOLD} of about {grouping.answers:,} answers{when}."
    return f"{people}, but about {in_100(level.share)} in 100 of the answers{when}."


def describe_representation(representation: Representation) -> str:
    """Everything the picture shows, in words: a line a grouping, then who is missing."""
    lines = [_describe_grouping(one) for one in representation.groupings]
    missing = describe_missing(representation)
    return "\n".join(
        [*lines, *missing] if missing else [*lines, say_nobody_missing(representation)]
    )


def say_nobody_missing(representation: Representation) -> str:
    """What to say where no group is clearly missing: that, or of what it is too early to tell."""
    few = [
        one.label
        for one in representation.groupings
        if not one.levels or (one.answers or 0) < MIN_BASE
    ]
    if len(few) == len(representation.groupings):
        return f"Too few have said who they are to tell who is missing: that takes {MIN_BASE}."
    return f"{NOBODY_MISSING} Too few answers to say: {'; '.join(few)}." if few else NOBODY_MISSING


def _describe_grouping(grouping: GroupingShown) -> str:
    if not grouping.levels:
        return f"{grouping.label}: too few answers to show."
    return f"{grouping.label}: " + "; ".join(_describe_levels(grouping)) + "."


def _describe_levels(grouping: GroupingShown) -> Iterator[str]:
    for level in grouping.levels:
        residents = f"{in_100(level.population)} in 100 residents"
        yield f"{level.label} {say_answers(level)}, {residents}"


def say_answers(level: LevelShown) -> str:
    """A level's answers in words, such as ``about 35 in 100 answers``."""
    if level.hidden is Hidden.FEW:
        return f"fewer than {THRESHOLD} answers"
    if level.share is None:
        return "not shown"
    return f"about {in_100(level.share)} in 100 answers"


def in_100(share: float) -> str:
    """A share as a number in a hundred. Worked number: 0.505 is 51, and 0.004 is "under 1"."""
    whole = int(100 * share + 0.5)
    return "under 1" if whole == 0 and share > 0 else str(whole)
