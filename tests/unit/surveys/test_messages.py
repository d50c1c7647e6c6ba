"""Messages to many: hours, how often, and what a round must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from surveys.errors import RoundError
from surveys.messages import (
    BROADCAST_MOVES,
    Broadcast,
    BroadcastKind,
    BroadcastState,
    Hours,
    Topic,
    check_broadcast,
    check_broadcast_move,
    find_audience,
    is_current,
    read_hours,
    sending_allowed,
)
from surveys.rounds import Audience, Round, RoundState

DAYS = date(2026, 11, 1), date(2026, 11, 30)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OPEN = Round(1, "autumn", "", "hash", "", "", RoundState.OPEN, *DAYS)
PUBLISHED = replace(OPEN, state=RoundState.PUBLISHED, actions={"en": "More lights."})
KINDS = list(BroadcastKind)
OVER = (BroadcastState.DONE, BroadcastState.STOPPED)


def sent(
    kind: BroadcastKind, state: BroadcastState = BroadcastState.DONE, days_ago: int = 1
) -> Broadcast:
    return Broadcast(7, 1, kind, state, int((NOW - timedelta(days=days_ago)).timestamp()))


def round_for(kind: BroadcastKind) -> Round:
    return OPEN if kind in {BroadcastKind.INVITATION, BroadcastKind.REMINDER} else PUBLISHED


def refusal(round_: Round, kind: BroadcastKind, *earlier: Broadcast, now: datetime = NOW) -> str:
    with pytest.raises(RoundError) as refused:
        check_broadcast(round_, kind, earlier, now)
    assert round_.name in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        pytest.param("2026-11-21T08:59:59", False, id="winter, a second before nine"),
        pytest.param("2026-11-21T09:00:00", True, id="winter, nine"),
        pytest.param("2026-11-21T19:59:59", True, id="winter, a second before eight"),
        pytest.param("2026-11-21T20:00:00", False, id="winter, eight"),
        pytest.param("2026-07-01T07:59:59", False, id="summer, a second before nine"),
        pytest.param("2026-07-01T08:00:00", True, id="summer, nine"),
        pytest.param("2026-07-01T18:59:59", True, id="summer, a second before eight"),
        pytest.param("2026-07-01T19:00:00", False, id="summer, eight"),
        # Clocks went forward on 29 March 2026 and back on 25 October 2026, at 01:00 UTC.
        pytest.param("2026-03-28T08:30:00", False, id="the day before clocks go forward"),
        pytest.param("2026-03-29T08:00:00", True, id="the day on which they go forward"),
        pytest.param("2026-03-29T19:00:00", False, id="that evening"),
        pytest.param("2026-10-24T08:00:00", True, id="the day before clocks go back"),
        pytest.param("2026-10-25T08:30:00", False, id="the day on which they go back"),
        pytest.param("2026-10-25T19:30:00", True, id="that evening too"),
    ],
)
def test_messages_leave_between_nine_and_eight_in_london(moment: str, allowed: bool) -> None:
    assert sending_allowed(datetime.fromisoformat(f"{moment}+00:00")) is allowed


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        sending_allowed(datetime(2026, 11, 21, 12))  # noqa: DTZ001  # on purpose


def test_narrower_hours_hold() -> None:
    assert not sending_allowed(NOW, Hours(13, 15))
    assert sending_allowed(NOW, read_hours("12-13"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_message_can_be_sent(kind: BroadcastKind) -> None:
    check_broadcast(round_for(kind), kind, [], NOW)


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not BroadcastKind.REMINDER])
def test_nothing_but_a_reminder_is_sent_twice(kind: BroadcastKind, state: BroadcastState) -> None:
    assert refusal(round_for(kind), kind, sent(kind, state)) == "broadcast.again"


@pytest.mark.parametrize("state", OVER)
def test_two_reminders_can_be_sent_and_no_third(state: BroadcastState) -> None:
    reminder = BroadcastKind.REMINDER
    check_broadcast(OPEN, reminder, [sent(reminder, state)], NOW)
    twice = sent(reminder, state, 3), sent(reminder, state, 1)
    assert refusal(OPEN, reminder, *twice) == "broadcast.again"


def test_two_reminders_are_not_sent_on_one_day() -> None:
    reminder = BroadcastKind.REMINDER
    assert refusal(OPEN, reminder, sent(reminder, days_ago=0)) == "broadcast.today"


@pytest.mark.parametrize("state", [BroadcastState.SENDING, BroadcastState.PAUSED])
@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_one_message_of_a_round_is_sent_at_a_time(
    kind: BroadcastKind, other: BroadcastKind, state: BroadcastState
) -> None:
    assert refusal(round_for(kind), kind, sent(other, state)) == "broadcast.under-way"


CHANGES: list[Any] = [
    pytest.param(BroadcastKind.INVITATION, {"rehearsal": True}, "rehearsal", id="rehearsal"),
    pytest.param(BroadcastKind.RESULTS, {"rehearsal": True}, "rehearsal", id="its results"),
    pytest.param(BroadcastKind.REMINDER, {"audience": Audience.INVITED}, "audience", id="invited"),
    pytest.param(BroadcastKind.REMINDER, {"audience": Audience.IMPORTED}, "audience", id="import"),
    pytest.param(
        BroadcastKind.INVITATION, {"state": RoundState.SCHEDULED}, "round-state", id="not open"
    ),
    pytest.param(
        BroadcastKind.REMINDER, {"closes_on": date(2026, 11, 20)}, "round-state", id="its last day"
    ),
    pytest.param(
        BroadcastKind.INVITATION, {"opens_on": date(2026, 11, 22)}, "round-state", id="first day"
    ),
    pytest.param(BroadcastKind.RESULTS, {"state": RoundState.CLOSED}, "round-state", id="closed"),
    pytest.param(BroadcastKind.ACTIONS, {"actions": {"en": " "}}, "no-actions", id="no actions"),
]


@pytest.mark.parametrize(("kind", "changes", "code"), CHANGES)
def test_a_round_that_is_not_so_far_is_refused(
    kind: BroadcastKind, changes: dict[str, Any], code: str
) -> None:
    assert refusal(replace(round_for(kind), **changes), kind) == f"broadcast.{code}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", list(RoundState))
def test_a_message_is_current_only_while_its_round_is_at_that_point(
    kind: BroadcastKind, state: RoundState
) -> None:
    wanted = round_for(kind).state
    assert is_current(replace(OPEN, state=state), kind, NOW) is (state is wanted)


def test_an_audience_is_the_list_of_the_topic() -> None:
    assert find_audience(BroadcastKind.INVITATION, 4) == (Topic.ROUNDS, 0)
    assert find_audience(BroadcastKind.REMINDER, 4) == (Topic.ROUNDS, 0)
    assert find_audience(BroadcastKind.RESULTS, 4) == (Topic.RESULTS, 4)
    assert find_audience(BroadcastKind.ACTIONS, 4) == (Topic.RESULTS, 4)


@pytest.mark.parametrize("to", list(BroadcastState))
@pytest.mark.parametrize("state", list(BroadcastState))
def test_staff_can_pause_resume_and_stop_what_is_under_way(
    state: BroadcastState, to: BroadcastState
) -> None:
    broadcast = sent(BroadcastKind.REMINDER, state)
    possible = {("sending", "paused"), ("sending", "stopped")}
    possible |= {("paused", "sending"), ("paused", "stopped")}
    if (state, to) in possible:
        check_broadcast_move(broadcast, to)
    else:
        with pytest.raises(RoundError) as refused:
            check_broadcast_move(broadcast, to)
        assert refused.value.code == "broadcast.move"
    assert set(BROADCAST_MOVES) == set(BroadcastState)
