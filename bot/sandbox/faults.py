"""Faults on demand: what networks and Telegram do to a bot, made to happen when a test wants it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class FaultKind(StrEnum):
    """What happens to a call."""

    CUT = "cut"  # the connection closes and the call has no effect
    ERROR = "error"  # a 5xx answer and no effect
    TOO_MANY = "too_many"  # a 429 with retry_after and no effect
    SLOW = "slow"  # the call takes effect after a delay
    LOST = "lost"  # the call takes effect, then the connection closes without an answer


@dataclass(frozen=True, slots=True)
class FaultRule:
    """Which calls meet a fault.

    Attributes:
        kind: What happens.
        method: Pattern of the method's name, such as ``send*``; capitals do not matter.
        count: How many calls meet it; None for no end.
        probability: Share of matching calls that meet it, 0-1, drawn from the seeded generator.
        status: The HTTP status of ``error``.
        retry_after: Seconds told by ``too_many``.
        delay: Seconds of ``slow``.
    """

    kind: FaultKind
    method: str = "*"
    count: int | None = 1
    probability: float = 1.0
    status: int = 502
    retry_after: int = 1
    delay: float = 0.1

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> FaultRule:
        """A rule from the JSON of the control interface.

        Raises:
            ValueError: When the kind or a field is unknown, or a number is out of range.
        """
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - known):
            raise ValueError(f"unknown field {unknown[0]}; known are {', '.join(sorted(known))}")
        rule = cls(**{**values, "kind": FaultKind(values.get("kind", ""))})
        if not 0 <= rule.probability <= 1:
            raise ValueError("probability is a share from 0 to 1")
        return rule


class Faults:
    """The rules in force; the first one that matches a call is met."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable faults, not secrets
        self._rules: list[FaultRule] = []
        self._remaining: list[int | None] = []

    def add(self, rule: FaultRule) -> None:
        """Put a rule in force, after those already there."""
        self._rules.append(rule)
        self._remaining.append(rule.count)

    def clear(self) -> None:
        """Take all rules out of force."""
        self._rules.clear()
        self._remaining.clear()

    def find(self, method: str) -> FaultRule | None:
        """The fault that this call meets, counted as met."""
        for index, rule in enumerate(self._rules):
            remaining = self._remaining[index]
            if remaining == 0 or not fnmatchcase(method.lower(), rule.method.lower()):
                continue
            if rule.probability < 1 and self._random.random() >= rule.probability:
                continue
            if remaining is not None:
                self._remaining[index] = remaining - 1
            return rule
        return None
