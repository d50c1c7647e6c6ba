"""The evidence pack of a consultation: a zip file for whoever challenges it years later.

The same round gives the same bytes: files in the order of their names, dated by the last day of
fieldwork, stored without compression, whose result depends on the library. The fingerprint of the
audit trail is that of the last line on the round's own state, which making a pack does not move.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.consultation.committing import commit_files
from analysis.consultation.contents import FROZEN_FILES, Evidence, list_files
from analysis.consultation.proving import README, SUMS, write_readme
from surveys.errors import StoreError

_EARLIEST = 1980
"""A zip file has no dates before."""


def render_evidence(evidence: Evidence) -> bytes:
    """The pack as a zip file; the same evidence gives the same bytes."""
    files = dict(list_files(evidence))
    readme = write_readme(evidence.consulted, files, evidence.fingerprint)
    files[README] = readme.encode()
    sums = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = "".join(sums).encode()
    return _zip(files, evidence)


def check_evidence(content: bytes, folder: Path) -> list[str]:
    """See that a pack is unchanged and speaks of a frozen round; what was seen, in lines.

    Args:
        content: The zip file.
        folder: The frozen round.

    Raises:
        StoreError: It is no pack, a file of it was changed, or it speaks of other answers.
    """
    files = _unzip(content)
    listed = _read_sums(files[SUMS].decode())
    found = {name: hashlib.sha256(held).hexdigest() for name, held in files.items() if name != SUMS}
    _require(_list_differing(listed, found), "was changed since it was made", "Use another copy.")
    lines = csv.DictReader(io.StringIO(files[FROZEN_FILES].decode()))
    said = {one["file"]: (one["method"], one["digest"]) for one in lines}
    held = {one.file: (one.method, one.digest) for one in commit_files(folder)}
    remedy = "Look for the frozen round that the pack was made of."
    _require(_list_differing(said, held), "does not speak of this frozen round", remedy)
    return [
        f"{len(found)} files of the pack are those of its own list.",
        f"{len(held)} frozen files are those that it speaks of.",
        f"The pack as a whole: sha256 {hashlib.sha256(content).hexdigest()}.",
        "Who changes a file and the list is found by that hash alone: see whom it was given to.",
    ]


def _zip(files: Mapping[str, bytes], evidence: Evidence) -> bytes:
    on = evidence.consulted.asked.manifest.ended_on
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as pack:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (max(on.year, _EARLIEST), on.month, on.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            pack.writestr(entry, files[name])
    return content.getvalue()


def _unzip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _refused("is no evidence pack", "Name the zip file.") from error
    if not {SUMS, FROZEN_FILES} <= files.keys():
        raise _refused("is no evidence pack", "Name the zip file.")
    return files


def _read_sums(text: str) -> dict[str, str]:
    lines = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in lines}


def _list_differing(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def _require(differing: Iterable[str], problem: str, remedy: str) -> None:
    if names := ", ".join(differing):
        raise _refused(f"{problem}: {names}", remedy)


def _refused(problem: str, remedy: str) -> StoreError:
    return StoreError("evidence.refused", "the pack", f"it {problem}", remedy)
