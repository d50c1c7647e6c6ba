"""How far two readings of the same comments agree: precision, recall, F1 and Cohen's kappa.

Each code is a yes or no about every comment. One reading is the reference (a person's); the other
is judged (the machine's, or a second person's). With one person's reference these figures say how
far the machine reads as that person does, not how far it is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from analysis.estimates import wilson_interval

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa.

    Attributes:
        value: 1 is full agreement, 0 what chance gives; None where both readings give one and the
            same label to everything, so that there is nothing to agree on.
        low: Lower limit of the 95 % interval, None where there is no value.
        high: Upper limit of it.
        agreed: The share read alike (0-1).
    """

    value: float | None
    low: float | None
    high: float | None
    agreed: float


@dataclass(frozen=True, slots=True)
class Found:
    """How well a code is found.

    Attributes:
        both: Comments with the code in both readings.
        extra: With it in the judged reading alone.
        missed: With it in the reference alone.
        neither: With it in neither.
    """

    both: int
    extra: int
    missed: int
    neither: int

    @property
    def precision(self) -> float | None:
        """Of the comments given the code, the share that the reference gives it (0-1).

        Source: both / (both + extra). Worked number: 58 of 70 gives 0.829. None where none is
        given it.
        """
        return _share(self.both, self.both + self.extra)

    @property
    def recall(self) -> float | None:
        """Of the comments to which the reference gives the code, the share found (0-1).

        Source: both / (both + missed). Worked number: 58 of 62 gives 0.935. None where there are
        none.
        """
        return _share(self.both, self.both + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall (0-1); None where neither reading has it.

        Source: 2 both / (2 both + extra + missed), van Rijsbergen (1979), Information Retrieval.
        Worked number: 58, 12 and 4 give 116/132 = 0.879.
        """
        return _share(2 * self.both, 2 * self.both + self.extra + self.missed)

    @property
    def precision_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the precision."""
        return _wilson(self.both, self.both + self.extra)

    @property
    def recall_interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the recall."""
        return _wilson(self.both, self.both + self.missed)

    @property
    def kappa(self) -> Kappa:
        """Cohen's kappa of the yes or no about this code."""
        return kappa_of_table(((self.both, self.extra), (self.missed, self.neither)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readings compared over all codes.

    Attributes:
        by_code: In the order in which the codes were given.
        overall: All yes and no about every code and comment, added up: its precision, recall and F1
            are micro averages, its kappa the pooled one.
    """

    by_code: dict[str, Found]
    overall: Found

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the codes that either reading has: each code counts alike."""
        scores = [one.f1 for one in self.by_code.values() if one.f1 is not None]
        return sum(scores) / len(scores) if scores else 0.0


def compare_codes(
    reference: Sequence[Collection[str]], judged: Sequence[Collection[str]], codes: Iterable[str]
) -> Agreement:
    """Compare two readings of the same comments, code by code.

    Args:
        reference: The codes that a person gave to each comment.
        judged: The codes of the reading that is judged, of the same comments in the same order.
        codes: Those to compare.

    Raises:
        ValueError: The readings are not of the same number of comments, or of none.
    """
    _require_pairs(reference, judged)
    by_code = {}
    for code in codes:
        counts = Counter(
            (code in first, code in second) for first, second in zip(reference, judged, strict=True)
        )
        by_code[code] = Found(
            both=counts[True, True],
            extra=counts[False, True],
            missed=counts[True, False],
            neither=counts[False, False],
        )
    found = by_code.values()
    overall = Found(
        both=sum(one.both for one in found),
        extra=sum(one.extra for one in found),
        missed=sum(one.missed for one in found),
        neither=sum(one.neither for one in found),
    )
    return Agreement(by_code, overall)


def kappa_of(first: Sequence[Hashable], second: Sequence[Hashable]) -> Kappa:
    """Cohen's kappa of two readers' labels of the same things, one label each.

    Raises:
        ValueError: The readers labelled different numbers of things, or none.
    """
    _require_pairs(first, second)
    counts = Counter(zip(first, second, strict=True))
    labels = sorted({label for pair in counts for label in pair}, key=repr)
    return kappa_of_table([[counts[one, other] for other in labels] for one in labels])


def kappa_of_table(table: Sequence[Sequence[int]]) -> Kappa:
    """Cohen's kappa and its 95 % interval from counts, first reader down and second across.

    kappa = (po - pe) / (1 - pe) with po the share on the diagonal and pe the sum of the products of
    the margins. The interval is kappa +- z SE, kept within -1 and 1; it is too narrow where few
    comments have the code, and has no width where the readings agree throughout.

    Source: Cohen (1960), A coefficient of agreement for nominal scales; SE of Fleiss, Cohen and
    Everitt (1969), Large sample standard errors of kappa and weighted kappa, for a kappa that is
    not 0. Worked number: 31, 12 / 4, 58 give 0.6756757 (documentation of R statpsych, ci.kappa).

    Raises:
        ValueError: The table is not square or counts nothing.
    """
    size, total = len(table), sum(map(sum, table))
    if total == 0 or any(len(row) != size for row in table):
        raise ValueError("kappa needs a square table with at least one count")
    shares = [[count / total for count in row] for row in table]
    rows = [sum(row) for row in shares]
    columns = [sum(column) for column in zip(*shares, strict=True)]
    agreed = sum(shares[at][at] for at in range(size))
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    if chance >= 1:
        return Kappa(None, None, None, agreed)
    value = (agreed - chance) / (1 - chance)
    half = Z * _standard_error(shares, rows, columns, value) / sqrt(total)
    return Kappa(value, max(-1.0, value - half), min(1.0, value + half), agreed)


def _standard_error(
    shares: Sequence[Sequence[float]], rows: Sequence[float], columns: Sequence[float], kappa: float
) -> float:
    """The standard error of kappa for one comment: divide it by the root of their number."""
    size = range(len(shares))
    chance = sum(rows[at] * columns[at] for at in size)
    agreeing = sum(
        shares[at][at] * (1 - (rows[at] + columns[at]) * (1 - kappa)) ** 2 for at in size
    )
    apart = (1 - kappa) ** 2 * sum(
        shares[one][other] * (columns[one] + rows[other]) ** 2
        for one in size
        for other in size
        if one != other
    )
    variance = agreeing + apart - (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, variance)) / (1 - chance)


def _require_pairs(first: Sequence[object], second: Sequence[object]) -> None:
    if not first or len(first) != len(second):
        raise ValueError(
            f"readings of {len(first)} and of {len(second)} comments cannot be compared"
        )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _wilson(part: int, whole: int) -> tuple[float, float] | None:
    return wilson_interval(part / whole, 0.0, whole, whole) if whole else None
