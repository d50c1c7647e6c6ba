"""The equality table: every group that was asked for, how many took part, and what differs."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.equality import Difference, Equality, GroupHeard, GroupingHeard, Said
from analysis.rows import Results
from analysis.tables import Column, Symbol, Table, Unit, Value

SAYS = {
    Said.DIFFERS: "differs clearly",
    Said.WITHHELD: "differs clearly in something that cannot be shown",
    Said.NOTHING_CLEAR: "no clear difference",
    Said.TOO_FEW: "too few to compare",
    Said.UNTOLD: "not said, which protects other groups",
}
"""What is said of a group."""

_COLUMNS = (
    Column("grouping_label", "Characteristic"),
    Column("level_label", "Group"),
    Column("people", "People who took part", Unit.COUNT, "To the nearest 5."),
    Column("said", "What differs", description="From everybody else, after Holm's adjustment."),
    Column("measure_label", "Measure"),
    Column("direction", "Higher or lower", description="Than everybody else's share."),
    Column("share", "Share of the group", Unit.SHARE, "As in the breakdown of the measure."),
    Column("overall", "Share of all compared", Unit.SHARE, "The group with everybody else."),
    Column("grouping", "Characteristic code"),
    Column("level", "Group code"),
    Column("measure", "Measure code"),
)


def tabulate_equality(results: Results) -> Table | None:
    """A row for each group and each clear difference; None where the plan compares no groups."""
    equality = results.equality
    if equality is None:
        return None
    return Table(
        name="equality",
        tab="equality",
        title=f"What differs between groups: {equality.domain_label}",
        columns=_COLUMNS,
        rows=tuple(_list_rows(equality)),
        notes=(equality.method, *_list_notes(equality)),
    )


def _list_notes(equality: Equality) -> Iterator[str]:
    yield f"{equality.comparisons} comparisons."
    yield "No clear difference is no proof that there is none: small groups show large ones alone."
    for one in equality.groupings:
        if one.note:
            yield f"{one.label}: {one.note.rstrip('.')}."


def _list_rows(equality: Equality) -> Iterator[tuple[Value, ...]]:
    for grouping in equality.groupings:
        for group in grouping.levels:
            found: tuple[Difference | None, ...] = group.differences or (None,)
            for difference in found:
                yield _list_cells(grouping, group, difference)


def _list_cells(
    grouping: GroupingHeard, group: GroupHeard, difference: Difference | None
) -> tuple[Value, ...]:
    people: Value = Symbol.CONFIDENTIAL if group.people is None else group.people
    start = (grouping.label, group.label, people, SAYS[group.said])
    if difference is None:
        return (*start, None, None, None, None, grouping.name, group.code, None)
    overall: Value = Symbol.CONFIDENTIAL if difference.overall is None else difference.overall
    direction = "higher" if difference.higher else "lower"
    shown = (difference.label, direction, difference.share, overall)
    return (*start, *shown, grouping.name, group.code, difference.measure)
