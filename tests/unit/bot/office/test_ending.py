from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.office.ending import begin_close, destroy_files, find_files, publish, withdraw
from bot.office.launching import request_launch
from surveys.errors import RoundError, StoreError
from surveys.messages import Topic
from surveys.rounds import Audience, Round, RoundState
from surveys.store.approvals import find_pending
from surveys.store.frozen import draft_path
from surveys.store.interviews import StoredInterview, count_interviews, insert_interviews
from surveys.store.lock import FolderLock
from surveys.store.publications import find_publications, save_publication
from surveys.store.subscriptions import count_subscribers
from tests.support.subscribers import add_subscribers
from tests.unit.bot.office.conftest import ASKER, OTHER, Workplace


async def opened(workplace: Workplace) -> Round:
    return await workplace.put(await workplace.draft(), state=RoundState.OPEN)


async def answer(workplace: Workplace, round_: Round, *modes: str) -> None:
    people = [
        StoredInterview(number, round_.id, number.to_bytes(16), 1, b"sealed", mode=mode)
        for number, mode in enumerate(modes, start=1)
    ]
    async with workplace.store.write() as connection:
        await insert_interviews(connection, people)


class TestClosing:
    async def test_closing_begins_with_its_line_once(self, workplace: Workplace) -> None:
        await opened(workplace)
        for _ in range(2):
            async with workplace.office() as office:
                closing = await begin_close(office, "winter", early=True)
        assert (closing.state, closing.closing_position) == (RoundState.CLOSING, 0)
        assert (await workplace.trail())[1:] == [
            (ASKER, "round.closing", "winter", "open", "closing")
        ]

    async def test_not_while_people_were_told_that_they_can_answer(
        self, workplace: Workplace
    ) -> None:
        await opened(workplace)
        with pytest.raises(RoundError, match="until 2026-12-18") as refused:
            async with workplace.office() as office:
                await begin_close(office, "winter", early=False)
        assert refused.value.code == "round.still-open"
        assert (await workplace.round()).state is RoundState.OPEN

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (RoundState.DRAFT, "round.not-open"),
            (RoundState.SCHEDULED, "round.not-open"),
            (RoundState.CLOSED, "round.closed"),
            (RoundState.WITHDRAWN, "round.closed"),
        ],
    )
    async def test_only_what_was_opened(
        self, workplace: Workplace, state: RoundState, code: str
    ) -> None:
        await workplace.put(await workplace.draft(), state=state)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await begin_close(office, "winter", early=True)
        assert refused.value.code == code


