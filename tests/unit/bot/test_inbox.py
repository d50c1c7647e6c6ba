"""Updates are stored once, whatever shape they have, and wait over a restart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import bot.reduction
from surveys.store.engine import Store
from surveys.store.inbox import count_malformed
from surveys.store.tables import InboxState, inbox
from tests.support.chat import Chat, Desk, make_settings, open_desk, run_desk


async def read_states(store: Store) -> list[InboxState]:
    async with store.read() as connection:
        rows = await connection.execute(select(inbox.c.state).order_by(inbox.c.position))
        return [InboxState(state) for state in rows.scalars()]


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


async def test_an_update_that_comes_again_counts_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin(chat)
        raw = {"update_id": 900001, **chat.message_update(text="3")}
        await desk.receive_raw(raw, raw)
        handled = desk.bot.worker.handled
        await desk.receive_raw(raw)
        assert desk.bot.worker.handled == handled
        assert chat.messages[-1].text.startswith("Question 2 of 16")


async def test_a_malformed_update_among_good_ones_is_counted_by_its_shape(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        good = {"update_id": 900001, **chat.message_update(text="/start")}
        await desk.receive_raw({"update_id": 900000, "message": "PLANTED"}, "PLANTED", good)
        assert len(chat.messages) == 1
        assert await count_malformed(desk.store) == {"{message:text,update_id:integer}": 1}


async def test_an_update_that_cannot_be_reduced_is_counted_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.reduction, "snap", lambda *_: 1 // 0)
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        place = chat.message_update(location={"latitude": 51.5, "longitude": 0.0})
        bad, good = ({"update_id": 900000 + n} for n in range(2))
        await desk.receive_raw({**bad, **place}, {**good, **chat.message_update(text="/start")})
        assert len(chat.messages) == 1
        [shape] = await count_malformed(desk.store)
        assert "51" not in shape


async def leave_waiting(desk: Desk, *updates: dict[str, Any]) -> None:
    """Store updates and end before they are handled."""
    raw = [{"update_id": desk.next_number(), **update} for update in updates]
    await desk.bot.worker.inbox.receive(raw)


async def test_what_was_stored_and_not_handled_is_handled_by_the_next_run(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin(chat)
        await leave_waiting(desk, chat.tap_update("18 or over"), chat.message_update(text="1"))
        async with run_desk(make_settings(tmp_path), desk.store, desk.ring) as later:
            await later.bot.worker.drain()
            await later.bot.outbox.drain()
            assert later.chat().messages[-1].text.startswith("Question 3 of 16")
        assert set(await read_states(desk.store)) == {InboxState.DONE}
