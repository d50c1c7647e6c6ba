"""Long polling: updates are fetched, stored, and only then confirmed.

Telegram takes an update as received once a later call asks for what follows it. That call is made
only when the update is in the database, so nothing is lost however the process ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.sending import LeanRequest
from surveys.errors import ServiceError, StoreError

ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
POLL_SECONDS = 25
LONGEST_PAUSE = 30.0
RETRY_SECONDS = 0.5
CONFLICT_SECONDS = 30.0
"""How long another poll may still be under way, such as that of a bot killed a moment ago."""

log = structlog.get_logger()

Receive = Callable[[Sequence[object]], Awaitable[int]]


class Poller:
    """Fetches updates and hands them on.

    Args:
        bot: Calls the Bot API.
        request: What the bot fetches updates with; it keeps them as raw JSON.
        receive: Stores updates; returning means that they are safe.
        seconds: How long one call waits for updates.
        conflict_seconds: How long another poll is put up with.
    """

    def __init__(
        self,
        bot: Bot,
        request: LeanRequest,
        receive: Receive,
        *,
        seconds: int = POLL_SECONDS,
        conflict_seconds: float = CONFLICT_SECONDS,
    ) -> None:
        self._bot = bot
        self._request = request
        self._receive = receive
        self._seconds = seconds
        self._conflict_seconds = conflict_seconds
        self._conflict_since: float | None = None
        self._offset: int | None = None

    async def run(self) -> None:
        """Fetch updates until cancelled.

        Raises:
            ServiceError: When the token is refused, or another program fetches for this bot.
        """
        pause = 0.0
        while True:
            try:
                raw = await self._fetch()
                self._conflict_since = None
                if raw:
                    await self._receive(raw)
                pause = 0.0 if self._confirm(raw) else RETRY_SECONDS
            except (InvalidToken, Forbidden) as error:
                raise as_service_error(error) from error
            except Conflict as error:
                pause = self._bear(error)
            except RetryAfter as error:
                after = error.retry_after
                pause = float(after) if isinstance(after, int) else after.total_seconds()
            except (TelegramError, StoreError) as error:
                pause = min(LONGEST_PAUSE, max(RETRY_SECONDS, pause * 2))
                name = error.code if isinstance(error, StoreError) else type(error).__name__
                log.warning("intake.again", error=name, seconds=pause)
            if pause:
                await asyncio.sleep(pause)

    def _bear(self, conflict: Conflict) -> float:
        """Seconds to wait while another poll is under way; raises once that lasts too long."""
        now = asyncio.get_running_loop().time()
        since = self._conflict_since = self._conflict_since or now
        if now - since >= self._conflict_seconds:
            raise as_service_error(conflict) from conflict
        log.warning("intake.conflict", seconds=RETRY_SECONDS)
        return RETRY_SECONDS

    def _confirm(self, raw: list[object]) -> bool:
        """Ask for what follows next time; False where nothing tells what that would be."""
        numbers = [number for number in map(_update_id, raw) if number is not None]
        if numbers:
            self._offset = 1 + max(numbers)
        return bool(numbers) or not raw

    async def _fetch(self) -> list[object]:
        await self._bot.get_updates(
            offset=self._offset,
            limit=100,
            timeout=self._seconds,
            read_timeout=self._seconds + 10,
            allowed_updates=ALLOWED_UPDATES,
        )
        return self._request.take_updates()


def as_service_error(error: TelegramError) -> ServiceError:
    """What is wrong with the Bot API, in one line with a remedy."""
    match error:
        case InvalidToken() | Forbidden():
            return ServiceError(
                "service.token",
                "TELEGRAM_BOT_TOKEN",
                "the Bot API refuses this token",
                "Copy the token from @BotFather again; a revoked token stops working at once.",
            )
        case Conflict():
            return ServiceError(
                "service.conflict",
                "Bot API",
                "another program fetches updates with this token, or a webhook is set",
                "Stop the other program; each bot has one that fetches.",
            )
        case BadRequest():
            return ServiceError(
                "service.refused",
                "Bot API",
                f"it refuses a call ({error.message})",
                "Check the settings that the call is about, such as WEBHOOK_URL.",
            )
        case _:
            return ServiceError(
                "service.unreachable",
                "TELEGRAM_API_URL",
                f"the Bot API cannot be reached ({type(error).__name__})",
                "Check the address, the network and the proxy, then start again.",
            )


def _update_id(raw: object) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None
