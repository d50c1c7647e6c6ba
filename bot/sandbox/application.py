"""The HTTP face of the sandbox: the Bot API under ``/bot``, the people under ``/sandbox``."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from http import HTTPStatus
from typing import Any

from bot.sandbox.calls import Call
from bot.sandbox.control import perform
from bot.sandbox.faults import FaultKind, FaultRule
from bot.sandbox.methods import GET_UPDATES, answer_call, get_method_name
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.people import PhoneError
from bot.sandbox.refusals import ApiError, too_many_requests
from bot.sandbox.service import Service

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_UNAUTHORISED = ApiError(401, "Unauthorized")
_TOKEN = re.compile(r"\d+:[\w-]+")


class ConnectionCut(Exception):
    """Raised where a fault closes the connection instead of answering."""


class Application:
    """The ASGI application."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        body = await _read_body(receive)
        path: str = scope["path"]
        try:
            if path.startswith("/bot"):
                status, answer = await self._answer_bot(path[4:], scope, body, receive)
            elif path.startswith("/sandbox/"):
                status, answer = await self._answer_control(path[9:], body)
            else:
                status, answer = _refuse(ApiError(404, "Not Found"))
        except ConnectionCut:
            scope["state"]["transport"].abort()
            await receive()  # returns once the connection is gone
            return
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(answer)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _answer_bot(
        self, path: str, scope: Scope, body: bytes, receive: Receive
    ) -> tuple[int, bytes]:
        """Answer a call of the bot and log it."""
        token, _, name = path.partition("/")
        if token != self._service.token:
            malformed = not _TOKEN.fullmatch(token)
            return _refuse(ApiError(404, "Not Found") if malformed else _UNAUTHORISED)
        parameters = Parameters({})
        status, problem = 0, "the sandbox failed"
        try:
            name = get_method_name(self._service, name)
            kind = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
            parameters = read_parameters(kind, body, scope["query_string"])
            call = self._answer_with_faults(name, parameters)
            answer = await (_unless_gone(call, receive) if name == GET_UPDATES else call)
            status, problem = 200, ""
        except ApiError as refusal:
            status, problem = refusal.status, refusal.description
            return _refuse(refusal)
        except ConnectionCut as cut:
            problem = str(cut)
            raise
        finally:
            self._log(name, parameters, status, problem)
        return 200, answer

    async def _answer_with_faults(self, name: str, parameters: Parameters) -> bytes:
        """Answer a call unless a fault says otherwise.

        Raises:
            ConnectionCut: When the caller gets no answer.
            ApiError: When the call is refused, by a fault or for itself.
        """
        rule = self._service.faults.find(name)
        if rule is not None:
            await _meet(rule)
        answer = await answer_call(self._service, name, parameters)
        if rule is not None and rule.kind is FaultKind.LOST:
            raise ConnectionCut("took effect, and the answer was lost")
        return answer

    async def _answer_control(self, action: str, body: bytes) -> tuple[int, bytes]:
        """Carry out an action of the other side."""
        try:
            values = json.loads(body or b"{}")
            if not isinstance(values, dict):
                raise TypeError("an object is expected")
            result = await perform(self._service, action, values)
        except (PhoneError, ValueError, TypeError, LookupError) as error:
            problem = f"{type(error).__name__}: {error}"
            return 400, json.dumps({"ok": False, "problem": problem}).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _log(self, name: str, parameters: Parameters, status: int, problem: str) -> None:
        sizes = {
            key: f"{upload.filename}, {len(upload.content)} bytes"
            for key, upload in parameters.files.items()
        }
        values = {**parameters.values, **sizes} if sizes else parameters.values
        at = self._service.clock.monotonic()
        self._service.calls.add(Call(name, values, status, problem, at))


async def _read_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _unless_gone(call: Coroutine[Any, Any, bytes], receive: Receive) -> bytes:
    """The answer to a long poll, given up when the caller goes away.

    Raises:
        ConnectionCut: When the caller went away; nobody is there for an answer.
    """
    answer = asyncio.ensure_future(call)
    gone = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise ConnectionCut("the caller went away")
    finally:
        answer.cancel()
        gone.cancel()


async def _meet(rule: FaultRule) -> None:
    """What a fault does before the call takes effect."""
    if rule.kind is FaultKind.CUT:
        raise ConnectionCut("cut before it took effect")
    if rule.kind is FaultKind.ERROR:
        raise ApiError(rule.status, HTTPStatus(rule.status).phrase)
    if rule.kind is FaultKind.TOO_MANY:
        raise too_many_requests(rule.retry_after)
    if rule.kind is FaultKind.SLOW:
        await asyncio.sleep(rule.delay)


def _refuse(refusal: ApiError) -> tuple[int, bytes]:
    return refusal.status, json.dumps(refusal.as_answer()).encode()
