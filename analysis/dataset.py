"""A frozen round, opened: manifest, codebook, and answers as whole-number codes.

The folder is what a closed round left behind. Its hashes are verified before anything is read.
Columns are read by themselves, so that memory holds a few bytes a respondent, and a column that is
the same for everybody is not read at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from analysis.columns import FLAGS, Coded, Column
from surveys.errors import RoundError
from surveys.quality import FLAG_WORDS
from surveys.questionnaire import Kind
from surveys.store.manifest import MANIFEST, Manifest, load_manifest

ANSWERS = "responses.parquet"
CODEBOOK = "codebook.json"
PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A frozen round, ready to be counted.

    Attributes:
        metadata: What the file of answers says of itself.
    """

    folder: Path
    manifest: Manifest
    columns: Mapping[str, Column]
    metadata: pq.FileMetaData

    @property
    def size(self) -> int:
        """How many respondents there are."""
        return int(self.metadata.num_rows)

    def has(self, name: str) -> bool:
        """Whether the round has a column."""
        return name in self.metadata.schema.names

    def get_coded(self, name: str) -> Coded:
        """The codes of one column.

        Raises:
            RoundError: The column is missing or has empty cells.
        """
        if not self.has(name):
            raise _damaged(self.folder, f"there is no column {name}")
        if (code := self._find_only_code(name)) is not None:
            return Coded(np.zeros(self.size, dtype=np.int32), (code,))
        chunked = self._read(name)
        if pa.types.is_null(chunked.type) or chunked.null_count:
            raise _damaged(self.folder, f"column {name} has empty cells")
        if not pa.types.is_dictionary(chunked.type):
            chunked = chunked.dictionary_encode()
        if not len(chunked):
            return Coded(np.zeros(0, dtype=np.int32), ())
        # to combine what is in one piece would copy it
        array = chunked.chunk(0) if chunked.num_chunks == 1 else chunked.combine_chunks()
        # not to_numpy(): it loads pandas, which takes longer than a round of 100,000
        index = np.from_dlpack(array.indices).astype(np.int32, copy=False)
        return Coded(index, tuple(str(code) for code in array.dictionary.to_pylist()))

    def find_coded(self, name: str) -> Coded | None:
        """The codes of one column; None where the round has no such column.

        Raises:
            RoundError: The column has empty cells.
        """
        return self.get_coded(name) if self.has(name) else None

    def find_design_weights(self) -> npt.NDArray[np.float64] | None:
        """Shape (respondents,): design weights, NaN where a row has none; None without any."""
        if not self.has("design_weight") or self._is_empty("design_weight"):
            return None
        chunked = self._read("design_weight")
        if chunked.null_count == len(chunked):
            return None
        weights = chunked.cast(pa.float64()).fill_null(float("nan")).to_numpy()
        return np.asarray(weights, dtype=np.float64)

    def count_flags(self) -> Mapping[str, int]:
        """Respondents by mark of quality; empty for a round frozen without a column of marks."""
        coded = self.find_coded(FLAGS)
        if coded is None:
            return {}
        people = np.bincount(coded.index, minlength=len(coded.codes))
        found = dict.fromkeys(FLAG_WORDS, 0)
        for marks, count in zip(coded.codes, people, strict=True):
            for flag in filter(None, marks.split(",")):
                found[flag] = found.get(flag, 0) + int(count)
        return found

    def find_counted(self) -> Mapping[str, str]:
        """Measure to the item that it counts, by the plan frozen with it; empty without one."""
        path = self.folder / PLAN
        if not path.exists():
            return {}
        content = json.loads(path.read_text("utf-8"))
        return {str(one["name"]): str(one["item"]) for one in content["measures"]}

    def _read(self, name: str) -> Any:
        path = self.folder / ANSWERS
        with pq.ParquetFile(path, metadata=self.metadata, read_dictionary=[name]) as file:
            return file.read(columns=[name], use_threads=False).column(0)

    def _list_statistics(self, name: str) -> Iterator[pq.Statistics | None]:
        """What the file says of one column, part by part; None where it says nothing."""
        place = self.metadata.schema.names.index(name)
        for part in range(self.metadata.num_row_groups):
            yield self.metadata.row_group(part).column(place).statistics

    def _find_only_code(self, name: str) -> str | None:
        """The code that everybody has; None where there are several, or that is not known.

        Most rounds have one sample and one mode, and then nothing has to be read.
        """
        ends: set[object] = set()
        for one in self._list_statistics(name):
            if one is None or not one.has_min_max or one.null_count != 0:
                return None
            ends |= {one.min, one.max}
        only = ends.pop() if len(ends) == 1 else None
        return only if isinstance(only, str) else None

    def _is_empty(self, name: str) -> bool:
        """Whether the file says that nobody has anything in a column; empty cells are no values."""
        known = self._list_statistics(name)
        return all(one is not None and one.num_values == 0 for one in known)


