"""The pace: bursts, refills, and never more than the limits allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.pace import Pace, Pacer
from bot.sandbox.refusals import ApiError


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def passes(pacer: Pacer, chat_id: int) -> bool:
    try:
        pacer.take(chat_id)
    except ApiError:
        return False
    return True


def test_a_chat_takes_its_burst_then_one_a_second() -> None:
    hand = Hand()
    pacer = Pacer(Pace(chat_burst=3), hand)
    assert [passes(pacer, 1) for _ in range(4)] == [True, True, True, False]
    hand.now = 0.99
    assert not passes(pacer, 1)
    hand.now = 1.0
    assert [passes(pacer, 1) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(("rate", "seconds"), [(1.0, 1), (0.3, 4), (4.0, 1)])
def test_a_refusal_says_whole_seconds_to_wait(rate: float, seconds: int) -> None:
    pacer = Pacer(Pace(chat_rate=rate, chat_burst=1), Hand())
    pacer.take(1)
    with pytest.raises(ApiError) as refused:
        pacer.take(1)
    assert (refused.value.status, refused.value.retry_after) == (429, seconds)


def test_a_refused_message_does_not_use_up_the_others_share() -> None:
    pacer = Pacer(Pace(overall_burst=2, chat_burst=1), Hand())
    assert [passes(pacer, chat) for chat in (1, 1, 1, 2, 3)] == [True, False, False, True, False]


def test_a_new_pace_holds_at_once() -> None:
    pacer = Pacer(Pace(chat_burst=1), Hand())
    pacer.take(1)
    pacer.set_pace(Pace.unlimited())
    assert all(passes(pacer, 1) for _ in range(100))


@given(st.lists(st.tuples(st.floats(0, 0.5), st.integers(1, 4)), max_size=120))
def test_no_stretch_of_time_takes_more_than_burst_and_rate(
    steps: list[tuple[float, int]],
) -> None:
    pace = Pace(overall_rate=5, overall_burst=6, chat_rate=1, chat_burst=2)
    hand = Hand()
    pacer = Pacer(pace, hand)
    taken: list[tuple[float, int]] = []
    for pause, chat in steps:
        hand.now += pause
        if passes(pacer, chat):
            taken.append((hand.now, chat))
    for index, (began, _) in enumerate(taken):
        for number, (ended, _) in enumerate(taken[index:], start=1):
            assert number <= pace.overall_burst + pace.overall_rate * (ended - began) + 1e-6
    for chat in range(1, 5):
        own = [at for at, whose in taken if whose == chat]
        for index, began in enumerate(own):
            for number, ended in enumerate(own[index:], start=1):
                assert number <= pace.chat_burst + pace.chat_rate * (ended - began) + 1e-6
