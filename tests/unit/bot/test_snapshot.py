"""An update that fails leaves everything as it was, and spoils no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

import bot.taking_part
import bot.taps
from bot.tokens import Token
from bot.visits import Visit
from surveys.store.engine import Store
from surveys.store.interviews import count_interviews
from surveys.store.tables import InboxState, inbox
from tests.support.chat import Chat, open_desk


async def read_states(store: Store) -> list[InboxState]:
    async with store.read() as connection:
        rows = await connection.execute(select(inbox.c.state).order_by(inbox.c.position))
        return [InboxState(state) for state in rows.scalars()]


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")


def fail_for(chat: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a tap of one chat fail after the interview has moved on."""
    whole = bot.taps._step

    def step(visit: Visit, token: Token) -> None:
        whole(visit, token)
        if visit.chat == chat:
            raise RuntimeError("PLANTED")

    monkeypatch.setattr(bot.taps, "_step", step)


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
    def fail(visit: Visit, token: Token) -> None:
        visit.begin(visit.fieldwork.rounds[token.round], "en", separate=False)
        raise RuntimeError

    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("/start")
        monkeypatch.setattr(bot.taking_part, "_begin", fail)
        await chat.tap("I agree to take part")
        assert await count_interviews(desk.store, 1) == ()
