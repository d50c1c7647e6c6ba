"""The pace of sending."""

from __future__ import annotations

from random import Random

import pytest

from bot.pace import Bucket


@pytest.mark.parametrize(
    ("rate", "burst"),
    [
        pytest.param(1.0, 1, id="one a second"),
        pytest.param(1.0, 3, id="one a second in bursts"),
        pytest.param(30.0, 15, id="thirty a second"),
        pytest.param(0.5, 2, id="one in two seconds"),
    ],
)
def test_no_window_holds_more_than_the_burst_and_the_rate_allow(rate: float, burst: int) -> None:
    random = Random(7)
    bucket, now = Bucket(rate, burst, 0.0), 0.0
    sent: list[float] = []
    for _ in range(400):
        now += random.choice([0.0, 0.0, 0.01, 0.5 / rate, 3.0 / rate])
        now += bucket.wait(now)
        bucket.take(now)
        sent.append(now)
    for window in (0.1, 1.0, 5.0, 20.0):
        for start in sent:
            within = sum(start <= moment <= start + window for moment in sent)
            assert within <= burst + rate * window + 1e-6


def test_the_burst_leaves_at_once_and_the_next_waits_for_the_rate() -> None:
    bucket = Bucket(1.0, 3, 0.0)
    for _ in range(3):
        assert bucket.wait(0.0) == 0.0
        bucket.take(0.0)
    assert bucket.wait(0.0) == pytest.approx(1.0)
    assert bucket.wait(0.4) == pytest.approx(0.6)
    assert bucket.wait(1.0) == pytest.approx(0.0)


def test_a_bucket_is_idle_once_it_has_drained() -> None:
    bucket = Bucket(2.0, 1, 0.0)
    bucket.take(0.0)
    assert not bucket.is_idle(0.4)
    assert bucket.is_idle(0.5)


def test_a_lifted_limit_never_waits_and_is_always_idle() -> None:
    bucket = Bucket(0.0, 1, 0.0)
    for _ in range(1000):
        assert bucket.wait(0.0) == 0.0
        bucket.take(0.0)
    assert bucket.is_idle(0.0)
