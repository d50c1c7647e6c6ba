"""The state of the sandbox: one bot, the people who may write to it, and the rules in force."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.calls import CallLog
from bot.sandbox.chats import Chats
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.pace import Pace, Pacer
from bot.sandbox.refusals import QUERY_TOO_OLD, bad_request
from bot.sandbox.specification import load_specification
from bot.sandbox.updates import Updates
from bot.sandbox.uploads import Upload
from bot.sandbox.webhook import Webhook

# Shaped like a real token, so that settings accept it; it opens nothing anywhere.
DEFAULT_TOKEN = "700000001:sandbox-token-which-opens-no-doors"  # noqa: S105 - it is public


def find_specification() -> Path | None:
    """The specification file beside the repository, or None where it is not kept."""
    path = Path(__file__).resolve().parents[3] / "shared" / "botapi" / "api.json"
    return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Query:
    """A tap that waits for its answer.

    Attributes:
        chat_id: The chat it was made in.
        asked_at: Monotonic seconds.
    """

    chat_id: int
    asked_at: float


class Service:
    """Everything that the sandbox remembers.

    Attributes:
        token: What the bot must show.
        query_lifetime: Seconds in which a tap can be answered. Telegram does not publish its own;
            people report 10 to 15.
        commands: The bot's command menus by scope and language.
        descriptions: The bot's texts by kind and language.
        files: What the bot uploaded, by the file_id that it can be sent again with.
    """

    def __init__(
        self,
        *,
        token: str = DEFAULT_TOKEN,
        specification: Path | None = None,
        pace: Pace | None = None,
        clock: Clock | None = None,
        query_lifetime: float = 15.0,
        webhook_retry_delays: tuple[float, ...] = (0.1, 0.5, 1.0, 5.0),
        seed: int = 1,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.specification = load_specification(specification) if specification else None
        self.pacer = Pacer(pace or Pace(), self.clock.monotonic)
        self.faults = Faults(seed)
        self.calls = CallLog()
        self.chats = Chats()
        self.updates = Updates(first_id=100_000_000 + seed)
        self.webhook = Webhook(self.updates, self.clock, webhook_retry_delays)
        self.query_lifetime = query_lifetime
        self.commands: dict[tuple[str, str], list[Any]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.files: dict[str, Upload] = {}
        self._queries: dict[str, Query] = {}
        self._query_ids = itertools.count(4_000_000_000_000_000_001)

    @property
    def bot_user(self) -> dict[str, Any]:
        """The bot as a User object."""
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Sandbox",
            "username": "canvass_sandbox_bot",
        }

    def open_query(self, chat_id: int) -> str:
        """Remember a tap that the bot is to answer; gives its id."""
        query_id = str(next(self._query_ids))
        self._queries[query_id] = Query(chat_id, self.clock.monotonic())
        return query_id

    def take_query(self, query_id: str | None) -> Query:
        """The tap that an answer is for; it can be answered once.

        Raises:
            ApiError: 400 when it is unknown, answered or too old.
        """
        query = self._queries.pop(query_id or "", None)
        if query is None or self.clock.monotonic() - query.asked_at > self.query_lifetime:
            raise bad_request(QUERY_TOO_OLD)
        return query
