"""What is stored sealed: interviews under the key of their round, chats of people to be told."""

from __future__ import annotations

import json

from surveys.interview import Interview, read_interview, write_interview
from surveys.privacy import PersonKeys, RoundKeys


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


def seal_contact(keys: PersonKeys, chat_id: int) -> tuple[bytes, bytes]:
    """What stands for a chat, and the chat as sealed bytes that open only for that."""
    person = keys.person(chat_id)
    return person, keys.sealer.seal(chat_id.to_bytes(8, signed=True), b"chat " + person)


def open_contact(keys: PersonKeys, person: bytes, sealed: bytes) -> int:
    """The chat behind `seal_contact`.

    Raises:
        SecretKeyError: Under another key, for another person, or altered since.
    """
    return int.from_bytes(keys.sealer.open(sealed, b"chat " + person), signed=True)


def _about(round_id: int, pseudonym: bytes, person: int) -> bytes:
    return b"interview %d %d " % (round_id, person) + pseudonym
