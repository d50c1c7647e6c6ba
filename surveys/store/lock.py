"""Locks: one process handles the updates of a database, and one makes a frozen folder."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from surveys.errors import StoreError
from surveys.private_files import make_folder
from surveys.store.address import database_path, parse_url

LOCK_SECONDS = 0.2


class FolderLock:
    """Held while a process makes a folder; another that wants to make it waits its turn."""

    def __init__(self, folder: Path) -> None:
        self._path = lock_path(folder)
        self._descriptor: int | None = None

    async def __aenter__(self) -> Self:
        """Wait for the lock and take it.

        Raises:
            StoreError: When its file, or the folder above it, cannot be made.
        """
        try:
            make_folder(self._path.parent)
        except OSError as error:
            raise StoreError(
                "store.not-frozen",
                str(self._path.parent),
                f"the folder cannot be made ({error.strerror})",
                "Make DATA_DIR writable, then close the round again; nothing is lost.",
            ) from error
        descriptor = _open_lock(self._path)
        while not _take(descriptor):  # noqa: ASYNC110  # another process gives it back
            await asyncio.sleep(LOCK_SECONDS)
        self._descriptor = descriptor
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; its file stays."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """The same lock for what takes a moment and waits for nothing else.

    Raises:
        StoreError: When its file cannot be made.
    """
    descriptor = _open_lock(lock_path(folder))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class WriterLock:
    """Held while a process handles updates; the system frees it when the process ends.

    Other programs may open the database meanwhile, to add or close a round for example.
    """

    def __init__(self, url: str) -> None:
        path = database_path(parse_url(url))
        self._path = path.with_name(path.name + ".lock")
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises:
            StoreError: When another process holds it, or its file cannot be made.
        """
        descriptor = _open_lock(self._path)
        if not _take(descriptor):
            os.close(descriptor)
            raise StoreError(
                "store.in-use",
                str(self._path),
                "another process handles the updates of this database",
                "Stop the other `canvass run` first.",
            )
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back. Its file stays: removing it would let two processes hold one each."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def lock_path(folder: Path) -> Path:
    """The file of the lock of a folder, beside it."""
    return folder.with_name(f".{folder.name}.lock")


def _open_lock(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            "store.no-lock",
            str(path),
            f"the lock file cannot be made ({error.strerror})",
            "Check that its folder exists and that this user may write there.",
        ) from error


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
