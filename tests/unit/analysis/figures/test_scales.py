from __future__ import annotations

from datetime import date

import pytest

from analysis.figures.scales import (
    Box,
    Room,
    Scale,
    list_tenths,
    list_years,
    span_shares,
    spread,
    stagger,
)


def box(left: float, top: float, width: float = 10, height: float = 10) -> Box:
    return Box(left, top, left + width, top + height)


def test_a_scale_puts_values_on_a_straight_line() -> None:
    assert Scale(0.4, 0.8, 500, 100).at(0.5) == pytest.approx(400)


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        pytest.param([0.54, 0.63], (0.4, 0.8), id="four tenths at least"),
        pytest.param([0.05], (0.0, 0.4), id="never under nobody"),
        pytest.param([0.97], (0.6, 1.0), id="never over everybody"),
        pytest.param([0.0, 1.0], (0.0, 1.0), id="all of it"),
        pytest.param([0.21, 0.79], (0.1, 0.9), id="room at the ends"),
        pytest.param([], (0.3, 0.7), id="nothing to show"),
    ],
)
def test_an_axis_of_shares_goes_around_its_values(
    values: list[float], ends: tuple[float, float]
) -> None:
    assert span_shares(values) == ends


@pytest.mark.parametrize("value", [number / 100 for number in range(101)])
def test_every_share_is_within_its_axis(value: float) -> None:
    low, high = span_shares([value])
    assert low <= value <= high
    assert high - low >= 0.39
    assert {low, high} <= set(list_tenths(0, 1))


def test_years_are_thinned_to_the_room_there_is() -> None:
    days = (date(2015, 5, 9), date(2028, 3, 31))
    assert [day.year for day in list_years(*days, 20)] == list(range(2016, 2029))
    assert [day.year for day in list_years(*days, 7)] == list(range(2016, 2029, 2))
    assert [day.year for day in list_years(*days, 3)] == [2020, 2025]
    assert list_years(date(2026, 1, 1), date(2026, 6, 1), 5) == [date(2026, 1, 1)]


def test_labels_of_one_line_stay_apart() -> None:
    assert stagger([(0, 100), (60, 160), (120, 220)], 14) == [0, 1, 0]
    assert stagger([(0, 100), (110, 160)], 14) == [0, 1]


def test_labels_are_pushed_down_where_they_would_meet() -> None:
    assert spread([100, 110, 300], [60, 60, 60], 0) == [70, 130, 270]
    assert spread([10], [60], 0) == [0]


def test_no_label_goes_on_a_mark_outside_the_frame_or_on_another() -> None:
    room = Room(box(0, 0, 100, 100))
    room.take(box(0, 0))
    assert room.find([box(5, 5), box(95, 95), box(20, 0)]) == box(20, 0)
    assert room.find([box(25, 5)]) is None


def test_a_label_keeps_off_lines_where_it_can() -> None:
    room = Room(box(0, 0, 100, 100))
    room.cross((0, 5), (100, 5))
    assert room.find([box(20, 0), box(20, 40)]) == box(20, 40)
    assert room.find([box(60, 0)]) == box(60, 0)


def test_a_label_is_never_nearer_to_another_mark_than_to_its_own() -> None:
    room = Room(box(0, 0, 200, 100))
    own, other = box(0, 40), box(40, 40)
    room.mark(own)
    room.mark(other)
    assert room.find([box(28, 38), box(0, 20)], own) == box(0, 20)