class TestWithdrawing:
    async def test_answers_go_and_the_reason_stays(self, workplace: Workplace) -> None:
        round_ = await opened(workplace)
        await answer(workplace, round_, "chat", "assisted", "preview")
        await add_subscribers(workplace.store, [7_000_000_001], Topic.RESULTS, round_.id)
        async with workplace.office() as office:
            withdrawn = await withdraw(office, "winter", " Wrong wording ")
        assert withdrawn.state is RoundState.WITHDRAWN
        assert await count_interviews(workplace.store, round_.id) == ()
        assert await count_subscribers(workplace.store, Topic.RESULTS, round_.id) == 0
        assert (await workplace.trail())[1:] == [
            (ASKER, "round.withdrawn", "winter", "open", "withdrawn"),
            (ASKER, "round.destroyed", "winter", "2 interviews", "reason: Wrong wording"),
        ]

    async def test_key_and_files_go_once_that_is_committed(self, workplace: Workplace) -> None:
        await workplace.put(await workplace.draft(), state=RoundState.CLOSED)
        folder = workplace.settings.data_dir / "winter"
        folder.mkdir(parents=True)
        (folder / "responses.parquet").write_bytes(b"answers")
        async with workplace.office() as office:
            withdrawn = await withdraw(office, "winter", "Wrong wording")
        assert folder.exists()
        for _ in range(2):
            await destroy_files(workplace.settings, workplace.ring, withdrawn)
        assert not folder.exists()
        assert workplace.ring.find("round-winter") is None
        assert (await workplace.trail())[-1][3] == "frozen answers"

    async def test_what_a_freezing_left_goes_too(self, workplace: Workplace) -> None:
        withdrawn = await workplace.put(await workplace.draft(), state=RoundState.WITHDRAWN)
        folder = workplace.settings.data_dir / "winter"
        draft = draft_path(folder)
        draft.mkdir(parents=True)
        (draft / "responses.parquet").write_bytes(b"answers")
        async with FolderLock(folder):
            pass
        assert len(find_files(workplace.settings, withdrawn)) == 2
        await destroy_files(workplace.settings, workplace.ring, withdrawn)
        assert list(workplace.settings.data_dir.iterdir()) == []

    async def test_files_of_other_rounds_stay(self, workplace: Workplace) -> None:
        withdrawn = await workplace.put(await workplace.draft(), state=RoundState.WITHDRAWN)
        other = workplace.settings.data_dir / "winter-2"
        for folder in (workplace.settings.data_dir / "winter", other):
            folder.mkdir(parents=True)
        await destroy_files(workplace.settings, workplace.ring, withdrawn)
        assert list(workplace.settings.data_dir.iterdir()) == [other]

    async def test_who_freezes_just_now_ends_first(self, workplace: Workplace) -> None:
        withdrawn = await workplace.put(await workplace.draft(), state=RoundState.WITHDRAWN)
        folder = workplace.settings.data_dir / "winter"
        async with FolderLock(folder):
            going = destroy_files(workplace.settings, workplace.ring, withdrawn)
            destroying = asyncio.create_task(going)
            await asyncio.sleep(0)
            folder.mkdir()  # it gets its name although the round was withdrawn
        await destroying
        assert find_files(workplace.settings, withdrawn) == []

    async def test_what_cannot_be_removed_is_told(
        self, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        withdrawn = await workplace.put(await workplace.draft(), state=RoundState.WITHDRAWN)
        (workplace.settings.data_dir / "winter").mkdir(parents=True)

        def refuse(_: Path) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(shutil, "rmtree", refuse)
        with pytest.raises(StoreError, match="Permission denied") as refused:
            await destroy_files(workplace.settings, workplace.ring, withdrawn)
        assert refused.value.code == "store.not-destroyed"
        assert workplace.ring.find("round-winter") is None

    async def test_its_published_results_go(self, workplace: Workplace) -> None:
        round_ = await workplace.put(await workplace.draft(), state=RoundState.PUBLISHED)
        async with workplace.store.write() as connection:
            await save_publication(connection, round_.id, "{}")
        async with workplace.office() as office:
            await withdraw(office, "winter", "Wrong figures")
        assert await find_publications(workplace.store) == {}

    async def test_what_waited_for_approval_is_withdrawn_with_it(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft()
        await workplace.subscribers(1)
        async with workplace.office() as office:
            await request_launch(office, "winter", invite=True)
        async with workplace.office(OTHER) as office:
            await withdraw(office, "winter", "Not this year")
            assert await find_pending(office.connection) == ()
        assert "approval.withdraw" in await workplace.actions()

    @pytest.mark.parametrize("reason", ["", " \n "])
    async def test_it_needs_a_reason(self, workplace: Workplace, reason: str) -> None:
        round_ = await opened(workplace)
        await answer(workplace, round_, "chat")
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await withdraw(office, "winter", reason)
        assert refused.value.code == "round.no-reason"
        assert len(await count_interviews(workplace.store, round_.id)) == 1

    async def test_a_withdrawn_round_stays_withdrawn(self, workplace: Workplace) -> None:
        await workplace.put(await workplace.draft(), state=RoundState.WITHDRAWN)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await withdraw(office, "winter", "Again")
        assert refused.value.code == "round.move"


async def test_a_rehearsal_is_never_published(workplace: Workplace) -> None:
    await workplace.put(
        await workplace.draft(rehearsal=True, audience=Audience.OPEN), state=RoundState.CLOSED
    )
    with pytest.raises(RoundError) as refused:
        async with workplace.office() as office:
            await publish(office, "winter", "{}")
    assert refused.value.code == "round.rehearsal"
