"""What analysts corrected, from a sheet that came back: all of it, or every reason why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from analysis.comments.cells import CellError, read_codes, read_switch
from analysis.comments.codebook import Stance
from analysis.comments.doubting import check_doubts
from analysis.comments.quotes import check_may_quote, check_quote, find_theme
from analysis.comments.records import Codes, Coding, Correction, Corrections, Said
from analysis.comments.sentiment import Sentiment
from analysis.comments.sheet import BLIND, Heading, name_batch
from analysis.comments.sheet_reading import SheetRow
from surveys.errors import CommentsRefused, Fault
from surveys.redaction import redact

T = TypeVar("T")

_ORIGIN: Sequence[tuple[str, str, str]] = (
    ("comments.other-round", "another round", "Name the round that it was exported from."),
    ("comments.other-comments", "other comments", "Export the round's own again."),
    (
        "comments.other-codebook",
        "another codebook",
        "Code and export again, and copy the corrections over.",
    ),
    (
        "comments.moved-on",
        "corrections that were changed since",
        "Export again, copy your rows over, and import that: else those would be lost.",
    ),
)
"""What a sheet was made from, part by part, as `sheet.name_batch` has it."""


def read_corrections(coding: Coding, rows: Sequence[SheetRow], name: str) -> Corrections:
    """The corrections of a sheet, checked against the comments.

    A sheet that holds what is known already is taken, though it was made before.

    Args:
        coding: The comments with what was said of them so far.
        rows: The sheet's rows.
        name: The file's name.

    Raises:
        CommentsRefused: Anything does not fit; all faults are told at once.
    """
    reading = _Reading(coding, name)
    reading.check_origin(rows)
    reading.check_numbers(rows)
    reading.raise_faults()
    comments = {said.number: said for said in coding.drafted.comments}
    found = [reading.read(comments[int(row.cells[Heading.NUMBER])], row) for row in rows]
    said = sorted((one for one in found if one.says_something), key=lambda one: one.number)
    corrections = Corrections(frozen=coding.drafted.frozen, comments=tuple(said))
    if corrections.comments != tuple(coding.corrections[one] for one in sorted(coding.corrections)):
        reading.check_version(rows)
    reading.raise_faults()
    return corrections


class _Reading:
    """A sheet as it is read, with the faults found so far."""

    def __init__(self, coding: Coding, name: str) -> None:
        self._coding = coding
        self._name = name
        self._faults: list[Fault] = []

    def raise_faults(self) -> None:
        if self._faults:
            raise CommentsRefused(self._name, self._faults)

    def check_origin(self, rows: Sequence[SheetRow]) -> None:
        """See that the rows were made from these comments by this codebook."""
        self._compare_batches(rows, slice(0, 3))
        self.raise_faults()

    def check_version(self, rows: Sequence[SheetRow]) -> None:
        """See that nobody corrected anything since the rows were made."""
        self._compare_batches(rows, slice(3, 4))

    def _compare_batches(self, rows: Sequence[SheetRow], parts: slice) -> None:
        own = name_batch(self._coding, blind=False).split()
        for row in rows:
            typed = row.cells[Heading.BATCH].split()
            others = [*typed, "", "", "", ""][parts]
            for (code, what, remedy), one, other in zip(
                _ORIGIN[parts], own[parts], others, strict=True
            ):
                if one != other:
                    # told once: where one row is of something else, they mostly all are
                    place = row.place_of(Heading.BATCH)
                    self._faults.append(Fault(code, place, f"it was made from {what}", remedy))
                    return

    def check_numbers(self, rows: Sequence[SheetRow]) -> None:
        """See that each comment is there once."""
        known = {str(said.number) for said in self._coding.drafted.comments}
        times = Counter(row.cells[Heading.NUMBER].strip() for row in rows)
        for row in rows:
            number = row.cells[Heading.NUMBER].strip()
            row.cells[Heading.NUMBER] = number
            if number not in known:
                self._refuse(row, Heading.NUMBER, *_unknown(number))
            elif times[number] > 1:
                self._refuse(
                    row,
                    Heading.NUMBER,
                    "comments.number-twice",
                    f"the number {number} is there {times[number]} times",
                    "Keep one row of each comment.",
                )
        missing = sorted(int(one) for one in known - times.keys())
        for first, last in _runs(missing):
            which = f"comment {first} is" if first == last else f"comments {first} to {last} are"
            self._faults.append(
                Fault(
                    "comments.missing-row",
                    self._name,
                    f"{which} missing",
                    "Put the rows back; a row without corrections changes nothing.",
                )
            )

    def read(self, said: Said, row: SheetRow) -> Correction:
        """What a row corrects."""
        if row.cells[Heading.TEXT] != said.text:
            self._refuse(
                row,
                Heading.TEXT,
                "comments.text-changed",
                f"the text is not that of comment {said.number}",
                "Put it back as it was exported; what is wrong with it belongs into the note.",
            )
        codes = self._read(row, Heading.CODES, lambda text: self._read_codes(said, text))
        checked = self._read(row, Heading.CHECKED, read_switch) or codes is not None
        risk = bool(self._read(row, Heading.RISK, read_switch))
        blind = self._is_blind(row, said, codes)
        if checked and codes is None and _is_of_blind(row) and not self._is_known(said):
            self._refuse(row, Heading.CODES, *_BLIND_UNSAID)
        return Correction(
            number=said.number,
            checked=checked,
            blind=blind,
            codes=codes,
            sentiment=self._read(row, Heading.SENTIMENT, _read_sentiment),
            note=self._read(row, Heading.NOTE, _read_note) or "",
            risk=risk,
            **self._read_quote(said, row, codes or said.codes, marked=risk),
        )

    def _read_codes(self, said: Said, text: str) -> dict[str, tuple[Stance, ...]] | None:
        return read_codes(text, self._coding.drafted.codebook, said.codes)

    def _is_known(self, said: Said) -> bool:
        """Whether it was checked before, with the machine's codes in sight."""
        before = self._coding.corrections.get(said.number)
        return before is not None and before.checked and before.codes is None

    def _is_blind(self, row: SheetRow, said: Said, codes: Codes | None) -> bool:
        """Whether these codes were given without seeing the machine's."""
        before = self._coding.corrections.get(said.number)
        if before is not None and before.codes == codes:
            return before.blind
        return codes is not None and _is_of_blind(row)

    def _read_quote(
        self, said: Said, row: SheetRow, codes: Codes, *, marked: bool
    ) -> dict[str, str]:
        typed = row.cells[Heading.QUOTE].strip()
        if not self._read(row, Heading.APPROVED, read_switch):
            if typed:
                self._refuse(row, Heading.QUOTE, *_NOT_APPROVED)
            return {}
        wanted = row.cells[Heading.QUOTE_THEME].strip().casefold()
        self._read(
            row, Heading.APPROVED, lambda _: check_may_quote(self._coding, said, marked=marked)
        )
        self._read(row, Heading.QUOTE_THEME, lambda _: find_theme(codes, wanted))
        quote = self._read(row, Heading.QUOTE, lambda text: self._check_quote(said, text))
        return {"quote": quote or "", "quote_theme": wanted}

    def _check_quote(self, said: Said, text: str) -> str:
        """The words to quote; doubts that were overruled when they were approved stay overruled."""
        quote = check_quote(text.strip() or said.text, said.text)
        before = self._coding.corrections.get(said.number)
        if before is None or before.quote != quote:
            check_doubts(quote, said.text)
        return quote

    def _read(self, row: SheetRow, heading: Heading, read: Callable[[str], T]) -> T | None:
        """What a cell says; None where it is at fault."""
        try:
            return read(row.cells[heading])
        except CellError as error:
            self._refuse(row, heading, error.code, error.problem, error.remedy)
            return None

    def _refuse(
        self, row: SheetRow, heading: Heading, code: str, problem: str, remedy: str
    ) -> None:
        self._faults.append(Fault(code, row.place_of(heading), problem, remedy))


