"""Who took part, beside the population."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.participation import GroupingCompared, LevelCompared, TookPart
from analysis.rows import Results
from analysis.tables import Column, Symbol, Table, Unit, Value
from analysis.tabulating.marking import NOTES, WEIGHTS_NOT_TOLD

_COLUMNS = (
    Column("grouping_label", "Characteristic"),
    Column("level_label", "Group"),
    Column("people", "People who took part", Unit.COUNT, "To the nearest 5."),
    Column("population", "Share of the population", Unit.SHARE, digits=1),
    Column("unweighted", "Share of those who took part", Unit.SHARE, "Without weights."),
    Column("weighted", "Share after weighting", Unit.SHARE),
    Column(
        "raked",
        "Weighted to the population",
        description=(
            "Yes where weights were made to meet it; together with others where that is so of "
            "several groups in one; no where it is a check on the weights."
        ),
    ),
    Column("source", "Source of the population's share"),
    NOTES,
    Column("grouping", "Characteristic code"),
    Column("level", "Group code"),
)


def tabulate_took_part(results: Results) -> Table | None:
    """Each group of each characteristic; None where nothing is known of who took part."""
    shown = results.took_part
    if shown is None or not shown.groupings:
        return None
    return Table(
        name="who-took-part",
        tab="who-took-part",
        title="Who took part, beside the population",
        columns=_COLUMNS,
        rows=tuple(
            _list_level(grouping, level, results)
            for grouping in shown.groupings
            for level in grouping.levels
        ),
        notes=(
            *_say_who(results, shown),
            *_list_sentences(shown, coarse=_is_coarse(results)),
        ),
        source=results.method.attribution,
    )


def _list_level(
    grouping: GroupingCompared, level: LevelCompared, results: Results
) -> tuple[Value, ...]:
    def shown(value: float | None) -> Value:
        if level.hidden:
            return Symbol.CONFIDENTIAL
        return Symbol.NOT_AVAILABLE if value is None else value

    together = _is_together(grouping, level, results)
    weighted = Symbol.CONFIDENTIAL if together else shown(level.weighted)
    return (
        *(grouping.label, level.label, shown(level.people), level.population),
        *(shown(level.unweighted), weighted, _say_raked(grouping, together=together)),
        *(grouping.source or None, grouping.note or None, grouping.name, level.code),
    )


def _is_together(grouping: GroupingCompared, level: LevelCompared, results: Results) -> bool:
    collapsed = results.method.collapsed.get(grouping.name, {})
    return level.code in {*collapsed, *collapsed.values()}


def _say_raked(grouping: GroupingCompared, *, together: bool) -> str:
    if together:
        return "together with others"
    return "yes" if grouping.raked else "no"


def _say_who(results: Results, shown: TookPart) -> Iterator[str]:
    yield results.method.who
    if shown.who:
        yield f"Counted here: {shown.who}; the population's shares are of residents."


def _list_sentences(shown: TookPart, *, coarse: bool) -> Iterator[str]:
    yield from shown.cautions
    yield from shown.missing
    yield from shown.checks
    if shown.effective_base is not None:
        least = " or more" if coarse else ""
        yield f"Effective base of all respondents: {shown.effective_base:,.0f}{least}."
    if shown.largest_weight is not None:
        yield f"Largest weight: {shown.largest_weight:g} times the median one."
    else:
        yield f"The largest weight is {WEIGHTS_NOT_TOLD}."
    if shown.trimmed:
        yield f"Weights trimmed: those of {100 * shown.trimmed:.0f} per cent of respondents."
    if shown.margin_error:
        yield (
            f"Trimming left the weighted sample within {100 * shown.margin_error:.0f} per cent of "
            "every share it was weighted to."
        )


def _is_coarse(results: Results) -> bool:
    """Whether effective bases are told as powers of ten: then no design effect stands with them."""
    headlines = (row for row in results.rows if row.breakdown is None)
    return any(row.effective_base is not None and row.design_effect is None for row in headlines)
