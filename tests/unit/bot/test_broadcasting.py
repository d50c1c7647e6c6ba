"""Messages to many: nobody twice, nobody forgotten, whatever happens in the middle."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.broadcasting import MOST_CLAIMED
from bot.claiming import find_finished
from bot.course import MOST_REFUSED
from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import Outgoing, Show
from bot.pace import Pace
from bot.scenes import Rendered
from bot.sending import Outcome, Result
from surveys.errors import StoreError
from surveys.loading import load_catalogue
from surveys.messages import BroadcastKind, BroadcastState, Topic
from surveys.privacy import RoundKeys
from surveys.rounds import Round, RoundState
from surveys.store.batch import Batch, commit_batch
from surveys.store.deliveries import find_unknown
from surveys.store.engine import Store
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, open_round
from surveys.store.subscriptions import find_subscriptions, unsubscribe
from surveys.store.tables import DeliveryState
from tests.support.campaign import PATIENCE, Campaign
from tests.support.post import Post, ScriptedSender, fieldwork, make_keys
from tests.support.stores import MOMENT, QUESTIONNAIRE, draft, interview
from tests.support.subscribers import CONTACTS, add_subscribers, put_in_state

UNKNOWN = Result(Outcome.UNKNOWN, reason="TimedOut")
BLOCKED = Result(Outcome.BLOCKED, reason="Forbidden: bot was blocked by the user")
REFUSED = Result(Outcome.REFUSED, reason="Bad Request: message is too long")
UNREACHABLE = Result(Outcome.NOT_SENT, reason="ConnectError")


class StallingSender(ScriptedSender):
    """Sends some and then hangs, as a network does at the worst moment."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.stalled = asyncio.Event()

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        result = await super().send(chat, rendered, edit)
        if len(self.sent) >= self.number:
            self.stalled.set()
            await asyncio.Event().wait()
        return result


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def round_(store: Store) -> Round:
    await save_questionnaire(store, QUESTIONNAIRE)
    await add_round(store, draft("summer"))
    return await open_round(store, "summer", MOMENT)


@pytest.fixture
def campaign(store: Store, round_: Round, tmp_path: Path) -> Campaign:
    return Campaign(store, tmp_path, ScriptedSender())


async def test_everybody_is_reached_once_in_their_language(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 41))
    await add_subscribers(campaign.store, [50], language="bn")
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter([*range(1, 41), 50])
    assert {text for _, text, _ in campaign.sender.sent} == {"invitation en", "invitation bn"}
    assert await campaign.counts() == {DeliveryState.SENT: 41}


async def test_after_a_crash_nobody_is_reached_twice_and_everybody_else_is(
    campaign: Campaign, tmp_path: Path
) -> None:
    everybody = set(range(1, 61))
    await add_subscribers(campaign.store, everybody)
    await campaign.start()
    campaign.sender = campaign.post.sender = StallingSender(25)
    campaign.post.outbox._sender = campaign.sender
    campaign.begin()
    await asyncio.wait_for(campaign.sender.stalled.wait(), PATIENCE)
    await campaign.crash()
    before = campaign.reached()
    assert len(before) >= 25

    later = Campaign(campaign.store, tmp_path / "later", ScriptedSender())
    async with later.running():
        await later.until()
    unknown = await find_unknown(later.store, 1)
    assert 0 < len(unknown) <= MOST_CLAIMED
    together = before + later.reached()
    assert set(together.values()) == {1}
    counts = await later.counts()
    assert counts[DeliveryState.SENT] + len(unknown) == len(everybody)
    # Whoever got nothing is among those listed, and nobody else.
    assert len(everybody - set(together)) <= len(unknown)
    assert not set(before) & set(later.reached())


async def test_a_claim_is_committed_before_anything_leaves(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 31))
    await campaign.start()
    seen: list[int] = []
    plain = campaign.sender.send

    async def looking(chat: int, rendered: Rendered, edit: int) -> Result:
        seen.append((await campaign.counts()).get(DeliveryState.CLAIMED, 0))
        return await plain(chat, rendered, edit)

    campaign.sender.send = looking  # type: ignore[method-assign]  # looks on
    async with campaign.running():
        await campaign.until()
    assert min(seen) >= 1
    assert max(seen) <= MOST_CLAIMED


