"""Who was sent what, counted from what the sandbox was asked to deliver and did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.sandbox.calls import Call
from tests.faults.people import WORDS

KINDS = ("invitation", "reminder", "results", "actions")
_SENDS = frozenset({"sendMessage", "sendPhoto"})
_DELIVERED = 200


@dataclass(frozen=True, slots=True)
class Reach:
    """How often each chat was sent a message of one kind.

    Attributes:
        kind: The kind of message.
        due: The chats that should have it.
        got: How often each chat was delivered one.
    """

    kind: str
    due: frozenset[int]
    got: Counter[int]

    @property
    def once(self) -> int:
        """How many of those that should have it were delivered it once."""
        return sum(self.got[chat] == 1 for chat in self.due)

    @property
    def more(self) -> int:
        """How many chats were delivered it more than once."""
        return sum(number > 1 for number in self.got.values())

    @property
    def missed(self) -> int:
        """How many should have it and were not delivered it."""
        return sum(self.got[chat] == 0 for chat in self.due)

    @property
    def others(self) -> int:
        """How many were delivered it although they should not have it."""
        return sum(chat not in self.due for chat in self.got)

    @property
    def is_exact(self) -> bool:
        """Whether everybody who should have it was delivered it once, and nobody else."""
        return self.once == len(self.due) == self.got.total()


def count_reach(
    calls: Iterable[Call], kind: str, due: Iterable[int], staff: Collection[int]
) -> Reach:
    """Count the messages of a kind that were delivered to residents.

    Args:
        calls: All calls of the bot.
        kind: One of `KINDS`.
        due: The chats that should have one.
        staff: Chats of staff, who are shown messages before they are sent.
    """
    words = _opening(kind)
    got = Counter(
        int(call.parameters["chat_id"])
        for call in calls
        if call.method in _SENDS
        and call.status == _DELIVERED
        and words in str(call.parameters.get("text") or call.parameters.get("caption") or "")
    )
    return Reach(
        kind, frozenset(due), Counter({chat: n for chat, n in got.items() if chat not in staff})
    )


def _opening(kind: str) -> str:
    """How the second paragraph of a message begins; the first is the same for all kinds."""
    dated = kind in {"invitation", "reminder"}
    gaps = {"until": "\x00", "minutes": 5} if dated else {"text": "\x00"}
    paragraph = WORDS(f"message-{kind}", **gaps).split("\n\n")[1]
    return paragraph.partition("\x00")[0].strip()
