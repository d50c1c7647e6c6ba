"""What a measure panel shows: rounds, both readings of the target, what others published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analysis.figures.saying import say_date, say_share
from analysis.figures.words import Words
from analysis.phrases import count_digits
from analysis.rows import Results, Row
from analysis.shown import ContextPoint, Point

Surveys = tuple[tuple[str, tuple[ContextPoint, ...]], ...]
"""What others published, by survey."""

_CLOSED = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Level:
    """What the target asks for under one reading.

    Attributes:
        label: The reading in words, with the share.
        value: The share to reach, 0-1.
        relative: It is the relative reading; the other is in points.
        start: Day and share where the straight line to it begins; None where there is no line.
    """

    label: str
    value: float
    relative: bool
    start: tuple[date, float] | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A measure in one domain over time.

    Attributes:
        points: Rounds, the earliest first and this one last.
        levels: The target's readings, the lower first.
        deadline: Of the target; None where it has no level.
        surveys: What others published, by survey, the earliest figure first.
    """

    row: Row
    points: tuple[Point, ...]
    levels: tuple[Level, ...]
    deadline: date | None
    surveys: Surveys

    @property
    def context(self) -> tuple[ContextPoint, ...]:
        """All that others published."""
        return tuple(point for _, points in self.surveys for point in points)

    @property
    def shows_anything(self) -> bool:
        """Whether there is a figure to be drawn, of a round or of others."""
        return bool(self.context) or any(point.estimate is not None for point in self.points)

    @property
    def values(self) -> list[float]:
        """Every share that is drawn, 0-1."""
        shown = [(point.estimate, point.ci_low, point.ci_high) for point in self.points]
        return [
            *(value for one in shown for value in one if value is not None),
            *(point.value for point in self.context),
            *(level.value for level in self.levels),
            *(level.start[1] for level in self.levels if level.start),
        ]


def list_panels(results: Results, words: Words) -> Iterator[Panel]:
    """A panel for each headline measure in its first domain and in its target's."""
    first: set[str] = set()
    for row in results.rows:
        if row.breakdown is not None or row.companion:
            continue
        if row.measure not in first or row.target is not None:
            first.add(row.measure)
            points = find_points(row, results)
            if points:
                levels = _list_levels(row, points, words)
                deadline = row.target.deadline if row.target and levels else None
                yield Panel(row, points, levels, deadline, list_surveys(row, results))


def find_points(row: Row, results: Results) -> tuple[Point, ...]:
    """The rounds of the series; where none are kept, this round alone."""
    if row.history or results.provenance is None:
        return row.history
    limits = (row.ci_low, row.ci_high)
    today = results.provenance.ended_on
    return (Point(results.round, today, row.status, row.estimate, *limits, row.base, True),)


def list_surveys(row: Row, results: Results) -> Surveys:
    """What others published of a row's measure, by survey, the earliest figure first."""
    found: dict[str, list[ContextPoint]] = {}
    for point in sorted(results.context, key=lambda one: (one.on, one.survey)):
        if (point.measure, point.domain) == (row.measure, row.domain):
            found.setdefault(point.survey, []).append(point)
    return tuple((survey, tuple(points)) for survey, points in sorted(found.items()))


def pick_points(points: tuple[ContextPoint, ...]) -> dict[ContextPoint, tuple[str, ...]]:
    """The figures of a survey that are told, in the order of time, and what each of them is.

    They are the first, the highest, the lowest and the last; the table has all. Of several that
    are as high, or as low, the last or the first stands for them.
    """
    ends_first = (points[-1], *points)
    shown = {
        "first": points[0],
        "highest": max(ends_first, key=lambda point: point.value),
        "lowest": min(ends_first, key=lambda point: point.value),
        "last": points[-1],
    }
    chosen = sorted(set(shown.values()), key=points.index)
    return {one: tuple(name for name, point in shown.items() if point == one) for one in chosen}


def _list_levels(row: Row, points: tuple[Point, ...], words: Words) -> tuple[Level, ...]:
    target = row.target
    if target is None or target.increase is None:
        return ()
    digits = count_digits(row.base, row.baseline.base if row.baseline else None)
    if target.increase == 0:  # both readings are the baseline's level
        value, start = target.relative_value, _find_start(row, points, target.line_relative)
        if value is None:
            return ()
        label = words["target_higher"].format(share=say_share(value, digits))
        return (Level(label, value, True, start),)
    per_cent = f"{100 * target.increase:g}"
    readings = (
        (words["target_relative"], target.relative_value, True, target.line_relative),
        (words["target_points"], target.points_value, False, target.line_points),
    )
    levels = (
        Level(
            text.format(increase=per_cent, share=say_share(value, digits)),
            value,
            relative,
            _find_start(row, points, line),
        )
        for text, value, relative, line in readings
        if value is not None
    )
    return tuple(sorted(levels, key=lambda level: level.value))


def _find_start(
    row: Row, points: tuple[Point, ...], line: float | None
) -> tuple[date, float] | None:
    """The baseline's day and share; where its day is not known, this round's place on the line."""
    baseline = row.baseline
    if baseline is not None and baseline.same_method:
        closed = _CLOSED.search(baseline.source)
        if closed is not None:
            return date.fromisoformat(closed[0]), baseline.value
    return None if line is None else (points[-1].ended_on, line)


def say_level(level: Level, panel: Panel, words: Words) -> str:
    """The share to reach, and by when."""
    if panel.deadline is None:
        return level.label
    return words["target_by"].format(level=level.label, date=say_date(panel.deadline))
