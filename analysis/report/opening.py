"""The summary of a report, in plain words: what was asked, what was found, what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.disclosure import Released
from analysis.phrases import (
    WHEN_CLEAR,
    WITHHELD,
    Comparison,
    count_digits,
    list_comparisons,
    mark_caution,
    say_before,
    say_days,
    say_figure,
    say_in_100,
    say_people,
    say_sentence,
    say_since,
    say_way,
    say_within,
)
from analysis.plan import Fit
from analysis.rows import Results, Row
from analysis.samples import OPEN, describe_place
from analysis.shown import Status
from analysis.summary import list_breaks, list_headlines
from analysis.verdicts import number_targets, say_asked, say_passed, say_status

MOST_FINDINGS = 4

_LOOSE = {
    Fit.PARTIAL: "is only part of what the plan says",
    Fit.PROXY: "is a proxy for what the plan says",
}
"""How a measure that is not the plan's own words stands to them."""


@dataclass(frozen=True, slots=True)
class TargetSaid:
    """A target of the plan, and how it stands, in words.

    Attributes:
        asked: From what and to what, for each of its measures.
    """

    number: int
    text: str
    who: str
    status: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands first in a report; every entry is a sentence or two.

    Attributes:
        caution: What comes before all else; empty where nothing does.
        measured: What was measured, by its labels.
        compared: With what, where all figures are compared with one round; else empty.
        moved: What has clearly changed, and what has not.
        when_clear: When a change counts as clear; empty where nothing is compared.
        passed: That the deadline is over; empty before it.
        limits: What the figures cannot say.
    """

    caution: str
    asked: tuple[str, ...]
    measured: tuple[str, ...]
    findings: tuple[str, ...]
    compared: str
    moved: tuple[str, ...]
    when_clear: str
    passed: str
    targets: tuple[TargetSaid, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]


def summarise(released: Released) -> Summary:
    """The summary of a round."""
    results = released.results
    rows = [row for one in list_headlines(released) for row in one.rows]
    return Summary(
        caution=results.method.caution,
        asked=tuple(_say_asked(results)),
        measured=tuple(dict.fromkeys(o.measure_label for o in results.rows if not o.companion)),
        findings=tuple(_say_finding(row) for row in _choose(rows)),
        compared=_say_compared(rows),
        moved=tuple(_say_moved(rows)),
        when_clear=WHEN_CLEAR if any(map(list_comparisons, rows)) else "",
        passed=say_passed(results),
        targets=tuple(_list_targets(results)),
        missing=tuple(_say_missing(results)),
        limits=tuple(_say_limits(released, rows)),
    )


def is_weighted(results: Results) -> bool:
    """Whether weights make the answers resemble the population in anything."""
    return any(one.raked for one in (results.took_part.groupings if results.took_part else ()))


def name_row(row: Row) -> str:
    """A figure's measure and whom it is of."""
    return f"{row.measure_label}, {row.group_label}"


def _list_targets(results: Results) -> Iterator[TargetSaid]:
    numbers = number_targets(results)
    heads = {(row.measure, row.domain): row for row in results.rows if row.breakdown is None}
    for one in results.targets:
        rows = [row for name in one.measures if (row := heads.get((name, one.domain)))]
        said = [(row.measure_label, say_asked(row)) for row in rows if _is_shown(row)]
        asked = (f"{label}: {text}" if len(said) > 1 else text for label, text in said if text)
        status = say_status(one)
        yield TargetSaid(numbers[one.text], one.text, one.domain_label, status, tuple(asked))


def _say_asked(results: Results) -> Iterator[str]:
    """What was asked, of whom, when."""
    made, method = results.provenance, results.method
    if made is not None:
        yield (
            f"The survey “{made.title}” ran {say_days(made.opens_on, made.ended_on)}. It measures "
            f"what people feel for “{made.plan_title}”."
        )
    people = say_people(method.respondents) if method.respondents else "Fewer than 10 people"
    yield f"{people[0].upper()}{people[1:]} took part. {method.who}"
    for arm in method.arms:
        if arm.breakdown is not None and arm.category is not None:
            place = describe_place((arm.breakdown, arm.category))
            many = isinstance(arm.respondents, int)
            count = f"{arm.respondents:,}" if many else arm.respondents
            yield f"Counted apart, and in none of the main figures: {count} answers ({place})."


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
    said = [f"{row.group_label}: {say_figure(row, say_within(row.measure_label))}."]
    said += [say_since(one) for one in list_comparisons(row)[:1]]
    return mark_caution(row, " ".join(said))


def _say_compared(rows: Sequence[Row]) -> str:
    """The round that all figures are compared with; empty where there is none, or several."""
    found = {said[0].since for row in rows if (said := list_comparisons(row))}
    return f"Compared with {found.pop()}:" if len(found) == 1 else ""


def _say_moved(rows: Sequence[Row]) -> Iterator[str]:
    """What has clearly changed and what has not, a sentence for each; by the latest comparison."""
    compared = [(row, said[0]) for row in rows if (said := list_comparisons(row))]
    if not compared:
        yield "Nothing can be compared: there is no earlier round of this series yet."
        return
    alike = bool(_say_compared(rows))

    def since(one: Comparison) -> str:
        return "" if alike else f" since {one.since}"

    for row, one in compared:
        if one.change.clear and row.estimate is not None:
            now = say_in_100(row.estimate, count_digits(row.base))
            way = f"clearly {say_way(one.change.points)}{since(one)}"
            yield mark_caution(row, f"{name_row(row)}: {way}, from {say_before(one)} to {now}.")
    unclear: dict[str, list[str]] = {}
    for row, one in compared:
        if not one.change.clear:
            unclear.setdefault(since(one), []).append(name_row(row))
    for when, names in unclear.items():
        yield f"No clear change{when}: {'; '.join(names)}."
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
        means = "weights and intervals" if is_weighted(results) else "intervals"
        yield (
            f"People chose to take part. Those who did not may think differently, and {means} do "
            "not make up for that."
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
    """Measures that do not say what the plan's words say; why stands with each."""
    loose = [(row, _LOOSE.get(row.target.fit)) for row in results.rows if row.target]
    said = (f"“{row.measure_label}” {fit}; see the measure." for row, fit in loose if fit)
    yield from dict.fromkeys(said)


def _is_shown(row: Row) -> bool:
    return row.status is Status.RELEASED
