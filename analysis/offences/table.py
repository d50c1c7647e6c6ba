"""The table of perceptions beside records, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.disclosure import Released
from analysis.offences.pairing import Pair, Pairing
from analysis.offences.record import (
    YEAR,
    Month,
    Recorded,
    last_whole_month,
    list_months,
    say_months,
)
from analysis.phrases import count_digits, say_signed
from analysis.provenance import Provenance
from analysis.rows import Row
from analysis.shown import Status
from analysis.tables import ESTIMATE, Column, Rounded, Symbol, Table, Unit, Value
from surveys.errors import EstimateError

AREA = "area"
"""The breakdown whose categories are the parts of the borough that wards belong to."""

NOT_IN_FILE = "not in the file"
NONE_BEFORE = "none before"
"""In place of a count, and of a change from nothing."""

_INSTEAD = {
    Status.RELEASED: Symbol.NOT_AVAILABLE,
    Status.SUPPRESSED: Symbol.CONFIDENTIAL,
    Status.TOO_FEW: Symbol.TOO_FEW,
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One perception next to one record.

    Attributes:
        latest, before: Offences of the last twelve whole months of the round and of the twelve
            before; None where the file has not all of it.
    """

    row: Row
    pair: Pair
    latest: int | None
    before: int | None

    @property
    def change(self) -> float | None:
        """Relative change of the record. Worked number: 815 after 736 is 0.107."""
        if self.latest is None or not self.before:
            return None
        return self.latest / self.before - 1


def beside(recorded: Recorded, released: Released, pairing: Pairing) -> Table:
    """Each measure that has a counterpart, next to it: for the borough, then for its areas.

    Figures stand next to each other with their own dates; nothing is computed from both.

    Args:
        recorded: What the police recorded.
        released: The round; nothing else can be shown.
        pairing: What stands beside what.

    Raises:
        TypeError: The results have not been released.
        EstimateError: Nothing says when the round was, no pair is of one of its measures, or the
            file has the offences of none.
    """
    origin, latest, before = _find_periods(released)
    found = _list_beside(recorded, released, pairing)
    return Table(
        name="beside_record",
        tab="Beside record",
        title="What people say, beside what the police recorded",
        columns=_columns(latest, before),
        rows=tuple(_show(one, origin, recorded) for one in found),
        notes=tuple(_list_notes(recorded, released, pairing, found)),
        source=f"{recorded.source}; round {origin.round}, {origin.title}",
    )


def describe(recorded: Recorded, released: Released, pairing: Pairing) -> tuple[str, ...]:
    """The same as sentences: one for each pair, then what has to be read with them."""
    origin, latest, before = _find_periods(released)
    found = _list_beside(recorded, released, pairing)
    said = (_say(one, origin, latest, before) for one in found)
    notes = _list_notes(recorded, released, pairing, found)
    return (*said, *notes, f"Recorded offences: {recorded.source}.")


def _find_periods(
    released: Released,
) -> tuple[Provenance, tuple[Month, ...], tuple[Month, ...]]:
    """Where the perceptions come from, the twelve months up to their end, and the twelve before."""
    if not isinstance(released, Released):
        raise TypeError("only released results are set beside records")
    origin = released.results.provenance
    if origin is None:
        raise EstimateError(
            "record.no-dates",
            f"round {released.results.round}",
            "nothing says when the round was",
            "Estimate it from its frozen folder.",
        )
    both = list_months(last_whole_month(origin.ended_on), 2 * YEAR)
    return origin, both[YEAR:], both[:YEAR]


def _list_pairs(released: Released, pairing: Pairing) -> list[Pair]:
    """The pairs that are of a measure of the round."""
    measures = {row.measure for row in released.results.rows}
    return [pair for pair in pairing.pairs if pair.measure in measures]


def _list_beside(recorded: Recorded, released: Released, pairing: Pairing) -> list[Beside]:
    """Every perception that the file has a record for."""
    pairs = _list_pairs(released, pairing)
    if not pairs:
        raise EstimateError(
            "record.no-pair",
            f"round {released.results.round}",
            "none of its measures has a recorded counterpart",
            "Name its measures in recorded.yaml.",
        )
    kept = [pair for pair in pairs if recorded.has(pair.offences)]
    if not kept:
        raise EstimateError(
            "record.no-offence",
            f"round {released.results.round}",
            "the file has none of the offences that stand beside its measures",
            "Compare the names in the file with those in recorded.yaml.",
        )
    return [one for pair in kept for one in _pair(recorded, released, pair)]


