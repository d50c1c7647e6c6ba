"""Files and folders that nobody but their owner may read: rounds, keys and the database.

What is there already keeps the rights that it has.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_FOLDER, _FILE = 0o700, 0o600


def make_folder(path: Path) -> None:
    """Make a folder where there is none; those above it, made with it, are like any other.

    Raises:
        OSError: It cannot be made, or a file is there.
    """
    path.mkdir(_FOLDER, parents=True, exist_ok=True)


def open_file(path: Path, *, replace: bool = False) -> BinaryIO:
    """Open a file to write it.

    Args:
        path: The file.
        replace: Whether one that is there is written over.

    Raises:
        OSError: It cannot be made, or it is there and not to be written over.
    """
    return open(path, "wb" if replace else "xb", opener=_open)  # needs its opener


def make_file(path: Path) -> None:
    """Make an empty file where there is none, for a program that makes it readable by others.

    Raises:
        OSError: It cannot be made.
    """
    with suppress(FileExistsError):
        open_file(path).close()


def _open(path: str, flags: int) -> int:
    return os.open(path, flags, _FILE)
