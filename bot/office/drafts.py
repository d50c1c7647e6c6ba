"""Drafts of rounds: made, copied from the last round, changed, and deleted while empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from analysis.plan import Plan, dump_plan
from analysis.plan_check import check_plan
from analysis.plan_loading import load_plan
from bot.fieldwork import key_name
from bot.office.checking import check_languages, check_plan_purpose, check_purpose
from bot.office.context import Office
from surveys.errors import RoundError
from surveys.questionnaire import Questionnaire
from surveys.round_checks import check_dates, check_new
from surveys.rounds import BY_CODE, Audience, Round, RoundState, london_date
from surveys.store.approvals import find_pending
from surveys.store.codes import count_codes_within
from surveys.store.interviews import count_within
from surveys.store.plans import get_plan_within, save_plan_within
from surveys.store.questionnaires import get_questionnaire_within, save_questionnaire_within
from surveys.store.rounds import (
    add_round_within,
    delete_round,
    find_rounds_within,
    get_round_within,
    save_round,
)

PREVIEW = "preview"
"""Mode of interviews that staff go through before a round is launched."""


async def make_draft(
    office: Office, round_: Round, questionnaire: Questionnaire, plan: str | Plan
) -> Round:
    """Add a round as a draft, with its key, questionnaire version and plan.

    Raises:
        RoundError: When its name, dates or languages cannot be used.
        PlanRefused: When the plan cannot be served by the questionnaire.
        QuestionnaireRefused: When that version is in use with other content.
    """
    found = plan if isinstance(plan, Plan) else load_plan(plan)
    check_plan(found, questionnaire)
    check_languages(round_, questionnaire)
    check_purpose(round_)
    check_plan_purpose(round_, found)
    draft = replace(
        round_,
        questionnaire_hash=questionnaire.hash,
        plan=found.name,
        plan_hash=found.hash,
        series=round_.series or questionnaire.name,
        state=RoundState.DRAFT,
    )
    check_dates(draft, await find_rounds_within(office.connection), office.now)
    await save_questionnaire_within(office.connection, questionnaire)
    await save_plan_within(office.connection, found.name, found.hash, dump_plan(found))
    added = await add_round_within(office.connection, draft)
    # A key without a round does no harm, a round without a key cannot be answered.
    office.ring.ensure(key_name(added))
    await office.record("round.new", added.name, "", describe(added))
    return added


async def copy_round(
    office: Office,
    last: str,
    name: str,
    *,
    opens_on: date,
    closes_on: date,
    questionnaire: Questionnaire | None = None,
    plan: Plan | None = None,
    **changes: Any,
) -> Round:
    """Add a draft that asks what an earlier round asked, of the same people, for the same plan.

    Dates, what was signed off for that launch and reasons of breaks are not copied.

    Args:
        office: Who makes it.
        last: The round that is copied.
        name: Name of the new one.
        opens_on: First London date.
        closes_on: Last London date.
        questionnaire: Another version to ask; the same by default.
        plan: Another plan; the same by default.
        **changes: Other fields of `Round` that differ.

    Raises:
        RoundError: When there is no such round, it is a trial and the new one is none, or the new
            one cannot be used.
    """
    before = await get_round_within(office.connection, last)
    if questionnaire is None:
        questionnaire = await get_questionnaire_within(office.connection, before.questionnaire_hash)
    if plan is None:
        plan = Plan.model_validate_json(await get_plan_within(office.connection, before.plan_hash))
    fresh: dict[str, Any] = {"id": 0, "name": name, "opens_on": opens_on, "closes_on": closes_on}
    fresh |= {"closing_position": None, "published_on": None}
    fresh |= {"checklist": {}, "breaks": {}, "actions": {}}
    made = replace(before, **(fresh | changes))
    _check_origin(before, made)
    return await make_draft(office, made, questionnaire, plan)


def propose_dates(last: Round, now: datetime) -> tuple[date, date]:
    """The days of the next round after one: as long, and a year later, or as soon after as can be.

    Returns:
        First and last London date.
    """
    opens_on = _a_year_later(last.opens_on)
    while opens_on < london_date(now):
        opens_on = _a_year_later(opens_on)
    return opens_on, opens_on + (last.closes_on - last.opens_on)


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


async def change_draft(office: Office, name: str, **changes: Any) -> Round:
    """Change a draft: dates, title, decision, checklist, reasons of breaks and the like.

    Raises:
        RoundError: When it is no draft any more, or cannot be used like that, such as with codes
            issued that would let nobody in.
    """
    before = await get_round_within(office.connection, name)
    await check_changeable(office, before)
    changed = replace(before, **changes)
    await _check_audience(office, before, changed)
    if changes.keys() & {"opens_on", "closes_on"}:
        check_dates(changed, await find_rounds_within(office.connection), office.now)
    check_new(changed)
    check_purpose(changed)
    if before.purpose is not changed.purpose:
        plan = await get_plan_within(office.connection, before.plan_hash)
        check_plan_purpose(changed, Plan.model_validate_json(plan))
    questionnaire = await get_questionnaire_within(office.connection, before.questionnaire_hash)
    check_languages(changed, questionnaire)
    await save_round(office.connection, changed)
    for field in changes:
        was, is_ = getattr(before, field), getattr(changed, field)
        if was != is_:
            await office.record(f"round.set-{field}", name, write_value(was), write_value(is_))
    return changed


async def _check_audience(office: Office, before: Round, changed: Round) -> None:
    """Refuse to leave out the people of letters, who hold codes by then."""
    if changed.audience in BY_CODE or before.audience not in BY_CODE:
        return
    issued = sum(one.issued for one in await count_codes_within(office.connection, before.id))
    if issued:
        raise RoundError(
            "round.codes-issued",
            f"round {before.name!r}",
            f"{issued} invitation codes are issued, and with audience {changed.audience} "
            "none of them would let anybody in",
            f"Leave it {Audience.INVITED} or {Audience.BOTH}, or make a new round.",
        )


def _check_origin(before: Round, made: Round) -> None:
    """Refuse a real round made of a trial: it would drop its mark, or carry it unseen."""
    if (before.rehearsal or before.synthetic) and not made.rehearsal:
        what = "a rehearsal" if before.rehearsal else "synthetic"
        raise RoundError(
            "round.copies-trial",
            f"round {before.name!r}",
            f"it is {what}, and a round that asks residents is no copy of one",
            "Copy a round that asked residents, or make one of the catalogue; "
            "a copy that is only a trial is made with --rehearsal.",
        )


async def delete_draft(office: Office, name: str) -> Round:
    """Delete a round that has no answers: a draft, or one that was only scheduled.

    Returns:
        The round that was; its key is to be destroyed once that is committed.

    Raises:
        RoundError: When it has answers, or had.
    """
    round_ = await get_round_within(office.connection, name)
    answers = await count_within(office.connection, round_.id, besides=PREVIEW)
    if round_.state not in {RoundState.DRAFT, RoundState.SCHEDULED} or answers:
        if round_.state is RoundState.WITHDRAWN:
            what = "it is withdrawn, its answers are destroyed, and that it was stays on record"
            remedy = "There is nothing more to do."
        else:
            what = f"it is {round_.state} and may hold answers, so it cannot be deleted"
            remedy = (
                "Withdraw it instead: its answers are destroyed, and that it was stays on record."
            )
        raise RoundError("round.has-answers", f"round {name!r}", what, remedy)
    await delete_round(office.connection, round_)
    await office.record("round.delete", name, describe(round_), "")
    return round_


async def check_changeable(office: Office, round_: Round) -> None:
    """Refuse to change what is no draft any more, or what a second officer is asked to approve.

    Raises:
        RoundError: When it cannot be changed.
    """
    if round_.state is not RoundState.DRAFT:
        raise RoundError(
            "round.not-draft",
            f"round {round_.name!r}",
            f"it is {round_.state}, and only a draft can be changed",
            "A scheduled round can be made a draft again; one in the field stays as it is.",
        )
    for waiting in await find_pending(office.connection, round_.id):
        raise RoundError(
            "round.launch-waits",
            f"round {round_.name!r}",
            f"{waiting.requested_by} asked for its launch, and what is to be approved cannot "
            "change meanwhile",
            f"Decline request {waiting.id} first, which takes it back.",
        )


def describe(round_: Round) -> str:
    """A round in one line, for the audit trail."""
    return (
        f"{round_.state}, {round_.opens_on} to {round_.closes_on}, "
        f"questionnaire {round_.questionnaire_hash[:12]}, plan {round_.plan_hash[:12]}, "
        f"{round_.audience}" + (", rehearsal" if round_.rehearsal else "")
    )


def write_value(value: Any) -> str:
    """A value of a round as the audit trail has it."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text}" for key, text in sorted(value.items()))
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)
