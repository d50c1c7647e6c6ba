"""Telegram's menu of commands: residents' for everybody, more in each chat of staff."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.desk.errands import is_permitted
from bot.desk.table import COMMANDS as STAFF_COMMANDS
from bot.residents import COMMANDS
from bot.staffbook import StaffBook
from bot.wording import FALLBACK, load_wording
from surveys.errors import CanvassError
from surveys.staff import Role

KEEP_SECONDS = 20.0

log = structlog.get_logger()


class Menus:
    """Sets menus. A menu that cannot be set holds nothing up: commands work without it.

    Args:
        bot: Calls the Bot API.
        book: Who is staff.
    """

    def __init__(self, bot: Callable[[], Bot], book: StaffBook) -> None:
        self._bot = bot
        self._book = book
        self._shown: dict[int, Role | None] = {}
        self._told: set[int] = set()

    async def set_all(self) -> None:
        """The residents' menu, and one for each chat of staff."""
        try:
            await self._bot().set_my_commands(list_commands(None))
        except TelegramError as error:
            log.warning("commands.not_set", error=type(error).__name__)
        await self.keep()

    async def run(self) -> None:
        """Follow who joins and leaves at the command line too, until cancelled."""
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            try:
                await self.keep()
            except CanvassError as error:
                log.error("commands.again", code=error.code)

    async def keep(self) -> None:
        """Set the menus that are not, or are no more, those of who has the chat."""
        await self._book.refresh()
        roles = {one.chat: one.member.role for one in self._book.everybody()}
        for chat in {**self._shown, **roles}:
            if chat not in self._shown or self._shown[chat] is not roles.get(chat):
                await self.set_one(chat)
        for code, chat in self._book.leavers().items():
            if chat in roles or await self._set(chat):
                await self._book.forget(code)

    async def set_one(self, chat: int) -> None:
        """The menu of one chat: that of its owner's role, or the residents' again."""
        await self._set(chat)

    async def _set(self, chat: int) -> bool:
        """Set a menu; whether the chat has it now, or has none because it is not there any more."""
        await self._book.refresh()
        colleague = self._book.find(chat)
        role = colleague.member.role if colleague else None
        scope = BotCommandScopeChat(chat)
        try:
            if role is None:
                await self._bot().delete_my_commands(scope=scope)
            else:
                await self._bot().set_my_commands(list_commands(role), scope=scope)
        except TelegramError as error:
            if chat not in self._told:  # such as an administrator who never opened the chat
                log.warning("commands.not_set", error=type(error).__name__)
            self._told.add(chat)
            return isinstance(error, BadRequest | Forbidden)
        if role is None:
            self._shown.pop(chat, None)
        else:
            self._shown[chat] = role
        return True


def list_commands(role: Role | None) -> list[BotCommand]:
    """The commands of a role, staff's first; None is a resident."""
    wording = load_wording(FALLBACK)
    staff = [
        BotCommand(name, wording(entry.menu))
        for name, entry in STAFF_COMMANDS.items()
        if role is not None and entry.menu and is_permitted(entry, role)
    ]
    return [*staff, *(BotCommand(name, wording(f"command-{name}")) for name in COMMANDS)]
