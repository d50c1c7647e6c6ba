"""Who took part beside the population: two or three bars for each group."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.figures.bars import draw_hidden, draw_pair, make_scale
from analysis.figures.canvas import FINE, WORDS, Canvas
from analysis.figures.figure import Figure, Kind, make_figure
from analysis.figures.saying import say_not_weighted, say_share, say_source
from analysis.figures.words import Words
from analysis.participation import GroupingCompared, LevelCompared
from analysis.rows import Results
from analysis.sheet import ACCENT, INK, MARGIN, PAPER
from analysis.tables import Column, Symbol, Table, Unit, Value

WEIGHTED = "#5b8fc4"
"""Between answers and residents; its edge is ink, as that of every bar."""


def make_taking_part_figure(
    grouping: GroupingCompared, results: Results, words: Words, mark: str
) -> Figure:
    """One division of those who took part, with its words and its table."""
    notes = tuple(_list_notes(grouping, results, words))
    return make_figure(
        f"took-part-{grouping.name}",
        Kind.TOOK_PART,
        words["took_part"].format(grouping=grouping.label),
        (*_say_levels(grouping, words), *notes),
        notes=notes,
        table=_tabulate(grouping, words),
        paint=lambda canvas: _paint(canvas, grouping, words),
        mark=mark,
    )


def _list_bars(
    level: LevelCompared, grouping: GroupingCompared, words: Words
) -> Iterator[tuple[str, float, str]]:
    """Name, share and fill of each bar; raked weights only repeat what residents are."""
    if level.unweighted is not None:
        yield words["bar_unweighted"], level.unweighted, ACCENT
    if level.weighted is not None and not grouping.raked:
        yield words["bar_weighted"], level.weighted, WEIGHTED
    yield words["bar_population"], level.population, PAPER


def _say_hidden(level: LevelCompared, words: Words) -> str:
    return words["few" if level.hidden == "few" else "hidden"] if level.hidden else ""


def _say_levels(grouping: GroupingCompared, words: Words) -> Iterator[str]:
    for level in grouping.levels:
        hidden = _say_hidden(level, words)
        said = [hidden] if hidden else []
        said += [
            f"{name} {say_share(share)}" for name, share, _ in _list_bars(level, grouping, words)
        ]
        yield f"{level.label}: {', '.join(said)}."


def _list_notes(grouping: GroupingCompared, results: Results, words: Words) -> Iterator[str]:
    if grouping.answers is not None:
        yield words["base_given"].format(grouping=grouping.label, count=f"{grouping.answers:,}")
    yield _say_weights(grouping, results, words)
    if any(level.hidden for level in grouping.levels):
        yield words["key_hidden"]
    if grouping.note:
        yield f"{grouping.note.rstrip('.')}."
    yield words["population"].format(source=grouping.source)
    yield say_source(results, words)
    if results.method.attribution:
        yield results.method.attribution


def _say_weights(grouping: GroupingCompared, results: Results, words: Words) -> str:
    """What weights did to the shares of the answers."""
    if grouping.raked:
        together = _list_together(grouping, results)
        key = "raked_together" if together else "raked"
        return words[key].format(grouping=grouping.label, levels=" and ".join(together))
    not_weighted = say_not_weighted(results, words)
    if not_weighted:
        return words["as_they_came"].format(not_weighted=not_weighted)
    return words["check" if _has_weighted(grouping) else "check_hidden"]


def _list_together(grouping: GroupingCompared, results: Results) -> list[str]:
    """The groups that share one weight with another, because some of them are too few."""
    collapsed = results.method.collapsed.get(grouping.name, {})
    return [one.label for one in grouping.levels if one.code in {*collapsed, *collapsed.values()}]


def _has_weighted(grouping: GroupingCompared) -> bool:
    return any(level.weighted is not None for level in grouping.levels)


def _paint(canvas: Canvas, grouping: GroupingCompared, words: Words) -> None:
    shares = [
        share for level in grouping.levels for _, share, _ in _list_bars(level, grouping, words)
    ]
    scale = make_scale(0, max(shares, default=1.0) or 1.0)
    for level in grouping.levels:
        canvas.add(level.label, WORDS, bold=True)
        hidden = _say_hidden(level, words)
        if hidden:
            canvas.put(words["bar_unweighted"], MARGIN, canvas.y, FINE, colour=INK)
            draw_hidden(canvas, "", hidden)
        for name, share, fill in _list_bars(level, grouping, words):
            canvas.put(name, MARGIN, canvas.y - 4, FINE)
            draw_pair(canvas, scale, share, fill, say_share(share))
        canvas.advance(12)


def _tabulate(grouping: GroupingCompared, words: Words) -> Table:
    def show(level: LevelCompared, value: Value) -> Value:
        return Symbol.CONFIDENTIAL if level.hidden or value is None else value

    weighted = _has_weighted(grouping)
    return Table(
        name=f"figure_took_part_{grouping.name}",
        tab=grouping.name[:31],
        title=words["took_part"].format(grouping=grouping.label),
        columns=(
            Column("group", grouping.label),
            Column("people", "Answers (to the nearest 5)", Unit.COUNT),
            Column("unweighted", "Share of answers", Unit.SHARE),
            *([Column("weighted", "Share of weighted answers", Unit.SHARE)] if weighted else []),
            Column("population", "Share of residents", Unit.SHARE),
        ),
        rows=tuple(
            (
                level.label,
                show(level, level.people),
                show(level, level.unweighted),
                *([show(level, level.weighted)] if weighted else []),
                level.population,
            )
            for level in grouping.levels
        ),
        source=grouping.source,
    )
