"""What each key is used for, which keeps answers and identity apart: pseudonyms, hashes and seals.

Each round has a random key of its own (see `surveys.keyring`); with its file, whatever was sealed
for the round is destroyed. What waits in the inbox and the outbox is sealed under keys of their own
that are renewed and destroyed within minutes.
"""

from __future__ import annotations

from collections.abc import Callable

from surveys.codes import INVITATION_CHARACTERS, normalise_receipt, read_code
from surveys.keyring import KeyRing
from surveys.seals import KEY_BYTES, Sealer, derive, keyed_hash

STAFF_KEY = "staff"
CONTACTS_KEY = "contacts"
AUDIT_KEY = "audit"
_NUMBER_BYTES = 8


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
