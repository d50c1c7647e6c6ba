"""Venues and letters of a round that is open already, for tests of how people come to it."""

from __future__ import annotations

from dataclasses import replace

from bot.fieldwork import key_name
from surveys.privacy import RoundKeys
from surveys.reach import Payload, PayloadKind, new_invitation_code, new_venue_code
from surveys.rounds import Audience
from surveys.store.codes import NewCode, add_codes
from surveys.store.rounds import get_round, save_round
from surveys.store.venues import add_venue
from tests.support.chat import Desk

ROUND = "autumn-2026"


async def change_audience(desk: Desk, audience: Audience, name: str = ROUND) -> None:
    """Let a round ask these people."""
    round_ = await get_round(desk.store, name)
    async with desk.store.write() as connection:
        await save_round(connection, replace(round_, audience=audience))


async def put_venue(desk: Desk, name: str, round_name: str = ROUND) -> str:
    """Put a poster up; what its link carries."""
    round_ = await get_round(desk.store, round_name)
    code = new_venue_code(desk.random)
    async with desk.store.write() as connection:
        await add_venue(connection, round_.id, code, name)
    return Payload(PayloadKind.VENUE, code).write()


async def post_letter(
    desk: Desk, stratum: str, weight: float, round_name: str = ROUND
) -> tuple[str, str]:
    """Send a letter: its code, and what its link carries."""
    round_ = await get_round(desk.store, round_name)
    code = new_invitation_code(desk.random)
    hashed = RoundKeys(desk.ring.get(key_name(round_))).code_hash(code)
    async with desk.store.write() as connection:
        await add_codes(connection, round_.id, [NewCode(hashed, stratum, weight)])
    return code, Payload(PayloadKind.INVITATION, code).write()