async def test_an_orderly_end_leaves_nothing_unknown(campaign: Campaign, tmp_path: Path) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    campaign.begin()
    await campaign.until_sent(20)
    await campaign.end()
    assert DeliveryState.CLAIMED not in await campaign.counts()
    later = Campaign(campaign.store, tmp_path / "later", ScriptedSender())
    async with later.running():
        await later.until()
    assert await later.counts() == {DeliveryState.SENT: 60}
    assert campaign.reached() + later.reached() == Counter(range(1, 61))


async def test_what_is_under_way_at_an_orderly_end_is_recorded(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 31))
    await campaign.start()
    campaign.sender.gate.clear()
    campaign.begin()
    await asyncio.sleep(0.3)
    assert DeliveryState.CLAIMED in await campaign.counts()
    ending = asyncio.create_task(campaign.end())
    await asyncio.sleep(0.1)
    campaign.sender.gate.set()
    await ending
    counts = await campaign.counts()
    assert counts[DeliveryState.SENT] == len(campaign.sender.sent) > 0
    assert counts[DeliveryState.PENDING] == 30 - len(campaign.sender.sent)


async def test_an_unknown_outcome_is_listed_and_not_sent_again(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    campaign.sender.script[3].append(UNKNOWN)
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter(range(1, 6))
    [listed] = await find_unknown(campaign.store, 1)
    assert (listed.language, listed.reason) == ("en", "TimedOut")
    assert await campaign.counts() == {DeliveryState.SENT: 4, DeliveryState.UNKNOWN: 1}


async def test_an_error_of_ours_while_sending_counts_as_unknown(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, [1, 2])
    plain = campaign.sender.send

    async def failing(chat: int, rendered: Rendered, edit: int) -> Result:
        if chat == 1:
            raise RuntimeError
        return await plain(chat, rendered, edit)

    campaign.sender.send = failing  # type: ignore[method-assign]  # the fault
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert await campaign.counts() == {DeliveryState.SENT: 1, DeliveryState.UNKNOWN: 1}


async def test_a_chat_closed_to_the_bot_has_left_every_list(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, [1, 2])
    await add_subscribers(campaign.store, [1], Topic.RESULTS, 9)
    campaign.sender.script[1].append(BLOCKED)
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert await campaign.counts() == {DeliveryState.SENT: 1, DeliveryState.LEFT: 1}
    assert await find_subscriptions(campaign.store, CONTACTS.person(1)) == []
    assert len(await find_subscriptions(campaign.store, CONTACTS.person(2))) == 1


@pytest.mark.parametrize("result", [UNREACHABLE, Result(Outcome.WAIT, 30.0)], ids=["net", "429"])
async def test_what_certainly_did_not_leave_is_sent_later(
    campaign: Campaign, result: Result
) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    campaign.sender.script[3].append(result)
    hold = campaign.post.outbox._lanes.hold
    # Waiting is what is not tested here.
    campaign.post.outbox._lanes.hold = lambda until: hold(0.0 * until)  # type: ignore[method-assign]
    await campaign.start()
    async with campaign.running():
        await asyncio.sleep(0.5)
        assert campaign.reached()[3] <= 1
        assert DeliveryState.PENDING in await campaign.counts()
        campaign.now += timedelta(seconds=31)
        await campaign.until()
    assert campaign.reached() == Counter([1, 2, 3, 3, 4, 5])
    assert await campaign.counts() == {DeliveryState.SENT: 5}


async def test_nothing_is_tried_again_and_again_while_nothing_can_be_reached(
    campaign: Campaign,
) -> None:
    await add_subscribers(campaign.store, range(1, 31))
    for chat in range(1, 31):
        campaign.sender.script[chat].extend([UNREACHABLE] * 50)
    await campaign.start()
    async with campaign.running():
        for _ in range(20):
            campaign.broadcaster.wake()
            await asyncio.sleep(0.02)
    assert 0 < len(campaign.sender.sent) <= MOST_CLAIMED
    assert await campaign.counts() == {DeliveryState.PENDING: 30}


async def test_whoever_left_the_list_after_the_start_gets_nothing(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    await campaign.start()
    async with campaign.store.write() as connection:
        await unsubscribe(connection, CONTACTS.person(2), Topic.ROUNDS)
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter([1, 3, 4, 5])
    assert await campaign.counts() == {DeliveryState.SENT: 4, DeliveryState.SKIPPED: 1}


@pytest.mark.parametrize("kind", [BroadcastKind.REMINDER, BroadcastKind.INVITATION])
async def test_whoever_has_answered_is_not_asked_to(
    campaign: Campaign, kind: BroadcastKind
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    campaign.finished = set(range(1, 51))
    await campaign.start(kind)
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter(range(51, 61))
    assert max(campaign.asked) <= MOST_CLAIMED
    assert len(campaign.asked) <= 20  # one question for each group, not for each person
    assert await campaign.counts() == {DeliveryState.SENT: 10, DeliveryState.SKIPPED: 50}


async def test_results_go_to_whoever_has_answered(campaign: Campaign, round_: Round) -> None:
    await add_subscribers(campaign.store, [1, 2], Topic.RESULTS, round_.id)
    campaign.finished = {1, 2}
    await put_in_state(campaign.store, round_, RoundState.PUBLISHED)
    await campaign.start(BroadcastKind.RESULTS)
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter([1, 2])
    assert campaign.asked == []


async def test_a_paused_broadcast_waits_and_goes_on_where_it_was(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 201))
    await campaign.start()
    async with campaign.running():
        await campaign.until_sent(20)
        await campaign.move(BroadcastState.PAUSED)
        await asyncio.sleep(0.4)
        sent = len(campaign.sender.sent)
        assert sent < 200
        await asyncio.sleep(0.4)
        assert len(campaign.sender.sent) == sent
        assert DeliveryState.CLAIMED not in await campaign.counts()
        await campaign.move(BroadcastState.SENDING)
        await campaign.until()
    assert campaign.reached() == Counter(range(1, 201))


async def test_a_stopped_broadcast_reaches_nobody_more(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 201))
    await campaign.start()
    async with campaign.running():
        await campaign.until_sent(20)
        await campaign.move(BroadcastState.STOPPED)
        await asyncio.sleep(0.5)
        sent = len(campaign.sender.sent)
    assert sent < 200
    expected = {DeliveryState.SENT: sent, DeliveryState.SKIPPED: 200 - sent}
    assert await campaign.counts() == expected


async def test_nothing_leaves_outside_the_hours(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 31))
    campaign.now = datetime(2026, 6, 15, 7, 59, 59, tzinfo=UTC)  # a second before nine in London
    await campaign.start()
    async with campaign.running():
        await asyncio.sleep(0.4)
        assert campaign.sender.sent == []
        campaign.now += timedelta(seconds=1)
        await campaign.until()
    assert campaign.reached() == Counter(range(1, 31))


