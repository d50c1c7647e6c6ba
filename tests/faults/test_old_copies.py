"""A copy of the database from the middle of a round tells nothing once the round is closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.app import open_ring
from bot.housekeeping import KEY_AGE, Housekeeping
from bot.rounds import close_for_good
from surveys.errors import SecretKeyError
from surveys.privacy import TransitKeys
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, find_pending, receive
from tests.support.chat import Desk, make_settings, open_desk


async def answer_some(desk: Desk) -> None:
    chat = desk.chat()
    await chat.say("/start")
    await chat.tap("I agree to take part")
    await chat.tap("18 or over")


async def test_closing_leaves_no_key_that_opens_what_was_received(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await answer_some(desk)
        before = set(desk.ring.names())
    settings = make_settings(tmp_path)
    staying = {"audit", "contacts", "staff"}
    kinds = {name.partition("-")[0] for name in before} - staying
    assert kinds == {"inbox", "outbox", "round"}
    await close_for_good(settings, "autumn-2026", print)
    # What an old copy or a write-ahead log holds is sealed under one of these, and they are gone.
    assert set(open_ring(settings).names()) <= staying


class Times:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


async def test_a_running_bot_destroys_keys_once_nothing_that_waits_needs_them(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        store, ring, clock = desk.store, desk.ring, Times()
        updates = TransitKeys(ring, "inbox", Random(2).randbytes)
        messages = TransitKeys(ring, "outbox", Random(3).randbytes)
        housekeeping = Housekeeping(
            store, ring, desk.bot.fieldwork, desk.bot.book, updates, messages, clock=clock
        )
        await housekeeping.tick()
        sealed = updates.seal(b"{}", b"inbox")
        (position,) = await receive(store, [InboxRow(9, updates.lane(1), sealed)], 1)
        assert position is not None
        clock.now += KEY_AGE
        await housekeeping.tick()
        clock.now += timedelta(minutes=1)
        await housekeeping.tick()
        assert updates.open(sealed, b"inbox") == b"{}", "it still waits"
        await handle(store, position)
        await housekeeping.tick()
        with pytest.raises(SecretKeyError):
            updates.open(sealed, b"inbox")


async def handle(store: Store, position: int) -> None:
    assert [update.position for update in await find_pending(store, 10)] == [position]
    await commit_batch(store, Batch(done=[position]), 1)
