"""Handling updates: in order, together, and again where they could not be committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Bot, Update

import bot.reception
import bot.worker
from bot.reduction import Reduced, rebuild_update
from surveys.errors import StoreError
from surveys.store.batch import Batch, CommittedBatch, commit_batch
from surveys.store.engine import Store
from surveys.store.tables import InboxState, inbox
from tests.support.chat import Chat, open_desk


async def read_states(store: Store) -> list[InboxState]:
    async with store.read() as connection:
        rows = await connection.execute(select(inbox.c.state).order_by(inbox.c.position))
        return [InboxState(state) for state in rows.scalars()]


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


@pytest.mark.parametrize("times", [1, 3])
async def test_a_batch_that_could_not_be_committed_is_tried_again_whole(
    times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [StoreError("store.locked", "x", "locked", "Wait.")] * times

    async def commit(store: Store, batch: Batch, now: int) -> CommittedBatch:
        if failing:
            raise failing.pop()
        return await commit_batch(store, batch, now)

    monkeypatch.setattr(bot.worker, "RETRY_SECONDS", 0)
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin(chat)
        monkeypatch.setattr(bot.worker, "commit_batch", commit)
        before = len(chat.messages)
        await desk.receive(*(chat.message_update(text=text) for text in ("3", "1")))
        assert failing == []
        assert "Question 3 of 16" in chat.messages[-1].text
        assert len(chat.messages) == before + 1
        assert set(await read_states(desk.store)) == {InboxState.DONE}


async def test_two_bots_on_one_database_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def commit(*_: Any) -> CommittedBatch:
        raise StoreError("store.handled-twice", "x", "handled already", "Run one.")

    async with open_desk(tmp_path) as desk:
        monkeypatch.setattr(bot.worker, "commit_batch", commit)
        with pytest.raises(StoreError, match="handled already"):
            await desk.chat().say("/start")


async def test_updates_of_a_chat_count_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await begin(chat)
        texts = ("3", "1", "5", "back", "2", "skip", "1")
        await desk.receive(*(chat.message_update(text=text) for text in texts))
        assert chat.messages[-1].text.startswith("Question 6 of 16")
        await chat.say("back")
        await chat.say("back")
        await chat.say("back")
        assert [row[0]["text"] for row in chat.messages[-1].buttons if "✓" in row[0]["text"]] == [
            "2. Fairly safe ✓"
        ]


async def test_more_than_a_batch_is_handled_in_batches(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chats = [desk.chat(7700900000 + number) for number in range(230)]
        await desk.receive(*(chat.message_update(text="/start") for chat in chats))
        assert all(len(chat.messages) == 1 for chat in chats)
        assert desk.bot.worker.handled == 230


async def test_an_update_that_breaks_everything_stops_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_on_stop(reduced: Reduced, api: Bot) -> Update:
        if reduced.update["message"]["text"] == "/stop":
            raise UnicodeError
        return rebuild_update(reduced, api)

    monkeypatch.setattr(bot.reception, "rebuild_update", break_on_stop)
    monkeypatch.setattr(bot.worker, "RETRY_SECONDS", 0)
    async with open_desk(tmp_path) as desk:
        chats = [desk.chat(7700900000 + number) for number in range(3)]
        texts = ("/start", "/stop", "/start")
        await desk.receive(
            *(chat.message_update(text=text) for chat, text in zip(chats, texts, strict=True))
        )
        assert [len(chat.messages) for chat in chats] == [1, 1, 1]
        assert "went wrong" in chats[1].messages[-1].text
        await chats[1].say("/start")
        assert len(chats[1].messages) == 2
