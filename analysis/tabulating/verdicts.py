"""The plan's targets: the scorecard, and how each measure stands to each reading of them."""

from __future__ import annotations

from analysis.change import Verdict
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
    fine,
    list_marks,
    mark,
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
    "0 where the plan wants an increase and names no number; none where it sets nothing to test.",
)
_RELATIVE = Column("verdict_relative", "Verdict, increase read relatively")
_POINTS = Column("verdict_points", "Verdict, increase read as points")
_INDICATIVE = Column(
    "indicative",
    "Indicative",
    description="Yes where people chose to take part and that has not been accepted for verdicts.",
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
        *(target.text, target.domain_label, _date(target), mark(target.increase)),
        *("; ".join(target.measure_labels), str(target.fit), target.status),
        *(_verdict(target.verdict_relative), _verdict(target.verdict_points)),
        *("yes" if target.indicative else "no", target.note or None, target.source),
    )


def tabulate_readings(results: Results) -> Table:
    """How each measure stands to each reading of its target."""
    found = [(row, row.target) for row in results.rows if row.breakdown is None and row.target]
    columns = (
        *(MEASURE, WHO, SHARE),
        Column("relative_value", "Share to reach, read relatively", Unit.SHARE),
        Column("line_relative", "Share on the line by now, read relatively", Unit.SHARE),
        _RELATIVE,
        Column("points_value", "Share to reach, read as points", Unit.SHARE),
        Column("line_points", "Share on the line by now, read as points", Unit.SHARE),
        *(_POINTS, _DEADLINE, MARKS, _FIT),
        Column("fit_reason", "What the measure has of the plan's words, and what not"),
        *(MEASURE_CODE, WHO_CODE),
    )
    return Table(
        name="target-readings",
        tab="target-readings",
        title="Each measure with a target: what it would have to reach under each reading",
        columns=fine(columns, [row.base for row, _ in found]),
        rows=tuple(_list_reading(row, target, results) for row, target in found),
        notes=(
            (
                "The line runs straight from the baseline to the target at the deadline; where it "
                "is by now is where it is on the last day of this round."
            ),
        ),
    )


def _list_reading(row: Row, target: TargetShown, results: Results) -> tuple[Value, ...]:
    return (
        *(row.measure_label, row.group_label, mark(row.estimate, row.status)),
        *(mark(target.relative_value, row.status), mark(target.line_relative, row.status)),
        _verdict(target.verdict_relative),
        *(mark(target.points_value, row.status), mark(target.line_points, row.status)),
        *(_verdict(target.verdict_points), _date(target), list_marks(row, results)),
        *(str(target.fit), target.fit_reason, row.measure, row.domain),
    )


def _date(target: TargetRow | TargetShown) -> Value:
    return mark(target.deadline.isoformat() if target.deadline else None)


def _verdict(verdict: Verdict | None) -> str:
    return VERDICTS[verdict] if verdict else "no verdict"
