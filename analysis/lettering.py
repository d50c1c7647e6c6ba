"""Letters for pictures: a font that has every character, and text broken into lines.

The font is the one that comes with matplotlib, by its file, so that the same words give the same
picture on every machine. Only text that it cannot write is given to a font of the machine; a
character that no font has becomes a question mark, because a picture must not fail for one letter.
"""
# ruff: noqa: PLC0415  # matplotlib is heavy and needed for pictures only

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_FAMILY = "DejaVu Sans"
_NO_TEXT_FONTS = ("cm", "STIX", "Last Resort", "DejaVu")
_REPLACEMENT = "?"

DRAWING = Lock()
"""matplotlib keeps fonts and the widths of words for the whole process: one drawing at a time."""

Measure = Callable[[str], float]
"""The width of a text in pixels."""


def get_font(text: str, size: float, *, bold: bool = False) -> FontProperties:
    """The font for a text that `make_writable` gave, its size in points.

    Text that the bundled font cannot write is never bold: few fonts of other scripts are.
    """
    from matplotlib.font_manager import FontProperties

    if _covered(_bundled(bold)) >= frozenset(text):
        return FontProperties(fname=_bundled(bold), size=size)
    missing = frozenset(text) - _covered(_bundled(False))
    return FontProperties(family=[_FAMILY, *_find_families(missing)], size=size)


def make_writable(text: str) -> str:
    """The text with a question mark for each character that no font of the machine has."""
    missing = frozenset(text) - _covered(_bundled(False))
    if not missing:
        return text
    found = frozenset[str]().union(*(_covered(_path(name)) for name in _find_families(missing)))
    lost = missing - found
    return "".join(_REPLACEMENT if letter in lost else letter for letter in text)


def wrap_text(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width` pixels, broken between words, and within one that is too long."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}".strip()
        if measure(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *broken, line = _break_word(word, width, measure)
        lines += broken
    return [*lines, line] if line else lines


def _break_word(word: str, width: float, measure: Measure) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and measure(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


@lru_cache(maxsize=2)
def _bundled(bold: bool) -> str:
    from matplotlib import get_data_path

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(get_data_path()) / "fonts" / "ttf" / name)


@lru_cache(maxsize=256)
def _covered(path: str) -> frozenset[str]:
    """The characters that a font file has."""
    from matplotlib.font_manager import get_font as open_font

    return frozenset(chr(code) for code in open_font(path).get_charmap())


@lru_cache(maxsize=256)
def _find_families(missing: frozenset[str]) -> tuple[str, ...]:
    """Families of this machine that together have as many of the characters as can be had."""
    chosen, left = _choose_families(missing)
    if left and _add_new_fonts():
        chosen, _ = _choose_families(missing)
    return chosen


def _choose_families(missing: frozenset[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Families for these characters among those that matplotlib knows, and what they lack."""
    from matplotlib.font_manager import fontManager

    names = {
        entry.name
        for entry in fontManager.ttflist
        if entry.style == "normal" and not entry.name.startswith(_NO_TEXT_FONTS)
    }
    chosen: list[str] = []
    left = missing
    # Noto first: it is made to look alike in all scripts
    for name in sorted(names, key=lambda one: (not one.startswith("Noto Sans"), one)):
        if left & _covered(_path(name)):
            chosen.append(name)
            left -= _covered(_path(name))
        if not left:
            break
    return tuple(chosen), left


@lru_cache(maxsize=1)
def _add_new_fonts() -> bool:
    """Add fonts that were installed after matplotlib wrote its list; tell whether there are any.

    Its list is kept between processes and never looked over again, so that letters of a font
    installed since would stay question marks.
    """
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    new = sorted(set(findSystemFonts()) - known)
    for path in new:
        with suppress(OSError, RuntimeError):  # a file that is no font it can read
            fontManager.addfont(path)
    return bool(new)


@lru_cache(maxsize=256)
def _path(family: str) -> str:
    from matplotlib.font_manager import findfont

    return str(findfont(family, fallback_to_default=False))
