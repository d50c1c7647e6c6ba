from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from surveys.rounds import RoundState, is_answerable, london_date
from tests.support.rounds import MIDDLE, SUMMER, at


@pytest.mark.parametrize(
    ("moment", "answerable"),
    [
        # British Summer Time: midnight in London is 23:00 in UTC.
        pytest.param(at(5, 31, 22, 59), False, id="the minute before the first date"),
        pytest.param(at(5, 31, 23, 0), True, id="the first minute of the first date"),
        pytest.param(MIDDLE, True, id="in between"),
        pytest.param(at(6, 30, 22, 59), True, id="the last minute of the last date"),
        pytest.param(at(6, 30, 23, 0), False, id="the minute after the last date"),
    ],
)
def test_a_round_is_answerable_on_its_london_dates_both_inclusive(
    moment: datetime, answerable: bool
) -> None:
    assert is_answerable(SUMMER, moment) is answerable


def test_in_winter_midnight_in_london_is_midnight_in_utc() -> None:
    winter = replace(SUMMER, opens_on=date(2026, 1, 10), closes_on=date(2026, 1, 10))
    assert not is_answerable(winter, at(1, 9, 23, 59))
    assert is_answerable(winter, at(1, 10, 0, 0))
    assert is_answerable(winter, at(1, 10, 23, 59))
    assert not is_answerable(winter, at(1, 11, 0, 0))


@pytest.mark.parametrize(
    ("state", "answerable"),
    [
        (RoundState.DRAFT, False),
        (RoundState.OPEN, True),
        (RoundState.CLOSING, False),
        (RoundState.CLOSED, False),
    ],
)
def test_only_an_open_round_takes_new_answers(state: RoundState, answerable: bool) -> None:
    assert is_answerable(replace(SUMMER, state=state), MIDDLE) is answerable


@pytest.mark.parametrize(("position", "counts"), [(6, True), (7, True), (8, False), (None, False)])
def test_once_closing_has_begun_what_was_in_the_inbox_still_counts(
    position: int | None, counts: bool
) -> None:
    closing = replace(SUMMER, state=RoundState.CLOSING, closing_position=7)
    assert is_answerable(closing, MIDDLE, position) is counts
    assert not is_answerable(closing, at(7, 1, 12, 0), position)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_date(datetime(2026, 6, 15, 12))  # noqa: DTZ001  # what is refused
