"""The disclosure audit: how closely published figures give away what was withheld.

Source: Hundepool et al., Handbook on Statistical Disclosure Control, 2nd ed. (2024), on auditing
protected tables: a count can be no smaller and no larger than it is in any table that agrees with
everything published, and two linear programmes find those ends. Every unknown is the number of
people in one place (`memberships`) with one class of answers. Worked number: of 95 to 97 people 43
to 47 and 33 to 37 are published, so the third group has 11 to 21, a width of 10.

Whole numbers are asked for where a figure is read (`claims`) and where an end is, but not between:
the tables may have halves of people, and whole ones can leave a range that is narrower by one.
Asking for whole tables (mixed-integer programming) takes minutes, so a range must be wider by one
(`CLOSEST`) than what is promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

import highspy
import numpy as np
import numpy.typing as npt

from analysis.claims import Known, Limits
from analysis.memberships import Memberships
from analysis.suppression import LEAST_WIDTH
from surveys.errors import EstimateError

_EXACT = 1e-6
CLOSEST = LEAST_WIDTH + 1
"""The narrowest range that programmes with halves of people may leave.

Worked number: of women 26 said yes and 32 no, of men 14 and 25, of 20 others 15 and 5, and the
shares of women, men and everybody are published: of the others' yes and no, halves leave a width of
5 and whole people one of 4.
"""

_OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "presolve": "off",  # each programme starts where the one before ended
    "solver": "simplex",
    "simplex_strategy": 4,  # primal: a new question leaves the last answer a feasible table
    "threads": 1,
    "random_seed": 1,
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: of groups added and taken away, with some classes of answers.

    Attributes:
        groups: Group and its sign, or how many times it counts.
        classes: Which answers are counted.
    """

    groups: tuple[tuple[int, float], ...]
    classes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a published figure says.

    Attributes:
        groups: Whose figure, with signs as in `Count`.
        yes, base: Classes of answers that are counted, and that are in the base.
        figure: Which of the round's figures says it, by its position; None for what can no longer
            be withheld.
    """

    groups: tuple[tuple[int, float], ...]
    yes: frozenset[int]
    base: frozenset[int]
    known: Known
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """How closely a count is known.

    Attributes:
        count: Its position among those asked for.
        low, high: The fewest and the most people that it can be.
        figures: The figures that keep it so narrow.
    """

    count: int
    low: int
    high: int
    figures: frozenset[int]

    @property
    def width(self) -> int:
        """From the fewest to the most."""
        return self.high - self.low


class Audit:
    """One item's figures as a linear programme, which is built once and asked many times.

    Args:
        place: Of errors.
        memberships: Who can be in which groups.
        classes: How many classes of answers there are.
        claims: Everything published.
        recorded: Some of it is from the ledger.
    """

    def __init__(
        self,
        place: str,
        memberships: Memberships,
        classes: int,
        claims: Sequence[Claim],
        *,
        recorded: bool = False,
    ) -> None:
        self._place = place
        self._recorded = recorded
        self._memberships = memberships
        self._classes = classes
        self._claims = list(claims)
        self._owners: list[int | None] = []
        self._size = memberships.size * classes
        self._every = np.arange(self._size, dtype=np.int32)
        self._solver = self._build()

    def find_narrow(self, counts: Sequence[Count]) -> tuple[list[Range], int | None]:
        """The counts known too closely, and the narrowest width of all.

        Every solution found is a table that agrees with what is published, for all counts at once;
        a count that two such tables tell far enough apart needs no programme of its own.

        Raises:
            EstimateError: No table agrees with everything published.
        """
        if not counts:
            return [], None
        rows = np.array([self._express(one) for one in counts])
        low = high = rows @ self._solve(np.zeros(self._size))
        known: dict[int, Range] = {}
        while len(known) < len(counts):
            widths = _whole(low, high)[1] - _whole(low, high)[0]
            widths[list(known)] = inf
            narrowest = min((one.width for one in known.values()), default=inf)
            closest = int(widths.argmin())
            if widths[closest] >= max(CLOSEST, narrowest):
                break
            figures: frozenset[int] = frozenset()
            for sign in (1.0, -1.0):
                seen = rows @ self._solve(sign * rows[closest])
                low, high = np.minimum(low, seen), np.maximum(high, seen)
                figures |= self._find_binding()
            ends = _whole(low[closest], high[closest])
            known[closest] = Range(closest, int(ends[0]), int(ends[1]), figures)
        narrow = [one for one in known.values() if one.width < CLOSEST]
        return narrow, min(one.width for one in known.values())

    def _express(self, count: Count) -> Floats:
        """A count as coefficients of the unknowns."""
        row = np.zeros((self._memberships.size, self._classes))
        for group, sign in count.groups:
            for class_ in count.classes:
                row[self._memberships.groups[group], class_] += sign
        return row.ravel()

    def _build(self) -> highspy.Highs:
        rows = [*self._list_sums(), *self._list_claims()]
        matrix = np.array([row for row, _ in rows]).reshape(len(rows), self._size)
        starts = np.concatenate([[0], np.cumsum((matrix != 0).sum(axis=1))])
        _, columns = np.nonzero(matrix)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._size, len(rows)
        model.col_cost_ = np.zeros(self._size)
        model.col_lower_, model.col_upper_ = np.zeros(self._size), np.full(self._size, inf)
        model.row_lower_ = np.array([limits.low for _, limits in rows], dtype=np.float64)
        model.row_upper_ = np.array([limits.high for _, limits in rows], dtype=np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = columns.astype(np.int32)
        model.a_matrix_.value_ = matrix[matrix != 0]
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its class has no annotations
        for option, value in _OPTIONS.items():
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def _list_sums(self) -> Iterator[tuple[Floats, Limits]]:
        """Each family has the stratum's totals."""
        for total, places in self._memberships.sums:
            for class_ in range(self._classes):
                row = np.zeros((self._memberships.size, self._classes))
                row[places, class_] = 1
                row[total, class_] = -1
                self._owners.append(None)
                yield row.ravel(), Limits(0, 0)

    def _list_claims(self) -> Iterator[tuple[Floats, Limits]]:
        for claim in self._claims:
            base = self._express(Count(claim.groups, claim.base))
            yes = self._express(Count(claim.groups, claim.yes))
            known = claim.known
            lines = (
                (base, known.base),
                (yes, known.yes),
                (base - yes, known.no),
                (yes - known.share.low * base, Limits()),
                (known.share.high * base - yes, Limits()),
            )
            for row, limits in lines:
                self._owners.append(claim.figure)
                yield row, limits

    def _solve(self, cost: Floats) -> Floats:
        """A table that agrees with everything published, at the least of a sum of unknowns."""
        self._solver.changeColsCost(self._size, self._every, cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # from where the last programme ended rounding can lead nowhere: from the beginning
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise self._refuse()
        return np.array(self._solver.getSolution().col_value)

    def _refuse(self) -> EstimateError:
        code = "audit.contradiction"
        if self._recorded:
            return EstimateError(
                code,
                self._place,
                "what was published of these answers, and is to be now, does not fit together",
                "Compare the ledger's entries for the round with its frozen answers.",
            )
        return EstimateError(
            code,
            self._place,
            "the audit reads the figures otherwise than they would be published, so that nothing "
            "can leave",
            "That is a fault of the software: report it with its version and the round's size.",
        )

    def _find_binding(self) -> frozenset[int]:
        """The figures that would have to change for the last solution to get any lower."""
        duals = np.array(self._solver.getSolution().row_dual)
        owners = (self._owners[row] for row in np.flatnonzero(np.abs(duals) > _EXACT))
        return frozenset(owner for owner in owners if owner is not None)


def _whole(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The whole numbers between two ends."""
    return np.ceil(low - _EXACT), np.floor(high + _EXACT)
