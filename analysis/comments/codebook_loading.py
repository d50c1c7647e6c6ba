"""Codebooks from files: YAML by the name of a plan that ships or by path, checked as a whole.

How YAML is read, `analysis.plan_files` tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.comments.codebook import ALONE, SAFE, Codebook, Markers, Nature, Plainly, Theme
from analysis.comments.cues import CueError, read_cue
from analysis.comments.words import words_of
from analysis.plan_files import PlanFile
from surveys.errors import CodebookRefused, Fault

FILE = "themes.yaml"
USUAL = "tower-hamlets-consultation"
"""The plan whose codebook reads comments of rounds whose own plan has none."""
_KIND = PlanFile("codebook", FILE, CodebookRefused)
REQUIRED = (*ALONE, SAFE)
"""Codes that coding gives by rule, so that every codebook has them."""
_FEAR_CUES = frozenset({"problem", "unless", "beside"})
_CUES = ("cues", "problem", "protective", "ask", "weak", "unless")
_MARKERS = (
    *("ask", "ask_throughout", "conditional", "lack", "praise", "content", "undone"),
    *("better", "against", "unless", "denied_after"),
)
_SINGLE = ("negators", "between")
_ANSWERS = ("answers_no", "answers_yes")
_CODE = re.compile("[a-z][a-z0-9_]*")
"""What an analyst can type into a sheet (`cells`)."""

_LONGEST_LABEL, _LONGEST_TITLE = 100, 200


def load_codebook(name_or_path: str | Path) -> Codebook:
    """The codebook of that plan among those that ship, or of that file or folder.

    Raises:
        CodebookRefused: The file is missing or has faults; all of them are told at once.
    """
    path = _KIND.find(name_or_path)
    text = _KIND.read_text(name_or_path)
    return _build(_KIND.read_fields(text, path.name), path.name)


def choose_codebook(*plans: str) -> Codebook:
    """The codebook of the first of these plans that has one, or else the one that ships.

    Raises:
        CodebookRefused: It has faults.
    """
    paths = ((plan, _KIND.find(plan)) for plan in plans)
    having = (plan for plan, path in paths if path.name == FILE and path.is_file())
    return load_codebook(next(having, USUAL))


def codebook_names() -> tuple[str, ...]:
    """The plans that ship with a codebook, in alphabetical order."""
    return _KIND.list_plans()


def _build(content: dict[str, Any], place: str) -> Codebook:
    try:
        codebook = Codebook.model_validate(content)
    except ValidationError as error:
        faults = [_from_pydantic(detail, place) for detail in error.errors()]
        raise CodebookRefused(place, faults) from error
    faults = list(find_faults(codebook, place))
    if faults:
        raise CodebookRefused(place, faults)
    return codebook


def find_faults(codebook: Codebook, place: str) -> Iterator[Fault]:
    """Everything that does not hold together within the codebook."""
    yield from _find_words_faults(codebook.title, f"{place}: title", _LONGEST_TITLE)
    for code, times in Counter(codebook.codes).items():
        if times > 1:
            yield Fault(
                "codebook.duplicate",
                f"{place}: theme {code}",
                f"the code is used {times} times",
                "Give each theme its own code.",
            )
    for code in REQUIRED:
        if code not in codebook.codes:
            yield Fault(
                "codebook.no-theme",
                place,
                f"there is no theme {code}, which coding needs",
                "Add it; its label and definition are yours.",
            )
    for theme in codebook.themes:
        yield from _find_theme_faults(theme, codebook, f"{place}: theme {theme.code}")
    yield from _find_marker_faults(codebook.markers, codebook, f"{place}: markers")
    yield from _find_single_faults(codebook.says_nothing, f"{place}: says_nothing")
    yield from _find_single_faults(codebook.wants_contact, f"{place}: wants_contact")
    for one in codebook.plainly:
        yield from _find_plainly_faults(one, codebook, f"{place}: plainly")
    for name, words in codebook.lists.items():
        yield from _find_single_faults(words, f"{place}: list {name}")
    yield from _find_spelling_faults(codebook, place)


def _find_words_faults(text: str, where: str, longest: int) -> Iterator[Fault]:
    """Words that stand in reports and pictures are one line that shows what it is."""
    if not text or len(text) > longest or text != " ".join(text.split()) or not text.isprintable():
        yield Fault(
            "codebook.words",
            where,
            f"it is empty, over {longest} characters, not one plain line, or has signs that "
            "cannot be seen",
            "Write a few words in one line.",
        )


def _find_theme_faults(theme: Theme, codebook: Codebook, where: str) -> Iterator[Fault]:
    yield from _find_words_faults(theme.label, f"{where}, label", _LONGEST_LABEL)
    if not _CODE.fullmatch(theme.code):
        yield Fault(
            "codebook.code",
            where,
            "its code is not small letters, digits and underscores after a letter",
            "Write it as lighting or drugs_use, for analysts type it into sheets.",
        )
    for field in _CUES:
        yield from _find_cue_faults(getattr(theme, field), codebook, f"{where}, {field}")
    for beside in theme.beside:
        yield from _find_cue_faults(beside.cues, codebook, f"{where}, beside")
    named = (*theme.gives_way_to, *(code for beside in theme.beside for code in beside.themes))
    for code in dict.fromkeys(named):
        if code not in codebook.codes or code == theme.code:
            yield Fault(
                "codebook.unknown-code",
                where,
                f"it names {code}, which is not another theme",
                f"Name one of {', '.join(codebook.codes)}.",
            )
    used = {field for field in (*_CUES, "beside") if getattr(theme, field)}
    if theme.nature is Nature.ALONE and (used or theme.code not in ALONE):
        yield Fault(
            "codebook.alone",
            where,
            "it stands alone, which is for comments without a theme and takes no cues",
            f"Make it a trouble or a help; only {', '.join(ALONE)} stand alone.",
        )
    if theme.nature is Nature.FEAR and used - _FEAR_CUES:
        yield Fault(
            "codebook.fear",
            where,
            f"a fear is always a problem, and it has {', '.join(sorted(used - _FEAR_CUES))}",
            "Give its cues as `problem`, and phrases that are none of it as `unless`.",
        )


def _find_marker_faults(markers: Markers, codebook: Codebook, where: str) -> Iterator[Fault]:
    for field in _MARKERS:
        yield from _find_cue_faults(getattr(markers, field), codebook, f"{where}, {field}")
    for field in _SINGLE:
        yield from _find_single_faults(getattr(markers, field), f"{where}, {field}")
    for field in _ANSWERS:
        for said in getattr(markers, field):
            yield from _find_plain_words_faults(said, f"{where}, {field}")


def _find_cue_faults(cues: Iterable[str], codebook: Codebook, where: str) -> Iterator[Fault]:
    for cue in cues:
        try:
            read_cue(cue, codebook.lists)
        except CueError as error:
            yield Fault(
                "codebook.cue",
                where,
                f"the cue {cue!r} cannot be read: {error}",
                "Write plain words, stems such as light*, lists such as <women>, gaps .. or ...",
            )
    for cue, times in Counter(cues).items():
        if times > 1:
            yield Fault(
                "codebook.repeated",
                where,
                f"the cue {cue!r} stands there {times} times",
                "Keep one.",
            )


def _find_single_faults(words: Iterable[str], where: str) -> Iterator[Fault]:
    for word in words:
        try:
            single = len(read_cue(word, {})) == 1
        except CueError:
            single = False
        if not single:
            yield Fault(
                "codebook.word",
                where,
                f"{word!r} is not one word or stem once contractions are written out",
                "Give single words; a phrase is a cue.",
            )


def _find_plainly_faults(one: Plainly, codebook: Codebook, where: str) -> Iterator[Fault]:
    yield from _find_cue_faults((*one.said, *one.before), codebook, where)
    for said in one.said:
        yield from _find_plain_words_faults(said, where)


def _find_plain_words_faults(said: str, where: str) -> Iterator[Fault]:
    if set(said) & set("|.*<"):
        yield Fault(
            "codebook.plainly",
            where,
            f"{said!r} is not words alone, so that nobody knows how many words it takes up",
            "Write each phrase out; only what stands in `before` may be a cue.",
        )


def _find_spelling_faults(codebook: Codebook, place: str) -> Iterator[Fault]:
    for slip, meant in codebook.spellings.items():
        if len(words_of(slip)) != 1 or not words_of(meant) or slip == meant:
            yield Fault(
                "codebook.spelling",
                f"{place}: spellings",
                f"{slip!r} is set right to {meant!r}",
                "Give the slip, one word, and the word that is meant.",
            )


def _from_pydantic(detail: Any, place: str) -> Fault:
    where = ".".join(str(part) for part in detail["loc"])
    remedy = (
        "Remove it, or correct its name."
        if detail["type"] == "extra_forbidden"
        else "Give this field as the shipped codebook does."
    )
    return Fault("codebook.field", f"{place}: {where}", detail["msg"], remedy)
