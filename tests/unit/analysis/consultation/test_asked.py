"""What a consultation asked, and in which languages it was answered by enough to be told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analysis.consultation import load_asked
from analysis.plan_loading import load_plan
from surveys.answers import Answered
from surveys.loading import load_catalogue
from surveys.rounds import Purpose, Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.consulted import NAME, PLAN


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({"en": 10}, ("en",)),
        ({"en": 40, "bn": 10}, ("bn", "en")),
        ({"en": 40, "bn": 9}, ("en",)),
        ({"en": 40, "bn": 9, "so": 1}, ("en",)),
        ({"en": 9, "bn": 9}, ()),
    ],
    ids=["ten", "ten-of-two", "nine", "one", "nine-of-two"],
)
def test_a_language_is_told_from_ten_people_on(
    people: dict[str, int], told: tuple[str, ...], tmp_path: Path
) -> None:
    questionnaire, plan = load_catalogue(NAME), load_plan(PLAN)
    answers = {"connection": Answered(("lives",))}
    responses = [
        FrozenResponse(language, "chat", "open", answers)
        for language, count in people.items()
        for _ in range(count)
    ]
    round_ = Round(
        id=1,
        name="made-up",
        title="",
        questionnaire_hash=questionnaire.hash,
        plan=plan.name,
        plan_hash=plan.hash,
        state=RoundState.CLOSING,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 11, 23),
        synthetic=True,
        purpose=Purpose.CONSULTATION,
    )
    freeze(round_, questionnaire, responses, tmp_path / "made-up", FieldworkCounts())
    assert load_asked(tmp_path / "made-up", plan).answered_in == told
