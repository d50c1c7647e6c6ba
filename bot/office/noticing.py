"""Proof of what people were shown before they agreed: hashes of it in the audit trail.

A line is written at the launch and wherever the words are others than those noted last: at the
opening, and when a bot starts whose wording or partnership's file has changed since. So the lines
of a round say which words were shown from when on. A running bot shows the partnership's file as it
was when it started, worded by the program as it was then; where either is another one by now,
nothing is launched or opened, for the trail would have words that no chat shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bot.notices import hash_notice, render_notices
from bot.office.context import Office
from bot.office.preparing import load_who_asks
from bot.wording import NAMES, load_wording
from surveys.audit import Entry
from surveys.contacts import Contacts
from surveys.errors import RoundError
from surveys.partnership import Partnership
from surveys.rounds import LIVE, Audience, Round
from surveys.store.audit import read_entries
from surveys.store.engine import Transaction
from surveys.store.meta import SHOWN_WORDS, find_fact, forget_fact, save_fact
from surveys.store.questionnaires import get_questionnaire_within
from surveys.store.rounds import find_rounds_within

NOTICE = "round.notice"
"""Action of these lines; ``after`` is the name of a file, a space and ``sha256:`` with its hash."""

PROGRAM = tuple(Path(__file__).parents[2] / package for package in ("bot", "surveys"))
"""The packages that word what residents are shown."""

_WORDS = frozenset({".ftl", ".py"})
_DELETED = "round.delete"


async def note_notices(office: Office, round_: Round) -> None:
    """Record which first screen and privacy notice a round has, where that is not on record yet.

    Args:
        office: Who launches or opens it.
        round_: The round as it is to be shown.

    Raises:
        RoundError: A bot runs that shows other words: it read another partnership's file, or is
            another version of the program, than is there now.
    """
    if round_.audience is Audience.IMPORTED:
        return
    partnership, contacts = load_who_asks(office.settings)
    shown = await find_fact(office.connection, SHOWN_WORDS)
    if shown and shown != _hash_words(partnership, contacts):
        raise RoundError(
            "round.other-words",
            f"round {round_.name!r}",
            "the running bot shows the partnership's file, its contacts and the program's words as "
            "they were when it started, and they have changed since",
            "Stop the bot and start it again (also where it was killed), then do the same again.",
        )
    await _note(office, round_, partnership, contacts)


async def note_all_live(office: Office, partnership: Partnership, contacts: Contacts) -> None:
    """The same for every round in the field, when a bot starts; and what that bot shows.

    Args:
        office: The settings that it starts with.
        partnership: Who asks, as this bot read it.
        contacts: Who can help, as this bot read it.
    """
    await save_fact(office.connection, SHOWN_WORDS, _hash_words(partnership, contacts))
    for round_ in await find_rounds_within(office.connection):
        if round_.state in LIVE and round_.audience is not Audience.IMPORTED:
            await _note(office, round_, partnership, contacts)


async def forget_shown(connection: Transaction) -> None:
    """No bot runs any more: what one would show is what is there when it starts."""
    await forget_fact(connection, SHOWN_WORDS)


async def _note(
    office: Office, round_: Round, partnership: Partnership, contacts: Contacts
) -> None:
    questionnaire = await get_questionnaire_within(office.connection, round_.questionnaire_hash)
    known = find_noted(await read_entries(office.connection), round_.name)
    for file, text in render_notices(partnership, contacts, round_, questionnaire).items():
        digest = hash_notice(text)
        before = known.get(file, "")
        if digest != before:
            was = _write(file, before) if before else ""
            await office.record(NOTICE, round_.name, was, _write(file, digest))


def find_noted(entries: Iterable[Entry], name: str) -> dict[str, str]:
    """The hashes noted last for a round, in hexadecimal, by the names of files.

    Args:
        entries: The lines of the audit trail, oldest first.
        name: The round.
    """
    noted: dict[str, str] = {}
    for entry in entries:
        if entry.subject != name:
            continue
        if entry.action == _DELETED:  # a draft of that name; what was noted of it is of another
            noted.clear()
        elif entry.action == NOTICE:
            file, _, digest = entry.after.partition(" sha256:")
            noted[file] = digest
    return noted


def _hash_words(partnership: Partnership, contacts: Contacts) -> str:
    # where the contacts' file is may differ between two programs that read the same one
    who = partnership.model_dump_json(exclude={"contacts"})
    both = f"{who}\n{contacts.model_dump_json()}\n{hash_program()}"
    return hashlib.sha256(both.encode()).hexdigest()


@cache
def hash_program() -> str:
    """SHA-256 of the program's wordings and code, as this process read them.

    A process goes on with what it read, so that its files are looked at once, when a bot starts.
    """
    for language in NAMES:
        load_wording(language)  # what is read later might be of another version
    digest = hashlib.sha256()
    for package in PROGRAM:
        for file in sorted(one for one in package.rglob("*") if one.suffix in _WORDS):
            name = file.relative_to(package.parent).as_posix()
            digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _write(file: str, digest: str) -> str:
    return f"{file} sha256:{digest}"
