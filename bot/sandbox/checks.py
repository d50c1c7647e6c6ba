"""The small checks that the compiled specification is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.sandbox.entities import utf16_length
from bot.sandbox.parameters import decode_json
from bot.sandbox.refusals import bad_request

SCALARS = frozenset({"Integer", "Float", "String", "Boolean", "True", "InputFile"})

# Checked by the methods themselves, after entities are parsed or in Telegram's own words.
_CHECKED_ELSEWHERE = frozenset({"InlineKeyboardButton.callback_data", "answerCallbackQuery.text"})

_LIMIT = re.compile(r"(?<![\d-])(\d+)-(\d+) (characters|bytes)", re.IGNORECASE)
_CONSTANT = re.compile(r'(?:must be|always) ["“]?(\w+)["”]?\.?$')
_WHOLE_NUMBER = re.compile(r"-?\d{1,19}")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of a type, compiled.

    Attributes:
        types: The types it may have, in the specification's words.
        required: Whether it must be there.
        check: Raises when a value is not right; takes the value and its place.
    """

    types: tuple[str, ...]
    required: bool
    check: Callable[[Any, str], None]

    @property
    def takes_file(self) -> bool:
        """Whether an upload may stand for it."""
        return "InputFile" in self.types

    def read(self, name: str, value: Any) -> Any:
        """A parameter with its type, where a form sent it as text.

        Raises:
            ApiError: 400 when the text is not of any of the types.
        """
        if not isinstance(value, str):
            return value
        if "String" in self.types:
            if "Integer" in self.types and _WHOLE_NUMBER.fullmatch(value):
                return int(value)
            return value
        if "InputFile" in self.types:
            return value
        return decode_json(name, value.lower() if self.types == ("Boolean",) else value)


def fits(scalar: str, value: Any) -> bool:
    """Whether a value is of one of the scalar types."""
    if scalar == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if scalar == "Float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if scalar == "Boolean":
        return isinstance(value, bool)
    if scalar == "True":
        return value is True
    return isinstance(value, str)  # String, and InputFile as a file_id, an address or attach://


def type_problem(expected: str, path: str) -> NoReturn:
    """Refuse a value for its type."""
    raise bad_request(f'sandbox: "{path}" must be of type {expected}')


def length_check(
    owner: str, name: str, types: tuple[str, ...], description: str
) -> Callable[[Any, str], None] | None:
    """The length limit in a field's description, if it has one that can be checked here.

    Characters are UTF-16 code units, as Telegram counts them; bytes are of UTF-8.
    """
    found = _LIMIT.search(description)
    later = re.search(r"after entit(y|ies) parsing", description)
    if found is None or "String" not in types or later or f"{owner}.{name}" in _CHECKED_ELSEWHERE:
        return None
    low, high, unit = int(found.group(1)), int(found.group(2)), found.group(3).lower()

    def check(value: Any, path: str) -> None:
        if not isinstance(value, str):
            return
        length = (
            len(value.encode("utf-8", "surrogatepass")) if unit == "bytes" else utf16_length(value)
        )
        if not low <= length <= high:
            raise bad_request(f'sandbox: "{path}" must have {low}-{high} {unit}, has {length}')

    return check


def may_hold(field: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """Whether an object has a required field, with the constant that its description names."""
    if field["name"] not in value:
        return False
    constant = _CONSTANT.search(field["description"])
    if constant is None or field["types"] != ["String"]:
        return True
    return bool(value[field["name"]] == constant.group(1))


def list_attachments(value: Any) -> Iterator[str]:
    """The names of uploads that a parameter refers to, at any depth."""
    if isinstance(value, str):
        if value.startswith("attach://"):
            yield value.removeprefix("attach://")
    elif isinstance(value, dict):
        for part in value.values():
            yield from list_attachments(part)
    elif isinstance(value, list):
        for part in value:
            yield from list_attachments(part)
