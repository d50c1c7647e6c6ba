"""Updates come again until they are confirmed, by polling and by webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot.sandbox import LocalLine, Phone, Sandbox


@dataclass
class World:
    sandbox: Sandbox
    client: httpx.AsyncClient
    phone: Phone

    async def call(self, method: str, **parameters: Any) -> tuple[int, Any]:
        url = f"{self.sandbox.base_url}{self.sandbox.service.token}/{method}"
        answer = (await self.client.post(url, json=parameters)).json()
        return answer.get("error_code", 200), answer.get("result", answer.get("description"))

    async def texts(self, **parameters: Any) -> list[str]:
        status, updates = await self.call("getUpdates", **parameters)
        assert status == 200, updates
        return [update["message"]["text"] for update in updates]

    async def control(self, action: str, **values: Any) -> Any:
        return await LocalLine(self.sandbox.service).do(action, **values)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with (
        Sandbox(webhook_retry_delays=(0.0, 0.0)) as sandbox,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        phone = await sandbox.add_phone("Ann")
        yield World(sandbox, client, phone)


async def send_all(world: World, *texts: str) -> int:
    """Type the texts; gives the id of the first one's update."""
    for text in texts:
        await world.phone.send(text)
    first: int = json.loads(world.sandbox.service.updates.peek(1)[0].body)["update_id"]
    return first


async def test_updates_come_again_until_a_higher_offset_confirms_them(world: World) -> None:
    first = await send_all(world, "a", "b", "c")
    assert await world.texts() == ["a", "b", "c"]
    assert await world.texts(offset=first) == ["a", "b", "c"]
    assert await world.texts(offset=first + 2) == ["c"]
    assert await world.texts() == ["c"]
    assert await world.texts(offset=first + 3) == []


async def test_a_negative_offset_keeps_only_the_last_updates(world: World) -> None:
    await send_all(world, "a", "b", "c")
    assert await world.texts(offset=-2) == ["b", "c"]
    assert await world.texts() == ["b", "c"]


@pytest.mark.parametrize(("limit", "comes"), [(1, 1), (100, 100), (0, 1), (1000, 100)])
async def test_a_poll_brings_1_to_100_updates(world: World, limit: int, comes: int) -> None:
    await send_all(world, *(str(number) for number in range(120)))
    assert len(await world.texts(limit=limit)) == comes


