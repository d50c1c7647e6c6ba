"""How the figures were made, and what they were made from, one thing a row."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.rows import Results
from analysis.shown import AuditShown, Provenance
from analysis.tables import Column, Table
from surveys.errors import EstimateError
from surveys.quality import FLAG_WORDS

_WHAT = Column("what", "What")
_HOW = Column("how", "How")
_VALUE = Column("value", "Value")

Pair = tuple[str, str]


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
    yield "Estimate", method.estimator
    yield "Base", method.base
    yield "Interval", method.interval
    yield "Change", method.change
    yield from _list_weighting(results)
    yield from _list_counted(results)
    yield "Disclosure control", method.disclosure
    if results.audit:
        yield "Disclosure audit", _say_audit(results.audit)
    for one in results.series.breaks:
        yield f"Break in the series: {one.measure}", f"with round {one.round}: {one.reason}"


def _list_weighting(results: Results) -> Iterator[Pair]:
    method, shown = results.method, results.took_part
    yield "Weighting", method.weighting
    for arm in method.arms:
        if arm.breakdown is not None:
            yield (
                f"Counted apart: {arm.breakdown} {arm.category}",
                f"{arm.respondents} answers. {arm.who} Weighting: {arm.weighting}",
            )
    if shown and shown.trimmed is not None:
        yield "Trimmed weights", f"those of {100 * shown.trimmed:.0f} per cent of respondents"
    if shown and shown.largest_weight is not None:
        yield "Largest weight", f"{shown.largest_weight:g} times the median one"
    for source in method.margin_sources:
        yield "Population", source
    if method.attribution:
        yield "Attribution", method.attribution
    for name, share in method.not_given.items():
        yield f"Not given: {name}", f"by {100 * share:.0f} per cent of respondents"
    for margin, taken in method.collapsed.items():
        for level, heir in taken.items():
            yield (
                f"Nobody in {margin} {level}",
                f"its share of the population went to {heir}",
            )


def _list_counted(results: Results) -> Iterator[Pair]:
    method = results.method
    for flag, count in method.flags.items():
        yield (
            f"Marked for quality: {FLAG_WORDS.get(flag, flag)}",
            f"{count} answers; counted like all others",
        )
    if method.codes_issued:
        yield "Invitation codes", f"{method.codes_issued:,} issued, {method.codes_used} used"


def _say_audit(audit: AuditShown) -> str:
    if not audit.counts:
        return "no count needed to be protected"
    narrowest = "" if audit.narrowest is None else f", none within less than {audit.narrowest:g}"
    return (
        f"{audit.counts:,} protected counts were bounded from everything published"
        f"{narrowest}; {audit.withheld:,} more figures were withheld for it; "
        f"{audit.releases:,} earlier releases were taken into account"
    )


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
