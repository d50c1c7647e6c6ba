"""Making a draft in chat: one thing is asked after the other, and checked at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from analysis.plan import Plan
from analysis.plan_check import check_plan
from analysis.plan_loading import choose_plan
from bot.desk.errands import Entry, Errand, Rows
from bot.desk.proposals import (
    PLACEHOLDER,
    label_choice,
    list_choices,
    propose_name,
    read_answer,
)
from bot.desk.rounds import get_tapped_round, show_round
from bot.desk.tokens import StaffToken
from bot.office.checking import check_languages, check_plan_purpose, check_purpose
from bot.office.drafts import copy_round, make_draft
from surveys.errors import RoundError, StaffError
from surveys.loading import list_catalogue, load_catalogue
from surveys.questionnaire import Questionnaire
from surveys.round_checks import check_dates
from surveys.rounds import Purpose, Round, RoundState, london_date
from surveys.staff import Permission
from surveys.store.rounds import find_rounds_within, get_round_within

COPIED = ("dates", "name")
"""What is asked for a round that is otherwise like an earlier one."""

ALL = ("minimum", "dates", "name", "title", "decision", "audience", "languages")
"""What is asked for a round from the catalogue (see `_list_wanted`)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a new round asks and serves, read from files before the transaction."""

    questionnaire: Questionnaire
    plan: Plan


async def choose_origin(errand: Errand) -> None:
    """``/new``: like the last round of a series, or from the catalogue."""
    errand.forget()
    last = {
        one.series: one
        for one in await find_rounds_within(errand.office.connection)
        if one.plan_hash
        and not (one.rehearsal or one.synthetic or one.state is RoundState.WITHDRAWN)
    }
    rows: Rows = [
        *(
            [(errand.words("new-like", name=one.name), StaffToken("new-like", (str(one.id),)))]
            for one in last.values()
        ),
        [(errand.words("new-catalogue"), StaffToken("new-catalogue"))],
    ]
    errand.say(errand.words("new-origin"), rows)


async def choose_questionnaire(errand: Errand) -> None:
    """Which questionnaire of the catalogue."""
    errand.forget()
    rows: Rows = [[(name, StaffToken("new-asks", (name,)))] for name in list_catalogue()]
    errand.say(errand.words("new-questionnaire"), rows)


async def begin_copy(errand: Errand) -> None:
    """A round like an earlier one: its dates and its name are asked."""
    last = await get_tapped_round(errand)
    await _ask_next(errand, {"like": last.name})


async def begin_new(errand: Errand) -> None:
    """A round from the catalogue: everything is asked, once its plan is seen to fit."""
    data = {"asks": errand.argument(0)}
    check_plan(errand.prepared.plan, errand.prepared.questionnaire)
    await _check_so_far(errand, data, "asks", {})
    await _ask_next(errand, data)


async def answer_new(errand: Errand) -> None:
    """One answer, typed or chosen; what cannot be used is refused and asked for again."""
    data = errand.data
    field = data.get("field", "")
    if errand.token is not None and (not field or errand.argument(0) != field):
        raise StaffError(
            "staff.stale",
            "this button",
            "another question is being asked by now, or none",
            "Answer that one, or begin again with /new.",
        )
    answer = errand.text if errand.token is None else errand.argument(1)
    read = read_answer(field, answer)
    await _check_so_far(errand, data, field, read)
    await _ask_next(errand, {**data, "field": "", field: answer})


async def load_files(errand: Errand) -> None:
    """Read questionnaire and plan, which takes too long for a transaction."""
    data = errand.who.dialog.data
    begins = errand.token is not None and errand.token.tap == "new-asks"
    asks = errand.argument(0) if begins else data.get("asks", "")
    if asks:
        errand.prepared = await asyncio.to_thread(_load, asks, errand.settings.plan)


def _load(questionnaire: str, plan: str) -> Loaded:
    asked = load_catalogue(questionnaire)
    return Loaded(asked, choose_plan(asked.name, plan))


async def _ask_next(errand: Errand, data: dict[str, Any]) -> None:
    """Ask for what is not known yet, or make the draft when everything is."""
    wanted = _list_wanted(errand, data)
    field = next((one for one in wanted if one not in data), "")
    if not field:
        round_ = await _make(errand, data)
        errand.forget()
        await show_round(errand, round_, errand.words("new-made", name=round_.name))
        return
    errand.ask("new", **{**data, "field": field})
    choices = list_choices(field, await _so_far(errand, data), errand.now, _languages(errand))
    if field == "name":
        taken = [one.name for one in await find_rounds_within(errand.office.connection)]
        choices = [propose_name(data.get("like", "") or data["asks"], data["dates"], taken)]
    rows: Rows = [
        [(label_choice(errand, field, choice), StaffToken("new-answer", (field, choice)))]
        for choice in choices
    ]
    number = str(wanted.index(field) + 1)
    place = errand.words("new-place", step=number, of=str(len(wanted)))
    errand.say(f"{place}\n\n{errand.words(f'ask-{field}')}", rows)


def _list_wanted(errand: Errand, data: dict[str, Any]) -> list[str]:
    """What is asked: never its purpose, which is the plan's, and a minimum of consultations."""
    if "like" in data:
        return list(COPIED)
    consults = errand.prepared.plan.purpose is Purpose.CONSULTATION
    return [field for field in ALL if field != "minimum" or consults]


