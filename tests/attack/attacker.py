"""An attacker with published rows, the rules, and a solver for whole numbers.

Written apart from the audit on purpose: people are told apart by everything that anybody was asked
about them, every unknown is a whole number, and rows are read as they are printed. The attacker
knows which groups there are, and not who is in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import highspy

from analysis.rows import Row
from analysis.shown import Status

Person = Mapping[str, str]
Belongs = Callable[[Person], bool]


@dataclass(frozen=True)
class Told:
    """A published row: whose, and what it says."""

    who: Belongs
    base: tuple[int, int]
    share: tuple[float, float] | None
    least: int


def read_exactly(row: Row, who: Belongs) -> Told:
    """A row as it would be without rounding."""
    assert row.base is not None
    if row.status is Status.TOO_FEW:
        return Told(who, (0, 29), None, 0)
    if row.status is Status.SUPPRESSED:
        return Told(who, (30, 10**6), None, 0)
    assert row.unweighted is not None
    yes = round(row.unweighted * row.base)
    return Told(who, (row.base, row.base), (yes / row.base, yes / row.base), 3)


def read_printed(row: Row, who: Belongs) -> Told:
    """A row as it is printed: its base to the nearest 5, its share to two decimals."""
    if row.status is Status.TOO_FEW:
        return Told(who, (0, 29), None, 0)
    if row.status is Status.SUPPRESSED:
        return Told(who, (30, 10**6), None, 0)
    assert row.base is not None
    assert row.unweighted is not None
    half = 0.005
    share = (row.unweighted - half, row.unweighted + half)
    return Told(who, (max(30, row.base - 2), row.base + 2), share, 3)


class Attacker:
    """Everything told about one measure, as equations in whole numbers of people."""

    def __init__(
        self, columns: Mapping[str, Sequence[str]], told: Iterable[Told], size: int
    ) -> None:
        self._people = [
            dict(zip(columns, codes, strict=True)) for codes in product(*columns.values())
        ]
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # has no annotations
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        for _ in range(2 * len(self._people)):
            self._solver.addVar(0.0, float(size))
        for variable in range(2 * len(self._people)):
            self._solver.changeColIntegrality(variable, highspy.HighsVarType.kInteger)
        for one in told:
            self._learn(one)

    def _learn(self, told: Told) -> None:
        yes, base = self._find(told.who, "yes"), self._find(told.who, "base")
        self._add(dict.fromkeys(base, 1.0), *map(float, told.base))
        if told.share:
            low, high = told.share
            self._add({one: (one in yes) - low for one in base}, -1e-9, highspy.kHighsInf)
            self._add({one: (one in yes) - high for one in base}, -highspy.kHighsInf, 1e-9)
            self._add(dict.fromkeys(yes, 1.0), told.least, highspy.kHighsInf)
            no = [one for one in base if one not in yes]
            self._add(dict.fromkeys(no, 1.0), told.least, highspy.kHighsInf)

    def _find(self, who: Belongs, what: str) -> list[int]:
        """The unknowns of a group: even ones said yes, odd ones no."""
        inside = [at for at, person in enumerate(self._people) if who(person)]
        answers = {"yes": (0,), "no": (1,), "base": (0, 1)}[what]
        return [2 * at + answer for at in inside for answer in answers]

    def _add(self, row: Mapping[int, float], low: float, high: float) -> None:
        kept = {at: value for at, value in row.items() if value}
        self._solver.addRow(low, high, len(kept), list(kept), list(kept.values()))

    def find_range(self, who: Belongs, what: str) -> tuple[int, int]:
        """The fewest and the most people of a group who said yes, or no, or either."""
        unknown = set(self._find(who, what))
        ends: list[int] = []
        for sign in (1.0, -1.0):
            for at in range(2 * len(self._people)):
                self._solver.changeColCost(at, sign if at in unknown else 0.0)
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(round(sign * self._solver.getInfo().objective_function_value))
        return ends[0], ends[1]
