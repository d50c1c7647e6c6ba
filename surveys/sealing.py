"""Interviews as they are stored, sealed under the key of their round; done in this one place."""

from __future__ import annotations

import json

from surveys.interview import Interview, read_interview, write_interview
from surveys.privacy import RoundKeys


def seal_interview(
    keys: RoundKeys, round_id: int, pseudonym: bytes, person: int, interview: Interview
) -> bytes:
    """The interview as sealed bytes that open only for this round, chat and person."""
    written = json.dumps(write_interview(interview), separators=(",", ":")).encode()
    return keys.sealer.seal(written, _about(round_id, pseudonym, person))


def open_interview(
    keys: RoundKeys, round_id: int, pseudonym: bytes, person: int, sealed: bytes
) -> Interview:
    """The interview behind `seal_interview`.

    Raises:
        SecretKeyError: Under another key, for another chat or person, or altered since.
    """
    opened = keys.sealer.open(sealed, _about(round_id, pseudonym, person))
    return read_interview(json.loads(opened))


def _about(round_id: int, pseudonym: bytes, person: int) -> bytes:
    return b"interview %d %d " % (round_id, person) + pseudonym
