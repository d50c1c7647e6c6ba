"""The desk: whatever staff do in chat, each update in one transaction of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.desk.errands import Entry, Errand
from bot.desk.refusing import explain, get_current
from bot.desk.table import COMMANDS, STEPS, TAPS
from bot.desk.tokens import MARK, StaffToken
from bot.fieldwork import Fieldwork
from bot.office import Office
from bot.office.sessions import end_session
from bot.reduction import Reduced
from bot.sessions import Session
from bot.settings import Settings
from bot.staffbook import StaffBook
from surveys.errors import AuditError, CanvassError, SecretKeyError, StaffError
from surveys.keyring import KeyRing
from surveys.staff import check_permitted, dialog_about
from surveys.store.batch import Effect
from surveys.store.engine import Store, Transaction
from surveys.store.staff import save_dialog

JOIN = "staff_"
"""How the payload of a staff invitation begins."""

log = structlog.get_logger()


class Desk:
    """Tells which updates are errands of staff, and runs them.

    Args:
        store: The database.
        ring: Keys.
        settings: Settings.
        fieldwork: Rounds in the field.
        book: Who is staff.
        random: Gives random bytes.

    Attributes:
        set_menu: Sets the menu of commands of a chat to what its owner can do now.
        find_cards: Finds the messages of a chat that show answers of its session.
    """

    def __init__(
        self,
        store: Store,
        ring: KeyRing,
        settings: Settings,
        fieldwork: Fieldwork,
        book: StaffBook,
        *,
        random: Callable[[int], bytes],
    ) -> None:
        self._store = store
        self._ring = ring
        self._settings = settings
        self._fieldwork = fieldwork
        self._book = book
        self._random = random
        self.set_menu: Callable[[int], Awaitable[None]] = _no_menu
        self.find_cards: Callable[[int], Awaitable[list[tuple[int, str]]]] = _no_cards

    def is_errand(self, reduced: Reduced, *, in_session: bool) -> bool:
        """Whether an update is for staff; everything else is a resident's, whoever sends it.

        Args:
            reduced: The update.
            in_session: Whether the chat stands for somebody else; ending that is an update of them.
        """
        colleague = self._book.find(reduced.chat)
        if query := reduced.update.get("callback_query"):
            return colleague is not None and str(query["data"]).startswith(MARK)
        text = _text_of(reduced)
        if text.startswith("/"):
            name, arguments = _read_command(text)
            if name == "start" and arguments and arguments[0].startswith(JOIN):
                return True
            if name == "start" or (name == "end" and in_session):
                return False
            return colleague is not None and name in COMMANDS
        waits = colleague is not None and bool(colleague.dialog.step)
        return waits and bool(text)

    def receive(self, reduced: Reduced, received: datetime) -> Errand:
        """The errand that an update is."""
        errand = Errand(
            chat=reduced.chat,
            now=received,
            store=self._store,
            ring=self._ring,
            settings=self._settings,
            fieldwork=self._fieldwork,
            book=self._book,
            random=self._random,
            set_menu=self.set_menu,
            find_cards=self.find_cards,
            commands=COMMANDS,
            colleague=self._book.find(reduced.chat),
        )
        if query := reduced.update.get("callback_query"):
            errand.token = StaffToken.read(str(query["data"]))
            errand.query, errand.message = query["id"], query["message"]["message_id"]
        else:
            errand.text = _text_of(reduced)
            if errand.text.startswith("/"):
                errand.command, errand.arguments = _read_command(errand.text)
        return errand

    async def prepare(self, errand: Errand) -> None:
        """Work out what takes long, before the transaction."""
        try:
            entry = self._find(errand)
            if entry.prepare is not None:
                await entry.prepare(errand)
        except Exception as error:  # noqa: BLE001  # one errand must not end the bot
            errand.refused = error

    async def run(self, errand: Errand, connection: Transaction) -> None:
        """Do what the errand asks for, within a transaction.

        Raises:
            CanvassError: When it cannot be done; the transaction is to be given up.
        """
        if errand.colleague is not None:
            # Read again: the terminal may have removed them since the update was taken up.
            member = await get_current(connection, errand.colleague.member.code)
            errand.colleague = replace(errand.colleague, member=member)
        colleague = errand.colleague
        who = colleague.member.code if colleague else ""
        errand.begin(Office(connection, self._ring, self._settings, who, errand.now, self._random))
        await self._find(errand).handle(errand)
        if errand.dialog is not None and colleague is not None:
            sealed = None
            if not errand.dialog.is_empty:
                about = dialog_about(colleague.member.code)
                sealed = self._book.keys.sealer.seal(errand.dialog.write(), about)
            await save_dialog(connection, colleague.member.code, sealed)
        if errand.query and not any(message.query for message in errand.outgoing):
            errand.toast("")

    def refuse(self, errand: Errand, error: Exception) -> None:
        """Say why nothing was done, in place of all that would have been said."""
        errand.outgoing.clear()
        errand.before_sending.clear()
        errand.after.clear()
        if isinstance(error, CanvassError):
            errand.say(explain(errand, error), edit=False)
            return
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
        log.error("errand.failed", error=type(error).__name__, place=place)
        errand.say(errand.words("staff-failed"), edit=False)

    def is_stranger(self, errand: Errand, error: Exception) -> bool:
        """Whether somebody tried a link that is no invitation: they are a resident like any."""
        unknown = isinstance(error, StaffError) and error.code == "staff.no-invitation"
        return unknown and errand.colleague is None

    async def catch_up(self, errand: Errand) -> None:
        """Read again what was changed; what fails is read again with the next update anyway."""
        try:
            for work in errand.before_sending:
                await work()
        except CanvassError as error:
            log.error("errand.not-read-again", code=error.code)

    async def follow_up(self, errand: Errand) -> None:
        """What comes after the transaction; nothing depends on it."""
        try:
            for work in errand.after:
                await work()
        except CanvassError as error:
            log.error("errand.not-followed-up", code=error.code)

    def end_session(self, session: Session, now: datetime) -> Effect:
        """Forget a session, with the answers that end it."""
        return partial(self._end, session=session, now=now)

    async def _end(self, connection: Transaction, *, session: Session, now: datetime) -> None:
        """Wipe what led from the chat to the answers; of a preview the answers as well."""
        await save_dialog(connection, session.staff, None)
        office = Office(connection, self._ring, self._settings, session.staff, now, self._random)
        try:
            await end_session(office, session, erase=False)
        except (AuditError, SecretKeyError) as error:
            # It comes with answers of residents, which must not wait until a trail is mended.
            log.error("session.end-not-recorded", code=error.code)

    def _find(self, errand: Errand) -> Entry:
        if errand.token is not None:
            entry = TAPS.get(errand.token.tap)
        elif errand.command:
            entry = COMMANDS.get(errand.command)
        else:
            entry = STEPS.get(errand.who.dialog.step)
        if entry is None:
            raise CanvassError(
                "staff.unknown",
                errand.words("staff-place"),
                errand.words("staff-unknown"),
                errand.words("staff-unknown-remedy"),
            )
        if errand.colleague is not None and entry.permission is not None:
            check_permitted(errand.colleague.member.role, entry.permission)
        return entry


async def _no_menu(_: int) -> None:
    """Where there is no Telegram to tell."""


async def _no_cards(_: int) -> list[tuple[int, str]]:
    """Where no messages are sent."""
    return []


def _text_of(reduced: Reduced) -> str:
    text = reduced.update.get("message", {}).get("text", "")
    return text if isinstance(text, str) else ""


def _read_command(text: str) -> tuple[str, tuple[str, ...]]:
    """A command's name in small letters, without the bot's name, and what follows it."""
    words = text.split()
    name = words[0].removeprefix("/").partition("@")[0].casefold()
    return name, tuple(words[1:])
