"""What people are and write is planted, and then looked for in everything that was written."""

from __future__ import annotations

import os
import re
import signal
import struct
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bot.app import now_utc
from bot.fieldwork import key_name
from bot.rounds import close_for_good, opened
from bot.sandbox import ChatView, Phone
from bot.wording import FALLBACK, load_wording
from surveys.privacy import RoundKeys
from surveys.reach import new_invitation_code, new_venue_code
from surveys.rounds import Audience, london_date
from surveys.store.codes import NewCode, add_codes
from surveys.store.rounds import get_round_within, save_round
from surveys.store.venues import add_venue
from tests.faults.people import ANNUAL, PLAIN_ITEMS
from tests.faults.world import ROUND, World, open_world
from tests.support.chat import add_open_round
from tests.support.questionnaires import load_consultation

pytestmark = pytest.mark.slow

WORDS = load_wording(FALLBACK)
CHAT = 771234567890123
STAFF_CHAT, GUEST_CHAT = 772345678901234, 773456789012345
STAFF_CHATS = (STAFF_CHAT, GUEST_CHAT)
FIRST_MESSAGE = 880011220000
TITLE = ANNUAL.title[FALLBACK]
NAMES = ("Zubeida-Planted", "Quillfeather", "planted_quill")
TEXTS = (
    "Two lads by the lock on Narrow Street",
    "my flat is 14 Planted House",
    "caption-planted-here",
    "7700900123",
    "edited-planted-words",
    "misshapen-planted-name",
)
PLACE = ("51.5155", "-0.0332")
CONSULTATION = "planted-words"
COMMENT = "Ring 07700 900123 or sam.planted@example.org, 34 Planted Road, about the lights"
PERSONAL = ("07700 900123", "07700900123", "900123", "sam.planted", "34 Planted", "Planted Road")
HURT = "my ex keeps following me home and has hurt me"
TALKATIVE = ("-m", "tests.faults.talkative", "run")
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


