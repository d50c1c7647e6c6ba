"""Every command, button and step by every role: who is let in, who is refused, who learns nothing.

The table itself is walked, so that an entry added to it is tested from that moment on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

import bot.desk.desk
from bot.desk import table
from bot.desk.errands import Entry, Errand
from bot.desk.table import COMMANDS, STEPS, TAPS
from bot.desk.tokens import StaffToken
from bot.dialogs import Dialog
from bot.office.people import remove, sync_administrators
from bot.residents import COMMANDS as RESIDENTS
from bot.taps import ENGINE_ACTIONS
from bot.taps import TAPS as RESIDENTS_TAPS
from surveys.staff import PERMITTED, Role, dialog_about
from surveys.store.staff import save_dialog
from tests.support.chat import Chat, Desk, open_desk
from tests.support.dumping import QUEUES, dump
from tests.support.staffing import make_staff, open_office
from tests.support.telegram import Call

ADMINISTRATOR = 7700900501
NUMBERS = {
    "administrator": ADMINISTRATOR,
    "officer": 7700900201,
    "analyst": 7700900301,
    "interviewer": 7700900401,
}
REMOVED, RESIDENT, OTHER = 7700900402, 7700900123, 7700900124
TABLES: Mapping[str, Mapping[str, Entry]] = {"command": COMMANDS, "tap": TAPS, "step": STEPS}
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody: one of each role, one removed and two residents."""

    desk: Desk
    staff: Mapping[str, Chat]
    removed: Chat
    resident: Chat
    other: Chat


@asynccontextmanager
async def open_cast(folder: Path) -> AsyncIterator[Cast]:
    async with open_desk(folder) as desk:
        staff = {role: desk.chat(number) for role, number in NUMBERS.items()}
        desk.settings.admin_telegram_ids = str(ADMINISTRATOR)
        async with open_office(desk) as office:
            await sync_administrators(office)
        for role in ("officer", "analyst", "interviewer"):
            await make_staff(staff[role], Role(role))
        removed = desk.chat(REMOVED)
        member = await make_staff(removed, Role.OFFICER)
        async with open_office(desk) as office:
            await remove(office, member.code)
        yield Cast(desk, staff, removed, desk.chat(RESIDENT), desk.chat(OTHER))


async def put_at_step(chat: Chat, step: str) -> None:
    """Let the next typed text of a member of staff be for a step."""
    book = chat.desk.bot.book
    await book.refresh()
    colleague = book.find(chat.number)
    assert colleague is not None
    code = colleague.member.code
    sealed = book.keys.sealer.seal(Dialog(step).write(), dialog_about(code))
    async with chat.desk.store.write() as connection:
        await save_dialog(connection, code, sealed)


async def use(chat: Chat, kind: str, name: str) -> list[Call]:
    """As a member of staff type the command, tap such a button, or answer the step."""
    match kind:
        case "command":
            return await chat.say(f"/{name} 1 2 3")
        case "tap":
            data = StaffToken(name, ("1", "1", "1")).write()
            return await chat.desk.receive(chat.data_update(data, 1))
        case _:
            await put_at_step(chat, name)
            return await chat.say("1")


def texts(calls: list[Call]) -> list[tuple[str, str, str]]:
    """What was said, without what is random and whose it is."""
    said = [
        (
            call.method,
            RECEIPT.sub("-", str(call.parameters.get("text", ""))),
            re.sub(r"\.[0-9a-z]{4}\.", ".", str(call.parameters.get("reply_markup", ""))),
        )
        for call in calls
    ]
    return sorted(said)


def entries(kind: str) -> list[tuple[str, Entry]]:
    """The entries of one kind; an invitation is opened by somebody who is not staff yet."""
    return [(name, entry) for name, entry in TABLES[kind].items() if name != "start"]


def may(role: str, entry: Entry) -> bool:
    return entry.permission is None or Role(role) in PERMITTED[entry.permission]


def test_no_entry_takes_the_place_of_another() -> None:
    for kind in ("COMMANDS", "TAPS", "STEPS"):
        names = Counter(name for flow in table._FLOWS for name in getattr(flow, kind))
        assert [name for name, times in names.items() if times > 1] == []
    assert set(COMMANDS) & set(RESIDENTS) == {"start"}


