"""What others published, as tables beside a measure: one a survey, so that a row is short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.figures.panel import Surveys
from analysis.figures.saying import sentence
from analysis.figures.words import Words
from analysis.rows import Row
from analysis.tables import Column, Table, Unit


def tabulate_others(row: Row, surveys: Surveys, words: Words) -> Iterator[Table]:
    """A table for each survey, which names it and its source once."""
    for number, (survey, points) in enumerate(surveys, start=1):
        origins: dict[tuple[str, str], list[str]] = {}
        for point in points:
            origins.setdefault((point.note, point.source), []).append(point.period)
        yield Table(
            name=f"figure_{row.measure}_{row.domain}_{number}",
            tab=row.measure[:31],
            title=words["context_names"].format(survey=survey),
            columns=(
                Column("period", "Period"),
                Column("value", "Share", Unit.SHARE),
                Column("base", "Base", Unit.COUNT),
            ),
            rows=tuple((point.period, point.value, point.base) for point in points),
            notes=tuple(_say_origins(origins)),
            source="" if len(origins) > 1 else points[0].source,
        )


def _say_origins(origins: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[str]:
    """What has to be read with the figures; with each its source, where there are several."""
    for (note, source), periods in origins.items():
        said = f"{sentence(note).rstrip('.')}." if note else ""
        if len(origins) > 1:
            yield f"{', '.join(periods)}: {said} {source}".replace("  ", " ")
        elif said:
            yield said
