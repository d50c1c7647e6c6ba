"""The plan's targets: the scorecard, and how each measure stands to each reading of them."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.change import Verdict
from analysis.phrases import name_measures
from analysis.rows import Results, Row, TargetShown
from analysis.shown import TargetRow
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.marking import (
    MARKS,
    MEASURE,
    MEASURE_CODE,
    SHARE,
    WHO,
    WHO_CODE,
    label_measures,
    list_marks,
    mark,
    show,
)

VERDICTS = {
    Verdict.MET: "met",
    Verdict.ON_TRACK: "on track",
    Verdict.NOT_MET: "not met",
    Verdict.NOT_SHOWN: "not shown",
    Verdict.TOO_FEW: "too few answers",
    Verdict.NO_BASELINE: "no baseline yet",
}
"""A verdict in words."""

NO_VERDICT = "no verdict"
_WITHOUT = {None, Verdict.TOO_FEW, Verdict.NO_BASELINE}
ANY = "any"
"""An increase without a number."""

_TARGET = Column("target", "Target", description="The plan's own words.")
_STATUS = Column("status", "Status", description="The verdict with everything that qualifies it.")
_FIT = Column(
    "fit", "Fit to the plan's words", description="Exact, partial or proxy: the loosest of them."
)
_DEADLINE = Column("deadline", "Deadline", Unit.DATE)
_INCREASE = Column(
    "increase",
    "Increase in the plan's words",
    Unit.SHARE,
    "Any where the plan wants an increase and names no number.",
)
TO_REACH: Mapping[str, tuple[str, Unit, str]] = {
    name: (f"{label}, if the increase is meant {meant}", Unit.SHARE, "A share of people.")
    for reading, meant in (("relative", "relatively"), ("points", "in percentage points"))
    for name, label in (
        (f"{reading}_value", "Share to reach"),
        (f"line_{reading}", "Share to have by now"),
    )
}
"""What each column of shares to reach is called, what it holds and what that is: a reading says
how the increase is meant, and the share to reach is a share under each."""

_RELATIVE = Column("verdict_relative", "Verdict, increase read relatively")
_POINTS = Column("verdict_points", "Verdict, increase read as points")
_INDICATIVE = Column(
    "indicative",
    "Indicative",
    description="Yes where a verdict rests on people who chose to take part, and that has not been "
    "accepted for verdicts.",
)
_NOTE = Column("note", "Note")
_SOURCE = Column("source", "Source")


def tabulate_targets(results: Results) -> Table:
    """The scorecard: one line for each target, over all measures that speak to it."""
    return Table(
        name="targets",
        tab="targets",
        title="The plan's targets and what this round shows of them",
        columns=(
            *(_TARGET, WHO, _DEADLINE, _INCREASE),
            Column("measures", "Measures"),
            *(_FIT, _STATUS, _RELATIVE, _POINTS, _INDICATIVE, _NOTE, _SOURCE),
        ),
        rows=tuple(map(_list_target, results.targets)),
        notes=(
            "Where several measures speak to a target, the worse of them decides.",
            (
                "An increase of some per cent can be read relatively or as percentage points; both "
                "readings are shown."
            ),
        ),
    )


def _list_target(target: TargetRow) -> tuple[Value, ...]:
    return (
        *(target.text, target.domain_label, _date(target), _increase(target)),
        *("; ".join(target.measure_labels), str(target.fit), target.status),
        *(_verdict(target.verdict_relative), _verdict(target.verdict_points)),
        *(_indicative(target), target.note or None, target.source),
    )


def _increase(target: TargetRow) -> Value:
    """What the plan wants more of; any increase meets a target that names no number."""
    return ANY if target.increase == 0 else mark(target.increase)


def _indicative(target: TargetRow) -> str:
    """Whether the verdict is; what has none cannot be."""
    if {target.verdict_relative, target.verdict_points} <= _WITHOUT:
        return NO_VERDICT
    return "yes" if target.indicative else "no"


def tabulate_readings(results: Results) -> Table:
    """How each measure stands to each reading of its target."""
    found = [(row, row.target) for row in results.rows if row.breakdown is None and row.target]
    columns = (
        *(MEASURE, WHO, SHARE),
        *(Column(name, *TO_REACH[name]) for name in ("relative_value", "line_relative")),
        _RELATIVE,
        *(Column(name, *TO_REACH[name]) for name in ("points_value", "line_points")),
        *(_POINTS, _DEADLINE, MARKS, _FIT),
        Column("fit_reason", "What the measure has of the plan's words, and what not"),
        *(MEASURE_CODE, WHO_CODE),
    )
    return Table(
        name="target-readings",
        tab="target-readings",
        title="Each measure with a target: what it would have to reach under each reading",
        columns=columns,
        rows=tuple(_list_reading(row, target, results) for row, target in found),
        notes=(
            (
                "The line runs straight from the baseline to the target at the deadline; where it "
                "is by now is where it is on the last day of this round."
            ),
        ),
    )


def _list_reading(row: Row, target: TargetShown, results: Results) -> tuple[Value, ...]:
    bases = (row.base, row.baseline.base if row.baseline else None)
    relative = (target.relative_value, target.line_relative)
    points = (target.points_value, target.line_points)
    return (
        *(row.measure_label, row.group_label, show(row.estimate, row.status, row.base)),
        *(show(value, row.status, *bases) for value in relative),
        _verdict(target.verdict_relative),
        *(show(value, row.status, *bases) for value in points),
        *(_verdict(target.verdict_points), _date(target), list_marks(row, results)),
        *(str(target.fit), name_measures(target.fit_reason, label_measures(results))),
        *(row.measure, row.domain),
    )


def _date(target: TargetRow | TargetShown) -> Value:
    return mark(target.deadline.isoformat() if target.deadline else None)


def _verdict(verdict: Verdict | None) -> str:
    return VERDICTS[verdict] if verdict else NO_VERDICT
