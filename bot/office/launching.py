"""Launching a round: what is compared and checked, who approves, and the opening itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from bot.fieldwork import key_name
from bot.office.checking import check_languages, check_purpose
from bot.office.context import Office
from bot.office.drafts import PREVIEW
from bot.office.moves import move
from bot.office.noticing import note_notices
from bot.office.preparing import guard_round, load_who_asks, note_last
from bot.wording import NAMES
from surveys.checklist import check_ready
from surveys.errors import RoundError
from surveys.round_checks import check_dates, check_move, check_open
from surveys.rounds import Audience, Round, RoundState, london_date
from surveys.store.approvals import Approval, find_pending, request_approval
from surveys.store.broadcasts import count_recipients, start_broadcast
from surveys.store.interviews import delete_round_interviews
from surveys.store.questionnaires import get_questionnaire_within
from surveys.store.rounds import find_rounds_within, get_round_within

LAUNCH = "launch"
INVITE = "invite"
"""Item of a round's checklist: whether everybody on the contact list is told at the opening."""


@dataclass(frozen=True, slots=True)
class Launched:
    """What came of asking for a launch.

    Attributes:
        round: The round as it is now.
        approval: The approval that is waited for; None where none is needed.
        people: How many people on the contact list would be told, as things are now.
    """

    round: Round
    approval: Approval | None
    people: int = 0


async def check_launch(office: Office, round_: Round) -> None:
    """Check everything that a launch needs; all that is missing from the checklist at once.

    Raises:
        RoundError: When something is missing.
    """
    check_move(round_, RoundState.SCHEDULED)
    check_dates(round_, await find_rounds_within(office.connection), office.now)
    await check_content(office, round_)


async def check_content(office: Office, round_: Round) -> None:
    """Check what must hold at a launch and still at the opening: all but state and dates.

    Raises:
        RoundError: When something is missing; all of the checklist is told at once.
    """
    check_purpose(round_)
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    check_languages(round_, questionnaire)
    partnership, contacts = load_who_asks(office.settings)
    check_ready(round_, partnership, contacts, questionnaire, chat_languages=NAMES)
    if round_.is_real:
        unexplained = (await guard_round(office, round_)).unexplained(round_.breaks)
        if unexplained:
            raise RoundError(
                "round.break-unexplained",
                f"round {round_.name!r}",
                "the series breaks, and no reason is written, for " + ", ".join(unexplained),
                "Write a reason for each; it is printed beside every later result.",
            )


async def request_launch(office: Office, name: str, *, invite: bool) -> Launched:
    """Ask for the launch of a draft; sending to everyone asks a second officer to approve.

    Args:
        office: Who asks.
        name: The round.
        invite: Whether everybody on the contact list is told at its opening.

    Raises:
        RoundError: When it is launched already or cannot be.
    """
    round_ = await get_round_within(office.connection, name)
    await _check_not_launched(office, round_)
    if invite:
        check_invites(round_)
    await check_launch(office, round_)
    people = await count_recipients(office.connection, round_.id, "invitation") if invite else 0
    words = f"tell {people} people at the opening" if invite else "tell nobody"
    await office.record("launch.request", name, "", words)
    # Until its first day people can still join the list.
    sends = invite and (people > 0 or round_.opens_on > london_date(office.now))
    if not (sends and office.settings.second_approval):
        return Launched(await schedule(office, round_, invite=invite), None, people)
    details = json.dumps({"invite": invite, "people": people, "opens_on": str(round_.opens_on)})
    approval = await request_approval(
        office.connection,
        round_id=round_.id,
        subject=LAUNCH,
        details=details,
        requested_by=office.who,
        at=office.now,
    )
    return Launched(round_, approval, people)


async def _check_not_launched(office: Office, round_: Round) -> None:
    """Tell a second launch, such as the second tap of a double tap, that it is one."""
    place = f"round {round_.name!r}"
    if round_.state is not RoundState.DRAFT:
        raise RoundError(
            "round.launched",
            place,
            f"it is {round_.state} and was launched before; nothing was done twice",
            "See /rounds or `canvass round show` for what can be done with it.",
        )
    for waiting in await find_pending(office.connection, round_.id):
        if waiting.subject == LAUNCH:
            raise RoundError(
                "round.launch-waits",
                place,
                f"its launch was asked for already (request {waiting.id}) and waits for approval",
                "A second officer can approve it; nothing was asked for again.",
            )


