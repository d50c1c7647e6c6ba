"""The summary of a report, in plain words: what was asked, what was found, what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.disclosure import Released
from analysis.phrases import (
    WITHHELD,
    count_digits,
    list_comparisons,
    mark_caution,
    name_measures,
    say_before,
    say_days,
    say_figure,
    say_in_100,
    say_people,
    say_sentence,
    say_since,
    say_way,
)
from analysis.plan import Fit
from analysis.rows import Results, Row
from analysis.samples import OPEN, describe_place
from analysis.shown import Status
from analysis.summary import list_breaks, list_headlines
from analysis.verdicts import FITS, number_targets, say_status

MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class TargetSaid:
    """A target of the plan, and how it stands, in words."""

    number: int
    text: str
    who: str
    status: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands first in a report; every entry is a sentence or two.

    Attributes:
        caution: What comes before all else; empty where nothing does.
        moved: What has clearly changed, and what has not.
        limits: What the figures cannot say.
    """

    caution: str
    asked: tuple[str, ...]
    findings: tuple[str, ...]
    moved: tuple[str, ...]
    targets: tuple[TargetSaid, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]


def summarise(released: Released) -> Summary:
    """The summary of a round."""
    results = released.results
    rows = [row for one in list_headlines(released) for row in one.rows]
    numbers = number_targets(results)
    return Summary(
        caution=results.method.caution,
        asked=tuple(_say_asked(results)),
        findings=tuple(_say_finding(row) for row in _choose(rows)),
        moved=tuple(_say_moved(rows)),
        targets=tuple(
            TargetSaid(numbers[one.text], one.text, one.domain_label, say_status(one))
            for one in results.targets
        ),
        missing=tuple(_say_missing(results)),
        limits=tuple(_say_limits(released, rows)),
    )


def name_row(row: Row) -> str:
    """A figure's measure and whom it is of."""
    return f"{row.measure_label}, {row.group_label}"


def _say_asked(results: Results) -> Iterator[str]:
    """What was asked, of whom, when."""
    made, method = results.provenance, results.method
    if made is not None:
        yield (
            f"The survey “{made.title}” ran {say_days(made.opens_on, made.ended_on)}. It measures "
            f"what people feel for “{made.plan_title}”."
        )
    labels = [row.measure_label for row in results.rows if not row.companion]
    yield f"What was measured: {'; '.join(dict.fromkeys(labels))}."
    people = say_people(method.respondents) if method.respondents else "Fewer than 10 people"
    yield f"{people[0].upper()}{people[1:]} took part. {method.who}"
    for arm in method.arms:
        if arm.breakdown is not None and arm.category is not None:
            place = describe_place((arm.breakdown, arm.category))
            yield (
                f"Counted apart, and in none of the main figures: {arm.respondents} answers "
                f"({place})."
            )


def _choose(rows: Sequence[Row]) -> list[Row]:
    """Findings: clear changes first, then what has a target, then the order of the plan."""

    def rank(numbered: tuple[int, Row]) -> tuple[bool, bool, int]:
        number, row = numbered
        clear = any(one.change.clear for one in list_comparisons(row))
        return not clear, row.target is None, number

    shown = [row for row in rows if row.status is Status.RELEASED]
    ranked = sorted(enumerate(shown), key=rank)
    return [row for _, row in ranked[:MOST_FINDINGS]]


def _say_finding(row: Row) -> str:
    said = [f"{name_row(row)}: {say_figure(row)}."]
    said += [say_since(one) for one in list_comparisons(row)[:1]]
    return mark_caution(row, " ".join(said))


def _say_moved(rows: Sequence[Row]) -> Iterator[str]:
    """What has clearly changed and what has not, a sentence for each; by the latest comparison."""
    compared = [(row, said[0]) for row in rows if (said := list_comparisons(row))]
    if not compared:
        yield "Nothing can be compared: there is no earlier round of this series yet."
        return
    for row, one in compared:
        if one.change.clear and row.estimate is not None:
            now = say_in_100(row.estimate, count_digits(row.base))
            move = f"clearly {say_way(one.change.points)}, from {say_before(one)} to {now}"
            yield mark_caution(row, f"{name_row(row)}: {move}.")
    unclear = [name_row(row) for row, one in compared if not one.change.clear]
    if unclear:
        yield f"No clear change: {'; '.join(unclear)}."
    alone = [name_row(row) for row in rows if not list_comparisons(row) and _is_shown(row)]
    if alone:
        yield f"Not compared, because there is no earlier figure of the series: {'; '.join(alone)}."


def _say_missing(results: Results) -> Iterator[str]:
    took_part = results.took_part
    if took_part is None:
        return
    yield from took_part.missing or (
        "Nobody is clearly missing among the groups that were compared with the census.",
    )
    yield from took_part.checks


def _say_limits(released: Released, rows: Sequence[Row]) -> Iterator[str]:
    """What the figures cannot say, the most general first."""
    results = released.results
    yield "They cannot say why anything changed, nor what anybody did to change it."
    if any(row.sample == OPEN for row in rows):
        yield (
            "People chose to take part. Those who did not may think differently, and weights and "
            "intervals do not make up for that."
        )
    if results.took_part:
        yield from map(say_sentence, results.took_part.cautions)
    yield from _say_withheld(rows)
    yield from _say_fits(results)
    for headline in list_headlines(released):
        yield from (f"{headline.label}: {say_sentence(note)}" for note in list_breaks(headline))


def _say_withheld(rows: Sequence[Row]) -> Iterator[str]:
    for status, why in WITHHELD.items():
        names = [name_row(row) for row in rows if row.status is status]
        if names:
            yield f"{why[0].upper()}{why[1:]}: {'; '.join(names)}."


def _say_fits(results: Results) -> Iterator[str]:
    """Measures that do not say what the plan's words say, and why."""
    labels = {row.measure: row.measure_label for row in results.rows}
    loose = [row for row in results.rows if row.target and row.target.fit is not Fit.EXACT]
    for row in loose:
        assert row.target is not None, "chosen for its target"
        fit, reason = (
            FITS[row.target.fit],
            say_sentence(name_measures(row.target.fit_reason, labels)),
        )
        yield f"{row.measure_label}: the fit to the plan’s words is {fit}. {reason}"


def _is_shown(row: Row) -> bool:
    return row.status is Status.RELEASED