def find_traces(folder: Path, planted: Iterator[bytes] | set[bytes]) -> dict[str, set[bytes]]:
    """What of the planted is in any file, by file; frozen tables are looked at unpacked as well."""
    wanted = set(planted)
    found: dict[str, set[bytes]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".parquet":
                content += str(pq.read_table(path).to_pylist()).encode()
            if traces := {trace for trace in wanted if trace in content}:
                found[path.name] = traces
    return found


def planted_words(receipts: set[str], messages: set[int]) -> set[bytes]:
    """Everything planted, in the spellings in which it could have been written."""
    words = {*NAMES, *TEXTS, *PLACE, *receipts, *(code.replace("-", "") for code in receipts)}
    numbers = {CHAT, *messages}
    spelled = {str(number) for number in numbers} | {f"{number:x}" for number in numbers}
    raw = {CHAT.to_bytes(8, "big"), CHAT.to_bytes(8, "little")}
    return {word.encode() for word in words | spelled} | raw


async def test_no_name_id_or_text_of_anybody_is_in_any_file_or_log(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sandbox.service.chats._last_message_id = FIRST_MESSAGE
        phone = await add_planted_person(world)
        await world.bot.start(TALKATIVE)
        await converse(world, phone)
        await world.bot.kill()

        # With a text waiting in the inbox, and again with its reply waiting in the outbox.
        for point in ("stored-not-confirmed", "committed-not-sent"):
            await phone.send(TEXTS[1])
            await phone.send(TEXTS[1])
            await world.bot.start(("-m", "tests.faults.crashing", point, "run"))
            assert await world.bot.wait() == -signal.SIGKILL
            assert find_traces(tmp_path, planted_words(set(), messages_of(world))) == {}

        await world.bot.start(TALKATIVE)
        await world.answer()
        view = await phone.read()
        (receipt,) = RECEIPT.findall(" ".join(message.text for message in view.messages))
        await phone.send(receipt)
        await phone.wait(lambda seen: WORDS("change") in seen.last.labels, 20)
        traces = planted_words({receipt}, messages_of(world))
        assert len(traces) > 30
        assert find_traces(tmp_path, traces) == {}

        assert await world.bot.stop() == 0
        frozen = await world.close()
        assert {path.name for path in frozen.iterdir()} >= {"responses.parquet", "manifest.json"}
        assert find_traces(tmp_path, traces) == {}
        assert b"bot.started" in world.bot.log.read_bytes()


async def test_no_staff_chat_code_venue_or_receipt_can_be_put_to_an_answer(tmp_path: Path) -> None:
    async with open_world(tmp_path, admin_telegram_ids=str(STAFF_CHAT)) as world:
        world.sandbox.service.chats._last_message_id = FIRST_MESSAGE
        staff = await add_phone(world, STAFF_CHAT)
        reader, guest = await add_phone(world, CHAT), await add_phone(world, GUEST_CHAT)
        await world.bot.start(TALKATIVE)
        venue, code = await put_up_poster_and_letter(world)
        receipts = {
            await take_part(reader, f"/start v_{venue}", WORDS("tell-rounds")),
            await take_part(guest, code.lower(), WORDS("tell-results")),
            await take_part(staff, "/interview", "", begins=TITLE),
        }
        await world.bot.kill()
        words = {*receipts, code}
        traces = {
            *planted_words(words, messages_of(world)),
            *(number_of.encode() for chat in STAFF_CHATS for number_of in (str(chat), f"{chat:x}")),
            *(chat.to_bytes(8, order) for chat in STAFF_CHATS for order in ("big", "little")),
            code.lower().encode(),
        }
        assert find_traces(tmp_path, traces) == {}
        # A venue's code is no secret; beside an answer, or in a log, it has no place.
        assert set(find_traces(tmp_path, {venue.encode()})) <= {"canvass.db", "canvass.db-wal"}
        frozen = await world.close()
        assert find_traces(tmp_path, traces) == {}
        assert find_traces(frozen, {venue.encode()}) == {}
        rows = pq.read_table(frozen / "responses.parquet").to_pylist()
        assert sorted((row["mode"], row["sample"]) for row in rows) == [
            ("assisted", "open"), ("chat", "invited"), ("chat", "open"),
        ]  # fmt: skip


async def test_no_words_numbers_or_places_of_a_comment_are_in_any_file_or_log(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        await add_consultation(world)
        phone = await add_phone(world, CHAT)
        await world.bot.start(TALKATIVE)
        await write_comment(phone)
        await world.bot.kill()
        traces = personal_words()
        assert find_traces(tmp_path, traces) == {}

        # With words and a place waiting in the inbox, and again with the replies in the outbox.
        for point in ("stored-not-confirmed", "committed-not-sent"):
            await phone.attach("location")
            await phone.send(COMMENT)
            await phone.send(HURT)
            await world.bot.start(("-m", "tests.faults.crashing", point, "run"))
            assert await world.bot.wait() == -signal.SIGKILL
            assert find_traces(tmp_path, traces) == {}

        await world.bot.start(TALKATIVE)
        await phone.send(WORDS("write-again"))
        await phone.send(f"{COMMENT} again")
        await phone.wait(partial(_is_told, "about the lights again"), 20)
        await give_place_and_submit(phone)
        assert await world.bot.stop() == 0
        frozen = await close_for_good(world.settings, CONSULTATION, lambda _: None)
        assert find_traces(tmp_path, traces) == {}
        (comment,) = pq.read_table(frozen / "comments.parquet").to_pylist()
        assert comment["comment"] == "Ring [phone] or [email], [address], about the lights again"
        (place,) = pq.read_table(frozen / "places.parquet").to_pylist()
        assert place["code"] == "E536500N181250"


async def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "database").write_bytes(b"..." + CHAT.to_bytes(8, "little") + b"...")
    (tmp_path / "log").write_text(f"said {TEXTS[0]!r} in message {FIRST_MESSAGE}", "utf-8")
    found = find_traces(tmp_path, planted_words(set(), {FIRST_MESSAGE}))
    assert set(found) == {"database", "log"}
    assert len(found["log"]) == 2


async def add_consultation(world: World) -> None:
    """A second round in the field, with questions that are answered in words and by a place."""
    today = london_date(now_utc())
    async with opened(world.settings) as (store, ring):
        await add_open_round(
            store, ring, load_consultation(), name=CONSULTATION, opens_on=today, closes_on=today
        )


async def write_comment(phone: Phone) -> None:
    """Go as far as the question on words, and write what should not be written there."""
    await phone.send(f"/start {CONSULTATION}")
    await phone.wait(partial(_is_offered, WORDS("agree")), 20)
    await phone.tap(WORDS("agree"))
    for number, typed in enumerate(("3", "4", "2 7 11"), start=1):
        await phone.wait(partial(_shows, f"Question {number} of"), 20)
        await phone.send(typed)
    await phone.wait(partial(_shows, "Question 4 of"), 20)
    await phone.send(HURT)
    await phone.edit(COMMENT)
    await phone.attach("photo", caption=COMMENT)
    await phone.send(COMMENT)
    await phone.wait(partial(_is_told, "[phone]"), 20)


async def give_place_and_submit(phone: Phone) -> None:
    """Keep the words shown, give one place, and submit."""
    for label in (WORDS("keep-text"), "1. Yes"):
        await phone.wait(partial(_is_offered, label), 20)
        await phone.tap(label)
    await phone.wait(partial(_is_told, WORDS("send-location", given=0, most=5)), 20)
    await phone.attach("location")
    for label in (WORDS("done"), WORDS("submit")):
        await phone.wait(partial(_is_offered, label), 20)
        await phone.tap(label)
    await phone.wait(partial(_is_offered, WORDS("offer-yes")), 20)


def _is_offered(label: str, view: ChatView) -> bool:
    """Whether the newest message has a button of this label."""
    return bool(view.messages) and label in view.messages[-1].labels


def _is_told(text: str, view: ChatView) -> bool:
    """Whether some message of the bot says this."""
    return any(text in seen.text for seen in view.messages if seen.by_bot)


def personal_words() -> set[bytes]:
    """What the comment and the place say of somebody, and what the words tell of."""
    words = {*PERSONAL, *PLACE, HURT, "domestic_abuse"}
    degrees = (struct.pack(f"{order}d", float(one)) for one in PLACE for order in "<>")
    return {word.encode() for word in words} | {*degrees}


async def add_phone(world: World, chat: int) -> Phone:
    """The phone of somebody whose chat can be looked for."""
    return await world.sandbox.add_phone(NAMES[0], username=f"planted_{chat}", user_id=chat)


async def put_up_poster_and_letter(world: World) -> tuple[str, str]:
    """A venue's code and the code of a letter, of the round in the field."""
    venue, code = new_venue_code(world.random.randbytes), new_invitation_code(os.urandom)
    async with opened(world.settings) as (store, ring), store.write() as connection:
        round_ = await get_round_within(connection, ROUND)
        keys = RoundKeys(ring.get(key_name(round_)))
        await save_round(connection, replace(round_, audience=Audience.BOTH))
        await add_venue(connection, round_.id, venue, "Idea Store")
        await add_codes(connection, round_.id, [NewCode(keys.code_hash(code), "E1", 1.5)])
    return venue, code


async def take_part(phone: Phone, way_in: str, last: str, *, begins: str = "") -> str:
    """Answer by typing, submit, and tap one thing more; the receipt code."""

    async def tap(label: str) -> None:
        await phone.wait(lambda view: any(label in seen.labels for seen in view.messages), 20)
        await phone.tap(label)

    await phone.send(way_in)
    for label in filter(None, (begins, WORDS("agree"))):
        await tap(label)
    for number, typed in enumerate(("3", "1", *"122222222", "1", "3", "6", "5"), start=1):
        await phone.wait(partial(_shows, f"Question {number} of"), 20)
        await phone.send(typed)
    for label in filter(None, (WORDS("submit"), WORDS("offer-no"), last)):
        await tap(label)
    view = await phone.wait(lambda view: _has_ended(view, told=bool(last)), 20)
    (receipt,) = RECEIPT.findall(" ".join(message.text for message in view.messages))
    return str(receipt)


def _shows(text: str, view: ChatView) -> bool:
    return text in str(view.messages)


def _has_ended(view: ChatView, *, told: bool) -> bool:
    """Whether the last thing is done: the list shown that the chat is on, or the interview over."""
    texts = str([message.text for message in view.messages])
    return "Messages that you asked for" in texts if told else WORDS("finished-assisted") in texts


async def add_planted_person(world: World) -> Phone:
    (resident,) = await world.add_residents(1, corrects="")
    first, last, username = NAMES
    resident.phone = await world.sandbox.add_phone(
        first, last_name=last, username=username, user_id=CHAT, language_code="en"
    )
    return resident.phone


async def converse(world: World, phone: Phone) -> None:
    """Take part up to the first plain item, and send everything that is no answer."""
    (resident,) = world.residents
    await resident.begin()
    await resident.answer(until=PLAIN_ITEMS[0].name)
    await phone.send(TEXTS[0])
    await phone.edit(TEXTS[4])
    await phone.attach("photo", caption=TEXTS[2])
    await phone.attach("contact", phone_number=f"+44{TEXTS[3]}", first_name=NAMES[0])
    await phone.attach("location")
    await phone.attach("voice")
    sender = {"id": CHAT, "first_name": TEXTS[5], "is_bot": False}
    world.sandbox.service.updates.add_raw({"message": {"from": sender, "text": 5}})
    await world.drained()
    await phone.wait(_was_told, 20)


def _was_told(view: ChatView) -> bool:
    return any(WORDS("note-content") in message.text for message in view.messages)


def messages_of(world: World) -> set[int]:
    """The numbers of all messages there are."""
    return {
        message.message_id
        for user in world.sandbox.service.chats.list_users()
        for message in world.sandbox.service.chats.get_chat(user.user_id).list_messages()
    }
