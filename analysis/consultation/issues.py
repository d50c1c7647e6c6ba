"""What worries people: each issue with the share that calls it a big problem, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.consultation.asked import Issue
from analysis.consultation.consulted import Consulted
from analysis.consultation.share_figure import COLUMNS, RANGE, draw_rows, list_values
from analysis.figures import Figure, Kind
from analysis.figures.figure import make_figure
from analysis.figures.saying import list_sources
from analysis.figures.words import FALLBACK, find_words
from analysis.phrases import WITHHELD, say_figure, say_sentence
from analysis.rows import Row
from analysis.shown import Status
from analysis.spread import Distribution
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.marking import mark, show

EVERYBODY, DRAWN = "everybody", "people drawn at random"
BIG = "call it a big problem"
KEY = f"Dot: the share of those who gave 1 to 5 that gave 4 or 5. {RANGE}"
STAR = "*"
DRAWN_NOTE = (
    f"{STAR} Asked of people drawn at random, to keep it short: fewer answers, so its range is "
    "wider."
)
ORDER = "Two issues whose ranges overlap may stand the other way round among everybody."


@dataclass(frozen=True, slots=True)
class Worry:
    """An issue with its released figure."""

    issue: Issue
    row: Row

    @property
    def label(self) -> str:
        """Its label, with the mark of what was drawn."""
        return f"{self.issue.label}{STAR if self.issue.drawn else ''}"


def list_worries(consulted: Consulted) -> tuple[Worry, ...]:
    """The issues, the biggest problem first, those that are not shown last."""
    rows = {
        row.measure: row
        for row in consulted.results.rows
        if row.breakdown is None and row.domain == consulted.asked.domain
    }
    found = [Worry(one, rows[one.measure]) for one in consulted.asked.issues if one.measure in rows]
    return tuple(sorted(found, key=lambda one: -(one.row.estimate or 0)))


def say_worry(one: Worry) -> str:
    """An issue in a sentence, which says of whom a figure is that is not of everybody."""
    if one.row.status is not Status.RELEASED:
        return f"{one.issue.label}: {WITHHELD[one.row.status]}."
    drawn = one.issue.drawn and one.row.estimate is not None
    return f"{one.issue.label}: {say_figure(one.row, BIG)}{' drawn at random' if drawn else ''}."


def make_issues_figure(consulted: Consulted) -> Figure | None:
    """All issues in one picture; None where nothing was asked about issues."""
    worries = list_worries(consulted)
    if not worries:
        return None
    results, words = consulted.results, find_words(FALLBACK)
    drawn = [DRAWN_NOTE] if any(one.issue.drawn for one in worries) else []
    notes = (KEY, *drawn, ORDER, words["rounding"], *list_sources(results, words))
    return make_figure(
        "issues",
        Kind.DISTRIBUTION,
        "How many call each issue a big problem (4 or 5 of 5)",
        (*map(say_worry, worries), *notes),
        notes=notes,
        table=tabulate_worries(worries),
        paint=lambda canvas: draw_rows(canvas, [(one.label, one.row) for one in worries]),
        mark=words["synthetic"] if results.synthetic else "",
        subtitle=worries[0].row.group_label,
    )


def tabulate_worries(worries: Sequence[Worry]) -> Table:
    """The numbers behind the picture, and who was asked."""
    return Table(
        name="issues",
        tab="issues",
        title="Issues by the share that calls them a big problem",
        columns=(
            Column("issue", "Issue"),
            Column("estimate", "Big problem (4 or 5)", Unit.SHARE),
            *COLUMNS,
            Column("base", "Gave 1 to 5 (to the nearest 5)", Unit.COUNT),
            Column("asked", "Asked of"),
        ),
        rows=tuple(
            (
                one.issue.label,
                *list_values(one.row),
                DRAWN if one.issue.drawn else EVERYBODY,
            )
            for one in worries
        ),
    )


def tabulate_scores(consulted: Consulted, worries: Sequence[Worry]) -> Table | None:
    """How each issue's answers are spread from 1 to 5, with the mean; None where nothing is."""
    spread = {
        one.name: one
        for one in consulted.results.distributions
        if one.domain == consulted.asked.domain
    }
    found = [(one, spread[one.issue.answers]) for one in worries if one.issue.answers in spread]
    if not found:
        return None
    codes = [(option.code, option.label) for option in found[0][1].options]
    return Table(
        name="scores",
        tab="scores",
        title="Every answer from 1 (no problem at all) to 5 (a very big problem)",
        columns=(
            Column("issue", "Issue"),
            *(Column(f"score_{code}", label, Unit.SHARE) for code, label in codes),
            Column("mean", "Mean", Unit.NUMBER, digits=1),
        ),
        rows=tuple(
            (one.issue.label, *_list_shares(answers, [code for code, _ in codes]), _mean(answers))
            for one, answers in found
        ),
        notes=tuple(_list_notes(found)),
    )


def _list_shares(answers: Distribution, codes: Sequence[str]) -> Iterator[Value]:
    options = {one.code: one for one in answers.options}
    for code in codes:
        option = options.get(code)
        if answers.status is not Status.RELEASED or option is None:
            yield mark(None, answers.status)
        else:
            yield show(option.estimate, option.status, answers.base)


def _mean(answers: Distribution) -> Value:
    if answers.status is not Status.RELEASED:
        return mark(None, answers.status)
    return mark(answers.mean.estimate if answers.mean else None)


def _list_notes(found: Sequence[tuple[Worry, Distribution]]) -> Iterator[str]:
    """What has to be read with the means, each once."""
    notes = (note for one, answers in found if not one.issue.drawn for note in answers.notes)
    yield from dict.fromkeys(map(say_sentence, notes))
