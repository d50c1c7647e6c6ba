"""``/publish``: what was seen is published, and nothing else; then ``/results`` for anybody."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from analysis.ledger import Ledger
from bot.auditing import note_leaving
from bot.measuring import LEDGER, find_frozen, find_ledger
from bot.office.ending import withdraw
from bot.publications import Publication, find_latest
from surveys.messages import BroadcastKind, Topic
from surveys.privacy import RoundKeys
from surveys.rounds import RoundState
from surveys.sealing import open_interview, seal_contact, seal_interview
from surveys.store.approvals import find_pending
from surveys.store.broadcasts import find_broadcasts
from surveys.store.interviews import delete_interviews, insert_interviews, iterate_interviews
from surveys.store.publications import find_publications, save_publication
from surveys.store.rounds import get_round
from surveys.store.subscriptions import subscribe
from surveys.store.tables import publications
from tests.support.answering import change_round, close, give_answers, plan_round
from tests.support.chat import Chat, Desk, add_open_round, open_desk
from tests.support.staffing import make_staff, open_office
from tests.support.subscribers import subscription

NAME = "autumn-2026"
OFFICER, SECOND, STRANGER = 7700900201, 7700900202, 7700900999


@pytest.fixture
async def officer(desk: Desk) -> Chat:
    chat = desk.chat(OFFICER)
    await make_staff(chat)
    return chat


async def state_of(desk: Desk) -> RoundState:
    return (await get_round(desk.store, NAME)).state


async def preview(officer: Chat) -> None:
    await officer.say("/publish")
    await officer.tap(NAME)


async def ask_for_results(desk: Desk, *chats: int) -> None:
    keys = desk.bot.fieldwork.contact_keys
    assert keys is not None
    async with desk.store.write() as connection:
        for chat in chats:
            person, sealed = seal_contact(keys, chat)
            one = subscription(chat, Topic.RESULTS, 1)
            await subscribe(connection, replace(one, person=person, chat=sealed))


async def test_what_was_seen_is_what_is_published(desk: Desk, officer: Chat) -> None:
    await preview(officer)
    [seen] = [message for message in officer.messages if message.kind == "photo"]
    assert await state_of(desk) is RoundState.CLOSED
    await officer.tap("Publish")
    assert await state_of(desk) is RoundState.PUBLISHED
    body = (await find_publications(desk.store))[1]
    message = Publication.read(body).get_message("en")
    assert seen.file is not None
    assert (message.text, message.picture) == (seen.text, seen.file.content)
    stranger = desk.chat(STRANGER)
    await stranger.say("/results")
    [shown] = stranger.messages
    assert shown.file is not None
    assert (shown.text, shown.file.content) == (message.text, message.picture)


async def test_what_is_published_is_in_the_ledger(desk: Desk, officer: Chat) -> None:
    await preview(officer)
    assert find_ledger(desk.settings).find(NAME) == ()
    await officer.tap("Publish")
    assert [entry.kind for entry in find_ledger(desk.settings).find(NAME)] == ["publication"]


async def test_what_the_ledger_cannot_record_is_not_published(
    desk: Desk, officer: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await preview(officer)
    monkeypatch.setattr(Ledger, "add", fail)
    await officer.tap("Publish")
    assert "[ledger.not-written]" in officer.messages[-1].text
    assert await state_of(desk) is RoundState.CLOSED
    assert await find_publications(desk.store) == {}


async def test_beside_what_nobody_knows_any_more_nothing_is_published(
    desk: Desk, officer: Chat
) -> None:
    measured = await asyncio.to_thread(find_frozen(desk.settings, NAME).measure)
    await note_leaving(desk.settings, measured, "csv")
    shutil.rmtree(desk.settings.data_dir / LEDGER)
    await preview(officer)
    await officer.tap("Publish")
    assert "[ledger.missing]" in officer.messages[-1].text
    assert await state_of(desk) is RoundState.CLOSED
    assert await find_publications(desk.store) == {}


def fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


async def test_what_has_changed_since_it_was_seen_is_shown_again(desk: Desk, officer: Chat) -> None:
    await preview(officer)
    await change_round(desk, title="Another title")
    await officer.tap("Publish")
    assert await state_of(desk) is RoundState.CLOSED
    assert await find_publications(desk.store) == {}
    shown = [message.text for message in officer.messages]
    assert any("Nothing is published" in text for text in shown[-3:])
    assert "Results: Another title" in shown[-2]
    await officer.tap("Publish")
    assert await state_of(desk) is RoundState.PUBLISHED


@pytest.mark.parametrize("seen", ["", "0" * 12, "+"], ids=["none", "another", "not one"])
async def test_nobody_publishes_unseen(desk: Desk, officer: Chat, seen: str) -> None:
    await desk.receive(officer.data_update(f"+publish-yes:1:{seen}", 1))
    assert await state_of(desk) is RoundState.CLOSED


async def test_a_rehearsal_is_not_offered_and_not_published(desk: Desk, officer: Chat) -> None:
    await change_round(desk, rehearsal=True)
    await officer.say("/publish")
    assert officer.messages[-1].text == "No closed round waits to be published."
    await desk.receive(officer.data_update("+publish:1", 1))
    assert "[round.rehearsal]" in officer.messages[-1].text


async def test_damaged_files_are_told_and_the_bot_goes_on(desk: Desk, officer: Chat) -> None:
    (desk.settings.data_dir / NAME / "responses.parquet").write_bytes(b"damaged")
    await preview(officer)
    assert "[store.frozen-damaged]" in officer.messages[-1].text
    await officer.say("/staff")
    assert officer.messages[-1].text.startswith("You are")


async def test_sending_them_waits_for_a_second_officer(desk: Desk, officer: Chat) -> None:
    second = desk.chat(SECOND)
    await make_staff(second)
    await ask_for_results(desk, 7700900123, 7700900124)
    await preview(officer)
    await officer.tap("Publish")
    assert "2 people asked to be sent them" in officer.messages[-1].text
    await officer.tap("Send them the results")
    await officer.tap("Ask a second officer to approve it")
    async with desk.store.read() as connection:
        [request] = await find_pending(connection, 1)
    assert request.subject == BroadcastKind.RESULTS
    assert second.messages[-1].buttons
    assert await find_broadcasts(desk.store) == []
    await second.tap("Approve")
    [broadcast] = await find_broadcasts(desk.store)
    assert broadcast.kind is BroadcastKind.RESULTS


async def test_what_was_done_comes_after_the_results(desk: Desk, officer: Chat) -> None:
    await preview(officer)
    await officer.tap("Publish")
    await change_round(desk, actions={"en": "Lights were mended in two streets."})
    stranger = desk.chat(STRANGER)
    await stranger.say("/results")
    picture, actions = stranger.messages
    assert picture.kind == "photo"
    assert actions.text == "What was done about it\n\nLights were mended in two streets."


async def test_a_resident_reads_them_in_the_language_of_their_interview(
    desk: Desk, officer: Chat
) -> None:
    await preview(officer)
    await officer.tap("Publish")
    body = Publication.read((await find_publications(desk.store))[1])
    messages = {**body.messages, "bn": replace(body.get_message("en"), text="In Bengali")}
    async with desk.store.write() as connection:
        await connection.execute(delete(publications))
        await save_publication(connection, 1, replace(body, messages=messages).write())
    await change_round(desk, actions={"en": "Lights.", "bn": "Lights in Bengali."})
    await add_open_round(desk.store, desk.ring, name="winter-2026")
    resident = desk.chat()
    await answer_in(desk, resident, "winter-2026", "bn")
    await resident.say("/results")
    assert [message.text for message in resident.messages] == [
        "In Bengali",
        "What was done about it\n\nLights in Bengali.",
    ]


async def answer_in(desk: Desk, chat: Chat, name: str, language: str) -> None:
    """Let a chat have an interview in a language, whatever the questionnaire offers."""
    await give_answers(desk, 1, name)
    round_ = await get_round(desk.store, name)
    keys = RoundKeys(desk.ring.get(f"round-{name}"))
    [stored] = [one async for one in iterate_interviews(desk.store, round_.id)]
    interview = open_interview(keys, round_.id, stored.pseudonym, 1, stored.state)
    pseudonym = keys.pseudonym(chat.number)
    state = seal_interview(keys, round_.id, pseudonym, 1, replace(interview, language=language))
    async with desk.store.write() as connection:
        await delete_interviews(connection, [stored.id])
        await insert_interviews(connection, [replace(stored, pseudonym=pseudonym, state=state)])


async def test_made_up_results_say_so(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    async with open_desk(folder) as other:
        await plan_round(other)
        await give_answers(other, 60)
        await change_round(other, synthetic=True)
        await close(other)
        chat = other.chat(OFFICER)
        await make_staff(chat)
        await preview(chat)
        await chat.tap("Publish")
        await change_round(other, actions={"en": "Nothing."})
        stranger = other.chat(STRANGER)
        await stranger.say("/results")
        assert all(message.text.startswith("SYNTHETIC") for message in stranger.messages)


async def test_withdrawn_results_are_shown_to_nobody_any_more(desk: Desk, officer: Chat) -> None:
    await preview(officer)
    await officer.tap("Publish")
    async with open_office(desk, "S-TEST") as office:
        await withdraw(office, NAME, "The wrong questionnaire was asked")
    stranger = desk.chat(STRANGER)
    await stranger.say("/results")
    [shown] = stranger.messages
    assert shown.text.startswith("No results are published yet.")
    assert await find_latest(desk.store) is None
