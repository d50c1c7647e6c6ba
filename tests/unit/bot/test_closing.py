from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from telegram.error import NetworkError

from bot.closing import NoNetwork, close_round
from bot.fieldwork import key_name
from bot.office.ending import withdraw
from bot.rounds import at_work, close_for_good
from bot.wording import FALLBACK, load_wording
from surveys.errors import RoundError
from surveys.loading import load_questionnaire
from surveys.privacy import RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round
from surveys.sealing import open_interview, seal_interview
from surveys.store.audit import read_entries
from surveys.store.closings import begin_closing, finish_closing
from surveys.store.engine import Store
from surveys.store.interviews import iterate_interviews, save_interviews
from surveys.store.manifest import load_manifest
from surveys.store.rounds import find_rounds
from tests.faults.paper import QUESTIONNAIRE
from tests.support.chat import Chat, Desk, make_settings, open_desk
from tests.support.questionnaires import load_consultation
from tests.support.rights import OWNER_ALONE, find_rights, let_everybody_read

WORDS = load_wording(FALLBACK)
NAME = "autumn-2026"
RECEIPT = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    path = tmp_path_factory.mktemp("short") / "short.yaml"
    head = QUESTIONNAIRE.partition("  - name: why")[0]
    path.write_text("".join(line for line in head.splitlines(True) if "name: more" not in line))
    return load_questionnaire(path)


async def submit(chat: Chat, answer: str) -> str:
    """Take part; the receipt code."""
    await chat.say("/start")
    for label in (WORDS("agree"), "Yes", answer, WORDS("submit")):
        await chat.tap(label)
    found = RECEIPT.search(" ".join(message.text for message in chat.messages))
    assert found is not None
    return found[0]


async def close(desk: Desk, folder: Path) -> list[str | None]:
    """Close the round; the frozen answers on safety."""
    frozen = await close_round(make_settings(folder), desk.store, desk.ring, NAME)
    return pq.read_table(frozen / "responses.parquet")["safe"].to_pylist()


async def test_a_change_that_was_not_submitted_leaves_the_answer_as_it_was(
    tmp_path: Path, short: Questionnaire
) -> None:
    async with open_desk(tmp_path, short) as desk:
        chat = desk.chat()
        receipt = await submit(chat, "Safe")
        await chat.say(receipt)
        await chat.tap(WORDS("change"))
        await chat.say("2")
        await chat.tap("Unsafe")
        assert await close(desk, tmp_path) == ["safe"]


async def test_a_change_that_was_submitted_is_frozen(tmp_path: Path, short: Questionnaire) -> None:
    async with open_desk(tmp_path, short) as desk:
        chat = desk.chat()
        receipt = await submit(chat, "Safe")
        await chat.say(receipt)
        await chat.tap(WORDS("change"))
        await chat.say("2")
        await chat.tap("Unsafe")
        await chat.tap(WORDS("submit"))
        assert await close(desk, tmp_path) == ["unsafe"]


async def test_deleted_answers_are_not_frozen(tmp_path: Path, short: Questionnaire) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
        gone = desk.chat(7700900102)
        await submit(gone, "Unsafe")
        await gone.say("/delete")
        await gone.tap([m for m in gone.messages if m.buttons][-1].buttons[0][0]["text"])
        assert await close(desk, tmp_path) == ["safe"]


