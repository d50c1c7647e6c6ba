"""A simulated person's phone: type, tap, read, wait; in-process or over HTTP alike."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

import httpx

from bot.sandbox.control import perform
from bot.sandbox.people import PhoneError
from bot.sandbox.service import Service


class Line(Protocol):
    """How a phone reaches the sandbox."""

    async def do(self, action: str, **values: Any) -> Any:
        """Carry out an action of the control interface."""


class LocalLine:
    """A line to a sandbox in the same process."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def do(self, action: str, **values: Any) -> Any:
        """Carry out an action.

        Raises:
            PhoneError: When the phone would not let the person do it.
        """
        return await perform(self._service, action, values)


class HttpLine:
    """A line to a sandbox anywhere on this machine."""

    def __init__(self, url: str) -> None:
        # Waiting is bounded by the sandbox, at a minute; trust_env: no proxy to this machine.
        self._client = httpx.AsyncClient(base_url=url, timeout=90, trust_env=False)

    async def do(self, action: str, **values: Any) -> Any:
        """Carry out an action.

        Raises:
            PhoneError: When the sandbox refuses it.
        """
        answer = (await self._client.post(f"/sandbox/{action}", json=values)).json()
        if not answer["ok"]:
            raise PhoneError(answer["problem"])
        return answer["result"]

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message as the person sees it.

    Attributes:
        message_id: Its number.
        by_bot: Whether the bot wrote it.
        kind: text, photo, document, sticker and so on.
        text: Its text or caption.
        keyboard: The labels under it, row by row.
        edited: Whether it was edited.
        file_name: The name of its document; empty where there is none.
    """

    message_id: int
    by_bot: bool
    kind: str
    text: str
    keyboard: tuple[tuple[str, ...], ...]
    edited: bool
    file_name: str = ""

    @property
    def labels(self) -> list[str]:
        """All labels under it in one list."""
        return [label for row in self.keyboard for label in row]


@dataclass(frozen=True, slots=True)
class ChatView:
    """The chat as the person sees it now.

    Attributes:
        messages: What is there, oldest first, edits applied and deleted messages gone.
        reply_keyboard: The labels in place of the person's own keyboard.
        notices: What taps were answered with, oldest first; empty texts included.
        revision: Rises with each change that the bot makes to the messages.
    """

    messages: tuple[SeenMessage, ...]
    reply_keyboard: tuple[tuple[str, ...], ...]
    notices: tuple[str, ...]
    revision: int

    @property
    def last(self) -> SeenMessage:
        """The bot's latest message.

        Raises:
            LookupError: When the bot has written nothing that is still there.
        """
        for message in reversed(self.messages):
            if message.by_bot:
                return message
        raise LookupError("the chat shows nothing from the bot")


class PhoneTimeout(TimeoutError):
    """Raised when the bot did not do in time what the person waited for."""


class Phone:
    """One person's phone."""

    def __init__(self, line: Line, user: dict[str, Any]) -> None:
        self._line = line
        self._revision = self._notices = 0
        self.user = user
        self.user_id: int = user["id"]

    @classmethod
    async def create(cls, line: Line, first_name: str = "Sam", **names: Any) -> Self:
        """Make up a person (last_name, username, language_code, user_id) and take their phone."""
        return cls(line, await line.do("add-user", first_name=first_name, **names))

    async def start(self, payload: str = "") -> None:
        """Press Start, after a link with a payload or without."""
        await self._act("start", payload=payload)

    async def follow(self, link: str) -> None:
        """Follow a link such as ``https://t.me/NAME?start=PAYLOAD`` and press Start."""
        await self._act("follow", link=link)

    async def send(self, text: str) -> None:
        """Type a text."""
        await self._act("send", text=text)

    async def tap(
        self,
        label: str | None = None,
        *,
        index: int | None = None,
        message_id: int | None = None,
        stale: bool = False,
    ) -> None:
        """Tap a button by its label (or how it begins) or its place; ``stale`` ones are gone."""
        await self._act("tap", label=label, index=index, message_id=message_id, stale=stale)

    async def edit(self, text: str, message_id: int | None = None) -> None:
        """Edit one's own message, the last unless it is named."""
        await self._act("edit", text=text, message_id=message_id)

    async def attach(self, kind: str, **fields: Any) -> None:
        """Send a sticker, photo, voice, document, location or contact."""
        await self._act("attach", kind=kind, fields=fields)

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block")

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._act("unblock")

    async def menu(self) -> dict[str, str]:
        """The commands that the phone offers here, with their descriptions."""
        commands = await self._line.do("menu", user_id=self.user_id)
        return {command["command"]: command["description"] for command in commands}

    async def download(self, message_id: int | None = None) -> bytes:
        """The bytes of a photo or document, the bot's latest unless its message is named."""
        file = await self._line.do("download", user_id=self.user_id, message_id=message_id)
        return base64.b64decode(file["base64"])

    async def read(self) -> ChatView:
        """Look at the chat."""
        return self._see(await self._line.do("read", user_id=self.user_id))

    async def wait(
        self, until: Callable[[ChatView], bool] | None = None, timeout_seconds: float = 5.0
    ) -> ChatView:
        """Wait for the bot's next change to the messages since one last acted or looked.

        Args:
            until: What the chat must show, now or later; when not given, any change will do.
            timeout_seconds: How long to wait for each change.

        Raises:
            PhoneTimeout: When time is over; its text says what the chat shows.
        """
        if until is not None and until(view := await self.read()):
            return view
        while True:
            answer = await self._line.do(
                "wait",
                user_id=self.user_id,
                revision=self._revision,
                timeout_seconds=timeout_seconds,
            )
            view = self._see(answer)
            if answer["in_time"] and (until is None or until(view)):
                return view
            if not answer["in_time"]:
                shown = repr(view.messages[-1].text) if view.messages else "nothing"
                raise PhoneTimeout(f"no change in {timeout_seconds} s; the chat shows {shown}")

    async def wait_notice(self, timeout_seconds: float = 5.0) -> str:
        """Wait for the answer to the last tap; its text may be empty.

        Raises:
            PhoneTimeout: When the tap is not answered in time.
        """
        answer = await self._line.do(
            "wait", user_id=self.user_id, notices=self._notices, timeout_seconds=timeout_seconds
        )
        if not answer["in_time"]:
            raise PhoneTimeout(f"the tap was not answered in {timeout_seconds} s")
        self._notices = len(answer["notices"])
        return str(answer["notices"][-1]["text"])

    async def _act(self, action: str, **values: Any) -> None:
        result = await self._line.do(action, user_id=self.user_id, **values)
        self._revision, self._notices = result["revision"], result["notices"]

    def _see(self, answer: dict[str, Any]) -> ChatView:
        self._revision = answer["revision"]
        return ChatView(
            messages=tuple(
                SeenMessage(**{**message, "keyboard": _rows(message["keyboard"])})
                for message in answer["messages"]
            ),
            reply_keyboard=_rows(answer["reply_keyboard"]),
            notices=tuple(notice["text"] for notice in answer["notices"]),
            revision=answer["revision"],
        )


def _rows(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)
