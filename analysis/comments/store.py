"""The comments of a frozen round, and where what is made of them is kept.

The frozen file is never changed. What the machine and analysts say of its comments stands in a
folder of its own beside the frozen rounds, and goes with them when a round is withdrawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from surveys.errors import RoundError
from surveys.questionnaire import Kind
from surveys.store.apart import COMMENTS
from surveys.store.manifest import load_manifest

FOLDER = "_comments"
"""Beside the frozen rounds; no round can have this name."""
PERMISSION, GRANTED = "may_quote", "yes"
"""The question that asks whether somebody may be quoted, and the answer that allows it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One text that somebody wrote.

    Attributes:
        number: Its place in content order, from 1: the same frozen file, the same number.
        respondent: Which texts are one person's, so that people are counted and not texts; it leads
            to none of their other answers.
        question: What it answers.
        may_quote: Whether its author allowed that it is quoted.
    """

    number: int
    respondent: int
    question: str
    text: str
    may_quote: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote in a round.

    Attributes:
        on: The round's last day.
        hash: SHA-256 of the frozen file.
    """

    round: str
    synthetic: bool
    on: date
    hash: str
    comments: tuple[Comment, ...]


def comments_folder(data_dir: Path, name: str) -> Path:
    """Where what is made of a round's comments is kept."""
    return data_dir / FOLDER / name


def read_comments(folder: Path) -> Written:
    """The comments of a frozen round, in content order.

    Raises:
        StoreError: The folder is no frozen round, or a file is not what was frozen.
        RoundError: It was a rehearsal, or nobody was asked for comments.
    """
    manifest = load_manifest(folder)
    place = f"round {manifest.round!r}"
    if manifest.rehearsal:
        raise RoundError(
            "round.rehearsal",
            place,
            "it was a rehearsal, and no result includes one",
            "Choose a round that asked residents.",
        )
    if COMMENTS not in manifest.files:
        raise RoundError(
            "comments.none",
            place,
            "its questionnaire asks for no comments",
            "Choose a round of a consultation.",
        )
    return Written(
        manifest.round,
        manifest.synthetic,
        manifest.ended_on,
        manifest.files[COMMENTS],
        tuple(_list_comments(_read_lines(folder), _find_texts(folder))),
    )


def _read_lines(folder: Path) -> Sequence[Mapping[str, str | None]]:
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and this module is imported for its paths

    lines: Sequence[Mapping[str, str | None]] = pq.read_table(folder / COMMENTS).to_pylist()
    return lines


def _find_texts(folder: Path) -> frozenset[str]:
    """The questions that were answered in words; the others in the file are about the words."""
    asked = json.loads((folder / "questionnaire.json").read_text("utf-8"))["questions"]
    return frozenset(str(one["name"]) for one in asked if one["kind"] == Kind.TEXT)


def _list_comments(
    lines: Sequence[Mapping[str, str | None]], texts: frozenset[str]
) -> Iterator[Comment]:
    number = 0
    for respondent, line in enumerate(lines, start=1):
        may_quote = line.get(PERMISSION) == GRANTED
        for question, text in line.items():
            if question in texts and text is not None:
                number += 1
                yield Comment(number, respondent, question, text, may_quote)