def _pair(recorded: Recorded, released: Released, pair: Pair) -> Iterator[Beside]:
    """A pair for the borough, then for its areas."""
    _, latest, before = _find_periods(released)
    areas = {ward.area for ward in recorded.wards}
    rows = [row for row in released.results.rows if row.measure == pair.measure]
    for row in rows:
        whole = row is rows[0]
        if whole or (row.breakdown == AREA and row.category in areas):
            area = None if whole else row.category
            counts = (recorded.find_total(pair.offences, one, area) for one in (latest, before))
            yield Beside(row, pair, *counts)


def _columns(latest: tuple[Month, ...], before: tuple[Month, ...]) -> tuple[Column, ...]:
    return (
        Column("measure", "What people say"),
        Column("group", "Who"),
        *ESTIMATE,
        Column("fieldwork", "Asked"),
        Column("offence", "What was recorded"),
        Column("latest", f"Recorded, {say_months(latest)}", Unit.COUNT),
        Column("before", f"Recorded, {say_months(before)}", Unit.COUNT),
        Column("change", "Change of the record", Unit.SHARE, digits=1, signed=True),
        Column("caution", "Why they may move apart"),
        Column("source", "Source of the record"),
    )


def _show(one: Beside, origin: Provenance, recorded: Recorded) -> tuple[Value, ...]:
    row = one.row
    missing = _INSTEAD[row.status]
    shares, digits = (row.estimate, row.ci_low, row.ci_high), count_digits(row.base)
    return (
        *(row.measure_label, row.group_label),
        *(missing if value is None else Rounded(value, digits) for value in shares),
        missing if row.base is None else row.base,
        f"{origin.opens_on.isoformat()} to {origin.ended_on.isoformat()}",
        one.pair.label,
        *(NOT_IN_FILE if count is None else count for count in (one.latest, one.before)),
        _show_change(one),
        *(one.pair.caution, recorded.source),
    )


def _show_change(one: Beside) -> Value:
    """The change of the record, or why there is none."""
    if one.latest is None or one.before is None:
        return NOT_IN_FILE
    return NONE_BEFORE if one.change is None else one.change


def _list_notes(
    recorded: Recorded, released: Released, pairing: Pairing, found: list[Beside]
) -> Iterator[str]:
    yield pairing.caution
    if pairing.status == "proposal":
        yield "PROPOSAL: what stands beside what has not been agreed by the partnership."
    pairs = _list_pairs(released, pairing)
    if lacking := [pair.label for pair in pairs if not recorded.has(pair.offences)]:
        yield f"Left out, for the file does not have them: {'; '.join(dict.fromkeys(lacking))}."
    if any(one.latest is None or one.before is None for one in found):
        months = say_months(recorded.months)
        yield f"The file does not have all of these months: it is about {months}."
    if recorded.absent:
        yield f"The file has no row for {', '.join(recorded.absent)}."


def _say(
    one: Beside, origin: Provenance, latest: tuple[Month, ...], before: tuple[Month, ...]
) -> str:
    row = one.row
    words = {Status.SUPPRESSED: "not shown, to protect people", Status.TOO_FEW: "too few answers"}
    digits = count_digits(row.base)
    share = "no answers" if row.estimate is None else f"{100 * row.estimate:.{digits}f} %"
    said = (
        f"{row.measure_label}, {row.group_label}: {words.get(row.status, share)} "
        f"(asked {origin.opens_on.isoformat()} to {origin.ended_on.isoformat()})."
    )
    counts = [
        f"{say_months(months)}: {NOT_IN_FILE if count is None else f'{count:,}'}"
        for months, count in ((latest, one.latest), (before, one.before))
    ]
    change = "" if one.change is None else f" ({say_signed(100 * one.change, 1)} %)"
    return f"{said} {one.pair.label} recorded, {'; '.join(counts)}{change}. {one.pair.caution}"