async def test_an_answer_after_the_last_day_does_not_count(
    tmp_path: Path, short: Questionnaire
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
        late = desk.chat(7700900102)
        await late.say("/start")
        await late.tap(WORDS("agree"))
        await late.tap("Yes")
        await late.tap("Unsafe")
        desk.clock.now += timedelta(days=29)
        await late.tap(WORDS("submit"))
        assert WORDS("note-ended") in late.messages[-1].text
        assert await close(desk, tmp_path) == ["safe"]


async def test_sample_and_marks_of_quality_reach_the_frozen_round(
    tmp_path: Path, short: Questionnaire
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
        await submit(desk.chat(7700900102), "Unsafe")
        (round_,) = await find_rounds(desk.store)
        keys = RoundKeys(desk.ring.get(key_name(round_)))
        kept, _ = [stored async for stored in iterate_interviews(desk.store, round_.id)]
        about = (keys, round_.id, kept.pseudonym, kept.person)
        marked = replace(open_interview(*about, kept.state), flags=("speeder", "burst"))
        sealed = seal_interview(*about, marked)
        async with desk.store.write() as connection:
            await save_interviews(connection, [replace(kept, state=sealed, sample="invited")])
        frozen = await close_round(make_settings(tmp_path), desk.store, desk.ring, NAME)
        rows = pq.read_table(frozen / "responses.parquet").to_pylist()
        found = {(row["sample"], row["flags"]) for row in rows}
        assert {("invited", "burst,speeder")} < found
        assert {sample for sample, _ in found} == {"invited", "open"}


async def test_what_was_drawn_is_frozen_and_words_and_places_stand_apart(tmp_path: Path) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await chat.say("/start")
        await chat.tap(WORDS("agree"))
        for typed in ("3", "3", "2 7 11", "Ring 07700 900123 about the lights", "keep it", "yes"):
            await chat.say(typed)
        await chat.send(location={"latitude": 51.5155, "longitude": -0.0332})
        await chat.tap(WORDS("done"))
        await chat.tap(WORDS("submit"))
        frozen = await close_round(make_settings(tmp_path), desk.store, desk.ring, NAME)
    (row,) = pq.read_table(frozen / "responses.parquet").to_pylist()
    (drawn,) = [name for name in ("burglary", "speeding", "litter") if row[f"drawn__{name}"] == "1"]
    assert row[drawn] == "3"
    (comment,) = pq.read_table(frozen / "comments.parquet").to_pylist()
    assert comment["comment"] == "Ring [phone] about the lights"
    (place,) = pq.read_table(frozen / "places.parquet").to_pylist()
    assert place["code"] == "E536500N181250"


async def test_closing_uses_no_network() -> None:
    network = NoNetwork()
    with pytest.raises(NetworkError):
        await network.do_request("https://example.invalid/bot1:x/sendMessage", "POST")
    assert (await network.do_request("https://example.invalid/bot1:x/getMe", "POST"))[0] == 200


async def test_a_round_that_changed_while_it_was_frozen_can_be_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def miscount(store: Store, name: str, submitted: int, *more: Any) -> Round:
        return await finish_closing(store, name, submitted + 1, *more)

    async with open_desk(tmp_path):
        pass
    settings = make_settings(tmp_path)
    monkeypatch.setattr("bot.closing.finish_closing", miscount)
    with pytest.raises(RoundError) as refused:
        await close_for_good(settings, "autumn-2026", print)
    assert refused.value.code == "round.changed"
    assert not (settings.data_dir / "autumn-2026").exists()
    monkeypatch.undo()
    assert (await close_for_good(settings, "autumn-2026", print)).is_dir()


async def test_two_that_close_the_same_round_at_once_do_not_disturb_each_other(
    tmp_path: Path, short: Questionnaire
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
        await submit(desk.chat(7700900102), "Unsafe")
    settings = make_settings(tmp_path)
    folders = await asyncio.gather(
        close_for_good(settings, NAME, print), close_for_good(settings, NAME, print)
    )
    assert [*folders] == [settings.data_dir / NAME] * 2
    frozen = pq.read_table(folders[0] / "responses.parquet")["safe"].to_pylist()
    assert sorted(map(str, frozen)) == ["safe", "unsafe"]
    async with at_work(settings) as office:
        actions = [entry.action for entry in await read_entries(office.connection)]
    assert actions == ["round.closing", "round.closed"]


async def test_a_round_that_another_process_closed_a_moment_ago_is_found_closed(
    tmp_path: Path, short: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
    settings = make_settings(tmp_path)

    async def close_elsewhere_first(store: Store, name: str) -> Round:
        monkeypatch.undo()
        await close_for_good(settings, name, print)
        return await begin_closing(store, name)

    monkeypatch.setattr("bot.closing.begin_closing", close_elsewhere_first)
    folder = await close_for_good(settings, NAME, print)
    assert pq.read_table(folder / "responses.parquet")["safe"].to_pylist() == ["safe"]


async def test_a_round_that_was_withdrawn_while_it_was_frozen_leaves_no_files(
    tmp_path: Path, short: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(7700900101), "Safe")
    settings = make_settings(tmp_path)

    async def withdraw_first(store: Store, name: str, *more: Any) -> Round:
        async with at_work(settings) as office:
            await withdraw(office, name, "The wording was wrong")
        return await finish_closing(store, name, *more)

    monkeypatch.setattr("bot.closing.finish_closing", withdraw_first)
    with pytest.raises(RoundError) as refused:
        await close_for_good(settings, NAME, print)
    assert refused.value.code == "round.not-closing"
    # What was put in place after the withdrawal had destroyed the files goes as well.
    assert not (settings.data_dir / NAME).exists()


async def test_the_day_of_the_closing_is_that_of_the_clock(
    tmp_path: Path, short: Questionnaire
) -> None:
    async with open_desk(tmp_path, short) as desk:
        await submit(desk.chat(), "Safe")
        settings = make_settings(tmp_path)
        folder = await close_round(settings, desk.store, desk.ring, NAME, clock=desk.clock)
        assert load_manifest(folder).closed_on == desk.clock.now.date()


async def test_what_a_round_leaves_is_its_owners_alone(
    tmp_path: Path, short: Questionnaire
) -> None:
    with let_everybody_read():
        async with open_desk(tmp_path, short) as desk:
            await submit(desk.chat(), "Safe")
            await close(desk, tmp_path)
    assert find_rights(make_settings(tmp_path).data_dir) == OWNER_ALONE
