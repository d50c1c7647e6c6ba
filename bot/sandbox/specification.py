"""Checks every call against the published Bot API, compiled once from its JSON form.

The file lists methods and types with their fields; lengths are read from the descriptions
("1-64 bytes", "0-200 characters"). Telegram itself ignores unknown fields silently; here they are
refused, because a misspelt field is a question without its keyboard.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from bot.sandbox.checks import (
    SCALARS,
    Field,
    fits,
    length_check,
    list_attachments,
    may_hold,
    type_problem,
)
from bot.sandbox.parameters import missing
from bot.sandbox.refusals import ApiError, bad_request
from bot.sandbox.uploads import Upload

Check: TypeAlias = Callable[[Any, str], None]


class Specification:
    """The methods and types of one version of the Bot API."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.version: str = document["version"]
        self._methods = {name.lower(): method for name, method in document["methods"].items()}
        self._types: Mapping[str, Any] = document["types"]
        self._method_fields: dict[str, dict[str, Field]] = {}
        self._type_checks: dict[str, Check] = {}

    def find_name(self, method: str) -> str | None:
        """The method's name with Telegram's capitals, or None when there is no such method."""
        found = self._methods.get(method.lower())
        return None if found is None else str(found["name"])

    def check_call(
        self, method: str, values: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> dict[str, Any]:
        """Check the parameters of a call and give them back with their types.

        Args:
            method: The method's name.
            values: What was sent; text where forms were used.
            files: What was uploaded, by the name it was uploaded under.

        Raises:
            ApiError: 400 naming the first parameter that is missing, unknown or wrong.
        """
        fields = self._get_method_fields(method)
        typed: dict[str, Any] = {}
        for name, value in values.items():
            field = fields.get(name)
            if field is None:
                raise bad_request(f'sandbox: {method} has no parameter "{name}" in {self.version}')
            typed[name] = field.read(name, value)
            field.check(typed[name], name)
        for name, field in fields.items():
            if field.required and name not in typed and name not in files:
                raise missing(name)
        if files:
            self._check_files(method, typed, files)
        return typed

    def check_object(self, type_name: str, value: Any) -> None:
        """Check an object, such as an update, against a type.

        Raises:
            ApiError: 400 naming the first field that is missing, unknown or wrong.
        """
        self._get_type_check(type_name)(value, type_name)

    def _check_files(
        self, method: str, typed: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> None:
        """Refuse an upload that nothing in the call refers to."""
        fields = self._get_method_fields(method)
        attached = set(list_attachments(dict(typed)))
        for name in files:
            if name not in attached and not (name in fields and fields[name].takes_file):
                raise bad_request(f'sandbox: {method} takes no file "{name}" in {self.version}')

    def _get_method_fields(self, method: str) -> dict[str, Field]:
        fields = self._method_fields.get(method)
        if fields is None:
            entry = self._methods[method.lower()]
            fields = self._read_fields(entry["name"], entry)
            self._method_fields[method] = fields
        return fields

    def _read_fields(self, owner: str, entry: Mapping[str, Any]) -> dict[str, Field]:
        """Compile the fields of a method or type."""
        fields = {}
        for raw in entry.get("fields", []):
            types = tuple(raw["types"])
            limit = length_check(owner, raw["name"], types, raw["description"])
            fields[raw["name"]] = Field(types, raw["required"], self._build_check(types, limit))
        return fields

    def _build_check(self, types: tuple[str, ...], limit: Check | None) -> Check:
        """One check for a field that may have any of some types."""
        check_type = self._get_type_check(types[0]) if len(types) == 1 else self._one_of(types)
        if limit is None:
            return check_type

        def check(value: Any, path: str) -> None:
            check_type(value, path)
            limit(value, path)

        return check

    def _get_type_check(self, name: str) -> Check:
        check = self._type_checks.get(name)
        if check is None:
            check = self._build_type_check(name)
            self._type_checks[name] = check
        return check

    def _build_type_check(self, name: str) -> Check:
        if name in SCALARS:
            return lambda value, path: None if fits(name, value) else type_problem(name, path)
        if name.startswith("Array of "):
            return self._build_array_check(name.removeprefix("Array of "))
        entry = self._types[name]
        if subtypes := tuple(entry.get("subtypes", ())):
            return self._one_of(subtypes)
        return self._build_object_check(name, entry)

    def _build_array_check(self, item: str) -> Check:
        def check(value: Any, path: str) -> None:
            if not isinstance(value, list):
                type_problem("Array", path)
            check_item = self._get_type_check(item)
            for index, part in enumerate(value):
                check_item(part, f"{path}[{index}]")

        return check

    def _build_object_check(self, name: str, entry: Mapping[str, Any]) -> Check:
        fields: dict[str, Field] = {}

        def check(value: Any, path: str) -> None:
            if not isinstance(value, dict):
                type_problem(name, path)
            if not fields:  # compiled when first met: types refer to each other and themselves
                fields.update(self._read_fields(name, entry))
            for key, part in value.items():
                field = fields.get(key)
                if field is None:
                    place = f"{path} ({name}, {self.version})"
                    raise bad_request(f'sandbox: {place} has no field "{key}"')
                field.check(part, f"{path}.{key}")
            for key, field in fields.items():
                if field.required and key not in value:
                    raise bad_request(f'sandbox: {path} ({name}) lacks the field "{key}"')

        return check

    def _one_of(self, types: tuple[str, ...]) -> Check:
        """A check against those alternatives that a value could be meant as."""

        def check(value: Any, path: str) -> None:
            candidates = [name for name in types if self._may_be(name, value)]
            if not candidates:
                type_problem(" or ".join(types), path)
            for name in candidates[:-1]:
                try:
                    self._get_type_check(name)(value, path)
                except ApiError:
                    continue
                return
            self._get_type_check(candidates[-1])(value, path)

        return check

    def _may_be(self, name: str, value: Any) -> bool:
        """Whether a value has the shape, the required fields and the constant of a type."""
        if name in SCALARS:
            return fits(name, value)
        if name.startswith("Array of "):
            return isinstance(value, list)
        if not isinstance(value, dict):
            return False
        fields = self._types[name].get("fields", ())
        return all(may_hold(field, value) for field in fields if field["required"])


@cache
def load_specification(path: Path) -> Specification:
    """Read a specification file; the compiled form is kept for the process.

    Raises:
        OSError: When the file cannot be read.
        ValueError: When it is not JSON.
    """
    return Specification(json.loads(path.read_text(encoding="utf-8")))
