"""`canvass plan-sample`: how many answers a measure needs, and what a number of answers shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from analysis.change import MIN_BASE_VERDICT
from analysis.needs import DomainNeed, Need, Proof, plan_sample
from analysis.plan import Measure, Plan
from analysis.plan_loading import load_plan
from analysis.planning import describe_assumptions, round_up
from analysis.power import find_smallest_rise
from analysis.suppression import MIN_BASE
from bot.measuring import make_console
from surveys.errors import EstimateError

USUAL_ANSWERS = (400, 1000, 2000)
"""Shown where nobody said how many answers are expected."""

_NOT_KNOWN = "not known"


def write_sample_plan(
    plan_name: str,
    measure_name: str,
    *,
    baseline: float | None,
    power: float,
    deff: float,
    answers: int | None,
) -> None:
    """Write what a measure needs in each domain, what answers show, and what is assumed.

    Raises:
        PlanRefused: The plan cannot be read.
        EstimateError: The plan has no such measure, or a number is outside its range.
    """
    plan = load_plan(plan_name)
    measure = _find_measure(plan, measure_name)
    needs = plan_sample(plan, measure, baseline=baseline, power=power, deff=deff)
    expected = USUAL_ANSWERS if answers is None else (answers,)
    make_console().print(
        Group(
            _needed_table(f"{plan.name}: {measure.label}", needs),
            Text(),
            *_proofs_table(needs),
            _shown_table(needs, expected, power, deff),
            Text("\n".join(_footnotes(measure, needs, power, deff))),
        )
    )


def _find_measure(plan: Plan, name: str) -> Measure:
    for measure in plan.measures:
        if measure.name == name:
            return measure
    raise EstimateError(
        "planning.measure",
        f"measure {name!r}",
        f"the plan {plan.name} has no measure of this name",
        f"Name one of {', '.join(measure.name for measure in plan.measures)}.",
    )


def _needed_table(title: str, needs: Sequence[DomainNeed]) -> RenderableType:
    table = Table(title=f"{title}\nAnswers needed in each round", title_justify="left")
    table.add_column("Who")
    table.add_column("Change to show")
    for name in ("From", "To", "From them", "In the whole round"):
        table.add_column(name, justify="right")
    for domain in needs:
        who = _name(domain)
        for need in domain.needs:
            start = f"{100 * domain.baseline:.0f} %"
            table.add_row(*(Text(cell) for cell in (who, need.reading, start, *_cells(need))))
            who = ""
    return table


def _name(domain: DomainNeed) -> str:
    return f"{domain.label} (the plan's target)" if domain.targeted else domain.label


def _cells(need: Need | Proof) -> tuple[str, str, str]:
    if need.reached is None or need.answers is None:
        return "100 % or more", "cannot be shown", ""
    in_all = _NOT_KNOWN if need.in_all is None else f"{need.in_all:,}"
    return f"{100 * need.reached:.1f} %", f"{need.answers:,}", in_all


def _proofs_table(needs: Sequence[DomainNeed]) -> Iterator[RenderableType]:
    """What showing the target met takes, for the domain that it is about."""
    if not any(domain.proofs for domain in needs):
        return
    table = Table(title="Answers needed in each round to show the target met", title_justify="left")
    table.add_column("Who")
    table.add_column("Target")
    table.add_column("True change")
    for name in ("From", "To", "From them", "In the whole round"):
        table.add_column(name, justify="right")
    for domain in needs:
        who = _name(domain) if domain.targeted else ""
        for proof in domain.proofs if domain.targeted else ():
            start = f"{100 * domain.baseline:.0f} %"
            cells = (who, proof.target, proof.true, start, *_cells(proof))
            table.add_row(*(Text(cell) for cell in cells))
            who = ""
    yield table
    yield Text()


def _shown_table(
    needs: Sequence[DomainNeed], expected: Sequence[int], power: float, deff: float
) -> RenderableType:
    table = Table(title="The smallest rise that a round can show", title_justify="left")
    table.add_column("Answers in all", justify="right")
    table.add_column("Who")
    table.add_column("From them", justify="right")
    table.add_column("Smallest rise")
    for answers in expected:
        shown = f"{answers:,}"
        for domain in needs:
            from_them = _NOT_KNOWN if domain.share is None else f"{domain.share * answers:,.0f}"
            rise = _describe_rise(domain, answers, power, deff)
            table.add_row(*(Text(cell) for cell in (shown, domain.label, from_them, rise)))
            shown = ""
    return table


def _describe_rise(domain: DomainNeed, answers: int, power: float, deff: float) -> str:
    if domain.share is None:
        return _NOT_KNOWN
    from_them = domain.share * answers
    if from_them < MIN_BASE:
        return f"no figure under {MIN_BASE}"
    rise = find_smallest_rise(domain.baseline, from_them, power=power, deff=deff)
    if rise is None:
        return "none"
    reached = 100 * (domain.baseline + rise)
    few = "; no verdict on a target" if from_them < MIN_BASE_VERDICT else ""
    return f"{round_up(rise)} points, to {reached:.0f} %{few}"


def _footnotes(
    measure: Measure, needs: Sequence[DomainNeed], power: float, deff: float
) -> Iterator[str]:
    if measure.target:
        yield f'Target: "{measure.target.text}" ({measure.target.source}).'
    if not (measure.target and measure.target.increase):
        yield "The plan sets no number for this measure: 5 and 10 points are examples."
    else:
        yield (
            "A target is shown met when the lower limit of the change reaches it. Where the true "
            "change is just the target, that happens 2.5 times in 100 whatever the number."
        )
    starts = {one.baseline for one in needs}
    yield from describe_assumptions(starts.pop() if len(starts) == 1 else None, power, deff)
    for domain in needs:
        start = f"{100 * domain.baseline:g} %"
        yield f"{domain.label}: from {start}, {domain.baseline_source}."
    yield "A figure of another survey, made in another way, is a guess at where this one starts."
    yield "From a lower share, the same rise in per cent takes more answers than shown."
    if any(one.share is None for one in needs):
        yield "Not known: the plan's margins do not say how many residents are in that domain."
