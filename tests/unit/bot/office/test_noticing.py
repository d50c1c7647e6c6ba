"""What people were shown before they agreed is on record, and so is every change of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.fieldwork import Fieldwork
from bot.notices import render_notices
from bot.office import noticing
from bot.office.context import TERMINAL, Office
from bot.office.drafts import change_draft, delete_draft
from bot.office.launching import open_draft, open_scheduled, request_launch, unschedule
from bot.office.noticing import NOTICE, find_noted, forget_shown, note_all_live
from bot.office.people import SETTINGS
from bot.office.preparing import load_who_asks
from bot.running import _sync
from surveys.errors import RoundError
from surveys.rounds import Audience, RoundState
from surveys.store.audit import read_entries
from tests.support.chat import open_desk
from tests.support.launching import PARTNERSHIP, load_example
from tests.unit.bot.office.conftest import ANNUAL, ASKER, Workplace
from tests.unit.bot.office.test_launching import LATER

BOTH = {"start-en.txt", "privacy-en.txt"}


async def notices(workplace: Workplace) -> list[tuple[str, str, str]]:
    return [
        (who, before, after)
        for who, action, _, before, after in await workplace.trail()
        if action == NOTICE
    ]


async def noted(workplace: Workplace, name: str = "winter") -> dict[str, str]:
    async with workplace.store.write() as connection:
        return find_noted(await read_entries(connection), name)


async def launch(workplace: Workplace) -> None:
    async with workplace.office() as office:
        await request_launch(office, "winter", invite=False)


async def start(workplace: Workplace) -> None:
    """A bot starts, with the partnership's file as it is now."""
    shown = Fieldwork(*load_who_asks(workplace.settings))
    await _sync(workplace.settings, workplace.store, workplace.ring, shown)


def reword(workplace: Workplace, tmp_path: Path, was: str, now: str) -> None:
    """Another wording in the partnership's file, as after an edit and a new start."""
    source = PARTNERSHIP.read_text(encoding="utf-8")
    assert was in source
    contacts = PARTNERSHIP.with_name("contacts.yaml").read_text(encoding="utf-8")
    (tmp_path / "contacts.yaml").write_text(contacts, encoding="utf-8")
    file = tmp_path / "partnership.yaml"
    file.write_text(source.replace(was, now), encoding="utf-8")
    workplace.settings = workplace.settings.model_copy(update={"partnership": str(file)})


async def test_a_launch_notes_the_hash_of_each_file_of_what_is_shown(workplace: Workplace) -> None:
    made = await workplace.draft()
    await launch(workplace)
    texts = render_notices(*load_example(), made, ANNUAL)
    assert texts.keys() == BOTH
    files = {file: f"{text}\n".encode() for file, text in texts.items()}
    expected = {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}
    assert await noted(workplace) == expected


async def test_these_are_the_words_that_a_residents_chat_shows(tmp_path: Path) -> None:
    async with open_desk(tmp_path, ANNUAL) as desk:
        fieldwork = desk.bot.fieldwork
        chat = desk.chat()
        await chat.say("/start")
        (live,) = fieldwork.rounds.values()
        texts = render_notices(fieldwork.partnership, fieldwork.contacts, live.round, ANNUAL)
        assert chat.messages[-1].text == texts["start-en.txt"]
        await chat.say("/privacy")
        assert chat.messages[-1].text == texts["privacy-en.txt"]


async def test_the_words_are_on_record_before_the_round_is_open(workplace: Workplace) -> None:
    await workplace.draft()
    async with workplace.office(TERMINAL) as office:
        await open_draft(office, "winter")
    assert (await workplace.actions())[1:] == [NOTICE, NOTICE, "round.open"]


async def test_each_language_of_the_round_has_its_own(workplace: Workplace) -> None:
    bilingual = ANNUAL.model_copy(
        update={"languages": ("en", "bn"), "title": {"en": "Survey", "bn": "জরিপ"}}
    )
    texts = render_notices(*load_example(), await workplace.draft(), bilingual)
    assert texts.keys() == BOTH | {"start-bn.txt", "privacy-bn.txt"}
    assert texts["start-bn.txt"].startswith("জরিপ")


async def test_an_opening_with_the_same_words_notes_nothing_more(workplace: Workplace) -> None:
    await workplace.draft(**LATER)
    await launch(workplace)
    async with workplace.office("timetable") as office:
        await open_scheduled(office, await workplace.round())
    assert [who for who, *_ in await notices(workplace)] == [ASKER, ASKER]


async def test_an_opening_with_other_words_notes_what_they_were_and_are(
    workplace: Workplace, tmp_path: Path
) -> None:
    await workplace.draft(**LATER)
    await launch(workplace)
    before = await noted(workplace)
    async with workplace.office() as office:
        await unschedule(office, "winter")
        await change_draft(office, "winter", decision="another decision")
    await launch(workplace)
    after = await noted(workplace)
    assert {file for file in BOTH if before[file] != after[file]} == {"start-en.txt"}
    was, is_ = (f"start-en.txt sha256:{one['start-en.txt']}" for one in (before, after))
    assert (await notices(workplace))[-1] == (ASKER, was, is_)


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        pytest.param("privacy@", "data@", {"privacy-en.txt"}, id="who answers for the data"),
        pytest.param("plan: ", "plan: the new version of ", {"start-en.txt"}, id="for what"),
        pytest.param("dpia: ", "dpia: NEW-", set(), id="what nobody is shown"),
    ],
)
async def test_a_bot_that_starts_with_other_words_notes_them_once(
    workplace: Workplace, tmp_path: Path, was: str, now: str, changed: set[str]
) -> None:
    await workplace.draft()
    await launch(workplace)
    reword(workplace, tmp_path, was, now)
    for _ in range(2):
        await start(workplace)
    later = [line for line in await notices(workplace) if line[0] == SETTINGS]
    assert {after.split()[0] for *_, after in later} == changed
    assert len(later) == len(changed)


