"""Rounds that many people have answered, without a conversation each. Every answer is MADE UP."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from bot.closing import close_round
from bot.fieldwork import key_name
from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.interview import Interview, Stage
from surveys.privacy import RoundKeys
from surveys.questionnaire import Kind, Questionnaire
from surveys.rounds import Round
from surveys.routing import find_codes, find_options, find_path
from surveys.sealing import seal_interview
from surveys.store.interviews import StoredInterview, insert_interviews, new_interview_id
from surveys.store.plans import get_plan, save_plan
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import get_round, save_round
from tests.support.chat import Desk

FIRST = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
PLAN = "tower-hamlets-2025"


async def plan_round(desk: Desk, name: str = "autumn-2026") -> Round:
    """Give a round the plan that it lacks."""
    plan = load_plan(PLAN)
    await save_plan(desk.store, plan.name, plan.hash, dump_plan(plan))
    round_ = await get_round(desk.store, name)
    async with desk.store.write() as connection:
        return await save_round(connection, replace(round_, plan=plan.name, plan_hash=plan.hash))


async def give_answers(
    desk: Desk,
    number: int,
    name: str = "autumn-2026",
    *,
    seed: int = 1,
    submitted: bool = True,
    mode: str = "chat",
    sample: str = "open",
    only: dict[str, str] | None = None,
    day: int = 0,
) -> Round:
    """Let people answer a round: they follow the population of the plan, and answer at random.

    Args:
        desk: The bot at work.
        number: How many people.
        name: The round.
        seed: The same seed gives the same answers.
        submitted: Whether they finished; else they stopped at the fourth question.
        mode: How they answered.
        sample: How they came to be asked.
        only: Answers that all of them gave.
        day: How many days after the first they began to answer, ten minutes apart.
    """
    round_ = await get_round(desk.store, name)
    questionnaire = await get_questionnaire(desk.store, round_.questionnaire_hash)
    keys = RoundKeys(desk.ring.get(key_name(round_)))
    source, plan = random.Random(seed), load_plan(PLAN)
    rows = []
    for place in range(number):
        interview = _answer(questionnaire, plan, source, place + 144 * day, only or {})
        if not submitted:
            interview = _stop(questionnaire, interview)
        nobody = source.randbytes(16)
        rows.append(
            StoredInterview(
                id=new_interview_id(source.randbytes),
                round_id=round_.id,
                pseudonym=nobody,
                person=1,
                state=seal_interview(keys, round_.id, nobody, 1, interview),
                receipt=source.randbytes(16) if submitted else None,
                mode=mode,
                sample=sample,
            )
        )
    async with desk.store.write() as connection:
        await insert_interviews(connection, rows)
    return round_


async def close(desk: Desk, name: str = "autumn-2026") -> None:
    """Close a round for good, with its plan."""
    round_ = await get_round(desk.store, name)
    plan = await get_plan(desk.store, round_.plan_hash) if round_.plan_hash else None
    await close_round(desk.settings, desk.store, desk.ring, name, plan=plan, clock=desk.clock)


async def change_round(desk: Desk, name: str = "autumn-2026", **changes: Any) -> None:
    """Make a round what it could only become in time."""
    round_ = replace(await get_round(desk.store, name), **changes)
    async with desk.store.write() as connection:
        await save_round(connection, round_)


def _answer(
    questionnaire: Questionnaire,
    plan: Plan,
    source: random.Random,
    place: int,
    only: dict[str, str],
) -> Interview:
    saved: dict[str, Answer] = {"age": Answered(("18_over",)), "lives_here": Answered(("yes",))}
    for name in plan.weighting.rake:
        shares = plan.get_grouping(name).shares
        column = "home" if name == "area" else name
        saved[column] = Answered((source.choices(list(shares), list(shares.values()))[0],))
    if saved["age_band"] == Answered(("16_24",)):
        saved["age_band"] = Answered(("18_24",))
    saved |= {name: Answered((code,)) for name, code in only.items()}
    for question in questionnaire.questions:
        on_path = question in find_path(questionnaire, saved, ["main"])
        if not on_path or question.name in saved or question.kind not in {Kind.SINGLE, Kind.SCALE}:
            continue
        option = source.choice(find_options(question, find_codes(questionnaire, saved)))
        chosen: Answer = Answered((option.code,))
        saved[question.name] = (
            chosen if option.kind == "substantive" else Missing(NonResponse.SKIPPED)
        )
    return Interview(
        questionnaire=questionnaire.hash,
        tag="abcd",
        language="en",
        stage=Stage.FINISHED,
        part="main",
        saved=saved,
        submitted=("main",),
        began=int(FIRST.timestamp()) + 600 * place,
        minutes=round(source.uniform(2, 7), 1),
    )


def _stop(questionnaire: Questionnaire, interview: Interview) -> Interview:
    return replace(
        interview,
        stage=Stage.ASKING,
        current=questionnaire.questions[3].name,
        answers=interview.saved,
        saved={},
        submitted=(),
        minutes=None,
    )
