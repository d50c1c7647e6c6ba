"""Sub-keys, keyed hashes and seals: the primitives that keys are used with.

AES-256-GCM with random 96-bit nonces (NIST SP 800-38D), sub-keys by HKDF-SHA256 (RFC 5869),
pseudonyms and receipt hashes by HMAC-SHA256 cut to 128 bits (RFC 2104).
"""

from __future__ import annotations

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveys.errors import SecretKeyError

KEY_BYTES = 32
NONCE_BYTES = 12


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
