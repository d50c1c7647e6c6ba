"""What a number of answers can show, and what is taken for granted, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from analysis.change import MIN_BASE_VERDICT
from analysis.needs import CAUTIOUS, DEFF, POWER, find_baseline, find_share, list_proofs
from analysis.plan import Domain, Plan
from analysis.power import find_smallest_rise
from analysis.suppression import MIN_BASE
from surveys.rounds import Purpose

_Z = 1.96
"""Of a 95 % interval."""


def describe_sample(
    plan: Plan, expected_answers: int, power: float = POWER, deff: float = DEFF
) -> tuple[str, ...]:
    """What a number of answers can show, as sentences: a line a domain, then the assumptions.

    A consultation is not weighted and follows no change, so of it only shares are told.

    Args:
        plan: Its domains are described; its margins say how many of the answers they get.
        expected_answers: Answers to the whole round.
        power: How often a real change would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.

    Raises:
        EstimateError: A number is outside its range.
    """
    if plan.purpose is Purpose.CONSULTATION:
        return _describe_consulted(expected_answers)
    lines = [_describe_domain(plan, one, expected_answers, power, deff) for one in plan.domains]
    targets = _describe_targets(plan, power, deff)
    return (*lines, *targets, *describe_assumptions(CAUTIOUS, power, deff))


def _describe_consulted(total: int) -> tuple[str, ...]:
    """How sure a share is, from as many answers, as if chance alone decided who took part.

    Source: 1.96 standard errors of a share of one half; worked number: 5 points from 400.
    """
    sure = (
        f"With {total:,} answers, a share is uncertain by up to "
        f"{round_up(_Z * (CAUTIOUS * (1 - CAUTIOUS) / total) ** 0.5)} points either way, as if "
        "chance alone decided who took part."
    )
    if total < MIN_BASE:
        sure = f"With {total:,} answers there is no figure: {MIN_BASE} are needed."
    return (
        sure,
        "A consultation is not weighted, has no target and is set beside no survey.",
        (
            "People who choose to take part can differ from those who do not, and more answers do "
            "not mend that."
        ),
    )


def _describe_targets(plan: Plan, power: float, deff: float) -> Iterator[str]:
    """For each target with a number, what it takes to show it met, in one sentence."""
    numbered = {
        (one.target.text, one.target.source): one
        for one in reversed(plan.measures)
        if one.target and one.target.increase
    }
    for measure in reversed(numbered.values()):
        assert measure.target is not None, "chosen by it"
        domain = plan.get_domain(measure.target.domain)
        start, _ = find_baseline(measure, domain.name, None)
        proofs = [
            one
            for one in list_proofs(measure, start, find_share(plan, domain), power, deff)
            if one.answers is not None
        ]
        if proofs:
            least = min(proofs, key=lambda one: one.answers or 0)
            yield (
                f'To show the target "{least.target}" among {name_people(domain.label)} met takes '
                f"{least.answers:,} answers from them in each round, even where it is truly "
                f"{least.true} (from {100 * start:g} %)."
            )


def _describe_domain(plan: Plan, domain: Domain, total: int, power: float, deff: float) -> str:
    share, who = find_share(plan, domain), name_people(domain.label)
    if share is None:
        return (
            f'How many of {total:,} answers are in "{domain.label}" is not known: no margin of the '
            "plan says."
        )
    answers = share * total
    rise = find_smallest_rise(CAUTIOUS, answers, power=power, deff=deff)
    about = "" if share == 1 else f" (about {answers:,.0f} answers)"
    if answers < MIN_BASE:
        return f"With {total:,} answers there is no figure on {who}{about}: {MIN_BASE} are needed."
    if answers < MIN_BASE_VERDICT or rise is None:
        return (
            f"With {total:,} answers there is a figure on {who}{about}, but no verdict on a "
            f"target: {MIN_BASE_VERDICT} are needed."
        )
    seen = round_up(rise)
    return f"With {total:,} answers you can see a change of {seen} points among {who}{about}."


def describe_assumptions(baseline: float | None, power: float, deff: float) -> tuple[str, ...]:
    """What the arithmetic takes for granted, as sentences.

    Args:
        baseline: Where the change starts; None where there are several.
        power: How often a real change would be found, 0-1 exclusive.
        deff: Design effect of the weights, 1 or more.
    """
    started = "" if baseline is None else f", from {100 * baseline:g} %"
    cautious = ", where a change in points is hardest to see" if baseline == CAUTIOUS else ""
    worth = round(100 / deff)
    return (
        (
            "This compares two rounds of this size, of different people, and finds a real change "
            f"{100 * power:g} times in 100{started}{cautious}."
        ),
        (
            f"After weighting, 100 answers are taken to be worth {worth} (design effect {deff:g}). "
            "Don't know and skipped answers do not count."
        ),
        (
            "Domains are taken to answer as often as others. People who choose to take part can "
            "differ from those who do not, and more answers do not mend that."
        ),
    )


def round_up(rise: float) -> int:
    """A rise in whole percentage points, never smaller than it is. Worked number: 0.0985 is 10."""
    return ceil(100 * rise - 1e-9)


def name_people(label: str) -> str:
    """A label as it stands inside a sentence: ``Women and girls`` becomes ``women and girls``."""
    return label[0].lower() + label[1:] if label[1:2].islower() else label
