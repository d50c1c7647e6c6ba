"""Whether the pieces of a document have the fields that their models want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from surveys.loading.document import Document, Route, suggest

TEXTS = frozenset(
    {"title", "about", "text", "lead_in", "hint", "why", "short", "label", "message", "offer"}
)
"""The fields that respondents read."""

_Piece = TypeVar("_Piece", bound=BaseModel)


def check_shape(
    document: Document,
    model: type[_Piece],
    data: Mapping[str, Any],
    route: Route,
    also: tuple[str, ...] = (),
) -> _Piece | None:
    """The piece as its model, or None with its faults noted.

    Args:
        document: The file, which takes the faults.
        model: What the piece should be.
        data: The piece as read.
        route: Where it is.
        also: Further fields that an author may write, for "did you mean".
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        refuse_shape(document, model, error, route, also)
        return None


def refuse_shape(
    document: Document,
    model: type[BaseModel],
    error: ValidationError,
    route: Route,
    also: tuple[str, ...] = (),
) -> None:
    """Note what pydantic found, in an author's words."""
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][-1]) if detail["loc"] else ""
        match detail["type"]:
            case "missing":
                found = ("missing-field", f"field '{name}' is missing", "Add it.")
            case "extra_forbidden":
                known = sorted((*_find_inner(model, detail["loc"]).model_fields, *also))
                remedy = suggest(name, known, f"Known fields are {', '.join(known)}.")
                found = ("unknown-field", f"field '{name}' is not known", remedy)
            case "enum":
                given = str(detail["input"])
                kinds = re.findall("'([^']*)'", detail["ctx"]["expected"])
                remedy = suggest(given, kinds, f"Choose one of {', '.join(kinds)}.")
                found = ("unknown-kind", f"'{given}' is not a kind", remedy)
            case _:
                remedy = f"{detail['msg'].removeprefix('Input ').capitalize()}."
                found = ("wrong-value", f"{_shown(detail['input'])} does not fit here", remedy)
        code, problem, remedy = found
        document.refuse(f"file.{code}", (*route, *detail["loc"]), problem, remedy)


def _find_inner(model: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The model that an error lies in, such as the option of a question."""
    for step in loc[:-1]:
        annotation = model.model_fields[step].annotation if isinstance(step, str) else None
        for inner in get_args(annotation):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return model


def _shown(given: object) -> str:
    if isinstance(given, str):
        return f"'{given[:40]}'" if given else "an empty value"
    return "a list" if isinstance(given, list | tuple) else "a set of fields"


def write_out_texts(data: Any, languages: tuple[str, ...]) -> None:
    """Turn each plain text into a text of the first language, in place."""
    if isinstance(data, list):
        for item in data:
            write_out_texts(item, languages)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in TEXTS and isinstance(value, str):
                data[name] = {languages[0]: value}
            else:
                write_out_texts(value, languages)


def find_entries(document: Document, name: str) -> list[tuple[Route, dict[str, Any]]]:
    """The mappings of a list field, each with where it is; others are refused."""
    given = document.data.get(name, [])
    if not isinstance(given, list) or (not given and name in document.data):
        document.refuse(
            "file.wrong-value",
            (name,),
            f"'{name}' is not a list with entries",
            "Begin each with '-'.",
        )
        return []
    entries: list[tuple[Route, dict[str, Any]]] = []
    for index, data in enumerate(given):
        if isinstance(data, dict):
            entries.append(((name, index), data))
        else:
            problem = f"entry {index + 1} of '{name}' is not a set of fields"
            document.refuse("file.wrong-value", (name, index), problem, "Begin it with '- name:'.")
    return entries
