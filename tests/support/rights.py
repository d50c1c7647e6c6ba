"""Who may read files: what a test makes while the system would let everybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE

OWNER_ALONE = {"file": {0o600}, "folder": {0o700}}


@contextmanager
def let_everybody_read() -> Iterator[None]:
    """Nothing is taken from the rights that a file is made with."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def find_rights(folder: Path) -> dict[str, set[int]]:
    """The rights of a folder with everything in it, by what they are of."""
    found: dict[str, set[int]] = {"file": set(), "folder": set()}
    for path in (folder, *folder.rglob("*")):
        found["folder" if path.is_dir() else "file"].add(S_IMODE(path.stat().st_mode))
    return found
