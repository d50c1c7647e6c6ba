"""What every store must keep of updates, interviews and messages, whichever database it is."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from dataclasses import replace

import pytest

from surveys.errors import StoreError
from surveys.rounds import Round
from surveys.store import inbox, interviews, outbox
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow
from surveys.store.outbox import OutboxRow
from surveys.store.tables import OutboxState
from tests.support.stores import LANE, NOW, everything, interview, updates


class TestInbox:
    async def test_updates_wait_in_the_order_in_which_they_came(self, store: Store) -> None:
        first = await inbox.receive(store, updates(7, 5), NOW)
        second = await inbox.receive(store, updates(6), NOW + 1)
        waiting = await inbox.find_pending(store, 10)
        assert [update.update_id for update in waiting] == [7, 5, 6]
        assert [update.position for update in waiting] == [*first, *second]
        assert [update.received_at for update in waiting] == [NOW, NOW, NOW + 1]
        assert waiting[0].payload == b"sealed update 7"
        assert waiting[0].lane == LANE

    async def test_an_update_that_comes_again_is_received_once(self, store: Store) -> None:
        await inbox.receive(store, updates(1, 2), NOW)
        again = await inbox.receive(store, updates(2, 3, 3), NOW)
        assert again[0] is None
        assert again[1] is not None
        assert again[2] is None
        waiting = await inbox.find_pending(store, 10)
        assert [update.update_id for update in waiting] == [1, 2, 3]

    async def test_a_handled_update_that_comes_again_is_not_handled_again(
        self, store: Store
    ) -> None:
        (position,) = await inbox.receive(store, updates(1), NOW)
        assert position is not None
        await commit_batch(store, Batch(done=[position]), NOW)
        assert await inbox.receive(store, updates(1), NOW) == [None]
        assert await inbox.find_pending(store, 10) == []

    async def test_two_who_receive_the_same_at_once_receive_it_once(self, url: str) -> None:
        stores = [await Store.open(url) for _ in range(2)]
        try:
            taken = await asyncio.gather(
                *(inbox.receive(each, updates(*range(50)), NOW) for each in stores)
            )
            assert await inbox.count_pending(stores[0]) == 50
            for one, other in zip(*taken, strict=True):
                assert (one is None) != (other is None)
        finally:
            for each in stores:
                await each.close()

    async def test_waiting_updates_can_be_taken_piece_by_piece(self, store: Store) -> None:
        positions = await inbox.receive(store, updates(*range(5)), NOW)
        first = await inbox.find_pending(store, 2)
        rest = await inbox.find_pending(store, 10, after=first[-1].position)
        assert [update.position for update in (*first, *rest)] == positions
        assert await inbox.count_pending(store, up_to=first[-1].position) == 2

    async def test_malformed_ones_are_counted_by_shape_and_do_not_wait(self, store: Store) -> None:
        shapes = ["{update_id,message:str}", "{update_id}", "{update_id}"]
        rows = [InboxRow(number, shape=shape) for number, shape in enumerate(shapes)]
        assert None not in await inbox.receive(store, rows, NOW)
        assert await inbox.find_pending(store, 10) == []
        assert await inbox.count_malformed(store) == {
            "{update_id,message:str}": 1,
            "{update_id}": 2,
        }

    async def test_numbers_can_come_again_once_forgotten_and_what_waits_is_never_forgotten(
        self, store: Store
    ) -> None:
        first, second = await inbox.receive(store, updates(1, 2), NOW)
        assert first is not None
        await commit_batch(store, Batch(done=[first]), NOW)
        assert await inbox.forget_duplicates(store, NOW) == 0
        assert await inbox.forget_duplicates(store, NOW + 1) == 1
        (again,) = await inbox.receive(store, updates(1), NOW + 1)
        assert second is not None
        assert again is not None
        assert again > second
        waiting = await inbox.find_pending(store, 10)
        assert [update.update_id for update in waiting] == [2, 1]

    async def test_a_position_is_never_used_again(self, store: Store) -> None:
        (first,) = await inbox.receive(store, updates(1), NOW)
        assert first is not None
        await commit_batch(store, Batch(done=[first]), NOW)
        await inbox.forget_duplicates(store, NOW + 1)
        (second,) = await inbox.receive(store, updates(1), NOW + 1)
        assert second is not None
        assert second > first


class TestBatch:
    async def test_it_takes_effect_as_a_whole(self, store: Store, round_: Round) -> None:
        first, second, third = await inbox.receive(store, updates(1, 2, 3), NOW)
        assert first
        assert second
        assert third
        made = interview(round_, 11, receipt=b"r" * 16, mode="assisted", stratum="north")
        done = await commit_batch(
            store,
            Batch(
                interviews_saved=[made],
                outbox=[OutboxRow(LANE, b"one"), OutboxRow(LANE, b"two")],
                done=[first],
                failed=[second],
            ),
            NOW,
        )
        waiting, kept, messages = await everything(store, round_)
        assert [update.position for update in waiting] == [third]
        assert kept == [made]
        assert [(m.id, m.payload) for m in messages] == list(
            zip(done.outbox_ids, [b"one", b"two"], strict=True)
        )

    async def test_a_code_used_on_the_way_brings_sample_stratum_and_weight(
        self, store: Store, round_: Round
    ) -> None:
        begun = interview(round_, 11)
        invited = replace(begun, sample="invited", stratum="north", design_weight=1.25)
        for kept in (begun, invited):
            await commit_batch(store, Batch(interviews_saved=[kept]), NOW)
            assert (await everything(store, round_))[1] == [kept]

    @pytest.mark.parametrize("count", [100, 2_500])
    async def test_message_ids_follow_the_order_of_the_messages(
        self, store: Store, count: int
    ) -> None:
        rows = [OutboxRow(LANE, b"%d" % number) for number in range(count)]
        done = await commit_batch(store, Batch(outbox=rows), NOW)
        messages = await outbox.find_pending_messages(store, count)
        assert [(message.id, message.payload) for message in messages] == [
            (id_, b"%d" % number) for number, id_ in enumerate(done.outbox_ids)
        ]

    async def test_saving_again_changes_the_interview(self, store: Store, round_: Round) -> None:
        made = interview(round_, 11)
        await commit_batch(store, Batch(interviews_saved=[made]), NOW)
        changed = replace(made, state=b"changed", receipt=b"r" * 16)
        await commit_batch(store, Batch(interviews_saved=[changed]), NOW)
        assert await interviews.find_interviews(store, [(round_.id, made.pseudonym)]) == [changed]

    async def test_someone_who_deletes_and_begins_anew_has_one_interview(
        self, store: Store, round_: Round
    ) -> None:
        old = interview(round_, 11)
        new = replace(old, id=12, state=b"anew")
        await commit_batch(store, Batch(interviews_saved=[old]), NOW)
        await commit_batch(store, Batch(interviews_saved=[new], interviews_deleted=[11]), NOW)
        assert await interviews.find_interviews(store, [(round_.id, old.pseudonym)]) == [new]

    async def test_an_update_that_was_handled_stops_the_whole_batch(
        self, store: Store, round_: Round
    ) -> None:
        first, second = await inbox.receive(store, updates(1, 2), NOW)
        assert first
        assert second
        await commit_batch(store, Batch(done=[first]), NOW)
        before = await everything(store, round_)
        with pytest.raises(StoreError) as refused:
            await commit_batch(
                store,
                Batch(
                    interviews_saved=[interview(round_, 11)],
                    outbox=[OutboxRow(LANE, b"one")],
                    done=[first, second],
                ),
                NOW,
            )
        assert refused.value.code == "store.handled-twice"
        assert await everything(store, round_) == before

    async def test_a_failure_halfway_leaves_nothing_behind(
        self, store: Store, round_: Round
    ) -> None:
        (position,) = await inbox.receive(store, updates(1), NOW)
        assert position
        kept = interview(round_, 11)
        await commit_batch(store, Batch(interviews_saved=[kept]), NOW)
        before = await everything(store, round_)
        same_person = replace(kept, id=12)
        with pytest.raises(StoreError) as failed:
            await commit_batch(
                store,
                Batch(
                    interviews_saved=[interview(round_, 13), same_person],
                    interviews_deleted=[],
                    outbox=[OutboxRow(LANE, b"one")],
                    done=[position],
                ),
                NOW,
            )
        assert failed.value.code == "store.not-allowed"
        assert "sealed state" not in f"{failed.value} {failed.value.__cause__}"
        assert await everything(store, round_) == before

    async def test_a_batch_that_is_cut_off_leaves_nothing_behind(
        self, store: Store, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (position,) = await inbox.receive(store, updates(1), NOW)
        assert position
        before = await everything(store, round_)
        reached = asyncio.Event()

        async def hang(*_: object) -> None:
            reached.set()
            await asyncio.sleep(60)

        monkeypatch.setattr("surveys.store.batch._finish", hang)
        batch = Batch(interviews_saved=[interview(round_, 11)], done=[position])
        task = asyncio.create_task(commit_batch(store, batch, NOW))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        monkeypatch.undo()
        assert await everything(store, round_) == before
        await commit_batch(store, batch, NOW)
        assert await inbox.count_pending(store) == 0


class TestInterviews:
    async def test_they_are_found_by_round_and_pseudonym_with_every_person(
        self, store: Store, round_: Round
    ) -> None:
        one = interview(round_, 11)
        same_phone = replace(interview(round_, 12), pseudonym=one.pseudonym, person=2)
        another = interview(round_, 13)
        await commit_batch(store, Batch(interviews_saved=[same_phone, another, one]), NOW)
        found = await interviews.find_interviews(
            store, [(round_.id, one.pseudonym), (round_.id + 1, another.pseudonym)]
        )
        assert found == [one, same_phone]
        assert await interviews.find_interviews(store, []) == []

    async def test_a_round_is_walked_through_once_each(
        self, store: Store, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(interviews, "PAGE", 3)
        made = [interview(round_, number) for number in range(1, 7)]
        await commit_batch(store, Batch(interviews_saved=made), NOW)
        walked = [kept async for kept in interviews.iterate_interviews(store, round_.id)]
        assert walked == made

    async def test_they_are_counted_by_mode(self, store: Store, round_: Round) -> None:
        made = [
            interview(round_, 1, receipt=b"r" * 16),
            interview(round_, 2),
            interview(round_, 3, mode="paper"),
        ]
        await commit_batch(store, Batch(interviews_saved=made), NOW)
        counted = await interviews.count_interviews(store, round_.id)
        assert [(c.mode, c.total, c.with_receipt) for c in counted] == [
            ("chat", 2, 1),
            ("paper", 1, 0),
        ]

    def test_ids_are_positive_and_fit_a_keyboard(self) -> None:
        assert interviews.new_interview_id(bytes) == 1
        assert interviews.new_interview_id(lambda count: b"\xff" * count) == 2**60 - 1


class TestOutbox:
    async def test_each_outcome_is_kept_and_no_finished_message_waits(self, store: Store) -> None:
        rows = [OutboxRow(LANE, b"%d" % number) for number in range(5)]
        ids = (await commit_batch(store, Batch(outbox=rows), NOW)).outbox_ids
        await outbox.finish_messages(store, done=ids[:2], dropped=ids[2:3], unknown=ids[3:4])
        waiting = await outbox.find_pending_messages(store, 10)
        assert [message.id for message in waiting] == [ids[4]]
        assert await outbox.count_messages(store) == {
            OutboxState.PENDING: 1,
            OutboxState.DONE: 2,
            OutboxState.DROPPED: 1,
            OutboxState.UNKNOWN: 1,
        }

    async def test_finished_ones_are_forgotten_in_time_and_waiting_ones_are_not(
        self, store: Store
    ) -> None:
        rows = [OutboxRow(LANE, b"1"), OutboxRow(LANE, b"2")]
        first, second = (await commit_batch(store, Batch(outbox=rows), NOW)).outbox_ids
        await outbox.finish_messages(store, done=[first])
        assert await outbox.forget_messages(store, NOW) == 0
        assert await outbox.forget_messages(store, NOW + 1) == 1
        waiting = await outbox.find_pending_messages(store, 10, after=first)
        assert [message.id for message in waiting] == [second]


KILLED = {
    "after receiving": "await receive(store, rows, 1)",
    "with a batch not yet committed": """
        positions = await receive(store, rows, 1)
        async with store.write() as connection:
            await insert_messages(connection, [OutboxRow(b"lane", b"half")], 1)
            await _finish(connection, positions, InboxState.DONE, "here")
            print("ready", flush=True)
            await asyncio.sleep(60)
    """,
}


SCRIPT = """
import asyncio, sys
from surveys.store.batch import _finish
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow, receive
from surveys.store.outbox import OutboxRow, insert_messages
from surveys.store.tables import InboxState

async def main():
    store = await Store.open(sys.argv[1])
    rows = [InboxRow(number, b"lane", b"sealed %d" % number) for number in range(20)]
{work}
    print("ready", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def kill_when_ready(script: str, url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, url, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 20) == b"ready\n"
    finally:
        process.kill()
        await process.communicate()


@pytest.mark.parametrize("work", KILLED.values(), ids=KILLED.keys())
async def test_what_was_received_waits_after_a_kill(url: str, work: str) -> None:
    work = textwrap.indent(textwrap.dedent(work).strip(), " " * 4)
    await kill_when_ready(SCRIPT.format(work=work), url)
    store = await Store.open(url)
    try:
        waiting = await inbox.find_pending(store, 100)
        assert [update.update_id for update in waiting] == list(range(20))
        assert [update.payload for update in waiting] == [b"sealed %d" % n for n in range(20)]
        assert await outbox.find_pending_messages(store, 100) == []
        assert await inbox.receive(store, updates(*range(20)), NOW) == [None] * 20
    finally:
        await store.close()
