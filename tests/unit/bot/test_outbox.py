"""The way out: order, overtaking, refusals, and what is left by an earlier run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.outgoing import Note, Outgoing, Show
from bot.pace import Pace
from bot.sending import Outcome, Result
from surveys.store.engine import Store
from surveys.store.outbox import count_messages
from surveys.store.tables import OutboxState
from tests.support.post import Post, ScriptedSender, interview, make_keys

KEPT, DELETED, NOBODY = "kept", "deleted", "nothing-to-delete"
UNKNOWN = Result(Outcome.UNKNOWN)
BLOCKED = Result(Outcome.BLOCKED)


def plain(chat: int, key: str, edit: int = 0) -> Outgoing:
    return Outgoing(chat, Show.PLAIN, "en", round=1, edit=edit, details={"key": key})


def current(chat: int, edit: int = 0, notes: tuple[Note, ...] = ()) -> Outgoing:
    return Outgoing(chat, Show.CURRENT, "en", round=1, interview=9, edit=edit, notes=notes)


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    yield Post(store, make_keys(tmp_path), ScriptedSender())
    await store.close()


async def test_messages_of_a_chat_leave_in_order_and_are_wiped(post: Post) -> None:
    async with post.running():
        await post.put(plain(1, KEPT), plain(2, KEPT), plain(1, DELETED), plain(1, NOBODY))
    assert [text.split()[0] for text in post.sender.texts()] == ["Your", "Deleted.", "There"]
    assert await count_messages(post.store) == {OutboxState.DONE: 4}


async def test_a_chat_has_one_call_under_way_and_others_go_on(post: Post) -> None:
    post.sender.gate.clear()
    async with post.running():
        await post.put(plain(1, KEPT), plain(1, DELETED), plain(2, KEPT))
        await asyncio.sleep(0.05)
        assert post.sender.sent == []
        post.sender.gate.set()
    assert len(post.sender.texts(1)) == 2
    assert len(post.sender.texts(2)) == 1


async def test_an_overtaken_screen_is_dropped_and_its_notes_are_kept(post: Post) -> None:
    noted: tuple[Note, ...] = (("note-stale", {}),)
    await post.put(current(1, edit=5, notes=noted), shown=interview())
    await post.put(current(1, edit=5), shown=interview())
    async with post.running():
        pass
    [(_, text, edit)] = post.sender.sent
    assert edit == 5
    assert text.startswith("That was already answered. Here is where you are.\n\nQuestion 1 of 16")
    assert await count_messages(post.store) == {OutboxState.DONE: 1, OutboxState.DROPPED: 1}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(current(1, edit=5), current(1, edit=6), id="another message"),
        pytest.param(plain(1, KEPT, edit=5), current(1, edit=5), id="no screen before"),
        pytest.param(current(1, edit=5), plain(1, KEPT, edit=5), id="no screen after"),
        pytest.param(current(1, edit=5), current(2, edit=5), id="another chat"),
    ],
)
async def test_nothing_else_is_overtaken(post: Post, first: Outgoing, second: Outgoing) -> None:
    await post.put(first, second, shown=interview())
    async with post.running():
        pass
    assert len(post.sender.sent) == 2


async def test_a_message_under_way_is_not_overtaken(post: Post) -> None:
    post.sender.gate.clear()
    async with post.running():
        await post.put(current(1, edit=5), shown=interview())
        await asyncio.sleep(0.05)
        await post.put(current(1, edit=5), shown=interview())
        post.sender.gate.set()
    assert len(post.sender.sent) == 2


async def test_too_many_requests_hold_the_chat_and_no_other(post: Post) -> None:
    post.sender.script[1].append(Result(Outcome.WAIT, 0.3))
    async with post.running():
        await post.put(plain(1, KEPT), plain(2, KEPT), plain(2, DELETED))
    assert post.sender.texts(1) == ["Your answers are kept."] * 2
    first, *others, last = post.sender.times
    assert last - first >= 0.3
    assert all(moment - first < 0.25 for moment in others)


async def test_too_many_requests_in_two_chats_hold_everything(post: Post) -> None:
    for chat in (1, 2):
        post.sender.script[chat].append(Result(Outcome.WAIT, 0.3))
    async with post.running():
        await post.put(plain(1, KEPT), plain(2, KEPT))
        await asyncio.sleep(0.05)
        await post.put(plain(3, KEPT))
    assert [chat for chat, _, _ in post.sender.sent[:2]] == [1, 2]
    assert all(moment - post.sender.times[0] >= 0.3 for moment in post.sender.times[2:])
    assert len(post.sender.sent) == 5


async def test_an_unknown_outcome_is_tried_again_before_what_follows(post: Post) -> None:
    post.sender.script[1].append(UNKNOWN)
    async with post.running():
        await post.put(plain(1, KEPT), plain(1, DELETED))
    assert [text.split()[0] for text in post.sender.texts()] == ["Your", "Your", "Deleted."]
    assert await count_messages(post.store) == {OutboxState.DONE: 2}


async def test_a_chat_that_blocked_the_bot_gets_nothing_more(post: Post) -> None:
    post.sender.script[1].append(BLOCKED)
    async with post.running():
        await post.put(plain(1, KEPT), plain(1, DELETED), plain(2, KEPT))
    assert len(post.sender.texts(1)) == 1
    assert len(post.sender.texts(2)) == 1
    assert await count_messages(post.store) == {OutboxState.DONE: 1, OutboxState.DROPPED: 2}


@pytest.mark.parametrize(
    ("outcome", "left"),
    [(Outcome.BLOCKED, [1]), (Outcome.NO_CHAT, []), (Outcome.REFUSED, [])],
    ids=["blocked", "no chat", "refused"],
)
async def test_only_who_blocked_the_bot_has_left(
    post: Post, outcome: Outcome, left: list[int]
) -> None:
    told: list[int] = []

    async def note(chat: int) -> None:
        told.append(chat)

    post.outbox._on_left = note
    post.sender.script[1].append(Result(outcome))
    async with post.running():
        await post.put(plain(1, KEPT), plain(2, KEPT))
    assert told == left
    assert await count_messages(post.store) == {OutboxState.DONE: 1, OutboxState.DROPPED: 1}


async def test_a_refused_message_is_dropped_and_the_next_one_leaves(post: Post) -> None:
    post.sender.script[1].append(Result(Outcome.REFUSED))
    async with post.running():
        await post.put(plain(1, KEPT), plain(1, DELETED))
    assert len(post.sender.texts(1)) == 2
    assert await count_messages(post.store) == {OutboxState.DONE: 1, OutboxState.DROPPED: 1}


async def test_a_message_that_cannot_be_rendered_holds_up_nobody(post: Post) -> None:
    async with post.running():
        await post.put(plain(1, "no-such-wording"), plain(1, KEPT))
    assert post.sender.texts(1) == ["Your answers are kept."]


async def test_what_an_earlier_run_left_is_sent_and_shown_as_it_is_now(post: Post) -> None:
    await post.put(current(1, edit=5), plain(2, KEPT))
    later = Post(post.store, post.keys, post.sender)
    later.found = interview()
    assert await later.outbox.load() == 2
    async with later.running():
        pass
    assert post.sender.texts(1) == ["Question 1 of 16"]
    assert post.sender.texts(2) == ["Your answers are kept."]
    assert await count_messages(post.store) == {OutboxState.DONE: 2}


async def test_a_screen_of_an_interview_that_is_gone_is_not_sent(post: Post) -> None:
    await post.put(current(1, edit=5))
    later = Post(post.store, post.keys, post.sender)
    await later.outbox.load()
    async with later.running():
        pass
    assert post.sender.sent == []
    assert await count_messages(post.store) == {OutboxState.DONE: 1}


async def test_what_was_sent_but_not_recorded_before_a_crash_is_sent_again(post: Post) -> None:
    task = asyncio.create_task(post.outbox.run())
    await post.put(plain(1, KEPT))
    await asyncio.wait_for(post.sender.called.wait(), 5)
    assert await count_messages(post.store) == {OutboxState.PENDING: 1}
    later = Post(post.store, post.keys, post.sender)
    assert await later.outbox.load() == 1
    async with later.running():
        pass
    assert post.sender.texts(1) == ["Your answers are kept."] * 2
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_tap_is_acknowledged_at_once_and_not_after_a_restart(post: Post) -> None:
    tapped = Outgoing(1, Show.NOTHING, "en", query="55", toast="note-saved")
    await post.put(tapped)
    async with post.running():
        pass
    assert post.sender.acknowledged == [("55", "Your answers are saved.")]
    await post.put(tapped)
    await asyncio.sleep(0)
    later = Post(post.store, post.keys, ScriptedSender())
    await later.outbox.load()
    async with later.running():
        pass
    assert later.sender.acknowledged == []


async def test_however_messages_come_a_chat_keeps_its_pace(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    post = Post(
        store, make_keys(tmp_path), ScriptedSender(), Pace(overall=40.0, per_chat=10.0, burst=1)
    )
    async with post.running():
        # Many lanes keep the overall bucket full while one chat is written to again and again.
        for _ in range(6):
            await post.put(plain(1, KEPT), *(plain(chat, KEPT) for chat in range(2, 8)))
    moments = zip(post.sender.sent, post.sender.times, strict=True)
    times = [moment for (chat, _, _), moment in moments if chat == 1]
    assert len(times) == 6
    gaps = [after - before for before, after in pairwise(times)]
    assert min(gaps) > 0.08
    await store.close()
