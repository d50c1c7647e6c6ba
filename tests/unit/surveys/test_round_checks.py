from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from surveys.errors import RoundError
from surveys.round_checks import (
    check_accepts_answers,
    check_close,
    check_frozen,
    check_new,
    check_open,
)
from surveys.rounds import RoundState
from tests.support.rounds import MIDDLE, SUMMER, at


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
