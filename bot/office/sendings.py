"""How far messages to many have come, in words for staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.fieldwork import write_date
from bot.office.context import Office
from bot.wording import FALLBACK, load_wording
from surveys.messages import Broadcast, BroadcastKind, sending_allowed
from surveys.rounds import Round, london_date
from surveys.store.approvals import find_pending
from surveys.store.broadcasts import find_broadcasts_within
from surveys.store.deliveries import UnknownDelivery, count_all_deliveries, find_unknown_within
from surveys.store.rounds import find_rounds_within
from surveys.store.tables import DeliveryState

MOST_UNKNOWN = 100
"""Messages of unknown outcome in one list."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Messages to many and how far they have come.

    Attributes:
        broadcast: The messages.
        round: The round that they are about.
        counts: How many of them are in each state.
    """

    broadcast: Broadcast
    round: Round
    counts: Mapping[DeliveryState, int]

    def count(self, *states: DeliveryState) -> int:
        """How many messages are in any of these states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def waiting(self) -> int:
        """How many have not left, or are leaving just now."""
        return self.count(DeliveryState.PENDING, DeliveryState.CLAIMED)

    @property
    def unknown(self) -> int:
        """How many may have arrived or not."""
        return self.count(DeliveryState.UNKNOWN)


async def list_sendings(office: Office, round_id: int | None = None) -> list[Sending]:
    """Messages to many, of one round or of all, the latest first."""
    rounds = {round_.id: round_ for round_ in await find_rounds_within(office.connection)}
    counts = await count_all_deliveries(office.connection)
    found = await find_broadcasts_within(office.connection, round_id)
    return [Sending(one, rounds[one.round_id], counts.get(one.id, {})) for one in reversed(found)]


def describe_sending(sending: Sending) -> str:
    """One line for what it is, and one with how many messages are in each state."""
    broadcast = sending.broadcast
    begun = london_date(datetime.fromtimestamp(broadcast.created_at, UTC))
    return load_wording(FALLBACK)(
        "sending",
        number=str(broadcast.id),
        name=sending.round.name,
        kind=name_kind(broadcast.kind),
        state=broadcast.state,
        begun=write_date(begun),
        all=sum(sending.counts.values()),
        waiting=sending.waiting,
        sent=sending.count(DeliveryState.SENT),
        left=sending.count(DeliveryState.LEFT),
        unknown=sending.unknown,
        refused=sending.count(DeliveryState.REFUSED),
        skipped=sending.count(DeliveryState.SKIPPED),
    )


def name_kind(kind: str) -> str:
    """What messages of a kind are called in front of staff."""
    return load_wording(FALLBACK)(f"sending-kind-{kind}")


async def describe_requests(office: Office, round_id: int | None = None) -> list[str]:
    """A line for each request for messages that waits for a second officer."""
    rounds = {round_.id: round_ for round_ in await find_rounds_within(office.connection)}
    return [
        load_wording(FALLBACK)(
            "sending-waits",
            number=str(waiting.id),
            kind=name_kind(waiting.subject),
            name=rounds[waiting.round_id].name,
            who=waiting.requested_by,
        )
        for waiting in await find_pending(office.connection, round_id)
        if waiting.subject in set(BroadcastKind)
    ]


def describe_hours(office: Office) -> str:
    """At what hours messages leave, and whether that is now."""
    hours = office.settings.hours()
    key = "sending-hours" if sending_allowed(office.now, hours) else "sending-hours-over"
    return load_wording(FALLBACK)(key, first=f"{hours.first}:00", last=f"{hours.last}:00")


async def describe_unknown(office: Office, sending: Sending) -> str:
    """The messages that may have arrived or not, by number and reason; nobody is named."""
    found = await find_unknown_within(office.connection, sending.broadcast.id)
    lines = [_write_unknown(one) for one in found[:MOST_UNKNOWN]]
    if len(found) > MOST_UNKNOWN:
        more = len(found) - MOST_UNKNOWN
        lines.append(load_wording(FALLBACK)("sending-unknown-more", count=more))
    return load_wording(FALLBACK)(
        "sending-unknown",
        number=str(sending.broadcast.id),
        name=sending.round.name,
        kind=name_kind(sending.broadcast.kind),
        count=len(found),
        list="\n".join(lines),
    )


def _write_unknown(one: UnknownDelivery) -> str:
    return f"{one.id}: {one.reason}"
