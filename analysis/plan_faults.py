"""What can be wrong within a plan; `plan_check` holds it against a questionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import isclose

from analysis.plan import Domain, Grouping, Plan
from analysis.plan_crossings import find_crossing_faults
from analysis.plan_measure_faults import find_figure_faults, find_measure_faults
from analysis.plan_people_faults import find_people_faults
from surveys.errors import Fault

RESERVED = frozenset({"component", "mode", "quality", "sample"})
"""Breakdowns that are not the plan's: parts of a domain, arms of a round, unmarked answers."""

LEAST_LEVEL = 10
"""The people from which a group is shown, and from which it may have weights of its own."""


def find_faults(plan: Plan, place: str) -> list[Fault]:
    """Everything that does not hold together within the plan."""
    return [
        *_find_duplicates(plan, place),
        *_find_repetitions(plan, place),
        *(fault for g in plan.groupings for fault in _find_grouping_faults(g, place)),
        *_find_margin_faults(plan, place),
        *find_measure_faults(plan, place),
        *(fault for d in plan.domains for fault in _find_domain_faults(d, place)),
        *_find_open_domains(plan, place),
        *find_figure_faults(plan, place),
        *find_people_faults(plan, place),
        *find_crossing_faults(plan, place),
    ]


def _find_duplicates(plan: Plan, place: str) -> Iterator[Fault]:
    lists = {
        "measure": [measure.name for measure in plan.measures],
        "domain": [domain.name for domain in plan.domains],
        "grouping": [grouping.name for grouping in plan.groupings],
        "tabulation": [tabulation.name for tabulation in plan.tabulations],
    }
    for kind, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Fault(
                    "plan.duplicate",
                    f"{place}: {kind} {name}",
                    f"the name is used {times} times",
                    "Give each its own name.",
                )


def _find_repetitions(plan: Plan, place: str) -> Iterator[Fault]:
    """Names that stand twice in a list where once is meant."""
    lists = {"weighting: rake": plan.weighting.rake}
    for measure in plan.measures:
        lists[f"measure {measure.name}: domains"] = measure.domains
        lists[f"measure {measure.name}: breakdowns"] = measure.breakdowns
        lists[f"measure {measure.name}: positive"] = measure.positive
    for tabulation in plan.tabulations:
        lists[f"tabulation {tabulation.name}: domains"] = tabulation.domains
    for where, names in lists.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Fault(
                    "plan.repeated",
                    f"{place}: {where}",
                    f"{name} stands there {times} times",
                    "Name it once.",
                )


def _find_open_domains(plan: Plan, place: str) -> Iterator[Fault]:
    for domain in plan.domains[1:]:
        if not domain.when and not domain.components:
            yield Fault(
                "plan.no-condition",
                f"{place}: domain {domain.name}",
                "nothing says who belongs to it, and only the first domain can be everybody",
                "Give `when` (column to codes) or components.",
            )


def _find_overlaps(grouping: Grouping, where: str) -> Iterator[Fault]:
    holders: dict[tuple[str, str], list[str]] = {}
    for level in grouping.levels:
        for column, codes in level.when.items():
            for code in dict.fromkeys(codes):
                holders.setdefault((column, code), []).append(level.code)
    for (column, code), levels in holders.items():
        if len(levels) > 1:
            yield Fault(
                "plan.overlap",
                where,
                f"the answer {code} to {column} is in the levels {', '.join(levels)}",
                "Put each answer into one level.",
            )


def _find_grouping_faults(grouping: Grouping, place: str) -> Iterator[Fault]:
    where = f"{place}: grouping {grouping.name}"
    codes = [level.code for level in grouping.levels]
    if len(set(codes)) < len(codes):
        yield Fault("plan.duplicate", where, "two levels have the same code", "Rename one.")
    if grouping.name in RESERVED:
        yield Fault(
            "plan.reserved",
            where,
            "the name is that of a breakdown which results make themselves",
            f"Rename it; {', '.join(sorted(RESERVED))} are taken.",
        )
    yield from _find_overlaps(grouping, where)
    if not codes:
        yield Fault("plan.no-levels", where, "it has no levels", "Give at least two levels.")
    for level in grouping.levels:
        if not level.when:
            yield Fault(
                "plan.no-condition",
                f"{where}, level {level.code}",
                "nothing says who belongs to it",
                "Give `when`: column to codes.",
            )
        if level.collapse_into and level.collapse_into not in codes:
            yield Fault(
                "plan.unknown-level",
                f"{where}, level {level.code}",
                f"collapse_into names {level.collapse_into}, which is not a level",
                f"Name one of {', '.join(codes)}.",
            )


def _find_margin_faults(plan: Plan, place: str) -> Iterator[Fault]:
    known = {grouping.name: grouping for grouping in plan.groupings}
    for name in plan.weighting.rake:
        if name not in known:
            yield Fault(
                "plan.unknown-margin",
                f"{place}: weighting",
                f"rake names {name}, which is not a grouping",
                f"Name one of {', '.join(known)}.",
            )
        elif not known[name].shares:
            yield Fault(
                "plan.no-margin",
                f"{place}: grouping {name}",
                "it is raked to but has no population counts",
                "Add its levels to the file of margins.",
            )
    yield from _find_weighting_faults(plan, f"{place}: weighting")
    for grouping in plan.groupings:
        if grouping.shares:
            yield from _find_share_faults(grouping, f"{place}: margin {grouping.name}")


def _find_weighting_faults(plan: Plan, where: str) -> Iterator[Fault]:
    if 1 < plan.weighting.min_level < LEAST_LEVEL:
        yield Fault(
            "plan.min-level",
            where,
            f"min_level is {plan.weighting.min_level}: which levels are weighted together would "
            f"tell more of them than that they have fewer than {LEAST_LEVEL} people",
            f"Give {LEAST_LEVEL} or more, or 1 for levels with nobody alone.",
        )
    if plan.weighting.trim is not None and not plan.weighting.rake:
        yield Fault(
            "plan.trim-without-rake",
            where,
            "trim asks for trimmed weights and nothing is raked, so that no weights are made",
            "Name the groupings to rake to, or remove trim.",
        )


def _find_share_faults(grouping: Grouping, where: str) -> Iterator[Fault]:
    codes = {level.code for level in grouping.levels}
    for unknown in sorted(set(grouping.shares) - codes):
        yield Fault(
            "plan.unknown-margin-level",
            where,
            f"the population has a level {unknown} that the grouping has not",
            f"Use the grouping's levels: {', '.join(sorted(codes))}.",
        )
    for missing in sorted(codes - set(grouping.shares)):
        yield Fault(
            "plan.missing-margin-level",
            where,
            f"the population has no count for the level {missing}",
            "Add the count, or take the level out of the grouping.",
        )
    if not isclose(sum(grouping.shares.values()), 1, abs_tol=1e-6):
        yield Fault(
            "plan.shares",
            where,
            "the population shares do not sum to 1",
            "Give counts of people; they become shares.",
        )


def _find_domain_faults(domain: Domain, place: str) -> Iterator[Fault]:
    where = f"{place}: domain {domain.name}"
    if domain.when and domain.components:
        yield Fault(
            "plan.two-definitions",
            where,
            "it has both a condition and components",
            "Keep one; components make the domain their union.",
        )
    codes = [component.code for component in domain.components]
    if len(set(codes)) < len(codes):
        yield Fault("plan.duplicate", where, "two components have the same code", "Rename one.")
    for component in domain.components:
        if not component.when:
            yield Fault(
                "plan.no-condition",
                f"{where}, component {component.code}",
                "nothing says who belongs to it",
                "Give `when`: column to codes.",
            )
