"""Time on two scales: rounds keep their room, whatever others published long before."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from analysis.figures.times import GAP, Times, get_share, make_times

ENDS = (100.0, 800.0)
ROUNDS = [date(2025 + number, 10, 31) for number in range(8)]
LONG_AGO = [date(year, month, 28) for year in range(2014, 2024) for month in (3, 6, 9, 12)]


@pytest.mark.parametrize("rounds", [1, 2, 3, 5, 8])
def test_rounds_have_most_of_the_width_however_long_others_published(rounds: int) -> None:
    times = make_times(ROUNDS[:rounds], LONG_AGO, rounds, ENDS)
    assert times.before is not None
    assert times.own.end - times.own.start >= min(get_share(rounds) * 700, 550) - 1e-6
    assert times.own.start - times.before.end == pytest.approx(GAP)
    assert (times.before.start, times.own.end) == ENDS


def test_one_scale_serves_where_others_published_meanwhile() -> None:
    others = [date(2024, 12, 31), date(2026, 5, 1), date(2027, 12, 31)]
    times = make_times(ROUNDS[:3], others, 3, ENDS)
    assert times == Times(times.own)
    assert all(ENDS[0] < times.at(day) < ENDS[1] for day in (*others, *ROUNDS[:3]))


@pytest.mark.parametrize(
    "others",
    [
        pytest.param(LONG_AGO, id="for long"),
        pytest.param([date(2019, 5, 31)], id="once"),
        pytest.param([*LONG_AGO, date(2025, 9, 1), date(2026, 3, 31)], id="before and meanwhile"),
        pytest.param([date(2014, 1, 1), date(2025, 10, 30)], id="long before and the day before"),
    ],
)
@pytest.mark.parametrize("rounds", [1, 3, 8])
def test_days_keep_their_order_and_stand_on_one_of_the_scales(
    others: list[date], rounds: int
) -> None:
    times = make_times(ROUNDS[:rounds], others, rounds, ENDS)
    days = sorted({*ROUNDS[:rounds], *others})
    places = [times.at(day) for day in days]
    assert all(one < other for one, other in pairwise(places))
    for place in places:
        assert any(piece.start <= place <= piece.end for piece in times.pieces)
    assert not any(times.is_before(day) for day in ROUNDS)


def test_the_deadline_may_stand_at_the_very_end_but_no_round() -> None:
    deadline = date(2028, 3, 31)
    assert make_times([*ROUNDS[:2], deadline], [], 2, ENDS).at(deadline) == pytest.approx(800)
    assert make_times([*ROUNDS, deadline], [], 8, ENDS).at(ROUNDS[-1]) == pytest.approx(740)


def test_a_share_grows_with_the_rounds() -> None:
    assert [get_share(rounds) for rounds in (1, 3)] == pytest.approx([1 / 2, 2 / 3])
