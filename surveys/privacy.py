"""Keys, seals, pseudonyms and receipts: what keeps answers and identity apart.

The master key of the settings opens nothing but other keys. Each round has a random key of its own,
kept wrapped in a file outside the database; destroying that file makes whatever was sealed for the
round unreadable, in the database and in every backup of it. What waits in the inbox and the outbox
is sealed under keys of their own that are renewed and destroyed within minutes.

Primitives: AES-256-GCM with random 96-bit nonces (NIST SP 800-38D), sub-keys by HKDF-SHA256
(RFC 5869), pseudonyms and receipt hashes by HMAC-SHA256 cut to 128 bits (RFC 2104).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveys.errors import SecretKeyError

KEY_BYTES = 32
NONCE_BYTES = 12
NEW_KEY_REMEDY = "Make one with `canvass new-key` and set SECRET_KEY (or SECRET_KEY_FILE) to it."
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_CHARACTERS = 10
INVITATION_CHARACTERS = 16
"""Of another length than a receipt, so that neither can be taken for the other."""
STAFF_KEY = "staff"
CONTACTS_KEY = "contacts"
AUDIT_KEY = "audit"
KEY_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def new_master_key() -> str:
    """A fresh master key as text for the settings: urlsafe base64 of 32 random bytes."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def derive(key: bytes, purpose: str) -> bytes:
    """A 32-byte sub-key for one purpose, so that no key is ever used for two things."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"canvass {purpose}".encode()).derive(key)


def keyed_hash(key: bytes, value: bytes, length: int) -> bytes:
    """HMAC-SHA256 of a value, cut to a length in bytes."""
    return hmac.digest(key, value, "sha256")[:length]


class Sealer:
    """Seals and opens bytes under one key.

    `about` is authenticated and not stored: a sealed value opens only for what it was sealed about
    (such as the interview it belongs to), so that rows cannot be exchanged for one another.
    """

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """The nonce, the encrypted bytes and their tag."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """The bytes behind `seal`.

        Raises:
            SecretKeyError: Under another key, about something else, or altered since.
        """
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            raise SecretKeyError(
                "key.does-not-open",
                "sealed data",
                "it was sealed under another key or altered since",
                "Use the keys that belong to this database; restore both from the same backup.",
            ) from error


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
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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


class RoundKeys:
    """What the key of a round is used for. It is destroyed when the round closes."""

    __slots__ = ("_invitation", "_pseudonym", "_receipt", "_session", "sealer")

    def __init__(self, key: bytes) -> None:
        self.sealer = Sealer(derive(key, "round seal"))
        self._invitation = derive(key, "round invitation")
        self._pseudonym = derive(key, "round pseudonym")
        self._receipt = derive(key, "round receipt")
        self._session = derive(key, "round session")

    def pseudonym(self, chat_id: int) -> bytes:
        """What stands for a chat in this round and in no other: 16 bytes."""
        return keyed_hash(self._pseudonym, chat_id.to_bytes(8, signed=True), 16)

    def session_pseudonym(self, nonce: bytes) -> bytes:
        """What stands for the person of a session in this round: 16 bytes.

        The nonce alone leads to nobody: once this key is destroyed, an old copy of it is worthless.
        """
        return keyed_hash(self._session, nonce, 16)

    def receipt_hash(self, code: str) -> bytes:
        """What is stored for a receipt code: 16 bytes.

        Raises:
            ValueError: When it is not a receipt code (see `normalise_receipt`).
        """
        receipt = normalise_receipt(code)
        if receipt is None:
            raise ValueError("not a receipt code")
        return keyed_hash(self._receipt, receipt.encode("ascii"), 16)

    def code_hash(self, code: str) -> bytes:
        """What is stored for an invitation code: 16 bytes.

        Raises:
            ValueError: When it is not one (see `surveys.reach.normalise_invitation_code`).
        """
        invitation = read_code(code, INVITATION_CHARACTERS)
        if invitation is None:
            raise ValueError("not an invitation code")
        return keyed_hash(self._invitation, invitation.encode("ascii"), 16)


class PersonKeys:
    """What stands for a chat outside rounds, and the seal of how to reach it.

    Each use derives its own keys from a key of its own, so that the same chat looks different among
    staff, among contacts and in every round.

    Args:
        key: A key of the ring.
        use: What it is used for, in the names of what is derived from it.
    """

    __slots__ = ("_person", "sealer")

    def __init__(self, key: bytes, use: str) -> None:
        self.sealer = Sealer(derive(key, f"{use} seal"))
        self._person = derive(key, f"{use} person")

    def person(self, chat_id: int) -> bytes:
        """What stands for a chat here and nowhere else: 16 bytes."""
        return keyed_hash(self._person, chat_id.to_bytes(8, signed=True), 16)


class StaffKeys(PersonKeys):
    """What the key named `STAFF_KEY` is used for: members of staff and invitations to join them."""

    __slots__ = ("_invitation",)

    def __init__(self, key: bytes) -> None:
        super().__init__(key, "staff")
        self._invitation = derive(key, "staff invitation")

    def invitation_hash(self, token: str) -> bytes:
        """What is stored for the token of an invitation: 16 bytes."""
        return keyed_hash(self._invitation, token.encode(), 16)


class ContactKeys(PersonKeys):
    """What the key named `CONTACTS_KEY` is used for: people who asked to be told of something."""

    __slots__ = ()

    def __init__(self, key: bytes) -> None:
        super().__init__(key, "contacts")


class TransitKeys:
    """Keys of what waits in the inbox or the outbox, each for a short time.

    What waits names a chat. Wiping it leaves earlier copies in write-ahead logs and backups, so the
    key that sealed it must not outlive it: a new key is taken up now and then, and the earlier ones
    are destroyed once nothing that waits needs them.

    Args:
        ring: Where the keys are.
        kind: Beginning of their names: ``inbox`` or ``outbox``.
        random: Gives random bytes.
    """

    def __init__(self, ring: KeyRing, kind: str, random: Callable[[int], bytes]) -> None:
        self._ring = ring
        self._kind = kind
        self._random = random
        self._sealers: dict[bytes, Sealer] = {}
        self._lane = random(KEY_BYTES)
        self._earlier = {name for name in ring.names() if name.startswith(f"{kind}-")}
        self._current = self._make()

    @property
    def has_earlier(self) -> bool:
        """Whether keys are left that only waiting things still need."""
        return bool(self._earlier)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """The number of the present key, and what `Sealer.seal` gives under it."""
        return self._current + self._sealers[self._current].seal(plain, about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """The bytes behind `seal`.

        Raises:
            SecretKeyError: When the key is destroyed or another, or the bytes were altered.
        """
        number = sealed[:_NUMBER_BYTES]
        sealer = self._sealers.get(number)
        if sealer is None:
            sealer = self._sealers[number] = Sealer(self._ring.get(self._name(number)))
        return sealer.open(sealed[_NUMBER_BYTES:], about)

    def renew(self) -> None:
        """Take up a new key; the earlier ones stay until `destroy_earlier`."""
        self._earlier.add(self._name(self._current))
        self._current = self._make()

    def destroy_earlier(self) -> None:
        """Destroy all keys but the present one."""
        for name in self._earlier:
            self._ring.destroy(name)
        self._earlier.clear()
        self._sealers = {self._current: self._sealers[self._current]}

    def lane(self, chat_id: int) -> bytes:
        """What keeps order and pace within a chat, in this process only: 8 bytes."""
        return keyed_hash(self._lane, chat_id.to_bytes(8, signed=True), 8)

    def _make(self) -> bytes:
        number = self._random(_NUMBER_BYTES)
        self._sealers[number] = Sealer(self._ring.create(self._name(number)))
        return number

    def _name(self, number: bytes) -> str:
        return f"{self._kind}-{number.hex()}"


_NUMBER_BYTES = 8


def new_receipt(random: Callable[[int], bytes]) -> str:
    """A receipt code of 50 random bits, written to be copied by hand: ``7QK4-M2XD-9T``.

    Args:
        random: Gives that many random bytes; `os.urandom` outside tests.
    """
    return group_code(draw_code(random, RECEIPT_CHARACTERS))


def normalise_receipt(text: str) -> str | None:
    """A receipt code as somebody typed it, in its one spelling; None when it is not one.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1; digits of any script count.
    """
    code = read_code(text, RECEIPT_CHARACTERS)
    return None if code is None else group_code(code)


def draw_code(random: Callable[[int], bytes], characters: int) -> str:
    """A random code of so many characters, with five random bits in each."""
    count = (5 * characters + 7) // 8
    bits = int.from_bytes(random(count)) >> 8 * count - 5 * characters
    return "".join(CROCKFORD[bits >> shift & 31] for shift in range(5 * (characters - 1), -1, -5))


def group_code(code: str) -> str:
    """A code with a dash after every four characters, to be copied by hand."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str, characters: int) -> str | None:
    """A code of so many characters as somebody typed it, without dashes; None when it is none.

    It is as forgiving as `normalise_receipt` says.
    """
    if len(text) > 64:
        return None
    kept = (character for character in text.upper() if character.isalnum())
    code = "".join(
        str(unicodedata.digit(character)) if character.isdigit() else character
        for character in kept
    ).translate(str.maketrans("OIL", "011"))
    return code if len(code) == characters and set(code) <= set(CROCKFORD) else None


def _write_durably(path: Path, content: bytes) -> None:
    """Write a new private file so that after a crash it is either whole or not there.

    Raises:
        FileExistsError: When there is a file of that name; it stays as it is.
    """
    draft = path.with_suffix(f".{os.urandom(4).hex()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
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
