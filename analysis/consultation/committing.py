"""Hashes that prove what a frozen file was, without telling what is in it.

A plain SHA-256 tells whoever can guess a file what it holds: they make every file that it may be
and compare. Answers cannot be guessed. But the manifest holds nothing secret besides the exact
counts of the round, a file of few places little more than one number, and a file of few comments
perhaps nothing but quotes; each is one of a handful of files once the rest is published. So these
are hashed under a key that is itself made from the answers, which only those have who hold the
frozen round. They can make it again, and nobody else can try.

Source: HMAC, RFC 2104; FIPS 198-1. The key is SHA-256 of a fixed prefix and the file of answers; it
cannot be had from the plain SHA-256 of the answers, which is public, because the prefix is first.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys.store.apart import COMMENTS, PLACES
from surveys.store.manifest import MANIFEST, load_manifest

PLAIN, KEYED = "sha256", "hmac-sha256"
GUESSABLE = frozenset({COMMENTS, MANIFEST, PLACES})
"""Files that could be guessed from what is published of them."""

_ANSWERS = "responses.parquet"
_PREFIX = b"canvass evidence 1\n"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a frozen file was.

    Attributes:
        method: ``sha256``, or ``hmac-sha256`` under the key that the answers make.
        digest: In hexadecimal.
    """

    file: str
    method: str
    digest: str


def commit_files(folder: Path) -> tuple[Commitment, ...]:
    """A hash of every file of a frozen round, in the order of their names.

    Raises:
        StoreError: A file is not what was frozen.
    """
    return tuple(_commit(folder))


def _commit(folder: Path) -> Iterator[Commitment]:
    manifest = load_manifest(folder)
    key = hashlib.sha256(_PREFIX + (folder / _ANSWERS).read_bytes()).digest()
    for name in sorted({*manifest.files, MANIFEST}):
        if name in GUESSABLE:
            content = (folder / name).read_bytes()
            digest = hmac.new(key, content, hashlib.sha256).hexdigest()
            yield Commitment(name, KEYED, digest)
        else:
            yield Commitment(name, PLAIN, manifest.files[name])
