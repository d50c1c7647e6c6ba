"""Joining the staff: the codes that stand for people, and the secrets of invitations."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection
from datetime import timedelta

from surveys.codes import CROCKFORD
from surveys.errors import StaffError

INVITATION_LIFE = timedelta(hours=72)
"""How long an invitation can be taken up; a proposal."""

TOKEN_BYTES = 16
START_PAYLOAD = re.compile(r"staff_([A-Za-z0-9_-]{22})")
CODE_CHARACTERS = 4


def new_staff_code(random: Callable[[int], bytes], taken: Collection[str] = ()) -> str:
    """A staff code that nobody has or had, such as ``S-7QK4``.

    Args:
        random: Gives that many random bytes.
        taken: The codes that were ever given.

    Raises:
        StaffError: When no free code was found, which takes a million members of staff.
    """
    for _ in range(100):
        bits = int.from_bytes(random(3))
        code = "S-" + "".join(CROCKFORD[bits >> 5 * at & 31] for at in range(CODE_CHARACTERS))
        if code not in taken:
            return code
    raise StaffError(
        "staff.no-code", "staff codes", "no free one was found", "Try again; report it if it lasts."
    )


def normalise_code(text: str) -> str:
    """A staff code as somebody typed it, in its one spelling."""
    return text.strip().upper()


def new_invitation_token(random: Callable[[int], bytes]) -> str:
    """The secret of an invitation: 128 random bits in 22 characters that a link can hold."""
    return base64.urlsafe_b64encode(random(TOKEN_BYTES)).decode("ascii").rstrip("=")


def start_payload(token: str) -> str:
    """What stands behind ``start=`` in the link of an invitation; Telegram allows 64 characters."""
    return f"staff_{token}"


def find_token(payload: str) -> str | None:
    """The token of an invitation's start payload; None when it is another payload."""
    read = START_PAYLOAD.fullmatch(payload)
    return read.group(1) if read else None