def check_invites(round_: Round) -> None:
    """Check that people on the contact list can be told of a round.

    Raises:
        RoundError: When they could not answer it, or it asks nobody.
    """
    if round_.is_real and round_.audience is not Audience.INVITED:
        return
    what = f"its audience is {round_.audience}" if round_.is_real else "it asks no real residents"
    raise RoundError(
        "round.tells-nobody",
        f"round {round_.name!r}",
        f"{what}, so people on the contact list cannot be told of it",
        "Launch it without telling anybody.",
    )


async def approve_launch(office: Office, round_: Round, details: str) -> Round:
    """Launch what another officer asked for; see `bot.office.approving`.

    Args:
        office: Who approves.
        round_: The round, which could not change since.
        details: What was asked for, as `request_launch` wrote it.
    """
    await check_launch(office, round_)
    return await schedule(office, round_, invite=bool(json.loads(details)["invite"]))


async def schedule(office: Office, round_: Round, *, invite: bool) -> Round:
    """Schedule a round, and open it at once where its first day has come."""
    check_move(round_, RoundState.SCHEDULED)
    await note_notices(office, round_)
    checklist = {**round_.checklist, INVITE: "yes" if invite else "no"}
    scheduled = await move(office, replace(round_, checklist=checklist), RoundState.SCHEDULED)
    if scheduled.opens_on <= london_date(office.now):
        return await _open(office, scheduled, invite=invite)
    return scheduled


async def unschedule(office: Office, name: str) -> Round:
    """Make a scheduled round a draft again.

    Raises:
        RoundError: When it is not scheduled.
    """
    round_ = await get_round_within(office.connection, name)
    if round_.state is not RoundState.SCHEDULED:
        raise RoundError(
            "round.not-scheduled",
            f"round {name!r}",
            f"it is {round_.state}, and only a scheduled round can be made a draft again",
            "A round in the field can be closed or withdrawn.",
        )
    # What was approved was the round as it was: telling everybody is asked for anew.
    checklist = {item: words for item, words in round_.checklist.items() if item != INVITE}
    return await move(office, replace(round_, checklist=checklist), RoundState.DRAFT)


async def open_draft(office: Office, name: str) -> Round:
    """Open a draft or a scheduled round at once; a draft passes all checks of a launch.

    Nobody is told of a draft that is opened like this, whatever its checklist says.

    Raises:
        RoundError: When it cannot be opened, or its first day is to come.
    """
    round_ = await get_round_within(office.connection, name)
    check_open(round_, office.now)
    if round_.is_real and round_.opens_on > london_date(office.now):
        raise RoundError(
            "round.early",
            f"round {name!r}",
            f"its first day, {round_.opens_on}, is to come",
            "Launch it with `canvass round launch`, and it opens by itself on that day; "
            "or set its first day to today.",
        )
    if round_.state is RoundState.SCHEDULED:
        return await open_scheduled(office, round_)
    await _check_not_launched(office, round_)
    await check_launch(office, round_)
    return await _open(office, round_, invite=False)


async def open_scheduled(office: Office, round_: Round) -> Round:
    """Open a scheduled round, which tells whom its launch said, where all of it still holds.

    Args:
        office: Who opens it.
        round_: The round as it is within this transaction.

    Raises:
        RoundError: When it cannot be opened, or lacks by now what it had at its launch.
    """
    await check_content(office, round_)
    return await _open(office, round_, invite=round_.checklist.get(INVITE) == "yes")


async def _open(office: Office, round_: Round, *, invite: bool) -> Round:
    """Open a round for answers: answers of previews go, and whoever is to be told is noted."""
    check_open(round_, office.now)
    check_move(round_, RoundState.OPEN)
    await delete_round_interviews(office.connection, round_.id, mode=PREVIEW)
    office.ring.ensure(key_name(round_))
    await note_notices(office, round_)
    opened = await move(office, await note_last(office, round_), RoundState.OPEN)
    if invite and round_.is_real:
        await start_broadcast(office.connection, round_.id, "invitation", office.now)
    return opened
