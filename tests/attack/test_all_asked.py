"""Somebody who uses the shares with don't know in the base, which are plain without weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import highspy
import pytest

from analysis import audit
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan, Weighting
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.statements import Statement
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import release

GROUPS = ("female", "male", "x")
ANSWERS = ("very_safe", "neither", "dont_know")
PLAN = make_plan(measures=(make_measure(domains=("all",)),))
RAKED = PLAN.model_copy(update={"weighting": Weighting(rake=("sex",), min_level=10)})
HALF = 0.005


def publish(folder: Path, counts: dict[str, tuple[int, int, int]], plan: Plan = PLAN) -> Results:
    """What leaves of so many people of each group who said yes, no, and that they do not know."""
    people = [
        (group, answer)
        for group, numbers in counts.items()
        for answer, number in zip(ANSWERS, numbers, strict=True)
        for _ in range(number)
    ]
    answers = {"sex": [one for one, _ in people], "after_dark": [one for _, one in people]}
    kinds = {"after_dark": SAFETY, "sex": dict.fromkeys(GROUPS, "substantive")}
    frozen = write_round(folder / "round", answers, kinds)
    return release(estimate_measures(frozen, plan, ledger=Ledger(folder / "ledger"))).results


class Attacker:
    """Every published row as equations in whole numbers: a variable for each group and answer."""

    def __init__(self, results: Results, *, asked: bool) -> None:
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # has no annotations
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        for variable in range(len(GROUPS) * len(ANSWERS)):
            self._solver.addVar(0.0, 200.0)
            self._solver.changeColIntegrality(variable, highspy.HighsVarType.kInteger)
        for row in results.rows:
            told = asked and (row.weighting == "none" or row.category is not None)
            for terms, low, high in read(row, asked=told):
                self._solver.addRow(low, high, len(terms), list(terms), list(terms.values()))

    def find_width(self, group: str, answer: str) -> int:
        """From the fewest to the most people of a group who gave an answer."""
        place, ends = find_places([group])[ANSWERS.index(answer)], list[float]()
        for sign in (1.0, -1.0):
            for at in range(len(GROUPS) * len(ANSWERS)):
                self._solver.changeColCost(at, sign * (at == place))
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(sign * self._solver.getInfo().objective_function_value)
        return round(ends[1] - ends[0])


def find_places(groups: list[str]) -> list[int]:
    """The variables of groups, those of the first answer first."""
    return [
        len(ANSWERS) * GROUPS.index(group) + at for at in range(len(ANSWERS)) for group in groups
    ]


def read(row: Row, *, asked: bool) -> Iterator[tuple[dict[int, float], float, float]]:
    """What a row says, as sums of variables between two numbers."""
    groups = [row.category] if row.category else list(GROUPS)
    places, size = find_places(groups), len(groups)
    yes, base = places[:size], places[: 2 * size]
    every = dict.fromkeys(base, 1.0)
    if row.status is not Status.RELEASED:
        few = row.status is Status.TOO_FEW
        yield every, 0 if few else 30, 29 if few else highspy.kHighsInf
        return
    assert row.base is not None
    assert row.unweighted is not None
    assert row.all_asked is not None
    yield every, max(30, row.base - 2), row.base + 2
    yield dict.fromkeys(yes, 1.0), 3, highspy.kHighsInf
    yield dict.fromkeys(base[size:], 1.0), 3, highspy.kHighsInf
    shares = [(row.unweighted, base), *([(row.all_asked, places)] if asked else [])]
    for share, inside in shares:
        yield {at: (at in yes) - share + HALF for at in inside}, -1e-9, highspy.kHighsInf
        yield {at: (at in yes) - share - HALF for at in inside}, -highspy.kHighsInf, 1e-9


@pytest.mark.parametrize(
    "counts",
    [
        {"female": (22, 22, 1), "male": (23, 19, 1), "x": (6, 9, 0)},
        {"female": (15, 20, 5), "male": (23, 20, 9), "x": (7, 6, 0)},
        {"female": (15, 23, 2), "male": (22, 15, 5), "x": (7, 4, 1)},
    ],
    ids=["15 others", "13 others", "12 others"],
)
def test_a_share_of_all_asked_tells_no_small_count(
    tmp_path: Path, counts: dict[str, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_widths(results: Results, *, asked: bool) -> list[int]:
        attacker = Attacker(results, asked=asked)
        return [attacker.find_width("x", answer) for answer in ANSWERS[:2]]

    with monkeypatch.context() as patched:
        patched.setattr(Statement, "tell_asked", lambda *_: None)
        patched.setattr(audit, "CLOSEST", 5)
        unprotected = publish(tmp_path / "unprotected", counts)
    assert {row.status for row in unprotected.rows} == {Status.RELEASED}
    assert min(find_widths(unprotected, asked=False)) >= 5
    assert min(find_widths(unprotected, asked=True)) < 5, "the attack has to succeed on these"
    assert min(find_widths(publish(tmp_path / "released", counts), asked=True)) >= 5


@pytest.mark.parametrize(
    "counts",
    [
        {"female": (13, 26, 1), "male": (26, 15, 7), "x": (7, 10, 2)},
        {"female": (40, 13, 1), "male": (14, 20, 1), "x": (13, 6, 1)},
        {"female": (34, 9, 7), "male": (26, 17, 2), "x": (9, 6, 1)},
    ],
    ids=["17 others", "19 others", "15 others"],
)
def test_nor_does_it_in_a_group_whose_people_all_weigh_the_same(
    tmp_path: Path, counts: dict[str, tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_widths(results: Results) -> list[int]:
        attacker = Attacker(results, asked=True)
        return [attacker.find_width("x", answer) for answer in ANSWERS[:2]]

    with monkeypatch.context() as patched:
        patched.setattr(Statement, "tell_asked", lambda *_: None)
        patched.setattr(audit, "CLOSEST", 5)
        unprotected = publish(tmp_path / "unprotected", counts, RAKED)
    assert min(find_widths(unprotected)) < 5, "the attack has to succeed on these"
    assert min(find_widths(publish(tmp_path / "released", counts, RAKED))) >= 5


def test_what_programmes_with_halves_of_people_leave_open_whole_people_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"female": (26, 32, 6), "male": (14, 25, 6), "x": (15, 5, 1)}
    monkeypatch.setattr(Statement, "tell_asked", lambda *_: None)

    def find_width(results: Results) -> int:
        attacker = Attacker(results, asked=False)
        return min(attacker.find_width("x", answer) for answer in ANSWERS[:2])

    with monkeypatch.context() as patched:
        patched.setattr(audit, "CLOSEST", 5)
        unprotected = publish(tmp_path / "halves", counts, RAKED)
    assert find_width(unprotected) < 5, "the attack has to succeed on these"
    assert find_width(publish(tmp_path / "released", counts, RAKED)) >= 5
