"""One panel for each measure: sentences, its target, context, pictures and the numbers behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.figures import Figure, Kind
from analysis.figures.panel import list_surveys
from analysis.figures.panel_others import tabulate_others
from analysis.figures.words import FALLBACK, find_words
from analysis.phrases import (
    list_comparisons,
    mark_caution,
    name_measures,
    say_comparison,
    say_dates,
    say_figure,
    say_percent,
    say_sentence,
)
from analysis.report.picking import CODES, drop_columns, pick_rows
from analysis.report.pictures import Picture, show_pictures
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.tables import Table
from analysis.verdicts import (
    FITS,
    is_indicative,
    say_deadline,
    say_readings,
    say_verdicts,
)

_FIGURES, _CHANGES = "headlines", "change"
"""The tables that hold the figures of a measure, and how they changed."""

_SAID_ABOVE = frozenset({"measure_label", "notes", "cautions"})
_WHY_INDICATIVE = "It only indicates, because people chose to take part."


@dataclass(frozen=True, slots=True)
class TargetPanel:
    """A target of the plan as it stands with one figure.

    Attributes:
        readings: A sentence for each reading, with its verdict.
        verdict: Both together, with what qualifies them.
        fit: How far the question says what the plan says, and why.
    """

    text: str
    source: str
    who: str
    deadline: str
    readings: tuple[str, ...]
    verdict: str
    fit: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a measure in one group.

    Attributes:
        withheld: There is no figure, and the sentence says why.
        said: The figure in words; its cautions stand with it.
        changes: A sentence for each comparison.
    """

    who: str
    withheld: bool
    said: str
    changes: tuple[str, ...]
    target: TargetPanel | None


@dataclass(frozen=True, slots=True)
class Panel:
    """A measure as the report shows it.

    Attributes:
        anchor: The id of its heading.
        context: What others published, by another method.
        notes: What has to be read with the figures.
        tables: All its figures.
        changes: All its changes, which the findings tell in words.
    """

    anchor: str
    label: str
    findings: tuple[Finding, ...]
    context: tuple[str, ...]
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    changes: tuple[Table, ...]


def list_panels(
    results: Results, figures: Sequence[Figure], tables: Sequence[Table], *, companions: bool
) -> tuple[Panel, ...]:
    """The panels of the plan's measures, or of the questions beside them.

    Args:
        results: The released results.
        figures: All figures of the round.
        tables: All its tables.
        companions: Questions that only some were asked, instead of the measures.
    """
    labels = {row.measure: row.measure_label for row in results.rows}
    found: dict[str, list[Row]] = {}
    for row in results.rows:
        if row.breakdown is None and row.companion is companions:
            found.setdefault(row.measure, []).append(row)
    return tuple(_make_panel(rows, labels, figures, tables, results) for rows in found.values())


def share_panel_notes(panels: Sequence[Panel]) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """The panels without the notes that most of them have, and those notes.

    What a plan says of a group goes for each measure that has a figure of the group.
    """
    counts = Counter(note for one in panels for note in one.notes)
    shared = tuple(note for note, count in counts.items() if count > max(1, len(panels) / 2))
    return leave_out_notes(panels, shared), shared


def leave_out_notes(panels: Sequence[Panel], said: Sequence[str]) -> tuple[Panel, ...]:
    """The panels without notes that are said elsewhere."""
    return tuple(
        replace(one, notes=tuple(note for note in one.notes if note not in said)) for one in panels
    )


def _make_panel(
    rows: Sequence[Row],
    labels: Mapping[str, str],
    figures: Sequence[Figure],
    tables: Sequence[Table],
    results: Results,
) -> Panel:
    measure = rows[0].measure
    own = [
        _leave_out_target(one, rows)
        for one in figures
        if one.measure == measure and one.kind is Kind.MEASURE
    ]
    others = () if own else _list_others(rows, results)
    return Panel(
        anchor=f"measure-{measure}".replace("_", "-"),
        label=rows[0].measure_label,
        findings=tuple(_make_finding(row, labels, results) for row in rows),
        context=tuple(dict.fromkeys(_list_context(rows, results))),
        notes=tuple(dict.fromkeys(_list_notes(rows))),
        pictures=show_pictures(own),
        tables=(
            *_pick_numbers(tables, _FIGURES, rows[0]),
            *(drop_columns(one, frozenset()) for one in others),
        ),
        changes=tuple(_pick_numbers(tables, _CHANGES, rows[0], known="points")),
    )


def _leave_out_target(figure: Figure, rows: Sequence[Row]) -> Figure:
    """A picture without its note on the target, where the panel says the same and more."""
    said = [row.target.text for row in rows if row.target]
    notes = tuple(note for note in figure.notes if not any(text in note for text in said))
    return replace(figure, notes=notes)


def _list_others(rows: Sequence[Row], results: Results) -> Iterator[Table]:
    """What others published, where no picture has it."""
    for row in rows:
        yield from tabulate_others(row, list_surveys(row, results), find_words(FALLBACK))


def _make_finding(row: Row, labels: Mapping[str, str], results: Results) -> Finding:
    withheld = row.status is not Status.RELEASED
    said = say_figure(row)
    return Finding(
        who=row.group_label,
        withheld=withheld,
        said=mark_caution(row, f"{say_sentence(said) if withheld else f'{said}.'}"),
        changes=tuple(map(say_comparison, list_comparisons(row))),
        target=_make_target(row, labels, results),
    )


def _make_target(row: Row, labels: Mapping[str, str], results: Results) -> TargetPanel | None:
    target = row.target
    if target is None:
        return None
    ended_on = results.provenance.ended_on if results.provenance else None
    reason = name_measures(target.fit_reason, labels)
    return TargetPanel(
        text=target.text,
        source=target.source,
        who=row.group_label,
        deadline=say_deadline(target.deadline),
        readings=say_readings(row, ended_on),
        verdict=f"{say_verdicts(row)} {_WHY_INDICATIVE if is_indicative(target) else ''}".strip(),
        fit=" ".join(filter(None, (say_sentence(FITS[target.fit]), say_sentence(reason)))),
    )


def _list_context(rows: Sequence[Row], results: Results) -> Iterator[str]:
    """What others published, by another method, in words; never tested against.

    A survey whose figures have a table of their own is not said again.
    """
    for row in rows:
        tabled = [survey for survey, _ in list_surveys(row, results)]
        yield from (o for o in _say_context(row) if not any(survey in o for survey in tabled))


def _say_context(row: Row) -> Iterator[str]:
    baseline = row.baseline
    if baseline is not None and not baseline.same_method:
        value = say_percent(baseline.value, 0)
        source = say_dates(baseline.source).removeprefix("different method: ")
        yield f"By a different method {value}: {source}."
    yield from (say_sentence(note) for note in row.notes if _is_context(note))


def _list_notes(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from (say_sentence(say_dates(note)) for note in row.notes if not _is_context(note))


def _is_context(note: str) -> bool:
    return note.startswith("By a different method")


def _pick_numbers(
    tables: Sequence[Table], name: str, row: Row, *, known: str = ""
) -> Iterator[Table]:
    """The rows of a row's measure in a table, those alone whose known column says something."""
    for table in tables:
        if table.name == name:
            title = f"{table.title}. {row.measure_label}"
            picked = pick_rows(table, "measure", row.measure, title=title, known=known)
            if picked is not None:
                yield drop_columns(picked, CODES | _SAID_ABOVE)
