"""Cue lists as files, and what is wrong with one that somebody edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from surveys.errors import RefusedFile
from surveys.loading.document import Document, Route, read_document, suggest
from surveys.loading.shape import check_shape
from surveys.questionnaire import Model
from surveys.safeguarding.cue_list import CueList, Respelling
from surveys.safeguarding.cues import LISTED, Cue
from surveys.safeguarding.phrases import Phrase, PhraseError, parse_phrase, parse_words
from surveys.safeguarding.reading import read_words


class _File(Model):
    """A cue list as an author writes it; one entry a line in each of its texts.

    Attributes:
        language: Its code, which is the file's name.
        status: Who checked it, or that it is a draft.
        note: What an editor should know.
        folds: Spellings that are one: ``sh = s``.
        read_as: Short forms and slips, ``im = i am``; words that are passed over, ``really =``.
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
    cue_list = _Author(document, file).read() if file else None
    if cue_list is None or document.faults:
        raise RefusedFile(document.name, document.faults)
    return cue_list


class _Author:
    """Reads what an author wrote, and notes what cannot be read."""

    def __init__(self, document: Document, file: _File) -> None:
        self._document = document
        self._file = file
        self._spelling = CueList("", "", {}, {}, (), {})
        self._lists: dict[str, frozenset[str]] = {}

    def read(self) -> CueList:
        """The cue list, as far as it can be read."""
        file = self._file
        self._check_language()
        folds = dict(self._read_pairs(("folds",), file.folds))
        respelled = self._read_respelled()
        self._spelling = CueList("", "", folds, respelled, (), {})
        for name, text in file.words.items():
            self._lists[name] = self._read_list(("words", name), text)
        never = tuple(self._read_phrases(("never",), file.never))
        cues = {
            cue: tuple(self._read_phrases(("cues", cue.value), file.cues[cue]))
            for cue in self._read_cues()
        }
        return CueList(file.language, file.status, folds, respelled, never, cues)

    def _check_language(self) -> None:
        if self._file.language != Path(self._document.name).stem:
            problem = f"'{self._file.language}' is not what the file is called"
            remedy = "Give the language the file's name, or the file the language's."
            self._document.refuse("cues.language", ("language",), problem, remedy)

    def _read_cues(self) -> Iterator[Cue]:
        for name in self._file.cues:
            if name in LISTED:
                yield Cue(name)
            else:
                remedy = suggest(name, LISTED, f"Cues are {', '.join(LISTED)}.")
                problem = f"'{name}' is no cue"
                self._document.refuse("cues.unknown-cue", ("cues", name), problem, remedy)
        for cue in LISTED:
            if cue not in self._file.cues:
                remedy = "Add it, with at least one phrase."
                problem = f"cue '{cue}' is missing"
                self._document.refuse("cues.missing-cue", ("cues",), problem, remedy)

    def _read_phrases(self, route: Route, text: str) -> Iterator[Phrase]:
        empty = True
        for place, line in self._list_lines(route, text):
            empty = False
            try:
                yield parse_phrase(line, self._lists, self._spell)
            except PhraseError as error:
                self._refuse(place, line, error)
        if empty and route[0] == "cues":
            remedy = "Write one phrase a line."
            self._document.refuse("cues.empty", route, "it has no phrase", remedy)

    def _read_list(self, route: Route, text: str) -> frozenset[str]:
        words: set[str] = set()
        for place, line in self._list_lines(route, text):
            for sign in line.split():
                try:
                    words |= parse_words(sign, self._lists, self._spell)
                except PhraseError as error:
                    self._refuse(place, sign, error)
        if not words:
            remedy = "Write words, with spaces between them."
            self._document.refuse("cues.list", route, "the list has no word", remedy)
        return frozenset(words)

    def _spell(self, word: str) -> str:
        """A word of a phrase as words are compared.

        Raises:
            PhraseError: What people type so is read otherwise, so that it never stands.
        """
        for typed, meant in self._spelling.read_as.get(word, ()):
            if typed == (word,) and meant != typed:
                words = " ".join(meant)
                if not words:
                    raise PhraseError(f"'{word}' is passed over", "Leave it out.")
                raise PhraseError(f"'{word}' is read as '{words}'", f"Write '{words}'.")
        return self._spelling.fold(word)

    def _read_respelled(self) -> dict[str, list[Respelling]]:
        found: dict[str, list[Respelling]] = {}
        for typed, meant in self._read_pairs(("read_as",), self._file.read_as):
            words = tuple(word for word in read_words(typed) if word)
            if words:
                found.setdefault(words[0], []).append((words, tuple(meant.split())))
        for respelled in found.values():
            respelled.sort(key=lambda one: (-len(one[0]), one))
        return found

    def _read_pairs(self, route: Route, text: str) -> Iterator[tuple[str, str]]:
        for place, line in self._list_lines(route, text):
            left, sign, right = (part.strip() for part in line.partition("="))
            if sign and left:
                yield left, right
            else:
                remedy = "Write what is typed, '=', and what it is read as."
                problem = f"'{line}' has no two sides"
                self._document.refuse("cues.pair", place, problem, remedy)

    def _list_lines(self, route: Route, text: str) -> Iterator[tuple[Route, str]]:
        """The lines that say something, each as a place of its own for its faults."""
        first = self._document.lines.get(route, 0) + ("\n" in text)
        own = {(*route, index): first + index for index in range(len(text.splitlines()))}
        self._document.lines = {**self._document.lines, **own}
        for index, line in enumerate(text.splitlines()):
            said = normalize("NFKC", line.partition("#")[0]).strip().casefold()
            if said:
                yield (*route, index), said

    def _refuse(self, place: Route, line: str, error: PhraseError) -> None:
        self._document.refuse("cues.phrase", place, f"in '{line}', {error.problem}", error.remedy)
