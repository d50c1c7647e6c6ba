"""Rounds of a consultation: they get its plan and its purpose, and no survey gets them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bot.settings
from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from bot.app import now_utc
from bot.cli import app
from bot.cli_rounds import new_round_command
from bot.rounds import new_round, opened
from bot.settings import Settings
from bot.steering import set_round
from surveys.errors import CanvassError
from surveys.loading import load_catalogue
from surveys.rounds import Purpose, Round, london_date
from surveys.store.rounds import get_round
from tests.support.chat import make_settings
from tests.support.consulted import NAME, PLAN

ROUND = "autumn"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


async def make(settings: Settings, plan: str | Plan = "", **more: Any) -> Round:
    today = london_date(now_utc())
    last = today + timedelta(days=89)
    fields: dict[str, Any] = {
        "questionnaire": load_catalogue(NAME),
        "plan": plan,
        "title": "",
        "minimum_days": 84,
        "opens_on": today,
        "closes_on": last,
    } | more
    return await new_round(settings, ROUND, **fields)


async def test_a_round_gets_the_plan_and_the_purpose_of_its_questionnaire(
    settings: Settings,
) -> None:
    made = await make(settings)
    assert settings.plan != PLAN
    assert (made.plan, made.purpose, made.series) == (PLAN, Purpose.CONSULTATION, NAME)


async def test_another_plan_is_refused_beside_the_questionnaire(settings: Settings) -> None:
    with pytest.raises(CanvassError, match="questionnaire annual-perception"):
        await make(settings, settings.plan)


async def test_a_survey_by_this_plan_is_refused(settings: Settings) -> None:
    with pytest.raises(CanvassError) as refused:
        await make(settings, purpose=Purpose.SURVEY)
    assert refused.value.code == "round.other-purpose"


async def test_a_draft_cannot_be_made_a_survey_later(settings: Settings) -> None:
    await make(settings)
    with pytest.raises(CanvassError) as refused:
        await set_round(settings, ROUND, {"purpose": Purpose.SURVEY, "minimum_days": 0})
    assert refused.value.code == "round.other-purpose"


SURVEY_BEGINS = "asks for a consultation, and the plan .* is for a survey"


async def test_a_plan_that_says_nothing_of_a_consultation_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    survey = load_plan(PLAN).model_copy(update={"purpose": Purpose.SURVEY})
    file = tmp_path / "mine.json"
    file.write_text(dump_plan(survey), "utf-8")
    with pytest.raises(CanvassError, match=SURVEY_BEGINS) as refused:
        await make(settings, str(file))
    assert refused.value.code == "round.other-purpose"
    assert "`purpose: consultation`" in refused.value.fault.remedy


@pytest.mark.parametrize("purpose", Purpose)
async def test_a_questionnaire_of_ones_own_is_for_what_its_plan_is(
    settings: Settings, purpose: Purpose
) -> None:
    asked = load_catalogue(NAME).model_copy(update={"name": "ours"})
    plan = load_plan(PLAN).model_copy(update={"questionnaire": "ours", "purpose": purpose})
    made = await make(settings, plan, questionnaire=asked)
    assert made.purpose is purpose


async def test_the_annual_survey_put_as_a_consultation_is_refused(settings: Settings) -> None:
    with pytest.raises(CanvassError, match="its purpose is consultation") as refused:
        await make(
            settings,
            questionnaire=load_catalogue("annual-perception"),
            purpose=Purpose.CONSULTATION,
        )
    assert refused.value.code == "round.other-purpose"


def test_the_terminal_asks_for_nothing_but_name_and_questionnaire(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.settings, "load_settings", lambda: settings)
    done = CliRunner().invoke(app, ["round", "new", ROUND, "--questionnaire", NAME])
    assert done.exit_code == 0, done.output


async def test_and_gives_it_the_days_of_a_consultation(settings: Settings) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bot.settings, "load_settings", lambda: settings)
        await asyncio.to_thread(new_round_command, ROUND, questionnaire=NAME)
    async with opened(settings) as (store, _):
        made = await get_round(store, ROUND)
    assert (made.closes_on - made.opens_on).days + 1 == made.minimum_days == 84