_BLIND_UNSAID = (
    "comments.blind-unsaid",
    "it is checked, but no codes are given and the machine's were not shown",
    "Give its codes, or empty the column checked.",
)
_NOT_APPROVED = (
    "comments.quote-not-approved",
    "there is a quote, and it is not approved",
    "Write yes in the column quote approved, or empty the quote.",
)


def _is_of_blind(row: SheetRow) -> bool:
    return row.cells[Heading.BATCH].split()[-1] == BLIND


def _unknown(number: str) -> tuple[str, str, str]:
    return (
        "comments.unknown-number",
        f"there is no comment {number!r}" if number else "the number is missing",
        "Keep the numbers as they were exported, and add no rows.",
    )


def _read_sentiment(text: str) -> Sentiment | None:
    typed = text.strip().casefold()
    if typed and typed not in set(Sentiment):
        raise CellError(
            "comments.unknown-sentiment", f"{typed!r} is none", f"Use {', '.join(Sentiment)}."
        )
    return Sentiment(typed) if typed else None


def _read_note(text: str) -> str:
    if found := redact(text).found:
        raise CellError(
            "comments.personal-note",
            f"the note holds what can identify somebody ({', '.join(sorted(set(found)))})",
            "Take it out.",
        )
    return text.strip()


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow one another, as first and last."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]
