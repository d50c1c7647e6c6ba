"""The file of invitation codes, from which letters are printed: whole, or not there at all.

It is the only place where codes are ever in clear, so it is private to the user who made it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.errors import RoundError
from surveys.keyring import sync_folder
from surveys.private_files import open_file

COLUMNS = ("code", "link", "stratum")


@dataclass(frozen=True, slots=True)
class CodeFile:
    """A CSV file of codes that gets its name only once its codes are valid.

    Attributes:
        path: The file.
    """

    path: Path

    @property
    def draft(self) -> Path:
        """What it is called until its codes are valid."""
        return self.path.with_name(f"{self.path.name}.draft")

    def check_free(self) -> None:
        """Check that nothing would be overwritten.

        Raises:
            RoundError: When there is a file of that name.
        """
        if self.path.exists():
            raise RoundError(
                "codes.file-exists",
                str(self.path),
                "there is a file of this name, and codes cannot be had twice",
                "Name a file that is not there yet.",
            )

    def find_draft(self) -> list[str] | None:
        """The codes in a draft that an interrupted run left; None when there is no draft."""
        try:
            with self.draft.open(encoding="utf-8", newline="") as file:
                return [row[0] for row in csv.reader(file) if row][1:]
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise self._failed(error) from error

    def write_draft(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Write code, link and stratum of each row; on return they survive a power cut.

        Raises:
            RoundError: When the draft cannot be written; nothing of it is left.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        try:
            file = open_file(self.draft)
        except OSError as error:
            raise self._failed(error) from error
        try:
            with file:
                file.write(text.getvalue().encode())
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.parent)
        except OSError as error:
            self.discard()
            raise self._failed(error) from error

    def finish(self) -> None:
        """Give the draft its name, once its codes are valid.

        Raises:
            RoundError: When that cannot be done; the draft stays, with codes that are valid.
        """
        self.check_free()
        try:
            self.draft.rename(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise self._failed(error) from error

    def discard(self) -> None:
        """Remove the draft, whose codes are not valid."""
        self.draft.unlink(missing_ok=True)

    def _failed(self, error: Exception) -> RoundError:
        reason = error.strerror if isinstance(error, OSError) else type(error).__name__
        return RoundError(
            "codes.file",
            str(self.draft),
            f"the file of codes cannot be read or written ({reason})",
            "Make its folder writable for this user and make room, then try again.",
        )
