"""A session: a chat of a member of staff that stands for somebody else for a while.

An interviewer takes the answers of a person without a phone, an officer goes through a round before
it is launched. Meanwhile the chat has a pseudonym made of a random number in place of its own, so
that these answers are never among the chat's own. When the session ends the number is forgotten,
and nothing leads back to them. From the number to the pseudonym it takes the round's key as well: a
copy of the number in a log or a backup tells nothing once that key is destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.fieldwork import LiveRound
from surveys.rounds import is_answerable

NONCE_BYTES = 16


class SessionKind(StrEnum):
    """What a session is for; also the mode of its interview."""

    ASSISTED = "assisted"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Session:
    """A session under way.

    Attributes:
        kind: What it is for.
        round: Number of the round.
        nonce: 16 random bytes; with the round's key they give what stands for the person.
        staff: Code of the member of staff.
        questionnaire: Hash of the version that it began on.
    """

    kind: SessionKind
    round: int
    nonce: bytes
    staff: str
    questionnaire: str

    def write(self) -> dict[str, Any]:
        """The session as JSON-ready data; `read` is its inverse."""
        return {
            "kind": self.kind.value,
            "round": self.round,
            "nonce": self.nonce.hex(),
            "questionnaire": self.questionnaire,
        }

    @classmethod
    def read(cls, data: dict[str, Any], staff: str) -> Session:
        """The session behind `write`."""
        nonce, kind = bytes.fromhex(data["nonce"]), SessionKind(data["kind"])
        return cls(kind, data["round"], nonce, staff, data["questionnaire"])

    def goes_on(self, live: LiveRound | None, now: datetime, position: int | None = None) -> bool:
        """Whether it can go on: a preview until its launch, an interview while answers count.

        Args:
            live: Its round as it is now; None when that is not in the field.
            now: When something was done in the session.
            position: The place of that in the inbox.
        """
        if live is None or live.questionnaire.hash != self.questionnaire:
            return False
        if self.kind is SessionKind.PREVIEW:
            return live.preview
        return not live.preview and is_answerable(live.round, now, position)


def pseudonym_of(live: LiveRound, chat: int, session: Session | None) -> bytes:
    """What stands for whoever answers in a chat now: of the session, or else of the chat itself."""
    return live.keys.session_pseudonym(session.nonce) if session else live.keys.pseudonym(chat)
