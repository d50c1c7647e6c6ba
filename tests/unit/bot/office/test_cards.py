"""A round in words for staff: what it is, a line each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.office.cards import list_facts
from surveys.rounds import Purpose
from tests.support.checklist import ANNUAL, draft


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "open for at least 1 day"), (2, "open for at least 2 days")],
)
def test_one_day_is_not_days(days: int, said: str) -> None:
    day = draft().opens_on
    one_day = replace(
        draft(purpose=Purpose.CONSULTATION), minimum_days=days, opens_on=day, closes_on=day
    )
    facts = list_facts(one_day, ANNUAL)
    assert any(line.endswith(said) for line in facts)
    assert any(line.endswith("(1 day)") for line in facts)
