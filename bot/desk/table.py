"""Every command, button and step of a conversation that staff can use, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import (
    actions,
    approving,
    drafting,
    editing,
    ends,
    exporting,
    interviewing,
    launching,
    messages,
    people,
    publishing,
    reach,
    rounds,
    telling,
    trail,
    watching,
)
from bot.desk.errands import Entry

_FLOWS = (
    people,
    trail,
    interviewing,
    rounds,
    drafting,
    editing,
    launching,
    approving,
    ends,
    watching,
    reach,
    publishing,
    exporting,
    messages,
    telling,
    actions,
)

COMMANDS: Mapping[str, Entry] = {
    name: entry for flow in _FLOWS for name, entry in flow.COMMANDS.items()
}
"""What can be typed after a slash."""

TAPS: Mapping[str, Entry] = {name: entry for flow in _FLOWS for name, entry in flow.TAPS.items()}
"""What a button can carry."""

STEPS: Mapping[str, Entry] = {name: entry for flow in _FLOWS for name, entry in flow.STEPS.items()}
"""What typed text can be an answer to."""
