"""Waiting, logging, faults and serving: the parts without HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox, find_specification, serve
from bot.sandbox.calls import Call, CallLog
from bot.sandbox.faults import FaultKind, FaultRule, Faults
from bot.sandbox.signals import Signal
from bot.sandbox.updates import Updates


async def test_a_signal_wakes_everybody_and_loses_no_change() -> None:
    signal, state = Signal(), [0]

    async def reach(number: int) -> bool:
        return await signal.wait_until(lambda: state[0] >= number, 5)

    waiting = [asyncio.create_task(reach(number)) for number in (1, 2, 2)]
    for _ in range(2):
        await asyncio.sleep(0)
        state[0] += 1
        signal.fire()
    assert await asyncio.gather(*waiting) == [True] * 3


async def test_a_signal_gives_up_when_time_is_over() -> None:
    signal = Signal()
    waiting = asyncio.create_task(signal.wait_until(lambda: False, 0.05))
    await asyncio.sleep(0)
    signal.fire()
    assert await waiting is False


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"kind": "explode"}, "explode"),
        ({}, "''"),
        ({"kind": "cut", "times": 3}, "unknown field times"),
        ({"kind": "cut", "probability": 30}, "from 0 to 1"),
    ],
    ids=["kind", "no-kind", "field", "probability"],
)
def test_a_rule_that_makes_no_sense_is_refused(values: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        FaultRule.from_mapping(values)


def test_the_first_rule_that_matches_is_met_until_it_is_used_up() -> None:
    faults = Faults(seed=1)
    faults.add(FaultRule(FaultKind.CUT, method="send*", count=1))
    faults.add(FaultRule(FaultKind.SLOW, method="*", count=None))
    met = [faults.find(method) for method in ("getMe", "sendMessage", "sendMessage")]
    assert [rule.kind for rule in met if rule] == ["slow", "cut", "slow"]
    faults.clear()
    assert faults.find("sendMessage") is None


def test_the_log_keeps_the_last_calls_and_counts_all() -> None:
    log = CallLog(keep=2)
    for number in range(3):
        log.add(Call("getMe", {"number": number}, 200, "", 0.0))
    assert [call.parameters["number"] for call in log.list_calls()] == [1, 2]
    assert log.count("getMe") == 3
    log.clear()
    assert (log.list_calls(), log.count("getMe")) == ([], 0)


def test_numbers_of_updates_go_on_after_a_raw_one() -> None:
    updates = Updates(first_id=5)
    assert updates.add_raw({"update_id": 70}) == 70
    assert updates.add("message", {}) == 71
    assert updates.add("message_reaction", {}) is None
    with pytest.raises(LookupError):
        updates.repeat(6)


async def test_serving_alone_tells_its_address_and_ends_when_cancelled() -> None:
    ready: asyncio.Queue[Sandbox] = asyncio.Queue()
    task = asyncio.create_task(serve(port=0, ready=ready.put_nowait, specification=None))
    sandbox = await asyncio.wait_for(ready.get(), 5)
    port = int(sandbox.url.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.1", port)


def test_the_specification_is_looked_for_beside_the_repository() -> None:
    root = Path(__file__).resolve().parents[4]
    path = root.parent / "shared" / "botapi" / "api.json"
    assert find_specification() == (path if path.is_file() else None)
