"""Where a member of staff is in a conversation with the bot, kept sealed between two updates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.sessions import Session
from surveys.errors import SecretKeyError
from surveys.privacy import StaffKeys
from surveys.staff import dialog_about

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a member of staff is in a conversation with the bot.

    Attributes:
        step: What the next typed text is for; empty where it is for nothing.
        data: What the conversation knows so far. Never anything of a resident.
        session: The session that the chat is in, if it is in one.
    """

    step: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    session: Session | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to remember."""
        return not (self.step or self.data or self.session)

    def write(self) -> bytes:
        """The dialog as bytes, to be sealed."""
        session = self.session.write() if self.session else None
        written = {"step": self.step, "data": dict(self.data), "session": session}
        return json.dumps(written, separators=(",", ":")).encode()

    @classmethod
    def read(cls, written: bytes, staff: str) -> Dialog:
        """The dialog behind `write`."""
        data = json.loads(written)
        session = Session.read(data["session"], staff) if data["session"] else None
        return cls(data["step"], data["data"], session)


def open_dialog(keys: StaffKeys, sealed: bytes | None, staff: str) -> Dialog:
    """The dialog of a member of staff as it is kept.

    One that cannot be read is as good as none: it must not hold up everybody else.
    """
    if sealed is None:
        return Dialog()
    try:
        return Dialog.read(keys.sealer.open(sealed, dialog_about(staff)), staff)
    except (SecretKeyError, KeyError, TypeError, ValueError) as error:
        log.error("staff.dialog-unreadable", error=type(error).__name__)
        return Dialog()
