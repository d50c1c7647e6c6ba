"""The ledger: what was ever published of each round, so that nothing new gives old secrets away.

A folder for each round, and in it a file for each release, named by the hash of its content. It
holds what the release said of the round's respondents, and the plan that says who they are, so that
the groups can be formed again on the frozen answers. What the release of a later round said of an
earlier one is kept with the earlier one. There is no clock in it: the order does not matter to what
can be worked out.

An altered file is noticed, and one that is missing its end. So is one that was deleted: an index
beside them has every name, each with the hash of all before it. That the newest ones are gone from
both, or the whole folder, shows beside the audit trail alone (`bot.leaving`); so the folder belongs
into the backups.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from analysis.groups import GroupKey
from analysis.plan import Plan
from analysis.shown import Status
from surveys.errors import RoundError
from surveys.private_files import make_folder, open_file
from surveys.store.lock import hold_folder

INDEX = "index"
"""The file in a round's folder that names its entries."""

CONTEXT = ("published_series", "printed")
"""Fields of a plan with what others published: most of it, and no matter to who is in a group."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureSaid(_Part):
    """A row as it was published.

    Attributes:
        base: To the nearest 5; None where withheld.
        unweighted: Rounded; None where withheld, and where only the base was told.
        all_asked: The share with "don't know" in the base, rounded, where nobody was weighted;
            else None, as in entries of earlier versions.
    """

    measure: str
    domain: str
    breakdown: str | None
    category: str | None
    status: Status
    base: int | None
    unweighted: float | None
    all_asked: float | None = None

    @property
    def key(self) -> GroupKey:
        """Whose figure it is."""
        return (self.domain, self.breakdown, self.category)


class OptionSaid(_Part):
    """An option of a distribution as it was published; its shares as in `FigureSaid`."""

    code: str
    status: Status
    unweighted: float | None
    all_asked: float | None = None


class DistributionSaid(_Part):
    """A distribution as it was published."""

    name: str
    domain: str
    status: Status
    base: int | None
    options: tuple[OptionSaid, ...]


class HeadcountSaid(_Part):
    """How many people took part, of all or of a group, as it was published.

    Attributes:
        about: ``arm`` is everybody of one, ``not_given`` who did not give a margin, ``flag`` who
            has a mark of quality, ``answers`` who gave a characteristic, ``level`` a group of it.
        name: The grouping or mark; of an arm its number.
        level: The group of the grouping.
        people: To the nearest 5; None where it was not told: of an arm and a mark fewer than 10.
        share: Of the answers, or of respondents; None where it was not told.
    """

    about: Literal["arm", "not_given", "flag", "answers", "level"]
    name: str
    level: str = ""
    people: int | None = None
    share: float | None = None


class PlaceSaid(_Part):
    """How many people named a place, as it was published: to the nearest 5."""

    question: str
    kind: str
    code: str
    people: int


class Entry(_Part):
    """One release, as far as it speaks of the respondents of one round.

    Attributes:
        round: The round spoken of.
        said_by: The round whose results were released: the same one, or a later one.
        kind: The output, such as ``report``.
        answers: SHA-256 of the frozen answers; empty where the release did not say.
        results: SHA-256 of all that was released.
        plan: As `analysis.plan.dump_plan` has it, without what stands beside the figures.
        software: What computed the figures.
        places: Of a release of places, which has no figures: nothing joins them to answers.
    """

    format: Literal[1] = 1
    round: str
    said_by: str
    kind: str
    answers: str
    results: str
    plan: Mapping[str, Any]
    software: str
    figures: tuple[FigureSaid, ...]
    distributions: tuple[DistributionSaid, ...] = ()
    headcounts: tuple[HeadcountSaid, ...] = ()
    places: tuple[PlaceSaid, ...] = ()

    @field_validator("plan")
    @classmethod
    def _leave_out_context(cls, plan: Mapping[str, Any]) -> Mapping[str, Any]:
        # of entries of earlier versions as well, so that they are about the same plan
        return {name: value for name, value in plan.items() if name not in CONTEXT}

    def load_plan(self) -> Plan:
        """The plan that its groups are formed by."""
        return Plan.model_validate(self.plan)


class Ledger:
    """The releases recorded in a folder.

    Args:
        folder: Where they are kept; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, round_name: str) -> tuple[Entry, ...]:
        """What was published of a round, in the order of the entries' names.

        Raises:
            RoundError: An entry is not what was recorded, or one that was is missing.
        """
        folder = self._folder / round_name
        paths = sorted(folder.glob("*.json"))
        names = _read_index(folder)
        if missing := set(names or ()) - {path.stem for path in paths}:
            raise _damaged(folder / f"{min(missing)}.json", "it was recorded and is not there")
        if paths and names is None:
            raise _no_index(folder)
        return tuple(_read(path, round_name) for path in paths)

    def find_in_order(self, round_name: str) -> tuple[Entry, ...]:
        """The same in the order in which it left, to be listed.

        What a kill left out of the index comes last.

        Raises:
            RoundError: As `find`.
        """
        entries = self.find(round_name)
        folder = self._folder / round_name
        stems = sorted(path.stem for path in folder.glob("*.json"))
        places = {name: place for place, name in enumerate(_read_index(folder) or ())}
        found = zip(stems, entries, strict=True)
        return tuple(
            entry for _, entry in sorted(found, key=lambda one: places.get(one[0], len(places)))
        )

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Nobody else adds anything meanwhile, in whatever process: look and add in one go.

        Raises:
            StoreError: The lock beside the folder cannot be made.
        """
        with hold_folder(self._folder):
            yield

    def add(self, entry: Entry) -> Path:
        """Keep an entry, whole or not at all; the same one is kept once.

        Raises:
            RoundError: The round's index is damaged.
        """
        content = entry.model_dump_json().encode()
        folder = self._folder / entry.round
        make_folder(self._folder)
        make_folder(folder)
        path = folder / f"{hashlib.sha256(content).hexdigest()}.json"
        names = _read_index(folder)
        if names is None:
            if any(folder.glob("*.json")):
                raise _no_index(folder)
            names = ()
            # before the first entry, so that entries without an index were robbed of it
            _write(folder / INDEX, b"")
        _write(path, content)
        if path.stem not in names:
            _write(folder / INDEX, _chain((*names, path.stem)))
        return path


def _write(path: Path, content: bytes) -> None:
    """A file, whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}.partial")
    with open_file(draft, replace=True) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _chain(names: Sequence[str]) -> bytes:
    """A line for each name: its number, the name, and the hash of all names up to it."""
    lines: list[str] = []
    last = ""
    for number, name in enumerate(names, start=1):
        last = hashlib.sha256(f"{last} {number} {name}".encode()).hexdigest()
        lines.append(f"{number} {name} {last}\n")
    return "".join(lines).encode()


def _read_index(folder: Path) -> tuple[str, ...] | None:
    """The names of a round's entries in the order in which they came; None without an index."""
    path = folder / INDEX
    if not path.exists():
        return None
    content = path.read_bytes()
    fields = [line.split() for line in content.decode(errors="replace").splitlines()]
    names = tuple(one[1] if len(one) == 3 else "" for one in fields)
    if _chain(names) != content:
        raise _damaged(path, "it is not what was recorded")
    return names


def _read(path: Path, round_name: str) -> Entry:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != path.stem:
        raise _damaged(path, "it is not what was recorded")
    try:
        entry = Entry.model_validate_json(content)
    except ValidationError as error:
        raise _damaged(path, "this version cannot read it") from error
    if entry.round != round_name:
        raise _damaged(path, f"it is about the round {entry.round!r}")
    return entry


def _no_index(folder: Path) -> RoundError:
    return _damaged(folder / INDEX, "it is not there, and entries are")


def _damaged(path: Path, problem: str) -> RoundError:
    return RoundError(
        "ledger.damaged",
        f"ledger entry {path}",
        problem,
        "Restore the folder from a backup: without it nobody knows what is public already.",
    )
