"""Cells of the analysts' sheet: codes as text and back, and text that no program takes for a sum.

Codes stand as a readable list, ``lighting (problem, ask); cctv (ask)``, and are typed in the same
way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.comments.codebook import NO_CONTENT, UNTRANSLATED, Codebook, Stance
from analysis.comments.records import Codes

YES, NO = "yes", "no"
_SAID_YES, _SAID_NO = frozenset({"yes", "y", "true", "1"}), frozenset({"", "no", "n", "false", "0"})
_CODE = re.compile(r"([a-z][a-z0-9_]*)\s*(?:\(([^()]*)\))?")
# What a spreadsheet may take for a formula, also after spaces and in full width. Apostrophes before
# it count as well, so that putting one more before is undone by taking one away.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
STANDS_ALONE = frozenset({NO_CONTENT, UNTRANSLATED})
"""Codes that take no stance and stand beside no other."""


class CellError(ValueError):
    """What is wrong in a cell, and what to do about it."""

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.code = code
        self.problem = problem
        self.remedy = remedy


def write_codes(codes: Codes) -> str:
    """Codes with their stances as a readable list."""
    return "; ".join(
        f"{code} ({', '.join(stances)})" if stances else code for code, stances in codes.items()
    )


def read_codes(
    text: str, codebook: Codebook, known: Mapping[str, tuple[Stance, ...]]
) -> dict[str, tuple[Stance, ...]] | None:
    """The codes that an analyst typed, in the order of the codebook; None for an empty cell.

    Args:
        text: The cell.
        codebook: Which codes there are.
        known: The codes that the machine gave: a code of these without a stance keeps its stance.

    Raises:
        CellError: A code or stance is unknown, or they do not go together.
    """
    typed: dict[str, tuple[Stance, ...]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        code, stances = _read_code(part, codebook)
        if code in typed:
            raise CellError(
                "comments.code-twice", f"{code} stands there twice", "Write each code once."
            )
        typed[code] = stances or known.get(code, ())
        _check_stance(code, typed[code])
    alone = STANDS_ALONE & typed.keys()
    if alone and len(typed) > 1:
        raise CellError(
            "comments.code-alone",
            f"{min(alone)} stands beside other codes",
            "Leave it out, or leave the others out.",
        )
    return {code: typed[code] for code in codebook.codes if code in typed} or None


def _read_code(part: str, codebook: Codebook) -> tuple[str, tuple[Stance, ...]]:
    found = _CODE.fullmatch(part.casefold())
    if found is None:
        raise CellError(
            "comments.code-form",
            f"{part!r} is no code",
            "Write codes as lighting (problem, ask); cctv (ask).",
        )
    code = found[1]
    if code not in codebook.codes:
        raise CellError(
            "comments.unknown-code",
            f"{code!r} is not in the codebook",
            "Use a code of the sheet Codebook.",
        )
    typed = [one.strip() for one in re.split("[,+/]", found[2] or "") if one.strip()]
    unknown = [one for one in typed if one not in set(Stance)]
    if unknown:
        raise CellError(
            "comments.unknown-stance",
            f"{unknown[0]!r} is no stance",
            f"Use {', '.join(Stance)}.",
        )
    return code, tuple(one for one in Stance if one in typed)


def _check_stance(code: str, stances: tuple[Stance, ...]) -> None:
    if code in STANDS_ALONE and stances:
        raise CellError(
            "comments.stance-alone", f"{code} takes no stance", f"Write {code} without one."
        )
    if code not in STANDS_ALONE and not stances:
        raise CellError(
            "comments.no-stance",
            f"{code} has no stance",
            f"Say what the comment says of it: {code} (problem), (protective) or (ask).",
        )


def read_switch(text: str) -> bool:
    """Yes or no; an empty cell is no.

    Raises:
        CellError: It is neither.
    """
    typed = text.strip().casefold()
    if typed in _SAID_YES:
        return True
    if typed in _SAID_NO:
        return False
    raise CellError("comments.yes-or-no", f"{text!r} is neither yes nor no", "Write yes or no.")


def write_switch(said: bool, no: str = "") -> str:
    """A switch as it stands in a cell."""
    return YES if said else no


def guard(text: str) -> str:
    """A text that a program reading CSV will not take for a formula; `unguard` takes it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text behind `guard`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
