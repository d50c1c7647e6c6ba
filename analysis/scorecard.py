"""The plan's targets, one row each: the worse of the measures that speak to a target decides.

A plan's target can need two questions ("trust and confidence"). It is met where both say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.change import MIN_BASE_VERDICT, Verdict
from analysis.plan import Domain, Fit, Measure, Plan, Target
from analysis.rows import Row, TargetShown
from analysis.shown import Status, TargetRow
from analysis.targets import Verdicts, describe_verdicts

_WORST_FIRST = (
    Verdict.NOT_MET,
    None,
    Verdict.TOO_FEW,
    Verdict.NO_BASELINE,
    Verdict.NOT_SHOWN,
    Verdict.ON_TRACK,
    Verdict.MET,
)
"""One measure clearly short of its target decides, whatever another says; else one without a
verdict leaves the target without."""

_SAID_OF_THE_SAMPLE = frozenset({Verdict.NOT_MET, Verdict.NOT_SHOWN, Verdict.ON_TRACK, Verdict.MET})
"""Verdicts on what people answered; the others are on what there is to compare."""

_ASKED_FOR = {
    Verdict.TOO_FEW: f"a verdict needs at least {MIN_BASE_VERDICT} answers in this round and in "
    "its baseline",
    Verdict.NO_BASELINE: "no earlier round of the series has a figure to compare with",
}
_LOOSEST_FIRST = (Fit.PROXY, Fit.PARTIAL, Fit.EXACT)
_INDICATIVE = (
    "indicative: people chose to take part, and the partnership has not decided to take verdicts "
    "from such a sample"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One measure of a target, with the row that stands for it."""

    measure: Measure
    row: Row
    shown: TargetShown

    @property
    def verdicts(self) -> Verdicts:
        """As they may be published: of a withheld figure only that it is too few."""
        found = self.shown.verdict_relative, self.shown.verdict_points
        if self.row.status is Status.RELEASED:
            return found
        relative, points = (one if one is Verdict.TOO_FEW else None for one in found)
        return relative, points


def build_scorecard(plan: Plan, rows: Sequence[Row]) -> tuple[TargetRow, ...]:
    """One row for each target of the plan, in the order of its measures.

    Targets with the same words from the same source are one target.

    Args:
        plan: The plan.
        rows: The rows of a round; each target stands with the headline of its domain.
    """
    targets = {
        (one.target.text, one.target.source): one.target for one in plan.measures if one.target
    }
    found = ((target, _list_items(plan, target, rows)) for target in targets.values())
    return tuple(_build_row(plan, target, items) for target, items in found if items)


def _list_items(plan: Plan, target: Target, rows: Sequence[Row]) -> list[_Item]:
    shown = {(row.measure, row.domain): row for row in rows if row.breakdown is None and row.target}
    items: list[_Item] = []
    for measure in plan.measures:
        own = measure.target
        if own and (own.text, own.source) == (target.text, target.source):
            row = shown.get((measure.name, own.domain))
            if row and row.target:
                items.append(_Item(measure, row, row.target))
    return items


def _build_row(plan: Plan, target: Target, items: Sequence[_Item]) -> TargetRow:
    domain = plan.get_domain(target.domain)
    relative, points = (
        min((item.verdicts[reading] for item in items), key=_WORST_FIRST.index)
        for reading in (0, 1)
    )
    indicative = any(item.shown.indicative for item in items)
    return TargetRow(
        text=target.text,
        source=target.source,
        domain=domain.name,
        domain_label=domain.label,
        deadline=plan.deadline,
        increase=target.increase,
        measures=tuple(item.measure.name for item in items),
        measure_labels=tuple(item.measure.label for item in items),
        fit=min((item.shown.fit for item in items), key=_LOOSEST_FIRST.index),
        verdict_relative=relative,
        verdict_points=points,
        indicative=indicative,
        status=_describe_status(target, domain, (relative, points), indicative=indicative),
        note=" ".join(dict.fromkeys(_list_notes(target, domain, items))),
    )


def _describe_status(
    target: Target, domain: Domain, verdicts: Verdicts, *, indicative: bool
) -> str:
    """The verdict in words, or why there is none; where readings differ, both."""
    if verdicts == (None, None):
        return f"No verdict: {_explain_none(target, domain)}"
    words = describe_verdicts(verdicts)
    words = words[0].upper() + words[1:]
    if verdicts[0] in _ASKED_FOR:
        return f"{words}: {_ASKED_FOR[verdicts[0]]}"
    qualified = indicative and any(one in _SAID_OF_THE_SAMPLE for one in verdicts)
    return f"{words}; {_INDICATIVE}" if qualified else words


def _explain_none(target: Target, domain: Domain) -> str:
    if target.increase is None:
        return "the plan sets no number that a survey can test"
    if not domain.agreed:
        return "the partnership has not agreed who is in this group"
    return "a figure is withheld to protect people"


def _list_notes(target: Target, domain: Domain, items: Sequence[_Item]) -> Iterator[str]:
    """What has to be read with the row: each measure's own verdict, its notes and its cautions.

    Why there can be no verdict at all stands in the status already.
    """
    if len(items) > 1 and any(item.verdicts != (None, None) for item in items):
        each = (f"{item.measure.label}: {describe_verdicts(item.verdicts)}" for item in items)
        yield f"The worse of {len(items)} measures decides. {'; '.join(each)}."
    if target.increase is not None and domain.agreed:
        yield from (item.shown.note for item in items if item.shown.note)
    for item in items:
        yield from item.row.cautions
