"""The parts of a report after its measures: answers one by one, groups, who took part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from analysis.figures import Figure, Kind
from analysis.phrases import WITHHELD, say_people, say_sentence
from analysis.report.picking import CODES, drop_columns
from analysis.report.pictures import Picture, show_pictures
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.spread import Distribution, MeanShown
from analysis.tables import Table
from analysis.tabulating.marking import RELIABLE_BASE


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question in one group.

    Attributes:
        text: The question.
        said: Sentences with what it rests on.
    """

    anchor: str
    label: str
    who: str
    text: str
    withheld: bool
    said: tuple[str, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """A measure by group.

    Attributes:
        unreliable: The groups whose figure is shown and rests on little.
    """

    anchor: str
    label: str
    pictures: tuple[Picture, ...]
    unreliable: tuple[str, ...]


def list_answers(
    results: Results, figures: Sequence[Figure], *, said: Sequence[str] = ()
) -> tuple[Answers, ...]:
    """The distributions in the order of the plan.

    Args:
        results: The released results.
        figures: All figures of the round.
        said: Notes that the page has above already.
    """
    by_name = {one.name: one for one in figures if one.kind is Kind.DISTRIBUTION}
    return tuple(_show_answers(one, by_name, said) for one in results.distributions)


def _show_answers(one: Distribution, figures: dict[str, Figure], said: Sequence[str]) -> Answers:
    name = f"answers-{one.name}-{one.domain}".replace("_", "-")
    withheld = one.status is not Status.RELEASED
    found = figures.get(name)
    return Answers(
        anchor=name,
        label=one.label,
        who=one.domain_label,
        text=one.text,
        withheld=withheld,
        said=tuple(sentence for sentence in _say_answers(one) if sentence not in said),
        pictures=show_pictures([_leave_out_said(found, one)] if found and not withheld else []),
    )


def _leave_out_said(figure: Figure, one: Distribution) -> Figure:
    """A picture, and its table, without the notes above it: the question, those on the answers."""
    notes = tuple(n for n in figure.notes if one.text not in n and n not in one.notes)
    below = tuple(n for n in figure.table.notes if n not in one.notes)
    return replace(figure, notes=notes, table=replace(figure.table, notes=below))


def _say_answers(one: Distribution) -> Iterator[str]:
    if one.status is not Status.RELEASED:
        yield say_sentence(WITHHELD[one.status])
        return
    if one.base is not None:
        yield f"From {say_people(one.base)}."
    if one.mean is not None:
        yield _say_mean(one.mean)
    hidden = [option.label for option in one.options if option.status is not Status.RELEASED]
    if hidden:
        yield f"Not shown, to protect people: {'; '.join(hidden)}."
    yield from map(say_sentence, one.notes)


def _say_mean(mean: MeanShown) -> str:
    scale = f"a scale from {mean.lowest:g} to {mean.highest:g}"
    if mean.estimate is None or mean.ci_low is None or mean.ci_high is None:
        return f"The mean on {scale} is not shown, because it would help to find what is hidden."
    interval = f"probably between {mean.ci_low:.1f} and {mean.ci_high:.1f}"
    return f"The mean is {mean.estimate:.1f} on {scale}, {interval}."


def list_groups(results: Results, figures: Sequence[Figure]) -> tuple[Groups, ...]:
    """Each measure that is broken down, with its pictures."""
    found: dict[str, list[Row]] = {}
    for row in results.rows:
        if row.breakdown is not None:
            found.setdefault(row.measure, []).append(row)
    return tuple(
        Groups(
            anchor=f"groups-of-{measure}".replace("_", "-"),
            label=rows[0].measure_label,
            pictures=show_pictures(
                [o for o in figures if o.measure == measure and o.kind is Kind.BREAKDOWN]
            ),
            unreliable=tuple(row.group_label for row in rows if _is_unreliable(row)),
        )
        for measure, rows in found.items()
    )


def _is_unreliable(row: Row) -> bool:
    low = bool(row.cautions) or (row.effective_base or 0) < RELIABLE_BASE
    return row.status is Status.RELEASED and low


def find_table(
    tables: Sequence[Table], name: str, *, without: AbstractSet[str] = frozenset()
) -> Table | None:
    """A table by its name, without its columns for machines; None where there is none."""
    found = next((one for one in tables if one.name == name), None)
    return None if found is None else drop_columns(found, CODES | without)
