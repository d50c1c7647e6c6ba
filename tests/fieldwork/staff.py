"""Staff on their phones, driven by what the buttons say; all that they see is written down."""

from __future__ import annotations

import re

from bot.sandbox import ChatView, Phone, SeenMessage
from tests.fieldwork.record import Record

PATIENCE_SECONDS = 30.0
_OWN_CODE = re.compile(r"You are (S-[0-9A-Z]{4}):")
_LINK = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]+")


class Colleague:
    """A member of staff.

    Args:
        label: What the record calls them.
        phone: Their phone.
        record: Where it is written down.
    """

    def __init__(self, label: str, phone: Phone, record: Record) -> None:
        self.label = label
        self.phone = phone
        self._record = record
        self._seen: dict[int, SeenMessage] = {}
        self._new: list[SeenMessage] = []

    async def types(self, text: str, until: str = "") -> None:
        """Type a text, and read on until the bot has said this."""
        self._record.does(self.label, text)
        await self.phone.send(text)
        await self.reads(until)

    async def taps(self, label: str, until: str = "", *, times: int = 1) -> None:
        """Tap a button of the newest message that has it, and read on until the bot has said this.

        Args:
            label: What the button says, or how it begins.
            until: What the bot is to say, on a button or in a text; anything by default.
            times: How often; two is a double tap.
        """
        await self.presses(label, times=times)
        await self.reads(until)

    async def presses(self, label: str, *, times: int = 1) -> None:
        """Tap a button, and wait for nothing."""
        view = await self.phone.read()
        shown = [message for message in reversed(view.messages) if _has(message, label)]
        assert shown, f"{self.label} has no button {label!r}; the chat ends with {view.last}"
        (found, *_) = (one for one in shown[0].labels if one.startswith(label))
        self._record.does(self.label, f"[{found}]" + (" (a double tap)" if times == 2 else ""))
        for _ in range(times):
            await self.phone.tap(found, message_id=shown[0].message_id)

    async def follows(self, link: str, until: str = "") -> None:
        """Follow a link into the bot and press Start."""
        self._record.does(self.label, f"(follows {link})")
        await self.phone.follow(link)
        await self.reads(until)

    async def reads(self, until: str = "") -> None:
        """Read what is new, on until the bot has said this; new is what was not read before."""

        def said(view: ChatView) -> bool:
            return any(not until or _says(message, until) for message in self._find_new(view))

        view = await self.phone.wait(said, PATIENCE_SECONDS)
        self._note(view)

    async def looks(self) -> None:
        """Read what is new, if anything is."""
        self._note(await self.phone.read())

    async def skips(self) -> None:
        """Pass over what is new: it is not written down."""
        for message in self._find_new(await self.phone.read()):
            self._seen[message.message_id] = message

    def find_button(self, label: str) -> str:
        """A button that begins like this in what was read last; empty where there is none."""
        labels = [one for message in self._new for one in message.labels]
        return next((one for one in labels if one.startswith(label)), "")

    @property
    def new(self) -> list[SeenMessage]:
        """What was read last."""
        return self._new

    @property
    def said(self) -> str:
        """The texts that were read last."""
        return "\n".join(message.text for message in self._new)

    @property
    def link(self) -> str:
        """The first link into the bot in what was read last."""
        found = _LINK.search(self.said)
        assert found, f"{self.label} was given no link: {self.said}"
        return found[0]

    def _find_new(self, view: ChatView) -> list[SeenMessage]:
        return [
            message
            for message in view.messages
            if message.by_bot and self._seen.get(message.message_id) != message
        ]

    def _note(self, view: ChatView) -> None:
        self._new = self._find_new(view)
        if found := _OWN_CODE.search(self.said):
            self._record.name(found[1], f"{{{self.label}}}")
        for message in self._new:
            again = message.message_id in self._seen
            self._record.sees(self.label, message, again=again)
            self._seen[message.message_id] = message


def _has(message: SeenMessage, label: str) -> bool:
    return any(one.startswith(label) for one in message.labels)


def _says(message: SeenMessage, words: str) -> bool:
    return words in message.text or any(words in label for label in message.labels)
