"""Webhook instead of polling: Telegram delivers each update, and is told so once it is stored."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot.intake import ALLOWED_UPDATES, Receive, as_service_error
from bot.settings import Settings
from surveys.errors import SettingsError, StoreError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name of a header
LARGEST_BODY = 1_000_000

log = structlog.get_logger()


class Webhook:
    """Receives what Telegram delivers.

    Args:
        settings: The public address, the secret and the local port.
        bot: Tells Telegram the address.
        receive: Stores updates; returning means that they are safe.

    Raises:
        SettingsError: When the address is not HTTPS, or there is no secret.
    """

    def __init__(self, settings: Settings, bot: Bot, receive: Receive) -> None:
        self._url = settings.webhook_url
        self._secret = settings.webhook_secret.get_secret_value()
        self._port = settings.webhook_port
        self._bot = bot
        self._receive = receive
        parts = urlsplit(self._url)
        if parts.scheme != "https" or not parts.hostname:
            raise SettingsError(
                "settings.webhook-url",
                "WEBHOOK_URL",
                "it is not an https address",
                "Give the public address, with TLS ended by a proxy in front of WEBHOOK_PORT.",
            )
        if not self._secret:
            raise SettingsError(
                "settings.webhook-secret",
                "WEBHOOK_SECRET",
                "it is not set, so anybody could deliver updates",
                "Set it to a long random text of letters, digits, _ and -.",
            )
        self._path = parts.path or "/"

    async def run(self) -> None:
        """Tell Telegram the address and receive until cancelled.

        Raises:
            ServiceError: When Telegram refuses the address or the token.
        """
        try:
            await self._bot.set_webhook(
                self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
            )
        except TelegramError as error:
            raise as_service_error(error) from error
        config = uvicorn.Config(
            self.application(),
            host="0.0.0.0",  # noqa: S104  # the proxy that ends TLS may be another machine
            port=self._port,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
        )
        await _Server(config).serve()

    def application(self) -> Starlette:
        """The one route that there is."""
        return Starlette(routes=[Route(self._path, self._deliver, methods=["POST"])])

    async def _deliver(self, request: Request) -> Response:
        """Store one update; any answer but 200 makes Telegram deliver it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length", "0") or 0) > LARGEST_BODY:
            return Response(status_code=413)
        try:
            raw = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        try:
            await self._receive([raw])
        except StoreError as error:
            log.warning("webhook.not_stored", error=error.code)
            return Response(status_code=503)
        return Response(status_code=200)


class _Server(uvicorn.Server):
    """uvicorn without its own handling of signals: the bot stops all its parts together."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the bot."""
        yield