async def refuse(workplace: Workplace, act: Callable[[Office], Awaitable[object]]) -> None:
    with pytest.raises(RoundError, match="as they were when it started") as refused:
        async with workplace.office(TERMINAL) as office:
            await act(office)
    assert refused.value.code == "round.other-words"


async def test_what_no_chat_shows_is_not_noted_as_shown(
    workplace: Workplace, tmp_path: Path
) -> None:
    await workplace.draft()
    await start(workplace)
    reword(workplace, tmp_path, "privacy@", "data@")
    await refuse(workplace, lambda office: request_launch(office, "winter", invite=False))
    await refuse(workplace, lambda office: open_draft(office, "winter"))
    assert await notices(workplace) == []
    await start(workplace)
    await launch(workplace)
    assert (await workplace.round()).state is RoundState.OPEN


async def test_a_scheduled_round_does_not_open_with_words_that_no_chat_shows(
    workplace: Workplace, tmp_path: Path
) -> None:
    await workplace.draft(**LATER)
    await launch(workplace)
    await start(workplace)
    reword(workplace, tmp_path, "privacy@", "data@")
    scheduled = await workplace.round()
    await refuse(workplace, lambda office: open_scheduled(office, scheduled))
    assert (await workplace.round()).state is RoundState.SCHEDULED


async def test_where_no_bot_runs_any_more_the_words_are_those_of_the_file(
    workplace: Workplace, tmp_path: Path
) -> None:
    await workplace.draft()
    await start(workplace)
    async with workplace.store.write() as connection:
        await forget_shown(connection)
    reword(workplace, tmp_path, "privacy@", "data@")
    await launch(workplace)
    assert (await noted(workplace)).keys() == BOTH


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the program, which this process takes for its own."""
    for one in noticing.PROGRAM:
        shutil.copytree(one, tmp_path / one.name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(noticing, "PROGRAM", [tmp_path / one.name for one in noticing.PROGRAM])
    noticing.hash_program.cache_clear()
    yield tmp_path
    noticing.hash_program.cache_clear()


UPDATED = ("bot/wording/en.ftl", "bot/first_screens.py", "bot/screens.py", "surveys/helping.py")


@pytest.mark.parametrize("file", UPDATED)
async def test_words_of_a_program_that_was_updated_under_a_bot_are_shown_by_no_chat(
    workplace: Workplace, program: Path, file: str
) -> None:
    await workplace.draft()
    await start(workplace)
    with (program / file).open("a", encoding="utf-8") as updated:
        updated.write("\n# as of another version\n")
    noticing.hash_program.cache_clear()  # the terminal is another process
    await refuse(workplace, lambda office: request_launch(office, "winter", invite=False))
    await refuse(workplace, lambda office: open_draft(office, "winter"))
    assert await notices(workplace) == []
    await start(workplace)
    await launch(workplace)


async def test_a_bot_goes_on_with_the_words_that_it_read_although_its_files_were_updated(
    workplace: Workplace, program: Path
) -> None:
    await workplace.draft(**LATER)
    await launch(workplace)
    await start(workplace)
    (program / "bot" / "wording" / "en.ftl").write_text("", "utf-8")
    async with workplace.office("timetable") as office:
        await open_scheduled(office, await workplace.round())
    assert (await workplace.round()).state is RoundState.OPEN


async def test_a_start_notes_the_words_that_this_bot_read_and_not_those_of_a_later_file(
    workplace: Workplace, tmp_path: Path
) -> None:
    await workplace.draft()
    await launch(workplace)
    reword(workplace, tmp_path, "privacy@", "data@")
    async with workplace.office(SETTINGS) as office:
        await note_all_live(office, *load_example())
    assert [who for who, *_ in await notices(workplace)] == [ASKER, ASKER]


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED, RoundState.WITHDRAWN])
async def test_a_start_notes_nothing_of_a_round_that_nobody_is_shown(
    workplace: Workplace, state: RoundState
) -> None:
    await workplace.put(await workplace.draft(), state=state)
    async with workplace.office(SETTINGS) as office:
        await note_all_live(office, *load_example())
    assert await notices(workplace) == []


async def test_what_was_noted_of_a_deleted_draft_is_not_another_rounds(
    workplace: Workplace,
) -> None:
    for _ in range(2):
        await workplace.draft(**LATER)
        await launch(workplace)
        async with workplace.office() as office:
            await delete_draft(office, "winter")
    assert await noted(workplace) == {}
    assert len(await notices(workplace)) == 4


async def test_answers_collected_another_way_were_shown_no_screen_of_ours(
    workplace: Workplace,
) -> None:
    await workplace.put(await workplace.draft(), state=RoundState.OPEN, audience=Audience.IMPORTED)
    async with workplace.office(SETTINGS) as office:
        await note_all_live(office, *load_example())
    assert await notices(workplace) == []
