"""Codes that people copy by hand: how they are drawn, written and read as somebody typed them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_CHARACTERS = 10
INVITATION_CHARACTERS = 16
"""Of another length than a receipt, so that neither can be taken for the other."""


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
