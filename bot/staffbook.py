"""Who is staff, as the running bot knows it.

It is read again before each batch of updates, so that somebody removed is staff no more at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.dialogs import Dialog, open_dialog
from bot.sessions import Session, SessionKind
from surveys.errors import SecretKeyError
from surveys.privacy import StaffKeys
from surveys.staff import Member, chat_about
from surveys.store.engine import Store
from surveys.store.staff import StoredMember, find_members, wipe_chat

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff with a chat.

    Attributes:
        member: Code, role and employer.
        chat: The chat.
        dialog: Where the conversation is.
    """

    member: Member
    chat: int
    dialog: Dialog


class StaffBook:
    """The members of staff by their chats.

    Args:
        store: Where they are kept.
        keys: Opens what is sealed of them.

    Attributes:
        sessions_ended: Whether a session ended since this was last set to false.
    """

    def __init__(self, store: Store, keys: StaffKeys) -> None:
        self._store = store
        self._keys = keys
        self._rows: dict[bytes, StoredMember] = {}
        self._known: dict[bytes, tuple[StoredMember, Colleague]] = {}
        self._sessions: frozenset[Session] = frozenset()
        self._left: list[StoredMember] = []
        self.sessions_ended = False

    @property
    def keys(self) -> StaffKeys:
        """What seals what is kept of staff."""
        return self._keys

    async def refresh(self) -> None:
        """Read again who is staff."""
        rows = await find_members(self._store)
        self._left = [row for row in rows if row.person is None and row.chat is not None]
        # Put in place at once: others look into the book while this one waits.
        self._rows = {
            row.person: row
            for row in rows
            if row.person is not None and self._can_open(row.person, row)
        }
        sessions = frozenset(one.dialog.session for one in self.everybody() if one.dialog.session)
        self.sessions_ended |= not self._sessions <= sessions
        self._sessions = sessions

    def find(self, chat: int) -> Colleague | None:
        """The member of staff whose chat it is, if it is anybody's."""
        person = self._keys.person(chat)
        row = self._rows.get(person)
        return self._open(person, row) if row else None

    def everybody(self) -> list[Colleague]:
        """All members of staff who have a chat."""
        return [self._open(person, row) for person, row in self._rows.items()]

    def leavers(self) -> dict[str, int]:
        """Chats of those who were removed and still have the menu of staff, by their codes."""
        found: dict[str, int] = {}
        for row in self._left:
            assert row.chat is not None, "only rows with a chat are among them"
            try:
                opened = self._keys.sealer.open(row.chat, chat_about(row.member.code))
            except SecretKeyError as error:
                log.error("staff.unreadable", staff=row.member.code, code=error.code)
                continue
            found[row.member.code] = int(opened)
        return found

    async def forget(self, code: str) -> None:
        """Wipe the chat of somebody who was removed."""
        async with self._store.write() as connection:
            await wipe_chat(connection, code)

    def session(self, chat: int) -> Session | None:
        """The session that a chat is in, whether it can still go on or not."""
        colleague = self.find(chat) if self._rows else None
        return colleague.dialog.session if colleague else None

    def previews(self) -> frozenset[int]:
        """Numbers of the rounds that somebody is going through before they are launched."""
        sessions = (one.dialog.session for one in self.everybody())
        return frozenset(s.round for s in sessions if s and s.kind is SessionKind.PREVIEW)

    def _can_open(self, person: bytes, row: StoredMember) -> bool:
        """Whether the row opens; one that does not must not keep everybody else from working."""
        try:
            self._open(person, row)
        except SecretKeyError as error:
            log.error("staff.unreadable", staff=row.member.code, code=error.code)
            return False
        return True

    def _open(self, person: bytes, row: StoredMember) -> Colleague:
        known = self._known.get(person)
        if known is not None and known[0] == row:
            return known[1]
        assert row.chat is not None, "who has a person has a chat"
        chat = int(self._keys.sealer.open(row.chat, chat_about(row.member.code)))
        dialog = open_dialog(self._keys, row.dialog, row.member.code)
        colleague = Colleague(row.member, chat, dialog)
        self._known[person] = (row, colleague)
        return colleague
