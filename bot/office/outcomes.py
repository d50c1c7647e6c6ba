"""What comes of messages to many: they are done, or they cannot go on; who asked is forgotten."""

from __future__ import annotations

from bot.office.context import Office
from bot.office.sendings import name_kind
from bot.wording import FALLBACK, load_wording
from surveys.messages import UNDER_WAY, Broadcast, BroadcastKind, BroadcastState
from surveys.store.broadcasts import (
    find_broadcasts_within,
    get_broadcast,
    set_broadcast_state,
)
from surveys.store.rounds import get_round_by_id
from surveys.store.subscriptions import forget_subscriptions

BROADCASTER = "broadcaster"
"""Who acts when messages stop by themselves."""

_ABOUT_RESULTS = frozenset({BroadcastKind.RESULTS, BroadcastKind.ACTIONS})


async def finish_messages(office: Office, broadcast: Broadcast) -> None:
    """Record that messages are done."""
    await set_broadcast_state(office.connection, broadcast.id, BroadcastState.DONE)
    await forget_told(office, broadcast.round_id)


async def halt_messages(
    office: Office, broadcast: Broadcast, state: BroadcastState, why: str
) -> str:
    """Pause or stop messages that cannot go on; returns what staff are told of it.

    Where staff have paused or stopped them meanwhile, that stays, and there is nothing to tell.

    Args:
        office: The broadcaster.
        broadcast: The messages, as they were seen being sent.
        state: Paused, or stopped for good.
        why: ``unknown``, ``left``, ``refused``, ``round`` or the kind of an error of ours.
    """
    if (await get_broadcast(office.connection, broadcast.id)).state is not BroadcastState.SENDING:
        return ""
    round_ = await get_round_by_id(office.connection, broadcast.round_id)
    await set_broadcast_state(office.connection, broadcast.id, state)
    verb = "pause" if state is BroadcastState.PAUSED else "stop"
    what = f"messages {broadcast.id} ({broadcast.kind}), {broadcast.state}"
    await office.record(f"messages.{verb}", round_.name, what, f"{state}: {why}")
    if state is BroadcastState.STOPPED:
        await forget_told(office, broadcast.round_id)
    return load_wording(FALLBACK)(
        "sending-halted",
        number=str(broadcast.id),
        kind=name_kind(broadcast.kind),
        name=round_.name,
        why=why,
    )


async def forget_told(office: Office, round_id: int) -> None:
    """Forget who asked for the results of a round once they were told all that they asked for.

    That is the results, and what was done about them: each once.
    """
    over = {
        broadcast.kind
        for broadcast in await find_broadcasts_within(office.connection, round_id)
        if broadcast.state not in UNDER_WAY
    }
    if not over >= _ABOUT_RESULTS:
        return
    people = await forget_subscriptions(office.connection, round_id)
    if people:
        round_ = await get_round_by_id(office.connection, round_id)
        await office.record("subscriptions.forget", round_.name, f"{people} people", "0 people")
