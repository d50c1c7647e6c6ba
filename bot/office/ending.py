"""The end of a round: closing, publishing, withdrawing, and saying what came of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis.comments.store import comments_folder
from bot.fieldwork import key_name
from bot.office.context import Office
from bot.office.drafts import PREVIEW, write_value
from bot.office.moves import move
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.keyring import KeyRing
from surveys.round_checks import check_move
from surveys.rounds import FROZEN, Round, RoundState, is_answerable, london_date
from surveys.store.approvals import decide, find_pending
from surveys.store.closings import begin_closing_within
from surveys.store.codes import delete_codes
from surveys.store.frozen import draft_path
from surveys.store.interviews import count_within, delete_round_interviews
from surveys.store.lock import FolderLock, lock_path
from surveys.store.publications import delete_publication, save_publication
from surveys.store.rounds import get_round_within, save_round
from surveys.store.subscriptions import forget_subscriptions


async def begin_close(office: Office, name: str, *, early: bool) -> Round:
    """Stop taking answers. What follows (freezing, deleting) is `bot.closing`'s.

    Raises:
        RoundError: When it is not open, or people were told that they can still answer.
    """
    round_ = await get_round_within(office.connection, name)
    if not early and is_answerable(round_, office.now):
        raise RoundError(
            "round.still-open",
            f"round {name!r}",
            f"people were told that they can answer until {round_.closes_on}",
            "Close it after that day, or with --early if that is decided.",
        )
    closing = await begin_closing_within(office.connection, name)
    if closing.state is not round_.state:
        await office.record("round.closing", name, round_.state, closing.state)
    return closing


async def publish(office: Office, name: str, body: str) -> Round:
    """Publish the released results of a closed round.

    Args:
        office: Who publishes.
        name: The round.
        body: The released results as JSON; nothing else may be given here.

    Raises:
        RoundError: When it is not closed, or is a rehearsal.
    """
    round_ = await get_round_within(office.connection, name)
    if round_.rehearsal:
        raise RoundError(
            "round.rehearsal",
            f"round {name!r}",
            "it is a rehearsal, and no result ever includes it",
            "Publish a round that asked residents.",
        )
    check_move(round_, RoundState.PUBLISHED)
    await save_publication(office.connection, round_.id, body)
    dated = replace(round_, published_on=london_date(office.now))
    return await move(office, dated, RoundState.PUBLISHED, before=round_)


async def withdraw(office: Office, name: str, reason: str) -> Round:
    """Withdraw a round: its answers are destroyed wherever they are, and that is on record.

    Raises:
        RoundError: When no reason is given, or it is withdrawn already.
    """
    round_ = await get_round_within(office.connection, name)
    if not reason.strip():
        raise RoundError(
            "round.no-reason",
            f"round {name!r}",
            "no reason is given",
            "Say why it is withdrawn; the reason is kept in the audit trail.",
        )
    check_move(round_, RoundState.WITHDRAWN)
    destroyed = await count_within(office.connection, round_.id, besides=PREVIEW)
    await delete_round_interviews(office.connection, round_.id)
    await delete_codes(office.connection, round_.id)
    await delete_publication(office.connection, round_.id)
    # There will be no results to tell of, and nothing that was asked for can be done any more.
    await forget_subscriptions(office.connection, round_.id)
    for waiting in await find_pending(office.connection, round_.id):
        await decide(office.connection, waiting.id, office.who, approved=False)
        await office.record("approval.withdraw", waiting.place, "pending", "round withdrawn")
    withdrawn = await move(office, round_, RoundState.WITHDRAWN)
    what = "frozen answers" if round_.state in FROZEN else f"{destroyed} interviews"
    await office.record("round.destroyed", name, what, f"reason: {reason.strip()}")
    return withdrawn


async def destroy_files(settings: Settings, ring: KeyRing, round_: Round) -> None:
    """Destroy the key and the frozen files of a withdrawn round; repeating it does no harm.

    Called once the withdrawal is committed: files cannot be brought back by giving it up. Where
    that was interrupted, the timetable of the running bot makes it good.

    Raises:
        StoreError: When files are left that cannot be removed.
    """
    ring.destroy(key_name(round_))
    if not find_files(settings, round_):
        return
    folder = settings.data_dir / round_.name
    # Whoever is freezing it just now ends first: withdrawn, it removes what it wrote, or leaves it.
    async with FolderLock(folder):
        for place in (folder, draft_path(folder), comments_folder(settings.data_dir, round_.name)):
            await asyncio.to_thread(_remove, place)
        lock_path(folder).unlink(missing_ok=True)


def find_files(settings: Settings, round_: Round) -> list[Path]:
    """What there is on disk of a round's answers, and of what was made of its comments."""
    folder = settings.data_dir / round_.name
    comments = comments_folder(settings.data_dir, round_.name)
    places = (folder, draft_path(folder), lock_path(folder), comments)
    return [one for one in places if one.exists()]


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(
            "store.not-destroyed",
            str(folder),
            f"frozen answers of a withdrawn round cannot be removed ({error.strerror})",
            "Make DATA_DIR writable; the running bot tries again, or remove the folder yourself.",
        ) from error


async def set_actions(office: Office, name: str, actions: Mapping[str, str]) -> Round:
    """Write what was done about the results, by language.

    Raises:
        RoundError: When the results are not published.
    """
    round_ = await get_round_within(office.connection, name)
    if round_.state is not RoundState.PUBLISHED:
        raise RoundError(
            "round.not-published",
            f"round {name!r}",
            f"it is {round_.state}, and people have not seen its results",
            "Publish it first.",
        )
    changed = replace(round_, actions=dict(actions))
    await save_round(office.connection, changed)
    await office.record(
        "round.actions", name, write_value(round_.actions), write_value(changed.actions)
    )
    return changed
