"""The two clocks of the sandbox, injectable so that tests need not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the sandbox takes its times from.

    Attributes:
        wall: Seconds since 1970, for the dates of messages and the 48 hours of deleting.
        monotonic: Seconds that only rise, for the pace and the age of taps.
    """

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
