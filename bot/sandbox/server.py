"""Starting and stopping the sandbox, in-process on a free port or alone until stopped."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from bot.sandbox.application import Application
from bot.sandbox.phone import LocalLine, Phone
from bot.sandbox.service import Service, find_specification

_KEEP_ALIVE_SECONDS = 75  # longer than clients keep theirs, so that none meets a closing one


class Sandbox:
    """A sandbox server; use it as an async context manager, or start and stop it.

    Attributes:
        service: Its state, for tests in the same process.
        url: The address without ``/bot``, as ``TELEGRAM_API_URL`` wants it.
        base_url: The address with ``/bot``, as python-telegram-bot wants it.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        specification: Path | Literal["beside"] | None = "beside",
        **options: Any,
    ) -> None:
        """Prepare a server.

        Args:
            host: Where to listen; keep it on loopback, people are driven without a password.
            port: Where to listen; 0 takes a free one.
            specification: The Bot API specification; None checks without it, "beside" looks for
                it beside the repository.
            options: What :class:`Service` takes: token, pace, clock, query_lifetime and so on.
        """
        path = find_specification() if specification == "beside" else specification
        self.service = Service(specification=path, **options)
        self._address = (host, port)
        self._state = ServerState()
        self._server: asyncio.Server | None = None
        self.url = ""

    @property
    def base_url(self) -> str:
        """The address with ``/bot``."""
        return f"{self.url}/bot"

    async def add_phone(self, first_name: str = "Sam", **names: Any) -> Phone:
        """Make up a person and take their phone."""
        return await Phone.create(LocalLine(self.service), first_name, **names)

    async def start(self) -> None:
        """Listen; after a stop, again on the same port and with everything remembered.

        Raises:
            OSError: When the port is taken.
        """
        config = uvicorn.Config(
            Application(self.service),
            http=_Protocol,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        )
        config.load()
        # The protocol is served directly: uvicorn's own server would take over the signals.
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Protocol(config, self._state, {}), *self._address, family=socket.AF_INET
        )
        self.service.updates.open()
        host, port = self._address = self._server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Answer the polls that hang, close all connections and stop listening."""
        self.service.updates.close()
        self.service.webhook.remove()
        if self._server is None:
            return
        self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if self._state.tasks:
            _, late = await asyncio.wait(list(self._state.tasks), timeout=2)
            for task in late:
                task.cancel()
        await asyncio.sleep(0)  # connections are told that they are gone
        self._server = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.stop()


class _Protocol(H11Protocol):
    """uvicorn's HTTP, with its transport in reach so that a fault can cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn itself narrows it
        super().connection_made(transport)
        self.app_state["transport"] = transport


async def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8081,
    ready: Callable[[Sandbox], None] | None = None,
    **options: Any,
) -> None:
    """Serve a sandbox until cancelled.

    Args:
        host: Where to listen.
        port: Where to listen; 0 takes a free one.
        ready: Called once with the sandbox when it listens, to print its address.
        options: What :class:`Sandbox` takes.
    """
    async with Sandbox(host=host, port=port, **options) as sandbox:
        if ready is not None:
            ready(sandbox)
        await asyncio.Event().wait()
