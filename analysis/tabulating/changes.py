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
    list_marks,
    mark,
    say,
    show,
)

AGAINST = Column(
    "compared_with",
    "Compared with",
    description="The baseline, the round before, or both where they are one round.",
)
EARLIER = Column("earlier", "Earlier figure", description="The round that the earlier share is of.")
_CHANGE = (
    Column("earlier_share", "Earlier share", Unit.SHARE, "The share in the earlier round."),
    Column("earlier_base", "Earlier base", Unit.COUNT, "Its base, to the nearest 5."),
    Column(
        "points",
        "Change in points",
        Unit.POINTS,
        "The later share less the earlier one.",
        signed=True,
    ),
    Column("points_low", "Change in points, lower limit (95 %)", Unit.POINTS, signed=True),
    Column("points_high", "Change in points, upper limit (95 %)", Unit.POINTS, signed=True),
    Column(
        "relative",
        "Relative change",
        Unit.SHARE,
        "The change as a share of the earlier share.",
        signed=True,
    ),
    Column("relative_low", "Relative change, lower limit (95 %)", Unit.SHARE, signed=True),
    Column("relative_high", "Relative change, upper limit (95 %)", Unit.SHARE, signed=True),
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
        columns=columns,
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
    """A line for the baseline and one for the round before; a single one where they are the same.

    They are so too where there is neither, or nothing may be said of them.
    """
    baseline = row.baseline if row.baseline and row.baseline.same_method else None
    previous = row.previous
    before = ("previous round", previous.round if previous else None, _since_previous(row))
    first = ("baseline", baseline.source if baseline else None, _since_baseline(row, baseline))
    if (baseline.round if baseline else None) == (previous.round if previous else None):
        lines = [("baseline and previous round", *first[1:])]
    else:
        lines = [first, before]
    return [
        (
            *(row.measure_label, row.group_label, show(row.estimate, row.status, row.base)),
            *(against, mark(earlier, row.status), *values),
            *(list_marks(row, results), say(row.notes), row.measure, row.domain),
        )
        for against, earlier, values in lines
    ]


def _since_baseline(row: Row, baseline: Baseline | None) -> tuple[Value, ...]:
    if baseline is None:
        return _since(row, None, None, row.change)
    return _since(row, baseline.value, baseline.base, row.change)


def _since_previous(row: Row) -> tuple[Value, ...]:
    if row.previous is None:
        return _since(row, None, None, None)
    return _since(row, row.previous.value, row.previous.base, row.previous)


def _since(
    row: Row, earlier: float | None, base: int | None, change: ChangeShown | Previous | None
) -> tuple[Value, ...]:
    points = (change.points, change.points_low, change.points_high) if change else (None,) * 3
    # told in whole per cents, whatever the bases
    shares = (change.relative, change.relative_low, change.relative_high) if change else (None,) * 3
    clear = ("yes" if change.clear else "no") if change else None
    return (
        *(show(earlier, row.status, base), mark(base, row.status)),
        *(show(value, row.status, row.base, base) for value in points),
        *(mark(value, row.status) for value in shares),
        mark(clear, row.status),
    )


def tabulate_series(results: Results) -> Table:
    """Each headline figure in every round of the series.

    A break is noted once for a measure, and not for one that has no headline here: nothing of it
    stands on either side. The method lists every break.
    """
    rows = [row for row in results.rows if row.breakdown is None and row.history]
    labels = {row.measure: row.measure_label for row in rows}
    columns = (MEASURE, WHO, _ROUND, _ENDED, SHARE, LOW, HIGH, BASE, MARKS, _COMPARABLE)
    return Table(
        name="series",
        tab="series",
        title="Headline measures in every round of the series",
        columns=(*columns, MEASURE_CODE, WHO_CODE),
        rows=tuple(line for row in rows for line in _list_points(row)),
        notes=tuple(
            f"Break in the series of {labels[one.measure]} with round {one.round}: {one.reason}."
            for one in results.series.breaks
            if one.measure in labels
        ),
    )


def _list_points(row: Row) -> list[tuple[Value, ...]]:
    before = (None, *row.history)
    return [
        (
            *(row.measure_label, row.group_label, point.round, point.ended_on.isoformat()),
            *(
                show(value, point.status, point.base)
                for value in (point.estimate, point.ci_low, point.ci_high)
            ),
            mark(point.base, point.status),
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
