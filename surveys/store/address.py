"""Where the database is: its address, checked before anything is opened."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from surveys.errors import StoreError

DRIVER = "sqlite+aiosqlite"


def parse_url(url: str) -> URL:
    """The address of a database, refused unless this version can keep its data there.

    Raises:
        StoreError: When it is no address, or not that of a database in a file.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The address itself is not quoted: it may hold a password.
        raise _refused("it is not the address of a database") from None
    if parsed.drivername != DRIVER:
        raise _refused(f"{parsed.drivername} is not a database that this version can use")
    if not parsed.database or ":memory:" in parsed.database:
        raise _refused("a database in memory would lose every answer")
    return parsed


def database_path(url: URL) -> Path:
    """The file behind the address, without what SQLite reads from a ``file:`` name."""
    return Path(str(url.database).removeprefix("file:"))


def check_file(path: Path, *, create: bool) -> None:
    """Tell what is wrong with the place before the driver does, in clearer words.

    Raises:
        StoreError: When the folder or the file is missing, or is not a file.
    """
    if not path.parent.is_dir():
        raise StoreError(
            "store.no-folder",
            str(path),
            "its folder does not exist",
            f"Make the folder {path.parent}, or set DATABASE_URL to another place.",
        )
    if path.is_dir():
        raise StoreError(
            "store.not-a-database",
            str(path),
            "it is a folder",
            "Set DATABASE_URL to a file in it.",
        )
    if not create and not path.exists():
        raise StoreError(
            "store.missing",
            str(path),
            "there is no database",
            "Check DATABASE_URL; `canvass run` or `canvass round new` makes a new one.",
        )
    if path.exists() and not os.access(path, os.W_OK):
        raise StoreError(
            "store.read-only",
            str(path),
            "the database is read-only",
            "Make the file and its folder writable for this user.",
        )


def _refused(problem: str) -> StoreError:
    return StoreError(
        "store.address",
        "DATABASE_URL",
        problem,
        f"Set it to a file, such as {DRIVER}:///canvass.db.",
    )
