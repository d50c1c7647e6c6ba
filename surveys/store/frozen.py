"""Freezing a round: its submitted responses as files that never change again.

The files are written beside their place, made to last, read back and compared, and only then
renamed; so a folder of that name is always whole. The same responses give the same bytes, in
whatever order they came, so that nothing can be read from their order. Their owner alone may read
them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from surveys.errors import StoreError
from surveys.private_files import make_folder, open_file
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round
from surveys.store.apart import Apart, collect_apart
from surveys.store.columns import ABOUT, Column, codebook_of, columns_of
from surveys.store.manifest import (
    MANIFEST,
    CodesUsed,
    Counts,
    Manifest,
    PlanUsed,
    QuestionnaireUsed,
    hash_files,
    load_manifest,
)
from surveys.store.response import Cell, FrozenResponse, Rows, sort_key

if TYPE_CHECKING:
    import pyarrow as pa

RESPONSES = "responses.parquet"
MAY_BE_EMPTY = frozenset({"stratum", "design_weight"})
"""The only columns of responses in which a cell can be empty."""


@dataclass(frozen=True, slots=True)
class FieldworkCounts:
    """What is known of a round besides its responses.

    Attributes:
        unsubmitted: How many interviews were begun and never submitted.
        break_offs: How many of those stopped at each question.
        plan: The plan as JSON, where the round has one.
        closed_on: London date of closing.
        codes: Invitation codes issued and used.
    """

    unsubmitted: int = 0
    break_offs: Mapping[str, int] = field(default_factory=dict)
    plan: str | None = None
    closed_on: date | None = None
    codes: Sequence[CodesUsed] = ()


@dataclass(frozen=True, slots=True)
class _Content:
    """What is to be frozen, in content order."""

    rows: list[tuple[Cell, ...]]
    apart: tuple[Apart, ...]
    minutes: list[float]


def freeze(
    round_: Round,
    questionnaire: Questionnaire,
    responses: Iterable[FrozenResponse],
    folder: Path,
    fieldwork: FieldworkCounts,
) -> Manifest:
    """Write a round to its folder and prove it is all there.

    An interrupted closing can be repeated: a folder that is there already is kept if it holds the
    same, though frozen on another day or by another version. One that holds anything else is never
    touched.

    Args:
        round_: The round.
        questionnaire: The version that was asked.
        responses: The submitted responses, in any order.
        folder: Where the frozen round will be; its parent is made if need be.
        fieldwork: What is known of the round besides.

    Returns:
        The manifest of the folder.

    Raises:
        StoreError: When the files cannot be written or do not read back the same, when an answer is
            none that its question offers, or when the folder holds something else.
    """
    columns = columns_of(questionnaire)
    content = _collect(questionnaire, Rows(questionnaire, columns), list(responses))
    draft = draft_path(folder)
    try:
        _clear(draft)
        make_folder(folder.parent)
        make_folder(draft)
        _write_tables(draft, columns, content)
        _write_texts(draft, questionnaire, fieldwork)
        manifest = _describe(round_, questionnaire, content, fieldwork, draft)
        _write(draft / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
        _verify(draft, columns, content, manifest)
        return _put_in_place(draft, folder, manifest)
    except OSError as error:
        raise StoreError(
            "store.not-frozen",
            str(folder),
            f"the frozen round cannot be written ({error.strerror})",
            "Make room, or make DATA_DIR writable, then close the round again; nothing is lost.",
        ) from error


def draft_path(folder: Path) -> Path:
    """Where a round is written before its folder gets its name; a crash can leave it there."""
    return folder.with_name(f"{folder.name}.partial")


def discard(folder: Path, manifest: Manifest) -> None:
    """Remove what `freeze` wrote, because interviews came or went before the round was closed.

    Only a folder that holds exactly what the manifest says is removed.

    Raises:
        StoreError: When the folder is damaged, and therefore left alone.
    """
    if folder.exists() and load_manifest(folder) == manifest:
        _clear(folder)


def _collect(
    questionnaire: Questionnaire, rows: Rows, responses: Sequence[FrozenResponse]
) -> _Content:
    answers = [rows.row(response) for response in responses]
    apart = collect_apart(questionnaire, (response.slots for response in responses))
    minutes = [response.minutes for response in responses if response.minutes is not None]
    return _Content(sorted(answers, key=sort_key), apart, minutes)


def _write_tables(folder: Path, columns: Sequence[Column], content: _Content) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and needed once a round

    tables = {RESPONSES: _responses_table(columns, content)}
    tables |= {one.name: one.table() for one in content.apart}
    for name, table in tables.items():
        with open_file(folder / name) as file:
            pq.write_table(table, file, compression="zstd")
        _sync(folder / name)


def _responses_table(columns: Sequence[Column], content: _Content) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  # heavy, and needed once a round

    arrays: dict[str, pa.Array[Any]] = {}
    for index, name in enumerate(_names(columns)):
        values = [row[index] for row in content.rows]
        if name == "questionnaire_version":
            arrays[name] = pa.array(values, type=pa.int32())
        elif name == "design_weight":
            arrays[name] = pa.array(values, type=pa.float64())
        else:
            arrays[name] = pa.array(values, type=pa.string()).dictionary_encode()
    # a column that cannot be empty is read three times as fast
    fields = [pa.field(n, one.type, nullable=n in MAY_BE_EMPTY) for n, one in arrays.items()]
    return pa.table(list(arrays.values()), schema=pa.schema(fields))


def _names(columns: Sequence[Column]) -> list[str]:
    return [*(name for name, _ in ABOUT), *(column.name for column in columns)]


def _write_texts(folder: Path, questionnaire: Questionnaire, fieldwork: FieldworkCounts) -> None:
    codebook = json.dumps(codebook_of(questionnaire), ensure_ascii=False, indent=2) + "\n"
    _write(folder / "codebook.json", codebook)
    _write(folder / "questionnaire.json", questionnaire.canonical_json())
    if fieldwork.plan is not None:
        _write(folder / "plan.json", fieldwork.plan)


def _describe(
    round_: Round,
    questionnaire: Questionnaire,
    content: _Content,
    fieldwork: FieldworkCounts,
    folder: Path,
) -> Manifest:
    modes = Counter(str(row[2]) for row in content.rows)
    return Manifest(
        round=round_.name,
        synthetic=round_.synthetic,
        questionnaire=QuestionnaireUsed(
            name=questionnaire.name, version=questionnaire.version, hash=questionnaire.hash
        ),
        plan=PlanUsed(name=round_.plan, hash=round_.plan_hash) if round_.plan else None,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        closed_on=fieldwork.closed_on,
        counts=Counts(submitted=len(content.rows), unsubmitted=fieldwork.unsubmitted),
        break_offs=dict(sorted(fieldwork.break_offs.items())),
        modes=dict(sorted(modes.items())),
        median_minutes=round(median(content.minutes), 1) if content.minutes else None,
        software=version("canvass"),
        files=hash_files(folder),
        series=round_.series or questionnaire.name,
        purpose=round_.purpose,
        audience=round_.audience,
        languages=round_.languages or questionnaire.languages,
        title=round_.title or questionnaire.title[questionnaire.languages[0]],
        decision=round_.decision,
        rehearsal=round_.rehearsal,
        breaks=dict(sorted(round_.breaks.items())),
        codes=tuple(fieldwork.codes),
        compared_with=round_.compared_with,
    )


def _verify(folder: Path, columns: Sequence[Column], content: _Content, manifest: Manifest) -> None:
    """Read everything back from disk and compare it with what was to be written."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # heavy, and needed once a round

    same = load_manifest(folder) == manifest
    written = pq.read_table(folder / RESPONSES)
    same = same and written.column_names == _names(columns)
    for index, name in enumerate(written.column_names):
        same = same and written[name].to_pylist() == [row[index] for row in content.rows]
    for one in content.apart:
        same = same and bool(pq.read_table(folder / one.name).equals(one.table()))
    if not same:
        raise StoreError(
            "store.not-verified",
            str(folder),
            "what was written does not read back the same",
            "Check the disk, then close the round again; nothing is lost.",
        )


def _put_in_place(draft: Path, folder: Path, manifest: Manifest) -> Manifest:
    """Give the draft its name, unless the same is there already; the manifest that holds."""
    if not folder.exists():
        _sync(draft)
        draft.rename(folder)
        _sync(folder.parent)
        return manifest
    found = load_manifest(folder)
    if not found.is_same_round(manifest):
        raise StoreError(
            "store.frozen-differs",
            str(folder),
            "there is a frozen round of this name with other content",
            "Move that folder away if it is not needed, then close the round again.",
        )
    _clear(draft)
    return found


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _write(path: Path, text: str) -> None:
    with open_file(path) as file:
        file.write(text.encode())
    _sync(path)


def _sync(path: Path) -> None:
    """Make a file or folder last through a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
