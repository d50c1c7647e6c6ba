"""What stands in a cell where there is no value, and which symbols stand beside a row's values."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.phrases import count_digits
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.tables import BETWEEN_NOTES, SYMBOLS, Column, Rounded, Symbol, Unit, Value

RELIABLE_BASE = 100
"""From this effective base on, a figure needs no word on its reliability."""

SHARE = Column(
    "estimate", "Share", Unit.SHARE, "Weighted share of the base with a positive answer."
)
LOW = Column("ci_low", "Lower limit (95 %)", Unit.SHARE, "Lower end of the 95 % interval.")
HIGH = Column("ci_high", "Upper limit (95 %)", Unit.SHARE, "Upper end of the 95 % interval.")
BASE = Column(
    "base", "Base", Unit.COUNT, "Respondents with an answer that counts, to the nearest 5."
)
EFFECTIVE = Column(
    "effective_base",
    "Effective base",
    Unit.COUNT,
    "Kish's effective number of respondents: what the base is worth after weighting. The power of "
    "ten below it where more would tell of a group that is not shown.",
)
WEIGHTS_NOT_TOLD = "not told, because it would give small groups away"
UNWEIGHTED = Column("unweighted", "Share unweighted", Unit.SHARE, "The same share without weights.")
ALL_ASKED = Column(
    "all_asked", "Share of all asked", Unit.SHARE, "The same share with don't know in the base."
)
MARKS = Column(SYMBOLS, "Symbols", description="What has to be known of the figures of this row.")
NOTES = Column("notes", "Notes", description="What has to be read with the figures of this row.")
CAUTIONS = Column(
    "cautions",
    "Cautions",
    description="Why the figure may not stand without qualification; empty where it may.",
)
MEASURE = Column("measure_label", "Measure")
MEASURE_CODE = Column("measure", "Measure code", description="The measure's name in every file.")
WHO = Column("group_label", "Who", description="The people that the figure is about.")
WHO_CODE = Column("domain", "Group code", description="The group's name in every file.")

ROUNDED = (
    "A share shown as 0 or 100 per cent has been rounded: a figure of nobody or of everybody is "
    "always withheld."
)

_INSTEAD = {Status.SUPPRESSED: Symbol.CONFIDENTIAL, Status.TOO_FEW: Symbol.TOO_FEW}


def mark(value: Value, status: Status = Status.RELEASED) -> Value:
    """The value, or the symbol that stands in its place."""
    if status is not Status.RELEASED:
        return _INSTEAD[status]
    return Symbol.NOT_AVAILABLE if value is None else value


def show(value: float | None, status: Status, *bases: int | None) -> Value:
    """A share or points with the decimals that all its bases allow, or the symbol in its place."""
    if status is not Status.RELEASED or value is None:
        return mark(value, status)
    return Rounded(value, count_digits(*bases))


def list_marks(row: Row, results: Results) -> Value:
    """The symbols beside a row's values; None where there are none.

    A figure is of low reliability where it has a caution or an effective base under 100, and a
    break where its measure's series was broken with this very round.
    """
    if row.status is not Status.RELEASED:
        return None
    low = bool(row.cautions) or (row.effective_base or 0) < RELIABLE_BASE
    broken = any(
        (one.measure, one.round) == (row.measure, results.round) for one in results.series.breaks
    )
    marks = [Symbol.LOW_RELIABILITY] * low + [Symbol.BREAK] * broken
    return "".join(marks) or None


def say(sentences: Sequence[str]) -> Value:
    """Sentences as one cell; None where there are none."""
    return BETWEEN_NOTES.join(sentences) or None


def list_rounding_notes(rows: Sequence[Sequence[Value]], columns: Sequence[Column]) -> list[str]:
    """A note where a share has been rounded to nobody or everybody."""
    shares = [index for index, one in enumerate(columns) if one.unit is Unit.SHARE]
    ends = any(isinstance(row[i], float) and row[i] in {0.0, 1.0} for row in rows for i in shares)
    return [ROUNDED] if ends else []


def label_measures(results: Results) -> dict[str, str]:
    """Measure to its label."""
    return {row.measure: row.measure_label for row in results.rows}


def label_domains(results: Results) -> dict[str, str]:
    """Domain to its label."""
    return {row.domain: row.group_label for row in results.rows if row.breakdown is None}
