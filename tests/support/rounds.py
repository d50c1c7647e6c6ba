"""A round of June 2026 for tests of its dates and states."""

from __future__ import annotations

from datetime import UTC, date, datetime

from surveys.rounds import Round, RoundState

SUMMER = Round(
    id=1,
    name="summer-2026",
    title="",
    questionnaire_hash="0" * 64,
    plan="",
    plan_hash="",
    state=RoundState.OPEN,
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 6, 30),
)
MIDDLE = datetime(2026, 6, 15, 12, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    """A minute of 2026, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)
