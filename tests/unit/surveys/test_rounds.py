from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from surveys.errors import RoundError
from surveys.rounds import (
    Round,
    RoundState,
    check_accepts_answers,
    check_close,
    check_frozen,
    check_new,
    check_open,
    is_answerable,
    london_date,
)

SUMMER = Round(
    id=1,
    name="summer-2026",
    title="",
    questionnaire_hash="0" * 64,
    plan="",
    plan_hash="",
    state=RoundState.OPEN,
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 6, 30),
)
MIDDLE = datetime(2026, 6, 15, 12, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


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


@pytest.mark.parametrize("name", ["a", "summer-2026", "2026-summer", "x" * 40])
def test_a_plain_name_is_accepted(name: str) -> None:
    check_new(replace(SUMMER, name=name))


@pytest.mark.parametrize("name", ["", "-a", "Summer", "a b", "a/b", "..", "x" * 41, "été", "a\n"])
def test_a_name_that_could_not_be_a_folder_or_a_link_is_refused(name: str) -> None:
    with pytest.raises(RoundError) as refused:
        check_new(replace(SUMMER, name=name))
    assert refused.value.code == "round.name"
    assert "\n" not in str(refused.value)


def test_a_round_may_last_a_single_day_and_no_less() -> None:
    check_new(replace(SUMMER, closes_on=SUMMER.opens_on))
    with pytest.raises(RoundError) as refused:
        check_new(replace(SUMMER, closes_on=date(2026, 5, 31)))
    assert refused.value.code == "round.dates"


@pytest.mark.parametrize(
    ("state", "opens", "accepts", "closes", "frozen"),
    [
        (RoundState.DRAFT, None, "round.not-open", "round.not-open", "round.not-closed"),
        (RoundState.OPEN, "round.not-draft", None, None, "round.not-closed"),
        (RoundState.CLOSING, "round.not-draft", "round.not-open", None, "round.not-closed"),
        (RoundState.CLOSED, "round.not-draft", "round.not-open", "round.closed", None),
    ],
)
def test_each_state_allows_its_own_steps(
    state: RoundState,
    opens: str | None,
    accepts: str | None,
    closes: str | None,
    frozen: str | None,
) -> None:
    round_ = replace(SUMMER, state=state)
    outcomes: list[str | None] = []
    for check in (
        lambda r: check_open(r, MIDDLE),
        check_accepts_answers,
        check_close,
        check_frozen,
    ):
        try:
            check(round_)
            outcomes.append(None)
        except RoundError as refused:
            outcomes.append(refused.code)
    assert outcomes == [opens, accepts, closes, frozen]


def test_a_draft_whose_last_date_is_past_cannot_be_opened() -> None:
    draft = replace(SUMMER, state=RoundState.DRAFT)
    check_open(draft, at(6, 30, 22, 59))
    with pytest.raises(RoundError) as refused:
        check_open(draft, at(6, 30, 23, 0))
    assert refused.value.code == "round.past"
