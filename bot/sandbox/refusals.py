"""What the server says when it refuses, in Telegram's words where they are known.

The texts come from the open-source Bot API server and from reports of bots in production; bots
recognise them, so a change here is a change of behaviour. Texts that begin with ``sandbox:`` after
the class of error are this server's own: Telegram ignores or words these cases differently.
"""

from __future__ import annotations

from typing import Any

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


class ApiError(Exception):
    """A call refused by the server, as Telegram would refuse it.

    Attributes:
        status: The HTTP status, repeated as ``error_code``.
        description: The text that follows ``ok: false``.
        retry_after: Seconds to wait, for 429 alone.
    """

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def as_answer(self) -> dict[str, Any]:
        """The refusal as the JSON object that Telegram sends."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def bad_request(problem: str) -> ApiError:
    """A 400 whose text begins as Telegram's do."""
    return ApiError(400, f"Bad Request: {problem}")


def forbidden(problem: str) -> ApiError:
    """A 403: the bot may not write there, and trying again will not help."""
    return ApiError(403, f"Forbidden: {problem}")


def too_many_requests(seconds: int) -> ApiError:
    """A 429 with the seconds to wait, in the text and in ``parameters``."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", seconds)
