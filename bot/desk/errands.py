"""One update of a member of staff being handled, and what handling it comes to."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.desk.tokens import StaffToken
from bot.dialogs import Dialog
from bot.fieldwork import Fieldwork
from bot.office import Office
from bot.outgoing import Outgoing, Show
from bot.sessions import Session
from bot.settings import Settings
from bot.staffbook import Colleague, StaffBook
from bot.wording import FALLBACK, Variable, load_wording
from surveys.keyring import KeyRing
from surveys.staff import PERMITTED, Permission, Role
from surveys.store.engine import Store

LONGEST_TEXT = 3900
"""Characters of one message; a longer text goes on in the next."""

Rows = Sequence[Sequence[tuple[str, StaffToken]]]
"""Buttons: rows of labels and what they carry."""


def write_rows(rows: Rows) -> dict[str, str | int]:
    """Buttons as the details of a message; nothing where there are none."""
    written = [[[label, token.write()] for label, token in row] for row in rows]
    return {"rows": json.dumps(written, separators=(",", ":"))} if written else {}


@dataclass(slots=True)
class Errand:
    """One update of a member of staff.

    Attributes:
        chat: The chat.
        now: When the update was received.
        store: For reading; everything that changes goes through `office`.
        ring: Keys.
        settings: Settings.
        fieldwork: Rounds in the field.
        book: Who is staff.
        random: Gives random bytes.
        set_menu: Sets the menu of commands of a chat to what its owner can do now.
        find_cards: Finds the messages of a chat that show answers of its session: the number and
            language of each.
        commands: Every command of staff, to list those of a role.
        colleague: Who it is; None for somebody who opens an invitation.
        command: Name of the command, without the slash; empty where it is none.
        arguments: What followed the command.
        text: The text as typed; empty for a tap.
        token: What was tapped; None where nothing was.
        message: Number of the message that was tapped.
        query: The tap, to be acknowledged.
        prepared: What was worked out before the transaction, for handlers that need it.
        refused: Why it cannot be done, where that showed before the transaction.
        dialog: What the conversation is to remember; None leaves it as it was.
        outgoing: Messages to send.
        before_sending: What is read again once all of it is committed, before anything is sent.
        after: What is done last, such as setting a menu.
    """

    chat: int
    now: datetime
    store: Store
    ring: KeyRing
    settings: Settings
    fieldwork: Fieldwork
    book: StaffBook
    random: Callable[[int], bytes]
    set_menu: Callable[[int], Awaitable[None]]
    find_cards: Callable[[int], Awaitable[list[tuple[int, str]]]]
    commands: Mapping[str, Entry]
    colleague: Colleague | None
    command: str = ""
    arguments: tuple[str, ...] = ()
    text: str = ""
    token: StaffToken | None = None
    message: int = 0
    query: str = ""
    prepared: Any = None
    refused: Exception | None = None
    dialog: Dialog | None = None
    outgoing: list[Outgoing] = field(default_factory=list)
    before_sending: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    after: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _office: Office | None = None

    @property
    def office(self) -> Office:
        """The action, within its transaction."""
        assert self._office is not None, "there is an office once the transaction has begun"
        return self._office

    @property
    def who(self) -> Colleague:
        """The member of staff."""
        assert self.colleague is not None, "only joining is done by somebody who is not staff"
        return self.colleague

    @property
    def data(self) -> dict[str, Any]:
        """What the conversation knows so far."""
        return dict((self.dialog or self.who.dialog).data)

    @property
    def session(self) -> Session | None:
        """The session that the chat is in, while it can go on."""
        session = self._kept_session
        live = self.fieldwork.rounds.get(session.round) if session else None
        return session if session and session.goes_on(live, self.now) else None

    @property
    def _kept_session(self) -> Session | None:
        """The session that is kept with the conversation, until it is left in so many words."""
        return (self.dialog or self.who.dialog).session

    def argument(self, number: int) -> str:
        """What a tap or command carries in that place, from 0; empty where there is nothing."""
        carried = self.token.arguments if self.token else self.arguments
        return carried[number] if number < len(carried) else ""

    def begin(self, office: Office) -> None:
        """Take up the office, at the beginning of the transaction."""
        self._office = office

    def words(self, key: str, **variables: Variable) -> str:
        """A wording for staff."""
        return load_wording(FALLBACK)(key, **variables)

    def say(self, text: str, rows: Rows = (), *, edit: bool = True) -> None:
        """Show a text, in place of the tapped message where one was tapped.

        A long text is cut between its paragraphs; the buttons stand below its end.
        """
        pieces = _split(text)
        for number, piece in enumerate(pieces, start=1):
            shown = rows if number == len(pieces) else ()
            in_place = self.message if edit and number == 1 and not self.outgoing else 0
            self._send(self.chat, Show.STAFF, piece, shown, edit=in_place)

    def tell(self, colleague: Colleague, text: str, rows: Rows = ()) -> None:
        """Send a text to another member of staff."""
        self._send(colleague.chat, Show.STAFF, text, rows)

    def picture(self, kind: str, text: str = "", rows: Rows = (), **details: str | int) -> None:
        """Send a picture or a document that is made when it is sent (see `bot.pictures`).

        Args:
            kind: Which.
            text: What stands with it.
            rows: Buttons below.
            **details: What it is about.
        """
        self._send(self.chat, Show.PICTURE, text, rows, more={"kind": kind, **details})

    def clear(self, chat: int, cards: Sequence[tuple[int, str]]) -> None:
        """Take away what messages of a chat show of answers (see `find_cards`)."""
        for number, language in cards:
            details: dict[str, str | int] = {"key": "cleared"}
            self.outgoing.append(Outgoing(chat, Show.PLAIN, language, edit=number, details=details))

    def toast(self, key: str) -> None:
        """Only acknowledge the tap, with the short wording of a key; empty for none."""
        self._send(self.chat, Show.NOTHING, "", ())
        self.outgoing[-1] = replace(self.outgoing[-1], toast=key)

    def ask(self, step: str, **data: Any) -> None:
        """Take the next typed text as the answer to a step, and remember data until then."""
        self.dialog = Dialog(step, data, self._kept_session)

    def forget(self) -> None:
        """Leave the conversation; a session goes on."""
        self.dialog = Dialog(session=self._kept_session)

    def enter(self, session: Session | None) -> None:
        """Begin a session, or end the one that the chat is in."""
        self.dialog = Dialog(session=session)

    def colleagues(self, permission: Permission) -> list[Colleague]:
        """Everybody else who may do something."""
        roles = PERMITTED[permission]
        return [
            one
            for one in self.book.everybody()
            if one.member.role in roles and one.chat != self.chat
        ]

    def _send(
        self,
        chat: int,
        show: Show,
        text: str,
        rows: Rows,
        *,
        edit: int = 0,
        more: Mapping[str, str | int] | None = None,
    ) -> None:
        details: dict[str, str | int] = {"text": text, **write_rows(rows), **(more or {})}
        message = Outgoing(chat, show, FALLBACK, edit=edit, details=details)
        if self.query and chat == self.chat and not any(one.query for one in self.outgoing):
            message = replace(message, query=self.query)
        self.outgoing.append(message)


def _split(text: str) -> list[str]:
    pieces = [""]
    for paragraph in text.split("\n\n"):
        longer = f"{pieces[-1]}\n\n{paragraph}" if pieces[-1] else paragraph
        if len(longer) <= LONGEST_TEXT or not pieces[-1]:
            pieces[-1] = longer
        else:
            pieces.append(paragraph)
    return [
        piece[start : start + LONGEST_TEXT]
        for piece in pieces
        for start in range(0, max(1, len(piece)), LONGEST_TEXT)
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """A command, a button or a step of a conversation.

    Attributes:
        handle: What it does, within the transaction.
        permission: What its user must be permitted to do; None for every member of staff.
        prepare: What is worked out before the transaction because it takes long; sets `prepared`.
        menu: Wording key of its line in Telegram's menu; empty keeps it out of the menu.
    """

    handle: Callable[[Errand], Awaitable[None]]
    permission: Permission | None
    prepare: Callable[[Errand], Awaitable[None]] | None = None
    menu: str = ""


def is_permitted(entry: Entry, role: Role) -> bool:
    """Whether a role may use an entry."""
    return entry.permission is None or role in PERMITTED[entry.permission]
