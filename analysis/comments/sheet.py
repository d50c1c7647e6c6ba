"""The analysts' sheet: a row for each comment, what the machine read, and room for corrections.

INTERNAL: it holds what people wrote. As CSV it is the same columns without the sheets on how to use
it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from io import StringIO

from analysis.comments.cells import NO, guard, write_codes, write_switch
from analysis.comments.records import Coding, Correction, Said


class Heading(StrEnum):
    """The columns, by what stands over them."""

    NUMBER = "INTERNAL number"
    BATCH = "made from"
    QUESTION = "question"
    TEXT = "comment"
    MAY_QUOTE = "may be quoted"
    MACHINE_CODES = "machine codes"
    MACHINE_SENTIMENT = "machine sentiment"
    CUES = "cues"
    LANGUAGE = "language"
    CHECKED = "checked"
    CODES = "codes"
    SENTIMENT = "sentiment"
    APPROVED = "quote approved"
    QUOTE = "quote"
    QUOTE_THEME = "quote under"
    RISK = "risk"
    NOTE = "note"


MACHINE = (Heading.MACHINE_CODES, Heading.MACHINE_SENTIMENT, Heading.LANGUAGE)
"""What a blind sheet leaves empty."""
ANALYST = tuple(Heading)[tuple(Heading).index(Heading.CHECKED) :]
"""What an analyst fills in."""
BLIND = "blind"

Cells = dict[Heading, str]


def name_batch(coding: Coding, *, blind: bool) -> str:
    """What a sheet was made from, as each of its rows says.

    The round, then short hashes of the frozen comments, of the codebook and of the corrections.
    """
    drafted = coding.drafted
    parts = (drafted.round, drafted.frozen[:8], drafted.codebook.hash[:8], coding.version)
    return " ".join((*parts, BLIND) if blind else parts)


def list_rows(coding: Coding, *, blind: bool = False) -> Iterator[Cells]:
    """The rows in content order, with the corrections that were made so far.

    Args:
        coding: The comments with everything that was said of them.
        blind: Whether what the machine read is left out, so that agreement with it means something.
    """
    batch = name_batch(coding, blind=blind)
    for said in coding.drafted.comments:
        correction = coding.corrections.get(said.number) or Correction(number=said.number)
        cells = _say_comment(said, batch) | _say_correction(said, correction)
        if blind:
            cells |= dict.fromkeys(MACHINE, "")
        yield cells


def _say_comment(said: Said, batch: str) -> Cells:
    return {
        Heading.NUMBER: str(said.number),
        Heading.BATCH: batch,
        Heading.QUESTION: said.question,
        Heading.TEXT: said.text,
        Heading.MAY_QUOTE: write_switch(said.may_quote, NO),
        Heading.MACHINE_CODES: write_codes(said.codes),
        Heading.MACHINE_SENTIMENT: said.sentiment,
        Heading.CUES: ", ".join(said.cues),
        Heading.LANGUAGE: said.language,
    }


def _say_correction(said: Said, correction: Correction) -> Cells:
    return {
        Heading.CHECKED: write_switch(correction.checked),
        Heading.CODES: write_codes(correction.codes) if correction.codes is not None else "",
        Heading.SENTIMENT: correction.sentiment or "",
        Heading.APPROVED: write_switch(bool(correction.quote)),
        Heading.QUOTE: "" if correction.quote == said.text else correction.quote,
        Heading.QUOTE_THEME: correction.quote_theme,
        Heading.RISK: write_switch(correction.risk),
        Heading.NOTE: correction.note,
    }


def render_csv(coding: Coding, *, blind: bool = False) -> bytes:
    """The sheet as CSV in UTF-8 with a byte order mark, which spreadsheets need to see it.

    Every cell is in quotation marks: a program that takes the semicolon for the separator would
    make two cells of ``a;=1+1``, and a formula of the second.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([heading.value for heading in Heading])
    for cells in list_rows(coding, blind=blind):
        writer.writerow([guard(cells[heading]) for heading in Heading])
    return out.getvalue().encode("utf-8-sig")


def explain(coding: Coding, *, blind: bool) -> Sequence[tuple[str, str]]:
    """How to fill the sheet in: a line for each column, after what it is and what it is not for."""
    drafted = coding.drafted
    made_up = "SYNTHETIC: these comments are made up. " if drafted.synthetic else ""
    made_of = (
        f"{made_up}What people wrote in round {drafted.round}, redacted. Not for publication, not "
        "to be passed on, and never to the police. Delete this file when it is imported."
    )
    hidden = "The machine's codes are left out: give codes without knowing them."
    return (("INTERNAL", made_of), *_EXPLAINED.items(), *((("blind", hidden),) if blind else ()))


_EXPLAINED: Mapping[str, str] = {
    "do not change": "Everything up to the column language. Rows may be sorted, not deleted.",
    Heading.CHECKED: "yes: somebody read this comment, and the machine's codes are right, or "
    "codes are given beside.",
    Heading.CODES: "All codes of the comment, where the machine's are wrong, each with its stance: "
    "lighting (problem, ask); cctv (ask). Empty leaves the machine's. These codes win.",
    Heading.SENTIMENT: "Where the machine's is wrong. A help for reading, never a result.",
    Heading.APPROVED: "yes: this comment may be quoted in the report. Only where its author "
    "allowed it, and nobody can be known by it, accused in it or hurt by it.",
    Heading.QUOTE: "The words to quote, where it is not the whole comment. Leave words out and "
    "write [...] in their place, at the beginning and the end too; change nothing else.",
    Heading.QUOTE_THEME: "The code under which it is quoted; empty for its first code.",
    Heading.RISK: "yes: it tells of somebody at risk, although no cue was found. It joins the "
    "queue of `canvass comments risks`. Nobody can find out who wrote it.",
    Heading.NOTE: "For colleagues; nothing that identifies anybody.",
}
