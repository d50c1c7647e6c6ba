"""What the machine read, what analysts said and what was decided, as files; corrections hold.

Three files: `coding.json` is the machine's and is made anew whenever comments are coded,
`corrections.json` is the analysts', `risks.json` says what became of comments that tell of a risk.
None says who or when: that is in the audit trail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.comments.codebook import Codebook, Stance
from analysis.comments.sentiment import Sentiment
from analysis.comments.trial import Trial
from surveys.errors import RoundError, StoreError

CODING, CORRECTIONS, RISKS = "coding.json", "corrections.json", "risks.json"

Codes = Mapping[str, tuple[Stance, ...]]
"""The codes of a comment in the order of the codebook, each with what is said of it."""


class Record(BaseModel):
    """Frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


R = TypeVar("R", bound=Record)


class Said(Record):
    """One comment and what the machine read in it; see `store.Comment` and `coding.Coded`.

    Attributes:
        cues: Cues of danger in it, most urgent first.
    """

    number: int
    respondent: int
    question: str
    text: str
    may_quote: bool
    codes: dict[str, tuple[Stance, ...]]
    language: str
    sentiment: Sentiment
    score: float | None
    cues: tuple[str, ...] = ()


class Drafted(Record):
    """The machine's reading of a round.

    Attributes:
        on: The round's last day.
        frozen: SHA-256 of the frozen file of comments.
        codebook: As it was, so that a later edit changes nothing of this reading.
        trial: How far it agreed with a reader before; None where that was not measured with this
            codebook and these rules.
    """

    format: Literal[1] = 1
    round: str
    synthetic: bool
    on: date
    frozen: str
    codebook: Codebook
    software: str
    comments: tuple[Said, ...]
    trial: Trial | None = None


class Correction(Record):
    """What an analyst said of one comment.

    Attributes:
        checked: Whether an analyst read it and either gave codes or left the machine's as they are.
        blind: Whether that was done without seeing the machine's codes.
        codes: The analyst's codes, where they differ from the machine's or were given blind.
        quote: The words that may be quoted; empty where nothing is.
        quote_theme: Under which code; empty for the first.
        risk: Whether it tells of a risk, though no cue was found.
    """

    number: int
    checked: bool = False
    blind: bool = False
    codes: dict[str, tuple[Stance, ...]] | None = None
    sentiment: Sentiment | None = None
    quote: str = ""
    quote_theme: str = ""
    risk: bool = False
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Whether it differs from saying nothing."""
        return self != Correction(number=self.number)


class Corrections(Record):
    """All corrections of a round, by number."""

    format: Literal[1] = 1
    frozen: str
    comments: tuple[Correction, ...] = ()


class RiskState(StrEnum):
    """What became of a comment that may tell of a risk."""

    NEW = "new"
    PASSED_ON = "passed_on"
    NO_ACTION = "no_action"


class Decision(Record):
    """What was decided about one such comment.

    Attributes:
        was_passed_on: Whether it ever was, also where the state is another by now.
    """

    number: int
    state: RiskState
    note: str = ""
    was_passed_on: bool = False


class Decisions(Record):
    """All decisions of a round, by number."""

    format: Literal[1] = 1
    frozen: str
    comments: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A round's comments with everything that was said of them.

    Attributes:
        drafted: The machine's reading.
        corrections: The analysts', by number.
        decisions: What was decided about risks, by number.
        version: Which corrections these are: changes whenever they do.
    """

    drafted: Drafted
    corrections: Mapping[int, Correction] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    version: str = "none"

    def codes_of(self, said: Said) -> Codes:
        """The codes that hold: an analyst's where there are some."""
        corrected = self.corrections.get(said.number)
        return said.codes if corrected is None or corrected.codes is None else corrected.codes

    def find_state(self, number: int) -> RiskState:
        """What became of a comment that may tell of a risk."""
        decided = self.decisions.get(number)
        return decided.state if decided else RiskState.NEW

    def is_risk(self, said: Said) -> bool:
        """Whether a comment may tell of a risk, by its cues or by what an analyst said."""
        corrected = self.corrections.get(said.number)
        return bool(said.cues) or (corrected is not None and corrected.risk)


def render_record(record: Record) -> bytes:
    """A record as its file; the same record, the same bytes."""
    return (record.model_dump_json(indent=1) + "\n").encode()


def load_coding(folder: Path) -> Coding:
    """What is known of a round's comments.

    Args:
        folder: As `store.comments_folder` has it.

    Raises:
        RoundError: The comments were not coded yet.
        StoreError: A file cannot be read, or is of other comments than the rest.
    """
    if not (folder / CODING).exists():
        raise RoundError(
            "comments.not-coded",
            f"round {folder.name!r}",
            "its comments are not coded yet",
            "Code them first with `canvass comments code`.",
        )
    drafted = _load(folder / CODING, Drafted)
    corrections = load_corrections(folder, drafted.frozen)
    decisions = load_decisions(folder, drafted.frozen)
    return Coding(
        drafted,
        {one.number: one for one in corrections.comments},
        {one.number: one for one in decisions.comments},
        find_version(corrections),
    )


def find_version(corrections: Corrections) -> str:
    """A short name of these corrections, which changes whenever they do."""
    if not corrections.comments:
        return "none"
    return hashlib.sha256(render_record(corrections)).hexdigest()[:8]


def load_corrections(folder: Path, frozen: str) -> Corrections:
    """The analysts' corrections; none where there is no file.

    Raises:
        StoreError: It cannot be read, or is of other comments.
    """
    path = folder / CORRECTIONS
    found = _load(path, Corrections) if path.exists() else Corrections(frozen=frozen)
    return _of_same(found, found.frozen, frozen, path)


def load_decisions(folder: Path, frozen: str) -> Decisions:
    """What was decided about risks; nothing where there is no file.

    Raises:
        StoreError: It cannot be read, or is of other comments.
    """
    path = folder / RISKS
    found = _load(path, Decisions) if path.exists() else Decisions(frozen=frozen)
    return _of_same(found, found.frozen, frozen, path)


def _of_same(record: R, own: str, frozen: str, path: Path) -> R:
    if own != frozen:
        raise _damaged(path, "it is about other comments than those that were frozen")
    return record


def _load(path: Path, kind: type[R]) -> R:
    try:
        return kind.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path, "it cannot be read") from error


def _damaged(path: Path, problem: str) -> StoreError:
    return StoreError("comments.damaged", str(path), problem, "Restore the folder from a backup.")
