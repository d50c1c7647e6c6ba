"""The files of a plan: found by the name of a plan that ships or by path, and read as fields.

A plan has a folder, and each kind of file has a name of its own there (``plan.yaml``,
``themes.yaml``). Scalars are read as text and typed by the model of the file, so that a code or a
cue such as ``yes``, ``no`` or ``101`` stays the word it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from surveys.errors import Fault, RefusedFile
from surveys.plain_yaml import read_plain_yaml

PLANS = Path(__file__).parent / "plans"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One kind of file in the folder of a plan.

    Attributes:
        noun: What it is called; the codes of its faults begin with it.
        name: Its name in the folder.
        refused: What is raised where it cannot be used.
        suffixes: By these a path is told from the name of a plan.
    """

    noun: str
    name: str
    refused: type[RefusedFile]
    suffixes: frozenset[str] = frozenset({".yaml", ".yml"})

    def list_plans(self) -> tuple[str, ...]:
        """The plans that ship with such a file, in alphabetical order."""
        return tuple(sorted(file.parent.name for file in PLANS.glob(f"*/{self.name}")))

    def find(self, name_or_path: str | Path) -> Path:
        """Where the file of that plan, folder or path should be."""
        path = Path(name_or_path)
        if path.is_dir():
            return path / self.name
        return path if path.suffix in self.suffixes else PLANS / path.name / self.name

    def read_text(self, name_or_path: str | Path) -> str:
        """What the file says.

        Raises:
            RefusedFile: It is not there or is no text.
        """
        path = self.find(name_or_path)
        try:
            return path.read_text("utf-8")
        except OSError as error:
            problem = f"no {self.noun} can be read at {path}"
            remedy = f"Name one of {', '.join(self.list_plans())}, or a {self.name} file."
            raise self.refuse(str(name_or_path), "missing", problem, remedy) from error
        except UnicodeDecodeError as error:
            problem = f"the file is not UTF-8 (byte {error.start + 1})"
            raise self.refuse(path.name, "encoding", problem, "Save it as UTF-8.") from error

    def read_fields(self, text: str, place: str) -> dict[str, Any]:
        """The fields of a text of YAML.

        Raises:
            RefusedFile: It is not YAML, or no mapping of fields.
        """
        try:
            return self.check_fields(read_plain_yaml(text), place)
        except yaml.YAMLError as error:
            problem = " ".join(str(error).split())
            raise self.refuse(place, "yaml", problem, "Mend the YAML.") from error

    def check_fields(self, content: object, place: str) -> dict[str, Any]:
        """The content as fields.

        Raises:
            RefusedFile: It is something else.
        """
        if not isinstance(content, dict):
            problem, remedy = "the file is not a mapping of fields", "Start from a {} that ships."
            raise self.refuse(place, "shape", problem, remedy.format(self.noun))
        return content

    def refuse(self, place: str, code: str, problem: str, remedy: str) -> RefusedFile:
        """What to raise for one fault, whose code goes without the noun."""
        return self.refused(place, [Fault(f"{self.noun}.{code}", place, problem, remedy)])
