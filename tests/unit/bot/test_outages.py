"""Messages to many while something is wrong with Telegram: few are risked, nobody is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.broadcasting import MOST_CLAIMED
from bot.course import MOST_LEFT, MOST_REFUSED, MOST_UNKNOWN
from bot.office.outcomes import BROADCASTER
from bot.outbox import MOST_BULK
from bot.scenes import Rendered
from bot.sending import Outcome, Result, read_error
from surveys.messages import BroadcastState, Topic
from surveys.store.engine import Store
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, open_round
from surveys.store.subscriptions import count_subscribers, find_subscriptions
from surveys.store.tables import DeliveryState
from tests.support.campaign import Campaign
from tests.support.post import ScriptedSender
from tests.support.stores import MOMENT, QUESTIONNAIRE, draft
from tests.support.subscribers import CONTACTS, add_subscribers, only_broadcast

BAD_GATEWAY = NetworkError("Bad Gateway")
NO_CHAT = BadRequest("Chat not found")
BLOCKED = Forbidden("Forbidden: bot was blocked by the user")
GONE = Forbidden("Forbidden: user is deactivated")
NOT_BEGUN = Forbidden("Forbidden: bot can't initiate conversation with a user")
GATEWAY = Forbidden("Forbidden (403). Parsing the server response b'<html>' failed")


class Telegram(ScriptedSender):
    """Answers every call with one error, while there is one.

    Attributes:
        error: The error.
        closed: How many chats, the first that are written to, have blocked the bot.
        arrived: The chats that got a message.
    """

    def __init__(self) -> None:
        super().__init__()
        self.error: TelegramError | None = None
        self.closed = 0
        self.arrived: list[int] = []
        self._blocked: set[int] = set()

    async def send(self, chat: int, rendered: Rendered, edit: int) -> Result:
        result = await super().send(chat, rendered, edit)
        if len(self._blocked) < self.closed:
            self._blocked.add(chat)
        if self.error is not None or chat in self._blocked:
            return read_error(self.error or BLOCKED)
        if result.outcome is Outcome.SENT:
            self.arrived.append(chat)
        return result


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def campaign(tmp_path: Path, telegram: Telegram) -> AsyncIterator[Campaign]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    await save_questionnaire(store, QUESTIONNAIRE)
    await add_round(store, draft("summer"))
    await open_round(store, "summer", MOMENT)
    yield Campaign(store, tmp_path, telegram)
    await store.close()


async def subscribers(campaign: Campaign) -> int:
    return await count_subscribers(campaign.store, Topic.ROUNDS)


async def resume(campaign: Campaign) -> None:
    await campaign.move(BroadcastState.SENDING)
    await campaign.until()


async def test_an_outage_uses_up_a_handful_and_everybody_else_is_reached_later(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    telegram.error = BAD_GATEWAY
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
        assert await campaign.counts() == {
            DeliveryState.UNKNOWN: MOST_UNKNOWN,
            DeliveryState.PENDING: 60 - MOST_UNKNOWN,
        }
        telegram.error = None
        await resume(campaign)
    assert len(set(telegram.arrived)) == len(telegram.arrived) == 60 - MOST_UNKNOWN
    assert await campaign.counts() == {
        DeliveryState.UNKNOWN: MOST_UNKNOWN,
        DeliveryState.SENT: 60 - MOST_UNKNOWN,
    }
    assert max(campaign.reached().values()) == 1


async def test_an_outage_in_the_middle_costs_no_more_than_was_under_way(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 201))
    await campaign.start()
    async with campaign.running():
        await campaign.until_sent(40)
        telegram.error = BAD_GATEWAY
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
        unknown = (await campaign.counts())[DeliveryState.UNKNOWN]
        assert MOST_UNKNOWN <= unknown <= MOST_BULK + MOST_UNKNOWN
        telegram.error = None
        await resume(campaign)
    assert (await campaign.counts())[DeliveryState.SENT] == 200 - unknown
    assert max(campaign.reached().values()) == 1


async def test_what_is_claimed_when_an_outage_shows_is_given_back_at_once(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 201))
    await campaign.start()
    async with campaign.running():
        await campaign.until_sent(40)
        telegram.gate.clear()
        await asyncio.sleep(0.3)
        arrived = len(telegram.sent)
        telegram.error = BAD_GATEWAY
        telegram.gate.set()
        await asyncio.sleep(0.5)
        assert len(telegram.sent) - arrived <= MOST_BULK
        assert DeliveryState.CLAIMED not in await campaign.counts()


async def test_after_an_unknown_outcome_one_at_a_time_is_tried_with_growing_pauses(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    telegram.error = BAD_GATEWAY
    async with campaign.running():
        for seconds, tried in ((0.0, 1), (1.1, 2), (1.1, 2), (1.1, 3), (4.1, 4)):
            campaign.now += timedelta(seconds=seconds)
            campaign.broadcaster.wake()
            await campaign.until_sent(tried)
            await asyncio.sleep(0.05)
            assert len(telegram.sent) == tried
        telegram.error = None
        await campaign.until()
    counts = await campaign.counts()
    assert counts == {DeliveryState.UNKNOWN: 4, DeliveryState.SENT: 56}


async def test_officers_are_told_once_of_a_broadcast_that_paused_itself_and_it_is_on_record(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    broadcast = await campaign.start()
    telegram.error = BAD_GATEWAY
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
        await asyncio.sleep(0.3)
    [told] = campaign.told
    assert told.startswith(f"Messages {broadcast.id} (invitation, round summer) were paused")
    assert "Nobody can tell whether the last ones arrived" in told
    assert "/messages" in told
    assert await campaign.trail() == [(BROADCASTER, "messages.pause", "paused: unknown")]


@pytest.mark.parametrize("error", [NO_CHAT, BLOCKED], ids=["another bot's token", "as if blocked"])
async def test_what_is_said_of_everybody_takes_nobody_off_the_list(
    campaign: Campaign, telegram: Telegram, error: TelegramError
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    telegram.error = error
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
        await asyncio.sleep(0.3)
        assert await subscribers(campaign) == 60
        # It is certain that these did not arrive, so they are to get it once the cause is found.
        assert await campaign.counts() == {DeliveryState.PENDING: 60}
        assert len(telegram.sent) == MOST_LEFT
        [told] = campaign.told
        assert "Nobody was taken off the list" in told
        telegram.error = None
        await resume(campaign)
    assert sorted(telegram.arrived) == list(range(1, 61))
    assert await subscribers(campaign) == 60


async def test_people_who_did_leave_do_not_hold_up_a_resumed_broadcast_for_ever(
    campaign: Campaign, telegram: Telegram
) -> None:
    await add_subscribers(campaign.store, range(1, 13))
    telegram.closed = 11
    await campaign.start()
    async with campaign.running():
        await campaign.until_settled()
        for _ in range(3):
            if (await only_broadcast(campaign.store)).state is BroadcastState.PAUSED:
                await campaign.move(BroadcastState.SENDING)
                await campaign.until_settled()
    assert len(telegram.arrived) == 1
    assert max(campaign.reached().values()) <= 2


@pytest.mark.parametrize("error", [BLOCKED, GONE, NO_CHAT], ids=["blocked", "deactivated", "none"])
async def test_who_leaves_while_others_are_reached_is_taken_off_the_list(
    campaign: Campaign, telegram: Telegram, error: TelegramError
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    gone = range(1, 61, 4)
    for chat in gone:
        telegram.script[chat].append(read_error(error))
    await campaign.start()
    async with campaign.running():
        await campaign.until()
    assert await subscribers(campaign) == 60 - len(gone)
    assert await find_subscriptions(campaign.store, CONTACTS.person(1)) == []
    assert await campaign.counts() == {DeliveryState.LEFT: 15, DeliveryState.SENT: 45}


@pytest.mark.parametrize("error", [BLOCKED, NO_CHAT], ids=["blocked", "no chat"])
async def test_where_nobody_was_reached_nobody_has_left(
    campaign: Campaign, telegram: Telegram, error: TelegramError
) -> None:
    await add_subscribers(campaign.store, [1, 2, 3])
    await campaign.start()
    telegram.error = error
    async with campaign.running():
        await campaign.until()
    assert await campaign.counts() == {DeliveryState.REFUSED: 3}
    assert await subscribers(campaign) == 3


@pytest.mark.parametrize("error", [NOT_BEGUN, GATEWAY], ids=["not begun", "a gateway"])
async def test_any_other_403_is_a_refusal_and_no_leaving(
    campaign: Campaign, telegram: Telegram, error: TelegramError
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    telegram.error = error
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
    assert await subscribers(campaign) == 60
    counts = await campaign.counts()
    assert counts == {
        DeliveryState.REFUSED: MOST_REFUSED,
        DeliveryState.PENDING: 60 - MOST_REFUSED,
    }
    assert "Telegram refused so many" in campaign.told[0]


@pytest.mark.parametrize(
    ("end", "state"),
    [(Campaign.crash, DeliveryState.UNKNOWN), (Campaign.end, DeliveryState.REFUSED)],
    ids=["a crash", "an orderly end"],
)
async def test_who_seemed_to_leave_when_the_bot_ends_stays_on_the_list(
    campaign: Campaign,
    telegram: Telegram,
    tmp_path: Path,
    end: Callable[[Campaign], Awaitable[None]],
    state: DeliveryState,
) -> None:
    await add_subscribers(campaign.store, range(1, 31))
    await campaign.start()
    telegram.error = BLOCKED
    campaign.begin()
    await campaign.until_sent(3)
    telegram.gate.clear()
    await end(campaign)
    later = Campaign(campaign.store, tmp_path / "later", Telegram())
    async with later.running():
        await later.until()
    counts = await later.counts()
    assert 3 <= counts[state] <= MOST_CLAIMED
    assert counts[DeliveryState.SENT] == 30 - counts[state]
    assert await subscribers(later) == 30


async def test_a_message_that_cannot_be_made_is_told_as_well(campaign: Campaign) -> None:
    await add_subscribers(campaign.store, range(1, 6))
    await campaign.start()
    campaign.broken = True
    async with campaign.running():
        await campaign.until(BroadcastState.PAUSED)
        await campaign.until_told()
        await asyncio.sleep(0.1)
    [told] = campaign.told
    assert "The message could not be made (LookupError)." in told
    assert await campaign.trail() == [(BROADCASTER, "messages.pause", "paused: LookupError")]


async def test_what_staff_stopped_meanwhile_is_not_paused(
    campaign: Campaign, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_subscribers(campaign.store, range(1, 61))
    await campaign.start()
    telegram.error = NOT_BEGUN
    plain = campaign.broadcaster._halt

    async def late(*args: object) -> None:
        await campaign.move(BroadcastState.STOPPED)
        await plain(*args)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(campaign.broadcaster, "_halt", late)
    async with campaign.running():
        await campaign.until(BroadcastState.STOPPED)
        await asyncio.sleep(0.2)
        await campaign.until(BroadcastState.STOPPED)
    assert campaign.told == []
    assert await campaign.trail() == []
