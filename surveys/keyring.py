"""The master key of the settings, and the ring of random keys that it wraps.

The master key opens nothing but other keys. Each of those is kept wrapped in a file of its own
outside the database; destroying that file makes whatever was sealed under it unreadable, in the
database and in every backup of it.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from pathlib import Path

from surveys.errors import SecretKeyError
from surveys.private_files import make_folder, open_file
from surveys.seals import KEY_BYTES, Sealer, derive, keyed_hash

NEW_KEY_REMEDY = "Make one with `canvass new-key` and set SECRET_KEY (or SECRET_KEY_FILE) to it."
KEY_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def new_master_key() -> str:
    """A fresh master key as text for the settings: urlsafe base64 of 32 random bytes."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


class MasterKey:
    """The key of the settings. It wraps the keys of a `KeyRing` and opens nothing else."""

    __slots__ = ("_check", "wrapper")

    def __init__(self, key: bytes) -> None:
        self._check = keyed_hash(derive(key, "check"), b"canvass master key", 16).hex()
        self.wrapper = Sealer(derive(key, "wrap"))

    @classmethod
    def from_text(cls, text: str) -> MasterKey:
        """The master key written in the settings.

        Raises:
            SecretKeyError: When it is missing, or is not 32 bytes in urlsafe base64.
        """
        if not text.strip():
            raise SecretKeyError("key.missing", "SECRET_KEY", "it is not set", NEW_KEY_REMEDY)
        try:
            key = base64.b64decode(text.strip().encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            key = b""
        if len(key) != KEY_BYTES:
            raise SecretKeyError(
                "key.malformed", "SECRET_KEY", "it is not 32 bytes in base64", NEW_KEY_REMEDY
            )
        return cls(key)

    def check_value(self) -> str:
        """A value that tells this key from another without telling anything of the key."""
        return self._check


class KeyRing:
    """Named random keys, each wrapped by the master key in a file of its own."""

    def __init__(self, folder: Path, master: MasterKey) -> None:
        self._folder = folder
        self._master = master

    def create(self, name: str) -> bytes:
        """A new random key, on disk before this returns.

        Raises:
            SecretKeyError: When there is one of that name, or the folder cannot be written.
        """
        path = self._path(name)
        key = os.urandom(KEY_BYTES)
        try:
            make_folder(self._folder)
            _write_durably(path, self._master.wrapper.seal(key, name.encode()))
        except OSError as error:
            if isinstance(error, FileExistsError) and self._folder.is_dir():
                raise SecretKeyError(
                    "key.exists", str(path), "there is a key of this name", "Choose another name."
                ) from error
            raise SecretKeyError(
                "key.not-written",
                str(path),
                f"the key cannot be written ({error.strerror})",
                "Make its folder writable for this user.",
            ) from error
        return key

    def find(self, name: str) -> bytes | None:
        """The key of that name, or None when it was never made or is destroyed.

        Raises:
            SecretKeyError: When the master key does not open it, or it cannot be read.
        """
        path = self._path(name)
        try:
            wrapped = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SecretKeyError(
                "key.not-read",
                str(path),
                f"the key cannot be read ({error.strerror})",
                "Make the file readable for this user.",
            ) from error
        try:
            return self._master.wrapper.open(wrapped, name.encode())
        except SecretKeyError as error:
            raise SecretKeyError(
                "key.wrong-master",
                str(path),
                "the master key does not open this key",
                "Set SECRET_KEY to the master key that this installation began with.",
            ) from error

    def get(self, name: str) -> bytes:
        """The key of that name.

        Raises:
            SecretKeyError: When it is not there, or the master key does not open it.
        """
        key = self.find(name)
        if key is None:
            raise SecretKeyError(
                "key.not-found",
                str(self._path(name)),
                "the key file is not there",
                "Restore the folder of keys; without it what was sealed cannot be read.",
            )
        return key

    def ensure(self, name: str) -> bytes:
        """The key of that name, made if it was never made.

        Only for keys that nothing depends on before they exist; a round's is made with its round.

        Raises:
            SecretKeyError: When it cannot be read or written.
        """
        found = self.find(name)
        if found is not None:
            return found
        try:
            return self.create(name)
        except SecretKeyError as error:
            if error.code != "key.exists":
                raise
            return self.get(name)  # another process made it just now

    def destroy(self, name: str) -> None:
        """Overwrite and remove the key; nothing happens when it is already gone.

        A disk may keep older copies of a block in spite of overwriting; what they hold is still
        wrapped by the master key.
        """
        path = self._path(name)
        try:
            with path.open("r+b") as file:
                file.write(os.urandom(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return
        sync_folder(self._folder)

    def names(self) -> tuple[str, ...]:
        """The names of all keys, sorted."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.key")))

    def _path(self, name: str) -> Path:
        if not KEY_NAME.fullmatch(name):
            raise ValueError("not a name for a key")
        return self._folder / f"{name}.key"


def _write_durably(path: Path, content: bytes) -> None:
    """Write a new private file so that after a crash it is either whole or not there.

    Raises:
        FileExistsError: When there is a file of that name; it stays as it is.
    """
    draft = path.with_suffix(f".{os.urandom(4).hex()}.draft")
    file = open_file(draft)
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A rename would replace a key that another process made meanwhile; a link does not.
        os.link(draft, path)
    finally:
        draft.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
