"""The change of each headline figure since earlier rounds, and its whole series."""

from __future__ import annotations

from analysis.phrases import say_sentence
from analysis.rows import Baseline, ChangeShown, Results, Row
from analysis.shown import Point, Previous, Status
from analysis.tables import Column, Symbol, Table, Unit, Value
from analysis.tabulating.marking import (
    BASE,
    HIGH,
    LOW,
    MARKS,
    MEASURE,
    MEASURE_CODE,
    NOTES,
    SHARE,
    WHO,
    WHO_CODE,
    fine,
    list_marks,
    mark,
    say,
)

AGAINST = Column("compared_with", "Compared with", description="The baseline or the round before.")
EARLIER = Column("earlier", "Earlier figure", description="The round that the earlier share is of.")
_CHANGE = (
    Column("earlier_share", "Earlier share", Unit.SHARE, "The share in the earlier round."),
    Column("earlier_base", "Earlier base", Unit.COUNT, "Its base, to the nearest 5."),
    Column("points", "Change in points", Unit.POINTS, "The later share less the earlier one."),
    Column("points_low", "Change in points, lower limit (95 %)", Unit.POINTS),
    Column("points_high", "Change in points, upper limit (95 %)", Unit.POINTS),
    Column(
        "relative", "Relative change", Unit.SHARE, "The change as a share of the earlier share."
    ),
    Column("relative_low", "Relative change, lower limit (95 %)", Unit.SHARE),
    Column("relative_high", "Relative change, upper limit (95 %)", Unit.SHARE),
    Column("clear", "Clear change", description="Yes where it is clear after Holm's correction."),
)
_ROUND = Column("round", "Round")
_ENDED = Column("ended_on", "Last day of fieldwork", Unit.DATE)
_COMPARABLE = Column(
    "comparable",
    "Comparable with this round",
    description="No where the question, its scale or its order was changed since.",
)


def tabulate_change(results: Results) -> Table:
    """Each headline figure against the baseline and against the round before it."""
    rows = [row for row in results.rows if row.breakdown is None and not row.companion]
    columns = (
        MEASURE,
        WHO,
        SHARE,
        AGAINST,
        EARLIER,
        *_CHANGE,
        MARKS,
        NOTES,
        MEASURE_CODE,
        WHO_CODE,
    )
    return Table(
        name="change",
        tab="change",
        title="Change of the headline measures since the baseline and since the round before",
        columns=fine(columns, [row.base for row in rows]),
        rows=tuple(line for row in rows for line in _compare(row, results)),
        notes=(
            say_sentence(results.method.change),
            (
                "Points are percentage points. A relative change is a share of the earlier share: "
                "from 50 to 55 per cent are 5 points and 10 per cent."
            ),
            (
                "Figures by another method are no baseline: they stand in the table of published "
                "figures. Measures that are context only have no change."
            ),
        ),
    )


def _compare(row: Row, results: Results) -> list[tuple[Value, ...]]:
    """The line for the baseline, and the one for the round before."""
    baseline = row.baseline if row.baseline and row.baseline.same_method else None
    lines = (
        ("baseline", baseline.source if baseline else None, _since_baseline(baseline, row.change)),
        (
            "previous round",
            row.previous.round if row.previous else None,
            _since_previous(row.previous),
        ),
    )
    return [
        (
            *(row.measure_label, row.group_label, mark(row.estimate, row.status), against),
            mark(earlier, row.status),
            *(mark(value, row.status) for value in values),
            *(list_marks(row, results), say(row.notes), row.measure, row.domain),
        )
        for against, earlier, values in lines
    ]


def _since_baseline(baseline: Baseline | None, change: ChangeShown | None) -> tuple[Value, ...]:
    earlier = (baseline.value, baseline.base) if baseline else (None, None)
    return (*earlier, *_change(change))


def _since_previous(previous: Previous | None) -> tuple[Value, ...]:
    earlier = (previous.value, previous.base) if previous else (None, None)
    return (*earlier, *_change(previous))


def _change(change: ChangeShown | Previous | None) -> tuple[Value, ...]:
    if change is None:
        return (None,) * 7
    return (
        *(change.points, change.points_low, change.points_high),
        *(change.relative, change.relative_low, change.relative_high),
        "yes" if change.clear else "no",
    )


def tabulate_series(results: Results) -> Table:
    """Each headline figure in every round of the series."""
    rows = [row for row in results.rows if row.breakdown is None and row.history]
    columns = (MEASURE, WHO, _ROUND, _ENDED, SHARE, LOW, HIGH, BASE, MARKS, _COMPARABLE)
    bases = [point.base for row in rows for point in row.history]
    return Table(
        name="series",
        tab="series",
        title="Headline measures in every round of the series",
        columns=fine((*columns, MEASURE_CODE, WHO_CODE), bases),
        rows=tuple(line for row in rows for line in _list_points(row)),
        notes=tuple(
            f"Break in the series of {row.measure_label} with round {one.round}: {one.reason}."
            for one in results.series.breaks
            for row in rows
            if (row.measure, row.domain) == (one.measure, _first_domain(results, one.measure))
        ),
    )


def _list_points(row: Row) -> list[tuple[Value, ...]]:
    before = (None, *row.history)
    return [
        (
            *(row.measure_label, row.group_label, point.round, point.ended_on.isoformat()),
            *(
                mark(value, point.status)
                for value in (point.estimate, point.ci_low, point.ci_high, point.base)
            ),
            _mark_point(point, earlier),
            "yes" if point.comparable else "no",
            *(row.measure, row.domain),
        )
        for earlier, point in zip(before, row.history, strict=False)
    ]


def _mark_point(point: Point, earlier: Point | None) -> Value:
    """A break stands at the first point that is comparable with what follows it."""
    broken = earlier is not None and point.comparable and not earlier.comparable
    return Symbol.BREAK if broken and point.status is Status.RELEASED else None


def _first_domain(results: Results, measure: str) -> str:
    return next(row.domain for row in results.rows if row.measure == measure)
