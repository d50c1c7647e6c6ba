"""Handling updates: in order, once, together, and one that fails spoils no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

import bot.worker
from bot.residents import Residents
from bot.tokens import Token
from bot.visits import Visit
from surveys.errors import StoreError
from surveys.store.batch import Batch, CommittedBatch, commit_batch
from surveys.store.engine import Store
from surveys.store.inbox import count_malformed
from surveys.store.interviews import count_interviews
from surveys.store.tables import InboxState, inbox, interviews
from tests.support.chat import Chat, Desk, make_settings, open_desk, run_desk


async def read_states(store: Store) -> list[InboxState]:
    async with store.read() as connection:
        rows = await connection.execute(select(inbox.c.state).order_by(inbox.c.position))
        return [InboxState(state) for state in rows.scalars()]


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


def fail_for(chat: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a tap of one chat fail after the interview has moved on."""
    whole = Residents._step

    def step(self: Residents, visit: Visit, token: Token) -> None:
        whole(self, visit, token)
        if visit.chat == chat:
            raise RuntimeError("PLANTED")

    monkeypatch.setattr(Residents, "_step", step)


async def test_an_error_undoes_its_own_update_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_desk(tmp_path) as desk:
        first, second = desk.chat(7700900123), desk.chat(7700900456)
        await begin(first)
        await begin(second)
        fail_for(first.number, monkeypatch)
        await desk.receive(first.tap_update("18 or over"), second.tap_update("18 or over"))
        assert first.messages[-1].text.startswith("Something went wrong on our side.")
        assert "Question 1 of 16" in first.messages[-1].text
        assert second.messages[-1].text.startswith("Question 2 of 16")
        assert (await read_states(desk.store))[-2:] == [InboxState.FAILED, InboxState.DONE]
        monkeypatch.undo()
        await first.tap("18 or over")
        assert first.messages[-1].text.startswith("Question 2 of 16")
    assert "PLANTED" not in capsys.readouterr().out


async def test_a_failed_first_tap_leaves_no_interview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Residents, visit: Visit, token: Token) -> None:
        visit.begin(visit.fieldwork.rounds[token.round], "en", separate=False)
        raise RuntimeError

    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        monkeypatch.setattr(Residents, "_begin", fail)
        await chat.tap("I agree to take part")
        assert await count_interviews(desk.store, 1) == ()


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


async def test_more_than_a_batch_is_handled_in_batches(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chats = [desk.chat(7700900000 + number) for number in range(230)]
        await desk.receive(*(chat.message_update(text="/start") for chat in chats))
        assert all(len(chat.messages) == 1 for chat in chats)
        assert desk.bot.worker.handled == 230


async def leave_waiting(desk: Desk, *updates: dict[str, Any]) -> None:
    """Store updates and end before they are handled."""
    raw = [{"update_id": desk.next_number(), **update} for update in updates]
    await desk.bot.worker.receive(raw)


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


async def test_one_interview_that_cannot_be_read_holds_up_nobody_else(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        damaged, other = desk.chat(), desk.chat(7700900456)
        await begin(damaged)
        async with desk.store.write() as connection:
            await connection.execute(update(interviews).values(state=b"damaged"))
        await begin(other)
        await desk.receive(damaged.message_update(text="3"), other.message_update(text="3"))
        assert "went wrong" in damaged.messages[-1].text
        assert "Question 2 of 16" in other.messages[-1].text
