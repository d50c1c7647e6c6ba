"""Who has answered from a chat, read from the store, and which messages show their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import Outgoing
from bot.respondents import Respondent, as_respondent
from bot.sessions import Session, pseudonym_of
from bot.staffbook import StaffBook
from surveys.errors import SecretKeyError
from surveys.interview import Interview
from surveys.store.engine import Store
from surveys.store.interviews import StoredInterview, find_interviews

log = structlog.get_logger()


class Chats:
    """Reads who has answered from each chat.

    Args:
        store: The database.
        fieldwork: The live rounds.
        shown: For interviews whose latest message was a new one, its number.

    Attributes:
        unreadable: The chats of the last batch whose answers cannot be opened, and why.
    """

    def __init__(self, store: Store, fieldwork: Fieldwork, shown: Mapping[int, int]) -> None:
        self._store = store
        self._fieldwork = fieldwork
        self._shown = shown
        self.unreadable: dict[int, SecretKeyError] = {}

    async def load(self, sessions: Mapping[int, Session | None]) -> dict[int, list[Respondent]]:
        """Who has answered from each chat, in one query for the whole batch."""
        owners: dict[tuple[int, bytes], tuple[int, LiveRound]] = {}
        for chat, session in sessions.items():
            seen = self._fieldwork.of_session(session.round if session else None)
            for live in seen.rounds.values():
                owners[live.id, pseudonym_of(live, chat, session)] = (chat, live)
        self.unreadable.clear()
        people: dict[int, list[Respondent]] = {chat: [] for chat in sessions}
        for stored in await find_interviews(self._store, list(owners)):
            chat, live = owners[stored.round_id, stored.pseudonym]
            try:
                person = as_respondent(stored, live)
            except SecretKeyError as error:
                # One damaged row must not stop everybody else.
                log.error("interview.unreadable", round=live.round.name, code=error.code)
                self.unreadable[chat] = error
                continue
            if (number := self._shown.get(person.id)) is not None:
                person.interview = replace(person.interview, surface=number)
            people[chat].append(person)
        return people

    async def find_cards(self, session: Session) -> list[tuple[int, str]]:
        """The messages that show answers of a session: the number and language of each."""
        live = self._fieldwork.rounds.get(session.round)
        if live is None:
            return []
        found: list[tuple[int, str]] = []
        key = (live.id, pseudonym_of(live, 0, session))
        for stored in await find_interviews(self._store, [key]):
            interview = _open(stored, live)
            if interview is None:
                continue
            surface = self._shown.get(stored.id, interview.surface)
            if surface and interview.shows_answers:
                found.append((surface, interview.language))
        return found


async def find_interview(
    store: Store, fieldwork: Fieldwork, book: StaffBook, message: Outgoing
) -> Interview | None:
    """The interview that a message shows, read from the store; None when it is gone."""
    live = fieldwork.rounds.get(message.round)
    if live is None:
        return None
    key = (live.id, pseudonym_of(live, message.chat, book.session(message.chat)))
    for stored in await find_interviews(store, [key]):
        if stored.id == message.interview:
            return _open(stored, live)
    return None


def _open(stored: StoredInterview, live: LiveRound) -> Interview | None:
    """A stored interview; None for a damaged one, which must not stop everybody else."""
    try:
        return as_respondent(stored, live).interview
    except SecretKeyError as error:
        log.error("interview.unreadable", round=live.round.name, code=error.code)
        return None


def drop(chats: Mapping[int, list[Respondent]], number: int) -> None:
    """Let no later update of the batch bring back what was deleted, from whichever chat."""
    for people in chats.values():
        people[:] = [person for person in people if person.id != number]
