"""Cue lists as files, and what is wrong with one that somebody edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from surveys.errors import RefusedFile
from surveys.loading.document import Document, Route, read_document, suggest
from surveys.loading.shape import check_shape
from surveys.questionnaire import Model
from surveys.safeguarding.cue_list import CueList, Respelling
from surveys.safeguarding.cues import Cue
from surveys.safeguarding.phrases import Phrase, PhraseError, parse_phrase, parse_words
from surveys.safeguarding.reading import read_words

_SHORTEST_BEGINNING = 2
"""Letters before a ``*``; one would take in a tenth of the language."""


class _File(Model):
    """A cue list as an author writes it; one entry a line in each of its texts.

    Attributes:
        language: Its code, which is the file's name.
        status: Who checked it, or that it is a draft.
        note: What an editor should know.
        folds: Spellings that are one: ``sh = s``.
        read_as: Short forms and slips: ``im = i am``.
        words: Lists of words, which may name lists above them.
        never: Phrases that only sound like a cue.
        cues: The phrases of each cue.
    """

    language: str
    status: str
    note: str
    folds: str = ""
    read_as: str = ""
    words: Mapping[str, str] = {}
    never: str = ""
    cues: Mapping[str, str]


def load_cue_list(path: Path) -> CueList:
    """Read the cue list of a language.

    Raises:
        RefusedFile: The file has faults; the error carries all of them.
    """
    document = read_document(path)
    file = check_shape(document, _File, document.data, ()) if document.data else None
    cue_list = _build(document, file) if file else None
    if cue_list is None or document.faults:
        raise RefusedFile(document.name, document.faults)
    return cue_list


def _build(document: Document, file: _File) -> CueList:
    _number_lines(document, file)
    folds = tuple(_read_pairs(document, ("folds",), file.folds))
    spell = CueList("", "", folds, {}, (), {}).fold
    lists: dict[str, frozenset[str]] = {}
    for name, text in file.words.items():
        lists[name] = _read_list(document, ("words", name), text, lists, spell)
    if file.language != Path(document.name).stem:
        remedy = "Give the language the file's name, or the file the language's."
        problem = f"'{file.language}' is not what the file is called"
        document.refuse("cues.language", ("language",), problem, remedy)
    return CueList(
        language=file.language,
        status=file.status,
        folds=folds,
        read_as=_read_respellings(document, file.read_as),
        never=tuple(_read_phrases(document, ("never",), file.never, lists, spell)),
        cues={
            cue: tuple(_read_phrases(document, ("cues", cue), file.cues[cue], lists, spell))
            for cue in _read_cues(document, file)
        },
    )


def _number_lines(document: Document, file: _File) -> None:
    """Let each line of a text be a place of its own, so that a fault can name it."""
    texts: dict[Route, str] = {(name,): getattr(file, name) for name in ("folds", "read_as", "never")}
    texts |= {("words", name): text for name, text in file.words.items()}
    texts |= {("cues", name): text for name, text in file.cues.items()}
    document.lines = dict(document.lines) | {
        (*route, index): document.lines[route] + 1 + index
        for route, text in texts.items()
        if route in document.lines
        for index in range(len(text.splitlines()))
    }


def _read_cues(document: Document, file: _File) -> Iterator[Cue]:
    for name in file.cues:
        if name in set(Cue):
            yield Cue(name)
        else:
            remedy = suggest(name, Cue, f"Cues are {', '.join(Cue)}.")
            document.refuse("cues.unknown-cue", ("cues", name), f"'{name}' is no cue", remedy)
    for cue in Cue:
        if cue not in file.cues:
            remedy = "Add it, with at least one phrase."
            document.refuse("cues.missing-cue", ("cues",), f"cue '{cue}' is missing", remedy)


def _read_phrases(
    document: Document,
    route: Route,
    text: str,
    lists: Mapping[str, frozenset[str]],
    spell: Callable[[str], str],
) -> Iterator[Phrase]:
    empty = True
    for place, line in _list_lines(route, text):
        empty = False
        try:
            yield parse_phrase(line, lists, spell)
        except PhraseError as error:
            _refuse(document, place, line, error)
    if empty and route[0] == "cues":
        document.refuse("cues.empty", route, "it has no phrase", "Write one phrase a line.")


def _read_list(
    document: Document,
    route: Route,
    text: str,
    lists: Mapping[str, frozenset[str]],
    spell: Callable[[str], str],
) -> frozenset[str]:
    words: set[str] = set()
    for place, line in _list_lines(route, text):
        for sign in line.split():
            try:
                words |= parse_words(sign, lists, spell)
            except PhraseError as error:
                _refuse(document, place, sign, error)
    short = [word for word in words if word.endswith("*") and len(word) <= _SHORTEST_BEGINNING]
    if short or not words:
        problem = f"'{short[0]}' takes in too many words" if short else "the list is empty"
        document.refuse("cues.list", route, problem, "Write words, with spaces between them.")
    return frozenset(words)


def _read_respellings(document: Document, text: str) -> dict[str, list[Respelling]]:
    found: dict[str, list[Respelling]] = {}
    for typed, meant in _read_pairs(document, ("read_as",), text):
        words = tuple(word for word in read_words(typed) if word)
        if words:
            found.setdefault(words[0], []).append((words, tuple(meant.split())))
    for respellings in found.values():
        respellings.sort(key=lambda one: (-len(one[0]), one))
    return found


def _read_pairs(document: Document, route: Route, text: str) -> Iterator[tuple[str, str]]:
    for place, line in _list_lines(route, text):
        left, sign, right = (part.strip() for part in line.partition("="))
        if sign and left:
            yield left, right
        else:
            remedy = "Write what is typed, '=', and what it is read as."
            document.refuse("cues.pair", place, f"'{line}' has no two sides", remedy)


def _list_lines(route: Route, text: str) -> Iterator[tuple[Route, str]]:
    """The lines that say something, each with its place."""
    for index, line in enumerate(text.splitlines()):
        said = normalize("NFKC", line.partition("#")[0]).strip().casefold()
        if said:
            yield (*route, index), said


def _refuse(document: Document, place: Route, line: str, error: PhraseError) -> None:
    document.refuse("cues.phrase", place, f"in '{line}', {error.problem}", error.remedy)
