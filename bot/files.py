"""Files that are made together: all of them are there in the end, or everything is as it was.

They are written beside their places first, so that what can fail has failed before anything is
replaced. A folder that is not there yet appears in one step with everything in it. Into a folder
that is there each file is moved in one step; when one of them cannot be, those before it are put
back. A process that is killed between two of these steps leaves whole files, some of them as they
were before, and nothing half-written; running the same command again makes good the rest.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from surveys.errors import RoundError
from surveys.private_files import make_folder, open_file

_DRAFT, _EARLIER = "canvass-draft", "canvass-earlier"

MOST_LISTED = 10
"""Files that are told one by one."""


class Drafts:
    """Files beside the places where they are to be; `keep` moves them there, leaving removes them.

    Args:
        files: What is to be in them.
        folder: A folder that all of them are in; made with them where it is not there yet.
        private: Whether nobody but their owner may read them, and the folders made for them.
    """

    def __init__(
        self, files: Mapping[Path, bytes], folder: Path | None = None, *, private: bool = False
    ) -> None:
        self._files = files
        self._new = folder if folder is not None and not folder.exists() else None
        self._private = private
        self._made: list[Path] = []
        self._moved: list[Path] = []

    def __enter__(self) -> Self:
        """Write the drafts.

        Raises:
            RoundError: When one of them cannot be written, or a folder is where a file is to be.
        """
        place = Path()
        try:
            if self._new is not None:
                shutil.rmtree(_beside(self._new, _DRAFT), ignore_errors=True)
            for place, content in self._files.items():
                if place.is_dir():
                    raise IsADirectoryError(21, os.strerror(21))
                draft = self._draft_of(place)
                self._make_folders(draft.parent)
                self._write(draft, content)
        except OSError as error:
            self._clear()
            raise _not_written(place, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not kept."""
        self._clear()

    def keep(self) -> None:
        """Move the drafts to their places.

        Raises:
            RoundError: When one of them cannot be moved; everything is as it was then.
        """
        place = self._new or Path()
        try:
            if self._new is not None:
                _beside(self._new, _DRAFT).rename(self._new)
            else:
                for place in self._files:
                    self._move(place)
        except BaseException as error:
            self._put_back()
            if isinstance(error, OSError):
                raise _not_written(place, error) from error
            raise
        self._made.clear()

    def _move(self, place: Path) -> None:
        if place.exists():
            _keep_copy(place, _beside(place, _EARLIER))
        self._draft_of(place).replace(place)
        self._moved.append(place)

    def _put_back(self) -> None:
        for place in reversed(self._moved):
            earlier = _beside(place, _EARLIER)
            if earlier.exists():
                earlier.replace(place)
            else:
                place.unlink()

    def _draft_of(self, place: Path) -> Path:
        if self._new is None:
            return _beside(place, _DRAFT)
        return _beside(self._new, _DRAFT) / place.relative_to(self._new)

    def _write(self, draft: Path, content: bytes) -> None:
        """Write a file to the disk itself: what is moved is whole after a cut of the power."""
        draft.unlink(missing_ok=True)  # a run that was killed may have left one
        with open_file(draft) if self._private else draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _make_folders(self, folder: Path) -> None:
        missing = [one for one in (folder, *folder.parents) if not one.exists()][::-1]
        self._made += missing
        for one in missing if self._private else ():
            make_folder(one)
        folder.mkdir(parents=True, exist_ok=True)

    def _clear(self) -> None:
        for place in self._files:
            for made in (self._draft_of(place), _beside(place, _EARLIER)):
                with suppress(FileNotFoundError, NotADirectoryError):  # it was never made
                    made.unlink()
        for folder in reversed(self._made):
            with suppress(OSError):  # somebody put something of their own there meanwhile
                folder.rmdir()


def check_folder_to_be(folder: Path) -> None:
    """See that nothing but a folder is where a folder is to be, nor above it.

    Raises:
        RoundError: A file is there.
    """
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            raise RoundError(
                "file.no-folder",
                str(place),
                "it is a file, and a folder is needed there",
                "Name a folder, or move the file away.",
            )


def _beside(place: Path, what: str) -> Path:
    return place.with_name(f".{place.name}.{what}")


def _keep_copy(place: Path, copy: Path) -> None:
    """Keep what a file is now under another name, without a moment in which it is missing."""
    copy.unlink(missing_ok=True)
    try:
        copy.hardlink_to(place)
    except OSError:  # not every file system has hard links
        shutil.copy2(place, copy)


def _not_written(place: Path, error: OSError) -> RoundError:
    return RoundError(
        "file.not-written",
        str(place),
        f"it cannot be written ({error.strerror}), and nothing was changed",
        "Choose another place, and run the same command again.",
    )


def list_files(files: Collection[Path], to: Path) -> list[str]:
    """The files, a line each; only how many and where when nobody would read the list."""
    if len(files) > MOST_LISTED:
        return [f"{len(files)} files in {to}"]
    return list(map(str, files))
