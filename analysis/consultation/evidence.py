"""The evidence pack of a consultation: a zip file for whoever challenges it years later.

The same round gives the same bytes: files in the order of their names, dated by the last day of
fieldwork, stored without compression, whose result depends on the library. The fingerprint of the
audit trail is that of the last line on the round's own state, which making a pack does not move.
"""

from __future__ import annotations

import csv
import hashlib
import io
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from analysis.consultation.committing import commit_files
from analysis.consultation.contents import (
    FROZEN_COLUMNS,
    FROZEN_FILES,
    Evidence,
    list_files,
)
from analysis.consultation.proving import README, SUMS, write_readme
from surveys.errors import StoreError

Dated = tuple[int, int, int, int, int, int]
T = TypeVar("T")

_EARLIEST = 1980
"""A zip file has no dates before."""

_NO_ZIP = (
    *(zipfile.BadZipFile, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, OverflowError),
)
"""What comes of reading what is no zip file, or a damaged or an encrypted one."""

_ANOTHER = "Use another copy."
_NO_PACK = ("is no evidence pack, or a damaged one", "Name its zip file, or use another copy.")
_OTHERWISE = (
    "is not put together as a pack is, so that others may find other files in it",
    "Use the file as it was made, not one that was unpacked and zipped again.",
)


def render_evidence(evidence: Evidence) -> bytes:
    """The pack as a zip file; the same evidence gives the same bytes."""
    files = dict(list_files(evidence))
    readme = write_readme(evidence.consulted, files, evidence.fingerprint)
    files[README] = readme.encode()
    sums = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = "".join(sums).encode()
    on = evidence.consulted.asked.manifest.ended_on
    return _zip(files, (max(on.year, _EARLIEST), on.month, on.day, 0, 0, 0))


def check_evidence(content: bytes, folder: Path) -> list[str]:
    """See that a pack is unchanged and speaks of a frozen round; what was seen, in lines.

    Args:
        content: The zip file.
        folder: The frozen round.

    Raises:
        StoreError: It is no pack, a file of it was changed, or it speaks of other answers.
    """
    files, dated = _unzip(content)
    listed = _read_list(files, SUMS, _read_sums)
    found = {name: hashlib.sha256(held).hexdigest() for name, held in files.items() if name != SUMS}
    _require(_list_differing(listed, found), "was changed since it was made", _ANOTHER)
    said = _read_list(files, FROZEN_FILES, _read_frozen)
    held = {one.file: (one.method, one.digest) for one in commit_files(folder)}
    remedy = "Look for the frozen round that the pack was made of."
    _require(_list_differing(said, held), "does not speak of this frozen round", remedy)
    if _zip(files, dated) != content:
        # Programs that read a zip file from its front may find other files than those listed at
        # its end, which were looked at here.
        raise _refused(*_OTHERWISE)
    return [
        f"{len(found)} files of the pack are those of its own list.",
        f"{len(held)} frozen files are those that it speaks of.",
        f"The pack as a whole: sha256 {hashlib.sha256(content).hexdigest()}.",
    ]


def _zip(files: Mapping[str, bytes], dated: Dated) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as pack:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, dated)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            pack.writestr(entry, files[name])
    return content.getvalue()


def _unzip(content: bytes) -> tuple[dict[str, bytes], Dated]:
    """The files of a pack, and the date that they have.

    Raises:
        StoreError: It is no pack, or one that different programs unpack to different files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            held = pack.infolist()
            _check_entries(held, len(content))
            files = {one.filename: pack.read(one) for one in held}
    except _NO_ZIP as error:
        raise _refused(*_NO_PACK) from error
    if not {SUMS, FROZEN_FILES} <= files.keys():
        raise _refused(*_NO_PACK)
    return files, held[0].date_time


def _check_entries(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """See that no file is there twice, and that nothing unpacks to more than there is."""
    times = Counter(one.filename for one in entries)
    twice = sorted(name for name, number in times.items() if number > 1)
    _require(twice, "has a file more than once", _ANOTHER)
    packed = any(one.compress_type != zipfile.ZIP_STORED for one in entries)
    if packed or sum(one.file_size for one in entries) > size:
        raise _refused(*_OTHERWISE)


def _read_list(
    files: Mapping[str, bytes], name: str, read: Callable[[str], Iterable[tuple[str, T]]]
) -> dict[str, T]:
    """A list of the pack, by what stands first in its lines."""
    try:
        lines = list(read(files[name].decode()))
    except (csv.Error, ValueError) as error:  # of other columns too, and of what is not UTF-8
        raise _unread(name) from error
    listed = dict(lines)
    if len(listed) < len(lines):
        raise _unread(name)
    return listed


def _read_sums(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _read_frozen(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    columns, *lines = csv.reader(io.StringIO(text, newline=""))
    if tuple(columns) != FROZEN_COLUMNS:
        raise ValueError(columns)
    for file, method, digest in lines:
        yield file, (method, digest)


def _list_differing(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def _require(differing: Iterable[str], problem: str, remedy: str) -> None:
    if names := ", ".join(differing):
        raise _refused(f"{problem}: {names}", remedy)


def _unread(name: str) -> StoreError:
    return _refused(f"has a list that cannot be read: {name}", _ANOTHER)


def _refused(problem: str, remedy: str) -> StoreError:
    return StoreError("evidence.refused", "the pack", f"it {problem}", remedy)
