"""Where results come from, and what the disclosure audit found on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AuditShown:
    """What the disclosure audit found, for staff: what is published does not have it.

    It changes with every release that is recorded, also where no figure does.

    Attributes:
        counts: How many protected counts were bounded.
        narrowest: The narrowest range that any of them is known within; None where there are none.
        withheld: How many more figures were withheld until every range was wide enough.
        releases: Earlier releases of the ledger that were taken into account.
        plain: The figures whose people all weigh the same, so that a weighted share of them is a
            plain one: measure and group, or distribution and option, as `statements.Place`.
    """

    counts: int
    narrowest: float | None
    withheld: int
    releases: int
    plain: frozenset[tuple[object, object]] = frozenset()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where every figure comes from, so that it can be made again.

    Attributes:
        software: What computed the figures.
        frozen_by: What froze the answers.
        seed: Of everything random.
        answers_hash: SHA-256 of the frozen answers.
    """

    round: str
    title: str
    opens_on: date
    ended_on: date
    questionnaire: str
    questionnaire_version: int
    questionnaire_hash: str
    plan: str
    plan_title: str
    plan_hash: str
    software: str
    frozen_by: str
    seed: int
    answers_hash: str
    modes: Mapping[str, int | None]
