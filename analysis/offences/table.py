"""The table of perceptions beside records, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.disclosure import FINE_BASE, Released
from analysis.offences.pairing import Pair, Pairing
from analysis.offences.record import (
    YEAR,
    Month,
    Recorded,
    last_whole_month,
    list_months,
    say_months,
)
from analysis.rows import Row
from analysis.shown import Provenance, Status
from analysis.tables import Column, Symbol, Table, Unit, Value
from surveys.errors import EstimateError

AREA = "area"
"""The breakdown whose categories are the parts of the borough that wards belong to."""


_INSTEAD = {
    Status.RELEASED: Symbol.NOT_AVAILABLE,
    Status.SUPPRESSED: Symbol.CONFIDENTIAL,
    Status.TOO_FEW: Symbol.LOW_RELIABILITY,
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
        EstimateError: Nothing says when the round was, or no pair is of one of its measures.
    """
    origin, latest, before = _find_periods(released)
    found = _list_beside(recorded, released, pairing)
    return Table(
        name="beside_record",
        tab="Beside record",
        title="What people say, beside what the police recorded",
        columns=_columns(latest, before, _fine(found)),
        rows=tuple(_show(one, origin, recorded) for one in found),
        notes=tuple(_list_notes(recorded, pairing, found)),
        source=f"{recorded.source}; round {origin.round}, {origin.title}",
    )


def describe(recorded: Recorded, released: Released, pairing: Pairing) -> tuple[str, ...]:
    """The same as sentences: one for each pair, then what has to be read with them."""
    origin, latest, before = _find_periods(released)
    found = _list_beside(recorded, released, pairing)
    said = (_say(one, origin, latest, before) for one in found)
    notes = _list_notes(recorded, pairing, found)
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


def _list_beside(recorded: Recorded, released: Released, pairing: Pairing) -> list[Beside]:
    _, latest, before = _find_periods(released)
    areas = {ward.area for ward in recorded.wards}
    found = []
    for pair in pairing.pairs:
        rows = [row for row in released.results.rows if row.measure == pair.measure]
        for row in rows:
            whole = row is rows[0]
            if whole or (row.breakdown == AREA and row.category in areas):
                area = None if whole else row.category
                counts = (recorded.find_total(pair.offences, one, area) for one in (latest, before))
                found.append(Beside(row, pair, *counts))
    if not found:
        raise EstimateError(
            "record.no-pair",
            f"round {released.results.round}",
            "none of its measures has a recorded counterpart",
            "Name its measures in recorded.yaml.",
        )
    return found


def _fine(found: list[Beside]) -> int:
    return max(1 if (one.row.base or 0) >= FINE_BASE else 0 for one in found)


def _columns(
    latest: tuple[Month, ...], before: tuple[Month, ...], digits: int
) -> tuple[Column, ...]:
    return (
        Column("measure", "What people say"),
        Column("group", "Who"),
        Column("estimate", "Share", Unit.SHARE, digits=digits),
        Column("ci_low", "Lower limit (95 %)", Unit.SHARE, digits=digits),
        Column("ci_high", "Upper limit (95 %)", Unit.SHARE, digits=digits),
        Column("base", "Answers (to the nearest 5)", Unit.COUNT),
        Column("fieldwork", "Asked"),
        Column("offence", "What was recorded"),
        Column("latest", f"Recorded, {say_months(latest)}", Unit.COUNT),
        Column("before", f"Recorded, {say_months(before)}", Unit.COUNT),
        Column("change", "Change of the record", Unit.SHARE, digits=1),
        Column("caution", "Why they may move apart"),
        Column("source", "Source of the record"),
    )


def _show(one: Beside, origin: Provenance, recorded: Recorded) -> tuple[Value, ...]:
    row = one.row
    missing = _INSTEAD[row.status]
    figures = (row.estimate, row.ci_low, row.ci_high, row.base)
    counts = (one.latest, one.before, one.change)
    return (
        *(row.measure_label, row.group_label),
        *(missing if value is None else value for value in figures),
        f"{origin.opens_on.isoformat()} to {origin.ended_on.isoformat()}",
        one.pair.label,
        *(Symbol.NOT_AVAILABLE if value is None else value for value in counts),
        *(one.pair.caution, recorded.source),
    )


def _list_notes(recorded: Recorded, pairing: Pairing, found: list[Beside]) -> Iterator[str]:
    yield pairing.caution
    if pairing.status == "proposal":
        yield "PROPOSAL: what stands beside what has not been agreed by the partnership."
    if any(one.latest is None or one.before is None for one in found):
        months = say_months(recorded.months)
        yield (
            f"[x]: the file does not have that offence, or not all of those months; it is about "
            f"{months}."
        )
    if recorded.absent:
        yield f"The file has no row for {', '.join(recorded.absent)}."


def _say(
    one: Beside, origin: Provenance, latest: tuple[Month, ...], before: tuple[Month, ...]
) -> str:
    row = one.row
    words = {Status.SUPPRESSED: "not shown, to protect people", Status.TOO_FEW: "too few answers"}
    digits = _fine([one])
    share = "no answers" if row.estimate is None else f"{100 * row.estimate:.{digits}f} %"
    said = (
        f"{row.measure_label}, {row.group_label}: {words.get(row.status, share)} "
        f"(asked {origin.opens_on.isoformat()} to {origin.ended_on.isoformat()})."
    )
    counts = [
        f"{say_months(months)}: {'not in the file' if count is None else f'{count:,}'}"
        for months, count in ((latest, one.latest), (before, one.before))
    ]
    change = "" if one.change is None else f" ({100 * one.change:+.1f} %)"
    return f"{said} {one.pair.label} recorded, {'; '.join(counts)}{change}. {one.pair.caution}"