async def test_a_long_poll_answers_as_soon_as_something_comes(world: World) -> None:
    poll = asyncio.create_task(world.texts(timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await world.phone.send("late")
    assert await asyncio.wait_for(poll, 5) == ["late"]


async def test_a_long_poll_ends_empty_when_its_time_is_over(world: World) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await world.texts(timeout=1) == []
    assert loop.time() - began >= 0.95


async def test_a_second_poll_ends_the_first_with_409(world: World) -> None:
    first = asyncio.create_task(world.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(world.texts(timeout=30))
    status, description = await asyncio.wait_for(first, 5)
    assert status == 409
    assert description.startswith("Conflict: terminated by other getUpdates request")
    await world.phone.send("a")
    assert await asyncio.wait_for(second, 5) == ["a"]


async def test_a_poll_whose_caller_went_away_is_given_up(world: World) -> None:
    poll = asyncio.create_task(world.texts(timeout=30))
    await asyncio.sleep(0.05)
    poll.cancel()
    calls = world.sandbox.service.calls
    assert await calls.added.wait_until(lambda: calls.count("getUpdates") > 0, 5)
    assert calls.list_calls("getUpdates")[0].description == "the caller went away"


async def test_only_allowed_types_come_and_the_choice_stays(world: World) -> None:
    await world.call("getUpdates", allowed_updates=["my_chat_member"])
    await world.phone.send("unwanted")
    await world.phone.block()
    _, updates = await world.call("getUpdates")
    assert [sorted(update) for update in updates] == [["my_chat_member", "update_id"]]
    await world.call("getUpdates", offset=updates[0]["update_id"] + 1, allowed_updates=[])
    await world.phone.unblock()
    await world.phone.send("wanted")
    _, updates = await world.call("getUpdates")
    assert [min(update) for update in updates] == ["my_chat_member", "message"]


async def test_blocking_tells_the_bot_that_it_was_kicked(world: World) -> None:
    await world.phone.block()
    _, [update] = await world.call("getUpdates")
    change = update["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == "kicked"


async def test_a_confirmed_update_can_be_delivered_once_more(world: World) -> None:
    first = await send_all(world, "a", "b")
    assert await world.texts(offset=first + 2) == []
    await world.control("repeat-update", update_id=first)
    assert await world.texts(offset=first + 2) == ["a"]
    assert await world.texts(offset=first + 2) == []


async def test_a_malformed_update_comes_as_it_is_with_a_number(world: World) -> None:
    await world.control("raw-update", update={"message": {"chat": "nonsense"}})
    await world.phone.send("after")
    _, [malformed, sound] = await world.call("getUpdates")
    assert malformed["message"] == {"chat": "nonsense"}
    assert sound["update_id"] == malformed["update_id"] + 1


@dataclass
class Receiver:
    """A webhook that answers with the statuses it is given, then with 200."""

    statuses: list[int] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        headers = dict(line.split(": ", 1) for line in head.strip().split("\r\n")[1:])
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        secret = headers.get("x-telegram-bot-api-secret-token", "")
        self.seen.append((secret, body["message"]["text"]))
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(
            f"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0)
    async with server:
        yield receiver, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"


async def test_a_webhook_gets_each_update_in_order_with_its_secret(
    world: World, receiver: tuple[Receiver, str]
) -> None:
    hook, url = receiver
    await world.phone.send("before")
    assert await world.call("setWebhook", url=url, secret_token="a-Secret_1") == (200, True)
    await world.phone.send("after")
    assert await world.sandbox.service.updates.wait_empty()
    assert hook.seen == [("a-secret_1", "before"), ("a-secret_1", "after")]
    status, description = await world.call("getUpdates")
    assert status == 409
    assert "webhook is active" in description


async def test_a_webhook_that_fails_gets_the_update_again_before_the_next(
    world: World, receiver: tuple[Receiver, str]
) -> None:
    hook, url = receiver
    hook.statuses = [500, 302]
    await world.call("setWebhook", url=url)
    await send_all(world, "a", "b")
    assert await world.sandbox.service.updates.wait_empty()
    assert [text for _, text in hook.seen] == ["a", "a", "a", "b"]
    _, info = await world.call("getWebhookInfo")
    assert info["url"] == url
    assert "302" in info["last_error_message"]


async def test_a_webhook_that_keeps_failing_loses_the_update(
    world: World, receiver: tuple[Receiver, str]
) -> None:
    hook, url = receiver
    hook.statuses = [500] * 3
    await world.call("setWebhook", url=url)
    await send_all(world, "a", "b")
    assert await world.sandbox.service.updates.wait_empty()
    assert [text for _, text in hook.seen] == ["a", "a", "a", "b"]


async def test_deleting_a_webhook_gives_what_waits_to_polling(
    world: World, receiver: tuple[Receiver, str]
) -> None:
    await world.call("setWebhook", url=receiver[1])
    await world.call("deleteWebhook")
    await world.phone.send("a")
    assert await world.texts() == ["a"]
    _, info = await world.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("", 1)
    await world.call("deleteWebhook", drop_pending_updates=True)
    assert await world.texts() == []


@pytest.mark.parametrize(
    ("url", "secret"),
    [("http://203.0.113.9/hook", "s"), ("ftp://127.0.0.1/", "s"), ("http://127.0.0.1/", "a b")],
    ids=["elsewhere", "not-http", "secret-with-a-blank"],
)
async def test_a_webhook_elsewhere_or_with_a_bad_secret_is_refused(
    world: World, url: str, secret: str
) -> None:
    status, _ = await world.call("setWebhook", url=url, secret_token=secret)
    assert status == 400
    assert (await world.call("getWebhookInfo"))[1]["url"] == ""
