"""A handful of single connections in place of one pool.

httpx looks through all connections and all waiting requests of a pool at every call, which costs
more than the call itself. With one connection each there is nothing to look through: half the time
a call, measured against the sandbox. A call that finds none free waits its turn and cannot time out
while it waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest


class Connections(BaseRequest):
    """Makes each request on a connection of its own.

    Args:
        make: Makes one client with one connection.
        count: How many.
    """

    def __init__(self, make: Callable[[], BaseRequest], count: int) -> None:
        self._clients = [make() for _ in range(count)]
        self._free: asyncio.LifoQueue[BaseRequest] = asyncio.LifoQueue()
        for client in self._clients:
            self._free.put_nowait(client)

    @property
    def read_timeout(self) -> float | None:
        """Seconds that a reply may take."""
        return self._clients[0].read_timeout

    async def initialize(self) -> None:
        """Make ready for requests."""
        for client in self._clients:
            await client.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        for client in self._clients:
            await client.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the request; see `telegram.request.BaseRequest.do_request`."""
        client = await self._free.get()
        try:
            return await client.do_request(*args, **kwargs)
        finally:
            self._free.put_nowait(client)


def open_connections(count: int) -> Connections:
    """Connections that share one set of certificates, which is most of what a client weighs."""
    certificates = httpx.create_ssl_context()
    return Connections(
        lambda: HTTPXRequest(connection_pool_size=1, httpx_kwargs={"verify": certificates}), count
    )
