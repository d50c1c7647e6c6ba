"""Codebooks from files: YAML by the name of a plan that ships or by path, checked as a whole.

YAML scalars are read as text, so that a cue such as ``no``, ``101`` or ``off`` stays the word it
is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from analysis.comments.codebook import ALONE, SAFE, Codebook, Markers, Nature, Theme
from analysis.comments.cues import CueError, read_cue
from analysis.comments.words import words_of
from analysis.plan_loading import PLANS
from surveys.errors import CodebookRefused, Fault

FILE = "themes.yaml"
REQUIRED = (*ALONE, SAFE)
"""Codes that coding gives by rule, so that every codebook has them."""
_CUES = ("cues", "problem", "protective", "ask", "weak", "unless")
_MARKERS = (
    *("ask", "ask_throughout", "lack", "praise", "better", "against"),
    *("unless", "denied_after"),
)
_SINGLE = ("negators", "between")


def load_codebook(name_or_path: str | Path) -> Codebook:
    """The codebook of that plan among those that ship, or of that file or folder.

    Raises:
        CodebookRefused: The file is missing or has faults; all of them are told at once.
    """
    path = _find_file(name_or_path)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise _refuse(
            str(name_or_path),
            "codebook.missing",
            f"no codebook can be read at {path}",
            f"Name one of {', '.join(codebook_names())}, or a {FILE} file.",
        ) from error
    return _build(_read_yaml(text, path.name), path.name)


def codebook_names() -> tuple[str, ...]:
    """The plans that ship with a codebook, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in PLANS.glob(f"*/{FILE}")))


def _find_file(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.is_dir():
        return path / FILE
    return path if path.suffix in {".yaml", ".yml"} else PLANS / path.name / FILE


def _read_yaml(text: str, place: str) -> dict[str, Any]:
    try:
        content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes text only
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise _refuse(place, "codebook.yaml", problem, "Mend the YAML.") from error
    if not isinstance(content, dict):
        raise _refuse(
            place,
            "codebook.shape",
            "the file is not a mapping of fields",
            "Start from a codebook that ships.",
        )
    return content


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
    for name, words in codebook.lists.items():
        yield from _find_single_faults(words, f"{place}: list {name}")
    yield from _find_spelling_faults(codebook, place)


def _find_theme_faults(theme: Theme, codebook: Codebook, where: str) -> Iterator[Fault]:
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
    has_cues = any(getattr(theme, field) for field in _CUES) or theme.beside
    if theme.nature is Nature.ALONE and (has_cues or theme.code not in ALONE):
        yield Fault(
            "codebook.alone",
            where,
            "it stands alone, which is for comments without a theme and takes no cues",
            f"Make it a trouble or a help; only {', '.join(ALONE)} stand alone.",
        )


def _find_marker_faults(markers: Markers, codebook: Codebook, where: str) -> Iterator[Fault]:
    for field in _MARKERS:
        yield from _find_cue_faults(getattr(markers, field), codebook, f"{where}, {field}")
    for field in _SINGLE:
        yield from _find_single_faults(getattr(markers, field), f"{where}, {field}")


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


def _refuse(place: str, code: str, problem: str, remedy: str) -> CodebookRefused:
    return CodebookRefused(place, [Fault(code, place, problem, remedy)])
