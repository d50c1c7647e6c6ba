"""What a call says: from the query string, a form, JSON or a multipart body to typed values."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.refusals import ApiError, bad_request
from bot.sandbox.uploads import Upload, parse_multipart

_WHOLE_NUMBER = re.compile(r"-?\d{1,19}")


class Parameters:
    """The parameters of one call, read leniently as Telegram reads them.

    Numbers and objects may come as text, since forms know nothing else. What may come at all is
    the specification's business.
    """

    __slots__ = ("files", "values")

    def __init__(self, values: dict[str, Any], files: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.files = files or {}

    def find_text(self, name: str) -> str | None:
        """A text, or None when it was not sent."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise bad_request(f'parameter "{name}" must be of type String')

    def find_integer(self, name: str) -> int | None:
        """A whole number, or None when it was not sent."""
        value = self.values.get(name)
        if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
            return int(value)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise bad_request(f'parameter "{name}" must be of type Integer')

    def get_integer(self, name: str) -> int:
        """A whole number that must be there.

        Raises:
            ApiError: 400 when it is missing or not a number.
        """
        value = self.find_integer(name)
        if value is None:
            raise missing(name)
        return value

    def get_flag(self, name: str) -> bool:
        """A truth value; false when it was not sent."""
        value = self.values.get(name)
        return value is True or (isinstance(value, str) and value.lower() in {"true", "1", "yes"})

    def find_json(self, name: str) -> Any:
        """An object or list, sent as itself or as JSON text; None when it was not sent."""
        value = self.values.get(name)
        return decode_json(name, value) if isinstance(value, str) else value


def missing(name: str) -> ApiError:
    """The refusal for a required parameter that was not sent."""
    known = {"chat_id": "chat_id is empty", "text": "message text is empty"}
    return bad_request(known.get(name, f'parameter "{name}" is required'))


def decode_json(name: str, text: str) -> Any:
    """The value of a JSON-serialised parameter.

    Raises:
        ApiError: 400 in Telegram's words when it is not JSON.
    """
    try:
        return json.loads(text)
    except ValueError:
        if name == "reply_markup":
            raise bad_request("can't parse reply keyboard markup JSON object") from None
        raise bad_request(f"can't parse {name} JSON object") from None


def read_parameters(content_type: str, body: bytes, query: bytes) -> Parameters:
    """Read a request in any of the four ways Telegram takes; the body wins over the query.

    Raises:
        ApiError: 400 when the body is not what its content type says.
    """
    values: dict[str, Any] = dict(parse_qsl(query.decode(), keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return Parameters(values)
    if kind == "application/json":
        try:
            sent = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object of the request") from None
        if not isinstance(sent, dict):
            raise bad_request("object expected as the body of the request")
        values.update((name, value) for name, value in sent.items() if value is not None)
    elif kind == "multipart/form-data":
        fields, files = parse_multipart(content_type, body)
        return Parameters({**values, **fields}, files)
    else:
        values.update(parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True))
    return Parameters(values)
