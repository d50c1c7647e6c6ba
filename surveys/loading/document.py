"""A YAML file as plain data that still knows its lines, and the faults found in it.

Every scalar is read as text; the model of the file says which of them are numbers or switches.
So an option code ``1``, ``no`` or ``2_5`` is the text that the author typed, where ordinary YAML
would make a number or a boolean of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml

from surveys.errors import Fault

Route = tuple[str | int, ...]
"""The way to a value: keys and indexes from the top of the file."""

MAX_BYTES = 1_000_000

_NOUNS = {
    "questions": ("question", "name"),
    "options": ("option", "code"),
    "areas": ("area", "code"),
    "wards": ("ward", "code"),
    "endings": ("ending", "name"),
    "parts": ("part", "name"),
    "contacts": ("contact", "name"),
}


@dataclass(slots=True)
class Document:
    """A file as read, with what was found wrong in it so far.

    Attributes:
        name: The file's name, for the place of a fault.
        data: Texts, lists and mappings; a mapping without entries where nothing could be read.
        lines: The line on which each value begins, from 1.
    """

    name: str
    data: dict[str, Any]
    lines: Mapping[Route, int]
    _found: list[tuple[int, Fault]] = field(default_factory=list)

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, from the top of the file to its end."""
        return [fault for _, fault in sorted(self._found, key=itemgetter(0))]

    def refuse(self, code: str, route: Route, problem: str, remedy: str) -> None:
        """Note a fault at a value of this file."""
        self._found.append((self._line(route), Fault(code, self.place(route), problem, remedy)))

    def place(self, route: Route) -> str:
        """Where a value is, in an author's words: file, line, question, option, field."""
        words = [self.name]
        line = self._line(route)
        if line:
            words.append(f"line {line}")
        return ", ".join([*words, *self._nouns(route)])

    def _line(self, route: Route) -> int:
        while route and route not in self.lines:
            route = route[:-1]
        return self.lines.get(route, 0)

    def _nouns(self, route: Route) -> list[str]:
        """The things on the way by their own names, then the field."""
        words: list[str] = []
        value: Any = self.data
        above = ""
        for step in route:
            value = _step(value, step)
            of_scale = above == "scales"
            if isinstance(step, int):
                noun, key = _NOUNS.get(above, ("entry", ""))
                own = value.get(key) if isinstance(value, dict) else None
                words.append(f"{noun} '{own}'" if own else f"{noun} {step + 1}")
            elif of_scale:
                words.append(f"scale '{step}'")
            elif step not in _NOUNS and step != "scales":
                words.append(step)
            # A scale is a list of options under a name of its own.
            above = "options" if of_scale else str(step)
        return words


def read_document(path: Path) -> Document:
    """Read a YAML file. What is wrong with it is in `faults`, never an exception."""
    document = Document(path.name, {}, {})
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        document.refuse("file.unreadable", (), problem, "Check its name and its permissions.")
        return document
    except UnicodeDecodeError as error:
        problem = f"the file is not UTF-8 (byte {error.start + 1})"
        document.refuse("file.encoding", (), problem, "Save it as UTF-8.")
        return document
    if len(content) > MAX_BYTES:
        problem = f"the file is larger than {MAX_BYTES // 1000} kB"
        document.refuse("file.too-large", (), problem, "A questionnaire is far smaller.")
        return document
    _compose(document, text)
    return document


def _compose(document: Document, text: str) -> None:
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        lines: dict[Route, int] = {}
        reader = _Reader(document, lines)
        document.lines = lines
        data = reader.read(root, ()) if root is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        document.lines = {(): mark.line + 1} if mark else {}
        problem = getattr(error, "problem", None) or "there is a character that YAML forbids"
        document.refuse("file.yaml", (), str(problem), "Mend the YAML at this line or just above.")
        return
    except RecursionError:
        document.refuse("file.yaml", (), "the YAML is nested too deeply", "Flatten it.")
        return
    if isinstance(data, dict):
        document.data = data
    else:
        document.refuse("file.shape", (), "the file is not a list of fields", "Begin with 'name:'.")


class _Reader:
    """Turns composed YAML nodes into data, noting lines, repeated keys and aliases."""

    def __init__(self, document: Document, lines: dict[Route, int]) -> None:
        self._document = document
        self._lines = lines
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, route: Route) -> Any:
        self._lines[route] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if id(node) in self._seen:
            problem = "an alias repeats another part of the file"
            remedy = "Name a list of options under 'scales' and use it as 'options: $name'."
            self._document.refuse("file.alias", route, problem, remedy)
            return ""
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*route, index)) for index, item in enumerate(node.value)]
        return self._read_mapping(node, route)

    def _read_mapping(self, node: yaml.Node, route: Route) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            inside = (*route, name)
            if name in data:
                self._lines[inside] = key.start_mark.line + 1
                problem = f"field '{name}' is given twice"
                self._document.refuse("file.repeated-field", inside, problem, "Keep one of them.")
                continue
            data[name] = self.read(value, inside)
            self._lines[inside] = key.start_mark.line + 1
        return data


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """A remedy that names the nearest known word, or says otherwise."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"Did you mean '{near[0]}'?" if near else otherwise


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
