"""What every store must keep of rounds, from the first draft to the last deletion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.errors import QuestionnaireRefused, RoundError, SecretKeyError, StoreError
from surveys.keyring import MasterKey, new_master_key
from surveys.rounds import Round, RoundState
from surveys.store import closings, inbox, interviews, questionnaires, rounds
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.imports import save_import
from surveys.store.meta import check_master_key
from tests.support.stores import MOMENT, NOW, QUESTIONNAIRE, draft, everything, interview, updates


class TestRounds:
    async def test_a_round_reads_back_as_it_was_added(self, store: Store) -> None:
        await questionnaires.save_questionnaire(store, QUESTIONNAIRE)
        added = await rounds.add_round(store, draft("summer"))
        assert added == replace(draft("summer"), id=added.id)
        assert await rounds.get_round(store, "summer") == added

    async def test_rounds_are_listed_by_state(self, store: Store, round_: Round) -> None:
        autumn = await rounds.add_round(store, draft("autumn"))
        assert await rounds.find_rounds(store) == [round_, autumn]
        assert await rounds.find_rounds(store, RoundState.OPEN) == [round_]
        assert await rounds.find_rounds(store, RoundState.CLOSED) == []

    async def test_a_name_is_taken_once(self, store: Store, round_: Round) -> None:
        with pytest.raises(RoundError) as refused:
            await rounds.add_round(store, draft(round_.name))
        assert refused.value.code == "round.exists"

    async def test_an_unknown_round_is_told(self, store: Store) -> None:
        with pytest.raises(RoundError) as refused:
            await rounds.get_round(store, "winter")
        assert refused.value.code == "round.unknown"

    async def test_a_round_is_opened_once(self, store: Store, round_: Round) -> None:
        assert round_.state is RoundState.OPEN
        assert await rounds.get_round(store, round_.name) == round_
        with pytest.raises(RoundError) as refused:
            await rounds.open_round(store, round_.name, MOMENT)
        assert refused.value.code == "round.not-draft"

    async def test_a_questionnaire_reads_back_under_its_hash(self, store: Store) -> None:
        await questionnaires.save_questionnaire(store, QUESTIONNAIRE)
        await questionnaires.save_questionnaire(store, QUESTIONNAIRE)
        read = await questionnaires.get_questionnaire(store, QUESTIONNAIRE.hash)
        assert read.canonical_json() == QUESTIONNAIRE.canonical_json()
        with pytest.raises(StoreError) as refused:
            await questionnaires.get_questionnaire(store, "0" * 64)
        assert refused.value.code == "store.questionnaire"

    async def test_a_version_in_use_never_changes(self, store: Store) -> None:
        await questionnaires.save_questionnaire(store, QUESTIONNAIRE)
        reworded = QUESTIONNAIRE.model_copy(update={"title": {"en": "Strolling"}})
        with pytest.raises(QuestionnaireRefused, match="new version number"):
            await questionnaires.save_questionnaire(store, reworded)
        await questionnaires.save_questionnaire(store, reworded.model_copy(update={"version": 2}))


class TestClosing:
    async def test_only_what_was_in_the_inbox_still_counts(
        self, store: Store, round_: Round
    ) -> None:
        positions = await inbox.receive(store, updates(1, 2), NOW)
        closing = await closings.begin_closing(store, round_.name)
        await inbox.receive(store, updates(3), NOW)
        assert closing.state is RoundState.CLOSING
        assert closing.closing_position == positions[-1]
        assert await closings.begin_closing(store, round_.name) == closing

    async def test_closing_deletes_the_interviews_of_this_round_alone(
        self, store: Store, round_: Round
    ) -> None:
        await rounds.add_round(store, draft("autumn"))
        autumn = await rounds.open_round(store, "autumn", MOMENT)
        kept = interview(autumn, 21)
        made = [interview(round_, 11), interview(round_, 12), kept]
        await commit_batch(store, Batch(interviews_saved=made), NOW)
        await closings.begin_closing(store, round_.name)
        closed = await closings.finish_closing(store, round_.name, submitted=1, unsubmitted=1)
        assert closed.state is RoundState.CLOSED
        assert await closings.finish_closing(store, round_.name, 1, 1) == closed
        assert [i async for i in interviews.iterate_interviews(store, round_.id)] == []
        assert [i async for i in interviews.iterate_interviews(store, autumn.id)] == [kept]

    async def test_it_waits_for_updates_that_still_count(self, store: Store, round_: Round) -> None:
        (position,) = await inbox.receive(store, updates(1), NOW)
        assert position
        await commit_batch(store, Batch(interviews_saved=[interview(round_, 11)]), NOW)
        await closings.begin_closing(store, round_.name)
        await inbox.receive(store, updates(2), NOW)
        before = await everything(store, round_)
        with pytest.raises(RoundError) as refused:
            await closings.finish_closing(store, round_.name, submitted=1, unsubmitted=0)
        assert refused.value.code == "round.not-drained"
        assert await everything(store, round_) == before
        await commit_batch(store, Batch(done=[position]), NOW)
        closed = await closings.finish_closing(store, round_.name, submitted=1, unsubmitted=0)
        assert closed.state is RoundState.CLOSED

    async def test_it_deletes_nothing_that_was_not_counted(
        self, store: Store, round_: Round
    ) -> None:
        made = [interview(round_, 11), interview(round_, 12)]
        await commit_batch(store, Batch(interviews_saved=made), NOW)
        await closings.begin_closing(store, round_.name)
        before = await everything(store, round_)
        with pytest.raises(RoundError) as refused:
            await closings.finish_closing(store, round_.name, submitted=1, unsubmitted=0)
        assert refused.value.code == "round.changed"
        assert await everything(store, round_) == before

    async def test_a_round_cannot_be_finished_before_closing_has_begun(
        self, store: Store, round_: Round
    ) -> None:
        with pytest.raises(RoundError) as refused:
            await closings.finish_closing(store, round_.name, submitted=0, unsubmitted=0)
        assert refused.value.code == "round.not-closing"

    async def test_closing_is_final(self, store: Store, round_: Round) -> None:
        await closings.begin_closing(store, round_.name)
        closed = await closings.finish_closing(store, round_.name, submitted=0, unsubmitted=0)
        # Another process may have closed it a moment ago: it is closed, and that was wanted.
        assert await closings.begin_closing(store, round_.name) == closed
        with pytest.raises(RoundError) as refused:
            async with store.write() as connection:
                await closings.begin_closing_within(connection, round_.name)
        assert refused.value.code == "round.closed"


class TestImports:
    async def test_a_file_is_imported_once(self, store: Store, round_: Round) -> None:
        added = [
            interview(round_, number, mode="paper", design_weight=1.25, stratum="north")
            for number in range(1, 4)
        ]
        await save_import(store, round_, "a" * 64, added)
        assert [i async for i in interviews.iterate_interviews(store, round_.id)] == added
        again = [replace(one, id=one.id + 10, person=2) for one in added]
        with pytest.raises(RoundError, match=r"3 rows") as refused:
            await save_import(store, round_, "a" * 64, again)
        assert refused.value.code == "round.imported"
        assert [i async for i in interviews.iterate_interviews(store, round_.id)] == added

    async def test_nothing_is_half_imported(self, store: Store, round_: Round) -> None:
        twice = [interview(round_, 1), interview(round_, 2), interview(round_, 2)]
        with pytest.raises(IntegrityError):
            await save_import(store, round_, "a" * 64, twice)
        assert [i async for i in interviews.iterate_interviews(store, round_.id)] == []
        await save_import(store, round_, "a" * 64, twice[:2])

    async def test_a_round_that_is_closing_takes_no_more(self, store: Store, round_: Round) -> None:
        await closings.begin_closing(store, round_.name)
        with pytest.raises(RoundError) as refused:
            await save_import(store, round_, "a" * 64, [interview(round_, 1)])
        assert refused.value.code == "round.not-open"


class TestMasterKey:
    async def test_a_wrong_one_is_told_at_once(self, url: str) -> None:
        right = MasterKey.from_text(new_master_key())
        for _ in range(2):
            store = await Store.open(url)
            await check_master_key(store, right)
            with pytest.raises(SecretKeyError) as refused:
                await check_master_key(store, MasterKey.from_text(new_master_key()))
            await store.close()
            assert refused.value.code == "key.wrong"
