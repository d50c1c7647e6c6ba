"""One process handles the updates of a database; a second one is told so at once."""

from __future__ import annotations

import fcntl
import os
from types import TracebackType
from typing import Self

from surveys.errors import StoreError
from surveys.store.address import database_path, parse_url


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
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                "store.no-lock",
                str(self._path),
                f"the lock file cannot be made ({error.strerror})",
                "Check that its folder exists and that this user may write there.",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise StoreError(
                "store.in-use",
                str(self._path),
                "another process handles the updates of this database",
                "Stop the other `canvass run` first.",
            ) from error
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