def open_round(folder: Path) -> Dataset:
    """The frozen round in a folder, its files verified against the manifest.

    Raises:
        StoreError: The folder is no frozen round, or a file is not what was frozen.
        RoundError: The round was a rehearsal, which no result includes.
    """
    manifest = load_manifest(folder)
    if manifest.rehearsal:
        raise RoundError(
            "round.rehearsal",
            f"round {manifest.round!r}",
            "it was a rehearsal, and no result includes one",
            "Measure a round that was put to residents.",
        )
    content = json.loads((folder / CODEBOOK).read_text("utf-8"))
    columns = {str(entry["name"]): _build_column(entry) for entry in content["columns"]}
    metadata = pq.read_metadata(folder / ANSWERS)
    return Dataset(folder=folder, manifest=manifest, columns=columns, metadata=metadata)


def find_earlier_rounds(data_dir: Path, folder: Path) -> list[Path]:
    """The rounds that can be baselines of a frozen round, the earliest first.

    They ended before it opened, are frozen, belong to its series, serve the same purpose, are no
    rehearsals, and are synthetic only if it is; the trend guard takes the last of the same
    (`bot.office.preparing`). A plan of another name is no other series: the guard compares its
    definitions. Whether their base is adequate, and whether they asked an item in the same way, is
    decided measure by measure.
    """
    own = read_manifest(folder)
    found: list[tuple[date, str, Path]] = []
    for path in sorted(data_dir.glob(f"*/{MANIFEST}")):
        # a draft is a round that is still being frozen
        if path.parent.suffix == ".partial" or path.parent.resolve() == folder.resolve():
            continue
        other = read_manifest(path.parent)
        if _comparable(other, own) and other.ended_on < own.opens_on:
            found.append((other.ended_on, other.round, path.parent))
    return [path for _, _, path in sorted(found)]


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone: whether the files are whole is asked of those that are used."""
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(folder, "its manifest cannot be read") from error


def _comparable(other: Manifest, own: Manifest) -> bool:
    return (
        other.series_name == own.series_name
        and not other.rehearsal
        and other.synthetic == own.synthetic
        # whoever names a series for a consultation: it is never set beside a survey
        and other.purpose is own.purpose
        # the guard had nothing to compare a round without a plan by
        and (other.plan is not None or own.plan is None)
    )


def _build_column(entry: Mapping[str, Any]) -> Column:
    values = tuple((str(v["code"]), str(v["label"]), str(v["kind"])) for v in entry["values"])
    kinds = {code: kind for code, _, kind in values}
    return Column(
        name=str(entry["name"]),
        text=str(entry["text"]),
        kinds=kinds,
        open_ended=not kinds or entry["question_kind"] == Kind.NUMBER,
        sensitive=bool(entry["sensitive"]),
        values=values,
        is_place=entry["question_kind"] == Kind.PLACE,
    )


def _damaged(folder: Path, problem: str) -> RoundError:
    return RoundError("round.changed", str(folder), problem, "Restore the folder from a backup.")
