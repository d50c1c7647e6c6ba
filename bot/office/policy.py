"""Settings that decide what staff may do alone, and the audit trail of them."""

from __future__ import annotations

from bot.office.context import Office
from surveys.store.meta import find_fact, save_fact

POLICY = ("second_approval", "sending_hours")
"""Names of these settings, as `bot.settings.Settings` has them."""


async def note_policy(office: Office) -> None:
    """Record which of these settings are others than when a bot last ran here."""
    for name in POLICY:
        value = str(getattr(office.settings, name))
        before = await find_fact(office.connection, _fact(name))
        if before != value:
            await save_fact(office.connection, _fact(name), value)
            await office.record("settings.change", name.upper(), before or "", value)


def _fact(name: str) -> str:
    return f"setting_{name}"
