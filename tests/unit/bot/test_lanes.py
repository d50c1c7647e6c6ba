"""Who may be written to next: replies first, the pace of a chat, the limit over all."""

from __future__ import annotations

from random import Random

import pytest

from bot.lanes import Bulk, Lanes, Turn, Waiting
from bot.outgoing import Outgoing, Show
from bot.pace import Pace
from bot.scenes import Rendered

PACE = Pace(overall=30.0, per_chat=1.0, burst=3)
NOTICE = Rendered("Take part", None)


def key_of(chat: int) -> bytes:
    return chat.to_bytes(8)


class Traffic:
    """Lanes with a clock; calls end as soon as they begin unless told otherwise."""

    def __init__(self, pace: Pace = PACE) -> None:
        self.now = 0.0
        self.lanes = Lanes(pace, 0.0)
        self.left: list[tuple[float, str, int]] = []

    def reply(self, chat: int) -> None:
        message = Outgoing(chat, Show.PLAIN, "en")
        self.lanes.add(key_of(chat), Waiting(0, message, None), self.now)

    def bulk(self, *chats: int) -> None:
        for chat in chats:
            self.lanes.add_bulk(key_of(chat), Bulk(chat, NOTICE, lambda _: None), self.now)

    def take(self, *, with_bulk: bool = True) -> Turn | float | None:
        turn = self.lanes.take(self.now, with_bulk=with_bulk)
        if isinstance(turn, Turn):
            kind = "reply" if turn.bulk is None else "bulk"
            self.left.append((self.now, kind, int.from_bytes(turn.key)))
        return turn

    def end(self, turn: Turn) -> None:
        if turn.bulk is None:
            turn.lane.queue.popleft()
        self.lanes.release(turn.key, turn.lane, self.now)

    def run(self, until: float) -> None:
        while self.now <= until:
            turn = self.take()
            if isinstance(turn, Turn):
                self.end(turn)
            else:
                self.now += until if turn is None else turn + 1e-9

    def kinds(self) -> list[str]:
        return [kind for _, kind, _ in self.left]


def test_a_reply_leaves_next_however_many_others_wait() -> None:
    traffic = Traffic()
    traffic.bulk(*range(100, 400))
    traffic.run(2.0)
    assert set(traffic.kinds()) == {"bulk"}
    for chat in (1, 2, 3):
        traffic.reply(chat)
    before = len(traffic.left)
    for _ in range(3):
        turn = traffic.take()
        assert isinstance(turn, Turn)
        traffic.end(turn)
    assert traffic.kinds()[before:] == ["reply"] * 3


def test_replies_that_come_all_the_time_leave_nothing_to_others() -> None:
    traffic = Traffic()
    for chat in range(1, 200):
        traffic.reply(chat)
    traffic.bulk(*range(1000, 1100))
    traffic.run(4.0)
    assert set(traffic.kinds()) == {"reply"}


def test_what_is_left_over_is_used_whole() -> None:
    traffic = Traffic()
    traffic.bulk(*range(100, 1000))
    traffic.run(20.0)
    assert 30 * 20 <= len(traffic.left) <= 30 * 20 + 15


@pytest.mark.parametrize("seed", range(3))
def test_replies_and_others_together_keep_the_limit_over_all(seed: int) -> None:
    random, traffic = Random(seed), Traffic()
    traffic.bulk(*range(1000, 3000))
    for _ in range(60):
        for chat in random.sample(range(1, 400), random.choice([0, 3, 30])):
            traffic.reply(chat)
        traffic.run(traffic.now + random.random())
    moments = [moment for moment, _, _ in traffic.left]
    for window in (0.5, 1.0, 5.0):
        for start in moments:
            within = sum(start <= moment <= start + window for moment in moments)
            assert within <= 15 + 30 * window + 1e-6


def test_a_chat_keeps_its_pace_over_replies_and_others_together() -> None:
    traffic = Traffic(Pace(overall=30.0, per_chat=1.0, burst=1))
    traffic.bulk(1)
    traffic.run(0.1)
    traffic.reply(1)
    traffic.bulk(1)
    traffic.run(5.0)
    moments = [moment for moment, _, _ in traffic.left]
    assert traffic.kinds() == ["bulk", "reply", "bulk"]
    assert moments == pytest.approx([0.0, 1.0, 2.0], abs=1e-6)


def test_a_chat_has_one_call_under_way() -> None:
    traffic = Traffic()
    traffic.bulk(1)
    turn = traffic.take()
    assert isinstance(turn, Turn)
    traffic.reply(1)
    traffic.bulk(1)
    assert traffic.take() is None
    traffic.end(turn)
    traffic.run(0.5)
    assert traffic.kinds() == ["bulk", "reply", "bulk"]


def test_a_message_to_many_does_not_leave_beside_a_reply_of_its_chat() -> None:
    traffic = Traffic()
    traffic.bulk(1)
    traffic.reply(1)
    turn = traffic.take()
    assert isinstance(turn, Turn)
    assert traffic.take() is None
    traffic.end(turn)
    traffic.run(0.5)
    assert traffic.kinds() == ["reply", "bulk"]


def test_a_waiting_message_to_many_comes_after_the_replies_of_its_chat() -> None:
    traffic = Traffic()
    traffic.bulk(1)
    traffic.reply(1)
    traffic.reply(1)
    traffic.run(3.0)
    assert traffic.kinds() == ["reply", "reply", "bulk"]


def test_what_is_taken_back_does_not_leave_and_replies_do() -> None:
    traffic = Traffic()
    traffic.bulk(1, 2, 2)
    traffic.reply(2)
    taken = traffic.lanes.take_back()
    assert [bulk.chat for bulk in taken] == [1, 2, 2]
    traffic.run(5.0)
    assert traffic.kinds() == ["reply"]
    traffic.bulk(1)
    traffic.run(traffic.now + 1.0)
    assert traffic.kinds() == ["reply", "bulk"]


def test_too_many_requests_to_a_reply_hold_its_chat_and_messages_to_many() -> None:
    traffic = Traffic()
    traffic.reply(1)
    turn = traffic.take()
    assert isinstance(turn, Turn)
    traffic.lanes.limit(turn.key, turn.lane, traffic.now, 3.0)
    traffic.lanes.release(turn.key, turn.lane, traffic.now)
    traffic.bulk(5)
    traffic.reply(2)
    traffic.run(10.0)
    assert [(kind, chat) for _, kind, chat in traffic.left[1:2]] == [("reply", 2)]
    assert [moment for moment, _, _ in traffic.left[2:]] == pytest.approx([3.0, 3.0], abs=0.1)


def test_a_hold_holds_everything() -> None:
    traffic = Traffic()
    traffic.lanes.hold(2.0)
    traffic.reply(1)
    traffic.bulk(2)
    traffic.run(3.0)
    assert [kind for moment, kind, _ in traffic.left if moment >= 2.0] == ["reply", "bulk"]


def test_no_more_are_under_way_than_may_be() -> None:
    traffic = Traffic()
    traffic.bulk(1)
    assert traffic.take(with_bulk=False) is None
    assert isinstance(traffic.take(), Turn)


@pytest.mark.parametrize("rate", [0.0, 0.5, 1.0, 2.0])
def test_slow_or_lifted_limits_still_let_messages_to_many_leave(rate: float) -> None:
    traffic = Traffic(Pace(overall=rate, per_chat=rate))
    traffic.bulk(*range(1, 6))
    traffic.run(30.0)
    assert len(traffic.left) == 5