@pytest.mark.parametrize("role", NUMBERS)
@pytest.mark.parametrize("kind", TABLES)
async def test_who_is_permitted_gets_there_and_nobody_else(
    kind: str, role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[tuple[str, str]] = []

    def watch(name: str, entry: Entry) -> Entry:
        async def handle(errand: Errand) -> None:
            reached.append((name, errand.who.member.role))
            errand.say("reached")

        return replace(entry, handle=handle, prepare=None)

    watched = {name: watch(name, entry) for name, entry in TABLES[kind].items()}
    monkeypatch.setattr(bot.desk.desk, f"{kind.upper()}S", watched)
    async with open_cast(tmp_path) as cast:
        for name, entry in entries(kind):
            reached.clear()
            await use(cast.staff[role], kind, name)
            assert reached == ([(name, role)] if may(role, entry) else []), name


@pytest.mark.parametrize("role", NUMBERS)
@pytest.mark.parametrize("kind", TABLES)
async def test_who_is_not_permitted_is_told_and_changes_nothing(
    kind: str, role: str, tmp_path: Path
) -> None:
    async with open_cast(tmp_path) as cast:
        chat = cast.staff[role]
        for name, entry in entries(kind):
            if may(role, entry):
                continue
            # The step that is waited for is kept with the staff.
            besides = QUEUES | ({"staff"} if kind == "step" else set())
            before = await dump(cast.desk.store, besides)
            said = texts(await use(chat, kind, name))
            assert f"role {role}: it may not do this" in str(said), name
            assert sum(method == "sendMessage" for method, *_ in said) == 1, name
            assert await dump(cast.desk.store, besides) == before, name


@pytest.mark.parametrize("at_question", [False, True], ids=["nothing begun", "at a question"])
@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("who", ["resident", "removed"])
async def test_residents_and_who_was_removed_learn_nothing_by_guessing(
    who: str, kind: str, at_question: bool, tmp_path: Path
) -> None:
    async with open_cast(tmp_path) as cast:
        guesser: Chat = getattr(cast, who)
        for chat in (guesser, cast.other) if at_question else ():
            await chat.say("/start")
            await chat.tap("I agree to take part")
        assert guesser.menu == cast.other.menu
        for name in TABLES[kind]:
            before = await dump(cast.desk.store, QUEUES | {"interviews"})
            guessed = await guess(guesser, kind, name)
            like = "/start" if (kind, name) == ("command", "start") else ""
            as_any = await (cast.other.say(like) if like else guess(cast.other, kind, "nothing"))
            assert texts(guessed) == texts(as_any), name
            after = await dump(cast.desk.store, QUEUES | {"interviews"})
            assert after == before, name


async def guess(chat: Chat, kind: str, name: str) -> list[Call]:
    match kind:
        case "command":
            return await chat.say("/start staff_abcdefghij" if name == "start" else f"/{name} 1")
        case "tap":
            return await chat.desk.receive(chat.data_update(f"+{name}:1:1", 1))
        case _:
            return await chat.say("what a step could take")


UNKNOWN_LINK = "/start staff_AAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize("link", [UNKNOWN_LINK, "/start staff_", "/start staff_x y"])
async def test_a_link_that_is_no_invitation_shows_a_resident_the_survey(
    link: str, tmp_path: Path
) -> None:
    async with open_cast(tmp_path) as cast:
        guessed = await cast.resident.say(link)
        assert texts(guessed) == texts(await cast.other.say("/start"))
        assert "I agree to take part" in str(texts(guessed))


LETTERS = sorted({*ENGINE_ACTIONS, *RESIDENTS_TAPS, "t"})


@pytest.mark.parametrize("role", [*NUMBERS, "removed"])
async def test_what_residents_can_do_every_role_can_do_alike(role: str, tmp_path: Path) -> None:
    async with open_cast(tmp_path) as cast:
        member = cast.removed if role == "removed" else cast.staff[role]

        async def both(act: Callable[[Chat], Awaitable[list[Call]]]) -> None:
            first, second = texts(await act(member)), texts(await act(cast.other))
            assert first == second
            assert first

        for letter in LETTERS:
            await both(partial(tap_data, "t.0....rounds/0" if letter == "t" else f"{letter}.1...."))
        for begun in (False, True):
            for name in RESIDENTS:
                await both(partial(say, f"/{name}"))
            if not begun:
                await both(partial(say, "/start"))
                await both(partial(tap, "I agree to take part"))
        await both(partial(say, "/delete"))
        await both(partial(tap, "No, keep them"))
        await both(partial(say, "/start"))
        await both(partial(tap, "Go on"))
        for text in ("3", "back", "3", "1", *"122222222", "1", "3", "6", "5"):
            await both(partial(say, text))
        for label in ("Submit my answers", "No, thank you", "Tell me about next surveys"):
            await both(partial(tap, label))


async def say(text: str, chat: Chat) -> list[Call]:
    return await chat.say(text)


async def tap(label: str, chat: Chat) -> list[Call]:
    return await chat.tap(label)


async def tap_data(data: str, chat: Chat) -> list[Call]:
    return await chat.desk.receive(chat.data_update(data, 1))
