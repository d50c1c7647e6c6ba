"""Preparing a launch: comparing with the last round, and recording what was signed off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.plan import Plan
from analysis.trend import TrendReport, guard_trend
from bot.office.context import Office
from bot.office.drafts import change_draft
from bot.settings import Settings
from bot.wording import NAMES
from surveys.checklist import DRAFT, FROM_EITHER, SHORTER, UNCONFIRMED, Item, list_items
from surveys.contacts import Contacts, load_contacts
from surveys.errors import RoundError
from surveys.partnership import Partnership, load_partnership
from surveys.rounds import COMPARED_WITH, FROZEN, LIVE, Round, RoundState
from surveys.store.broadcasts import count_recipients
from surveys.store.codes import count_codes_within
from surveys.store.plans import get_plan_within
from surveys.store.questionnaires import get_questionnaire_within
from surveys.store.rounds import find_rounds_within, get_round_within

OWN_ITEMS = (*FROM_EITHER, "equality", UNCONFIRMED, SHORTER, DRAFT)
"""Lines of the checklist that can be recorded for one round, besides each language."""

EVERY = "all"
"""Stands for every measure that breaks without a written reason."""

USUAL_ANSWERS = 400
"""How many answers are taken to be expected where nothing says more: an example, no forecast."""


async def guard_round(office: Office, round_: Round) -> TrendReport:
    """How a round compares with the last one of its series, measure by measure."""
    connection = office.connection
    questionnaire = await get_questionnaire_within(connection, round_.questionnaire_hash)
    plan = Plan.model_validate_json(await get_plan_within(connection, round_.plan_hash))
    last = await find_last(office, round_)
    if last is None:
        return guard_trend(plan, questionnaire, round_)
    return guard_trend(
        plan,
        questionnaire,
        round_,
        Plan.model_validate_json(await get_plan_within(connection, last.plan_hash)),
        await get_questionnaire_within(connection, last.questionnaire_hash),
        last,
    )


async def find_last(office: Office, round_: Round) -> Round | None:
    """The last real round of the same series before this one.

    A series is what it is for results (`analysis.dataset.find_earlier_rounds`), whatever the plans
    are called; this one need not be over yet.
    """
    past = FROZEN | {RoundState.OPEN, RoundState.CLOSING}
    earlier = [
        one
        for one in await find_rounds_within(office.connection)
        if one.series == round_.series
        and one.plan_hash
        and one.id != round_.id
        and one.state in past
        and not one.rehearsal
        and one.synthetic == round_.synthetic
        and one.purpose is round_.purpose
        and one.opens_on < round_.opens_on
    ]
    return max(earlier, key=lambda one: one.opens_on, default=None)


async def find_last_opened(office: Office, series: str = "") -> str:
    """The name of the last real round that opened, in a series where one is named.

    Raises:
        RoundError: When there is none.
    """
    opened = [
        one
        for one in await find_rounds_within(office.connection)
        if one.state in FROZEN | LIVE and one.is_real and series in {"", one.series}
    ]
    if not opened:
        raise RoundError(
            "round.no-last",
            f"series {series!r}" if series else "the rounds",
            "no round for real residents has opened yet",
            "Make one from the catalogue, without --from, or name a draft to copy.",
        )
    return max(opened, key=lambda one: (one.opens_on, one.id)).name


async def note_last(office: Office, round_: Round) -> Round:
    """The round with the name of the one that it was compared with, as it is to be frozen.

    That one may be withdrawn later, and its breaks with it: results have to know that it was there.
    """
    last = await find_last(office, round_)
    if last is None:
        return round_
    return replace(round_, checklist={**round_.checklist, COMPARED_WITH: last.name})


def load_who_asks(settings: Settings) -> tuple[Partnership, Contacts]:
    """The partnership of the settings and its contacts."""
    partnership = load_partnership(settings.partnership)
    return partnership, load_contacts(partnership.contacts)


async def list_readiness(office: Office, round_: Round) -> tuple[Item, ...]:
    """The launch checklist of a round, what is there and what is not."""
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    partnership, contacts = load_who_asks(office.settings)
    return list_items(round_, partnership, contacts, questionnaire, chat_languages=NAMES)


async def record_item(office: Office, name: str, item: str, words: str) -> Round:
    """Record a line of the launch checklist for a draft.

    Args:
        office: Who records it.
        name: The round.
        item: ``decision``, one of `OWN_ITEMS`, or ``language:`` and a language of the round.
        words: A reference, or who signed it off and when; empty takes the line back.

    Raises:
        RoundError: When there is no such line, or the round is no draft any more.
    """
    round_ = await get_round_within(office.connection, name)
    words = " ".join(words.split())
    if item == "decision":
        return await change_draft(office, name, decision=words)
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    languages = round_.languages or questionnaire.languages
    known = [*OWN_ITEMS, *(f"language:{language}" for language in languages)]
    if item not in known:
        raise RoundError(
            "checklist.item",
            f"round {name!r}",
            f"its checklist has no line {item!r} that can be recorded",
            f"Record one of decision, {', '.join(known)}.",
        )
    checklist = {**round_.checklist, item: words}
    return await change_draft(office, name, checklist=checklist)


async def record_reason(office: Office, name: str, measure: str, reason: str) -> Round:
    """Write why a measure breaks its series; it is printed beside every later result.

    Args:
        office: Who writes it.
        name: The round.
        measure: The measure, or `EVERY` for all that break and have no reason yet.
        reason: The reason in a sentence or two.

    Raises:
        RoundError: When the measure does not break, the reason is empty or the round no draft.
    """
    round_ = await get_round_within(office.connection, name)
    report = await guard_round(office, round_)
    breaks = report.list_breaks()
    measures = report.unexplained(round_.breaks) if measure == EVERY else (measure,)
    if not (measures and set(measures) <= set(breaks)):
        raise RoundError(
            "round.no-break",
            f"measure {measure!r}",
            f"it does not break the series of round {name!r}, or has its reason",
            f"These do: {', '.join(breaks)}." if breaks else "No measure does; nothing is needed.",
        )
    written = " ".join(reason.split())
    if not written:
        raise RoundError(
            "round.no-reason", f"measure {measure!r}", "the reason is empty", "Say why it changes."
        )
    return await change_draft(
        office, name, breaks={**round_.breaks, **dict.fromkeys(measures, written)}
    )


async def expect_answers(office: Office, round_: Round) -> int:
    """How many answers to plan with: as many as codes were issued or people are on the list."""
    codes = sum(one.issued for one in await count_codes_within(office.connection, round_.id))
    listed = await count_recipients(office.connection, round_.id, "invitation")
    return max(codes, listed) or USUAL_ANSWERS


async def plan_answers(office: Office, round_: Round, expected: int) -> Sequence[str]:
    """What that many answers can show, as sentences."""
    plan = Plan.model_validate_json(await get_plan_within(office.connection, round_.plan_hash))
    from analysis.planning import describe_sample  # noqa: PLC0415  # numpy, and needed seldom

    return describe_sample(plan, expected)
