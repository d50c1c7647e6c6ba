"""Fetching updates: an update is confirmed once it is stored, and not before."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.intake import RETRY_SECONDS, Poller, as_service_error
from bot.sending import LeanRequest
from surveys.errors import ServiceError, StoreError

LOCKED = StoreError("store.locked", "canvass.db", "it is locked", "Wait.")


class FakeTelegram:
    """Stands for the bot and its request: each fetch gives the next of the script."""

    def __init__(self, *script: list[object] | TelegramError) -> None:
        self.script = list(script)
        self.offsets: list[int | None] = []
        self._raw: list[object] = []

    async def get_updates(self, *, offset: int | None, **_: Any) -> None:
        self.offsets.append(offset)
        if not self.script:
            raise asyncio.CancelledError
        step = self.script.pop(0)
        if isinstance(step, TelegramError):
            raise step
        self._raw = step

    def take_updates(self) -> list[object]:
        raw, self._raw = self._raw, []
        return raw


async def poll(
    telegram: FakeTelegram, stores: Sequence[StoreError | None] = ()
) -> list[list[object]]:
    """Poll to the end of the script; returns what was stored."""
    stored: list[list[object]] = []
    outcomes = list(stores)

    async def receive(raw: Sequence[object]) -> int:
        outcome = outcomes.pop(0) if outcomes else None
        if outcome is not None:
            raise outcome
        stored.append(list(raw))
        return len(raw)

    poller = Poller(cast(Bot, telegram), cast(LeanRequest, telegram), receive)
    with pytest.raises(asyncio.CancelledError):
        await poller.run()
    return stored


async def test_updates_are_confirmed_by_the_call_after_they_are_stored() -> None:
    telegram = FakeTelegram([{"update_id": 7}, {"update_id": 8}], [], [{"update_id": 9}])
    assert len(await poll(telegram)) == 2
    assert telegram.offsets == [None, 9, 9, 10]


async def test_what_could_not_be_stored_is_fetched_again() -> None:
    telegram = FakeTelegram([{"update_id": 7}], [{"update_id": 7}])
    assert await poll(telegram, [LOCKED]) == [[{"update_id": 7}]]
    assert telegram.offsets == [None, None, 8]


async def test_a_malformed_update_is_handed_on_and_passed_with_the_others() -> None:
    raw: list[object] = [{"update_id": 7, "message": 5}, "junk", {"update_id": 9}]
    telegram = FakeTelegram(raw)
    assert await poll(telegram) == [raw]
    assert telegram.offsets == [None, 10]


async def test_a_failing_network_is_tried_again_and_confirms_nothing() -> None:
    telegram = FakeTelegram([{"update_id": 7}], NetworkError("down"), [{"update_id": 8}])
    assert len(await poll(telegram)) == 2
    assert telegram.offsets == [None, 8, 8, 9]


async def test_too_many_requests_are_waited_for() -> None:
    telegram = FakeTelegram(RetryAfter(0), [{"update_id": 7}])
    assert len(await poll(telegram)) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(InvalidToken(), "service.token", id="wrong token"),
        pytest.param(Forbidden("x"), "service.token", id="revoked token"),
        pytest.param(Conflict("x"), "service.conflict", id="another program"),
    ],
)
async def test_what_waiting_cannot_mend_ends_with_one_clear_line(
    error: TelegramError, code: str
) -> None:
    telegram = FakeTelegram(error)

    async def receive(_: Sequence[object]) -> int:
        raise AssertionError("nothing came")

    with pytest.raises(ServiceError) as caught:
        await Poller(
            cast(Bot, telegram), cast(LeanRequest, telegram), receive, conflict_seconds=0
        ).run()
    assert caught.value.code == code
    assert caught.value.fault.remedy


def test_an_unreachable_service_is_named_without_its_address() -> None:
    error = as_service_error(NetworkError("cannot reach host example"))
    assert error.code == "service.unreachable"
    assert "example" not in str(error)


async def test_updates_without_a_number_are_not_fetched_again_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("bot.intake.asyncio.sleep", sleep)
    await poll(FakeTelegram([{"message": {}}], [{"update_id": 4}]))
    assert pauses == [RETRY_SECONDS]


async def test_another_poll_is_put_up_with_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(_: float) -> None:
        return

    monkeypatch.setattr("bot.intake.asyncio.sleep", sleep)
    telegram = FakeTelegram(Conflict("x"), Conflict("x"), [{"update_id": 4}])
    assert await poll(telegram) == [[{"update_id": 4}]]