async def test_what_waits_when_the_hours_end_waits_for_the_morning(
    store: Store, round_: Round, tmp_path: Path
) -> None:
    campaign = Campaign(store, tmp_path, StallingSender(20))
    await add_subscribers(store, range(1, 61))
    await campaign.start()
    campaign.begin()
    assert isinstance(campaign.sender, StallingSender)
    await asyncio.wait_for(campaign.sender.stalled.wait(), PATIENCE)
    campaign.now = datetime(2026, 6, 15, 19, 0, tzinfo=UTC)  # eight in the evening in London
    await asyncio.sleep(0.6)
    counts = await campaign.counts()
    await campaign.crash()
    # Eight calls hang; what was claimed beside them is given back.
    assert counts[DeliveryState.CLAIMED] <= 8
    assert sum(counts.values()) == 60


@pytest.mark.parametrize("state", [RoundState.CLOSING, RoundState.WITHDRAWN])
async def test_an_invitation_to_a_round_that_is_over_is_stopped(
    campaign: Campaign, round_: Round, state: RoundState
) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    await campaign.start()
    await put_in_state(campaign.store, round_, state)
    async with campaign.running():
        await campaign.until(BroadcastState.STOPPED)
    assert campaign.sender.sent == []
    assert await campaign.counts() == {DeliveryState.SKIPPED: 5}