async def _so_far(errand: Errand, data: dict[str, Any], **last: Any) -> Round:
    """The round as it is known so far, with what an earlier one has or what is usual."""
    today = london_date(errand.now)
    if "like" in data:
        round_ = await get_round_within(errand.office.connection, data["like"])
        changes: dict[str, Any] = {"id": 0}
    else:
        loaded: Loaded = errand.prepared
        series = loaded.questionnaire.name
        round_ = Round(
            0, PLACEHOLDER, "", "", "", "", RoundState.DRAFT, today, today, series=series
        )
        changes = {"purpose": loaded.plan.purpose}
    for field in ALL:
        if field in data:
            changes |= read_answer(field, data[field])
    changes |= last
    if "like" in data:
        changes.setdefault("name", PLACEHOLDER)
    return _replace(round_, changes)


def _replace(round_: Round, changes: dict[str, Any]) -> Round:
    values = {name: getattr(round_, name) for name in Round.__dataclass_fields__}
    return Round(**(values | changes))


async def _check_so_far(
    errand: Errand, data: dict[str, Any], field: str, read: dict[str, Any]
) -> None:
    """Refuse an answer where it is given, not at the end; a round without a name is the new one."""
    try:
        await _check_round(errand, await _so_far(errand, data, **read), data, field)
    except RoundError as error:
        if error.fault.place != f"round {PLACEHOLDER!r}":
            raise
        remedy = error.fault.remedy
        if error.code == "round.window":
            remedy = f"{remedy.partition(',')[0]}; for another minimum, begin again with /new."
        raise RoundError(error.code, "the new round", error.fault.problem, remedy) from error


async def _check_round(errand: Errand, round_: Round, data: dict[str, Any], field: str) -> None:
    others = await find_rounds_within(errand.office.connection)
    if field == "asks":
        check_plan_purpose(round_, errand.prepared.plan)
    if field == "minimum":
        check_purpose(round_)
    if field == "dates":
        check_dates(round_, others, errand.now)
    if field == "name" and round_.name in {one.name for one in others}:
        raise StaffError(
            "round.exists",
            f"round {round_.name!r}",
            "there is a round of that name",
            "Type another name; the name of a round is never used again.",
        )
    if field == "languages" and "like" not in data:
        check_languages(round_, errand.prepared.questionnaire)


async def _make(errand: Errand, data: dict[str, Any]) -> Round:
    round_ = await _so_far(errand, data)
    if "like" in data:
        return await copy_round(
            errand.office,
            data["like"],
            round_.name,
            opens_on=round_.opens_on,
            closes_on=round_.closes_on,
        )
    loaded: Loaded = errand.prepared
    return await make_draft(errand.office, round_, loaded.questionnaire, loaded.plan)


def _languages(errand: Errand) -> tuple[str, ...]:
    loaded = errand.prepared
    return loaded.questionnaire.languages if isinstance(loaded, Loaded) else ()


COMMANDS = {"new": Entry(choose_origin, Permission.MAKE_ROUND, menu="menu-new")}
TAPS = {
    "new-like": Entry(begin_copy, Permission.MAKE_ROUND),
    "new-catalogue": Entry(choose_questionnaire, Permission.MAKE_ROUND),
    "new-asks": Entry(begin_new, Permission.MAKE_ROUND, prepare=load_files),
    "new-answer": Entry(answer_new, Permission.MAKE_ROUND, prepare=load_files),
}
STEPS = {
    "new": Entry(answer_new, Permission.MAKE_ROUND, prepare=load_files),
}
