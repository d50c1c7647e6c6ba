"""Faults on demand: what the caller sees, and whether the call took effect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from bot.sandbox import FaultRule, HttpLine, Phone, PhoneError, Sandbox
from bot.sandbox.faults import FaultKind


@dataclass
class World:
    sandbox: Sandbox
    client: httpx.AsyncClient
    phone: Phone

    async def send(self, method: str = "sendMessage") -> httpx.Response:
        url = f"{self.sandbox.base_url}{self.sandbox.service.token}/{method}"
        return await self.client.post(url, json={"chat_id": self.phone.user_id, "text": "Hello"})

    async def count_arrived(self) -> int:
        return sum(message.by_bot for message in (await self.phone.read()).messages)

    def fault(self, kind: FaultKind, **values: Any) -> None:
        self.sandbox.service.faults.add(FaultRule(kind, **values))


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with Sandbox() as sandbox, httpx.AsyncClient(trust_env=False) as client:
        phone = await sandbox.add_phone("Ann")
        await phone.start()
        yield World(sandbox, client, phone)


@pytest.mark.parametrize(
    ("kind", "arrives"), [(FaultKind.CUT, 0), (FaultKind.LOST, 1)], ids=["before", "after"]
)
async def test_a_cut_connection_gives_no_answer_before_or_after_the_effect(
    world: World, kind: FaultKind, arrives: int
) -> None:
    world.fault(kind)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await world.send()
    assert await world.count_arrived() == arrives
    assert (await world.send()).status_code == 200
    assert [call.status for call in world.sandbox.service.calls.list_calls()] == [0, 200]


@pytest.mark.parametrize(
    ("kind", "status"),
    [(FaultKind.ERROR, 502), (FaultKind.TOO_MANY, 429)],
    ids=["server-error", "too-many"],
)
async def test_a_refusal_on_demand_has_no_effect(
    world: World, kind: FaultKind, status: int
) -> None:
    world.fault(kind, retry_after=7)
    answer = await world.send()
    assert answer.status_code == status
    expected = {"retry_after": 7} if status == 429 else None
    assert answer.json().get("parameters") == expected
    assert await world.count_arrived() == 0


async def test_a_slow_call_takes_effect_after_its_delay(world: World) -> None:
    world.fault(FaultKind.SLOW, delay=0.2)
    answer = await world.send()
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.2


async def test_a_fault_meets_the_methods_of_its_pattern_as_often_as_it_says(world: World) -> None:
    world.fault(FaultKind.ERROR, method="SEND*", count=2)
    assert (await world.send("getMe")).status_code != 502
    assert [(await world.send()).status_code for _ in range(3)] == [502, 502, 200]


async def test_a_probability_is_drawn_from_the_seed() -> None:
    async def met(seed: int) -> list[bool]:
        async with Sandbox(seed=seed) as sandbox:
            faults = sandbox.service.faults
            faults.add(FaultRule(FaultKind.CUT, count=None, probability=0.3))
            return [faults.find("sendMessage") is not None for _ in range(300)]

    first = await met(3)
    assert first == await met(3)
    assert first != await met(4)
    assert 60 <= sum(first) <= 120  # 300 draws at 0.3: mean 90, about 8 a standard deviation


async def test_python_telegram_bot_sees_the_errors_that_it_knows(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it, retry_after warns that it will change
    async with Bot(world.sandbox.service.token, base_url=world.sandbox.base_url) as bot:
        world.fault(FaultKind.LOST)
        with pytest.raises(NetworkError):
            await bot.send_message(world.phone.user_id, "Hello")
        world.fault(FaultKind.ERROR, status=500)
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(world.phone.user_id, "Hello")
        world.fault(FaultKind.TOO_MANY, retry_after=3)
        with pytest.raises(RetryAfter, match="Retry in 0:00:03"):
            await bot.send_message(world.phone.user_id, "Hello")


async def test_faults_and_pace_can_be_set_over_http(world: World) -> None:
    line = HttpLine(world.sandbox.url)
    try:
        await line.do("add-fault", kind="error", method="send*", count=None, status=503)
        assert (await world.send()).status_code == 503
        await line.do("clear-faults")
        await line.do("set-pace", chat_burst=1)
        assert [(await world.send()).status_code for _ in range(2)] == [200, 429]
        status = await line.do("status")
        assert status["calls"]["sendMessage"] == {"503": 1, "200": 1, "429": 1}
        assert [call["status"] for call in await line.do("calls")] == [503, 200, 429]
        with pytest.raises(PhoneError, match="unknown field methods"):
            await line.do("add-fault", kind="cut", methods="send*")
        with pytest.raises(PhoneError, match="no action 'add-fault/'"):
            await line.do("add-fault/")
    finally:
        await line.close()
