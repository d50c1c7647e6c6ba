"""A round in words: one line for a list, and a card with everything that staff decide about."""

from __future__ import annotations

from analysis.trend import render_trend
from bot.office.context import Office
from bot.office.launching import INVITE
from bot.office.preparing import expect_answers, guard_round, list_readiness, plan_answers
from surveys.checklist import render_checklist
from surveys.questionnaire import Questionnaire
from surveys.rounds import Audience, Purpose, Round, RoundState
from surveys.store.approvals import find_pending
from surveys.store.questionnaires import get_questionnaire_within

AUDIENCES = {
    Audience.OPEN: "open to everybody",
    Audience.INVITED: "only people with an invitation code",
    Audience.BOTH: "open to everybody, and people with an invitation code",
    Audience.IMPORTED: "nobody in chat: answers are imported",
}
"""Who can take part, in words."""

_BEFORE = frozenset({RoundState.DRAFT, RoundState.SCHEDULED})


def list_marks(round_: Round) -> list[str]:
    """What a round is marked with wherever it is named."""
    marked = {"REHEARSAL": round_.rehearsal, "SYNTHETIC": round_.synthetic}
    return [mark for mark, holds in marked.items() if holds]


def describe_round(round_: Round, questionnaire: Questionnaire) -> str:
    """A round in one line: name, state, dates, questionnaire version, audience and marks."""
    audience = [] if round_.audience is Audience.OPEN else [f"audience {round_.audience}"]
    return ", ".join(
        [
            f"{round_.name}: {round_.state}",
            f"{round_.opens_on} to {round_.closes_on}",
            f"{questionnaire.name} version {questionnaire.version}",
            *audience,
            *list_marks(round_),
        ]
    )


def _count_days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def list_facts(round_: Round, questionnaire: Questionnaire) -> list[str]:
    """What a round is, a line each."""
    languages = ", ".join(round_.languages or questionnaire.languages)
    consultation = round_.purpose is Purpose.CONSULTATION
    version = f"{questionnaire.name} version {questionnaire.version}"
    window = f", open for at least {_count_days(round_.minimum_days)}" if consultation else ""
    return [
        " ".join([f"{round_.name}: {round_.state}", *list_marks(round_)]),
        f"Title: {round_.title or questionnaire.title[questionnaire.languages[0]]}",
        f"Dates: {round_.opens_on} to {round_.closes_on} ({_count_days(round_.days)})",
        f"Questionnaire: {version}, hash {round_.questionnaire_hash[:12]}",
        f"Plan: {round_.plan or 'none'}"
        + (f", hash {round_.plan_hash[:12]}" if round_.plan_hash else ""),
        f"Series: {round_.series or 'none'}",
        f"Purpose: {round_.purpose}{window}",
        f"Who can take part: {AUDIENCES[round_.audience]}",
        f"Languages: {languages}",
        f"Decision that it feeds: {round_.decision or 'not said yet'}",
    ]


async def render_card(office: Office, round_: Round) -> str:
    """A round with its facts, and what is waited for."""
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    lines = list_facts(round_, questionnaire)
    if round_.state is RoundState.SCHEDULED:
        tells = round_.checklist.get(INVITE) == "yes"
        told = "people on the contact list are told" if tells else "nobody is told"
        lines.append(f"At the opening {told}.")
    for waiting in await find_pending(office.connection, round_.id):
        lines.append(
            f"Waits for a second officer: request {waiting.id} ({waiting.subject}), "
            f"asked by {waiting.requested_by}"
        )
    return "\n".join(lines)


async def render_readiness(office: Office, round_: Round) -> str:
    """What is to be read before a launch: checklist, trend guard and sample planner."""
    if round_.state not in _BEFORE:
        return ""
    checklist = render_checklist(await list_readiness(office, round_))
    note = [] if round_.is_real else ["(not needed: this round asks no real residents)"]
    trend = render_trend(await guard_round(office, round_), round_.breaks)
    expected = await expect_answers(office, round_)
    sample = await plan_answers(office, round_, expected)
    blocks = (
        ["Launch checklist", *note, *checklist],
        ["Trend guard", trend],
        [f"Sample planner, for {expected:,} answers", *sample],
    )
    return "\n\n".join("\n".join(block) for block in blocks)
