"""The method and who took part as they are published: people to the nearest 5, or in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.claims import TOOK_PART_DIGITS, find_answers, round_to_5
from analysis.effective import Weights, round_effective, round_trimmed
from analysis.participation import GroupingCompared, LevelCompared, TookPart
from analysis.provenance import Provenance
from analysis.rounding import round_share
from analysis.rows import Method, Results
from analysis.suppression import MIN_HIDDEN


def release_took_part(results: Results, weights: Weights) -> TookPart | None:
    """Who took part: people to the nearest 5, and no level whose people would be found from it."""
    shown, respondents = results.took_part, results.method.respondents
    if shown is None:
        return None
    trimmed = round_trimmed(shown, respondents) if weights.are_described else None
    return replace(
        shown,
        groupings=tuple(
            replace(
                grouping,
                answers=find_answers(grouping.answers, respondents),
                levels=tuple(_round_levels(grouping, results)),
            )
            for grouping in shown.groupings
        ),
        effective_base=round_effective(shown.effective_base, told=weights.base_is_told),
        largest_weight=round_share(shown.largest_weight, 1) if weights.are_described else None,
        trimmed=trimmed,
        margin_error=None if trimmed is None else round_share(shown.margin_error, 2),
    )


def _round_levels(grouping: GroupingCompared, results: Results) -> Iterator[LevelCompared]:
    """Of levels that are weighted together only the sum after weighting is met by design.

    The share of one of them is that sum times its part of their people, so that it would tell how
    many the others have. Worked number: levels of 12 % and 9 % of the population with 110 and 5
    people have 20 % and 1 % after weighting; 20 % of 21 % and 108 to 112 leave 3 to 9 people.
    """
    heirs = results.method.collapsed.get(grouping.name, {})
    together = {*heirs, *heirs.values()}
    for level in grouping.levels:
        rounded = _round_level(level)
        yield replace(rounded, weighted=None) if level.code in together else rounded


def _round_level(level: LevelCompared) -> LevelCompared:
    if level.hidden:
        return replace(level, people=None, unweighted=None, weighted=None)
    return replace(
        level,
        people=None if level.people is None else round_to_5(level.people),
        unweighted=round_share(level.unweighted, TOOK_PART_DIGITS),
        weighted=round_share(level.weighted, TOOK_PART_DIGITS),
    )


def round_provenance(provenance: Provenance) -> Provenance:
    """Where results are from, without the modes of few people."""
    modes = [mode for mode, people in provenance.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(provenance, modes=dict.fromkeys(modes))


def round_method(method: Method, *, told: bool) -> Method:
    """The method without exact counts.

    Args:
        method: With exact counts.
        told: Whether the adjustments of the weights may be told (see `effective`).
    """
    modes = [mode for mode, people in method.modes.items() if (people or 0) >= MIN_HIDDEN]
    return replace(
        method,
        respondents=round_to_5(method.respondents),
        ineligible=None,
        modes=dict.fromkeys(modes),
        arms=tuple(
            replace(
                arm,
                modes=tuple(mode for mode in arm.modes if mode in modes),
                respondents=_round_count(arm.respondents),
            )
            for arm in method.arms
        ),
        flags={flag: _round_count(count) for flag, count in method.flags.items()},
        codes_used=None if method.codes_used is None else _round_count(method.codes_used),
        raking_iterations=None,
        raking_error=None,
        adjustments=method.adjustments if told else "",
        not_given=_round_not_given(method),
    )


def _round_not_given(method: Method) -> dict[str, float]:
    """Of a rounded number of people, for a share would tell a small one exactly; 10 and more."""
    told: dict[str, float] = {}
    for margin, share in method.not_given.items():
        people = share * method.respondents
        if people >= MIN_HIDDEN:
            told[margin] = round(round_to_5(people) / round_to_5(method.respondents), 2)
    return told


def _round_count(count: int | str) -> int | str:
    """To the nearest 5, or in words where it is of too few people to be told."""
    if isinstance(count, str):
        return count
    return round_to_5(count) if count >= MIN_HIDDEN else f"fewer than {MIN_HIDDEN}"
