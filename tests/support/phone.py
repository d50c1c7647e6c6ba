"""A person's phone for tests: what they type, tap and see in their chat with the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.telegram import Call, Message

if TYPE_CHECKING:
    from tests.support.chat import Desk


class Chat:
    """One private chat with the bot, as a person uses it.

    Attributes:
        desk: The bot at work.
        number: The chat's id, and the person's.
        name: What a transcript calls the person; nothing of it reaches the bot.
    """

    def __init__(self, desk: Desk, number: int, name: str = "") -> None:
        self.desk = desk
        self.number = number
        self.name = name

    @property
    def messages(self) -> list[Message]:
        """What the bot's messages in this chat show now, oldest first."""
        return list(self.desk.telegram.messages.get(self.number, {}).values())

    @property
    def menu(self) -> list[str]:
        """The commands that this person's phone offers."""
        return self.desk.telegram.menu_of(self.number)

    async def start(self, payload: str = "") -> list[Call]:
        """Press Start, or follow a link with a payload."""
        return await self.say(f"/start {payload}".rstrip())

    def block(self) -> None:
        """Block the bot: from now on nothing can be sent here."""
        self.desk.telegram.blocked.add(self.number)

    def unblock(self) -> None:
        """Unblock the bot."""
        self.desk.telegram.blocked.discard(self.number)

    async def say(self, text: str) -> list[Call]:
        """Type a message."""
        return await self.desk.receive(self.message_update(text=text))

    async def send(self, **content: Any) -> list[Call]:
        """Send something else: ``sticker={...}``."""
        return await self.desk.receive(self.message_update(**content))

    async def edit(self, text: str) -> list[Call]:
        """Edit an earlier message."""
        return await self.desk.receive(self.edit_update(text))

    async def tap(self, label: str, message: Message | None = None) -> list[Call]:
        """Tap the button whose label is, or ends with, this; on the latest message by default."""
        return await self.desk.receive(self.tap_update(label, message))

    def message_update(self, **content: Any) -> dict[str, Any]:
        """The update of a message with this content."""
        return {"message": self._message(**content)}

    def edit_update(self, text: str) -> dict[str, Any]:
        """The update of an edited message."""
        return {"edited_message": {**self._message(text=text), "edit_date": 1793613600}}

    def tap_update(self, label: str, message: Message | None = None) -> dict[str, Any]:
        """The update of a tap."""
        message = message or [shown for shown in self.messages if shown.buttons][-1]
        buttons = [button for row in message.buttons for button in row if "url" not in button]
        found = [button for button in buttons if button["text"] == label] or [
            button for button in buttons if button["text"].partition(". ")[2] == label
        ]
        assert found, f"no button {label!r} among {[button['text'] for button in buttons]}"
        return self.data_update(found[0]["callback_data"], message.number)

    def data_update(self, data: str, message: int) -> dict[str, Any]:
        """The update of a tap with this callback data."""
        return {
            "callback_query": {
                "id": str(self.desk.next_number()),
                "from": self._sender(),
                "chat_instance": "9",
                "data": data,
                "message": {"message_id": message, "date": 1793613600, "chat": self._chat()},
            }
        }

    def _message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": self.desk.next_number(),
            "date": 1793613600,
            "chat": self._chat(),
            "from": self._sender(),
            **content,
        }

    def _chat(self) -> dict[str, Any]:
        return {"id": self.number, "type": "private", "first_name": "Planted-Name"}

    def _sender(self) -> dict[str, Any]:
        return {
            "id": self.number,
            "is_bot": False,
            "first_name": "Planted-Name",
            "username": "planted_username",
            "language_code": "en",
        }
