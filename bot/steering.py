"""What `canvass round` does besides making, opening and closing: show, change, launch, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from analysis.plan_loading import load_plan
from bot.fieldwork import key_name
from bot.office import Office
from bot.office.approving import IN_CHAT, approve, decline
from bot.office.cards import render_card, render_readiness
from bot.office.drafts import change_draft, copy_round, delete_draft, propose_dates
from bot.office.ending import destroy_files, withdraw
from bot.office.launching import Launched, request_launch, unschedule
from bot.office.preparing import find_last_opened, record_item, record_reason
from bot.rounds import at_work, find_questionnaire
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.rounds import Round, RoundState
from surveys.staff import PERMITTED, MemberState, Permission
from surveys.store.rounds import get_round_within
from surveys.store.staff import find_members_within

LAST = "LAST"
"""Stands for the last real round that opened; no round can have a name in capitals."""


async def copy_last_round(
    settings: Settings,
    last: str,
    name: str,
    *,
    opens_on: date | None = None,
    closes_on: date | None = None,
    questionnaire: str = "",
    plan: str = "",
    **changes: Any,
) -> Round:
    """Add a draft like an earlier round; without dates a year later and as long.

    Args:
        settings: Where everything is.
        last: The round that is copied; `LAST` is the last real one that opened.
        name: Name of the new one.
        opens_on: First London date.
        closes_on: Last London date; by default as long after the first as before.
        questionnaire: Another version to ask, by name or file.
        plan: Another plan, by name or file.
        **changes: Other fields of `Round` that differ.
    """
    asked = find_questionnaire(questionnaire) if questionnaire else None
    served = load_plan(plan) if plan else None
    async with at_work(settings) as office:
        series = changes.get("series", "")
        last = await find_last_opened(office, series) if last == LAST else last
        before = await get_round_within(office.connection, last)
        first, end = propose_dates(before, office.now)
        if opens_on is not None:
            first, end = opens_on, opens_on + (end - first)
        return await copy_round(
            office,
            last,
            name,
            opens_on=first,
            closes_on=closes_on or end,
            questionnaire=asked,
            plan=served,
            **changes,
        )


async def show_round(settings: Settings, name: str) -> str:
    """The card of a round and, before its launch, checklist, trend guard and sample planner."""
    async with at_work(settings) as office:
        round_ = await get_round_within(office.connection, name)
        blocks = [await render_card(office, round_), await render_readiness(office, round_)]
        return "\n\n".join(filter(None, blocks))


async def set_round(
    settings: Settings,
    name: str,
    changes: dict[str, Any],
    checks: Sequence[str] = (),
    breaks: Sequence[str] = (),
) -> Round:
    """Change a draft: all of it or, when something cannot be used, nothing.

    Args:
        settings: Where everything is.
        name: The round.
        changes: Fields of `Round`.
        checks: Lines of the launch checklist, as ``ITEM=TEXT``.
        breaks: Reasons of breaks, as ``MEASURE=REASON``.
    """
    items = [_split(one, "--check", "equality=EQIA-EXAMPLE-1") for one in checks]
    reasons = [_split(one, "--break", "listens=The scale was changed") for one in breaks]
    if not (changes or items or reasons):
        raise RoundError(
            "round.nothing-set", f"round {name!r}", "nothing to change was given", "See --help."
        )
    async with at_work(settings) as office:
        if changes:
            await change_draft(office, name, **changes)
        for item, words in items:
            await record_item(office, name, item, words)
        for measure, reason in reasons:
            await record_reason(office, name, measure, reason)
        return await get_round_within(office.connection, name)


async def launch_round(settings: Settings, name: str, *, invite: bool) -> list[str]:
    """Launch a draft, or ask for the approval that this needs; what came of it, in lines."""
    async with at_work(settings) as office:
        launched = await request_launch(office, name, invite=invite)
        return [*_tell_launched(launched), *await _tell_lone(office, launched)]


async def approve_request(settings: Settings, number: int) -> str:
    """Approve what somebody else asked for."""
    async with at_work(settings) as office:
        approval = await approve(office, number)
        return f"{approval.place} is approved"


async def decline_request(settings: Settings, number: int) -> str:
    """Decline a request, or take back one's own."""
    async with at_work(settings) as office:
        approval = await decline(office, number)
        return f"{approval.place} is {approval.state}; nothing was done"


async def unschedule_round(settings: Settings, name: str) -> Round:
    """Make a scheduled round a draft again."""
    async with at_work(settings) as office:
        return await unschedule(office, name)


async def withdraw_round(settings: Settings, name: str, reason: str) -> str:
    """Withdraw a round, and then destroy its key and its frozen files."""
    async with at_work(settings) as office:
        withdrawn = await withdraw(office, name, reason)
    await destroy_files(settings, office.ring, withdrawn)
    return f"round {name} is withdrawn; its answers and its key are destroyed"


async def delete_round(settings: Settings, name: str) -> str:
    """Delete a round that has no answers, and then its key."""
    async with at_work(settings) as office:
        deleted = await delete_draft(office, name)
    office.ring.destroy(key_name(deleted))
    return f"round {name} is deleted"


def _split(text: str, option: str, example: str) -> tuple[str, str]:
    name, sign, words = text.partition("=")
    if not (sign and name.strip()):
        raise RoundError(
            "round.option", f"{option} {text!r}", "it has no '='", f"Write it as {example!r}."
        )
    return name.strip(), words.strip()


def _tell_launched(launched: Launched) -> list[str]:
    round_, approval = launched.round, launched.approval
    dates = f"round {round_.name} ({round_.opens_on} to {round_.closes_on})"
    if approval is None:
        opens = "is open" if round_.state is RoundState.OPEN else "is scheduled; it opens by itself"
        told = f"; {launched.people} people on the contact list are told" if launched.people else ""
        return [f"{dates} {opens}{told}"]
    waits = f"waits for a second officer: request {approval.id}"
    return [
        f"{dates} {waits}, {launched.people} people would be told",
        IN_CHAT,
    ]


async def _tell_lone(office: Office, launched: Launched) -> list[str]:
    """What to do where nobody could approve."""
    if launched.approval is None:
        return []
    members = [one.member for one in await find_members_within(office.connection)]
    if any(
        one.state is MemberState.ACTIVE and one.role in PERMITTED[Permission.APPROVE]
        for one in members
    ):
        return []
    return [_NOBODY]


_NOBODY = (
    "Nobody in chat can approve it: invite an officer with `canvass staff invite officer`, "
    "or set SECOND_APPROVAL=false, decline this request and launch again."
)
