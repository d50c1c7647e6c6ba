"""Closing a round for good: drain, freeze, verify, delete, destroy the key; resumable."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram.error import NetworkError
from telegram.request import BaseRequest

from bot.app import build_bot, now_utc
from bot.fieldwork import key_name
from bot.office import TERMINAL, Office
from bot.sessions import SessionKind
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.interview import Interview
from surveys.interview.drawing import find_draws
from surveys.keyring import KeyRing
from surveys.privacy import RoundKeys
from surveys.progress import REVIEW
from surveys.questionnaire import Questionnaire
from surveys.rounds import FROZEN, Round, RoundState, london_date
from surveys.routing import find_path
from surveys.sealing import open_interview
from surveys.store.closings import begin_closing, finish_closing
from surveys.store.codes import count_codes
from surveys.store.engine import Store, Transaction
from surveys.store.frozen import FieldworkCounts, discard, freeze
from surveys.store.inbox import count_pending
from surveys.store.interviews import (
    StoredInterview,
    delete_round_interviews,
    iterate_interviews,
)
from surveys.store.lock import FolderLock, WriterLock
from surveys.store.manifest import CodesUsed
from surveys.store.outbox import count_pending_messages
from surveys.store.questionnaires import get_questionnaire
from surveys.store.response import FrozenResponse
from surveys.store.rounds import get_round

POLL_SECONDS = 0.2

Say = Callable[[str], None]


async def close_round(
    settings: Settings,
    store: Store,
    ring: KeyRing,
    name: str,
    *,
    plan: str | None = None,
    say: Say = lambda _: None,
    who: str = TERMINAL,
    clock: Callable[[], datetime] = now_utc,
) -> Path:
    """Close a round for good and return the folder of its frozen answers.

    Each step can be repeated, so closing that was interrupted is taken up by closing again. Where
    two processes close the same round, the second waits and finds it closed.

    Args:
        settings: Where the frozen round goes.
        store: The open database.
        ring: The key ring.
        name: The round.
        plan: The plan as JSON, to be frozen with the answers.
        say: Told of each step.
        who: Staff code of who closes it, for the audit trail.
        clock: The time; its date is kept as the day of the closing.

    Raises:
        RoundError: When the round was never opened, or its interviews changed meanwhile.
        StoreError: When the files cannot be written or do not read back the same.
        SecretKeyError: When the round's key is missing.
    """
    folder = settings.data_dir / name
    round_ = await begin_closing(store, name)
    if round_.state not in FROZEN:
        say("no more answers are taken")
        await _drain(settings, store, ring, round_, say)
        async with FolderLock(folder):
            await _freeze(settings, store, ring, round_, plan, say, who, clock())
    ring.destroy(key_name(await get_round(store, name)))
    await _destroy_transit_keys(settings, store, ring)
    say("the round's key is destroyed")
    return folder


async def _freeze(
    settings: Settings,
    store: Store,
    ring: KeyRing,
    round_: Round,
    plan: str | None,
    say: Say,
    who: str,
    now: datetime,
) -> None:
    """Freeze what was submitted, verify it, and delete it here with a line in the audit trail."""
    if (await get_round(store, round_.name)).state in FROZEN:
        return
    async with store.write() as connection:
        # One that was under way as the round was opened elsewhere; no answer of it is anybody's.
        await delete_round_interviews(connection, round_.id, mode=SessionKind.PREVIEW)
    folder = settings.data_dir / round_.name
    questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
    keys = RoundKeys(ring.get(key_name(round_)))
    responses, fieldwork = await _collect(store, round_, questionnaire, keys, plan, now)
    say(f"freezing {len(responses)} submitted responses")
    manifest = await asyncio.to_thread(freeze, round_, questionnaire, responses, folder, fieldwork)
    say("frozen and verified")

    async def record(connection: Transaction) -> None:
        office = Office(connection, ring, settings, who, now, os.urandom)
        await office.record("round.closed", round_.name, RoundState.CLOSING, RoundState.CLOSED)

    try:
        await finish_closing(store, round_.name, len(responses), fieldwork.unsubmitted, record)
    except RoundError as error:
        if error.code in {"round.changed", "round.not-closing"}:
            # What was frozen is not what is there, or the round was withdrawn meanwhile.
            discard(folder, manifest)
        raise
    say("answers deleted from the database")


async def _destroy_transit_keys(settings: Settings, store: Store, ring: KeyRing) -> None:
    """Destroy the keys of what waited, where nothing waits; a running bot does so itself."""
    with ExitStack() as held:
        try:
            held.enter_context(WriterLock(settings.database_url))
        except StoreError:
            return
        waiting = {
            "inbox-": await count_pending(store),
            "outbox-": await count_pending_messages(store),
        }
        for name in ring.names():
            for beginning, count in waiting.items():
                if count == 0 and name.startswith(beginning):
                    ring.destroy(name)


async def _drain(settings: Settings, store: Store, ring: KeyRing, round_: Round, say: Say) -> None:
    """Wait until every update that still counts is handled; handle them here if no bot runs."""
    up_to = round_.closing_position or 0
    told = False
    while waiting := await count_pending(store, up_to):
        with ExitStack() as held:
            try:
                held.enter_context(WriterLock(settings.database_url))
            except StoreError as error:
                if error.code != "store.in-use":
                    raise
                if not told:
                    say(f"waiting for the running bot to handle {waiting} updates")
                told = True
                await asyncio.sleep(POLL_SECONDS)
                continue
            say(f"handling {waiting} updates that came in time")
            await _handle_waiting(settings, store, ring)


async def _handle_waiting(settings: Settings, store: Store, ring: KeyRing) -> None:
    """Handle what is in the inbox without a network; replies wait for the next run."""
    offline = settings.model_copy(update={"telegram_bot_token": SecretStr("1:offline")})
    bot = build_bot(offline, store, ring, http=NoNetwork)
    await bot.application.initialize()
    try:
        await bot.worker.inbox.load()
        await bot.worker.drain()
    finally:
        await bot.application.shutdown()


async def _collect(
    store: Store,
    round_: Round,
    questionnaire: Questionnaire,
    keys: RoundKeys,
    plan: str | None,
    now: datetime,
) -> tuple[list[FrozenResponse], FieldworkCounts]:
    """The submitted responses, and where the others broke off."""
    responses: list[FrozenResponse] = []
    break_offs: Counter[str] = Counter()
    async for stored in iterate_interviews(store, round_.id):
        interview = open_interview(keys, round_.id, stored.pseudonym, stored.person, stored.state)
        if interview.submitted:
            responses.append(_as_response(questionnaire, stored, interview))
        else:
            break_offs[interview.current or REVIEW] += 1
    unsubmitted = sum(break_offs.values())
    stopped = dict(sorted(break_offs.items()))
    codes = [
        CodesUsed(
            stratum=one.stratum,
            design_weight=one.design_weight,
            issued=one.issued,
            used=one.spent,
        )
        for one in await count_codes(store, round_.id)
    ]
    return responses, FieldworkCounts(unsubmitted, stopped, plan, london_date(now), codes)


def _as_response(
    questionnaire: Questionnaire, stored: StoredInterview, interview: Interview
) -> FrozenResponse:
    """What is kept of a submitted interview: the answers as submitted, and nothing of whose."""
    path = find_path(questionnaire, interview.saved, interview.submitted)
    drawn = (draw for draw in find_draws(questionnaire) if draw.part in interview.submitted)
    slots = {
        question.name: interview.saved[question.name]
        for question in (*path, *drawn)
        if question.name in interview.saved
    }
    return FrozenResponse(
        language=interview.language,
        mode=stored.mode,
        sample=stored.sample,
        slots=slots,
        stratum=stored.stratum,
        design_weight=stored.design_weight,
        flags=interview.flags,
        minutes=interview.minutes,
    )


class NoNetwork(BaseRequest):
    """Stands where HTTP would, for work that needs the handlers and no Telegram."""

    @property
    def read_timeout(self) -> float | None:
        """No reply ever comes."""
        return 0.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Answer who the bot is, which handlers need to know, and refuse everything else."""
        if not url.endswith("/getMe"):
            raise NetworkError("closing a round uses no network")
        me = {"id": 1, "is_bot": True, "first_name": "Canvass", "username": "canvass"}
        return 200, json.dumps({"ok": True, "result": me}).encode()
