"""How people find their way to a round: links, the codes in them, and what a link carries.

A venue's code is printed on its poster and is no secret. An invitation code goes in one letter and
lets one person in, so it cannot be guessed: 80 random bits. Neither says anything of a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from surveys.codes import INVITATION_CHARACTERS, draw_code, group_code, read_code
from surveys.errors import RoundError
from surveys.round_checks import ROUND_NAME

VENUE_CHARACTERS = 6
LONGEST_VENUE_NAME = 60

# What Telegram lets a link carry.
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BOT = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


class PayloadKind(StrEnum):
    """What a link leads to."""

    VENUE = "v"
    INVITATION = "i"
    STAFF = "staff"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class Payload:
    """What a link carries to the bot: the text after ``/start``.

    Attributes:
        kind: What it leads to.
        code: A venue's code, an invitation code with its dashes, a token, or a round's name.
    """

    kind: PayloadKind
    code: str

    def write(self) -> str:
        """The payload as a link carries it; `read_payload` is its inverse.

        Raises:
            ValueError: When it would not read back as the same.
        """
        code = self.code.replace("-", "") if self.kind is PayloadKind.INVITATION else self.code
        text = code if self.kind is PayloadKind.ROUND else f"{self.kind}_{code}"
        if read_payload(text) != self:
            raise ValueError(f"not what a link to a {self.kind} can carry")
        return text


def read_payload(text: str) -> Payload | None:
    """The payload that came with ``/start``; None when it is none of ours.

    Codes are read as forgivingly as typed ones: a link on paper is typed by hand as well. No name
    of a round has an underscore, so none can be taken for another kind.
    """
    if not _PAYLOAD.fullmatch(text):
        return None
    before, underscore, after = text.partition("_")
    if not underscore:
        return Payload(PayloadKind.ROUND, text) if ROUND_NAME.fullmatch(text) else None
    match before:
        case PayloadKind.VENUE:
            code = read_code(after, VENUE_CHARACTERS)
        case PayloadKind.INVITATION:
            code = normalise_invitation_code(after)
        case PayloadKind.STAFF:
            code = after
        case _:
            code = None
    return Payload(PayloadKind(before), code) if code else None


def new_venue_code(random: Callable[[int], bytes]) -> str:
    """A venue's code: six characters.

    Args:
        random: Gives that many random bytes; `os.urandom` outside tests.
    """
    return draw_code(random, VENUE_CHARACTERS)


def new_invitation_code(random: Callable[[int], bytes]) -> str:
    """An invitation code of 80 random bits, to be copied by hand: ``7QK4-M2XD-9TB0-V5HC``.

    Args:
        random: Gives that many random bytes; `os.urandom` outside tests.
    """
    return group_code(draw_code(random, INVITATION_CHARACTERS))


def normalise_invitation_code(text: str) -> str | None:
    """An invitation code as somebody typed it, in its one spelling; None when it is not one.

    It is as forgiving as `surveys.codes.normalise_receipt`; a receipt is shorter, so that what is
    typed can only be one of the two.
    """
    code = read_code(text, INVITATION_CHARACTERS)
    return None if code is None else group_code(code)


def link(bot_username: str, payload: Payload) -> str:
    """The link that opens the bot in Telegram with a payload.

    Args:
        bot_username: The bot's name in Telegram, with or without ``@``.
        payload: What the link carries.

    Raises:
        RoundError: When no bot can have that name.
    """
    name = bot_username.removeprefix("@")
    if not _BOT.fullmatch(name):
        raise RoundError(
            "reach.bot",
            f"bot {bot_username!r}",
            "no bot can have this name in Telegram",
            "Give the name that @BotFather shows, such as ExampleSurveyBot.",
        )
    return f"https://t.me/{name}?start={payload.write()}"


def check_venue_name(name: str) -> str:
    """A venue's name as it is kept: with single spaces.

    Raises:
        RoundError: When it cannot be printed and listed.
    """
    tidy = " ".join(name.split())
    if not is_plain_name(tidy, LONGEST_VENUE_NAME):
        raise RoundError(
            "reach.venue",
            f"venue {name[:LONGEST_VENUE_NAME]!r}",
            "its name cannot be used",
            f"Use 1 to {LONGEST_VENUE_NAME} characters, the first of them a letter or digit.",
        )
    return tidy


def is_plain_name(name: str, longest: int) -> bool:
    """Whether a name can stand in a list: one line, and nothing that a spreadsheet computes.

    A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula.
    """
    return 0 < len(name) <= longest and name.isprintable() and name[0].isalnum()
