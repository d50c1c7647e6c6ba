from __future__ import annotations

import highspy
import numpy as np
import pytest

from analysis.audit import CLOSEST, Audit, Claim, Count
from analysis.claims import TOO_FEW, Known, Limits, read_figure
from analysis.memberships import Members, find_memberships
from surveys.errors import EstimateError

ALL, SOUTH, EAST, WEST = range(4)
"""Everybody, and three areas that some did not give."""

YES, NO = 0, 1
ANSWERED = frozenset({YES, NO})
CELLS = np.arange(4)
MEMBERS = find_memberships(
    [
        Members(CELLS >= 0, frozenset()),
        *(Members(np.equal(CELLS, area), frozenset({"area"})) for area in range(3)),
    ],
    np.zeros(4, dtype=np.intp),
)


def claim(group: int, known: Known | None, figure: int | None = None) -> Claim:
    assert known is not None
    return Claim(((group, 1),), frozenset({YES}), ANSWERED, known, figure)


def published(base: int, share: float | None) -> Known | None:
    return read_figure(base, share, least_yes=3, least_no=3)


def count(*groups: tuple[int, int], classes: frozenset[int] = ANSWERED) -> Count:
    return Count(groups, classes)


def audit(*claims: Claim, recorded: bool = False) -> Audit:
    return Audit("here", MEMBERS, 2, claims, recorded=recorded)


def test_what_is_left_of_a_total_is_known_as_well_as_the_total_and_the_rest() -> None:
    # 95 to 97 is a rounded 95 read with other limits: the worked number of the module
    narrow, narrowest = audit(
        claim(ALL, Known(base=Limits(95, 97))),
        claim(SOUTH, Known(base=Limits(43, 47))),
        claim(EAST, Known(base=Limits(33, 37))),
    ).find_narrow([count((ALL, 1), (SOUTH, -1), (EAST, -1))])
    assert (narrow, narrowest) == ([], 97 - 43 - 33 - (95 - 47 - 37))


def test_where_rounding_led_the_solver_nowhere_it_begins_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = audit(claim(ALL, Known(base=Limits(70, 70))))
    found, began = one._solver.getModelStatus, list[str]()
    lost = [highspy.HighsModelStatus.kUnknown]
    monkeypatch.setattr(one._solver, "getModelStatus", lambda: lost.pop() if lost else found())
    monkeypatch.setattr(one._solver, "clearSolver", lambda: began.append("again"))
    assert one.find_narrow([count((SOUTH, 1))]) == ([], 70)
    assert began == ["again"]


def test_a_count_that_is_known_too_closely_is_told_with_what_keeps_it_so() -> None:
    narrow, narrowest = audit(
        claim(ALL, Known(base=Limits(70, 70)), 7),
        claim(SOUTH, Known(base=Limits(40, 41)), 8),
        claim(EAST, Known(base=Limits(24, 26)), 9),
        claim(WEST, TOO_FEW, 10),
    ).find_narrow([count((WEST, 1)), count((ALL, 1), (WEST, -1))])
    assert narrowest == CLOSEST
    assert narrow == []
    narrow, narrowest = audit(
        claim(ALL, Known(base=Limits(70, 70)), 7),
        claim(SOUTH, Known(base=Limits(40, 41)), 8),
        claim(EAST, Known(base=Limits(25, 26)), 9),
        claim(WEST, TOO_FEW, 10),
    ).find_narrow([count((WEST, 1))])
    assert narrowest == 5
    assert narrow
    narrow, narrowest = audit(
        claim(ALL, Known(base=Limits(70, 70)), 7),
        claim(SOUTH, Known(base=Limits(40, 40)), 8),
        claim(EAST, Known(base=Limits(27, 28)), 9),
    ).find_narrow([count((WEST, 1))])
    assert narrowest == 3
    (found,) = narrow
    assert (found.low, found.high, found.figures) == (0, 3, frozenset({7, 8, 9}))


def test_shares_bind_those_who_said_yes_to_their_base() -> None:
    # of 30 to 32 one half is 15 of 30 or 16 of 32, and the rest of 60 to 62 is what is left
    narrow, narrowest = audit(
        claim(ALL, published(60, 0.5)), claim(SOUTH, published(30, 0.5))
    ).find_narrow([count((ALL, 1), (SOUTH, -1), classes=frozenset({YES}))])
    assert narrowest == 3
    assert [(one.low, one.high) for one in narrow] == [(13, 16)]


def test_ends_are_whole_numbers() -> None:
    _, narrowest = audit(
        claim(ALL, Known(base=Limits(40, 40), share=Limits(0.21, 0.29)))
    ).find_narrow([count((ALL, 1), classes=frozenset({YES}))])
    assert narrowest == 11 - 9


def test_nothing_asked_is_nothing_found() -> None:
    assert audit(claim(ALL, published(60, 0.5))).find_narrow([]) == ([], None)


@pytest.mark.parametrize(
    ("recorded", "remedy"),
    [(True, "Compare the ledger's entries"), (False, "a fault of the software: report it")],
    ids=["something was published before", "nothing was"],
)
def test_figures_that_cannot_all_be_true_are_refused(recorded: bool, remedy: str) -> None:
    claims = claim(ALL, published(60, 0.5)), claim(SOUTH, published(90, 0.5))
    with pytest.raises(EstimateError, match=remedy) as caught:
        audit(*claims, recorded=recorded).find_narrow([count((WEST, 1))])
    assert caught.value.code == "audit.contradiction"
    assert caught.value.fault.place == "here"


def test_asking_in_another_order_finds_the_same() -> None:
    claims = (claim(ALL, published(95, 0.4), 0), claim(SOUTH, published(60, 0.4), 1))
    counts = [count((ALL, 1), (SOUTH, -1), classes=frozenset({answer})) for answer in (YES, NO)] + [
        count((EAST, 1)),
        count((WEST, 1)),
    ]
    first, again = audit(*claims), audit(*reversed(claims))
    assert first.find_narrow(counts)[1] == again.find_narrow(counts[::-1])[1]
