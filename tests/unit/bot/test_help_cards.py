"""Help is offered to whoever types of danger: once, whatever else happens, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.help_cards
import bot.residents
import bot.worker
from bot.help_cards import MOST_CHATS, load_help
from bot.visits import Visit
from bot.wording import FALLBACK, load_wording
from surveys.errors import StoreError
from surveys.safeguarding import Cue
from surveys.store.batch import Batch, CommittedBatch, commit_batch
from surveys.store.engine import Store
from tests.support.chat import Chat, Desk, open_desk
from tests.support.questionnaires import load_consultation

HURT = "my ex keeps following me home and has hurt me"
BURGLAR = "someone is breaking in right now"
CARD = load_wording(FALLBACK)("support", contacts="", urgent="yes", words="no").splitlines()[2]


def count_cards(chat: Chat) -> int:
    return sum(CARD in message.text for message in chat.messages)


@pytest.mark.parametrize(
    ("typed", "cards"),
    [
        pytest.param([HURT], 1, id="once"),
        pytest.param([HURT, HURT, f" {HURT.upper()} "], 1, id="the same words in a row"),
        pytest.param([HURT, BURGLAR], 2, id="other words"),
        pytest.param([HURT, BURGLAR, HURT], 3, id="the same words after others"),
        pytest.param([HURT, "hello", HURT], 2, id="the same words after harmless ones"),
        pytest.param(["hello", "1", "/start", "/help"], 0, id="harmless"),
        pytest.param([f"/help {HURT}"], 1, id="after a command"),
    ],
)
async def test_the_same_words_bring_one_card(typed: list[str], cards: int, tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other = desk.chat(), desk.chat(7700900456)
        for text in typed:
            await chat.say(text)
        assert count_cards(chat) == cards
        await other.say(HURT)
        assert count_cards(other) == 1


async def test_the_card_comes_before_everything_else_and_has_no_buttons(tmp_path: Path) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat)
        await chat.say(HURT)
        card, question = chat.messages[-2:]
        assert CARD in card.text
        assert card.buttons == []
        assert "Question 1 of 6" in question.text


async def test_an_update_that_we_fail_on_brings_the_card_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat)

        def fail(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(bot.residents, "read_typed", fail)
        await chat.say(HURT)
        assert count_cards(chat) == 1
        assert "went wrong" in chat.messages[-1].text


@pytest.mark.parametrize("typed", ["\ud800 he will kill me tonight", f"\udfff{HURT}"])
async def test_half_a_pair_of_characters_stops_neither_the_card_nor_the_bot(
    typed: str, tmp_path: Path
) -> None:
    async with open_desk(tmp_path) as desk:
        chat, other = desk.chat(), desk.chat(7700900456)
        await desk.receive(chat.message_update(text=typed), other.message_update(text="/start"))
        assert count_cards(chat) == 1
        assert len(other.messages) == 1


async def test_a_card_that_cannot_be_made_leaves_the_rest_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        monkeypatch.setattr(bot.help_cards, "find_cues", lambda _: 1 // 0)
        await begin(chat)
        await chat.say("2")
        assert "Question 2 of 6" in chat.messages[-1].text


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        pytest.param(["3", "2", "don't know", HURT], True, id="shown below, not kept"),
        pytest.param(["3", "2", "don't know", f"/help {HURT}"], False, id="another message below"),
        pytest.param(["3", "2", HURT], False, id="at another question"),
    ],
)
async def test_a_card_tells_of_the_message_that_shows_the_words(
    steps: list[str], tmp_path: Path, *, names: bool
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat)
        for text in steps:
            await chat.say(text)
        card = next(one.text for one in reversed(chat.messages) if CARD in one.text)
        assert ("“Leave it out”" in card) is names


LONG_AND_HURT = "my husband hits me. " * 120


@pytest.mark.parametrize(
    ("way", "names"),
    [
        pytest.param("text", True, id="added to it"),
        pytest.param("edit", False, id="an edit"),
        pytest.param("photo", False, id="a caption"),
        pytest.param("long", False, id="too long"),
        pytest.param("full", False, id="no room left"),
        pytest.param("command", False, id="after a command that is none"),
    ],
)
async def test_below_other_words_a_card_promises_nothing_about_words_that_are_not_there(
    way: str, tmp_path: Path, *, names: bool
) -> None:
    async with open_desk(tmp_path, load_consultation()) as desk:
        chat = desk.chat()
        await begin(chat)
        for text in ("3", "2", "don't know", "Lights " * 280 if way == "full" else "Lights"):
            await chat.say(text)
        match way:
            case "edit":
                await chat.edit(HURT)
            case "photo":
                await chat.send(photo=[], caption=HURT)
            case "long":
                await chat.say(LONG_AND_HURT)
            case "command":
                await chat.say(f"/hello {HURT}")
            case _:
                await chat.say(HURT)
        card, question = (one.text for one in chat.messages[-2:])
        assert "“Lights" in question
        assert (HURT in question) is names
        assert ("The message below shows what you typed" in card) is names
        assert "delete this message and your own" in card


async def test_who_is_hurt_at_home_reads_the_emergency_number_first(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("my husband hits me and I am scared")
        [card] = [one.text for one in chat.messages if CARD in one.text]
        assert card.startswith("If you or anybody near you is in danger now, call 999.")
        await chat.say("I don't want to be here any more")
        assert "danger now, call 999" in chat.messages[-2].text.splitlines()[0]


async def test_a_threat_to_oneself_is_met_gently_and_by_services_for_that_first(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        await chat.say("I want to kill myself")
        [card] = [one.text for one in chat.messages if CARD in one.text]
        assert card.startswith("Some things are hard to write about. If you or anybody near you")
        assert card.index("999") < card.index("for young people")
        assert "Victim Support" not in card.partition("for young people")[0]


async def test_a_batch_that_is_handled_again_brings_its_cards_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[int] = []

    async def commit_once_in_vain(store: Store, batch: Batch, now: int) -> CommittedBatch:
        if not failed:
            failed.append(now)
            raise StoreError("store.locked", "the database", "it is locked", "Try again.")
        return await commit_batch(store, batch, now)

    async with open_desk(tmp_path) as desk:
        chat = desk.chat()
        monkeypatch.setattr(bot.worker, "commit_batch", commit_once_in_vain)
        monkeypatch.setattr(bot.worker, "RETRY_SECONDS", 0)
        texts = [chat.message_update(text=text) for text in (HURT, HURT, BURGLAR, HURT)]
        await desk.receive(*texts)
        assert failed
        assert count_cards(chat) == 3


async def test_nothing_of_it_is_kept_or_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_desk(tmp_path) as desk:
        await begin(desk.chat())
        capsys.readouterr()
        await desk.chat().say(HURT)
        await desk.chat().edit(BURGLAR)
        assert count_cards(desk.chat()) == 2
        kept = read_files(tmp_path)
    said = capsys.readouterr()
    for name in (cue.value for cue in Cue if cue not in {Cue.HATE, Cue.DANGER, Cue.WEAPONS}):
        assert name.encode() not in kept
        assert name not in said.out + said.err
    assert "support" not in said.out + said.err


async def test_the_chats_whose_words_are_known_are_few(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        cards = desk.bot.worker._reception._help
        for number in range(MOST_CHATS + 5):
            cards._is_new(visit_of(desk, number), HURT, needed=True)
        assert len(cards._last) == MOST_CHATS
        chats = b"".join(cards._last)
        assert (7700900000).to_bytes(8, "big") not in chats


def read_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def visit_of(desk: Desk, number: int) -> Visit:
    return Visit(7700900000 + number, number + 1, desk.clock(), desk.bot.fieldwork, [], desk.random)


def test_a_list_with_faults_shows_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise StoreError("cues", "a list", "it has faults", "Correct it.")

    monkeypatch.setattr(bot.help_cards, "load_cue_lists", refuse)
    with pytest.raises(StoreError):
        load_help()


async def begin(chat: Chat) -> None:
    await chat.say("/start")
    await chat.tap("I agree to take part")