async def test_a_message_that_cannot_be_made_pauses_its_broadcast(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    await campaign.start()
    campaign.broken = True
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        assert await campaign.counts() == {DeliveryState.PENDING: 5}
        campaign.broken = False
        await campaign.move(BroadcastState.SENDING)
        await campaign.until()
    assert campaign.reached() == Counter(range(1, 6))


async def test_a_message_that_is_refused_again_and_again_is_paused(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 101))
    for chat in range(1, 101):
        campaign.sender.script[chat].append(REFUSED)
    await campaign.start()
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await asyncio.sleep(0.3)
        counts = await campaign.counts()
    assert MOST_REFUSED <= counts[DeliveryState.REFUSED] <= MOST_REFUSED + 2 * MOST_CLAIMED
    assert counts[DeliveryState.PENDING] == 100 - counts[DeliveryState.REFUSED]


async def test_a_refusal_now_and_then_pauses_nothing(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    for chat in range(1, 61, 3):
        campaign.sender.script[chat].append(REFUSED)
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert await campaign.counts() == {DeliveryState.SENT: 40, DeliveryState.REFUSED: 20}


@pytest.mark.parametrize("after", [False, True], ids=["before it commits", "after it commits"])
async def test_a_database_that_fails_for_a_while_loses_and_repeats_nothing(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    failures = iter([True, False, True, True, False])
    failure = StoreError("store.locked", "a place", "it is in use", "Wait.")
    plain = Store.write

    @asynccontextmanager
    async def failing(self: Store) -> AsyncIterator[object]:
        fails = next(failures, False)
        async with plain(self) as connection:
            yield connection
            if fails and not after:
                raise failure
        if fails and after:
            raise failure

    monkeypatch.setattr(Store, "write", failing)
    async with campaign.running():
        await campaign.until()
    assert campaign.reached() == Counter(range(1, 61))
    assert await campaign.counts() == {DeliveryState.SENT: 60}


async def test_whoever_submitted_has_finished_and_whoever_only_began_has_not(
    store: Store, round_: Round
) -> None:
    keys = RoundKeys(b"r" * 32)
    live = LiveRound(round_, load_catalogue("annual-perception"), keys)
    known = fieldwork()
    people = Fieldwork(known.partnership, known.contacts, {round_.id: live})
    stored = [
        interview(round_, 1, pseudonym=keys.pseudonym(101), receipt=b"r" * 16),
        interview(round_, 2, pseudonym=keys.pseudonym(102)),
    ]
    await commit_batch(store, Batch(interviews_saved=stored), 0)
    asked = [101, 102, 103]
    assert await find_finished(store, people, round_.id, asked) == {101}
    assert await find_finished(store, people, round_.id + 1, asked) == frozenset()


async def test_a_reply_leaves_next_while_thousands_wait(
    store: Store, round_: Round, tmp_path: Path
) -> None:
    sender = ScriptedSender()
    campaign = Campaign(store, tmp_path, sender)
    campaign.post = Post(store, make_keys(tmp_path / "more"), sender, Pace(overall=30.0))
    campaign.broadcaster._outbox = campaign.post.outbox
    await add_subscribers(store, range(1, 101))
    await campaign.start()
    async with campaign.running():
        await campaign.until_sent(30)
        for chat in (501, 502, 503):
            before = len(sender.sent)
            reply = Outgoing(chat, Show.PLAIN, "en", round=1, details={"key": "kept"})
            await campaign.post.put(reply)
            await campaign.until_sent(before + 6)
            position = [number for number, _, _ in sender.sent].index(chat)
            # Those that were handed to the network while the reply was being committed go before.
            assert position - before <= 3
