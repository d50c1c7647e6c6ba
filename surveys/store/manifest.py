"""The manifest of a frozen round: what was frozen, from what, and the hash of every file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from surveys.errors import StoreError
from surveys.rounds import Audience, Purpose

MANIFEST = "manifest.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionnaireUsed(_Part):
    """The questionnaire version that was asked."""

    name: str
    version: int
    hash: str


class PlanUsed(_Part):
    """The plan that the round served."""

    name: str
    hash: str


class Counts(_Part):
    """How many interviews were frozen, and how many were never submitted."""

    submitted: int
    unsubmitted: int


class CodesUsed(_Part):
    """Invitation codes that share a stratum and a weight: how many were issued, how many used."""

    stratum: str | None
    design_weight: float | None
    issued: int
    used: int


class Manifest(_Part):
    """What a frozen round consists of.

    Rounds that were frozen before a field was added are read with its default.

    Attributes:
        series: The rounds that it can be compared with; empty for those of its questionnaire.
        languages: The languages that it was offered in.
        title: What residents knew it by, in its first language.
        decision: The strategy or decision that its answers feed, in words.
        rehearsal: Whether it was only a trial, which no result includes.
        breaks: Why a measure breaks its series with this round, as an officer wrote it.
        compared_with: The round that it was compared with at its launch; empty where there was
            none, or that was not kept yet.
        codes: Invitation codes by stratum and weight; empty where none were issued.
        closed_on: London date on which closing began to freeze it.
        files: The SHA-256 of each file but this one.
    """

    format: Literal[1] = 1
    round: str
    synthetic: bool
    questionnaire: QuestionnaireUsed
    plan: PlanUsed | None
    opens_on: date
    closes_on: date
    closed_on: date | None = None
    counts: Counts
    break_offs: Mapping[str, int]
    modes: Mapping[str, int]
    median_minutes: float | None
    software: str
    files: Mapping[str, str]
    series: str = ""
    purpose: Purpose = Purpose.SURVEY
    audience: Audience = Audience.OPEN
    languages: tuple[str, ...] = ()
    title: str = ""
    decision: str = ""
    rehearsal: bool = False
    breaks: Mapping[str, str] = Field(default_factory=dict)
    codes: tuple[CodesUsed, ...] = ()
    compared_with: str = ""

    @property
    def series_name(self) -> str:
        """The series that it belongs to: by default that of its questionnaire."""
        return self.series or self.questionnaire.name

    @property
    def ended_on(self) -> date:
        """The last day of fieldwork: closing early ends it, closing late does not prolong it."""
        return min(self.closes_on, self.closed_on or self.closes_on)

    def is_same_round(self, other: Manifest) -> bool:
        """Whether the same was frozen, on whatever day and by whatever version of the software.

        What an older version did not write yet cannot differ.
        """
        known = self.model_fields_set & other.model_fields_set - {"software", "closed_on"}
        return all(getattr(self, name) == getattr(other, name) for name in known)


def hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a folder but the manifest, as they are on disk."""
    return {
        path.name: _hash_file(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST
    }


def load_manifest(folder: Path) -> Manifest:
    """The manifest of a frozen round, once every file is what it says.

    Raises:
        StoreError: When a file is missing, added or altered, or there is no manifest.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
        found = hash_files(folder)
    except (OSError, ValidationError) as error:
        raise _damaged(folder, "its manifest is missing or cannot be read") from error
    wrong = {
        name
        for name in manifest.files.keys() | found.keys()
        if manifest.files.get(name) != found.get(name)
    }
    if wrong:
        raise _damaged(folder, f"{', '.join(sorted(wrong))}: not what was frozen")
    return manifest


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(folder: Path, problem: str) -> StoreError:
    return StoreError(
        "store.frozen-damaged",
        str(folder),
        problem,
        "Restore the folder from a backup.",
    )
