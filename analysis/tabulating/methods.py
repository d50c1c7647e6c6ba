"""How the figures were made, and what they were made from, one thing a row."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.naming import name_group, name_grouping, name_level
from analysis.provenance import Provenance
from analysis.results import write_number
from analysis.rows import Results
from analysis.suppression import LEAST_WIDTH
from analysis.tables import Column, Table
from analysis.tabulating.marking import WEIGHTS_NOT_TOLD, label_measures
from surveys.errors import EstimateError
from surveys.quality import FLAG_WORDS

_WHAT = Column("what", "What")
_HOW = Column("how", "How")
_VALUE = Column("value", "Value")

Pair = tuple[str, str]

_AUDIT = (
    "every count that must not be known was bounded from everything published of these answers, "
    "now and before; figures were withheld until none could be known more closely than within "
    f"{LEAST_WIDTH} people"
)
"""Not how many counts there were: the same figures say the same, whatever is published later."""


def tabulate_method(results: Results) -> Table:
    """Base, weighting, intervals, disclosure control, and everything that qualifies the figures."""
    return Table(
        name="method",
        tab="method",
        title="How the figures were made",
        columns=(_WHAT, _HOW),
        rows=tuple(_list_method(results)),
    )


def _list_method(results: Results) -> Iterator[Pair]:
    method = results.method
    if method.caution:
        yield "Caution", method.caution
    yield "Who the figures are of", method.who
    yield "Respondents", f"about {method.respondents:,}"
    if method.modes:
        yield "How people answered", ", ".join(method.modes)
    yield "Estimate", "; ".join(filter(None, (method.estimator, method.adjustments)))
    yield "Base", method.base
    yield "Interval", method.interval
    yield "Change", method.change
    yield from _list_weighting(results)
    yield from _list_counted(results)
    yield "Disclosure control", method.disclosure
    yield "Disclosure audit", _AUDIT
    for one in results.series.breaks:
        label = label_measures(results).get(one.measure, one.measure)
        yield f"Break in the series: {label}", f"with round {one.round}: {one.reason}"


def _list_weighting(results: Results) -> Iterator[Pair]:
    method, shown = results.method, results.took_part
    yield "Weighting", method.weighting
    for arm in method.arms:
        if arm.breakdown is not None:
            yield (
                f"Counted apart: {arm.breakdown} {arm.category}",
                f"{write_number(arm.respondents)} answers. {arm.who} Weighting: {arm.weighting}",
            )
    if shown and shown.trimmed:
        yield "Trimmed weights", f"those of {100 * shown.trimmed:.0f} per cent of respondents"
    if shown:
        yield "Largest weight", _say_largest(shown.largest_weight)
    for source in method.margin_sources:
        yield "Population", source
    if method.attribution:
        yield "Attribution", method.attribution
    for name, share in method.not_given.items():
        yield (
            f"Not given: {name_grouping(results.took_part, name)}",
            f"by {100 * share:.0f} per cent of respondents",
        )
    for margin, taken in method.collapsed.items():
        for level, heir in taken.items():
            names = [name_level(shown, margin, one) for one in (level, heir)]
            few = name_group(name_grouping(shown, margin), names[0])
            yield f"Too few answers from {few}", f"weighted together with {names[1]}"


def _say_largest(weight: float | None) -> str:
    return WEIGHTS_NOT_TOLD if weight is None else f"{weight:g} times the median one"


def _list_counted(results: Results) -> Iterator[Pair]:
    method = results.method
    for flag, count in method.flags.items():
        yield (
            f"Marked for quality: {FLAG_WORDS.get(flag, flag)}",
            f"{write_number(count)} answers; counted like all others",
        )
    if method.codes_issued:
        used = write_number(method.codes_used or 0)
        yield "Invitation codes", f"{method.codes_issued:,} issued, {used} used"


def tabulate_provenance(results: Results) -> Table:
    """What every figure comes from, so that it can be made again."""
    pairs = _list_provenance(results.provenance) if results.provenance else _list_known(results)
    return Table(
        name="provenance",
        tab="provenance",
        title="What the figures come from",
        columns=(_WHAT, _VALUE),
        rows=(*pairs, ("Synthetic answers", "yes" if results.synthetic else "no")),
        notes=("The same frozen round, plan, software and seed give the same figures again.",),
    )


def get_provenance(results: Results) -> Provenance:
    """What the results come from; files are dated by it, never by the clock.

    Raises:
        EstimateError: They do not say.
    """
    if results.provenance is None:
        raise EstimateError(
            "export.no-provenance",
            f"round {results.round}",
            "the results do not say what they come from",
            "Estimate them from the frozen round.",
        )
    return results.provenance


def _list_provenance(provenance: Provenance) -> Iterator[Pair]:
    yield "Round", provenance.round
    yield "Title", provenance.title
    yield "First day of fieldwork", provenance.opens_on.isoformat()
    yield "Last day of fieldwork", provenance.ended_on.isoformat()
    yield "Questionnaire", f"{provenance.questionnaire}, version {provenance.questionnaire_version}"
    yield "Questionnaire, SHA-256", provenance.questionnaire_hash
    yield "Plan", f"{provenance.plan_title} ({provenance.plan})"
    yield "Plan, SHA-256", provenance.plan_hash
    yield "Answers, SHA-256", provenance.answers_hash
    yield "Figures computed by", provenance.software
    yield "Answers frozen by", provenance.frozen_by
    yield "Seed", str(provenance.seed)


def _list_known(results: Results) -> Iterator[Pair]:
    yield "Round", results.round
    yield "Plan", results.plan
    yield "Plan, SHA-256", results.method.plan_hash
    yield "Figures computed by", results.method.software
    for name, value in results.questionnaire.items():
        yield f"Questionnaire, {name}", str(value)
