"""People and their private chats with the bot, as Telegram keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusals import bad_request, forbidden
from bot.sandbox.signals import Signal
from bot.sandbox.uploads import Upload

# Beyond the ids that Telegram has given out, so that no made-up person is a real one.
FIRST_USER_ID = 900_000_000_001


@dataclass(frozen=True, slots=True)
class User:
    """A simulated person.

    Attributes:
        user_id: Their made-up Telegram id; the id of the private chat too.
        first_name: Their first name.
        last_name: Their last name, empty when they gave none.
        username: Their username without @, empty when they have none.
        language_code: The language of their app, empty when it does not say.
    """

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""

    def as_user(self) -> dict[str, Any]:
        """The person as a User object."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.user_id, "is_bot": False, **self._names(), **language}

    def as_chat(self) -> dict[str, Any]:
        """The private chat with the person as a Chat object."""
        return {"id": self.user_id, "type": "private", **self._names()}

    def _names(self) -> dict[str, Any]:
        names = {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
        }
        return {name: value for name, value in names.items() if value}


@dataclass(slots=True)
class Message:
    """A message in a chat, as it is now, with the keyboards that it had before.

    Attributes:
        message_id: Its number, rising over all chats of the bot.
        date: When it was sent, in seconds since 1970.
        by_bot: Whether the bot wrote it.
        content: Its text or media with entities, as fields of a Message object.
        markup: The inline keyboard under it.
        old_markups: Inline keyboards that edits took away, latest last.
        edit_date: When it was last edited.
        deleted: Whether it is gone from the chat.
        upload: Its photo or document.
    """

    message_id: int
    date: int
    by_bot: bool
    content: dict[str, Any]
    markup: dict[str, Any] | None = None
    old_markups: list[dict[str, Any]] = field(default_factory=list)
    edit_date: int | None = None
    deleted: bool = False
    upload: Upload | None = None

    def change(self, content: dict[str, Any], markup: dict[str, Any] | None, at: int) -> None:
        """Edit it, keeping the keyboard it had for those who still see it."""
        if self.markup is not None:
            self.old_markups.append(self.markup)
        self.content, self.markup, self.edit_date = content, markup, at


@dataclass(frozen=True, slots=True)
class Notice:
    """What a tap was answered with.

    Attributes:
        text: The text shown; empty when the tap only stopped spinning.
        alert: Whether it was shown as an alert to be closed.
    """

    text: str
    alert: bool


@dataclass(slots=True)
class Chat:
    """A private chat.

    Attributes:
        user: Whose chat it is.
        started: Whether the person ever wrote; before that the bot may not.
        blocked: Whether the person has blocked the bot.
        messages: All messages by number, deleted ones marked.
        reply_keyboard: The keyboard in place of the person's own, if there is one.
        notices: Answers to taps, in order.
        revision: Rises with each change that the bot makes to the messages.
        changed: Fired with each change that the bot makes, and each notice.
    """

    user: User
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: dict[str, Any] | None = None
    notices: list[Notice] = field(default_factory=list)
    revision: int = 0
    changed: Signal = field(default_factory=Signal)

    def touch(self) -> None:
        """Tell the person's phone that the bot changed something."""
        self.revision += 1
        self.changed.fire()

    def show_notice(self, notice: Notice) -> None:
        """Show the answer to a tap."""
        self.notices.append(notice)
        self.changed.fire()

    def find_message(self, message_id: int) -> Message | None:
        """A message that is still there, or None."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def list_messages(self) -> Iterator[Message]:
        """The messages that are still there, in order."""
        return (message for message in self.messages.values() if not message.deleted)


class Chats:
    """All chats of the bot."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}
        self._next_user_id = FIRST_USER_ID
        self._last_message_id = 0

    def add_user(
        self,
        first_name: str,
        last_name: str = "",
        username: str = "",
        language_code: str = "",
        user_id: int | None = None,
    ) -> User:
        """Make up a person; they have not met the bot yet.

        Raises:
            ValueError: When the id is taken.
        """
        if user_id is None:
            user_id = self._next_user_id
            self._next_user_id += 1
        if user_id in self._chats:
            raise ValueError(f"there is a user {user_id} already")
        user = User(user_id, first_name, last_name, username, language_code)
        self._chats[user_id] = Chat(user)
        return user

    def list_users(self) -> list[User]:
        """Everybody, in the order they were made up."""
        return [chat.user for chat in self._chats.values()]

    def get_chat(self, user_id: int) -> Chat:
        """The chat of a person.

        Raises:
            KeyError: When there is no such person.
        """
        return self._chats[user_id]

    def is_met(self, user_id: int) -> bool:
        """Whether there is such a person and they ever wrote to the bot."""
        return user_id in self._chats and self._chats[user_id].started

    def get_open_chat(self, chat_id: int | str | None) -> Chat:
        """The chat that the bot wants to write to.

        Raises:
            ApiError: 400 for an unknown chat, 403 where the person never wrote or has blocked.
        """
        chat = self._chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def next_message_id(self) -> int:
        """A fresh message number."""
        self._last_message_id += 1
        return self._last_message_id
