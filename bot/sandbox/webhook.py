"""Delivering updates to a webhook, in order, until each is accepted or given up."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.sandbox.clock import Clock
from bot.sandbox.refusals import bad_request
from bot.sandbox.updates import Update, Updates

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """What the bot asked for.

    Attributes:
        url: Where updates go; on this machine.
        secret_token: Sent with each update in a header, when there is one.
        max_connections: Told back to the bot; the sandbox delivers one at a time.
    """

    url: str
    secret_token: str | None = None
    max_connections: int = 40

    def __post_init__(self) -> None:
        if not _is_on_this_machine(self.url):
            raise bad_request("bad webhook: sandbox: the address must be on this machine")
        if self.secret_token is not None and not _SECRET.fullmatch(self.secret_token):
            raise bad_request("secret token contains unallowed characters")


class Webhook:
    """The one webhook of the bot and the task that serves it."""

    def __init__(
        self, updates: Updates, clock: Clock, retry_delays: tuple[float, ...] = (0.1, 0.5, 1.0, 5.0)
    ) -> None:
        self._updates = updates
        self._clock = clock
        self._retry_delays = retry_delays
        self._task: asyncio.Task[None] | None = None
        self._last_error: dict[str, Any] = {}
        self.settings: WebhookSettings | None = None

    def set(self, settings: WebhookSettings) -> None:
        """Deliver to this address from now on; needs a running event loop."""
        self.remove()
        self.settings = settings
        self._task = asyncio.get_running_loop().create_task(self._deliver(settings))

    def remove(self) -> None:
        """Stop delivering; what waits stays for getUpdates."""
        if self._task is not None:
            self._task.cancel()
        self._task, self.settings, self._last_error = None, None, {}

    def describe(self) -> dict[str, Any]:
        """The state as a WebhookInfo object."""
        info: dict[str, Any] = {
            "url": self.settings.url if self.settings else "",
            "has_custom_certificate": False,
            "pending_update_count": self._updates.pending,
        }
        if self.settings:
            info["max_connections"] = self.settings.max_connections
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return {**info, **self._last_error}

    async def _deliver(self, settings: WebhookSettings) -> None:
        secret = settings.secret_token
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        headers["Content-Type"] = "application/json"
        # trust_env: a proxy in the environment is no way to this machine.
        async with httpx.AsyncClient(timeout=30, trust_env=False, headers=headers) as client:
            while True:
                await self._updates.arrived.wait_until(lambda: self._updates.pending > 0, 3600)
                for update in self._updates.peek(1):
                    await self._deliver_one(client, settings.url, update)
                    self._updates.drop(update)

    async def _deliver_one(self, client: httpx.AsyncClient, url: str, update: Update) -> None:
        """Try one update until it is accepted, or as often as there are delays."""
        for delay in (*self._retry_delays, None):
            try:
                answer = await client.post(url, content=update.body)
                problem = "" if answer.is_success else f"Wrong response from the webhook: {answer}"
            except httpx.HTTPError as error:
                problem = f"Connection failed: {type(error).__name__}"
            if not problem:
                return
            date = int(self._clock.wall())
            self._last_error = {"last_error_date": date, "last_error_message": problem}
            if delay is not None:
                await asyncio.sleep(delay)


def _is_on_this_machine(url: str) -> bool:
    """Whether an http or https address is on loopback; nothing leaves the machine."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.hostname is None:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False
