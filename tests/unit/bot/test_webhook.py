"""The webhook: only Telegram's own deliveries are stored, and only stored ones are confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.webhook import LARGEST_BODY, SECRET_HEADER, Webhook
from surveys.errors import ServiceError, SettingsError, StoreError
from tests.support.chat import TOKEN, make_settings
from tests.support.telegram import OfflineTelegram

SECRET = "a-long-secret-of-nobody"
UPDATE = {"update_id": 7, "message": {"text": "hello"}}


class Inbox:
    """Remembers what was stored; can be made to fail."""

    def __init__(self) -> None:
        self.stored: list[object] = []
        self.works = True

    async def receive(self, raw: Sequence[object]) -> int:
        if not self.works:
            raise StoreError("store.locked", "canvass.db", "it is locked", "Wait.")
        self.stored.extend(raw)
        return len(raw)


def make_webhook(folder: Path, inbox: Inbox, **values: Any) -> Webhook:
    settings = make_settings(
        folder,
        **{"webhook_url": "https://example.org/hook", "webhook_secret": SECRET, **values},
    )
    return Webhook(settings, Bot(TOKEN, request=OfflineTelegram()), inbox.receive)


async def deliver(webhook: Webhook, path: str = "/hook", **request: Any) -> int:
    transport = httpx.ASGITransport(app=webhook.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return (await client.post(path, **request)).status_code


async def test_a_delivery_with_the_secret_is_stored_and_confirmed(tmp_path: Path) -> None:
    inbox = Inbox()
    status = await deliver(
        make_webhook(tmp_path, inbox), json=UPDATE, headers={SECRET_HEADER: SECRET}
    )
    assert status == 200
    assert inbox.stored == [UPDATE]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param({"json": UPDATE}, 403, id="no secret"),
        pytest.param({"json": UPDATE, "headers": {SECRET_HEADER: "guess"}}, 403, id="wrong secret"),
        pytest.param({"content": b"{", "headers": {SECRET_HEADER: SECRET}}, 400, id="not JSON"),
        pytest.param(
            {"content": b" " * (LARGEST_BODY + 1), "headers": {SECRET_HEADER: SECRET}},
            413,
            id="too large",
        ),
    ],
)
async def test_anything_else_is_refused_and_not_stored(
    tmp_path: Path, request_: dict[str, Any], status: int
) -> None:
    inbox = Inbox()
    assert await deliver(make_webhook(tmp_path, inbox), **request_) == status
    assert inbox.stored == []


async def test_an_update_that_cannot_be_stored_is_not_confirmed(tmp_path: Path) -> None:
    inbox = Inbox()
    inbox.works = False
    status = await deliver(
        make_webhook(tmp_path, inbox), json=UPDATE, headers={SECRET_HEADER: SECRET}
    )
    assert status == 503


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"webhook_url": "http://example.org/"}, "settings.webhook-url", id="not TLS"),
        pytest.param({"webhook_secret": ""}, "settings.webhook-secret", id="no secret"),
    ],
)
def test_an_unsafe_webhook_is_refused(tmp_path: Path, values: dict[str, Any], code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        make_webhook(tmp_path, Inbox(), **values)
    assert refused.value.code == code


async def test_a_webhook_that_telegram_refuses_is_one_clear_error(tmp_path: Path) -> None:
    class Unreachable(OfflineTelegram):
        async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
            raise NetworkError("no network")

    settings = make_settings(
        tmp_path, webhook_url="https://example.org/hook", webhook_secret=SECRET
    )
    webhook = Webhook(settings, Bot(TOKEN, request=Unreachable()), Inbox().receive)
    with pytest.raises(ServiceError):
        await webhook.run()
